"""Adding, changing and withdrawing quick texts; the team's are approved by a clinician, for a time."""

from datetime import date, timedelta

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, NotAllowed
from mdt_core.quick_text import Origin, checked_name, checked_text
from mdt_core.records.quick_texts import QuickText, QuickTextState, Whose
from mdt_core.roles import CLINICIANS
from mdt_core.store.queries.quick_texts import quick_texts
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork

LONGEST_APPROVAL = timedelta(days=731)
"""The team's wording is looked at again within two years."""


def save_quick_text(
    store: Store,
    *,
    by: Actor,
    name: str,
    text: str,
    whose: Whose,
    review_on: date | None = None,
    quick_text_id: str | None = None,
) -> tuple[str, Changes]:
    """Adds a quick text, or changes one; saving the team's approves it in the name of who saves it.

    Raises InvalidInput for a name that is taken or cannot be typed, a bracket left alone and a
    review day that is missing, past or over two years away; NotAllowed where a clinician is needed
    or the text is somebody else's.
    """
    with store.deed(by) as unit:
        before = unit.card(QuickText, quick_text_id) if quick_text_id else None
        _require_allowed(by, whose, before)
        made = _made(by, checked_name(name), checked_text(text), whose)
        if whose is Whose.TEAM:
            today = london_day(unit.writing.at)
            made = made.model_copy(
                update={"approved_on": today, "review_on": _checked_review(review_on, today)}
            )
        _require_free(unit, by, made, quick_text_id)
        saved = unit.write(made, About(), record_id=quick_text_id)
        unit.audit("save quick text", About(), record_id=saved)
        return saved, unit.commit()


def withdraw_quick_text(store: Store, *, by: Actor, quick_text_id: str) -> Changes:
    """Takes a quick text out of the list; its blanks still stop a signature.

    Raises NotAllowed where it is the team's and a clinician is needed, or somebody else's.
    """
    with store.deed(by) as unit:
        before = unit.card(QuickText, quick_text_id)
        _require_allowed(by, before.whose, before)
        gone = before.model_copy(update={"state": QuickTextState.WITHDRAWN})
        unit.write(gone, About(), record_id=quick_text_id)
        unit.audit("withdraw quick text", About(), record_id=quick_text_id)
        return unit.commit()


def _require_allowed(by: Actor, whose: Whose, before: QuickText | None) -> None:
    if before is not None and before.whose is not whose:
        raise InvalidInput("A quick text stays whose it is. Add a new one", where="Whose")
    if whose is Whose.TEAM and by.role not in CLINICIANS:
        raise NotAllowed("Only a clinician approves the team's quick text. Ask a nurse or a GP")
    if before is not None and whose is Whose.MINE and before.owner != by.person_id:
        raise NotAllowed("This quick text is somebody else's own")


def _made(by: Actor, name: str, text: str, whose: Whose) -> QuickText:
    if whose is Whose.MINE:
        return QuickText(name=name, text=text, whose=whose, owner=by.person_id)
    return QuickText(name=name, text=text, whose=whose, approved_by=by.name)


def _checked_review(review_on: date | None, today: date) -> date:
    if review_on is None:
        raise InvalidInput("Give the day of the next review", where="Review on")
    if not today < review_on <= today + LONGEST_APPROVAL:
        raise InvalidInput("The review is after today and within two years", where="Review on")
    return review_on


def _require_free(unit: UnitOfWork, by: Actor, made: QuickText, own_id: str | None) -> None:
    """The team's may stand in place of a shipped one; otherwise a name is used once."""
    for line in quick_texts(unit.connection, by):
        is_replaced = line.snippet.origin is Origin.SHIPPED and made.whose is Whose.TEAM
        if line.snippet.name != made.name or line.is_withdrawn or is_replaced:
            continue
        if not line.id or line.id != own_id:
            raise InvalidInput(f"«{made.name}» is taken. Choose another name", where="Name")
