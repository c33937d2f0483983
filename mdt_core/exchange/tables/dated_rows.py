"""A row of a dated list while it is read: whose it is and when it was; every problem by its heading. Pure.

Knows no list: what else a row says is read by each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.cells import is_blank, read_date, read_nhs_number
from mdt_core.exchange.tables.dated_columns import C, ListColumns
from mdt_core.exchange.tables.list_report import RowRefused
from mdt_core.exchange.tables.moments import parted, read_day, read_moment
from mdt_core.exchange.tables.sheet import SheetRow
from mdt_core.exchange.tables.whose import Whose
from mdt_core.fields import Choice


@dataclass(frozen=True)
class ListedRow:
    """A row: whose, when, and what tells it from the person's others; or why it is not taken."""

    number: int
    problems: tuple[RowRefused, ...] = ()
    whose: Whose = field(default_factory=Whose)
    at: datetime | None = None
    identity: str = ""

    @property
    def once(self) -> tuple[str, ...]:
        """What no two rows of a list may share."""
        return self.whose.nhs_number, self.identity


R = TypeVar("R", bound=ListedRow)


@dataclass
class Reading(Generic[C]):
    """One row while it is read; `words` are what the list says and no answer of ours holds."""

    row: SheetRow
    columns: ListColumns[C]
    places: Mapping[str, int]
    now: datetime
    problems: list[RowRefused] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def text(self, column: C) -> str:
        """The cell, empty where it says nothing or the list has no such column."""
        header = self.columns.headers.get(column)
        given = self.row.cells[self.places[header]].strip() if header else ""
        return given if self.columns.is_published or not is_blank(given) else ""

    def refuse(self, column: C, reason: object) -> None:
        """Keeps the row from being taken, for this reason."""
        label = column.label if isinstance(column, Choice) else column
        header = self.columns.headers.get(column, label)
        self.problems.append(RowRefused(self.row.number, header, str(reason)))

    def nhs_number(self, column: C, of_whom: str) -> str:
        """The number, or nothing with its reason; `of_whom` says what is not known without it."""
        try:
            found = read_nhs_number(self.text(column))
        except InvalidInput as wrong:
            self.refuse(column, wrong)
            return ""
        if found is None:
            self.refuse(column, f"There is no NHS number: {of_whom} is not known.")
        return str(found or "")

    def born(self, column: C) -> str:
        """The date of birth, empty where none is given."""
        given = self.text(column)
        try:
            return str(read_date(given, self.columns.date_order)) if given else ""
        except InvalidInput as wrong:
            self.refuse(column, wrong)
            return ""

    def moment(self, day: C, clock: C) -> datetime | None:
        """The moment of a day and a time of day, or nothing with its reason."""
        day_text, clock_text = parted(self.text(day), self.text(clock))
        column = day
        try:
            found = read_day(day_text, self.columns.date_order, self.now)
            column = clock
            return read_moment(found, clock_text, self.now)
        except InvalidInput as wrong:
            self.refuse(column, wrong)
            return None
