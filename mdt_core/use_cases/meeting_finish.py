"""Finishing a meeting: its minutes are approved for each organisation, which closes its header.

What may not be is worked out again in the transaction that signs: a time that cannot be, nobody there, no
basis for sharing, a case left undiscussed without a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.meeting_rules import shipped_meeting_rules
from mdt_core.records.meeting_minutes import MeetingMinutes, MinutesCopy
from mdt_core.records.meetings import MeetingState
from mdt_core.records.round_sign_offs import ClosedEntry
from mdt_core.store.queries.meetings import MeetingPart, meeting_page
from mdt_core.store.queries.rounds import entry_hashes
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.minutes import (
    always_blacked,
    content_hash,
    minuted_cases,
    organisations,
    quorum_of,
)

Blacked = Mapping[str, frozenset[str]]
"""What is blacked out, by organisation."""


@dataclass(frozen=True)
class Approving:
    """What a person says when approving: the end, what is blacked out, why cases stay undiscussed.

    `blacked` is by the id of a part and then by organisation; who refused to share is blacked out anyway.
    """

    ended_at: datetime
    blacked: Mapping[str, Blacked] = field(default_factory=dict)
    why_open: str = ""


def approve_minutes(
    store: Store, *, by: Actor, meeting: str, said: Approving
) -> tuple[tuple[str, ...], Changes]:
    """Approves the minutes of every part that the person serves, all or none, and closes the meeting.

    Raises Refused where nothing is left to approve, InvalidInput for a time that cannot be, nobody there,
    no basis for sharing, and for cases not discussed without a reason.
    """
    with store.deed(by) as unit:
        page = meeting_page(unit.connection, by, meeting)
        parts = [each for each in page.parts if not each.meeting.is_closed] if page else []
        if not parts:
            raise Refused("Nothing of this meeting is left to approve")
        for part in parts:
            _require_approvable(part, said, unit.writing.at)
        ids = tuple(_approve(unit, by, part, said) for part in parts)
        return ids, unit.commit()


def _require_approvable(part: MeetingPart, said: Approving, now: datetime) -> None:
    meeting = part.meeting
    if meeting.started_at is None:
        raise Refused("The meeting was not begun", next_step="Start it first")
    if said.ended_at < meeting.started_at or said.ended_at > now:
        raise InvalidInput("The end lies before the start, or is still to come", where="Ended")
    if london_day(said.ended_at) < meeting.held_on:
        raise InvalidInput("The meeting did not end before its day", where="Ended")
    if not meeting.present:
        raise InvalidInput("Say who was there", where="Who was there")
    if meeting.basis is None:
        raise InvalidInput("Say on what the meeting shares what it says", where="Basis for sharing")
    if part.moved_away:
        raise NotAllowed(
            f"{part.moved_away} of the agenda live now in a home that you do not serve",
            next_step="Ask somebody who serves both homes to approve the minutes",
        )
    undiscussed = sum(row.case is None for row in part.rows)
    if undiscussed and not said.why_open.strip():
        raise InvalidInput(
            f"Not discussed: {undiscussed}. Discuss them, or say why", where="Why not discussed"
        )


def _approve(unit: UnitOfWork, by: Actor, part: MeetingPart, said: Approving) -> str:
    meeting, about = part.meeting, About(home_id=part.home_id)
    if meeting.basis is None:  # refused before
        raise InvalidInput("Say on what basis", where="Basis for sharing")
    undiscussed = sum(row.case is None for row in part.rows)
    record = MeetingMinutes(
        meeting_part=part.part_id,
        home_id=part.home_id,
        meeting_type=meeting.meeting_type,
        held_on=meeting.held_on,
        started_at=meeting.started_at,
        ended_at=said.ended_at,
        chair=meeting.chair,
        attendees=meeting.attendees,
        quorum=quorum_of(meeting),
        quorum_version=shipped_meeting_rules().version,
        basis=meeting.basis,
        cases=_closed(unit, part),
        copies=_copies(unit, by, part, said.blacked.get(part.part_id, {})),
        not_discussed=undiscussed,
        why_open=said.why_open.strip() or None if undiscussed else None,
    )
    signed = unit.sign(record, about)
    closed = meeting.model_copy(update={"state": MeetingState.COMPLETED, "ended_at": said.ended_at})
    unit.write(closed, about, record_id=part.part_id)
    unit.audit("approve minutes", about, record_id=part.part_id)
    return signed.envelope.record_id


def _copies(
    unit: UnitOfWork, by: Actor, part: MeetingPart, blacked: Blacked
) -> tuple[MinutesCopy, ...]:
    copies = []
    for each in organisations(part):
        keys = blacked.get(each, frozenset())
        keys |= always_blacked(unit.connection, part, each, by.organisation)
        cases = minuted_cases(unit.connection, part, keys)
        copies.append(
            MinutesCopy(
                organisation=each,
                blacked_out=tuple(sorted(keys)),
                content_hash=content_hash(cases),
            )
        )
    return tuple(copies)


def _closed(unit: UnitOfWork, part: MeetingPart) -> tuple[ClosedEntry, ...]:
    cases = [row.case for row in part.rows if row.case is not None]
    hashes = entry_hashes(unit.connection, tuple(each.mid for each in cases))
    return tuple(
        ClosedEntry(entry_id=each.id, mid=each.mid, body_hash=hashes[each.mid]) for each in cases
    )
