"""Valid records of what a person needs, with plain clinical values."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from mdt_core.clock import PartialDate
from mdt_core.record import Record
from mdt_core.records.equipment import Equipment, EquipmentType, LentTo, Loan
from mdt_core.records.needs import AssessedAfter, Degree, EverydayNeeds, HolisticAssessment
from mdt_core.records.personal_details import Ethnicity, Impairment, PersonalDetails
from mdt_core.records.risks import InfectionState, InfectionStatus, Risk, RiskKind
from mdt_core.records.techt import CaseloadReason, CaseloadState, TechtCaseload
from tests.support.d2a import HOME_ID


def oximeter(**values: Any) -> Equipment:  # noqa: ANN401 - any field
    """A pulse oximeter of the home, calibrated until the spring, unless values say otherwise."""
    said: dict[str, Any] = {
        "home_id": HOME_ID,
        "equipment_type": EquipmentType.PULSE_OXIMETER,
        "maker": "Nonin 9590",
        "serial": "NX-40217",
        "check_due": date(2027, 3, 1),
    }
    return Equipment(**{**said, **values})


def _loan() -> Loan:
    return Loan(id="l1", lent_to=LentTo.STAFF, words="Grace Obi", lent_on=date(2026, 11, 3))


NEEDS_SAMPLES: Mapping[str, Callable[[], Record]] = {
    "personal_details": lambda: PersonalDetails(
        ethnicity=Ethnicity.IRISH,
        religion="Roman Catholic; a priest is wanted when she is dying",
        needs_interpreter=False,
        needs_adjustments=True,
        impairments=(Impairment.HEARING, Impairment.MEMORY),
        adjustments="Stand on her left and say one thing at a time",
        key_worker="Grace Obi, days",
        told_on=date(2026, 11, 24),
    ),
    "holistic_assessment": lambda: HolisticAssessment(
        completed_on=date(2026, 11, 24),
        after=AssessedAfter.ADMISSION,
        took_part="Dr Shah, Grace Obi, the daughter",
        physical="Heart failure, short of breath on the stairs",
        environmental="Room far from the toilet",
        summary="A nearer room and a commode at night",
    ),
    "everyday_needs": lambda: EverydayNeeds(
        seen_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        eating=Degree.SLIGHT,
        mobility=Degree.MODERATE,
        mobility_words="One helper and a frame",
        usual_mobility=Degree.SLIGHT,
    ),
    "risk": lambda: Risk(
        risk_kind=RiskKind.TO_SELF,
        words="Goes out at night to look for her husband",
        measures="Walk with her, and ring the daughter",
        since=PartialDate.parse("2026-10"),
    ),
    "infection_status": lambda: InfectionStatus(
        state=InfectionState.CONFIRMED,
        infection="Norovirus",
        since=date(2026, 11, 22),
        isolated=True,
        isolated_until=date(2026, 11, 26),
        precautions="Gloves and apron, own toilet",
    ),
    "techt_caseload": lambda: TechtCaseload(
        state=CaseloadState.ON,
        since=date(2026, 11, 20),
        asked_by="Grace Obi, nurse",
        reasons=(CaseloadReason.ADMISSIONS,),
        until=date(2027, 1, 15),
    ),
    "equipment": lambda: oximeter(loans=(_loan(),)),
}
"""One of each kind, as `SAMPLES` makes it."""
