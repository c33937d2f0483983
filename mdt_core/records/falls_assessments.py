"""The comprehensive falls assessment: factor by factor what was found, what is done and by whom.

Source: NICE NG249 (2025) and CG161 (2013) for the factors, worded here. It has no score and predicts
nothing. FRAX and QFracture are licensed calculators, of which the result alone is entered.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from typing_extensions import override

from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Full,
    Licence,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Unit,
    Within,
    field_of,
)
from mdt_core.record import MergeClass, Part, Statement, registered
from mdt_core.records.fall_answers import Factor, FactorState
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES, Role

_PERCENT = Within(Decimal(0), Decimal(100))


class FactorFound(Part):
    """One factor: what was found, and the action that it asks for."""

    told: ClassVar[tuple[str, ...]] = ("factor",)
    """What a row of the assessment comes with: shown, and not asked."""

    factor: Annotated[Factor, Ask("Factor")]
    state: Annotated[FactorState, Ask("Found")] = FactorState.NOT_ASSESSED
    finding: Annotated[str | None, Ask("Finding"), OnlyIf("state", "present", "absent"), Long()] = (
        None
    )
    action: Annotated[
        str | None,
        Ask("Action", "Goes to the actions of the resident."),
        OnlyIf("state", "present", "not_assessed"),
    ] = None
    owner: Annotated[
        str | None,
        Ask("Owner", "Who does it, by name."),
        OnlyIf("state", "present", "not_assessed"),
    ] = None
    owner_role: Annotated[
        Role | None, Ask("Owner's role"), OnlyIf("state", "present", "not_assessed")
    ] = None
    due: Annotated[date | None, Ask("By"), OnlyIf("state", "present", "not_assessed")] = None


@registered
class FallsAssessment(Statement):
    """The whole assessment; a new one replaces the one before."""

    kind = "falls_assessment"
    title = "Falls assessment"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    assessed_on: Annotated[date, Ask("Assessed on"), Section("Assessment")]
    with_whom: Annotated[
        str | None, Ask("With whom", "The resident, the family, staff who know the person.")
    ] = None
    factors: Annotated[
        tuple[FactorFound, ...],
        Ask("Factors", "What nobody looked at stays «not assessed»."),
        Section("Factors"),
    ] = ()
    prior_fracture: Annotated[
        bool | None, Ask("Broken bone from a low fall before?"), Section("Bone health"), Full()
    ] = None
    steroids: Annotated[bool | None, Ask("Steroid tablets, now or long?"), Full()] = None
    bone_treatment: Annotated[
        str | None, Ask("Treatment for the bones", "With vitamin D and calcium."), Full()
    ] = None
    dxa: Annotated[str | None, Ask("DXA scan", "Date and result as reported."), Full()] = None
    frax_major: Annotated[
        Decimal | None,
        Ask("FRAX result, major fracture", "As worked out elsewhere; entered, not computed."),
        Unit("%"),
        _PERCENT,
        Licence("Braden, FRAX, QFracture, MoCA, MMSE"),
        Full(),
    ] = None
    frax_hip: Annotated[
        Decimal | None,
        Ask("FRAX result, hip fracture", "As worked out elsewhere; entered, not computed."),
        Unit("%"),
        _PERCENT,
        Licence("Braden, FRAX, QFracture, MoCA, MMSE"),
        Full(),
    ] = None
    qfracture: Annotated[
        Decimal | None,
        Ask("QFracture result", "As worked out elsewhere; entered, not computed."),
        Unit("%"),
        _PERCENT,
        Licence("Braden, FRAX, QFracture, MoCA, MMSE"),
        Full(),
    ] = None
    summary: Annotated[
        str | None,
        Ask("Summary", "What matters most, in a few sentences."),
        Section("In short"),
        Long(),
        Searchable(),
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day to come, a factor named twice, or an action of nobody."""
        if self.assessed_on > london_day(now):
            raise _impossible("This cannot be later than today", "assessed_on")
        named = [each.factor for each in self.factors]
        twice = next((each for each in named if named.count(each) > 1), None)
        if twice is not None:
            raise _impossible(f"«{twice.label}» stands twice: put it in one row", "factors")
        for each in self.factors:
            _require_whole(each)


def _require_whole(found: FactorFound) -> None:
    label = found.factor.label
    if found.action and not (found.owner or found.owner_role):
        raise _impossible(f"«{label}»: say who does «{found.action}»", "factors")
    if found.state is FactorState.NOT_ASSESSED and found.finding:
        raise _impossible(f"«{label}» has a finding: say whether it is present", "factors")


def _impossible(words: str, name: str) -> InvalidInput:
    return InvalidInput(words, where=field_of(FallsAssessment, name).label)
