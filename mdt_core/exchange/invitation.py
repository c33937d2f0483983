"""An invitation to a meeting as an iCalendar file (RFC 5545, 2009): when, and nothing about anybody.

A calendar travels by e-mail and lies on telephones: no name of a person, no clinical word, no link. The
home is named only where the meeting is of one home, and one that is large enough to point at nobody.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from mdt_core.errors import InvalidInput
from mdt_core.identifiers import derived_id

SUMMARY: Final = "MDT meeting"
FEWEST_RESIDENTS: Final = 5
"""In a smaller home its name would point at somebody; small numbers of fewer than 5 are not published
(NHS England, small number suppression, 2018)."""
_USUAL_MINUTES: Final = 60
_LONGEST_OCTETS: Final = 75


@dataclass(frozen=True)
class Invitation:
    """What is put in a calendar; `made_at` also orders a later invitation after an earlier one."""

    meeting: str
    starts_at: datetime
    minutes: int | None
    home_name: str
    residents: int
    made_at: datetime
    is_cancelled: bool = False

    @property
    def summary(self) -> str:
        """`MDT meeting`, with the home where that points at nobody."""
        is_named = self.home_name and self.residents >= FEWEST_RESIDENTS
        return f"{SUMMARY}, {self.home_name}" if is_named else SUMMARY

    @property
    def file_name(self) -> str:
        """The name of the file: the day alone."""
        return f"mdt-meeting-{self.starts_at.date().isoformat()}.ics"


def calendar_file(invitation: Invitation) -> bytes:
    """The bytes of the file; raises InvalidInput for a time that is not in UTC or a length that is none."""
    minutes = _USUAL_MINUTES if invitation.minutes is None else invitation.minutes
    if invitation.starts_at.utcoffset() is None or minutes < 1:
        raise InvalidInput("Say when the meeting begins and how long it is", where="Begins")
    lines = _lines(invitation, minutes)
    return "".join(f"{folded}\r\n" for line in lines for folded in (_folded(line),)).encode()


def _lines(invitation: Invitation, minutes: int) -> Iterator[str]:
    ends_at = invitation.starts_at + timedelta(minutes=minutes)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//MDT//Ward rounds//EN")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH", "BEGIN:VEVENT")
    yield f"UID:{_uid(invitation.meeting)}"
    yield f"DTSTAMP:{_utc(invitation.made_at)}"
    yield f"SEQUENCE:{int(invitation.made_at.timestamp()) // 60}"
    yield f"DTSTART:{_utc(invitation.starts_at)}"
    yield f"DTEND:{_utc(ends_at)}"
    yield f"SUMMARY:{_escaped(invitation.summary)}"
    yield f"STATUS:{'CANCELLED' if invitation.is_cancelled else 'CONFIRMED'}"
    yield from ("CLASS:PRIVATE", "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR")


def _uid(meeting: str) -> str:
    """Stable for a meeting, and no id of any record."""
    return (
        f"{hashlib.sha256(derived_id('invitation', meeting).encode()).hexdigest()[:32]}@mdt.invalid"
    )


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11: backslash, semicolon, comma and line ends."""
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """RFC 5545, 3.1: no line longer than 75 octets; a character is never cut in two."""
    parts, part = [], ""
    for character in line:
        if len(f"{part}{character}".encode()) > _LONGEST_OCTETS:
            parts.append(part)
            part = " "
        part += character
    return "\r\n".join((*parts, part))
