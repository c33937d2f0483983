"""Practitioners: who can own an action or be responsible for an entry."""

from sqlalchemy import Connection, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.people import Practitioner
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import Kept, kept


def practitioners(
    connection: Connection, actor: Actor, home_id: str
) -> tuple[Kept[Practitioner], ...]:
    """The people of a home first, then those of no home, each by name; not those of other homes."""
    access.require_read(actor, Practitioner, home_id)
    rows = connection.execute(select(RECORD).where(RECORD.c.kind == Practitioner.kind))
    found = [kept(Practitioner, row) for row in rows]
    named = [each for each in found if each.record and each.record.home_id in (home_id, None)]
    return tuple(sorted(named, key=_order))


def _order(each: Kept[Practitioner]) -> tuple[bool, str]:
    person = each.record
    return (person is None or person.home_id is None, person.name.casefold() if person else "")
