"""Invitations: an independent reader of RFC 5545 finds when the meeting is, and nothing about anybody."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.errors import InvalidInput
from mdt_core.exchange.invitation import Invitation, calendar_file

TEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
INVITATION = Invitation(
    meeting="01a20c68-6d20-75ee-b962-1ba19dc861db",
    starts_at=TEN,
    minutes=45,
    home_name="Larch House; North, 2",
    residents=12,
    made_at=TEN - timedelta(days=3),
)


def parsed(file: bytes) -> dict[str, str]:
    """The properties of the one event, read by the grammar of RFC 5545 alone."""
    assert file.endswith(b"\r\n")
    lines = file.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in file.replace(b"\r\n", b"")
    unfolded = file.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    inside: list[str] = []
    found: dict[str, str] = {}
    for line in unfolded:
        name, colon, value = line.partition(":")
        assert colon, line
        if name == "BEGIN":
            inside.append(value)
        elif name == "END":
            assert inside.pop() == value
        elif inside == ["VCALENDAR", "VEVENT"]:
            assert name not in found
            found[name] = re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)
    assert inside == []
    return found


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def test_a_calendar_reads_when_the_meeting_is_and_which_home_it_is_in() -> None:
    read = parsed(calendar_file(INVITATION))
    assert moment(read["DTSTART"]) == TEN
    assert moment(read["DTEND"]) == TEN + timedelta(minutes=45)
    assert read["SUMMARY"] == "MDT meeting, Larch House; North, 2"
    assert set(read) == {
        *("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS", "TRANSP")
    }


def test_summer_time_is_sent_as_utc() -> None:
    london = datetime.fromisoformat("2026-07-07T10:00:00+01:00")
    read = parsed(calendar_file(replace(INVITATION, starts_at=london)))
    assert read["DTSTART"] == "20260707T090000Z"


def test_a_small_home_and_a_meeting_of_several_homes_are_not_named() -> None:
    for unnamed in (replace(INVITATION, residents=4), replace(INVITATION, home_name="")):
        assert parsed(calendar_file(unnamed))["SUMMARY"] == "MDT meeting"


def test_a_later_invitation_replaces_the_earlier_one_of_the_same_meeting() -> None:
    first = parsed(calendar_file(INVITATION))
    moved = replace(INVITATION, starts_at=TEN + timedelta(days=1), made_at=TEN)
    second = parsed(calendar_file(moved))
    assert first["UID"] == second["UID"]
    assert int(first["SEQUENCE"]) < int(second["SEQUENCE"]) < 2**31
    other = parsed(calendar_file(replace(INVITATION, meeting="another")))
    assert other["UID"] != first["UID"]
    cancelled = parsed(calendar_file(replace(moved, is_cancelled=True)))
    assert cancelled["STATUS"] == "CANCELLED"


def test_the_id_of_the_meeting_is_not_in_the_file() -> None:
    assert INVITATION.meeting.encode() not in calendar_file(INVITATION)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200))
def test_whatever_a_home_is_called_is_read_back_as_written(name: str) -> None:
    read = parsed(calendar_file(replace(INVITATION, home_name=name)))
    assert read["SUMMARY"] == (f"MDT meeting, {name}" if name else "MDT meeting")


@pytest.mark.parametrize(
    "wrong", [{"minutes": 0}, {"starts_at": TEN.replace(tzinfo=None)}], ids=("no length", "no zone")
)
def test_a_meeting_without_a_time_is_not_invited_to(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput, match="how long"):
        calendar_file(replace(INVITATION, **wrong))  # type: ignore[arg-type]
