"""The quorum of meetings and the ladder of overdue actions; source: meeting_rules.json (2026)."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

import mdt_core
from mdt_core.errors import MdtError
from mdt_core.meeting_rules import (
    ladder_words,
    meeting_rules_from,
    missing_from,
    quorum_words,
    rung_for,
)
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import MeetingAttendee, MeetingType, Presence

DUE = date(2026, 11, 20)
"""A Friday."""
FILE = Path(mdt_core.__file__).with_name("meeting_rules.json")


def there(
    *roles: MeetingRole | None, presence: Presence = Presence.PRESENT
) -> list[MeetingAttendee]:
    return [
        MeetingAttendee(id=f"p-{n}", name=f"Person {n}", role=role, presence=presence)
        for n, role in enumerate(roles)
    ]


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ((), "Missing: clinician, home nurse, one other"),
        ((MeetingRole.GP, MeetingRole.SOCIAL_WORKER), "Missing: home nurse"),
        ((MeetingRole.GP, MeetingRole.HOME_NURSE), "Missing: one other"),
        ((MeetingRole.GP, MeetingRole.GP), "Missing: home nurse"),
        ((MeetingRole.HOME_DEPUTY, None, MeetingRole.DIETITIAN), "Quorum met"),
    ],
)
def test_a_monthly_meeting_needs_a_clinician_the_home_and_one_other(
    roles: tuple[MeetingRole | None, ...], words: str
) -> None:
    assert quorum_words(missing_from(MeetingType.HOME_MONTHLY, there(*roles))) == words


def test_who_is_invited_or_sent_apologies_does_not_count() -> None:
    for presence in (Presence.INVITED, Presence.APOLOGIES):
        present = there(MeetingRole.GP, MeetingRole.HOME_NURSE, presence=presence)
        assert len(missing_from(MeetingType.HOME_MONTHLY, present)) == 3


def test_each_type_of_meeting_has_a_rule_and_names_what_it_needs() -> None:
    d2a = there(MeetingRole.GP, MeetingRole.HOME_NURSE, MeetingRole.GP)
    assert quorum_words(missing_from(MeetingType.D2A_WEEKLY, d2a)) == "Missing: D2A coordinator"
    for each in MeetingType:
        assert missing_from(each, [])


@pytest.mark.parametrize(
    ("days", "to"),
    [(-1, None), (0, "owner"), (3, "owner"), (4, "team lead"), (6, "team lead"),
     (7, "clinical lead"), (90, "clinical lead")],
)  # fmt: skip
def test_an_action_overdue_since_a_friday_climbs_from_owner_to_team_lead_to_clinical_lead(
    days: int, to: str | None
) -> None:
    rung = rung_for(DUE, DUE + timedelta(days=days))
    assert (rung.to if rung else None) == to


def test_the_ladder_speaks_in_days_and_is_silent_without_a_due_day() -> None:
    assert ladder_words(DUE, DUE) == "Due today: tell the owner"
    assert ladder_words(DUE, DUE + timedelta(days=1)) == "Overdue by 1 day: tell the owner"
    assert ladder_words(DUE, DUE + timedelta(days=4)) == "Overdue by 4 days: tell the team lead"
    assert ladder_words(None, DUE) == ""


@pytest.mark.parametrize(
    "spoiled",
    [
        {"ladder": []},
        {"ladder": [{"after_days": 2, "to": "b"}, {"after_days": 1, "to": "a"}]},
        {"quorum": {"home_monthly": ["clinician"]}},
        {"clinicians": ["wizard"]},
    ],
    ids=("no ladder", "a ladder that falls", "a type left out", "a role nobody has"),
)
def test_rules_that_do_not_fit_are_refused_as_a_whole(spoiled: dict[str, object]) -> None:
    raw = {**json.loads(FILE.read_text("utf-8")), **spoiled}
    with pytest.raises(MdtError, match="do not fit"):
        meeting_rules_from(json.dumps(raw))
