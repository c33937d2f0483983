"""NEWS2 through the real form: every known answer typed in, and read back from the screen.

Sources: the RCP chart's values in clinical.md Appendix A, and vectors of an open project (see there).
"""

import json
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mdt_core.records.observations import ObservationSet
from tests.support.shared_data import shared_data
from tests.ui.observations.conftest import MakeBody
from tests.ui.observations.hands import (
    NUMBERS,
    Given,
    enter,
    number,
    parts_read,
    press,
    total_read,
    type_number,
)

COMPLETE = (
    (Given("16", "97", 1, False, "130", "76", "A", "36.8"), 0, (0, 0, 0, 0, 0, 0, 0)),
    (Given("21", "95", 1, False, "111", "91", "A", "38.1"), 5, (2, 1, 0, 0, 1, 0, 1)),
    (Given("18", "93", 2, True, "120", "80", "A", "37.0"), 3, (0, 1, 2, 0, 0, 0, 0)),
    (Given("18", "93", 1, True, "120", "80", "A", "37.0"), 4, (0, 2, 2, 0, 0, 0, 0)),
    (Given("12", "97", 2, True, "120", "80", "A", "37.0"), 5, (0, 3, 2, 0, 0, 0, 0)),
    (Given("12", "97", 2, False, "120", "80", "A", "37.0"), 0, (0, 0, 0, 0, 0, 0, 0)),
    (Given("18", "89", 1, False, "120", "80", "A", "37.0"), 3, (0, 3, 0, 0, 0, 0, 0)),
    (Given("18", "89", 2, False, "120", "80", "A", "37.0"), 0, (0, 0, 0, 0, 0, 0, 0)),
    (Given("18", "96", 1, False, "120", "80", "C", "37.0"), 3, (0, 0, 0, 0, 0, 3, 0)),
    (Given("9", "96", 1, False, "110", "50", "A", "36.0"), 4, (1, 0, 0, 1, 1, 0, 1)),
    (Given("20", "96", 1, False, "219", "90", "A", "38.0"), 0, (0, 0, 0, 0, 0, 0, 0)),
    (Given("25", "91", 1, True, "90", "131", "V", "39.1"), 19, (3, 3, 2, 3, 3, 3, 2)),
    (Given("8", "83", 2, True, "220", "40", "U", "35.0"), 20, (3, 3, 2, 3, 3, 3, 3)),
)


def _live() -> list[dict[str, Any]]:
    path = shared_data("11_scores", "news2_from_NEWS2-Live.json")
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["vectors"]
    return found


@pytest.mark.parametrize(("given", "total", "parts"), COMPLETE)
def test_a_complete_set_typed_in_shows_its_total_and_parts(
    body_of: MakeBody, given: Given, total: int, parts: tuple[int, ...]
) -> None:
    body = body_of()
    enter(body, given)
    assert (total_read(body), parts_read(body)) == (total, parts)


@pytest.mark.parametrize("missing", [*NUMBERS, "acvpu"])
def test_any_one_part_missing_means_no_total(body_of: MakeBody, missing: str) -> None:
    body = body_of()
    given = Given(**{**vars(COMPLETE[1][0]), missing: ""})
    enter(body, given)
    assert total_read(body) is None
    assert parts_read(body).count(None) == 1


@pytest.mark.parametrize("place", range(90))
def test_vectors_of_an_open_project_agree(body_of: MakeBody, place: int) -> None:
    vector = _live()[place]
    taken, table = vector["input"], vector["table_subscores"]
    numbers = {short: str(taken[short]) for short in NUMBERS}
    given = Given(scale=taken["scale"], on_oxygen=taken["o2"], acvpu=taken["acvpu"], **numbers)
    body = body_of()
    enter(body, given)
    order = ("rr", "spo2", "o2", "sbp", "pulse", "acvpu", "temp")
    assert parts_read(body) == tuple(table[name] for name in order)
    assert total_read(body) == vector["table_total"]


def test_the_open_project_still_has_as_many_vectors_as_are_typed_in() -> None:
    assert len(_live()) == 90


def test_an_unlikely_number_does_not_count_before_yes(body_of: MakeBody) -> None:
    body = body_of()
    enter(body, Given("16", "97", 1, False, "130", "76", "A", ""))
    field = number(body, "temperature")
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "40.5")
    assert total_read(body) is None
    type_number(body, "temperature", "")
    assert total_read(body) == 2
    assert body.form.draft().values["temperature"] == "40.5"


def test_both_figures_are_shown_where_the_source_recorded_another_one() -> None:
    from mdt_desktop.ui.resident.words import score_words  # noqa: PLC0415

    vector = json.loads(
        shared_data("11_scores", "news2_official_fhir_example.SOURCE_DISAGREES.json").read_text(
            "utf-8"
        )
    )["vectors"][0]
    taken = vector["input"]
    imported = ObservationSet.model_validate(
        {
            "taken_at": "2026-11-24T07:15:00Z",
            "respirations": taken["rr"],
            "oxygen_percent": taken["spo2"],
            "on_oxygen": taken["o2"],
            "systolic": taken["sbp"],
            "pulse": taken["pulse"],
            "consciousness": "alert",
            "temperature": str(taken["temp"]),
            "recorded_news2": vector["expected"]["total"],
        }
    )
    assert score_words(imported) == "Recorded by the source: 6. Worked out here: 5"


def test_change_empties_nothing_and_goes_back_to_the_box(body_of: MakeBody) -> None:
    body = body_of()
    field = number(body, "pulse")
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "35")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    press(body, "Change")
    assert field.editor.selectedText() == "35"
    assert parts_read(body)[4] is None
