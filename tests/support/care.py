"""Care decisions with plain clinical values: CPR, ceiling, ReSPECT, law, capacity, consent."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from mdt_core.clock import PartialDate
from mdt_core.record import Record
from mdt_core.records.capacity import CapacityAssessment, DecisionAbout
from mdt_core.records.ceilings import HospitalLevel, Offered, TreatmentCeiling, TreatmentFocus
from mdt_core.records.consents import ConsentState, SharingConsent
from mdt_core.records.corrections import RestrictedWithdrawal
from mdt_core.records.cpr_decisions import (
    CprChoice,
    CprDecision,
    FamilyInvolved,
    PersonInvolved,
    ReviewClock,
)
from mdt_core.records.legal_documents import (
    AdvanceRefusal,
    Attorney,
    LibertyKind,
    LibertySafeguard,
    LibertyState,
    Proxy,
    ProxyKind,
    ProxyState,
    RefusalState,
)
from mdt_core.records.respect_plans import (
    RespectContact,
    RespectCpr,
    RespectPlan,
    RespectReview,
    RespectStatus,
)
from mdt_core.records.safeguarding import (
    AbuseType,
    AgreesToSharing,
    ReferredTo,
    Safeguarding,
    SafeguardingStage,
    ThoughtSource,
)

DECIDED = date(2026, 8, 12)


def not_for_cpr(**values: Any) -> CprDecision:  # noqa: ANN401
    """A decision not to attempt CPR with nothing left to ask."""
    plain: dict[str, Any] = {
        "cpr": CprChoice.NOT_FOR,
        "reasoning": "CPR would not succeed with her heart failure",
        "decided_on": DECIDED,
        "decided_by": "Dr Amara Osei",
        "decided_by_role": "GP",
        "decided_by_number": "7012345",
        "review": ReviewClock.INDEFINITE,
        "person_involved": PersonInvolved.DISCUSSED,
        "family_involved": FamilyInvolved.DISCUSSED,
        "family_who": "Ann Smith, daughter",
        "original_place": "front of care file",
        "original_in_home": True,
        "original_seen_on": DECIDED,
        "ambulance_told": True,
    }
    return CprDecision.model_validate({**plain, **values})


def for_cpr(**values: Any) -> CprDecision:  # noqa: ANN401
    """A decision to attempt CPR."""
    plain: dict[str, Any] = {"cpr": CprChoice.FOR, "reasoning": None}
    return not_for_cpr(**{**plain, **values})


def ceiling(**values: Any) -> TreatmentCeiling:  # noqa: ANN401
    """Hospital for what can be reversed, and no intensive care."""
    plain: dict[str, Any] = {
        "focus": TreatmentFocus.BALANCE,
        "hospital": HospitalLevel.REVERSIBLE,
        "hospital_why": "A fracture or a chest infection that tablets do not help",
        "oral_antibiotics": Offered.YES,
        "intensive_care": Offered.NO,
        "intensive_care_why": "Too frail to come through it",
        "decided_on": DECIDED,
        "decided_by": "Dr Amara Osei",
        "decided_by_role": "GP",
        "involved": "She and her daughter",
    }
    return TreatmentCeiling.model_validate({**plain, **values})


def respect_plan(**values: Any) -> RespectPlan:  # noqa: ANN401
    """A plan that is complete and signed."""
    plain: dict[str, Any] = {
        "status": RespectStatus.SIGNED,
        "completed_on": DECIDED,
        "summary": "Heart failure; out of breath at rest",
        "comfort_over_length": 70,
        "values_most": "Time with her daughter",
        "focus": TreatmentFocus.BALANCE,
        "guidance": "Hospital for a fracture, because it cannot be treated here",
        "cpr": RespectCpr.NOT_RECOMMENDED,
        "can_take_part": True,
        "signed_by": "Dr Amara Osei",
        "signed_role": "GP",
        "signed_at": datetime(2026, 8, 12, 10, 0, tzinfo=UTC),
        "contacts": (RespectContact(name="Ann Smith", role="Daughter", is_primary=True),),
        "reviews": (RespectReview(reviewed_on=DECIDED, name="Dr Amara Osei"),),
        "original_place": "front of care file",
        "original_in_home": True,
    }
    return RespectPlan.model_validate({**plain, **values})


def refusal(**values: Any) -> AdvanceRefusal:  # noqa: ANN401
    """An advance decision that has all it needs."""
    plain: dict[str, Any] = {
        "state": RefusalState.STANDS,
        "refused": "Ventilation by machine",
        "made_on": PartialDate("2024-05"),
        "is_life_sustaining": True,
        "is_written": True,
        "is_signed": True,
        "is_witnessed": True,
        "is_even_if_life_at_risk": True,
        "document_seen": True,
        "document_place": "with the solicitor, copy in the care file",
    }
    return AdvanceRefusal.model_validate({**plain, **values})


def proxy(**values: Any) -> Proxy:  # noqa: ANN401
    """A registered attorney for health and welfare."""
    plain: dict[str, Any] = {
        "power": ProxyKind.LPA_WELFARE,
        "name": "Ann Smith",
        "contact": "0161 496 0001",
        "is_registered": True,
        "decides_life_sustaining": True,
        "reference": "7000-1234-5678",
        "document_seen": True,
    }
    return Proxy.model_validate({**plain, **values})


def attorney(*proxies: Proxy) -> Attorney:
    """Somebody may decide."""
    return Attorney(state=ProxyState.SOME, proxies=proxies or (proxy(),), source="Her daughter")


def liberty(**values: Any) -> LibertySafeguard:  # noqa: ANN401
    """A standard authorisation for a year."""
    plain: dict[str, Any] = {
        "state": LibertyState.AUTHORISED,
        "authorisation": LibertyKind.STANDARD,
        "authorised_from": date(2026, 3, 1),
        "authorised_to": date(2027, 2, 28),
        "authority": "Elmshire Council",
        "conditions": "Out of the home each week",
        "document_seen": True,
        "document_place": "office safe",
    }
    return LibertySafeguard.model_validate({**plain, **values})


def capacity(**values: Any) -> CapacityAssessment:  # noqa: ANN401
    """Not able to decide, with what was decided in best interests."""
    plain: dict[str, Any] = {
        "about": DecisionAbout.CPR,
        "question": "Whether CPR should be attempted",
        "assessed_on": DECIDED,
        "assessed_by": "Dr Amara Osei",
        "support": "In the morning, with her hearing aid and her daughter",
        "can_understand": True,
        "can_retain": False,
        "can_weigh": False,
        "can_communicate": True,
        "is_able": False,
        "because": "Dementia: she did not keep the question for a minute",
        "consulted": "Ann Smith, daughter",
        "outcome": "CPR is not attempted",
    }
    return CapacityAssessment.model_validate({**plain, **values})


def consent(**values: Any) -> SharingConsent:  # noqa: ANN401
    """Consent given by the person."""
    plain: dict[str, Any] = {
        "state": ConsentState.GIVEN,
        "covers": "The care plan, with ambulance and hospital",
        "decided_on": DECIDED,
        "decision_maker": "She herself",
    }
    return SharingConsent.model_validate({**plain, **values})


def safeguarding(**values: Any) -> Safeguarding:  # noqa: ANN401
    """A concern about how the home is run, referred, with a day to look at it again."""
    plain: dict[str, Any] = {
        "is_more": False,
        "stage": SafeguardingStage.RAISED,
        "noticed_at": datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        "types": (AbuseType.ORGANISATIONAL, AbuseType.NEGLECT),
        "thought_source": ThoughtSource.HOME_ITSELF,
        "seen_or_said": "Sat in a wet bed at ten; says nobody came all night",
        "consent": AgreesToSharing.AGREES,
        "referred_to": (ReferredTo.LOCAL_AUTHORITY,),
        "referred_at": datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
        "review_on": date(2026, 11, 30),
    }
    return Safeguarding.model_validate({**plain, **values})


CARE_SAMPLES: Mapping[str, Callable[[], Record]] = {
    "cpr_decision": not_for_cpr,
    "treatment_ceiling": ceiling,
    "respect_plan": respect_plan,
    "advance_refusal": refusal,
    "attorney": attorney,
    "liberty_safeguard": liberty,
    "capacity_assessment": capacity,
    "sharing_consent": consent,
    "safeguarding": safeguarding,
    "restricted_withdrawal": lambda: RestrictedWithdrawal(reason="Another person"),
}
