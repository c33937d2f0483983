"""The medicines of a practice home: what is on the list at coming, what is stopped or held later."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from mdt_core.clock import PartialDate, to_second
from mdt_core.demo.days import before, moment, round_day
from mdt_core.demo.plan import LEAD, ResidentPlan
from mdt_core.demo.telling import Deed, Telling
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState

ANTICOAGULANTS = frozenset({"apixaban", "edoxaban", "warfarin", "dalteparin"})

_ROUNDS = 8
_CHECKED_DAYS_AGO = 33
_SETTLED_DAYS = 60


def deeds(told: Telling) -> Iterator[Deed]:
    """What rounds stopped or held, and the pharmacist's check of the charts."""
    for who in told.plan.resident:
        for name, _, _, weeks in who.stopped:
            if weeks <= _ROUNDS:
                day = round_day(told.today, weeks)
                ended = {"state": MedicineState.STOPPED, "stopped": PartialDate(day.isoformat())}
                yield Deed(moment(day, 12, 30), partial(_change, told, who, name, ended))
        for name, weeks in who.on_hold:
            held = {"state": MedicineState.ON_HOLD}
            at = moment(round_day(told.today, weeks), 12, 35)
            yield Deed(at, partial(_change, told, who, name, held))
    at = moment(before(told.today, _CHECKED_DAYS_AGO), 11, 30)
    yield Deed(at, partial(_check, told, at))


def is_checked_later(who: ResidentPlan) -> bool:
    """Whether the pharmacist went through the chart since: of those who have lived here a while."""
    return who.admitted > _SETTLED_DAYS and who.list_source is ListSource.MAR


def known_lines(told: Telling, who: ResidentPlan, day: date) -> Iterator[tuple[str, MedicineLine]]:
    """Each line as it was entered, by its name in the plan."""
    for name, reason, years in who.medicines:
        checked = name not in who.unverified
        yield name, _line(told, name, reason, years, day if checked else None)
    for name, reason, years, weeks in who.stopped:
        line = _line(told, name, reason, years, day)
        if weeks > _ROUNDS:
            year = before(told.today, 7 * weeks).year
            ended = {"state": MedicineState.STOPPED, "stopped": PartialDate(str(year))}
            line = line.model_copy(update=ended)
        yield name, line


def medicine_list(told: Telling, who: ResidentPlan, at: datetime) -> MedicineList:
    """The head of the list as it stood at coming."""
    source_name = who.list_from or (told.plan.home.practice if _is_gp(who) else None)
    checked_by = None if who.unverified else told.by("manager").name
    return MedicineList(
        source=who.list_source, source_name=source_name, as_of=to_second(at), checked_by=checked_by
    )


def _is_gp(who: ResidentPlan) -> bool:
    return who.list_source is ListSource.GP_RECORD


def _line(told: Telling, name: str, reason: str, years: int, checked: date | None) -> MedicineLine:
    medicine, form, strength, dose, route, frequency, instructions = told.plan.medicine[name]
    return MedicineLine(
        medicine=medicine,
        form=form,
        strength=strength,
        dose=dose,
        route=route,
        frequency=frequency,
        as_needed=True if frequency.startswith(("when ", "for ")) else None,
        instructions=instructions or None,
        state=MedicineState.ACTIVE,
        started=PartialDate(str(told.today.year - years)) if years else None,
        reason=reason,
        is_verified=checked is not None,
        checked_on=checked,
    )


def _change(told: Telling, who: ResidentPlan, name: str, course: Mapping[str, Any]) -> None:
    about, line_id = told.about(who.key), told.medicines[who.key, name]
    with told.store.deed(told.by(LEAD)) as unit:
        line = unit.card(MedicineLine, line_id)
        unit.write(line.model_copy(update=dict(course)), about, record_id=line_id)
        unit.audit("change medicine", about, record_id=line_id)
        unit.commit()


def _check(told: Telling, at: datetime) -> None:
    """The pharmacist's morning in the home: every settled chart, in one transaction."""
    by = told.by("pharmacist")
    head = MedicineList(source=ListSource.MAR, as_of=to_second(at), checked_by=by.name)
    with told.store.deed(by) as unit:
        for who in filter(is_checked_later, told.plan.resident):
            about = told.about(who.key)
            change = unit.sign(head, about)
            unit.audit("check medicines", about, record_id=change.envelope.record_id)
        unit.commit()
