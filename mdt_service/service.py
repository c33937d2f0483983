"""What every handler is given: the database, the clock, and where identity and chance come from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mdt_core.clock import Clock
from mdt_core.identifiers import IdSource
from mdt_service.hub.database import Database


@dataclass(frozen=True)
class Service:
    """One service; nothing in it changes while it runs but the database."""

    database: Database
    clock: Clock
    ids: IdSource
    random: Callable[[int], bytes]
    is_practice: bool = False
    green_hours: int = 4
    amber_hours: int = 24
    lease_days: int = 30
    lease_remind_days: int = 7


@dataclass(frozen=True)
class Caller:
    """Who asks: a device whose signature was checked, with the request's counter."""

    device_id: str
    device_name: str
    counter: int
    at: datetime
    app_version: str = ""
    revoked_at: str | None = None
    revoked_why: str = ""

    @property
    def is_revoked(self) -> bool:
        """Whether the device may only push."""
        return self.revoked_at is not None
