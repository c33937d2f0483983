"""Residents with much recorded, with nothing, with two versions, and one who has died."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, utc_text
from mdt_core.drafts import Draft
from mdt_core.identifiers import NhsNumber
from mdt_core.records.actions import Action, ActionPriority
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.records.observations import ObservationSet, SetPurpose
from mdt_core.records.residents import (
    Alert,
    Allergy,
    AllergyState,
    AllergyStateKind,
    Contact,
    Gender,
    Problem,
    ProblemState,
    Resident,
)
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.records.stays import StayType
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.observations import raise_concern, sign_observations
from mdt_core.use_cases.residents import place, save_resident
from mdt_core.use_cases.rounds import add_action, sign_entry
from tests.support.builders import newer_event, observations

LONG_FAMILY = "Featherstonehaugh-Cholmondeley-Wolstenholme"
ABOUT_ME = "Hears better on the left. Likes the window seat and strong tea; was a head teacher."


def full(store: Store, by: Actor, home_id: str, **values: Any) -> str:  # noqa: ANN401
    """A resident of a home with something on every tab; the last entry is a week old."""
    who = _person(store, by, home_id, **values)
    _state(store, by, who, home_id)
    _medicines(store, by, who, home_id)
    _notes(store, by, who, home_id)
    return who


def bare(store: Store, by: Actor) -> str:
    """A resident of whom only the family name is known, in no home."""
    return save_resident(store, by=by, resident=Resident(family_name="Amberley"))[0]


def with_two_versions(store: Store, by: Actor, home_id: str) -> str:
    """A resident whose allergies two people stated differently without seeing each other."""
    who = _person(store, by, home_id, family_name="Thistlewood", nhs_number=None)
    with store.deed(by) as unit:
        for place_, (number, substance) in enumerate(((1, "Penicillin"), (2, "Trimethoprim"))):
            body = {"state": "known", "allergies": [{"substance": substance, "reaction": "rash"}]}
            record = f"0197d2a0-0000-7000-8000-00000000000{number}"
            change = newer_event(
                900 + number, record, "allergy_state", body, minutes=place_, resident_id=who
            )
            unit.append(change)
        unit.commit()
    return who


def deceased(store: Store, by: Actor, home_id: str) -> str:
    """A resident who has died."""
    return _person(
        store,
        by,
        home_id,
        family_name="Marchbanks",
        is_deceased=True,
        died=PartialDate("2026-11-02"),
    )


def _person(store: Store, by: Actor, home_id: str, **values: Any) -> str:  # noqa: ANN401
    plain: dict[str, Any] = {
        "family_name": LONG_FAMILY,
        "given_name": "Wilhelmina Persephone",
        "title_prefix": "Mrs",
        "preferred_name": "Minnie",
        "born": PartialDate("1938-02-03"),
        "gender": Gender.FEMALE,
        "nhs_number": NhsNumber("9990000018"),
        "about_me": ABOUT_ME,
        "alerts": (Alert(id="a1", text="Falls at night", since=PartialDate("2026-09")),),
        "contacts": (
            Contact(id="c2", name="Tom Brown", relationship="Nephew"),
            Contact(
                id="c1",
                name="Ann Smith",
                relationship="Daughter",
                phone="0161 496 0777",
                is_next_of_kin=True,
                is_emergency=True,
            ),
        ),
    }
    who, _ = save_resident(store, by=by, resident=Resident(**{**plain, **values}))
    if not values.get("is_deceased"):
        place(
            store,
            by=by,
            resident_id=who,
            home_id=home_id,
            stay_type=StayType.D2A_BLOCK,
            admitted_at=store.clock() - timedelta(days=19),
            room="14",
        )
    return who


def _state(store: Store, by: Actor, who: str, home_id: str) -> None:
    with store.deed(by) as unit:
        about = About(who, home_id)
        penicillin = Allergy(substance="Penicillin", reaction="rash")
        unit.sign(AllergyState(state=AllergyStateKind.KNOWN, allergies=(penicillin,)), about)
        for text, state, since in (
            ("Fractured neck of femur", ProblemState.RESOLVED, "2019"),
            ("Chronic obstructive pulmonary disease", ProblemState.ACTIVE, "2011-05"),
        ):
            unit.write(Problem(text=text, state=state, onset=PartialDate(since)), about)
        unit.commit()


def _medicines(store: Store, by: Actor, who: str, home_id: str) -> None:
    lines = (
        MedicineLine(
            medicine="paracetamol",
            form="tablet",
            strength="500 mg",
            dose="1 g",
            route="oral",
            frequency="four times a day",
            as_needed=True,
            reason="pain",
            state=MedicineState.ACTIVE,
            is_verified=True,
        ),
        MedicineLine(
            medicine="beclometasone with formoterol and glycopyrronium",
            form="pressurised inhalation",
            dose="2 puffs",
            route="inhaled",
            frequency="twice a day",
            instructions="with the spacer; rinse the mouth afterwards",
            state=MedicineState.ACTIVE,
        ),
        MedicineLine(medicine="furosemide", dose="40 mg", state=MedicineState.STOPPED),
    )
    with store.deed(by) as unit:
        about = About(who, home_id)
        for line in lines:
            unit.write(line, about)
        as_of = store.clock() - timedelta(days=30)
        unit.sign(MedicineList(source=ListSource.MAR, as_of=as_of, checked_by="Grace Obi"), about)
        unit.commit()


def _notes(store: Store, by: Actor, who: str, home_id: str) -> None:
    entry = RoundEntry(
        how=HowSeen.IN_PERSON,
        note="Brighter. Eating two meals of three, drinking well.",
        plan="Weigh weekly. Bloods before the next round.",
        watch_for="breathlessness at rest",
        watch_call="111, then the surgery",
        see_again=SeeAgain.TWO_WEEKS,
    )
    with store.deed(by) as unit:
        unit.sign(entry, About(who, home_id, occurred_at=store.clock() - timedelta(days=7)))
        unit.commit()
    for text, days, priority in (
        ("Bloods FBC and U+E", -4, ActionPriority.URGENT),
        ("Referral to the continence service with the bladder diary of one week", 6, None),
    ):
        action = Action(
            text=text,
            owner="Grace Obi",
            due=date(2026, 11, 24) + timedelta(days=days),
            priority=priority or ActionPriority.ROUTINE,
        )
        add_action(store, by=by, resident_id=who, action=action)
    observe(store, by, who, days_ago=20, pulse=92, purpose=SetPurpose.USUAL)
    observe(store, by, who, days_ago=10, pulse=96, temperature=Decimal("38.2"))
    observe(store, by, who, days_ago=1, respirations=22, recorded_news2=6, pulse=112)
    observe(store, by, who, days_ago=0, temperature=None)
    concern = Concern(words="Not herself since the weekend", how_soon=HowSoon.TODAY)
    raise_concern(store, by=by, resident_id=who, concern=concern)


def observe(store: Store, by: Actor, who: str, *, days_ago: int, **values: Any) -> str:  # noqa: ANN401
    """Signs a set that is normal but for the values given; returns its id."""
    at = store.clock() - timedelta(days=days_ago, minutes=5)
    taken = observations(taken_at=at, **values).model_dump(mode="json", exclude_none=True)
    draft = Draft(ObservationSet, who, {**taken, "taken_at": utc_text(at)})
    return sign_observations(store, by=by, draft=draft)[0]


def write_entry(store: Store, by: Actor, who: str, note: str) -> str:
    """Signs a round entry now; returns its id."""
    values = {"how": "in_person", "note": note, "see_again": "next_round"}
    return sign_entry(store, by=by, draft=Draft(RoundEntry, who, values)).entry_id
