"""What the service says of itself: its epoch, which a restored backup must change."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, insert, select

from mdt_core.clock import utc_text
from mdt_core.errors import StoreProblem
from mdt_service.hub.database import Deed
from mdt_service.hub.tables import SERVICE_META


def epoch_of(connection: Deed) -> str:
    """The epoch; raises StoreProblem in a database that was never begun."""
    found = _epoch(connection)
    if found is None:
        raise StoreProblem("This database was never begun", next_step="Run mdt-service init first.")
    return found


def begin(connection: Deed, *, at: datetime, random: Callable[[int], bytes]) -> str:
    """Gives a new database its first epoch; leaves one that has an epoch as it is."""
    found = _epoch(connection)
    return found or new_epoch(connection, at=at, random=random)


def new_epoch(connection: Deed, *, at: datetime, random: Callable[[int], bytes]) -> str:
    """Begins a new epoch, as after a restore: every client offers again what the service lacks."""
    epoch = f"{utc_text(at)}-{random(4).hex()}"
    connection.execute(delete(SERVICE_META).where(SERVICE_META.c.name == "epoch"))
    connection.execute(insert(SERVICE_META), {"name": "epoch", "value": epoch})
    return epoch


def _epoch(connection: Deed) -> str | None:
    found: str | None = connection.execute(_EPOCH).scalar_one_or_none()
    return found


_EPOCH = select(SERVICE_META.c.value).where(SERVICE_META.c.name == "epoch")
