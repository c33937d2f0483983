"""The columns of a dated list as they were decided, kept for the next list with the same headings. Pure.

What was left out is left out again. Knows no list: what a column can be is given by each.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.dated_columns import D, ListColumns
from mdt_core.exchange.tables.sheet import Sheet

_VERSION: Final = 1


@dataclass(frozen=True)
class KeptColumns(Generic[D]):
    """What each heading was taken as, and the order of dates in figures."""

    columns: Mapping[str, D]
    date_order: DateOrder | None = None

    def answers(self, sheet: Sheet) -> dict[str, D | None]:
        """What each heading of a list is by what was kept; None for one that was left out."""
        return {header: self.columns.get(header) for header in sheet.headers}

    def as_text(self) -> str:
        """The columns as JSON text."""
        columns = {header: each.value for header, each in self.columns.items()}
        order = self.date_order.value if self.date_order else None
        kept = {"version": _VERSION, "columns": columns, "date_order": order}
        return json.dumps(kept, ensure_ascii=False)


def kept_of(decided: ListColumns[D]) -> KeptColumns[D]:
    """What is to be kept of columns that are decided."""
    by_header = {header: each for each, header in decided.headers.items()}
    return KeptColumns(by_header, decided.date_order)


def kept_from(text: str, meanings: type[D]) -> KeptColumns[D]:
    """Reads columns that were kept; raises InvalidInput where they are none of this kind of list."""
    try:
        kept = json.loads(text)
        columns = {str(header): meanings(each) for header, each in kept["columns"].items()}
        order = DateOrder(kept["date_order"]) if kept["date_order"] else None
        is_known = kept["version"] == _VERSION
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_known, columns, order = False, {}, None
    if not is_known:
        message = "The columns that were remembered for this list cannot be read."
        raise InvalidInput(message, next_step="Choose them again.")
    return KeptColumns(columns, order)
