"""What the frame says: the home in context, and who is signed in.

No Qt. No word about a resident comes from here.
"""

from mdt_core.actor import Actor
from mdt_core.store.queries.homes import homes, resident_by_id
from mdt_core.store.store import Store


def home_name(store: Store, actor: Actor, *, home_id: str = "", resident_id: str = "") -> str:
    """Reads the name of the home that a screen is about; empty where it is about none."""
    with store.reading() as connection:
        if resident_id:
            line = resident_by_id(connection, resident_id)
            return line.home_name if line else ""
        return next((h.name for h in homes(connection, actor) if h.id == home_id), "")


def person_words(actor: Actor) -> str:
    """Gives name and role of who is signed in."""
    return f"{actor.name}, {actor.role.label}"
