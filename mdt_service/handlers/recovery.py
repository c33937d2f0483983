"""After a restore of the service: clients name what they hold, and bring what is missing.

What a device wrote itself is judged as a push of it is. What others wrote it may bring where it reads
the scope now, and where the device that is named in it had the roles to write it; the rest is kept
apart, with the reason. Counters of the device's own pushes are not touched.
"""

from collections.abc import Sequence

from mdt_core.clock import utc_text
from mdt_core.sync.change import Change
from mdt_core.sync.protocol import Held, Missing, RecoverHeader
from mdt_service import refusals
from mdt_service.handlers.intake import Offered
from mdt_service.handlers.push import OnFault, Pushed, Take, taken, terms_of
from mdt_service.hub import devices, grants, log, meta
from mdt_service.hub.admission import Returned
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
        returned = _returned(connection, caller, offered)
        terms = terms_of(connection, service, caller, origin, returned=returned)
        answers = take(connection, offered, terms)
        return Pushed(epoch, life.last_n, tuple(answers))

    return taken(service, deed, offered, on_fault)


def _returned(connection: Deed, caller: Caller, offered: Sequence[Offered]) -> Returned:
    """What the device may bring of others; a revoked one nothing, and it is told why by its terms."""
    read = [each.read for each in offered]
    writers = {each.envelope.device for each in read if isinstance(each, Change)}
    ever = grants.ever_of(connection, writers - {caller.device_id})
    scopes = grants.readable_scopes(connection, caller.device_id, caller.at)
    return Returned(caller.device_id, scopes, ever)


def _same_epoch(connection: Deed, header: RecoverHeader) -> str:
    epoch = meta.epoch_of(connection)
    if header.epoch != epoch:
        raise refusals.epoch_changed(epoch)
    return epoch
