"""A small practice borough in a store, and what a test asks of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from mdt_core.demo import PRACTICE_SEED
from mdt_core.demo.borough.make import make_borough
from mdt_core.demo.borough.scale import Scale
from mdt_core.demo.borough.truth import BoroughTruth
from mdt_core.record import Card, Statement
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.homes import HomeLine, ResidentLine, homes, residents_of
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.statements import Signed, kept, signed
from tests.support.demo_home import LEAD, TODAY
from tests.support.memory_store import MemoryStore, changes_made

C = TypeVar("C", bound=Card)
S = TypeVar("S", bound=Statement)

SMALL = Scale(homes=3, weeks=5)


@dataclass(frozen=True)
class DemoBorough:
    """The store, its truth, and the text of every change in order."""

    memory: MemoryStore
    truth: BoroughTruth
    texts: tuple[str, ...]

    def cards(self, card: type[C]) -> list[C]:
        """Every card of a kind, whoever it is about."""
        query = select(RECORD.c.id, RECORD.c.body, RECORD.c.has_siblings)
        with self.memory.store.reading() as connection:
            rows = connection.execute(query.where(RECORD.c.kind == card.kind)).all()
            found = [kept(card, row).record for row in rows]
        assert all(found)
        return [each for each in found if each is not None]

    def statements(self, statement: type[S]) -> list[tuple[str, Signed[S]]]:
        """Every statement of a kind with whom it is about, in the order in which things happened."""
        query = (
            select(
                *(CHANGE.c.mid, CHANGE.c.body, RECORD.c.status),
                *(RECORD.c.has_siblings, RECORD.c.resident_id),
            )
            .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
            .where(RECORD.c.kind == statement.kind)
            .order_by(RECORD.c.occurred_at)
        )
        with self.memory.store.reading() as connection:
            rows = connection.execute(query).all()
            return [(row.resident_id, signed(connection, statement, row)) for row in rows]

    def records(self, statement: type[S]) -> list[S]:
        """The same without whom, when and by whom."""
        found = [each.record for _, each in self.statements(statement)]
        return [each for each in found if each is not None]

    def homes(self) -> tuple[HomeLine, ...]:
        """The list of homes as the person who has them all sees it."""
        with self.memory.store.reading() as connection:
            return homes(connection, LEAD)

    def lines(self) -> list[ResidentLine]:
        """Everyone who has a place."""
        ids = [home.home_id for home in self.truth.homes]
        with self.memory.store.reading() as connection:
            return [line for home_id in ids for line in residents_of(connection, LEAD, home_id)]

    def page(self, resident_id: str) -> ResidentPage:
        """All that is known of one resident."""
        with self.memory.store.reading() as connection:
            return resident_page(connection, LEAD, resident_id)

    def kinds(self) -> Counter[str]:
        """How many changes of each kind were made."""
        return Counter(text.partition('"kind":"')[2].partition('"')[0] for text in self.texts)


def demo_borough(
    scale: Scale = SMALL, today: date = TODAY, seed: int = PRACTICE_SEED
) -> DemoBorough:
    """Makes a borough in a new store."""
    memory = MemoryStore()
    with changes_made(memory) as changes:
        truth = make_borough(memory.store, by=LEAD, today=today, scale=scale, seed=seed)
    return DemoBorough(memory, truth, tuple(f"{each.mid} {each.text}" for each in changes))
