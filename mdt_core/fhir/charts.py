"""Scores and charts among Observations (FHIR R4): pain, stool, drinking, frailty and results of other tools.

Taken where the status is final, the time of day is told and the value is a whole number that the tool can
give; all else is counted by name and reason. A total is a result as reported: no answers are made up for it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from mdt_core.clock import PartialDate, london_day
from mdt_core.fhir.chart_codes import FRAILTY_LEVELS, Chart, chart_of
from mdt_core.fhir.elements import Resource, codes, moment, part, parts, text
from mdt_core.fhir.observation import taken_at, unfinished
from mdt_core.fhir.references import Entry
from mdt_core.fhir.taken import Taken
from mdt_core.fhir.vital_signs import NotRead, sent_in
from mdt_core.kinds import checked
from mdt_core.record import Statement
from mdt_core.records.assessments import (
    FrailtyLevel,
    PainAssessment,
    ResultTool,
    ScoreResult,
    Stool,
)
from mdt_core.records.nutrition import Hydration
from mdt_core.scores.frailty_age import is_under_65

FRAILTY_KEY: Final = "frailty-level"
"""One level stands at a time, so that all of a source lie under one name."""

_A_DAY: Final = timedelta(hours=24)
_NOT_NAMED: Final = "Not named in the file"
_UNITS: Final = frozenset({"", "1"})
_MILLILITRES: Final[Mapping[str, int]] = {"mL": 1, "ml": 1, "L": 1000, "l": 1000}


def charts_from(
    entries: Sequence[Entry], not_taken: Counter[str], *, born: PartialDate | None = None
) -> tuple[Taken[Statement], ...]:
    """Reads the Observations that are charts, oldest first; of levels of frailty the newest alone.

    A level of somebody under 65, by the date of birth, is kept with this said.
    """
    found = sorted(_all(entries, not_taken), key=lambda each: (each.occurred_at, each.key))
    levels = [each for each in found if isinstance(each.record, FrailtyLevel)]
    if len(levels) > 1:
        not_taken["Observation: Clinical Frailty Scale, older"] += len(levels) - 1
    others = (each for each in found if not isinstance(each.record, FrailtyLevel))
    return (*others, *(_level_of(each, born) for each in levels[-1:]))


def _level_of(newest: Taken[Statement], born: PartialDate | None) -> Taken[Statement]:
    on = london_day(newest.occurred_at) if newest.occurred_at else None
    under = is_under_65(born, on) if on else None
    told = newest.record.model_copy(update={"under_65": under})
    return Taken(FRAILTY_KEY, told, newest.occurred_at)


def _all(entries: Sequence[Entry], not_taken: Counter[str]) -> Iterator[Taken[Statement]]:
    for entry in entries:
        chart = chart_of(part(entry.resource, "code"))
        if chart is None:
            continue
        read = _read(chart, entry.resource)
        if isinstance(read, NotRead):
            not_taken[f"Observation: {read.why}"] += 1
        else:
            record, at = read
            yield Taken(entry.key, record, at)


def _read(chart: Chart, observation: Resource) -> tuple[Statement, datetime] | NotRead:
    at = _at(chart, observation)
    why = unfinished(observation) or ("" if at else "without a time of day")
    if why or at is None:
        return NotRead(why)
    number = _level(observation) if chart.kind is FrailtyLevel else _number(chart, observation)
    if isinstance(number, NotRead):
        return NotRead(f"{chart.name}, {number.why}")
    if not chart.least <= number <= chart.most:
        return NotRead(f"{chart.name}, outside what is possible")
    return checked(chart.kind, _VALUES[chart.kind](chart, observation, number, at)), at


def _at(chart: Chart, observation: Resource) -> datetime | None:
    """When; what was drunk counts up to the end of its time, all else from the beginning."""
    end = moment(part(observation, "effectivePeriod"), "end")
    return end if chart.kind is Hydration and end else taken_at(observation)


# Numbers


def _number(chart: Chart, observation: Resource) -> int | NotRead:
    sent = sent_in(observation)
    if isinstance(sent, NotRead):
        return sent
    if chart.kind is not Hydration:
        return _whole(sent.value) if sent.unit in _UNITS else NotRead("unit not known")
    if sent.unit not in _MILLILITRES:
        return NotRead("unit not known")
    begins = moment(part(observation, "effectivePeriod"), "start")
    ends = moment(part(observation, "effectivePeriod"), "end")
    if begins and ends and ends - begins != _A_DAY:
        return NotRead("not over 24 hours")
    return _whole(sent.value * _MILLILITRES[sent.unit])


def _whole(value: Decimal) -> int | NotRead:
    whole = value == value.to_integral_value()
    return int(value) if whole else NotRead("not a whole number")


def _level(observation: Resource) -> int | NotRead:
    """A level by its number or by its own code; two that differ are none."""
    concepts = (part(observation, "code"), part(observation, "valueCodeableConcept"))
    found = {FRAILTY_LEVELS[p] for each in concepts for p in codes(each) if p in FRAILTY_LEVELS}
    if any(name in observation for name in ("valueInteger", "valueQuantity")):
        sent = sent_in(observation)
        number = sent if isinstance(sent, NotRead) else _whole(sent.value)
        if isinstance(number, NotRead):
            return number
        found.add(number)
    if len(found) > 1:
        return NotRead("two levels that differ")
    return found.pop() if found else NotRead("no value")


# What each becomes


def _pain(_chart: Chart, _observation: Resource, number: int, at: datetime) -> dict[str, Any]:
    return {"seen_at": at, "said": number}


def _stool(_chart: Chart, _observation: Resource, number: int, at: datetime) -> dict[str, Any]:
    return {"passed_at": at, "stool_type": str(number)}


def _fluid(_chart: Chart, _observation: Resource, number: int, at: datetime) -> dict[str, Any]:
    return {"seen_at": at, "hours": 24, "taken_ml": number}


def _frailty(_chart: Chart, _observation: Resource, number: int, at: datetime) -> dict[str, Any]:
    return {"assessed_at": at, "level": str(number)}


def _result(chart: Chart, observation: Resource, number: int, at: datetime) -> dict[str, Any]:
    named = (text(each, "display") for each in parts(observation, "performer"))
    return {
        "assessed_at": at,
        "tool": chart.tool,
        "other_tool": chart.name if chart.tool is ResultTool.OTHER else None,
        "result": str(number),
        "assessed_by": next(filter(None, named), _NOT_NAMED),
    }


_VALUES: Final[
    Mapping[type[Statement], Callable[[Chart, Resource, int, datetime], dict[str, Any]]]
] = {
    PainAssessment: _pain,
    Stool: _stool,
    Hydration: _fluid,
    FrailtyLevel: _frailty,
    ScoreResult: _result,
}
