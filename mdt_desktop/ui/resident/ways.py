"""Where each deed of the resident page goes, by its words."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.records.about_me import AboutMe
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.preferences import PreferredPlace
from mdt_core.records.residents import AllergyState
from mdt_desktop.ui.context import (
    Destination,
    ToConcern,
    ToDeath,
    ToFall,
    ToForm,
    ToHospital,
    ToObservations,
    ToPlanPaper,
    ToPlanReview,
    ToRequest,
    ToSbard,
    ToStillRight,
)
from mdt_desktop.ui.resident.missing import (
    CALL,
    CEILING,
    CPR,
    CPR_STILL_RIGHT,
    HOSPITAL,
    OBSERVE,
    PLAN_PAPER,
    REQUEST,
    REVIEW,
    TRANSFER,
)

_WRITTEN_IN_A_FORM: Final = (AllergyState, ContingencyPlan, PreferredPlace, CarePlan, AboutMe)
WAYS: Final[Mapping[str, Callable[[str, Destination], Destination]]] = {
    OBSERVE: ToObservations,
    HOSPITAL: ToHospital,
    REVIEW: ToPlanReview,
    "Fall": ToFall,
    "Concern": ToConcern,
    "Record a death": ToDeath,
    CPR: partial(ToForm, CprDecision.kind),
    CEILING: partial(ToForm, TreatmentCeiling.kind),
    CPR_STILL_RIGHT: partial(ToStillRight, CprDecision.kind),
    **{kind.title: partial(ToForm, kind.kind) for kind in _WRITTEN_IN_A_FORM},
    REQUEST: ToRequest,
    CALL: ToSbard,
    TRANSFER: partial(ToPlanPaper, PlanPaperKind.TRANSFER, ""),
    PLAN_PAPER: partial(ToPlanPaper, PlanPaperKind.CLINICAL, ""),
}
"""The screen that each deed opens; it is made with the resident and the way back."""
