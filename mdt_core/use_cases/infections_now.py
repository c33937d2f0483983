"""What stands of a resident's infections, in words for who takes over: the newest of each infection.

What is over is told for four weeks, or where nothing later was said. «None known» is told where nothing
newer speaks against it. Nothing recorded gives nothing: the paper says so.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from mdt_core.clock import clinical_date, clinical_moment, london_day
from mdt_core.documents.plan_contents import InfectionOnPaper
from mdt_core.records.risks import InfectionState, InfectionStatus
from mdt_core.store.queries.statements import Signed

OVER_IS_TOLD_DAYS: Final = 28
NEWER: Final = "An infection was recorded by a newer program, see the computer"
_STANDING: Final = {InfectionState.SUSPECTED, InfectionState.CONFIRMED, InfectionState.CARRIED}


def infections_now(
    told: Sequence[Signed[InfectionStatus]], today: date
) -> tuple[InfectionOnPaper, ...]:
    """From the current statements, newest first: what stands before what is over or not there."""
    shown = [_on_paper(each, today) for each in _newest(told) if _is_told(each, told, today)]
    return tuple(sorted(shown, key=lambda each: not each.is_standing))


def _newest(told: Sequence[Signed[InfectionStatus]]) -> Iterator[Signed[InfectionStatus]]:
    """One statement an infection; what cannot be read whole is kept by itself."""
    named: set[str] = set()
    for each in told:
        name = _name(each) if each.record is not None else each.id
        if name not in named:
            named.add(name)
            yield each


def _name(each: Signed[InfectionStatus]) -> str:
    """What an infection is told apart by; «none known» has no name."""
    return " ".join(((each.record.infection if each.record else None) or "").casefold().split())


def _is_told(
    each: Signed[InfectionStatus], told: Sequence[Signed[InfectionStatus]], today: date
) -> bool:
    if each.record is None or each.record.state in _STANDING or each is told[0]:
        return True
    is_recent = london_day(each.recorded_at) >= today - timedelta(days=OVER_IS_TOLD_DAYS)
    return each.record.state is InfectionState.OVER and is_recent


def _on_paper(each: Signed[InfectionStatus], today: date) -> InfectionOnPaper:
    record = each.record
    if record is None:
        return InfectionOnPaper(NEWER, "", is_standing=True)
    what = ": ".join(filter(None, (record.state.label, record.infection)))
    said = [part.rstrip(". ") for part in _sentences(record, today) if part]
    said.append(f"Recorded {clinical_moment(each.recorded_at)} by {each.author.name}")
    said += [] if each.is_whole else [NEWER]
    return InfectionOnPaper(what, ". ".join(said), record.state in _STANDING)


def _sentences(record: InfectionStatus, today: date) -> Iterator[str]:
    yield f"Since {clinical_date(record.since)}" if record.since else ""
    if record.state in _STANDING:
        yield _apart(record, today)
    yield from (record.precautions or "", record.treatment or "")


def _apart(record: InfectionStatus, today: date) -> str:
    until = record.isolated_until
    if record.isolated is None:
        return "Whether kept apart: not recorded"
    if not record.isolated:
        return "Not kept apart from others"
    if until is None:
        return "Kept apart from others"
    has_been = "KEPT APART" if until >= today else "Was to be kept apart"
    return f"{has_been} until {clinical_date(until)}"
