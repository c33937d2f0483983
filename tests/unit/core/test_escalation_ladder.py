"""The ladder of overdue actions over weekends and bank holidays; England's of 2026 (gov.uk)."""

from datetime import date, timedelta

import pytest

from mdt_core.escalation_ladder import (
    OpenAction,
    ToldRung,
    channel_of,
    rungs_to_tell,
    situation_words,
)
from mdt_core.meeting_rules import rung_for, shipped_meeting_rules
from mdt_core.records.escalations import EscalationChannel

CHRISTMAS_EVE = date(2026, 12, 24)
"""A Thursday; 25 December and Monday 28 December are bank holidays, and 1 January."""
BLOODS = OpenAction("bloods", CHRISTMAS_EVE)


def told(after_days: int, due: date = CHRISTMAS_EVE) -> ToldRung:
    return ToldRung("bloods", due, after_days)


@pytest.mark.parametrize(
    ("today", "to"),
    [
        (date(2026, 12, 24), []),
        (date(2026, 12, 25), ["owner"]),
        (date(2026, 12, 29), ["owner"]),
        (date(2026, 12, 30), ["team lead"]),
        (date(2027, 1, 4), ["team lead"]),
        (date(2027, 1, 5), ["clinical lead"]),
    ],
    ids=str,
)
def test_the_clock_begins_when_the_due_day_is_over_and_counts_working_days(
    today: date, to: list[str]
) -> None:
    assert [each.rung.to for each in rungs_to_tell([BLOODS], [], today)] == to


def test_a_rung_is_told_once_and_one_below_never_after_it() -> None:
    on = date(2026, 12, 30)
    assert rungs_to_tell([BLOODS], [told(2)], on) == ()
    assert rungs_to_tell([BLOODS], [told(0), told(5)], on) == ()
    assert [each.rung.after_days for each in rungs_to_tell([BLOODS], [told(0)], on)] == [2]


def test_another_due_day_begins_anew_and_no_due_day_is_never_overdue() -> None:
    on = date(2026, 12, 30)
    assert rungs_to_tell([BLOODS], [told(5, date(2026, 12, 1))], on)
    assert rungs_to_tell([OpenAction("bloods", None)], [], on) == ()


def test_where_bank_holidays_are_not_known_each_weekday_counts() -> None:
    due = date(2093, 12, 24)
    assert due.weekday() == 3
    rung = rung_for(due, due + timedelta(days=4))
    assert rung is not None
    assert rung.to == "team lead"


def test_each_rung_has_a_way_and_all_but_the_owners_have_roles() -> None:
    ladder = shipped_meeting_rules().ladder
    assert EscalationChannel.OTHER not in {channel_of(each) for each in ladder}
    assert [bool(each.roles) for each in ladder] == [False, True, True]
    assert situation_words(CHRISTMAS_EVE, "Bloods") == "Not done by 24-Dec-2026: Bloods"
