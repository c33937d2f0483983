"""Which column of a dated list is what: proposed from its headings, decided by a person. Pure.

A heading that fits nothing is left out and named; two that fit one thing are asked about. Knows no
list: what a column can be, and the words that name it, are given by each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from mdt_core.errors import ImportRefused
from mdt_core.exchange.tables.cells import DateOrder, order_shown_by
from mdt_core.exchange.tables.mapping import order_proven, plain_heading, two_columns
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.fields import Choice

C = TypeVar("C", bound=str)
D = TypeVar("D", bound=Choice)

_OTHER = {DateOrder.DMY: DateOrder.MDY, DateOrder.MDY: DateOrder.DMY}


@dataclass(frozen=True)
class ListColumns(Generic[C]):
    """Headings by what they are, the order of dates in figures, and what is still to be decided.

    `is_published`: the headings are those of a published file, so nothing is chosen and every cell
    is meant word for word. `asks_order`: one of the questions is which way dates go.
    """

    headers: Mapping[C, str]
    date_order: DateOrder | None = None
    questions: tuple[str, ...] = ()
    is_published: bool = False
    asks_order: bool = False

    @property
    def chosen(self) -> dict[str, str]:
        """What each heading is taken as, by heading; empty where nothing was to choose."""
        return {} if self.is_published else {text: str(each) for each, text in self.headers.items()}

    def left_out(self, sheet: Sheet) -> tuple[str, ...]:
        """The headings that are not read."""
        return tuple(each for each in sheet.headers if each not in self.headers.values())

    def require_decided(self) -> None:
        """Raises ImportRefused while something is to be decided."""
        if self.questions:
            raise ImportRefused(" ".join(self.questions), next_step="Say which column is what.")


@dataclass(frozen=True)
class Headings(Generic[D]):
    """What a list's columns can be: the words that name each, which are needed, which are days."""

    words: Mapping[D, str]
    needed: tuple[D, ...]
    dates: tuple[D, ...]

    def columns_of(
        self,
        sheet: Sheet,
        answers: Mapping[str, D | None] | None = None,
        order: DateOrder | None = None,
        remembered_order: DateOrder | None = None,
    ) -> ListColumns[D]:
        """Takes the headings as understood, then a person's answers (None leaves one out).

        An order that is only remembered gives way to a question where the list shows the other one.
        """
        found: dict[D, str] = {}
        questions: list[str] = []
        for column, headers in self._headers(sheet, answers or {}).items():
            if len(headers) > 1:
                questions.append(two_columns(column, headers))
            elif headers:
                found[column] = headers[0]
        missing = [each for each in self.needed if each not in found and not questions]
        questions += [f"No column is «{each.label}». Say which it is." for each in missing]
        order, asked = (order, ()) if order else self._order(sheet, found, remembered_order)
        return ListColumns(found, order, (*questions, *asked), asks_order=bool(asked))

    def _headers(self, sheet: Sheet, answers: Mapping[str, D | None]) -> dict[D, tuple[str, ...]]:
        """The headings that may be each; where several fit by their words, the one answered alone."""
        meaning_of = {word: each for each, words in self.words.items() for word in words.split(",")}
        fitting = {each: meaning_of.get(plain_heading(each)) for each in sheet.headers}
        named = {**fitting, **answers}
        found: dict[D, tuple[str, ...]] = {}
        for column in self.words:
            said = tuple(header for header, each in answers.items() if each is column)
            is_doubled = list(fitting.values()).count(column) > 1
            both = tuple(header for header, each in named.items() if each is column)
            found[column] = said if said and is_doubled else both
        return found

    def _order(
        self, sheet: Sheet, found: Mapping[D, str], remembered: DateOrder | None
    ) -> tuple[DateOrder | None, tuple[str, ...]]:
        headers = [found[each] for each in self.dates if each in found]
        days = [text.split(" ")[0] for header in headers for text in sheet.column(header) if text]
        if remembered is None:
            return order_proven(days[::-1])  # the last one is the example in the question
        odd = next((day for day in days if order_shown_by(day) is _OTHER.get(remembered)), None)
        if odd is None:
            return remembered, ()
        words = f"«{odd}» does not fit the order remembered for these lists ({remembered.label})."
        return None, (words,)
