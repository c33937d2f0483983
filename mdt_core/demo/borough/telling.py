"""Tells a borough into a store: deeds in the order of their moments, many to a transaction.

One transaction of some thousand deeds is several times quicker than as many of one: a resident's
line is worked out once for all of them. Each deed keeps its own moment and author.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import attrgetter

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.demo.borough.places import LEAD
from mdt_core.demo.borough.scale import chance_of
from mdt_core.demo.borough.sketch import Sketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.one_transaction import WithinOne, in_one_transaction
from mdt_core.demo.telling import ToldClock
from mdt_core.identifiers import IdSource
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About, UnitOfWork, Writing
from mdt_core.sync.change import Change

DEEDS_AT_ONCE = 6_000
_TOLD_EVERY = 500


@dataclass(frozen=True)
class Deed:
    """Something done by somebody (a key of the sketch) at a moment."""

    at: datetime
    by: str
    do: Callable[[UnitOfWork], None]


@dataclass(frozen=True)
class Told:
    """How far the telling is: the day in the borough, and how much has been written."""

    day: date
    deeds: int
    of: int
    changes: int


Progress = Callable[[Told], None]


@dataclass
class Telling:
    """One telling of a sketch into a store, with the ids of what has come to be."""

    sketch: Sketch
    store: Store
    lead: Actor
    clock: ToldClock = field(default_factory=ToldClock)
    changes: int = 0
    homes: dict[int, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    residents: dict[str, str] = field(default_factory=dict)
    stays: dict[str, str] = field(default_factory=dict)
    within: WithinOne | None = None

    def __post_init__(self) -> None:
        self.actors[LEAD] = self.lead
        ids = IdSource(self.clock, chance_of(self.sketch.seed, "identifiers").randbytes)
        arrived = self.store.arrived

        def counted(connection: Reading, number: int, change: Change) -> None:
            self.changes += 1
            arrived(connection, number, change)

        self.store = replace(self.store, clock=self.clock, ids=ids, arrived=counted)

    def about(self, stay: Sojourn, at: datetime | None = None) -> About:
        """A resident in the home of a stay."""
        return About(self.residents[stay.person.key], self.homes[stay.home], occurred_at=at)

    @contextmanager
    def use_cases(self) -> Iterator[Store]:
        """A store for the use cases of the deed that is being told; they read residents' lines."""
        if self.within is None:
            raise RuntimeError("no deed is being told")
        self.within.unit.keeps_lines = True
        yield self.within
        self.within.unit.keeps_lines = False

    def tell(self, deeds: Iterable[Deed], progress: Progress) -> None:
        """Does the deeds in the order of their moments, telling now and then how far it is."""
        ordered = sorted(deeds, key=attrgetter("at"))
        for start in range(0, len(ordered), DEEDS_AT_ONCE):
            together = ordered[start : start + DEEDS_AT_ONCE]
            self.clock.now = together[0].at
            with in_one_transaction(self.store, self.lead) as self.within:
                self.within.unit.keeps_lines = False
                for number, deed in enumerate(together, start + 1):
                    self._do(deed, self.within.unit)
                    if number % _TOLD_EVERY == 0:
                        progress(Told(london_day(deed.at), number, len(ordered), self.changes))
        last = ordered[-1].at
        progress(Told(london_day(last), len(ordered), len(ordered), self.changes))

    def _do(self, deed: Deed, unit: UnitOfWork) -> None:
        self.clock.now = deed.at
        actor = self.actors[deed.by]
        unit.writing = Writing(actor, deed.at, self.store.ids, self.store.device)
        deed.do(unit)
