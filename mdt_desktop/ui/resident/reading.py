"""Reads one resident for a screen: the read model, what was withdrawn, and the names of homes.

Plain functions for a runner's thread; free of Qt.
"""

from dataclasses import dataclass

from mdt_core.actor import Actor
from mdt_core.record import Status
from mdt_core.records.concerns import Concern
from mdt_core.records.observations import ObservationSet
from mdt_core.store.queries.homes import homes
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.statements import Signed, statements
from mdt_core.store.store import Store
from mdt_core.use_cases.residents import open_resident


@dataclass(frozen=True)
class ResidentRead:
    """A resident's page with what was withdrawn, newest first, and homes' names by id."""

    page: ResidentPage
    withdrawn_sets: tuple[Signed[ObservationSet], ...] = ()
    withdrawn_concerns: tuple[Signed[Concern], ...] = ()
    home_names: tuple[tuple[str, str], ...] = ()

    def home_name(self, home_id: str) -> str:
        """The name of a home; says so where it is not on this device."""
        return dict(self.home_names).get(home_id, "A home that is not on this device")


def open_for(store: Store, by: Actor, resident_id: str) -> ResidentRead:
    """Opens a resident, which is audited, and reads the rest; raises NotFound or NotAllowed."""
    open_resident(store, by=by, resident_id=resident_id)
    return read_again(store, by, resident_id)


def read_again(store: Store, by: Actor, resident_id: str) -> ResidentRead:
    """Reads a resident who is open already; raises NotFound or NotAllowed."""
    with store.reading() as connection:
        page = resident_page(connection, by, resident_id)
        sets = statements(connection, ObservationSet, resident_id, only_current=False, limit=200)
        concerns = statements(connection, Concern, resident_id, only_current=False, limit=50)
        names = tuple((line.id, line.name) for line in homes(connection, by))
    withdrawn = Status.ENTERED_IN_ERROR
    return ResidentRead(
        page,
        tuple(each for each in sets if each.status is withdrawn),
        tuple(each for each in concerns if each.status is withdrawn),
        names,
    )
