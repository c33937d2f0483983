"""What the observation form decides: readings, the scale that stands, NEWS2 as far as it goes.

Free of Qt. Never fills in a finding, never gives a total for a set that is not complete, and never
says what to do: local guidance is the organisation's, and where none is set, that is said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar, get_args
from zoneinfo import ZoneInfo

from mdt_core.clock import clinical_date, clinical_moment, london_day, to_second
from mdt_core.errors import InvalidInput
from mdt_core.fields import Choice, FieldSpec, choices_of, field_of
from mdt_core.record import Statement, problem_with
from mdt_core.records.observations import ObservationSet, SpO2Scale
from mdt_core.scores.news2 import TABLE, News2, Risk, evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.store.queries.care_decisions import changed_decisions
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Signed

S = TypeVar("S", bound=Statement)

ORDER: Final = (
    *("respirations", "oxygen_percent", "on_oxygen", "oxygen_flow", "spo2_scale"),
    *("systolic", "diastolic", "pulse", "consciousness", "temperature", "weight_kg"),
    *("soft_signs", "note", "purpose"),
)
"""The fields after the time, in the order they are taken at the bedside."""

MAY_BE_MISSING: Final = (
    *("respirations", "oxygen_percent", "on_oxygen", "systolic", "diastolic"),
    *("pulse", "consciousness", "temperature", "weight_kg"),
)
"""Fields that have «Not taken» with a reason."""

AIR: Final = "air"
OXYGEN: Final = "oxygen"
NO_LOCAL_TEXT: Final = "No local response text is set for this organisation"
ACKNOWLEDGEMENT: Final = (
    "National Early Warning Score (NEWS) 2: Royal College of Physicians, London, 2017. "
    "Not for people under 16 years, and not in pregnancy."
)
_MONTHS_UNTIL_OLD: Final = 6
_LONDON: Final = ZoneInfo("Europe/London")
_NUMBER: Final = re.compile(r"\d{1,4}(\.\d{1,3})?", re.ASCII)
_SOME_TIME: Final = "2000-01-01T00:00:00Z"


@dataclass(frozen=True)
class Reading:
    """What a typed number means: its value, why it is refused, or what to ask first."""

    figure: int | Decimal | None = None
    problem: str = ""
    question: str = ""


@dataclass(frozen=True)
class StandingScale:
    """The SpO2 scale that holds for a resident, and where that comes from."""

    scale: SpO2Scale
    words: str


@dataclass(frozen=True)
class PartView:
    """One part of the score as shown; `points` is empty while its reading is missing."""

    label: str
    points: str
    is_three: bool


@dataclass(frozen=True)
class ScoreView:
    """The score as far as the readings go."""

    words: str
    total: int | None
    parts: tuple[PartView, ...]
    is_raised: bool = False
    """Whether somebody is to be called: 5 or more, or one part that scores 3 (RCP NEWS2, 2017)."""


def has_decimals(spec: FieldSpec) -> bool:
    """Tells whether a number field takes decimals."""
    return Decimal in (spec.annotation, *get_args(spec.annotation))


def read_number(spec: FieldSpec, text: str) -> Reading:
    """Reads a typed number against the range, the usual range and the step of its definition."""
    typed = text.strip()
    if not typed:
        return Reading()
    if not _NUMBER.fullmatch(typed):
        example = "36.8" if has_decimals(spec) else "18"
        return Reading(problem=f"«{typed[:20]}» is not a number such as {example}")
    if not has_decimals(spec) and "." in typed:
        return Reading(problem=f"{spec.label} is a whole number")
    figure: int | Decimal = Decimal(typed) if has_decimals(spec) else int(typed)
    problem = problem_with(spec, figure) or _problem_of_score(spec.name, figure)
    if problem:
        return Reading(problem=problem)
    return Reading(figure, question=_question(spec, typed, figure))


def _problem_of_score(name: str, figure: int | Decimal) -> str:
    try:
        evaluate(news2_input(_as_set({name: figure})))
    except InvalidInput as refusal:
        return " ".join(part for part in (refusal.message, refusal.next_step) if part)
    return ""


def _question(spec: FieldSpec, typed: str, figure: int | Decimal) -> str:
    within = spec.within
    if within is None or within.likely_low is None or within.likely_high is None:
        return ""
    if within.likely_low <= figure <= within.likely_high:
        return ""
    joint = "" if spec.unit == "%" else " "
    return f"{typed}{joint}{spec.unit}?"


def score_view(values: Mapping[str, Any], usual: Signed[ObservationSet] | None) -> ScoreView:
    """Gives parts, total and comparison for the readings entered so far (already checked)."""
    score = evaluate(news2_input(_as_set(values)))
    usual_total = score_of(usual.record).total if usual and usual.record else None
    is_raised = bool(score.single_three) or score.risk in (Risk.MEDIUM, Risk.HIGH)
    return ScoreView(score.words(usual_total), score.total, _parts(score), is_raised)


def score_of(taken: ObservationSet) -> News2:
    """Gives the score of a recorded set."""
    return evaluate(news2_input(taken))


def _as_set(values: Mapping[str, Any]) -> ObservationSet:
    return ObservationSet.model_validate({**values, "taken_at": _SOME_TIME})


def _parts(score: News2) -> tuple[PartView, ...]:
    return tuple(
        PartView(
            TABLE.label(name).capitalize(),
            "" if points is None else str(points),
            points == TABLE.single.points,
        )
        for name, points in score.parts
    )


def usual_words(usual: Signed[ObservationSet] | None, today: date) -> str:
    """Says from when the usual set is, and whether it is older than 6 months."""
    if usual is None:
        return "Usual observations not set"
    on = london_day(usual.occurred_at)
    months = (today.year - on.year) * 12 + today.month - on.month - (today.day < on.day)
    old = ". Older than 6 months" if months >= _MONTHS_UNTIL_OLD else ""
    is_complete = usual.record is not None and score_of(usual.record).total is not None
    part = "" if is_complete else ". Not complete, so without a total"
    return f"Usual set of {clinical_date(on)}{part}{old}"


def standing_scale(chosen: Signed[ObservationSet] | None) -> StandingScale:
    """Gives the scale of the set with which a prescriber last chose; scale 1 where none ever did."""
    if chosen is None or chosen.record is None:
        return StandingScale(SpO2Scale.SCALE_1, SpO2Scale.SCALE_1.label)
    scale = chosen.record.spo2_scale
    on = clinical_date(london_day(chosen.occurred_at))
    return StandingScale(scale, _scale_words(scale, chosen.author.name, on))


def _scale_words(scale: SpO2Scale, who: str, on: str) -> str:
    if scale is SpO2Scale.SCALE_1:
        return scale.label
    return f"{scale.label}, chosen by {who} {on}"


def last_words(page: ResidentPage, name: str) -> str:
    """Gives the last value of a field with its date, and the usual one: never to be typed over."""
    last = next(_having((*page.observations, *page.weighed_before), name), None)
    usual = next(_having((page.usual,) if page.usual else (), name), None)
    parts = (
        f"Last {_shown(last, name)} on {clinical_date(london_day(last.occurred_at))}"
        if last
        else "",
        f"Usual {_shown(usual, name)}" if usual else "",
    )
    return ". ".join(part for part in parts if part) or "No earlier value"


def _having(
    sets: tuple[Signed[ObservationSet], ...], name: str
) -> Iterator[Signed[ObservationSet]]:
    return (each for each in sets if each.record and getattr(each.record, name) is not None)


def _shown(taken: Signed[ObservationSet], name: str) -> str:
    return value_words(name, getattr(taken.record, name))


def value_words(name: str, value: object) -> str:
    """Gives a recorded value in the words of the form, without its unit; empty for none."""
    if value is None:
        return ""
    if name == "on_oxygen":
        return "Oxygen" if value else "Air"
    return value.label if isinstance(value, Choice) else str(value)


def choices_for(name: str) -> tuple[tuple[str, str], ...]:
    """Gives the answers of a choice field as (stored value, words)."""
    if name == "on_oxygen":
        return ((AIR, "Air"), (OXYGEN, "Oxygen"))
    return tuple((each.value, each.label) for each in choices_of(field_of(ObservationSet, name)))


def moment_of(local_iso: str, now: datetime) -> datetime:
    """Gives the moment of a local London time; raises InvalidInput for one that never was.

    In the hour that comes twice the later one is meant, unless that is still to come.
    """
    local = datetime.fromisoformat(local_iso).replace(tzinfo=_LONDON)
    later, earlier = to_second(local.replace(fold=1)), to_second(local.replace(fold=0))
    if later < earlier:
        raise InvalidInput("The clocks went forward then: this time did not exist", where="Time")
    return later if later <= now else earlier


def news_since(before: ResidentPage, after: ResidentPage) -> tuple[str, ...]:
    """Says what has come in about a resident since a form was opened."""
    news = (
        *_new("observations", before.observations, after.observations),
        *_new("round entry", before.entries, after.entries),
        *_new("concern", before.concerns, after.concerns),
    )
    changed = (
        *((f"{each} changed", True) for each in changed_decisions(before.care, after.care)),
        ("allergies changed", before.allergies != after.allergies),
        ("medicines changed", before.medicines != after.medicines),
        ("actions changed", before.open_actions != after.open_actions),
        ("identity or place changed", before.card != after.card or before.stays != after.stays),
    )
    return (*(words for words, is_so in changed if is_so), *news)


def _new(what: str, before: tuple[Signed[S], ...], after: tuple[Signed[S], ...]) -> Iterator[str]:
    seen = {each.mid for each in before}
    for each in after:
        if each.mid not in seen:
            yield f"{what} of {clinical_moment(each.occurred_at)}, {each.author.name}"


def must_look(before: ResidentPage, after: ResidentPage) -> bool:
    """Whether what came in must be looked at first: CPR, ceiling, allergies or medicines changed."""
    if changed_decisions(before.care, after.care):
        return True
    return (before.allergies, before.medicines, before.medicine_list) != (
        after.allergies,
        after.medicines,
        after.medicine_list,
    )
