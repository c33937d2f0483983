"""Valid records with plain clinical values, and changes as another device would have made them.

`SAMPLES` makes one record of every kind; `newer_set` and `newer_event` make changes by hand, so that
they can hold what this program does not know.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.identifiers import ChangeId, NhsNumber, derived_change_id, derived_id
from mdt_core.record import Record
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern, ConcernAnswer, HowSoon
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.episodes import EpisodePart, HospitalEpisode, PlanReview
from mdt_core.records.fall_answers import (
    BodySite,
    Factor,
    FactorState,
    InjuryType,
    MedicinesKnown,
)
from mdt_core.records.fall_details import FallDetail, Injury, Why
from mdt_core.records.falls import Fall, FallSeenBy, HeadStruck, Hurt, TimeKnown
from mdt_core.records.falls_assessments import FactorFound, FallsAssessment
from mdt_core.records.homes import Bed, Home, HomeType, HomeUnit, Room
from mdt_core.records.medication_issues import IssueStage, MedicationIssue, NccMerp
from mdt_core.records.medicine_requests import MedicineRequest, RequestKind
from mdt_core.records.medicine_reviews import (
    CovertAdministration,
    CovertState,
    LineDecision,
    MedicineReconciliation,
    MedicineReview,
    Occasion,
    ReconciledLine,
    ReviewDecision,
    ReviewedMedicine,
)
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.records.merges import NotSamePerson, ResidentMerge, Showed
from mdt_core.records.observations import Consciousness, ObservationSet, SoftSign
from mdt_core.records.people import Practitioner
from mdt_core.records.printed_copies import (
    CopiedDocument,
    CopiesTakenOut,
    CopyMade,
    CopyPlace,
    PrintedCopy,
    TakenOut,
)
from mdt_core.records.put_offs import Missing, PutOff
from mdt_core.records.quick_texts import QuickText, Whose
from mdt_core.records.receipts import EntryConfirmation, Reach, Receipt, Side
from mdt_core.records.residents import (
    Alert,
    Allergy,
    AllergyState,
    AllergyStateKind,
    Contact,
    Problem,
    ProblemState,
    Resident,
    SourceIdentifier,
)
from mdt_core.records.round_sign_offs import (
    AnyoneElse,
    ClosedEntry,
    OpenItem,
    OpenKind,
    RoundSignOff,
)
from mdt_core.records.rounds import (
    Attendee,
    HowSeen,
    Round,
    RoundEntry,
    RoundMode,
    SeeAgain,
)
from mdt_core.records.settlements import Settlement, Way
from mdt_core.records.stays import Stay, StayType
from mdt_core.roles import Role
from mdt_core.sync.change import Author, Change, ChangeKind, Envelope, GroupWrite
from tests.support.care import CARE_SAMPLES
from tests.support.d2a import D2A_SAMPLES
from tests.support.deaths import DEATH_SAMPLES
from tests.support.meetings import MEETING_SAMPLES
from tests.support.needs import NEEDS_SAMPLES
from tests.support.plans import PLAN_SAMPLES
from tests.support.scores import SCORE_SAMPLES
from tests.support.vaccinations import VACCINATION_SAMPLES

NINE_IN_THE_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOME_ID = derived_id("tests", "Elm House")
OTHER_HOME_ID = derived_id("tests", "Oak House")
RESIDENT_ID = derived_id("tests", "Joan Smith")
NURSE_AUTHOR = Author("person-nurse", "Grace Obi", "nurse", "Elm Surgery")


def actor(role: Role, *homes: str) -> Actor:
    """A person of a role, for some homes or (none named) for all."""
    return Actor(f"person-{role.value}", role.label, role, "Elm Surgery", frozenset(homes) or None)


def home(**values: Any) -> Home:  # noqa: ANN401 - any field
    """A nursing home with a unit, a room and a bed."""
    plain: dict[str, Any] = {
        "name": "Elm House",
        "home_type": HomeType.NURSING,
        "address": "1 Elm Road",
        "units": (HomeUnit(id="u1", name="Ground floor"),),
        "rooms": (Room(id="r1", name="12", unit_id="u1"),),
        "beds": (Bed(id="b1", label="A", room_id="r1"),),
    }
    return Home(**{**plain, **values})


def resident(**values: Any) -> Resident:  # noqa: ANN401
    """A resident with a practice NHS number, a contact and an alert."""
    plain: dict[str, Any] = {
        "family_name": "Smith",
        "given_name": "Joan",
        "born": PartialDate("1938-02"),
        "nhs_number": NhsNumber("9990000018"),
        "contacts": (Contact(id="c1", name="Ann Smith", relationship="Daughter"),),
        "alerts": (Alert(id="a1", text="Falls"),),
        "source_identifiers": (SourceIdentifier(id="s1", system="Care system", value="R-77"),),
    }
    return Resident(**{**plain, **values})


def stay(**values: Any) -> Stay:  # noqa: ANN401
    """A permanent stay in Elm House."""
    plain: dict[str, Any] = {
        "home_id": HOME_ID,
        "stay_type": StayType.PERMANENT,
        "admitted_at": NINE_IN_THE_MORNING,
        "room": "12",
    }
    return Stay(**{**plain, **values})


def observations(**values: Any) -> ObservationSet:  # noqa: ANN401
    """A complete set that scores nothing."""
    plain: dict[str, Any] = {
        "taken_at": NINE_IN_THE_MORNING,
        "respirations": 16,
        "oxygen_percent": 97,
        "on_oxygen": False,
        "systolic": 130,
        "pulse": 72,
        "consciousness": Consciousness.ALERT,
        "temperature": Decimal("36.8"),
    }
    return ObservationSet(**{**plain, **values})


def entry(**values: Any) -> RoundEntry:  # noqa: ANN401
    """A round entry with a note and a plan."""
    plain: dict[str, Any] = {
        "how": HowSeen.IN_PERSON,
        "note": "Eating well",
        "plan": "Continue",
        "see_again": SeeAgain.NEXT_ROUND,
    }
    return RoundEntry(**{**plain, **values})


def fall(**values: Any) -> Fall:  # noqa: ANN401
    """A fall that nobody saw, with a bruise; it is not known whether the head was hit."""
    plain: dict[str, Any] = {
        "occurred_at": NINE_IN_THE_MORNING,
        "time_known": TimeKnown.FOUND_NOW,
        "seen_by": FallSeenBy.NOBODY,
        "head": HeadStruck.NOT_KNOWN,
        "hurt": (Hurt.BRUISE,),
        "note": "Beside the bed",
    }
    return Fall(**{**plain, **values})


def allergies(*substances: str) -> AllergyState:
    """A statement of known allergies, or of none known."""
    state = AllergyStateKind.KNOWN if substances else AllergyStateKind.NONE_KNOWN
    return AllergyState(state=state, allergies=tuple(Allergy(substance=s) for s in substances))


SAMPLES: Mapping[str, Callable[[], Record]] = {
    **CARE_SAMPLES,
    **MEETING_SAMPLES,
    **NEEDS_SAMPLES,
    **D2A_SAMPLES,
    **DEATH_SAMPLES,
    **PLAN_SAMPLES,
    **SCORE_SAMPLES,
    **VACCINATION_SAMPLES,
    "home": home,
    "resident": resident,
    "stay": stay,
    "observation_set": observations,
    "round_entry": entry,
    "allergy_state": lambda: allergies("Penicillin"),
    "action": lambda: Action(text="Weigh weekly", owner="person-nurse", due=date(2026, 12, 1)),
    "concern": lambda: Concern(
        words="Not herself", soft_signs=(SoftSign.SLEEPIER,), how_soon=HowSoon.TODAY
    ),
    "concern_answer": lambda: ConcernAnswer(concern_id="c1", words="Offer drinks each hour"),
    "fall": fall,
    "fall_detail": lambda: FallDetail(
        fall_id="f1",
        minutes_on_floor=75,
        injuries=(Injury(site=BodySite.LEFT_HIP, injury=InjuryType.BRUISE),),
        medicines_known=MedicinesKnown.UNKNOWN,
        whys=(Why(why="The call bell was out of reach"),),
    ),
    "falls_assessment": lambda: FallsAssessment(
        assessed_on=date(2026, 11, 24),
        factors=(FactorFound(factor=Factor.FEET, state=FactorState.PRESENT, finding="Loose"),),
    ),
    "quick_text": lambda: QuickText(
        name="seen2", text="Seen with [who].", whose=Whose.MINE, owner="person-gp"
    ),
    "hospital_episode": lambda: HospitalEpisode(
        part=EpisodePart.RETURNED,
        happened_at=NINE_IN_THE_MORNING,
        hospital="Elm Infirmary",
        reason="Chest infection",
    ),
    "plan_review": lambda: PlanReview(next_due=date(2027, 2, 24), note="Ask the daughter"),
    "settlement": lambda: Settlement(
        what="NHS number",
        way=Way.KEPT,
        why="As on the passport, seen today",
        asked="Ann Smith, daughter",
        settled_kind="resident",
        settled_record=RESIDENT_ID,
        settled_group="nhs_number",
    ),
    "resident_merge": lambda: ResidentMerge(
        other_id="r2",
        kept_id=RESIDENT_ID,
        decision="d1",
        why="One passport",
        asked="Ann Smith, daughter",
        showed=(Showed(record_id="r2", name="SMITH, Ada", nhs_number="9990000026"),),
    ),
    "not_same_person": lambda: NotSamePerson(
        other_id="r2", decision="d1", why="Both were seen", asked="Grace Obi, nurse"
    ),
    "printed_copy": lambda: PrintedCopy(
        document=CopiedDocument.CARE_PLAN,
        document_id="d1",
        version=3,
        known_at=NINE_IN_THE_MORNING,
        made=CopyMade.PRINTED,
        copies=2,
        places=(CopyPlace.CARE_FILE, CopyPlace.ROOM),
        made_from=("m1", "m2"),
    ),
    "copies_taken_out": lambda: CopiesTakenOut(state=TakenOut.OUT, copies=("p1",)),
    "put_off": lambda: PutOff(
        what=Missing.ABOUT_ME, reason="Daughter brings it", until=date(2026, 12, 24)
    ),
    "withdrawal": lambda: Withdrawal(reason="Signed by mistake"),
    "medicine_line": lambda: MedicineLine(
        medicine="paracetamol", dose="1 g", state=MedicineState.ACTIVE
    ),
    "medicine_list": lambda: MedicineList(source=ListSource.MAR, as_of=NINE_IN_THE_MORNING),
    "medicine_reconciliation": lambda: MedicineReconciliation(
        occasion=Occasion.RETURN,
        source=ListSource.DISCHARGE,
        as_of=NINE_IN_THE_MORNING,
        lines=(ReconciledLine(medicine="codeine", decision=LineDecision.STOP, reason="Drowsy"),),
    ),
    "medicine_review": lambda: MedicineReview(
        goals="To be awake when the family comes",
        medicines=(
            ReviewedMedicine(
                medicine="codeine", decision=ReviewDecision.REDUCE, reason="Drowsy", how="Halve it"
            ),
        ),
        next_review=date(2027, 5, 24),
    ),
    "covert_administration": lambda: CovertAdministration(
        state=CovertState.NOT_AUTHORISED, why="Takes them when asked again after breakfast"
    ),
    "medication_issue": lambda: MedicationIssue(
        occurred_at=NINE_IN_THE_MORNING,
        stage=IssueStage.ADMINISTRATION,
        medicines=("levothyroxine",),
        words="The morning dose was not given",
        category=NccMerp.C,
    ),
    "medicine_request": lambda: MedicineRequest(
        request_kind=RequestKind.ACUTE,
        medicine="amoxicillin 500 mg capsules",
        needed_by=date(2026, 11, 26),
        asked_by="Grace Obi",
        asked_at=NINE_IN_THE_MORNING,
    ),
    "practitioner": lambda: Practitioner(name="Grace Obi", role=Role.NURSE, home_id=HOME_ID),
    "receipt": lambda: Receipt(
        home_id=HOME_ID,
        of_id="action-1",
        of_kind="action",
        version="m1",
        side=Side.HOME,
        reach=Reach.SEEN,
    ),
    "entry_confirmation": lambda: EntryConfirmation(entry_id="e1", mid="m1"),
    "problem": lambda: Problem(text="Type 2 diabetes", state=ProblemState.ACTIVE),
    "round_sign_off": lambda: RoundSignOff(
        round_id="round-1",
        home_id=HOME_ID,
        entries=(ClosedEntry(entry_id="e1", mid="m1", body_hash="0f"),),
        confirmed=("e1",),
        attendees=(Attendee(id="p1", name="G Obi"),),
        mode=RoundMode.VIDEO,
        started_at=NINE_IN_THE_MORNING,
        ended_at=NINE_IN_THE_MORNING + timedelta(hours=2),
        anyone_else=AnyoneElse.NOBODY,
        open_items=(OpenItem(item=OpenKind.DRAFTS, number=1, reason="Finished after lunch"),),
        next_round_on=date(2026, 12, 1),
    ),
    "round": lambda: Round(
        home_id=HOME_ID, held_on=date(2026, 11, 24), attendees=(Attendee(id="p1", name="G Obi"),)
    ),
}
"""One valid record of every registered kind; a test fails for a kind that has none."""


def newer_set(
    number: int,
    record_id: str,
    groups: Mapping[str, GroupWrite],
    *,
    kind: str = "resident",
    minutes: int = 0,
    **envelope: Any,  # noqa: ANN401
) -> Change:
    """A `set` change of another device; `number` makes its identity."""
    about = _envelope(record_id, kind, minutes, envelope)
    return Change(_mid(number), ChangeKind.SET, about, groups=groups)


def newer_event(
    number: int,
    record_id: str,
    kind: str,
    body: Mapping[str, Any],
    *,
    base: tuple[str, ...] = (),
    corrects: str | None = None,
    minutes: int = 0,
    **envelope: Any,  # noqa: ANN401
) -> Change:
    """An `event` change of another device; `number` makes its identity."""
    about = _envelope(record_id, kind, minutes, envelope)
    return Change(_mid(number), ChangeKind.EVENT, about, body=body, base=base, corrects=corrects)


def mid(number: int) -> str:
    """The identity of the change of that number."""
    return _mid(number)


def with_more(text: str, **more: Any) -> str:  # noqa: ANN401
    """The text of a change with words of a newer program in it, canonical again."""
    return json.dumps(
        {**json.loads(text), **more}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def _mid(number: int) -> ChangeId:
    return derived_change_id("tests", str(number))


def _envelope(record_id: str, kind: str, minutes: int, more: Mapping[str, Any]) -> Envelope:
    at = NINE_IN_THE_MORNING + timedelta(minutes=minutes)
    plain: dict[str, Any] = {"resident_id": record_id if kind == "resident" else RESIDENT_ID}
    return Envelope(
        record_id=record_id,
        kind=kind,
        schema=1,
        occurred_at=at,
        recorded_at=at,
        author=NURSE_AUTHOR,
        device="another-device",
        **{**plain, **more},
    )
