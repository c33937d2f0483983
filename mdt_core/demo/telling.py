"""Tells a plan into a store: each deed at its own moment, in the name of whoever did it.

Moments are put in order first, so that the home's log grows as it would have. Identifiers come from
the seed and the told moment, never from the computer. All of it is one transaction: a resident's line
is worked out when something reads it, not once for every deed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from random import Random

from mdt_core.actor import Actor
from mdt_core.demo.one_transaction import WithinOne, in_one_transaction
from mdt_core.demo.plan import LEAD, Plan
from mdt_core.identifiers import IdSource
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About


@dataclass
class ToldClock:
    """A clock that stands at the moment being told."""

    now: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Reads the moment being told."""
        return self.now


@dataclass(frozen=True)
class Telling:
    """What the deeds of one home share; the ids are filled in as the records come to be."""

    store: WithinOne
    plan: Plan
    today: date
    lead: Actor
    clock: ToldClock
    seed: int
    home: dict[str, str] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    residents: dict[str, str] = field(default_factory=dict)
    stays: dict[str, str] = field(default_factory=dict)
    medicines: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def home_id(self) -> str:
        """The id of the home, once it was written."""
        return self.home[self.plan.home.name]

    def by(self, key: str) -> Actor:
        """The person whom the plan names so; the home's own staff serve this home alone."""
        if key == LEAD:
            return self.lead
        person = next(each for each in self.plan.staff if each.key == key)
        is_of_home = person.organisation == self.plan.home.name
        homes = frozenset({self.home_id}) if is_of_home else None
        return Actor(self.staff[key], person.name, person.role, person.organisation, homes)

    def about(self, key: str, at: datetime | None = None) -> About:
        """A resident in this home."""
        return About(self.residents[key], self.home_id, occurred_at=at)


@dataclass(frozen=True)
class Deed:
    """Something done at a moment."""

    at: datetime
    do: Callable[[], object]


@contextmanager
def telling(store: Store, plan: Plan, *, today: date, lead: Actor, seed: int) -> Iterator[Telling]:
    """Begins a telling into a store, with a clock and identifiers of its own; kept as it ends."""
    clock = ToldClock()
    ids = IdSource(clock, chance(seed, plan, "identifiers").randbytes)
    with in_one_transaction(replace(store, clock=clock, ids=ids), lead) as within:
        yield Telling(within, plan, today, lead, clock, seed)


def tell(told: Telling, deeds: list[Deed]) -> None:
    """Does the deeds in the order of their moments."""
    for deed in sorted(deeds, key=lambda each: each.at):
        told.clock.now = deed.at
        deed.do()


def chance(seed: int, plan: Plan, what: str) -> Random:
    """Randomness that is the same for one seed, home and purpose, whatever else was drawn."""
    return Random(f"{seed}:{plan.home.name}:{what}")  # noqa: S311 - made-up numbers, no secrets
