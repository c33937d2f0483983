"""Takes the words of one change out of the record for good, by a person's decision and with a reason.

A redaction is a change of its own in the same log: every device reads it, takes the words out too and
remembers it. What the change had replaced stays replaced. Done from the command line alone.

A service that was put back may have lost a redaction with the change itself. Whoever read it brings it
back, and it is kept apart: redacting that change again takes it from there, by a person's decision.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from mdt_core.clock import utc_text
from mdt_core.errors import InvalidInput, NotFound
from mdt_core.identifiers import ChangeId
from mdt_core.store import refold
from mdt_core.sync.change import (
    Author,
    Change,
    ChangeKind,
    GroupWrite,
    change_from_text,
)
from mdt_core.sync.fold import WITHDRAWALS
from mdt_core.sync.scope import scope_of
from mdt_service.hub import escalating, lines, log, placing, quarantine
from mdt_service.hub.database import Deed
from mdt_service.hub.log import Entry, Numbered, Origin
from mdt_service.hub.placing import entity_of
from mdt_service.hub.walls import EVERYTHING
from mdt_service.service import Service

_ALREADY: Final = "The words of this change were taken out already"


def redact(service: Service, mid: str, *, by: str, why: str) -> Numbered:
    """Redacts a change and tells where the redaction lies; raises NotFound or InvalidInput."""
    if not (by.strip() and why.strip()):
        raise InvalidInput("A name and a reason are needed", where="Reason")
    at = service.clock()

    def deed(connection: Deed) -> Numbered:
        change = _redaction(connection, mid, service.ids.change_id(), at, by=by, why=why)
        entity = entity_of(change)
        places = placing.hold(connection, [change], at)
        origin = Origin("service", "service", utc_text(at))
        home = places[entity].home_id  # where those read who hold the words now
        scope = scope_of(change, resident_home=home)
        placed = log.append(connection, [Entry(change, scope, entity)], origin)
        quarantine.take_out(connection, mid)
        touched = refold.redact(connection, {mid: change.envelope.record_id})
        new_mid = service.ids.change_id
        placing.follow_moves(connection, [change], places, origin=origin, new_mid=new_mid)
        lines.write(connection, touched)
        return placed[change.mid]

    return service.database.deed(deed, EVERYTHING)


def quoted_in(service: Service, mid: str) -> tuple[str, ...]:
    """What else says the words of a change: escalations that the service wrote of an overdue action."""
    with service.database.reading(EVERYTHING) as connection:
        return escalating.quoting(connection, mid)


def _redaction(
    connection: Deed, mid: str, new: ChangeId, at: datetime, *, by: str, why: str
) -> Change:
    """Of the change in the log; where that was lost, the one that devices brought back, said anew."""
    row = log.text_of(connection, mid)
    if row is not None:
        return redaction_of(_target(mid, row.body), new, by=by, why=why)
    found = _brought_back(connection, mid)
    if not found:
        raise NotFound("No change of this identity is in any log here")
    (*_, said) = found.values()
    if mid in refold.redacted_among(connection, {said.envelope.record_id}):
        raise InvalidInput(_ALREADY)
    for number in found:
        quarantine.settle(connection, number, how=f"redacted again by {by}: {why}", at=at)
    envelope = replace(said.envelope, author=Author("service", by, ""))
    return replace(said, mid=new, envelope=envelope, body={"why": why})


def _brought_back(connection: Deed, mid: str) -> dict[int, Change]:
    """The redactions of a change that are kept apart and wait for a person, by their number there."""
    found: dict[int, Change] = {}
    for kept in quarantine.texts(connection, holding=ChangeKind.REDACT.value):
        with suppress(InvalidInput, UnicodeDecodeError):
            change = change_from_text(kept.mid, kept.body.decode("utf-8"))
            if change.change_kind is ChangeKind.REDACT and change.corrects == mid:
                found[kept.id] = change
    return found


def _target(mid: str, text: str | None) -> Change:
    if text is None:
        raise InvalidInput(_ALREADY)
    change = change_from_text(mid, text)
    if change.change_kind not in (ChangeKind.EVENT, ChangeKind.SET):
        raise InvalidInput("Only what a person wrote can be redacted")
    if change.envelope.kind in WITHDRAWALS:
        raise InvalidInput(
            "A withdrawal cannot be redacted: what it withdrew would stand again",
            next_step="Redact the entry that it withdrew, if its words must go",
        )
    return change


def redaction_of(target: Change, mid: ChangeId, *, by: str, why: str) -> Change:
    """Names what the target had named, so that nothing which it replaced comes back."""
    author = Author("service", by, "")
    said = dict.fromkeys([*target.base, *([target.corrects] if target.corrects else [])])
    groups = {
        name: GroupWrite(None, tuple(_with(write.base, target.mid)))
        for name, write in (target.groups or {}).items()
    }
    return Change(
        mid,
        ChangeKind.REDACT,
        replace(target.envelope, author=author, device="service", responsible=None),
        {"why": why},
        groups or None,
        base=tuple(said),
        corrects=target.mid,
    )


def _with(base: Iterable[str], mid: str) -> Iterable[str]:
    return dict.fromkeys([*base, mid])
