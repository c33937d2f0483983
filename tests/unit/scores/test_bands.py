"""A table with a fault is refused when it is loaded, not when a nurse meets it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mdt_core.scores.bands import ScoreTable, read

_BANDS: list[list[Any]] = [[None, "9", 1], ["10", "19", 0], ["20", None, 2]]


def _data() -> dict[str, Any]:
    return {
        "version": "example/1",
        "source": "written for this test",
        "to_verify": [],
        "measured": [
            {
                "name": "steps_per_minute",
                "label": "steps",
                "unit": "a minute",
                "step": "1",
                "possible": ["0", "200"],
                "bands": {"": [list(row) for row in _BANDS]},
            }
        ],
        "chosen": [{"name": "aid", "label": "aid", "points": {"none": 0, "frame": 1}}],
        "order": ["steps_per_minute", "aid"],
        "responses": [{"risk": "low", "from_total": 0}, {"risk": "high", "from_total": 2}],
        "single": {"points": 2, "raises": "low", "to": "middle"},
    }


def _read(change: Callable[[dict[str, Any]], object]) -> ScoreTable:
    data = _data()
    change(data)
    return read(json.dumps(data))


def _with_bands(*rows: list[Any]) -> Callable[[dict[str, Any]], object]:
    return lambda data: data["measured"][0].update(bands={"": list(rows)})


def test_a_sound_table_is_taken_and_scores() -> None:
    table = _read(lambda _data: None)
    assert table.version == "example/1"
    assert table.highest_total == 3
    assert table.label("aid") == "aid"
    assert table.risk([0, 1]) == "low"
    assert table.risk([2, 1]) == "high"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([[None, "9", 1], ["11", None, 2]], "a gap or an overlap"),
        ([[None, "9", 1], ["9", None, 2]], "a gap or an overlap"),
        ([["20", None, 2], [None, "19", 1]], "open below"),
        ([[None, None, 1], ["10", None, 2]], "a gap or an overlap"),
        ([["0", "9", 1], ["10", None, 2]], "open below"),
        ([[None, "9", 1], ["10", "200", 2]], "open below"),
        ([[None, "9", 1], ["10", "8", 0], ["9", None, 2]], "runs backwards"),
        ([[None, "9", -1], ["10", None, 2]], "whole numbers"),
        ([[None, "9", 1.5], ["10", None, 2]], "whole numbers"),
        ([[None, "9", True], ["10", None, 2]], "whole numbers"),
        ([], "open below"),
        ([[None, 9.5, 1], ["10", None, 2]], "cannot be read"),
        ([[None, "nine", 1], ["10", None, 2]], "cannot be read"),
    ],
)
def test_bands_with_a_fault_are_refused(rows: list[list[Any]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        _read(_with_bands(*rows))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.pop("source"), "cannot be read"),
        (lambda data: data.update(order=["aid"]), "every parameter once"),
        (lambda data: data.update(order=["aid", "aid", "steps_per_minute"]), "every parameter"),
        (lambda data: data.update(responses=[]), "do not rise"),
        (lambda data: data["responses"].reverse(), "do not rise"),
        (lambda data: data["responses"][1].update(from_total=0), "do not rise"),
        (lambda data: data["measured"][0].update(possible=["9", "9"]), "nothing is possible"),
        (lambda data: data["chosen"][0]["points"].update(none="0"), "whole numbers"),
    ],
)
def test_a_table_with_a_fault_is_refused(
    change: Callable[[dict[str, Any]], object], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        _read(change)
