"""The falls of a practice home: the quick record beside the person, and the full one where it was made."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from mdt_core.demo.days import before, moment
from mdt_core.demo.planned import FallPlan, told_of
from mdt_core.demo.telling import Deed, Telling
from mdt_core.drafts import Draft
from mdt_core.records.falls import Fall
from mdt_core.use_cases.fall_details import fall_detail_draft, record_fall_detail
from mdt_core.use_cases.falls import record_fall

_WRITTEN_AFTER = timedelta(minutes=6)


def deeds(told: Telling) -> Iterator[Deed]:
    """Each fall of the plan, and its full record."""
    for planned in told.plan.fall:
        fell: list[str] = []
        at = fell_at(told, planned)
        yield Deed(at + _WRITTEN_AFTER, partial(_record, told, planned, at, fell))
        if planned.full is not None:
            signed_at = at + timedelta(hours=planned.full.after)
            yield Deed(signed_at, partial(_complete, told, planned, fell))


def fell_at(told: Telling, planned: FallPlan) -> datetime:
    """When somebody fell."""
    return moment(before(told.today, planned.days_ago), planned.hour, planned.minute)


def _record(told: Telling, planned: FallPlan, at: datetime, fell: list[str]) -> None:
    values = {**told_of(planned.says, told.today), "occurred_at": at}
    draft = Draft(Fall, told.residents[planned.who], values)
    fell.append(record_fall(told.store, by=told.by(planned.by), draft=draft).fall_id)


def _complete(told: Telling, planned: FallPlan, fell: list[str]) -> None:
    if planned.full is None:
        return
    draft = fall_detail_draft(told.residents[planned.who], fell[0])
    for name, value in told_of(planned.full.says, told.today).items():
        draft = draft.with_value(name, value)
    record_fall_detail(told.store, by=told.by(planned.full.by), draft=draft)
