"""The home that a person names on the command line: by its name or id, never guessed."""

from mdt_core.errors import InvalidInput, NotFound
from mdt_core.store.queries.homes import HomeLine, homes
from mdt_desktop.session import Session


def home_named(session: Session, asked: str) -> HomeLine:
    """Gives the one home of that name or id; raises NotFound or InvalidInput with those there are."""
    with session.store.reading() as connection:
        known = homes(connection, session.actor)
    wanted = asked.strip().casefold()
    fitting = [home for home in known if wanted in (home.id, home.name.casefold())]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(f"{home.name} ({home.id})" for home in known) or "none"
    if fitting:
        raise InvalidInput(f"Several homes have that name; give the id. {names}.", where="--home")
    raise NotFound(f"No home «{asked}» is in this workspace. There are: {names}.")
