"""What an administrator does on the service's own pages: devices, their codes, what was kept apart.

Nothing here reads a record of a resident: on PostgreSQL the directory of homes is all that is opened.
Every deed is written down with the person's name, in its own transaction.
"""

from dataclasses import dataclass
from datetime import datetime

from mdt_core.actor import Actor
from mdt_core.clock import utc_text
from mdt_core.errors import InvalidInput, NotAllowed, NotFound
from mdt_core.roles import Role
from mdt_core.store.queries.homes import homes
from mdt_core.sync.protocol import MadeCode
from mdt_core.sync.scope import REFERENCE
from mdt_service.hub import administrators, codes, devices, grants, quarantine
from mdt_service.hub.codes import NewDevice
from mdt_service.hub.database import Deed
from mdt_service.hub.devices import Device
from mdt_service.hub.quarantine import Kept
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.hub.walls import NO_HOME, Opened
from mdt_service.service import Service

LONGEST_NAME = 80
_DIRECTORY = Opened(frozenset({REFERENCE}), frozenset({NO_HOME}))
_EVERYBODY = Actor("service", "The service", Role.ADMINISTRATOR, "")


@dataclass(frozen=True)
class DeviceLine:
    """A device with the roles that hold now, and how much of it waits in quarantine."""

    device: Device
    grants: tuple[Grant, ...]
    waiting: int


@dataclass(frozen=True)
class Overview:
    """Everything on the first page; `homes` are names by id."""

    devices: tuple[DeviceLine, ...]
    kept_apart: tuple[Kept, ...]
    homes: dict[str, str]

    def home_name(self, home_id: str) -> str:
        """The home as people call it."""
        if home_id == EVERY_HOME:
            return "every home"
        return self.homes.get(home_id, f"a home that is not in the directory ({home_id[:8]})")


class SignInRefused(NotAllowed):
    """The code is wrong, used or too old; which of these is not told."""

    def __init__(self) -> None:
        super().__init__(
            "This code is not valid",
            next_step="Check each sign, or have a new one made: it lasts 15 minutes and works once",
        )


def make_sign_in_code(service: Service, name: str) -> tuple[str, datetime]:
    """Makes a code by which a named person signs in once; raises InvalidInput without a name."""
    named = " ".join(name.split())
    if not 0 < len(named) <= LONGEST_NAME:
        raise InvalidInput("A name is needed, of at most 80 signs", where="Name")
    at = service.clock()
    return service.database.deed(
        lambda deed: administrators.make_code(deed, named, at=at, random=service.random)
    )


def sign_in(service: Service, code: str) -> str:
    """Begins a session and returns its token; raises SignInRefused, and a wrong code costs a try."""
    at = service.clock()

    def deed(connection: Deed) -> str | None:
        name = administrators.use_code(connection, code, at=at)
        if name is None:
            administrators.wrote_down(connection, "", at, "fail", detail="code refused")
            return None
        administrators.wrote_down(connection, name, at, "login")
        return administrators.begin(connection, name, at=at, random=service.random)

    token = service.database.deed(deed)
    if token is None:
        raise SignInRefused
    return token


def signed_in(service: Service, token: str) -> str | None:
    """Whose session this is, and that it is used; None where there is none that goes on."""
    at = service.clock()

    def deed(connection: Deed) -> str | None:
        name = administrators.who(connection, token, at=at)
        if name is not None:
            administrators.seen(connection, token, at=at)
        return name

    return service.database.deed(deed) if token else None


def sign_out(service: Service, token: str, name: str) -> None:
    """Ends a session."""
    at = service.clock()

    def deed(connection: Deed) -> None:
        administrators.end(connection, token, at=at)
        administrators.wrote_down(connection, name, at, "logout")

    service.database.deed(deed)


def overview(service: Service) -> Overview:
    """The devices, what waits in quarantine without its text, and the names of the homes."""
    at = service.clock()
    with service.database.reading(_DIRECTORY) as connection:
        kept = quarantine.listed(connection)
        lines = tuple(
            DeviceLine(
                each,
                grants.of_device(connection, each.id, at),
                sum(one.device_id == each.id for one in kept),
            )
            for each in devices.all_devices(connection)
        )
        named = {line.id: line.name for line in homes(connection, _EVERYBODY)}
    return Overview(lines, kept, named)


def enrol(service: Service, by: str, given: tuple[Grant, ...], days: int | None) -> MadeCode:
    """Makes a one-time code for a new device; raises InvalidInput without a role or for no number of days."""
    if days is not None and days < 1:
        raise InvalidInput("The number of days must be above nought", where="Days")
    at = service.clock()
    new = NewDevice(given, days)

    def deed(connection: Deed) -> MadeCode:
        made_by = f"administrator:{by}"
        code, ends = codes.make_code(connection, new, made_by=made_by, at=at, random=service.random)
        roles = ", ".join(f"{each.role.value} in {each.home_id}" for each in given)
        administrators.wrote_down(connection, by, at, "enrolment code", detail=roles)
        return MadeCode(code=code, expires_at=utc_text(ends))

    return service.database.deed(deed)


def find_device(service: Service, device_id: str) -> Device:
    """One device; raises NotFound."""
    with service.database.reading() as connection:
        found = devices.find(connection, device_id)
    if found is None:
        raise NotFound("No device of this id is enrolled")
    return found


def revoke(service: Service, by: str, device_id: str, why: str) -> None:
    """Takes a device's right to read; raises InvalidInput without a reason, and NotFound."""
    reason = " ".join(why.split())
    if not reason:
        raise InvalidInput("A reason is needed", where="Reason")
    at = service.clock()

    def deed(connection: Deed) -> None:
        devices.revoke(connection, device_id, why=reason, at=at)
        administrators.wrote_down(connection, by, at, "revoke", device=device_id, detail=reason)

    service.database.deed(deed)
