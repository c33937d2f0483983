"""What the screen of columns asks of a list, whatever is listed. Free of Qt."""

from typing import Protocol, Self

from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.sheet import Sheet


class Columned(Protocol):
    """A list as read, and what its columns are taken as until a person says otherwise."""

    @property
    def sheet(self) -> Sheet:
        """The table."""

    @property
    def order_taken(self) -> DateOrder | None:
        """How dates in figures are read now; None where none is written so, or it is asked."""

    @property
    def note(self) -> str:
        """What is to be said of the columns that were remembered."""

    @property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        """What a column can be, as keys and words."""

    def meaning_of(self, header: str) -> str:
        """The key of what a column is taken as."""

    def why(self, header: str) -> str:
        """Why it is taken so."""

    @property
    def questions(self) -> tuple[str, ...]:
        """What is to be decided first."""

    @property
    def asks_order(self) -> bool:
        """Whether the order of dates is asked."""

    def with_column(self, header: str, key: str) -> Self:
        """The list with a person's choice of one column, by its key."""

    def with_order(self, order: DateOrder | None) -> Self:
        """The list with a person's choice of how its dates are written."""
