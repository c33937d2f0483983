"""The medicines asked for in a practice home, each followed as far as it came, and lists compared.

What an entry of a past round asks for is followed too: the home has it the next day.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from mdt_core.clock import to_second
from mdt_core.demo.days import before, moment, round_day
from mdt_core.demo.plan import EntryPlan
from mdt_core.demo.planned import ReconciledPlan, RequestPlan, StepPlan, told_of
from mdt_core.demo.telling import Deed, Telling
from mdt_core.drafts import Draft
from mdt_core.records.medicine_requests import MedicineRequest, RequestState
from mdt_core.records.medicine_reviews import LineDecision, MedicineReconciliation
from mdt_core.store.queries.statements import cards
from mdt_core.use_cases.medicine_requests import ask_for_medicine, take_step
from mdt_core.use_cases.medicine_reviews import record_reconciliation

_RECEIVER = "grace"
_COMES_AFTER = timedelta(days=1)


def deeds(told: Telling) -> Iterator[Deed]:
    """Every request with its steps, and every worksheet."""
    for planned in told.plan.request:
        yield from _request(told, planned)
    for compared in told.plan.reconciled:
        at = moment(before(told.today, compared.days_ago), compared.hour)
        yield Deed(at, partial(_reconcile, told, compared))
    for weeks in sorted({each.weeks_ago for each in told.plan.entry}):
        asking = [each for each in told.plan.entry if each.weeks_ago == weeks and asks(each)]
        if asking:
            came = moment(round_day(told.today, weeks), 17) + _COMES_AFTER
            yield Deed(came, partial(_receive, told, asking))


def asks(entry: EntryPlan) -> bool:
    """Whether an entry that stands asked for a medicine."""
    return entry.withdrawn is None and any(each.request_or_issuer for each in entry.medicines)


def _request(told: Telling, planned: RequestPlan) -> Iterator[Deed]:
    asked: list[str] = []
    at = moment(before(told.today, planned.days_ago), planned.hour)
    yield Deed(at, partial(_ask, told, planned, asked))
    for step in planned.step:
        taken_at = moment(before(told.today, step.days_ago), step.hour, 30)
        yield Deed(taken_at, partial(_take, told, planned, step, asked))


def _ask(told: Telling, planned: RequestPlan, asked: list[str]) -> None:
    says = told_of(planned.says, told.today)
    draft = Draft(MedicineRequest, told.residents[planned.who], says)
    asked.append(ask_for_medicine(told.store, by=told.by(planned.by), draft=draft)[0])


def _take(told: Telling, planned: RequestPlan, step: StepPlan, asked: list[str]) -> None:
    take_step(
        told.store,
        by=told.by(step.by),
        resident_id=told.residents[planned.who],
        request_id=asked[0],
        step=step.step,
        said=told_of(step.says, told.today),
    )


# What the rounds asked for


def _receive(told: Telling, asking: Sequence[EntryPlan]) -> None:
    """One transaction for all that one round asked for."""
    by, at = told.by(_RECEIVER), to_second(told.clock.now)
    came = {
        "received_by": by.name,
        "received_at": at,
        "first_dose_by": by.name,
        "first_dose_at": at,
        "state": RequestState.FIRST_DOSE,
    }
    with told.store.deed(by) as unit:
        for entry in asking:
            about = told.about(entry.who)
            for kept in cards(unit.connection, MedicineRequest, told.residents[entry.who]):
                if kept.record is not None and kept.record.entry_id and kept.record.is_open:
                    unit.write(kept.record.model_copy(update=came), about, record_id=kept.id)
                    unit.audit("medicine request", about, record_id=kept.id)
        unit.commit()


# Lists compared


def _reconcile(told: Telling, planned: ReconciledPlan) -> None:
    values = {
        "occasion": planned.occasion.value,
        "source": planned.source.value,
        "source_name": planned.source_name,
        "as_of": to_second(told.clock.now),
        "contacts_checked": True,
        "lines": list(_lines(told, planned)),
    }
    draft = Draft(MedicineReconciliation, told.residents[planned.who], values)
    record_reconciliation(told.store, by=told.by(planned.by), draft=draft)


def _lines(told: Telling, planned: ReconciledPlan) -> Iterator[dict[str, Any]]:
    resident = next(each for each in told.plan.resident if each.key == planned.who)
    for name, _, _ in resident.medicines:
        medicine, _, _, dose, _, frequency, _ = told.plan.medicine[name]
        why = planned.query.get(name)
        decision = LineDecision.QUERY if why else LineDecision.KEEP
        yield {
            "id": told.medicines[planned.who, name],
            "medicine": medicine,
            "was": f"{dose}, {frequency}",
            "decision": decision.value,
            "reason": why,
        }
