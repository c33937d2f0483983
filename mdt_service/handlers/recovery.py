"""After a restore of the service: clients name what they hold, and bring what is missing.

What is brought was accepted once, so of its author nothing is asked again; the device must still
serve the home it is about. Counters of the device's own pushes are not touched.
"""

from collections.abc import Sequence

from mdt_core.clock import utc_text
from mdt_core.sync.protocol import Held, Missing, RecoverHeader
from mdt_service import refusals
from mdt_service.handlers.intake import Offered
from mdt_service.handlers.push import OnFault, Pushed, Take, taken, terms_of
from mdt_service.hub import devices, log, meta
from mdt_service.hub.database import Deed
from mdt_service.hub.walls import EVERYTHING
from mdt_service.service import Caller, Service


def missing(
    service: Service, caller: Caller, header: RecoverHeader, held: Sequence[Held]
) -> tuple[str, list[Missing]]:
    """Which of the changes that a client holds are in no log here, with the epoch."""
    if caller.is_revoked:
        raise refusals.revoked(caller.device_name)
    with service.database.reading(EVERYTHING) as connection:
        epoch = _same_epoch(connection, header)
        known = log.known(connection, (each.mid for each in held))
    return epoch, [Missing(mid=each.mid) for each in held if each.mid not in known]


def bring_back(
    service: Service,
    caller: Caller,
    header: RecoverHeader,
    offered: Sequence[Offered],
    *,
    on_fault: OnFault,
) -> Pushed:
    """Takes in what was missing; answered as a push is."""

    def deed(connection: Deed, *, take: Take) -> Pushed:
        epoch = _same_epoch(connection, header)
        life = devices.hold(connection, caller.device_id, header.incarnation, caller.at)
        origin = log.Origin(caller.device_id, header.incarnation, utc_text(caller.at))
        terms = terms_of(connection, service, caller, origin, is_recovery=True)
        answers = take(connection, offered, terms)
        return Pushed(epoch, life.last_n, tuple(answers))

    return taken(service, deed, offered, on_fault)


def _same_epoch(connection: Deed, header: RecoverHeader) -> str:
    epoch = meta.epoch_of(connection)
    if header.epoch != epoch:
        raise refusals.epoch_changed(epoch)
    return epoch
