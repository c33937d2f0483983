"""The equipment of a practice home: put on its list, lent and brought back, and what befell it since.

Each is done by the use case that a person uses, on its own day.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from mdt_core.demo.days import before, moment
from mdt_core.demo.plan import Plan
from mdt_core.demo.planned import EquipmentPlan, LoanPlan, told_of
from mdt_core.demo.telling import Deed, Telling
from mdt_core.records.equipment import Equipment
from mdt_core.store.queries.cards import open_card
from mdt_core.store.queries.equipment import EquipmentCounts
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_core.use_cases.equipment import clean, lend, take_back

_BEFELL: Final = {"faulty_since": ("fault",), "withdrawn_on": ("withdrawn_why",)}
"""What is told of a thing on a later day, by the field that names the day."""


def deeds(told: Telling) -> Iterator[Deed]:
    """Each thing as it was listed, its loans, and what befell it."""
    for number, each in enumerate(told.plan.equipment):
        ids: list[str] = []
        yield _deed(told, each, each.days_ago, number, partial(_list, told, each, ids))
        for loan in each.loan:
            yield from _loan(told, each, number, loan, ids)
        for name in (name for name in _BEFELL if name in each.says):
            since = each.says[name]["ago"]
            yield _deed(told, each, since, number, partial(_befall, told, each, ids, name))


def equipment_truth(plan: Plan, today: date) -> EquipmentCounts:
    """What asks for something on the day of the demonstration, from the plan alone."""
    used = [each for each in plan.equipment if "withdrawn_on" not in each.says]
    due = [told_of(each.says.get("check_due", {"ahead": 1}), today) for each in used]
    loans = [loan for each in used for loan in each.loan if loan.back_after is None]
    return EquipmentCounts(
        in_use=len(used),
        faulty=sum("faulty_since" in each.says for each in used),
        check_overdue=sum(day < today.isoformat() for day in due),
        loan_overdue=sum(loan.due_in < loan.days_ago for loan in loans),
    )


def _deed(
    told: Telling, each: EquipmentPlan, days_ago: int, number: int, do: Callable[[], object]
) -> Deed:
    return Deed(moment(before(told.today, days_ago), each.hour, number), do)


def _loan(
    told: Telling, each: EquipmentPlan, number: int, loan: LoanPlan, ids: list[str]
) -> Iterator[Deed]:
    yield _deed(told, each, loan.days_ago, number, partial(_lend, told, each, loan, ids))
    if loan.back_after is not None:
        back = loan.days_ago - loan.back_after
        yield _deed(told, each, back, number, partial(_take_back, told, each, back, ids))
    if loan.cleaned_after is not None:
        cleaned = loan.days_ago - loan.cleaned_after
        yield _deed(told, each, cleaned, number, partial(_clean, told, each, ids))


def _list(told: Telling, each: EquipmentPlan, ids: list[str]) -> None:
    later = {name for day, also in _BEFELL.items() for name in (day, *also)}
    says = {name: value for name, value in each.says.items() if name not in later}
    was = {"home_id": told.home_id}
    ids.append(_save(told, each, None, was, says))


def _befall(told: Telling, each: EquipmentPlan, ids: list[str], day: str) -> None:
    with told.store.reading() as connection:
        was = open_card(connection, Equipment, ids[0]).values
    says = {name: each.says[name] for name in (day, *_BEFELL[day])}
    _save(told, each, ids[0], was, says)


def _save(
    told: Telling,
    each: EquipmentPlan,
    record_id: str | None,
    was: Mapping[str, Any],
    says: Mapping[str, Any],
) -> str:
    change = CardChange(Equipment, record_id, was, told_of(says, told.today))
    return save_card(told.store, by=told.by(each.by), change=change)[0]


def _lend(told: Telling, each: EquipmentPlan, loan: LoanPlan, ids: list[str]) -> None:
    began = before(told.today, loan.days_ago)
    lend(
        told.store,
        by=told.by(each.by),
        equipment_id=ids[0],
        lent_to=loan.lent_to,
        lent_on=began,
        resident_id=told.residents[loan.who] if loan.who else "",
        words=loan.words,
        due_back=began + timedelta(days=loan.due_in),
    )


def _take_back(told: Telling, each: EquipmentPlan, days_ago: int, ids: list[str]) -> None:
    back = before(told.today, days_ago)
    take_back(told.store, by=told.by(each.by), equipment_id=ids[0], returned_on=back)


def _clean(told: Telling, each: EquipmentPlan, ids: list[str]) -> None:
    clean(told.store, by=told.by(each.by), equipment_id=ids[0])
