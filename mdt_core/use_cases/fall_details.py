"""The full record of a fall, and the falls assessment, each with what it brings, all or nothing.

The full record is signed with the medicines in force at the time of the fall as last known, and
answers the action that the quick record asked of the home. An assessment makes its actions.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from mdt_core.actor import Actor
from mdt_core.blood_thinners import blood_thinners_among, shipped_blood_thinners
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.fall_answers import MedicinesKnown
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.falls import Fall
from mdt_core.records.falls_assessments import FactorFound, FallsAssessment
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.observations import ObservationSet
from mdt_core.store.queries.medicines import medicines_in_force
from mdt_core.store.queries.statements import Kept, Signed, cards, every_statement, statements
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import Change
from mdt_core.use_cases.falls import full_record_id, full_record_words
from mdt_core.use_cases.recording import Recorded, record_statement

_TAKEN_WITHIN = timedelta(hours=24)
"""Until how long after a fall a set of observations is linked with it."""


@dataclass(frozen=True)
class RecordedDetail(Recorded[FallDetail]):
    """The full record as signed, and the actions that it answered."""

    answered: tuple[str, ...] = ()


def fall_detail_draft(
    resident_id: str, fall_id: str, fall: Fall | None = None
) -> Draft[FallDetail]:
    """A full record to begin with: it names its fall, and holds no answer that nobody gave."""
    draft = Draft(FallDetail, resident_id).with_value("fall_id", fall_id)
    if fall is None or fall.head is None:
        return draft
    return draft.with_value("head", fall.head.value)


def record_fall_detail(store: Store, *, by: Actor, draft: Draft[FallDetail]) -> RecordedDetail:
    """Signs the full record of a fall and answers the action that asked for it.

    Every earlier full record of the same fall is replaced; where the draft says which of them were
    seen, those alone, and what has arrived since stands beside it. Raises InvalidInput, naming the
    field, for what cannot have been so, and where the fall is not of this resident or was withdrawn.
    """
    problems = draft.problems()
    if problems:
        raise InvalidInput(problems[0].words, where=problems[0].field)
    who = draft.resident_id
    with store.deed(by) as unit:
        fall, fell_at = _fall(unit, who, str(draft.values.get("fall_id", "")))
        told = draft.record().model_copy(update=_on_file(unit.connection, who, fell_at))
        told.require_possible(unit.writing.at)
        about = About(who, unit.home_of(who), occurred_at=fell_at)
        earlier = _details(unit.connection, who, told.fall_id)
        seen = [each.mid for each in earlier if draft.has_seen(each.mid)]
        change = unit.sign(told, about, corrects=seen[0] if seen else None, replaces=seen[1:])
        answered = _answer_action(unit, who, told.fall_id, fall)
        unit.audit("record full falls record", about, record_id=change.envelope.record_id)
        unit.discard_draft(FallDetail.kind, who)
        record_id = change.envelope.record_id
        return RecordedDetail(record_id, told, unit.commit(), answered)


def record_falls_assessment(
    store: Store, *, by: Actor, draft: Draft[FallsAssessment]
) -> Recorded[FallsAssessment]:
    """Signs an assessment; each action that it names becomes one of the resident's, with its owner."""
    return record_statement(store, by=by, draft=draft, alongside=_make_actions)


def follow_withdrawal(unit: UnitOfWork, withdrawn: Change, reason: str) -> None:
    """Has the action of a fall follow: stopped with its fall, open again without its full record."""
    envelope, body = withdrawn.envelope, withdrawn.body or {}
    who = envelope.resident_id or ""
    if envelope.kind == Fall.kind:
        _set_action(unit, who, envelope.record_id, ActionState.STOPPED, reason)
    elif envelope.kind == FallDetail.kind:
        fall_id = str(body.get("fall_id", ""))
        if not _details(unit.connection, who, fall_id):
            _set_action(unit, who, fall_id, ActionState.OPEN, f"Full record withdrawn: {reason}")


def _set_action(
    unit: UnitOfWork, resident_id: str, fall_id: str, state: ActionState, outcome: str
) -> None:
    """Only where the action is there, and stands as the fall left it."""
    action_id = full_record_id(fall_id)
    expected = ActionState.DONE if state is ActionState.OPEN else ActionState.OPEN
    if not unit.card_state(action_id).groups:
        return
    action = unit.card(Action, action_id)
    if action.state is expected:
        told = action.model_copy(update={"state": state, "outcome": outcome})
        unit.write(told, About(resident_id, unit.home_of(resident_id)), record_id=action_id)


def details_of(connection: Reading, resident_id: str) -> dict[str, tuple[Signed[FallDetail], ...]]:
    """The full records that stand, newest first, by the fall that each is of."""
    found: dict[str, tuple[Signed[FallDetail], ...]] = {}
    for each in statements(connection, FallDetail, resident_id):
        fall_id = str(each.readable.get("fall_id", ""))
        found[fall_id] = (*found.get(fall_id, ()), each)
    return found


def _details(connection: Reading, resident_id: str, fall_id: str) -> tuple[Signed[FallDetail], ...]:
    return details_of(connection, resident_id).get(fall_id, ())


def _fall(unit: UnitOfWork, resident_id: str, fall_id: str) -> tuple[Fall | None, datetime]:
    """The fall as far as it can be read, and when it was."""
    for each in statements(unit.connection, Fall, resident_id):
        if each.id == fall_id:
            return each.record, each.occurred_at
    message = "This full record belongs to a fall that is not, or no longer, in this record"
    raise InvalidInput(message, where="Of the fall")


def _on_file(connection: Reading, resident_id: str, at: datetime) -> dict[str, Any]:
    """What stood on file of the time of the fall: the medicines, and the observations after it."""
    return {
        "fell_at": at,
        **medicines_then(connection, resident_id, at),
        "observations_id": _observed_after(connection, resident_id, at),
    }


def medicines_then(connection: Reading, resident_id: str, at: datetime) -> dict[str, Any]:
    """The medicines in force at a moment as fields of the full record; not knowing is an answer."""
    known = medicines_in_force(connection, resident_id, at)
    if not known.is_recorded:
        nothing = {"medicines": (), "anticoagulants": (), "antiplatelets": ()}
        unknown = {"medicines_as_of": None, "medicines_source": None}
        return {"medicines_known": MedicinesKnown.UNKNOWN, **nothing, **unknown}
    thinners, names = blood_thinners_among(known.names), shipped_blood_thinners()
    return {
        "medicines_known": MedicinesKnown.LISTED,
        "medicines": tuple(map(_as_listed, known.lines)),
        "anticoagulants": tuple(each for each in thinners if each in names.anticoagulants),
        "antiplatelets": tuple(each for each in thinners if each in names.antiplatelets),
        "medicines_as_of": known.as_of,
        "medicines_source": known.list_source,
    }


def _as_listed(line: Kept[MedicineLine]) -> str:
    parts = (str(line.readable.get(name) or "") for name in ("medicine", "dose", "frequency"))
    two = " (two versions)" if line.has_siblings else ""
    return ", ".join(part for part in parts if part) + two


def _observed_after(connection: Reading, resident_id: str, at: datetime) -> str | None:
    """The first set that was taken after a fall, within a day of it."""
    taken = every_statement(connection, ObservationSet, resident_id)
    since = takewhile(lambda each: each.occurred_at >= at, taken)
    after = [each for each in since if each.occurred_at <= at + _TAKEN_WITHIN]
    return after[-1].id if after else None


def _answer_action(
    unit: UnitOfWork, resident_id: str, fall_id: str, fall: Fall | None
) -> tuple[str, ...]:
    """Marks the action of the quick record done; one answered otherwise stays as it is."""
    still_open = (ActionState.OPEN.value,)
    found = cards(unit.connection, Action, resident_id, states=still_open)
    words = full_record_words(fall) if fall else ""
    answered = [
        each
        for each in found
        if each.record and (each.id == full_record_id(fall_id) or each.record.text == words)
    ]
    about = About(resident_id, unit.home_of(resident_id))
    for each in answered:
        done = {"state": ActionState.DONE, "outcome": "Full falls record signed"}
        if each.record is not None:
            unit.write(each.record.model_copy(update=done), about, record_id=each.id)
            unit.audit("answer action", about, record_id=each.id)
    return tuple(each.id for each in answered)


def _make_actions(unit: UnitOfWork, assessment: FallsAssessment, record_id: str) -> None:
    """Writes the actions that the factors name; the assessment was signed for the same resident."""
    who = _resident_of(unit, record_id)
    about = About(who, unit.home_of(who))
    for each in assessment.factors:
        if each.action:
            unit.audit("add action", about, record_id=unit.write(_action(each), about))


def _resident_of(unit: UnitOfWork, record_id: str) -> str:
    return unit.statement(record_id).envelope.resident_id or ""


def _action(found: FactorFound) -> Action:
    return Action(
        text=found.action or "", owner=found.owner, owner_role=found.owner_role, due=found.due
    )
