"""Forgets what this device may no longer hold, after each log was read to its end, and says so.

Only what the service said in so many words takes anything away: a resident's release, or a hello that
no longer names a scope. What still waits here keeps its resident until it was sent; until then the
resident is in no list, and it is tried again at each exchange.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import Changes
from mdt_desktop.device import leaving


@dataclass(frozen=True)
class Purged:
    """What was forgotten, and what waits to be."""

    residents: int = 0
    """Residents of whom something went."""
    waiting: int = 0
    """Residents who left and of whom something was not sent or not signed yet."""
    drafts: int = 0
    """Forms left unsigned that went with their residents."""
    scopes: tuple[str, ...] = ()
    """Scopes that this device may no longer read."""
    told: Changes = field(default_factory=Changes)

    def sentences(self) -> tuple[str, ...]:
        """What a person is told, without a name: whoever left is no longer anyone's here to name."""
        said = []
        if self.scopes:
            said.append(_lost_words(self.scopes))
        if self.residents:
            said.append(
                f"{_people(self.residents)} left the homes that this computer serves. Their records"
                " were removed from it; the service keeps them."
            )
        if self.drafts:
            said.append(
                f"{self.drafts} unsigned {'form' if self.drafts == 1 else 'forms'} about them,"
                " untouched for a week, went too."
            )
        if self.waiting:
            said.append(
                f"{_people(self.waiting)} left, and something written about them here was not yet"
                " sent or signed. They are in no list, and are removed after that."
            )
        return tuple(said)


def purge(store: Store, readable: Collection[str], at: datetime, *, is_settled: bool) -> Purged:
    """Forgets what is to go, in one transaction; raises StoreProblem."""
    with store.reading() as connection:
        found = leaving.leaving(connection, readable, at, is_settled=is_settled)
    purged = Purged(
        residents=len(found.residents), waiting=len(found.waiting), scopes=tuple(sorted(found.lost))
    )
    if not (found.mids or found.scopes):
        leaving.wipe_traces(store.engine)
        return purged
    drafts: list[int] = []

    def alongside(connection: Reading) -> None:
        drafts.append(leaving.drop_drafts(connection, found.residents))
        leaving.end_scopes(connection, found.scopes)
        leaving.note_traces(connection)

    told = store.forget(found.mids, alongside)
    leaving.wipe_traces(store.engine)
    return replace(purged, drafts=sum(drafts), told=told)


def _people(count: int) -> str:
    return "One resident" if count == 1 else f"{count} residents"


def _lost_words(scopes: Collection[str]) -> str:
    kinds = sorted({_KINDS.get(scope.rpartition(":")[2], "another part") for scope in scopes})
    homes = len({scope.rpartition(":")[0] for scope in scopes})
    of_homes = "one home" if homes == 1 else f"{homes} homes"
    return (
        f"This computer may no longer read {', '.join(kinds)} of {of_homes}. What it held of that is"
        " removed once everything written here was sent."
    )


_KINDS = {
    "identity": "names and stays",
    "clinical": "clinical records",
    "restricted": "restricted records",
    "admin": "administration",
}
