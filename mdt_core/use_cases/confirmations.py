"""Confirming what somebody else wrote: only the clinician responsible can, having read its words."""

from mdt_core.actor import Actor
from mdt_core.errors import NotAllowed, Refused
from mdt_core.record import Status
from mdt_core.records.receipts import EntryConfirmation, confirmation_id
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.queries.confirmations import confirmed
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork


def confirm_entry(store: Store, *, by: Actor, entry_id: str) -> Changes:
    """Confirms an entry written for the person; before a round's signature and after it.

    Raises NotAllowed for anybody else, and Refused for an entry that does not stand or was
    confirmed already.
    """
    with store.deed(by) as unit:
        confirm(unit, entry_id)
        return unit.commit()


def confirm(unit: UnitOfWork, entry_id: str) -> None:
    """Writes the confirmation inside an open deed; raises as `confirm_entry` does."""
    change = unit.statement(entry_id)
    envelope, by = change.envelope, unit.writing.by
    responsible = envelope.responsible
    if envelope.kind != RoundEntry.kind or responsible is None:
        raise Refused("Only an entry written for somebody else is confirmed")
    if responsible.id != by.person_id or envelope.author.id == by.person_id:
        raise NotAllowed(f"Only {responsible.name} can confirm this entry")
    if unit.status_of(change.mid) is not Status.CURRENT:
        raise Refused("This entry was withdrawn or replaced. There is nothing to confirm")
    if entry_id in confirmed(unit.connection, (entry_id,)):
        raise Refused("You confirmed this entry already")
    about = About(envelope.resident_id, envelope.home_id)
    said = EntryConfirmation(entry_id=entry_id, mid=change.mid)
    unit.sign(said, about, record_id=confirmation_id(entry_id))
    unit.audit("confirm entry", about, record_id=entry_id)
