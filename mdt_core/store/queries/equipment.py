"""The equipment of homes: one home's as a list, and how much of it asks for something."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.equipment import Equipment
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import Kept, kept


@dataclass(frozen=True)
class EquipmentCounts:
    """How much of a home's equipment in use asks for something, on a day."""

    in_use: int = 0
    faulty: int = 0
    check_overdue: int = 0
    loan_overdue: int = 0


def equipment_of(connection: Connection, actor: Actor, home_id: str) -> tuple[Kept[Equipment], ...]:
    """What a home has and had, by name; raises NotAllowed."""
    access.require_read(actor, Equipment, home_id)
    return tuple(sorted(things_in(connection, home_id), key=_by_name))


def lent_to(
    connection: Connection, actor: Actor, home_id: str | None, resident_id: str
) -> tuple[Equipment, ...]:
    """What of a home is lent to one of its residents; nothing for a role that does not read it."""
    if home_id is None or not access.may_read(actor, Equipment, home_id):
        return ()
    found = (each.record for each in equipment_of(connection, actor, home_id))
    return tuple(
        each
        for each in found
        if each is not None and any(loan.resident_id == resident_id for loan in each.open_loans)
    )


def things_in(connection: Connection, home_id: str) -> tuple[Kept[Equipment], ...]:
    """What a home has and had, in no order, for those who have asked whether it may be read."""
    asked = {"home": home_id, "kind": Equipment.kind}
    return tuple(kept(Equipment, row) for row in connection.execute(_OF_HOME, asked))


def equipment_counts(
    connection: Connection, actor: Actor, home_id: str, today: date
) -> EquipmentCounts:
    """What asks for something in a home; nothing for a role that does not read its equipment."""
    if not access.may_read(actor, Equipment, home_id):
        return EquipmentCounts()
    found = (each.record for each in equipment_of(connection, actor, home_id))
    used = [each for each in found if each is not None and not each.is_withdrawn]
    return EquipmentCounts(
        in_use=len(used),
        faulty=sum(each.is_faulty for each in used),
        check_overdue=sum(each.is_check_overdue(today) for each in used),
        loan_overdue=sum(each.is_loan_overdue(today) for each in used),
    )


def _by_name(each: Kept[Equipment]) -> tuple[str, str, str]:
    thing = each.record
    if thing is None:
        return ("", "", each.id)
    return (thing.name.casefold(), (thing.serial or "").casefold(), each.id)


_OF_HOME = select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings, RECORD.c.own_id).where(
    RECORD.c.home_id == bindparam("home"), RECORD.c.kind == bindparam("kind")
)
