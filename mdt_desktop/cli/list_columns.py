"""Which column of a list is what, on the command line: the options that answer what is asked."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.choosing import Asked, choose_columns
from mdt_core.exchange.tables.mapping import ColumnMapping, Meaning
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.fields import Choice
from mdt_desktop.remembered_columns import read_kept, remembered

C = TypeVar("C", bound=Choice)

_HOW_COLUMN = '--column "HEADING=MEANING" chooses, --column "HEADING=" leaves a column out'
_HOW_DATES = "--date-order dmy where the day comes first, --date-order mdy where the month does"


@dataclass(frozen=True)
class Question:
    """Something only a person can decide, and the option that answers it."""

    words: str
    answered_by: str


@dataclass(frozen=True)
class Columns:
    """What the columns are taken as, why, and what is still to be decided."""

    mapping: ColumnMapping
    reasons: Mapping[str, str]
    questions: tuple[Question, ...]

    def lines(self, sheet: Sheet) -> Iterator[str]:
        """The columns in words, one a line, and those that are not read."""
        yield "columns"
        for header, meaning in self.mapping.columns.items():
            reason = f"   {self.reasons[header]}" if header in self.reasons else ""
            yield f"  {header} = {meaning.value}{reason}"
        left_out = [header for header in sheet.headers if header not in self.mapping.columns]
        yield from [f"  not read: {', '.join(left_out)}"] if left_out else []

    def as_json(self) -> dict[str, str]:
        """The columns by heading."""
        return {header: meaning.value for header, meaning in self.mapping.columns.items()}


def columns_of(sheet: Sheet, given: Namespace, folder: Path) -> Columns:
    """Takes the mapping given, else the one remembered, else the one proposed; then the answers.

    Raises InvalidInput for a mapping that cannot be read, a heading not in the list, or a meaning
    that is none.
    """
    kept = read_kept(sheet, given.mapping) if given.mapping else remembered(sheet, folder)
    said = answers(given.column, sheet, Meaning)
    order = DateOrder(given.date_order) if given.date_order else None
    chosen = choose_columns(sheet, kept=kept, answers=said, order=order)
    source = "As given with --mapping" if given.mapping else "As remembered"
    reasons = chosen.reasons if kept is None else dict.fromkeys(kept.columns, source)
    reasons = {**reasons, **dict.fromkeys(said, "As given with --column")}
    return Columns(chosen.mapping, reasons, tuple(map(_question, chosen.questions)))


def _question(asked: Asked) -> Question:
    return Question(asked.words, _HOW_DATES if asked.is_about_dates else _HOW_COLUMN)


def answers(given: list[str], sheet: Sheet, columns: type[C]) -> dict[str, C | None]:
    """What a person says of columns, as `HEADING=MEANING`; raises InvalidInput for what is neither."""
    return dict(_answer(each, sheet, columns) for each in given)


def _answer(text: str, sheet: Sheet, columns: type[C]) -> tuple[str, C | None]:
    header, sign, meaning = (part.strip() for part in text.rpartition("="))
    if not sign or header not in sheet.headers:
        known = ", ".join(sheet.headers)
        message = f"«{text}» names no column of this list."
        raise InvalidInput(message, next_step=f"There are: {known}.", where="--column")
    found = next((each for each in columns if each.value == meaning), None)
    if meaning and found is None:
        known = ", ".join(each.value for each in columns)
        message = f"«{meaning}» is not what a column can be."
        raise InvalidInput(message, next_step=f"Choose one of {known}.", where="--column")
    return header, found
