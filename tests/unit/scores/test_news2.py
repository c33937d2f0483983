"""NEWS2 against vectors worked out by hand from the chart of 2017."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.errors import InvalidInput
from mdt_core.records.observations import Consciousness, SpO2Scale
from mdt_core.scores.news2 import (
    NOT_FOR,
    TABLE,
    News2Input,
    Risk,
    evaluate,
)
from tests.unit.scores.observed import ACVPU, PARAMETERS, observed

# breaths, SpO2, scale, on oxygen, systolic, pulse, ACVPU, temperature; total; parts; class
WORKED = [
    ("16 97 1 air 130 76 A 36.8", 0, "0000000", Risk.ZERO),
    ("21 95 1 air 111 91 A 38.1", 5, "2100101", Risk.MEDIUM),
    ("18 93 2 o2 120 80 A 37.0", 3, "0120000", Risk.LOW),
    ("18 93 1 o2 120 80 A 37.0", 4, "0220000", Risk.LOW),
    ("12 97 2 o2 120 80 A 37.0", 5, "0320000", Risk.MEDIUM),
    ("12 97 2 air 120 80 A 37.0", 0, "0000000", Risk.ZERO),
    ("18 89 1 air 120 80 A 37.0", 3, "0300000", Risk.LOW_MEDIUM),
    ("18 89 2 air 120 80 A 37.0", 0, "0000000", Risk.ZERO),
    ("18 96 1 air 120 80 C 37.0", 3, "0000030", Risk.LOW_MEDIUM),
    ("9 96 1 air 110 50 A 36.0", 4, "1001101", Risk.LOW),
    ("20 96 1 air 219 90 A 38.0", 0, "0000000", Risk.ZERO),
    ("25 91 1 o2 90 131 V 39.1", 19, "3323332", Risk.HIGH),
    ("8 83 2 o2 220 40 U 35.0", 20, "3323333", Risk.HIGH),
]


def _set(text: str) -> News2Input:
    breaths, oxygen, scale, source, systolic, pulse, acvpu, temperature = text.split()
    return News2Input(
        breaths_per_minute=int(breaths),
        oxygen_percent=int(oxygen),
        scale=SpO2Scale(scale),
        on_oxygen=source == "o2",
        systolic_mmhg=int(systolic),
        pulse_per_minute=int(pulse),
        consciousness=ACVPU[acvpu],
        temperature_celsius=Decimal(temperature),
    )


@pytest.mark.parametrize(("text", "total", "parts", "risk"), WORKED)
def test_a_worked_set_has_its_total_its_parts_and_its_class(
    text: str, total: int, parts: str, risk: Risk
) -> None:
    score = evaluate(_set(text))
    assert score.total == total
    assert [points for _, points in score.parts] == [int(points) for points in parts]
    assert [name for name, _ in score.parts] == list(PARAMETERS)
    assert score.risk is risk
    assert score.missing == ()
    assert score.table == "news2/2017"


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_set_without_one_part_has_no_total_and_keeps_the_others(name: str) -> None:
    fever = Decimal("38.5")
    whole = evaluate(observed(breaths_per_minute=21, temperature_celsius=fever))
    part = evaluate(
        observed(**{"breaths_per_minute": 21, "temperature_celsius": fever, name: None})
    )
    assert part.total is None
    assert part.risk is None
    assert part.missing == (TABLE.label(name),)
    assert dict(part.parts) == dict(whole.parts) | {name: None}


def test_a_set_with_nothing_in_it_is_no_zero() -> None:
    score = evaluate(observed(**dict.fromkeys(PARAMETERS)))
    assert score.total is None
    assert [points for _, points in score.parts] == [None] * 7
    assert len(score.missing) == 7


def test_a_single_three_is_named_in_an_incomplete_set_as_well() -> None:
    score = evaluate(observed(consciousness=Consciousness.VOICE, temperature_celsius=None))
    assert score.single_three == ("consciousness",)
    assert score.words(usual=1) == (
        "Not complete: temperature missing. No total. One part scores 3: consciousness"
    )


@pytest.mark.parametrize(
    ("oxygen", "points"), [(83, 3), (87, 1), (88, 0), (92, 0), (93, None), (95, None), (97, None)]
)
def test_scale_2_without_air_or_oxygen_scores_only_where_both_agree(
    oxygen: int, points: int | None
) -> None:
    score = evaluate(observed(oxygen_percent=oxygen, scale=SpO2Scale.SCALE_2, on_oxygen=None))
    assert dict(score.parts)["oxygen_percent"] == points
    assert score.missing == ("air or oxygen",)
    assert score.total is None


@pytest.mark.parametrize(
    ("changed", "usual", "words"),
    [
        ({"temperature_celsius": None}, 1, "Not complete: temperature missing. No total"),
        (
            {"systolic_mmhg": None, "pulse_per_minute": None},
            None,
            "Not complete: blood pressure, pulse missing. No total",
        ),
        ({"breaths_per_minute": 21, "pulse_per_minute": 95}, 1, "3. Usual 1. Up 2"),
        ({"breaths_per_minute": 9}, 3, "1. Usual 3. Down 2"),
        ({"breaths_per_minute": 9}, 1, "1. Usual 1. No change"),
        ({}, 0, "0. Usual 0. No change"),
        ({"breaths_per_minute": 9}, None, "1. Usual not set"),
        ({"breaths_per_minute": 8}, 1, "3. Usual 1. Up 2. One part scores 3: breaths"),
        (
            {"breaths_per_minute": 8, "pulse_per_minute": 140},
            1,
            "6. Usual 1. Up 5. 2 parts score 3: breaths, pulse",
        ),
    ],
)
def test_the_words_give_total_usual_and_difference(
    changed: dict[str, object], usual: int | None, words: str
) -> None:
    assert evaluate(observed(**changed)).words(usual) == words


@pytest.mark.parametrize("usual", [-1, 21])
def test_an_impossible_usual_total_is_refused(usual: int) -> None:
    with pytest.raises(InvalidInput, match="between 0 and 20"):
        evaluate(observed()).words(usual)


@pytest.mark.parametrize(
    ("name", "reading", "words"),
    [
        ("breaths_per_minute", -1, "Breaths must be between 0 and 80 a minute."),
        ("breaths_per_minute", 81, "Breaths must be between 0 and 80 a minute."),
        ("oxygen_percent", 29, "Oxygen saturation must be between 30 and 100 %."),
        ("oxygen_percent", 101, "Oxygen saturation must be between 30 and 100 %."),
        ("systolic_mmhg", 29, "Blood pressure must be between 30 and 300 mmHg."),
        ("systolic_mmhg", 301, "Blood pressure must be between 30 and 300 mmHg."),
        ("pulse_per_minute", 9, "Pulse must be between 10 and 300 a minute."),
        ("pulse_per_minute", 301, "Pulse must be between 10 and 300 a minute."),
        ("temperature_celsius", Decimal("24.9"), "Temperature must be between 25.0 and 45.0 °C."),
        ("temperature_celsius", Decimal("98.6"), "Temperature must be between 25.0 and 45.0 °C."),
        ("temperature_celsius", Decimal("NaN"), "Temperature must be between 25.0 and 45.0 °C."),
        ("temperature_celsius", Decimal("35.05"), "Temperature is taken in steps of 0.1 °C."),
    ],
)
def test_an_impossible_reading_is_refused_with_its_range_and_unit(
    name: str, reading: Decimal | int, words: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        evaluate(observed(**{name: reading}))
    assert refused.value.message == words


def test_the_table_knows_its_source_and_every_word_that_the_code_uses() -> None:
    assert TABLE.version == "news2/2017"
    assert "Royal College of Physicians" in TABLE.source
    assert TABLE.to_verify
    assert TABLE.order == PARAMETERS
    assert TABLE.highest_total == 20
    risks = {risk for _, risk in TABLE.responses} | {TABLE.single.to}
    assert risks == set(Risk)
    assert set(TABLE.chosen["consciousness"].points) == set(Consciousness)
    assert NOT_FOR == ("people under 16 years", "pregnancy")


_SETS = st.builds(
    News2Input,
    breaths_per_minute=st.none() | st.integers(0, 80),
    oxygen_percent=st.none() | st.integers(30, 100),
    scale=st.sampled_from(SpO2Scale),
    on_oxygen=st.none() | st.booleans(),
    systolic_mmhg=st.none() | st.integers(30, 300),
    pulse_per_minute=st.none() | st.integers(10, 300),
    consciousness=st.none() | st.sampled_from(Consciousness),
    temperature_celsius=st.none() | st.decimals("25.0", "45.0", places=1),
)


@given(_SETS)
def test_a_total_is_the_sum_of_its_parts_or_is_not_there(given_set: News2Input) -> None:
    score = evaluate(given_set)
    points = [given for _, given in score.parts]
    is_complete = all(getattr(given_set, name) is not None for name in PARAMETERS)
    assert score.total == (sum(filter(None, points)) if is_complete else None)
    assert (score.risk is None) is (not is_complete)
    assert len(score.single_three) == points.count(3)
    assert ("scores 3" in score.words(None) or "score 3" in score.words(None)) is (3 in points)


@given(_SETS, st.integers(0, 20))
def test_the_class_follows_the_total_and_the_single_three(
    given_set: News2Input, usual: int
) -> None:
    score = evaluate(given_set)
    if score.total is None:
        assert "No total" in score.words(usual)
        return
    by_total = [Risk.ZERO, *[Risk.LOW] * 4, *[Risk.MEDIUM] * 2, *[Risk.HIGH] * 14][score.total]
    expected = Risk.LOW_MEDIUM if by_total is Risk.LOW and score.single_three else by_total
    assert score.risk is expected


@given(st.integers(30, 99), st.sampled_from(SpO2Scale))
def test_on_air_more_oxygen_in_the_blood_never_scores_more(oxygen: int, scale: SpO2Scale) -> None:
    lower = evaluate(observed(oxygen_percent=oxygen, scale=scale))
    higher = evaluate(observed(oxygen_percent=oxygen + 1, scale=scale))
    assert (higher.total or 0) <= (lower.total or 0)
