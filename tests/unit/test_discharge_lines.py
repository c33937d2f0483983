"""The weekly lines of a D2A resident: which are missing, which day it is, and how they are said."""

from datetime import date

import pytest

from mdt_core.discharge_lines import day_words, discharge_lines, missing
from mdt_core.records.rounds import DischargeBarrier

ALL = {"planned_end": "2026-12-03", "barriers": ["care_at_home"], "therapy": "Stairs twice"}


def test_all_three_lines_are_required_and_each_is_named() -> None:
    assert [field for field, _ in missing({})] == ["planned_end", "barriers", "therapy"]
    for name in ALL:
        assert [field for field, _ in missing({**ALL, name: ""})] == [name]
    assert list(missing(ALL)) == []


def test_nothing_stands_alone() -> None:
    both = {**ALL, "barriers": [DischargeBarrier.NOTHING.value, "care_at_home"]}
    assert [field for field, _ in missing(both)] == ["barriers"]
    assert list(missing({**ALL, "barriers": ["nothing"]})) == []


@pytest.mark.parametrize(
    ("today", "end", "words"),
    [
        (date(2026, 11, 24), date(2026, 12, 3), "Day 19 of 28"),
        (date(2026, 11, 24), None, "Day 19 of 28"),
        (date(2026, 11, 24), date(2026, 11, 20), "Day 19 of 15. Past the planned end"),
    ],
)
def test_the_day_of_the_stay_is_counted_from_admission(
    today: date, end: date | None, words: str
) -> None:
    assert day_words(date(2026, 11, 5), today, end) == words


def test_the_lines_are_said_in_words_and_what_is_not_known_is_kept() -> None:
    assert discharge_lines({}) == ()
    assert discharge_lines({**ALL, "barriers": ["care_at_home", "from a newer program"]}) == (
        "Planned end: 03-Dec-2026",
        "What stops discharge: Care at home not found; from a newer program",
        "Therapy since last week: Stairs twice",
    )
    assert discharge_lines({"planned_end": "soon"}) == ("Planned end: soon",)
