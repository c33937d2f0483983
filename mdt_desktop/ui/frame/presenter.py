"""What the frame says: the home in context, who is signed in, and how fresh things are.

No Qt. No word about a resident comes from here.
"""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Freshness:
    """How fresh things are: in the words of the top line, and in full."""

    words: str
    in_full: str


def freshness(got_at: datetime | None, waiting: int, now: datetime) -> Freshness:
    """Gives what was got and what waits; before there is a service it says that there is none."""
    if got_at is None:
        return Freshness(
            f"Not connected. {_kept(waiting)} here",
            f"Not connected to a service. {_kept_in_full(waiting)} on this computer",
        )
    got = _got(got_at, now)
    return Freshness(f"{got} {_waiting(waiting)}", f"{got} {_waiting_in_full(waiting)}")


def person_words(actor: Actor) -> str:
    """Gives name and role of who is signed in."""
    return f"{actor.name}, {actor.role.label}"


def _counted(changes: int) -> str:
    return "1 change" if changes == 1 else f"{changes} changes"


def _kept(waiting: int) -> str:
    return f"{_counted(waiting)} kept" if waiting else "No changes yet"


def _kept_in_full(waiting: int) -> str:
    verb = "is" if waiting == 1 else "are"
    return f"{_counted(waiting)} {verb} kept" if waiting else "No changes yet"


def _got(got_at: datetime, now: datetime) -> str:
    day = london_day(got_at)
    when = clinical_time(got_at)
    return f"Got {when}." if day == london_day(now) else f"Got {clinical_date(day)} {when}."


def _waiting(waiting: int) -> str:
    return f"{_counted(waiting)} waiting" if waiting else ALL_SENT


def _waiting_in_full(waiting: int) -> str:
    if not waiting:
        return ALL_SENT
    safe = "It is" if waiting == 1 else "They are"
    return f"{_waiting(waiting)}. {safe} safe on this computer"
