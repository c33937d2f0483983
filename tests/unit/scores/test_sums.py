"""MUST, Abbey and 4AT against vectors worked out by hand from the published tables."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.records.assessments import (
    Alertness,
    Attention,
    Degree,
    DeliriumScreen,
    Frailty,
    FrailtyLevel,
    Orientation,
    PainAssessment,
)
from mdt_core.records.nutrition import (
    HeightHow,
    Hydration,
    MustScreen,
    UlnaTable,
    WeightChange,
)
from mdt_core.scores.must import (
    MUST,
    bmi,
    height_cm,
    loss_percent,
    must_score,
    shown,
    ulna_heights,
)
from mdt_core.scores.spoken import ABBEY, FOUR_AT, NOT_FOR_UNDER_65, worked_out
from mdt_core.scores.sums import Answer, read

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def _words(record: Any) -> dict[str, str]:  # noqa: ANN401 - any record
    return {fact.label: fact.words for fact in worked_out(record)}


# BMI, unplanned loss in per cent, acutely ill; total. Source: MUST (BAPEN, 2003).
MUST_VECTORS = [
    ("20.0", "4.9", False, 1),
    ("20.1", "5.0", False, 1),
    ("18.5", "10.0", False, 2),
    ("18.4", "10.1", False, 4),
    ("31", "0", True, 2),
    ("18.49", "0", False, 2),
    ("20.01", "4.99", False, 0),
    ("17", "12", True, 6),
]


@pytest.mark.parametrize(("figure", "loss", "acute", "total"), MUST_VECTORS)
def test_must_has_the_total_of_the_published_cut_offs(
    figure: str, loss: str, *, acute: bool, total: int
) -> None:
    answers: dict[str, Answer] = {"bmi": Decimal(figure), "loss": Decimal(loss), "acute": acute}
    assert MUST.evaluate(answers).total == total


@pytest.mark.parametrize("missing", ["bmi", "loss", "acute"])
def test_must_has_no_total_while_a_step_is_missing_and_says_which(missing: str) -> None:
    whole: dict[str, Answer] = {"bmi": Decimal(25), "loss": Decimal(0), "acute": False}
    score = MUST.evaluate({name: each for name, each in whole.items() if name != missing})
    assert score.total is None
    label = next(item.label for item in MUST.items if item.name == missing)
    assert score.words == f"Not complete: {label} missing. No total"
    assert f"{label} –" in score.parts


def screen(**values: Any) -> MustScreen:  # noqa: ANN401 - any field
    plain: dict[str, Any] = {
        "screened_at": NOW,
        "weight_kg": Decimal("52.4"),
        "height_how": HeightHow.MEASURED,
        "height_cm": Decimal(160),
        "weight_change": WeightChange.UNPLANNED,
        "weight_before_kg": Decimal("57.0"),
        "weighed_before_on": date(2026, 7, 1),
        "acutely_ill": False,
    }
    return MustScreen(**{**plain, **values})


def test_a_screen_is_said_with_its_total_every_part_and_whose_tool_it_is() -> None:
    words = _words(screen())
    assert words["MUST"].startswith("1. Medium risk")
    assert words["Parts"] == "BMI 0, unplanned weight loss 1, acutely ill and not eating 0"
    assert words["BMI"] == "20.5 kg/m², height 160 cm"
    assert words["Unplanned loss"] == "8.1 %"
    assert "BAPEN" in words["Screening tool"]


def test_a_figure_is_scored_before_it_is_rounded_and_never_looks_like_another_score() -> None:
    assert shown("bmi", Decimal("18.46")) == "18.46"
    assert shown("bmi", Decimal("18.44")) == "18.4"
    assert shown("loss", Decimal("10.04")) == "10.04"
    assert MUST.evaluate({"bmi": Decimal("18.46")}).points[0] == 2


def test_a_planned_loss_scores_nothing_and_an_unknown_one_leaves_no_total() -> None:
    planned = screen(weight_change=WeightChange.PLANNED, weight_before_kg=None)
    assert loss_percent(planned) == 0
    assert must_score(planned).total == 0
    unknown = screen(weight_change=WeightChange.NOT_KNOWN, weight_before_kg=None)
    assert must_score(unknown).total is None


@pytest.mark.parametrize(
    ("ulna", "column", "centimetres"),
    [
        ("32.0", UlnaTable.MAN_UNDER_65, 194),
        ("25.0", UlnaTable.MAN_65_OR_OVER, 165),
        ("24.7", UlnaTable.WOMAN_UNDER_65, 163),
        ("24.8", UlnaTable.WOMAN_UNDER_65, 165),
        ("18.5", UlnaTable.WOMAN_65_OR_OVER, 140),
    ],
)
def test_the_ulna_gives_the_height_of_its_column(
    ulna: str, column: UlnaTable, centimetres: int
) -> None:
    taken = screen(
        height_how=HeightHow.ULNA, height_cm=None, ulna_cm=Decimal(ulna), ulna_table=column
    )
    assert height_cm(taken) == centimetres
    assert bmi(taken) == Decimal("52.4") * 10_000 / centimetres**2


# Height in cm = a + b x ulna in cm, from which the tables were made. Source: Elia, MUST report (2003).
@pytest.mark.parametrize(
    ("column", "constant", "slope"),
    [
        (UlnaTable.MAN_UNDER_65, "79.2", "3.60"),
        (UlnaTable.MAN_65_OR_OVER, "86.3", "3.15"),
        (UlnaTable.WOMAN_UNDER_65, "95.6", "2.77"),
        (UlnaTable.WOMAN_65_OR_OVER, "80.4", "3.25"),
    ],
)
def test_every_row_of_the_ulna_table_lies_within_a_centimetre_of_its_equation(
    column: UlnaTable, constant: str, slope: str
) -> None:
    table = ulna_heights()
    assert len(table.heights_m[column]) == 28
    for place in range(28):
        ulna = table.longest_cm - place * table.step_cm
        expected = Decimal(constant) + Decimal(slope) * ulna
        assert abs(table.height_cm(ulna, column) - expected) < 1


def test_an_ulna_beyond_the_table_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"from 18\.5 to 32\.0 cm"):
        ulna_heights().height_cm(Decimal(40), UlnaTable.MAN_UNDER_65)


@pytest.mark.parametrize(
    ("around", "words"),
    [
        ("23.4", "below 20"),
        ("23.5", "does not say"),
        ("32.0", "does not say"),
        ("32.1", "above 30"),
    ],
)
def test_the_upper_arm_says_roughly_where_the_bmi_lies_and_gives_no_total(
    around: str, words: str
) -> None:
    taken = screen(height_how=HeightHow.UPPER_ARM, height_cm=None, upper_arm_cm=Decimal(around))
    assert must_score(taken).total is None
    assert words in _words(taken)["BMI"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"weight_before_kg": Decimal(50)}, "no loss"),
        ({"weighed_before_on": date(2026, 11, 22)}, "earlier day"),
        ({"weighed_before_on": date(2026, 1, 1)}, "too old"),
    ],
)
def test_a_weight_before_that_cannot_be_so_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        screen(**values).require_possible(NOW)


@pytest.mark.parametrize(
    ("degrees", "total", "words"),
    [
        ("001100", 2, "No pain"),
        ("111000", 3, "Mild pain"),
        ("222100", 7, "Mild pain"),
        ("222200", 8, "Moderate pain"),
        ("333310", 13, "Moderate pain"),
        ("333320", 14, "Severe pain"),
        ("333333", 18, "Severe pain"),
    ],
)
def test_abbey_has_its_total_and_its_class(degrees: str, total: int, words: str) -> None:
    named = zip((item.name for item in ABBEY.items), degrees, strict=True)
    pain = PainAssessment.model_validate({"seen_at": NOW, **dict(named)})
    said = _words(pain)
    assert said["Abbey pain scale"] == f"{total}. {words}"
    assert said["Parts"].count(",") == 5
    assert "Int J Palliat Nurs 2004" in said["Scale"]


def test_abbey_with_one_item_unseen_has_no_total_and_the_person_s_figure_is_no_part_of_it() -> None:
    pain = PainAssessment(seen_at=NOW, said=7, voice=Degree.SEVERE)
    assert "No total" in _words(pain)["Abbey pain scale"]
    assert _words(PainAssessment(seen_at=NOW, said=7)) == {}
    with pytest.raises(InvalidInput, match="what is seen"):
        PainAssessment(seen_at=NOW).require_possible(NOW)


@pytest.mark.parametrize(
    ("answers", "total", "words"),
    [
        ((Alertness.NORMAL, Orientation.RIGHT, Attention.SEVEN_OR_MORE, False), 0, "unlikely"),
        (
            (Alertness.NORMAL, Orientation.ONE_WRONG, Attention.FEWER, False),
            2,
            "impairment possible",
        ),
        (
            (Alertness.BRIEFLY_SLEEPY, Orientation.TWO_WRONG, Attention.FEWER, False),
            3,
            "impairment",
        ),
        (
            (Alertness.ABNORMAL, Orientation.RIGHT, Attention.SEVEN_OR_MORE, False),
            4,
            "Delirium possible",
        ),
        (
            (Alertness.ABNORMAL, Orientation.UNTESTABLE, Attention.UNTESTABLE, True),
            12,
            "Delirium possible",
        ),
        ((Alertness.NORMAL, Orientation.RIGHT, Attention.SEVEN_OR_MORE, None), None, "No total"),
    ],
    ids=["0", "2", "3", "4", "12", "no answer of a change"],
)
def test_4at_has_its_total_and_what_it_means(
    answers: tuple[Alertness, Orientation, Attention, bool | None], total: int | None, words: str
) -> None:
    names = (item.name for item in FOUR_AT.items)
    taken = DeliriumScreen(screened_at=NOW, **dict(zip(names, answers, strict=True)))  # type: ignore[arg-type]
    said = _words(taken)["4AT"]
    assert words in said
    if total is not None:
        assert said.startswith(f"{total}. ")


def test_a_frailty_level_of_somebody_under_65_says_that_the_scale_is_not_meant_for_them() -> None:
    level = FrailtyLevel(assessed_at=NOW, level=Frailty.L6, under_65=True)
    assert _words(level) == {"Look": NOT_FOR_UNDER_65}
    assert _words(FrailtyLevel(assessed_at=NOW, level=Frailty.L6)) == {}


def test_what_was_drunk_stands_beside_the_aim_only_where_both_are_known() -> None:
    assert _words(Hydration(seen_at=NOW, taken_ml=600, target_ml=1500)) == {
        "Of the aim": "600 of 1500 ml, 900 ml to go"
    }
    assert _words(Hydration(seen_at=NOW, taken_ml=600)) == {}


def _faulty(change: Any) -> str:  # noqa: ANN401 - a change of the table
    data = json.loads(files("mdt_core.scores").joinpath("must.json").read_text("utf-8"))
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.pop("notice"), "cannot be read"),
        (lambda data: data["classes"].reverse(), "classes do not rise"),
        (lambda data: data["items"][0]["steps"].pop(), "the last has none"),
        (lambda data: data["items"][0]["steps"][0].update(below="21"), "limits do not rise"),
        (lambda data: data["items"][2].update(points={"true": -1}), "whole numbers from 0"),
        (lambda data: data["items"][2].update(points={}), "not both"),
    ],
    ids=["no notice", "classes", "open end", "order", "negative", "empty"],
)
def test_a_table_with_a_fault_is_refused(change: Any, words: str) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=words):
        read(_faulty(change))
