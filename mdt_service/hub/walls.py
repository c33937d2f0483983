"""The second wall between homes: which rows PostgreSQL shows to one transaction.

The policies of the tables (`postgresql`) ask two settings that last as long as the transaction: the
scopes whose logs are open, and the homes whose people are. A transaction that opens nothing sees and
writes no row of any scope. On SQLite there are no policies and the queries are the only wall.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from mdt_core.fields import Sensitivity
from mdt_core.sync.scope import REFERENCE, UNPLACED
from mdt_service.hub.scopes import EVERY_HOME, PROVIDER, Grant, readable, sensitivities_for

NO_HOME = "-"
"""Among homes: records of no home and no resident, as the directory of homes."""

EVERYTHING_OPEN = "*"


@dataclass(frozen=True, slots=True)
class Opened:
    """What one transaction may see: `home:*:clinical` is that of every home, `home:H:*` all of one."""

    scopes: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()


NOTHING = Opened()
EVERYTHING = Opened(frozenset({EVERYTHING_OPEN}), frozenset({EVERYTHING_OPEN}))
"""For what is about the whole record: its proof, its keeping, and what a person settles by hand."""


def for_reading(grants: Iterable[Grant]) -> Opened:
    """What a device may read: the scopes of its roles, and the people of homes where it knows who they are."""
    held = tuple(grants)
    names = Sensitivity.IDENTITY.value
    homes = {each.home_id for each in held if names in sensitivities_for(each.role)} | {NO_HOME}
    return Opened(readable(held, (EVERY_HOME,)), frozenset(homes))


def for_history(sensitivity: str) -> Opened:
    """What a home may read of a resident whom it adopted: what other homes wrote, no more sensitive."""
    scopes = {f"home:{EVERY_HOME}:{sensitivity}", f"{UNPLACED}:{sensitivity}"}
    return Opened(frozenset(scopes), frozenset({EVERYTHING_OPEN}))


def for_writing(
    grants: Iterable[Grant] | None, places: Iterable[tuple[str | None, frozenset[str]]]
) -> Opened:
    """To whose logs a push may add: the homes that the device serves, and where those went who left them.

    `places` are the home where each lies whom the push is about, and those that it left not long ago.
    No grants (None) is a person at the service, who settles what no device could.
    """
    if grants is None:
        return EVERYTHING
    served = {grant.home_id for grant in grants}
    if EVERY_HOME in served:
        return EVERYTHING
    followed = {home for home, left in places if home and left & served}
    homes = served | followed
    scopes = {REFERENCE, PROVIDER, *(f"{UNPLACED}:{each.value}" for each in Sensitivity)}
    scopes |= {f"home:{home}:*" for home in homes}
    return Opened(frozenset(scopes), frozenset({*homes, NO_HOME, UNPLACED}))


def open_to(connection: Connection, opened: Opened) -> None:
    """Opens just this for what is left of the transaction."""
    if connection.dialect.name == "postgresql":
        scopes, homes = ",".join(sorted(opened.scopes)), ",".join(sorted(opened.homes))
        connection.execute(_OPEN, {"scopes": scopes, "homes": homes})


_OPEN = text(
    "SELECT set_config('mdt.scopes', :scopes, true), set_config('mdt.homes', :homes, true)"
)
