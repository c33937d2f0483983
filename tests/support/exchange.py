"""Carries changes between two devices as a service would: each folded once, in any order, some twice.

Nothing is read but the log of changes and nothing is written but by the fold, so what two stores
agree on here is what they agree on when a service stands between them. What was carried counts as
sent on the device that wrote it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection, select, update

from mdt_core.store.intake import Logged
from mdt_core.store.projections import CHANGE
from mdt_core.store.store import Store
from mdt_core.sync.change import change_from_text
from mdt_desktop.device.outbox import OUTBOX, OutboxState

_LARGEST_PAGE = 40


@dataclass(frozen=True)
class Exchange:
    """Two stores with a way between them that is open only while `carry` runs."""

    first: Store
    second: Store
    random: Random

    def carry(self) -> None:
        """Brings every change of each to the other; half of the pages come a second time."""
        logs = {id(store): _log(store) for store in (self.first, self.second)}
        for store, other in ((self.first, self.second), (self.second, self.first)):
            for page in self._pages(logs[id(store)]):
                other.take_in(page)
        for store in (self.first, self.second):
            store.take_in((), alongside=_settle)

    def _pages(self, log: list[Logged]) -> Iterator[list[Logged]]:
        self.random.shuffle(log)
        pages = []
        while log:
            size = self.random.randint(1, _LARGEST_PAGE)
            pages.append(log[:size])
            log = log[size:]
        yield from pages
        yield from self.random.sample(pages, len(pages) // 2)


def _log(store: Store) -> list[Logged]:
    query = select(CHANGE.c.mid, CHANGE.c.body, CHANGE.c.scope)
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return [Logged(change_from_text(row.mid, row.body), row.scope) for row in rows]


def _settle(connection: Connection) -> None:
    connection.execute(update(OUTBOX).values(state=OutboxState.CONFIRMED.value))
