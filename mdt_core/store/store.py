"""A record store on one engine: deeds that write, and connections that read."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from mdt_core.actor import Actor
from mdt_core.clock import Clock, london_day
from mdt_core.identifiers import IdSource
from mdt_core.store import refold
from mdt_core.store.dialects import sqlite
from mdt_core.store.intake import Logged, take_in
from mdt_core.store.standing_keeping import keep_some
from mdt_core.store.unit_of_work import Arrived, Changes, UnitOfWork, Writing
from mdt_core.sync.change import Author, Change
from mdt_core.worklist import shipped_thresholds

Reading = Connection
"""One moment of the store, as queries are asked of it; other rooms need no SQL to name it."""


Beside = Callable[[Connection], None]
"""What is written in the transaction of something else."""


def nothing_more(_connection: Connection, _number: int, _change: Change) -> None:
    """An end that neither queues nor numbers its changes (a trial in memory)."""


def nothing_beside(_connection: Connection) -> None:
    """A page of changes that nothing else belongs to."""


@dataclass(frozen=True)
class Store:
    """The store of one device or of the service. Time and identity are given, never taken.

    `arrived` is told of every change in its own transaction: the device queues it there.
    """

    engine: Engine
    device: str
    clock: Clock
    ids: IdSource
    arrived: Arrived = nothing_more

    @contextmanager
    def deed(self, by: Actor) -> Iterator[UnitOfWork]:
        """Opens a write transaction of a person; whatever is not committed is rolled back."""
        with self._writing() as connection:
            writing = Writing(by, self.clock(), self.ids, self.device)
            yield UnitOfWork(connection, writing, self.arrived)

    @contextmanager
    def importing(self, by: Actor, source: Author, recorded_at: datetime) -> Iterator[UnitOfWork]:
        """Opens a write transaction whose changes say what a source says, alike on every device."""
        with self._writing() as connection:
            writing = Writing(
                by,
                self.clock(),
                self.ids,
                device=f"import:{source.id}",
                author=source,
                recorded_at=recorded_at,
                is_derived=True,
            )
            yield UnitOfWork(connection, writing, self.arrived)

    def take_in(self, page: Iterable[Logged], alongside: Beside = nothing_beside) -> Changes:
        """Keeps and folds a page of changes made elsewhere, all or nothing; returns what is new.

        `alongside` writes in the same transaction what belongs to the page, such as how far a log
        was read. Raises StoreProblem where one identity carries two texts.
        """
        with self._writing() as connection:
            told = take_in(connection, page)
            alongside(connection)
            connection.commit()
        return told

    def forget(self, mids: Iterable[str], alongside: Beside = nothing_beside) -> Changes:
        """Takes the words of changes out, and their records with them; returns what screens drop.

        Identity, number and hash stay in the log. `alongside` writes in the same transaction.
        """
        with self._writing() as connection:
            touched = refold.forget(connection, frozenset(mids))
            alongside(connection)
            connection.commit()
        kinds = frozenset(kind for _, kind in touched)
        return Changes(kinds, frozenset(who for who, _ in touched if who))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Opens a read transaction: one moment of the store for as long as it lasts."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def keep_standings(self, most: int = 4) -> int:
        """Works out what may be a reason for some residents of whom that is not kept; returns how many.

        None are left when it returns 0. Any list reads the same before and after, but sooner.
        """
        today = london_day(self.clock())
        with self._writing() as connection:
            told = keep_some(connection, today=today, thresholds=shipped_thresholds(), most=most)
            connection.commit()
        return told

    def merge_words(self) -> bool:
        """Puts some of the index of words in better order; False once there is nothing left to do.

        Any search finds the same before and after; the commits that come are spared it.
        """
        with self._writing() as connection:
            has_more = sqlite.merge_words(connection)
            connection.commit()
        return has_more

    def rebuild(self) -> None:
        """Folds every change again; what is kept afterwards equals what was kept before."""
        with self._writing() as connection:
            refold.rebuild(connection)
            connection.commit()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            writes = connection.execution_options(writes=True)
            writes.begin()
            yield writes
