"""What the resident page does, as plain functions for the deeds runner; free of Qt."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.drafts import Draft
from mdt_core.record import kind_named
from mdt_core.records.actions import ActionState
from mdt_core.records.deaths import Death
from mdt_core.records.put_offs import Missing, PutOff
from mdt_core.store.merges import KINDS
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.deaths import withdraw_death
from mdt_core.use_cases.duplicates import undo
from mdt_core.use_cases.residents import put_off
from mdt_core.use_cases.rounds import SIGNED_BY_MISTAKE, answer_action, withdraw
from mdt_desktop.ui.resident.timeline import TimelineItem

BACK_AS_DRAFT = (
    "Withdrawn. Your text is back as a draft. The signed entry is kept, marked «signed by mistake»"
)
KEPT_MARKED = "Withdrawn. The signed entry is kept, struck through, with the reason"


class Drafts(Protocol):
    """What is needed of the draft store here."""

    def save(self, person_id: str, kind: str, resident_id: str, body: str, at: datetime) -> None:
        """Keeps a form."""

    def load(self, person_id: str, kind: str, resident_id: str) -> Any:  # noqa: ANN401 - a kept draft
        """Gives a kept form, None where there is none."""


def take_back(
    store: Store, drafts: Drafts, *, by: Actor, resident_id: str, item: TimelineItem
) -> tuple[Changes, str]:
    """Withdraws what was just signed and gives its text back as a draft; says which it did.

    A draft that is there already is not written over.
    """
    touched = _withdrawn(store, by, item, SIGNED_BY_MISTAKE)
    record_class = kind_named(item.kind)
    if record_class is None or drafts.load(by.person_id, item.kind, resident_id) is not None:
        return touched, KEPT_MARKED
    text = Draft(record_class, resident_id, item.body).as_text()
    drafts.save(by.person_id, item.kind, resident_id, text, store.clock())
    return touched, BACK_AS_DRAFT


def withdraw_with_reason(
    store: Store, *, by: Actor, item: TimelineItem, reason: str
) -> tuple[Changes, str]:
    """Withdraws a statement for a reason in the person's words."""
    return _withdrawn(store, by, item, reason), KEPT_MARKED


def _withdrawn(store: Store, by: Actor, item: TimelineItem, reason: str) -> Changes:
    """A death that is taken back gives the resident's place back too; a decision goes with its copy."""
    if item.kind in KINDS:
        one_id, other_id = str(item.signed.resident_id), str(item.body.get("other_id"))
        return undo(store, by=by, one_id=one_id, other_id=other_id, reason=reason)
    deed = withdraw_death if item.kind == Death.kind else withdraw
    return deed(store, by=by, record_id=item.id, reason=reason)


def put_off_missing(
    store: Store, *, by: Actor, resident_id: str, what: Missing, reason: str, days: int
) -> tuple[Changes, str]:
    """Records that something missing is not asked for now, for so many days."""
    until = london_day(store.clock()) + timedelta(days=days)
    why = PutOff(what=what, reason=reason, until=until)
    touched = put_off(store, by=by, resident_id=resident_id, why=why)
    return touched, f"Not asked for until {clinical_date(until)}"


def answer(
    store: Store, *, by: Actor, resident_id: str, action_id: str, state: ActionState
) -> tuple[Changes, str]:
    """Marks an action done, or carried on today, which stays on the action."""
    today = clinical_date(london_day(store.clock()))
    carried = f"Carried on {today} by {by.name}" if state is ActionState.OPEN else None
    touched = answer_action(
        store, by=by, resident_id=resident_id, action_id=action_id, state=state, outcome=carried
    )
    return touched, "Marked done" if state is ActionState.DONE else f"Carried on {today}"
