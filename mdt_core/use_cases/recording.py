"""Recording a statement as its form told it, all or nothing: what every kind without rules of its own needs.

A kind with more to do - an action, a card that follows - names it as `alongside`; what moves people or
refuses by what stands already has a use case of its own. Knows no kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Generic, TypeVar

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, london_day, to_second
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.fields import Column, FieldSpec, field_of, fields_of
from mdt_core.record import Statement, is_restricted
from mdt_core.records.residents import Resident
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork

S = TypeVar("S", bound=Statement)

Alongside = Callable[[UnitOfWork, S, str], None]


@dataclass(frozen=True)
class Recorded(Generic[S]):
    """What was signed, under which id, and what changed with it."""

    record_id: str
    record: S
    changes: Changes


def record_statement(
    store: Store, *, by: Actor, draft: Draft[S], alongside: Alongside[S] | None = None
) -> Recorded[S]:
    """Signs what a form told, with what `alongside` writes in the same transaction.

    In a series it replaces what the person saw when the form was opened, as the draft says it; what
    has arrived since then stands beside it. Raises InvalidInput, naming the field, for what is
    missing, wrong or cannot have been so.
    """
    require_signable(draft)
    record, who = draft.record(), draft.resident_id
    with store.deed(by) as unit:
        record.require_possible(unit.writing.at)
        unit.card(Resident, who)
        happened = happened_at(record, unit.writing.at)
        about = About(who, unit.home_of(who), occurred_at=happened)
        change = unit.sign(record, about, seen=draft.seen_heads)
        record_id = change.envelope.record_id
        if alongside is not None:
            alongside(unit, record, record_id)
        unit.audit(f"record {audited_as(type(record))}", about, record_id=record_id)
        unit.discard_draft(record.kind, who)
        return Recorded(record_id, record, unit.commit())


def audited_as(kind: type[Statement]) -> str:
    """A home's computer keeps its access audit: it does not tell there what was restricted."""
    return "restricted" if is_restricted(kind) else kind.title.lower()


def require_signable(draft: Draft[Any]) -> None:
    """Raises InvalidInput with the first problem of a draft, and the label of its field."""
    for problem in draft.problems():
        fields = draft.record_class.model_fields
        is_field = problem.field in fields
        label = field_of(draft.record_class, problem.field).label if is_field else problem.field
        raise InvalidInput(problem.words, where="" if label in problem.words else label)


def happened_at(record: Statement, now: datetime) -> datetime | None:
    """When it happened, where a field tells it; a day is its first moment, a month its first day."""
    spec = _telling_when(type(record))
    told = getattr(record, spec.name) if spec is not None else None
    if spec is None or told is None:
        return None
    if isinstance(told, datetime):
        is_to_come = to_second(told) > to_second(now)
        happened = told
    else:
        day = told.earliest if isinstance(told, PartialDate) else told
        is_to_come = day > london_day(now)
        happened = _first_moment(day)
    if is_to_come:
        raise InvalidInput("This cannot be later than now", where=spec.label)
    return happened


def _first_moment(day: date) -> datetime:
    """Midnight in Greenwich falls on the same day in England, in summer too."""
    return datetime.combine(day, time(), UTC)


def _telling_when(record_class: type[Statement]) -> FieldSpec | None:
    told = (spec for spec in fields_of(record_class) if spec.column is Column.OCCURRED)
    return next(told, None)
