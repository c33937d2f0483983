"""The past rounds of a practice home: started, their entries signed, their actions answered, closed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from mdt_core.clock import london_day
from mdt_core.demo.actions import answer, asked
from mdt_core.demo.days import before, moment, round_day
from mdt_core.demo.plan import LEAD, EntryPlan, RoundPlan
from mdt_core.demo.planned import ActionPlan
from mdt_core.demo.telling import Deed, Telling
from mdt_core.drafts import Draft
from mdt_core.records.round_sign_offs import AnyoneElse, OpenKind
from mdt_core.records.rounds import Attendee, MedicineDecision, RoundEntry
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.store.queries.worklist import reasons_for
from mdt_core.use_cases.round_finish import SigningOff, sign_off
from mdt_core.use_cases.rounds import SignedEntry, sign_entry, start_round, withdraw
from mdt_core.worklist import shipped_thresholds, sources_of

_STARTS_AT = 10
_STILL_OPEN = {
    OpenKind.NOT_REACHED: "What was written of him was about somebody else; on the list next week",
    OpenKind.NOT_CONFIRMED: "Called away at the end; reads it before the next round",
    OpenKind.NOT_SEEN: "Said in the room; the nurse in charge writes it down",
}
_BY_THE_WRITER = "Issued by the GP"
_MINUTES_EACH = 9
_WITHDRAWN_AFTER = timedelta(minutes=4)


def deeds(told: Telling) -> Iterator[Deed]:
    """Every round of the plan with all that follows from it."""
    for planned in told.plan.round:
        yield from _round(told, planned)


def answered_on(today: date, entry: EntryPlan, action: ActionPlan) -> date | None:
    """The day on which an action was done, yesterday at the latest; None while it is open."""
    if action.done is None:
        return None
    done = round_day(today, entry.weeks_ago) + timedelta(days=action.done)
    return min(done, before(today, 1))


def _round(told: Telling, planned: RoundPlan) -> Iterator[Deed]:
    day = round_day(told.today, planned.weeks_ago)
    entries = [each for each in told.plan.entry if each.weeks_ago == planned.weeks_ago]
    yield Deed(moment(day, _STARTS_AT), partial(_start, told, planned, day))
    for place, entry in enumerate(entries, 1):
        at = moment(day, _STARTS_AT, _MINUTES_EACH * place)
        yield from _entry(told, entry, at)
    ends = moment(day, _STARTS_AT, _MINUTES_EACH * (len(entries) + 1))
    yield Deed(ends, partial(_close, told, planned, day))


def _start(told: Telling, planned: RoundPlan, day: date) -> None:
    who = [each.who for each in told.plan.entry if each.weeks_ago == planned.weeks_ago]
    start_round(
        told.store,
        by=told.by(LEAD),
        home_id=told.home_id,
        day=day,
        residents=[told.residents[key] for key in who],
        mode=planned.mode,
    )


def _entry(told: Telling, entry: EntryPlan, at: datetime) -> Iterator[Deed]:
    signed: list[SignedEntry] = []
    yield Deed(at, lambda: signed.append(_signed(told, entry)))
    if entry.withdrawn:
        yield Deed(at + _WITHDRAWN_AFTER, lambda: _withdraw(told, entry, signed[0]))
    for place, action in enumerate(entry.actions):
        day = answered_on(told.today, entry, action)
        if day is not None:
            done = partial(answer, told, entry.who, action, signed, place)
            yield Deed(moment(day, 16, place), done)


def _signed(told: Telling, entry: EntryPlan) -> SignedEntry:
    """Signs an entry that looked at everything its list showed then."""
    responsible = told.by(entry.responsible).author if entry.responsible else None
    return sign_entry(
        told.store,
        by=told.by(entry.by),
        draft=Draft(RoundEntry, told.residents[entry.who], _values(told, entry)),
        actions=[asked(told, entry.weeks_ago, each) for each in entry.actions],
        responsible=responsible,
        looked_at=_looked_at(told, entry) if _is_newest(told, entry) else (),
    )


def _is_newest(told: Telling, entry: EntryPlan) -> bool:
    """Whether no later entry of the resident looks again at all that is still on the list.

    To work the list out for the earlier ones too would take longer than all else that they need.
    """
    return all(
        each.weeks_ago >= entry.weeks_ago for each in told.plan.entry if each.who == entry.who
    )


def _looked_at(told: Telling, entry: EntryPlan) -> tuple[str, ...]:
    with told.store.reading() as connection:
        found = reasons_for(
            connection,
            told.by(entry.by),
            told.residents[entry.who],
            today=london_day(told.clock()),
            thresholds=shipped_thresholds(),
        )
    return sources_of(found)


def _values(told: Telling, entry: EntryPlan) -> dict[str, Any]:
    what, call, by = entry.watch
    values = {
        "round_id": round_id_for(told.home_id, round_day(told.today, entry.weeks_ago)),
        "how": entry.how.value,
        "note": entry.note,
        "plan": entry.plan,
        "medicines": [_medicine(told, entry, each) for each in entry.medicines],
        "watch_for": what,
        "watch_call": call,
        "watch_by": by,
        "see_again": entry.again.value,
        "told": entry.told,
        "own_view": entry.own_view,
    }
    return {name: value for name, value in values.items() if value}


def _medicine(told: Telling, entry: EntryPlan, decision: MedicineDecision) -> dict[str, Any]:
    """The decision; what the writer issues is issued under the writer's own name."""
    values = decision.model_dump(mode="json", exclude_none=True)
    if decision.request_or_issuer == _BY_THE_WRITER and entry.by == LEAD:
        values["request_or_issuer"] = f"Issued by {told.lead.name}"
    return values


def _withdraw(told: Telling, entry: EntryPlan, signed: SignedEntry) -> None:
    reason = entry.withdrawn or ""
    withdraw(told.store, by=told.by(entry.by), record_id=signed.entry_id, reason=reason)


def _close(told: Telling, planned: RoundPlan, day: date) -> None:
    present = tuple(
        Attendee(id=key, name=told.by(key).name, role=told.by(key).role) for key in planned.present
    )
    said = SigningOff(
        mode=planned.mode,
        started_at=moment(day, _STARTS_AT),
        ended_at=told.clock.now,
        anyone_else=AnyoneElse.NOBODY,
        attendees=present,
        next_round_on=round_day(told.today, planned.weeks_ago - 1),
        reasons=_STILL_OPEN,
    )
    sign_off(told.store, by=told.by(planned.signed_by), home_id=told.home_id, day=day, said=said)
