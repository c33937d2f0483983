"""What is here already of the residents of one lot of rows: read once for each, then added to.

It holds for one transaction: what another device brings in between is read with the next lot. A trial,
which keeps nothing, hands what it found to its next lot.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic

from mdt_core.record import Status
from mdt_core.store.queries.statements import S, Signed, statements
from mdt_core.store.unit_of_work import UnitOfWork
from mdt_core.sync.change import Change


@dataclass
class Standing(Generic[S]):
    """The statements of one kind, by resident, whatever became of them."""

    unit: UnitOfWork
    kind: type[S]
    found: dict[str, list[Signed[S]]] = field(default_factory=dict)

    def of(self, who: str) -> Sequence[Signed[S]]:
        """Those of one resident, with what this lot has signed."""
        return self._of(who)

    def add(self, who: str, record: S, change: Change) -> None:
        """Takes in what this lot has signed."""
        said = change.envelope
        self._of(who).append(
            Signed(
                id=said.record_id,
                mid=change.mid,
                record=record,
                readable=change.body or {},
                status=Status.CURRENT,
                occurred_at=said.occurred_at,
                recorded_at=said.recorded_at,
                author=said.author,
                responsible=said.responsible,
                has_siblings=False,
            )
        )

    def _of(self, who: str) -> list[Signed[S]]:
        if who not in self.found:
            connection = self.unit.connection
            self.found[who] = list(statements(connection, self.kind, who, only_current=False))
        return self.found[who]
