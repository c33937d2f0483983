"""Which column of a list is what: what is proposed or remembered, what a person chose, what is open.

The window and the command line choose by the same rules; each says in its own way how to answer.
Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mdt_core.exchange.tables.cells import DateOrder, order_shown_by
from mdt_core.exchange.tables.mapping import (
    DATES,
    ColumnMapping,
    Meaning,
    Proposal,
    date_order,
    propose,
)
from mdt_core.exchange.tables.sheet import Sheet

Answers = Mapping[str, Meaning | None]
"""What a person chose for a column by its heading; None leaves it out."""

_OTHER = {DateOrder.DMY: DateOrder.MDY, DateOrder.MDY: DateOrder.DMY}


@dataclass(frozen=True)
class Asked:
    """Something only a person can decide: about a column, or which way dates go."""

    words: str
    is_about_dates: bool = False


@dataclass(frozen=True)
class Chosen:
    """What the columns are taken as, why, and what is still to be decided."""

    mapping: ColumnMapping
    reasons: Mapping[str, str]
    questions: tuple[Asked, ...]


def choose_columns(
    sheet: Sheet,
    *,
    kept: ColumnMapping | None = None,
    answers: Answers | None = None,
    order: DateOrder | None = None,
) -> Chosen:
    """Takes the mapping kept, else the one proposed; then the answers.

    `reasons` are those of the proposal: of columns kept or answered the caller knows why.
    """
    proposal = propose(sheet)
    given = answers or {}
    mapping = proposal.mapping if kept is None else kept
    for header, meaning in given.items():
        mapping = mapping.with_column(header, meaning)
    asked: tuple[Asked, ...] = ()
    if order:
        mapping = mapping.with_date_order(order)
    else:
        mapping, asked = _with_dates(sheet, mapping)
    open_still = _unanswered(proposal, sheet, given) if kept is None else ()
    return Chosen(mapping, proposal.reasons if kept is None else {}, (*open_still, *asked))


def _unanswered(proposal: Proposal, sheet: Sheet, answers: Answers) -> tuple[Asked, ...]:
    """The questions about columns of which no answer names one."""
    named = [f"«{header}»" for header in sheet.headers]
    about_columns = [words for words in proposal.questions if any(map(words.count, named))]
    answered = [f"«{header}»" for header in answers]
    return tuple(Asked(words) for words in about_columns if not any(map(words.count, answered)))


def _with_dates(sheet: Sheet, mapping: ColumnMapping) -> tuple[ColumnMapping, tuple[Asked, ...]]:
    """An order remembered holds unless this list shows the other one; else it is proven or asked."""
    remembered = mapping.date_order
    if remembered is None:
        order, asked = date_order(sheet, mapping)
        questions = tuple(Asked(each, is_about_dates=True) for each in asked)
        return mapping.with_date_order(order), questions
    odd = _odd_date(sheet, mapping, _OTHER.get(remembered))
    if odd is None:
        return mapping, ()
    words = f"«{odd}» does not fit the order remembered for these lists ({remembered.label})."
    return mapping, (Asked(words, is_about_dates=True),)


def _odd_date(sheet: Sheet, mapping: ColumnMapping, other: DateOrder | None) -> str | None:
    texts = (
        text
        for meaning in DATES
        for header in mapping.headers_of(meaning)
        for text in sheet.column(header)
    )
    return next((text for text in texts if other and order_shown_by(text) is other), None)
