"""What the frame says: the home in context, who is signed in, and how fresh things are.

No Qt. No word about a resident comes from here.
"""

from datetime import datetime

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, clinical_time, london_day
from mdt_core.store.queries.homes import homes, resident_by_id
from mdt_core.store.store import Store

ALL_SENT = "All sent"


def home_name(store: Store, actor: Actor, *, home_id: str = "", resident_id: str = "") -> str:
    """Reads the name of the home that a screen is about; empty where it is about none."""
    with store.reading() as connection:
        if resident_id:
            line = resident_by_id(connection, resident_id)
            return line.home_name if line else ""
        return next((h.name for h in homes(connection, actor) if h.id == home_id), "")


def freshness(got_at: datetime | None, waiting: int, now: datetime) -> str:
    """Gives what was got and what waits; before there is a service it says that there is none."""
    if got_at is None:
        return f"Not connected to a service. {_kept(waiting)}"
    return f"{_got(got_at, now)} {_waiting(waiting)}"


def person_words(actor: Actor) -> str:
    """Gives name and role of who is signed in."""
    return f"{actor.name}, {actor.role.label}"


def _kept(waiting: int) -> str:
    match waiting:
        case 0:
            return "No changes yet on this computer"
        case 1:
            return "1 change is kept on this computer"
        case _:
            return f"{waiting} changes are kept on this computer"


def _got(got_at: datetime, now: datetime) -> str:
    day = london_day(got_at)
    when = clinical_time(got_at)
    return f"Got {when}." if day == london_day(now) else f"Got {clinical_date(day)} {when}."


def _waiting(waiting: int) -> str:
    match waiting:
        case 0:
            return ALL_SENT
        case 1:
            return "1 change waiting. It is safe on this computer"
        case _:
            return f"{waiting} changes waiting. They are safe on this computer"
