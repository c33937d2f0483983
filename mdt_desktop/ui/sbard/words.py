"""A call in the order of SBARD, from the resident's own record, for every screen; free of Qt.

Own words (SBARD: NHS Improvement 2018). What nobody recorded is said as not recorded. Nothing is asked
for or decided here: the last two parts are for whoever calls.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from mdt_core.clock import clinical_moment, london_day
from mdt_core.record_words import value_words
from mdt_core.records.concerns import Concern
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import ProblemState
from mdt_core.store.queries.care_decisions import cpr_stands
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.ui.person_words import allergies_spoken, born_words, nhs_number_words
from mdt_desktop.ui.resident.lists import SetRow
from mdt_desktop.ui.resident.words import (
    parts_words,
    score_of,
    score_words,
    usual_total,
)

RECOMMENDATION: Final = "Recommendation: say what you ask for, and by when."
DECISION: Final = "Decision: write down what was agreed, with whom and at what time."
_STILL_NEW: Final = timedelta(hours=24)


def in_order(situation: str, background: str, assessment: str, note: str = "") -> str:
    """Gives the five parts, one a line; a note stands after what was found."""
    parts = (
        f"Situation: {situation}.",
        f"Background: {background}",
        f"Assessment: {assessment}",
        f"Note: {note}" if note else "",
        RECOMMENDATION,
        DECISION,
    )
    return "\n".join(part for part in parts if part)


def who_words(line: ResidentLine, today: date) -> str:
    """Gives name, birth, number and place, as they are read out first."""
    where = ", ".join(part for part in (line.home_name, line.room and f"room {line.room}") if part)
    number = nhs_number_words(line.nhs_number)
    who = f"{line.formal_name}, born {born_words(line, today)}, NHS No. {number}"
    return f"{who}, {where}" if where else who


def resident_call(page: ResidentPage, thinners: str, now: datetime) -> str:
    """Gives the call about a resident from the newest set of observations and what else is recorded.

    `thinners` are the words on blood thinners in the medicines list.
    """
    today = london_day(now)
    who = who_words(page.line, today)
    said = " ".join((_news(page, now), *_concerns(page, now)))
    return in_order(f"{who}. {said}".rstrip("."), _background(page, thinners, today), _found(page))


def _news(page: ResidentPage, now: datetime) -> str:
    if not page.observations:
        return "Observations not recorded."
    last = page.observations[0]
    when = clinical_moment(last.occurred_at)
    old = now - last.occurred_at > _STILL_NEW
    return f"Observations of {when}{', more than a day ago: take them again' if old else ''}."


def _concerns(page: ResidentPage, now: datetime) -> Iterator[str]:
    for each in page.concerns:
        if each.record is not None and now - each.occurred_at <= _STILL_NEW:
            yield f"Concern of {clinical_moment(each.occurred_at)}: {_concern(each.record)}."


def _concern(concern: Concern) -> str:
    signs = value_words(concern.soft_signs)
    return "; ".join(part for part in ((concern.words or "").rstrip("."), signs) if part)


def _background(page: ResidentPage, thinners: str, today: date) -> str:
    problems = [
        each.record.text
        for each in page.problems
        if each.record is not None and each.record.state is ProblemState.ACTIVE
    ]
    known = "; ".join(problems) if problems else "not recorded"
    cpr = cpr_stands(page.care, today).short
    return f"{allergies_spoken(page.line)}. Problems: {known}. {cpr}. Blood thinners: {thinners}"


def _found(page: ResidentPage) -> str:
    if not page.observations:
        return "NEWS2: not recorded."
    last = page.observations[0]
    if last.record is None:
        return "NEWS2: the last set cannot be read here, see the record."
    readings = SetRow(last.id, last.mid, last).readings
    return f"{_score(last.record, usual_total(page))}. {readings}."


def _score(taken: ObservationSet, usual: int | None) -> str:
    score = score_of(taken)
    recorded = taken.recorded_news2
    if recorded is not None and recorded != score.total:
        return f"NEWS2: {score_words(taken)}"
    return f"NEWS2 {score.words(usual)}. Parts: {parts_words(score)}"
