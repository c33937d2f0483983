"""Homes and practitioners: the reference records that everything else names."""

from mdt_core.actor import Actor
from mdt_core.records.homes import Home
from mdt_core.records.people import Practitioner
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes


def save_home(
    store: Store, *, by: Actor, home: Home, home_id: str | None = None
) -> tuple[str, Changes]:
    """Adds a home, or writes what changed in one; returns its id."""
    with store.deed(by) as unit:
        saved = unit.write(home, About(), record_id=home_id)
        unit.audit("save home", About(home_id=saved), record_id=saved)
        return saved, unit.commit()


def save_practitioner(
    store: Store, *, by: Actor, practitioner: Practitioner, practitioner_id: str | None = None
) -> tuple[str, Changes]:
    """Adds a practitioner, or writes what changed in one; returns the id."""
    with store.deed(by) as unit:
        saved = unit.write(practitioner, About(), record_id=practitioner_id)
        unit.audit("save practitioner", About(), record_id=saved)
        return saved, unit.commit()
