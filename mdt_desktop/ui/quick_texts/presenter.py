"""What the list of quick texts shows, who may change which, and what the form gives. No Qt."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.quick_text import Origin
from mdt_core.records.quick_texts import QuickText, Whose
from mdt_core.roles import CLINICIANS
from mdt_core.store.queries.quick_texts import QuickTextLine, quick_texts
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.quick_texts import save_quick_text, withdraw_quick_text

ABOUT: Final = (
    "Type a semicolon and a name in any long text, as ;seen. Tab goes from blank to blank, and nothing "
    "is signed while a blank is left."
)
TWO_VERSIONS: Final = "Two versions: write it anew"
DUE: Final = "review due"
_WHOSE: Final = {Origin.MINE: "Mine", Origin.TEAM: "The team's", Origin.SHIPPED: "Shipped"}


@dataclass(frozen=True)
class QuickTextRow:
    """One row of the list; `key` stands for it, `id` is empty for a shipped wording."""

    key: str
    id: str
    name: str
    text: str
    origin: Origin
    whose: str
    approved: str
    review: str
    is_due: bool
    is_withdrawn: bool


@dataclass(frozen=True)
class QuickTextsView:
    """The rows with the words above them; `may_approve` says whether the person can for the team."""

    rows: tuple[QuickTextRow, ...]
    due_words: str
    may_approve: bool
    may_write: bool


@dataclass(frozen=True)
class Entered:
    """The form as filled; `id` is empty for a new one."""

    id: str
    name: str
    text: str
    whose: str
    review_on: str


def read_quick_texts(store: Store, actor: Actor) -> QuickTextsView:
    """Reads the list in one moment of the store."""
    with store.reading() as connection:
        return view_of(quick_texts(connection, actor), actor, london_day(store.clock()))


def view_of(lines: tuple[QuickTextLine, ...], actor: Actor, today: date) -> QuickTextsView:
    """Gives the rows and says how many reviews are due."""
    rows = tuple(map(partial(_row, today=today), lines))
    due = [f";{row.name}" for row in rows if row.is_due]
    number = f"{len(due)} reviews are" if len(due) > 1 else "1 review is"
    return QuickTextsView(
        rows,
        f"{number} due: {', '.join(due)}" if due else "",
        may_approve=actor.role in CLINICIANS,
        may_write=actor.role in QuickText.writers,
    )


def may_change(view: QuickTextsView, row: QuickTextRow) -> bool:
    """Whether the person may change a row, or approve a shipped one for the team."""
    return view.may_write if row.origin is Origin.MINE else view.may_approve


def change_words(row: QuickTextRow) -> str:
    """What the button on a row says."""
    if row.origin is Origin.SHIPPED:
        return "Approve for the team…"
    return "Take up again…" if row.is_withdrawn else "Change…"


def save_entered(store: Store, actor: Actor, entered: Entered) -> Changes:
    """Saves the form; raises InvalidInput and NotAllowed as the deed does."""
    review_on = date.fromisoformat(entered.review_on) if entered.review_on else None
    return save_quick_text(
        store,
        by=actor,
        name=entered.name,
        text=entered.text,
        whose=Whose(entered.whose),
        review_on=review_on,
        quick_text_id=entered.id or None,
    )[1]


def withdraw(store: Store, actor: Actor, quick_text_id: str) -> Changes:
    """Takes a quick text out of the list."""
    return withdraw_quick_text(store, by=actor, quick_text_id=quick_text_id)


def _row(line: QuickTextLine, *, today: date) -> QuickTextRow:
    is_due = line.is_review_due(today) and not line.is_withdrawn
    review = clinical_date(line.review_on) if line.review_on else ""
    snippet = line.snippet
    return QuickTextRow(
        key=line.id or f"shipped {snippet.name}",
        id=line.id,
        name=snippet.name,
        text=snippet.text,
        origin=snippet.origin,
        whose=_state(line),
        approved=line.approved_by,
        review=f"{review}, {DUE}" if is_due else review,
        is_due=is_due,
        is_withdrawn=line.is_withdrawn,
    )


def _state(line: QuickTextLine) -> str:
    if line.has_two_versions:
        return TWO_VERSIONS
    whose = _WHOSE[line.snippet.origin]
    return f"{whose}, withdrawn" if line.is_withdrawn else whose
