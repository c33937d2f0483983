"""Every value of every parameter against the chart written out a second time, and real files."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from mdt_core.records.observations import SpO2Scale
from mdt_core.scores.news2 import News2Input, evaluate
from tests.support.shared_data import shared_data
from tests.unit.scores.observed import ACVPU, PARAMETERS, observed

_SHORT = dict(zip(("rr", "spo2", "o2", "sbp", "pulse", "acvpu", "temp"), PARAMETERS, strict=True))


def _breaths(n: int) -> int:
    return 3 if n <= 8 else 1 if n <= 11 else 0 if n <= 20 else 2 if n <= 24 else 3


def _systolic(n: int) -> int:
    return 3 if n <= 90 else 2 if n <= 100 else 1 if n <= 110 else 0 if n < 220 else 3


def _pulse(n: int) -> int:
    if n <= 50:
        return 3 if n <= 40 else 1
    return 0 if n <= 90 else 1 if n <= 110 else 2 if n <= 130 else 3


def _tenths(n: int) -> int:
    if n <= 360:
        return 3 if n <= 350 else 1
    return 0 if n <= 380 else 1 if n <= 390 else 2


def _scale_1(n: int) -> int:
    return 3 if n <= 91 else 2 if n <= 93 else 1 if n <= 95 else 0


def _scale_2_air(n: int) -> int:
    return 3 if n <= 83 else 2 if n <= 85 else 1 if n <= 87 else 0


def _scale_2_oxygen(n: int) -> int:
    if n <= 92:
        return _scale_2_air(n)
    return 1 if n <= 94 else 2 if n <= 96 else 3


@pytest.mark.parametrize(
    ("name", "values", "chart"),
    [
        ("breaths_per_minute", range(81), _breaths),
        ("systolic_mmhg", range(30, 301), _systolic),
        ("pulse_per_minute", range(10, 301), _pulse),
    ],
)
def test_every_counted_value_scores_as_the_chart(
    name: str, values: range, chart: Callable[[int], int]
) -> None:
    found = {n: dict(evaluate(observed(**{name: n})).parts)[name] for n in values}
    assert found == {n: chart(n) for n in values}


def test_every_tenth_of_a_degree_scores_as_the_chart() -> None:
    name = "temperature_celsius"
    tenths = range(250, 451)
    sets = {n: observed(temperature_celsius=Decimal(n) / 10) for n in tenths}
    assert {n: dict(evaluate(sets[n]).parts)[name] for n in tenths} == {
        n: _tenths(n) for n in tenths
    }


@pytest.mark.parametrize(
    ("scale", "on_oxygen", "chart"),
    [
        (SpO2Scale.SCALE_1, False, _scale_1),
        (SpO2Scale.SCALE_1, True, _scale_1),
        (SpO2Scale.SCALE_1, None, _scale_1),
        (SpO2Scale.SCALE_2, False, _scale_2_air),
        (SpO2Scale.SCALE_2, True, _scale_2_oxygen),
    ],
)
def test_every_saturation_scores_as_the_chart_on_both_scales(
    scale: SpO2Scale,
    on_oxygen: bool | None,
    chart: Callable[[int], int],
) -> None:
    percents = range(30, 101)
    for percent in percents:
        given = observed(oxygen_percent=percent, scale=scale, on_oxygen=on_oxygen)
        assert dict(evaluate(given).parts)["oxygen_percent"] == chart(percent), percent


@pytest.mark.parametrize(("letter", "points"), [("A", 0), ("C", 3), ("V", 3), ("P", 3), ("U", 3)])
def test_every_state_of_consciousness_scores_as_the_chart(letter: str, points: int) -> None:
    assert evaluate(observed(consciousness=ACVPU[letter])).total == points


@pytest.mark.parametrize("breaths", [9, 10, 11])
def test_a_published_table_that_gives_2_for_9_to_11_breaths_is_wrong(breaths: int) -> None:
    wrong = 2
    assert evaluate(observed(breaths_per_minute=breaths)).total not in {None, wrong}
    assert evaluate(observed(breaths_per_minute=breaths)).total == 1


@pytest.mark.parametrize(("percent", "right"), [(93, 1), (94, 1), (95, 2), (96, 2)])
def test_a_published_table_that_gives_3_from_93_on_oxygen_on_scale_2_is_wrong(
    percent: int, right: int
) -> None:
    score = evaluate(observed(oxygen_percent=percent, scale=SpO2Scale.SCALE_2, on_oxygen=True))
    assert dict(score.parts)["oxygen_percent"] == right != 3


@pytest.mark.parametrize("percent", range(85, 90))
def test_a_published_function_that_gives_2_for_85_to_89_on_scale_1_is_wrong(percent: int) -> None:
    wrong = 2
    assert evaluate(observed(oxygen_percent=percent)).total not in {None, wrong}
    assert evaluate(observed(oxygen_percent=percent)).total == 3


# Files that nobody here wrote


def _vectors(name: str) -> list[dict[str, Any]]:
    text = shared_data("11_scores", name).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text, parse_float=Decimal)["vectors"]
    return found


def _set(given: dict[str, Any]) -> News2Input:
    return News2Input(
        breaths_per_minute=given["rr"],
        oxygen_percent=given["spo2"],
        scale=SpO2Scale(str(given["scale"])),
        on_oxygen=given["o2"],
        systolic_mmhg=given["sbp"],
        pulse_per_minute=given["pulse"],
        consciousness=ACVPU[given["acvpu"]],
        temperature_celsius=given["temp"],
    )


def _scored(given: dict[str, Any]) -> dict[str, Any]:
    """What we make of a vector, in its own short names."""
    score = evaluate(_set(given))
    assert score.risk is not None
    # The source knows no class of its own for a total of 0.
    risk = {"zero": "low", "low_medium": "low-medium"}.get(score.risk, str(score.risk))
    parts = dict(score.parts)
    return {short: parts[name] for short, name in _SHORT.items()} | {
        "total": score.total,
        "risk": risk,
    }


def test_every_vector_of_another_calculator_scores_alike() -> None:
    vectors = _vectors("news2_from_NEWS2-Live.json")
    assert len(vectors) == 90
    for vector in vectors:
        ours = _scored(vector["input"])
        theirs = vector["expected"] | vector["table_subscores"]
        theirs |= {"total": vector["table_total"], "risk": vector["table_risk"]}
        assert {key: ours[key] for key in vector["expected"]} == vector["expected"], vector["id"]
        assert ours == theirs, vector["id"]


def test_vectors_known_to_contradict_the_chart_are_not_followed() -> None:
    vectors = _vectors("news2_from_NEWS2-Live.SOURCE_DISAGREES.json")
    assert len(vectors) == 8
    for vector in vectors:
        ours = _scored(vector["input"])
        assert {key: ours[key] for key in vector["expected"]} != vector["expected"], vector["id"]
        assert {key: ours[key] for key in _SHORT} == vector["table_subscores"], vector["id"]


def test_the_official_example_records_6_where_its_own_readings_give_5() -> None:
    (vector,) = _vectors("news2_official_fhir_example.SOURCE_DISAGREES.json")
    ours = _scored(vector["input"])
    assert vector["expected"]["total"] == 6
    assert ours["total"] == 5
    recorded = {key: vector["expected"][key] for key in _SHORT}
    assert {key for key in _SHORT if ours[key] != recorded[key]} == {"temp"}
    assert (recorded["temp"], ours["temp"], vector["input"]["temp"]) == (1, 0, Decimal("37.5"))
