"""What those who keep the service do: begin it, enrol and revoke devices, settle the quarantine.

Done from the command line on the service's own machine; nothing here is a route.
"""

from collections.abc import Sequence
from datetime import datetime

from mdt_core.clock import utc_text
from mdt_core.errors import InvalidInput
from mdt_core.sync import chain
from mdt_core.sync.protocol import MadeCode, PushAnswer, Result
from mdt_service.handlers import intake
from mdt_service.handlers.intake import Offered, Terms
from mdt_service.hub import bundles, codes, devices, grants, log, meta, migrations, quarantine
from mdt_service.hub.codes import NewDevice
from mdt_service.hub.database import Deed
from mdt_service.hub.scopes import Grant
from mdt_service.hub.walls import EVERYTHING
from mdt_service.service import Service


def begin(service: Service) -> str:
    """Makes or upgrades the tables and gives a new service its first epoch; returns the epoch."""
    migrations.migrate(service.database)
    at = service.clock()

    def deed(connection: Deed) -> str:
        bundles.make_keys(connection, random=service.random)
        return meta.begin(connection, at=at, random=service.random)

    return service.database.deed(deed)


def new_epoch(service: Service) -> str:
    """Begins a new epoch: to be done once after a backup was restored, before clients come."""
    at = service.clock()
    return service.database.deed(lambda deed: meta.new_epoch(deed, at=at, random=service.random))


def make_code(
    service: Service, given: Sequence[Grant], *, made_by: str, days: int | None = None
) -> MadeCode:
    """Makes a one-time code for a new device with these roles."""
    new = NewDevice(tuple(given), days)
    at = service.clock()
    code, ends = service.database.deed(
        lambda deed: codes.make_code(deed, new, made_by=made_by, at=at, random=service.random)
    )
    return MadeCode(code=code, expires_at=utc_text(ends))


def revoke(service: Service, device_id: str, why: str) -> None:
    """Takes a device's right to read; raises NotFound. What it still pushes is kept apart."""
    at = service.clock()
    service.database.deed(lambda deed: devices.revoke(deed, device_id, why=why, at=at))


def give(service: Service, device_id: str, given: Sequence[Grant], until: datetime | None) -> None:
    """Grants an enrolled device more roles; raises NotFound for one that is not."""
    at = service.clock()

    def deed(connection: Deed) -> None:
        if devices.find(connection, device_id) is None:
            raise InvalidInput("No device of this id is enrolled")
        grants.give(connection, device_id, given, at=at, until=until)

    service.database.deed(deed)


def take_back(service: Service, grant_id: int) -> None:
    """Ends a grant; raises NotFound."""
    at = service.clock()
    service.database.deed(lambda deed: grants.take_back(deed, grant_id, at=at))


# Quarantine


def take_from_quarantine(service: Service, number: int, *, by: str) -> PushAnswer:
    """Takes a change in by a person's decision: its text and record must hold, no grant is asked.

    Raises InvalidInput, with the reason, where it still cannot be taken; it then stays.
    """
    at = service.clock()

    def deed(connection: Deed) -> PushAnswer:
        kept, body = quarantine.find(connection, number)
        origin = log.Origin(kept.device_id, kept.incarnation, utc_text(at))
        terms = Terms(origin, service.ids.change_id, grants=None)
        offered = Offered(kept.device_n, kept.mid, body)
        answer = intake.take(connection, [offered], terms)[0]
        if answer.result is Result.QUARANTINED:
            raise InvalidInput(f"It cannot be taken: {answer.reason}")
        quarantine.settle(connection, number, how=f"taken by {by}", at=at)
        return answer

    return service.database.deed(deed)


def set_aside(service: Service, number: int, *, by: str, why: str) -> None:
    """Settles a change that is not to be taken, with a name and a reason; its text is kept."""
    if not why.strip():
        raise InvalidInput("A reason is needed", where="Reason")
    at = service.clock()

    def deed(connection: Deed) -> None:
        quarantine.find(connection, number)
        quarantine.settle(connection, number, how=f"set aside by {by}: {why}", at=at)

    service.database.deed(deed)


# Proof


def verify_logs(service: Service) -> list[str]:
    """Goes along every log from its start; returns what is wrong, in words, or nothing."""
    problems: list[str] = []
    with service.database.reading(EVERYTHING) as connection:
        heads = log.heads_of(connection, log.scopes_known(connection))
        for scope in sorted(heads):
            problems += _verify_log(connection, scope, heads[scope])
    return problems


def _verify_log(connection: Deed, scope: str, head: log.Head) -> list[str]:
    seq, digest = 0, chain.start_of(scope)
    while rows := log.changes_after(connection, scope, seq, upto=head.seq, most=1_000):
        for row in rows:
            if row.seq != seq + 1:
                return [f"{scope}: number {seq + 1} is missing"]
            seq, digest = row.seq, chain.link(digest, row.seq, row.mid, row.body_hash)
            if digest != row.digest:
                return [f"{scope}: the chain breaks at number {seq}"]
    if (seq, digest) != (head.seq, head.digest):
        return [f"{scope}: the head names number {head.seq}, the log ends at {seq}"]
    return []
