"""Which column of a list is what, on the command line: proposed, asked, answered, remembered.

What a person answered is kept in the folder of the workspace, by the headings of the list, and holds
for the next list with the same ones. Kept are headings and what they mean, in the clear, so a table
whose headings look like a person is never remembered.
"""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.cells import DateOrder, order_shown_by
from mdt_core.exchange.tables.mapping import (
    DATES,
    ColumnMapping,
    Meaning,
    Proposal,
    date_order,
    from_text,
    header_key,
    propose,
)
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.identifiers import NhsNumber
from mdt_desktop.cli.profile import write_privately

REMEMBERED = "list-columns"
"""The folder of remembered columns, inside that of the workspace."""

_HOW_COLUMN = '--column "HEADING=MEANING" chooses, --column "HEADING=" leaves a column out'
_HOW_DATES = "--date-order dmy where the day comes first, --date-order mdy where the month does"
_OTHER = {DateOrder.DMY: DateOrder.MDY, DateOrder.MDY: DateOrder.DMY}


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
    kept, source = _kept(sheet, given.mapping, folder)
    proposal = propose(sheet)
    mapping = proposal.mapping if kept is None else kept
    reasons = proposal.reasons if kept is None else dict.fromkeys(mapping.columns, source)
    answers = dict(_answer(each, sheet) for each in given.column)
    for header, meaning in answers.items():
        mapping = mapping.with_column(header, meaning)
    reasons = {**reasons, **dict.fromkeys(answers, "As given with --column")}
    if given.date_order:
        mapping = mapping.with_date_order(DateOrder(given.date_order))
        asked: tuple[Question, ...] = ()
    else:
        mapping, asked = _with_dates(sheet, mapping)
    open_still = _unanswered(proposal, sheet, answers) if kept is None else ()
    return Columns(mapping, reasons, (*open_still, *asked))


def remember(sheet: Sheet, mapping: ColumnMapping, folder: Path) -> str:
    """Keeps a mapping for lists with these headings; gives the reason where it does not.

    Raises OSError or StoreProblem where it cannot be written.
    """
    if any(map(_is_of_a_person, sheet.headers)):
        return "A heading looks like a date or an NHS number."
    place = _place(sheet, folder)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    write_privately(place, mapping.as_text().encode("utf-8"))
    return ""


def _kept(sheet: Sheet, chosen: Path | None, folder: Path) -> tuple[ColumnMapping | None, str]:
    place = chosen or _place(sheet, folder)
    if chosen is None and not place.is_file():
        return None, ""
    try:
        text = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("The file with the columns cannot be read.", where=str(place)) from error
    mapping = from_text(text)
    missing = [header for header in mapping.columns if header not in sheet.headers]
    if missing:
        raise InvalidInput(
            f"The list has no column «{missing[0]}».",
            next_step="Give the columns of this list.",
            where=str(place),
        )
    return mapping, "As given with --mapping" if chosen else "As remembered"


def _answer(text: str, sheet: Sheet) -> tuple[str, Meaning | None]:
    header, sign, meaning = (part.strip() for part in text.rpartition("="))
    if not sign or header not in sheet.headers:
        known = ", ".join(sheet.headers)
        message = f"«{text}» names no column of this list."
        raise InvalidInput(message, next_step=f"There are: {known}.", where="--column")
    if not meaning:
        return header, None
    if meaning not in {each.value for each in Meaning}:
        known = ", ".join(each.value for each in Meaning)
        raise InvalidInput(
            f"«{meaning}» is not what a column can be.",
            next_step=f"Choose one of {known}.",
            where="--column",
        )
    return header, Meaning(meaning)


def _unanswered(
    proposal: Proposal, sheet: Sheet, answers: Mapping[str, Meaning | None]
) -> tuple[Question, ...]:
    """The questions about columns of which no answer names one."""
    named = [f"«{header}»" for header in sheet.headers]
    about_columns = [words for words in proposal.questions if any(map(words.count, named))]
    answered = [f"«{header}»" for header in answers]
    return tuple(
        Question(words, _HOW_COLUMN)
        for words in about_columns
        if not any(map(words.count, answered))
    )


def _with_dates(sheet: Sheet, mapping: ColumnMapping) -> tuple[ColumnMapping, tuple[Question, ...]]:
    """An order remembered holds unless this list shows the other one; else it is proven or asked."""
    remembered = mapping.date_order
    if remembered is None:
        order, asked = date_order(sheet, mapping)
        return mapping.with_date_order(order), tuple(Question(each, _HOW_DATES) for each in asked)
    texts = (
        text
        for meaning in DATES
        for header in mapping.headers_of(meaning)
        for text in sheet.column(header)
    )
    other = _OTHER.get(remembered)
    odd = next((text for text in texts if other and order_shown_by(text) is other), None)
    if odd is None:
        return mapping, ()
    words = f"«{odd}» does not fit the order remembered for these lists ({remembered.label})."
    return mapping, (Question(words, _HOW_DATES),)


def _is_of_a_person(header: str) -> bool:
    if order_shown_by(header) is not None:
        return True
    try:
        NhsNumber.parse(header)
    except InvalidInput:
        return False
    return True


def _place(sheet: Sheet, folder: Path) -> Path:
    return folder / REMEMBERED / f"{header_key(sheet.headers)}.json"
