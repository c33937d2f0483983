"""Fills an empty practice service with a home that does not exist, by the door that devices use.

The home is told into a store in memory, and its changes are taken in as a push is, so that what stands
afterwards is what a device would have brought. May not be used on a service with real residents.
"""

from functools import partial

from mdt_core.actor import Actor
from mdt_core.clock import london_day, utc_text
from mdt_core.demo.home import make_home
from mdt_core.roles import Role
from mdt_core.sync.protocol import MOST_CHANGES
from mdt_service.handlers import intake
from mdt_service.handlers.intake import Offered, Terms
from mdt_service.hub.log import Origin, scopes_known
from mdt_service.hub.scratch import changes_in, scratch_store
from mdt_service.hub.walls import EVERYTHING
from mdt_service.service import Service

LEAD = Actor("practice-lead", "Dr Nadia Rahman", Role.GP, "Elm Surgery")
"""Who leads the rounds of the practice home; nobody of that name is meant."""


def fill(service: Service) -> bool:
    """Tells the home into an empty service; False where there is something already."""
    with service.database.reading(EVERYTHING) as connection:
        if scopes_known(connection):
            return False
    store = scratch_store("practice", service.clock, service.random)
    make_home(store, by=LEAD, today=london_day(service.clock()))
    offered = [Offered(n, mid, text.encode("utf-8")) for n, mid, text in changes_in(store)]
    origin = Origin("practice", "practice", utc_text(service.clock()))
    terms = Terms(origin, service.ids.change_id, grants=None)
    for start in range(0, len(offered), MOST_CHANGES):
        some = offered[start : start + MOST_CHANGES]
        service.database.deed(partial(intake.take, offered=some, terms=terms))
    return True
