"""What the uptake report of a home says: each programme in counts, residents and staff; it names nobody."""

from collections.abc import Iterator, Sequence
from typing import Final

from mdt_core.clock import clinical_date
from mdt_core.documents.d2a_contents import Figures
from mdt_core.measures.uptake import HOW_COUNTED, Uptake, UptakeState
from mdt_core.records.vaccinations import StaffUptake, UptakeResponse
from mdt_core.vaccination_rules import Standing

TITLE: Final = "Vaccination uptake"
NOT_COUNTED: Final = "Not counted here"
NOBODY: Final = "Nobody here whom the rules name"


def uptake_section(
    uptake: Uptake, staff: StaffUptake | None, responses: Sequence[UptakeResponse]
) -> Figures:
    """One programme: its figures with their denominators, and where its rules are from."""
    lines = (*_residents(uptake), *_staff(staff), *_done(responses))
    return Figures(uptake.programme.title, lines, f"Rules: {uptake.programme.source}")


def how_section(version: str, approved_by: str) -> Figures:
    """How everything is counted, and by which rules."""
    approved = f"approved by {approved_by}" if approved_by else "not approved by anybody yet"
    return Figures("How this is counted", (("Rules", f"{version}, {approved}"),), HOW_COUNTED)


def _residents(uptake: Uptake) -> Iterator[tuple[str, str]]:
    if uptake.programme.standing is Standing.NOT_PUBLISHED:
        yield "Residents", "Not known: who may have it is not published in this program"
        return
    vaccinated, eligible = uptake.counts[UptakeState.VACCINATED], uptake.eligible
    share = "" if uptake.percent is None else f" ({uptake.percent} %)"
    yield "Residents vaccinated", f"{vaccinated} of {eligible}{share}" if eligible else NOBODY
    for state in UptakeState:
        is_asked = state is not UptakeState.BEGUN or uptake.programme.doses > 1
        if state is not UptakeState.VACCINATED and is_asked:
            yield state.label, str(uptake.counts[state])
    if uptake.not_known:
        yield "Not known whether they may have it", str(uptake.not_known)
    if uptake.beyond:
        yield "Vaccinated beyond the rules, not in the figure", str(uptake.beyond)
    target = uptake.programme.target_percent
    below = ": below it" if uptake.is_low else ""
    yield "Target", "None is set here" if target is None else f"{target} %{below}"


def _staff(staff: StaffUptake | None) -> Iterator[tuple[str, str]]:
    if staff is None:
        yield "Staff", NOT_COUNTED
        return
    day = clinical_date(staff.counted_on)
    yield "Staff vaccinated", f"{staff.vaccinated} of {staff.eligible}, counted {day}"
    yield "Staff declined, not known", f"{staff.declined}, {staff.unknown}"


def _done(responses: Sequence[UptakeResponse]) -> Iterator[tuple[str, str]]:
    for each in responses:
        steps = "; ".join((*(step.label for step in each.steps), *filter(None, (each.words,))))
        when = "done" if each.is_done else f"by {clinical_date(each.due)}"
        yield f"What is done, {each.group.label.lower()}", f"{steps}: {each.owner}, {when}"
