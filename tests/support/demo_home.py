"""The practice home in a store in memory, with what is known to be true of it and the changes it made."""

from dataclasses import dataclass
from datetime import date

from mdt_core.actor import Actor
from mdt_core.demo import PRACTICE_SEED
from mdt_core.demo.home import make_home
from mdt_core.demo.truth import KnownTruth
from mdt_core.roles import Role
from mdt_core.store.queries.homes import ResidentLine, residents_of
from mdt_core.store.queries.residents import ResidentPage, resident_page
from tests.support.memory_store import MemoryStore, changes_made

TODAY = date(2026, 11, 24)
LEAD = Actor("person-lead", "Dr Nadia Rahman", Role.GP, "Millrace Surgery")


@dataclass(frozen=True)
class DemoHome:
    """The store, its truth, and the text of every change in order."""

    memory: MemoryStore
    truth: KnownTruth
    texts: tuple[str, ...]

    def lines(self) -> tuple[ResidentLine, ...]:
        """Who lives there, by room."""
        with self.memory.store.reading() as connection:
            return residents_of(connection, LEAD, self.truth.home_id)

    def line(self, key: str) -> ResidentLine:
        """One resident by the plan's name."""
        return next(each for each in self.lines() if each.resident_id == self.truth.residents[key])

    def page(self, key: str) -> ResidentPage:
        """All that is known of one resident."""
        with self.memory.store.reading() as connection:
            return resident_page(connection, LEAD, self.truth.residents[key])

    def pages(self) -> tuple[ResidentPage, ...]:
        """All that is known of everyone."""
        return tuple(self.page(key) for key in self.truth.residents)


def demo_home(today: date = TODAY, seed: int = PRACTICE_SEED) -> DemoHome:
    """Makes the home in a new store."""
    memory = MemoryStore()
    with changes_made(memory) as changes:
        truth = make_home(memory.store, by=LEAD, today=today, seed=seed)
    return DemoHome(memory, truth, tuple(f"{each.mid} {each.text}" for each in changes))
