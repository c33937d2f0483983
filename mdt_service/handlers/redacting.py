"""Takes the words of one change out of the record for good, by a person's decision and with a reason.

A redaction is a change of its own in the same log: every device reads it, takes the words out too and
remembers it. What the change had replaced stays replaced. Done from the command line alone.
"""

from collections.abc import Iterable
from dataclasses import replace

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
from mdt_core.sync.scope import scope_of
from mdt_service.hub import lines, log, placing, quarantine
from mdt_service.hub.database import Deed
from mdt_service.hub.log import Entry, Numbered, Origin
from mdt_service.hub.placing import entity_of
from mdt_service.hub.walls import EVERYTHING
from mdt_service.service import Service


def redact(service: Service, mid: str, *, by: str, why: str) -> Numbered:
    """Redacts a change and tells where the redaction lies; raises NotFound or InvalidInput."""
    if not (by.strip() and why.strip()):
        raise InvalidInput("A name and a reason are needed", where="Reason")
    at = service.clock()

    def deed(connection: Deed) -> Numbered:
        target = _target(connection, mid)
        entity = entity_of(target)
        home = placing.hold(connection, [target], at)[entity].home_id
        change = redaction_of(target, service.ids.change_id(), by=by, why=why)
        origin = Origin("service", "service", utc_text(at))
        scope = scope_of(target, resident_home=home)  # where those read who hold the words now
        placed = log.append(connection, [Entry(change, scope, entity)], origin)
        quarantine.take_out(connection, mid)
        touched = refold.redact(connection, {mid: target.envelope.record_id})
        lines.write(connection, touched)
        return placed[change.mid]

    return service.database.deed(deed, EVERYTHING)


def _target(connection: Deed, mid: str) -> Change:
    row = log.text_of(connection, mid)
    if row is None:
        raise NotFound("No change of this identity is in any log here")
    if row.body is None:
        raise InvalidInput("The words of this change were taken out already")
    change = change_from_text(mid, row.body)
    if change.change_kind not in (ChangeKind.EVENT, ChangeKind.SET):
        raise InvalidInput("Only what a person wrote can be redacted")
    if change.envelope.kind == "withdrawal":
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
