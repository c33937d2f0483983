"""Many deeds in one transaction, each in its own name and at its own moment, for what is made up.

A resident's line is worked out when something reads it, not once for every deed. May not be used
where people work: what one of them does has to be kept before the next does anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from typing_extensions import override

from mdt_core.actor import Actor
from mdt_core.store import resident_current
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import Changes, UnitOfWork, Writing


class LastingUnit(UnitOfWork):
    """A transaction that goes on after each deed; what is read sees all that was done so far."""

    keeps_lines = True
    """Whether what is read sees residents' lines as they are now; deeds that read none do without."""

    @property
    @override
    def connection(self) -> Reading:
        folded = super().connection
        if self.keeps_lines:
            resident_current.refresh(folded, self._touched)
            self._touched.clear()
        return folded

    @override
    def commit(self) -> Changes:
        """Ends a deed, not the transaction; no screen is open that would have to read again."""
        return Changes()

    def end(self) -> None:
        """Commits every deed."""
        super().commit()


@dataclass(frozen=True)
class WithinOne(Store):
    """A store whose deeds all lie in one transaction."""

    unit: LastingUnit = field(kw_only=True)

    @contextmanager
    @override
    def deed(self, by: Actor) -> Iterator[UnitOfWork]:
        self.unit.writing = Writing(by, self.clock(), self.ids, self.device)
        yield self.unit

    @contextmanager
    def without_lines(self) -> Iterator[None]:
        """Deeds that read no resident's line are done without working any out."""
        self.unit.keeps_lines = False
        yield
        self.unit.keeps_lines = True

    @contextmanager
    @override
    def reading(self) -> Iterator[Reading]:
        yield self.unit.connection


@contextmanager
def in_one_transaction(store: Store, by: Actor) -> Iterator[WithinOne]:
    """Opens a store within a store; what was done in it is kept together as it ends."""
    with store.deed(by) as opened:
        unit = LastingUnit(opened.connection, opened.writing, store.arrived)
        yield WithinOne(
            store.engine, store.device, store.clock, store.ids, store.arrived, unit=unit
        )
        unit.end()
