"""From referral to discharge: a bed is never free and taken, a person never in two places or in none."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from mdt_core.clock import PartialDate, london_day
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.measures.d2a_outcomes import Outcomes, OutcomesAsked
from mdt_core.measures.resident_days import Period
from mdt_core.records.bed_states import BedCondition, VoidReason
from mdt_core.records.d2a_care import D2aExtension
from mdt_core.records.d2a_referrals import D2aReferral, DeclineReason, ReferralState
from mdt_core.records.homes import Bed, BedType, Home, HomeStatus, Room
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import DischargeBarrier
from mdt_core.records.stays import Destination, Pathway, Stay, StayType
from mdt_core.roles import Role
from mdt_core.store.queries.beds import BedBoard, BedRow, bed_board
from mdt_core.store.queries.d2a_outcomes import d2a_outcomes
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases import d2a_beds, d2a_referrals, d2a_stays
from mdt_core.use_cases.d2a_stays import Leaving, Override
from mdt_core.use_cases.places import save_home
from tests.support.builders import actor
from tests.support.memory_store import STARTED, MemoryStore

COORDINATOR = actor(Role.D2A_COORDINATOR)
TODAY = london_day(STARTED)
ROOMS = (Room(id="r1", name="1"), Room(id="r2", name="2"), Room(id="r3", name="3"))
BEDS = (
    Bed(id="b1", label="A", room_id="r1", bed_type=BedType.D2A_BLOCK),
    Bed(id="b2", label="A", room_id="r2", bed_type=BedType.D2A_SPOT),
    Bed(id="b3", label="A", room_id="r3", bed_type=BedType.PERMANENT),
)


class Ward:
    """A home with two D2A beds, and one person referred."""

    def __init__(self) -> None:
        self.memory = MemoryStore()
        self.store = self.memory.store
        home = Home(name="Elm House", rooms=ROOMS, beds=BEDS)
        self.home = save_home(self.store, by=COORDINATOR, home=home)[0]
        self.who, self.referral = self.refer("Featherstone")

    def refer(self, family: str) -> tuple[str, str]:
        person = Resident(family_name=family, given_name="Edith", born=PartialDate("1938-02-03"))
        asked = D2aReferral(
            referred_at=STARTED - timedelta(hours=3),
            hospital="Wythenshawe Hospital",
            pathway=Pathway.P2,
        )
        who, referral, _ = d2a_referrals.refer_new_person(
            self.store, by=COORDINATOR, resident=person, referral=asked
        )
        return who, referral

    def offer(self, bed: str = "b1") -> None:
        d2a_referrals.offer(
            self.store, by=COORDINATOR, referral_id=self.referral, resident_id=self.who,
            home_id=self.home, bed_id=bed,
        )  # fmt: skip

    def accept(self) -> None:
        d2a_referrals.accept(
            self.store, by=COORDINATOR, referral_id=self.referral, resident_id=self.who,
            answered_by="Sister Hall",
        )  # fmt: skip

    def place(self, bed: str = "b1", override: Override | None = None) -> str:
        return d2a_stays.place_in_bed(
            self.store, by=COORDINATOR, referral_id=self.referral, resident_id=self.who,
            home_id=self.home, bed_id=bed, admitted_at=STARTED, override=override,
        )[0]  # fmt: skip

    def board(self) -> BedBoard:
        with self.store.reading() as connection:
            return bed_board(connection, COORDINATOR, TODAY)

    def bed(self, bed: str = "b1") -> BedRow:
        return next(each for each in self.board().beds if each.bed_id == bed)

    def stay(self) -> Stay:
        stay = self.bed().stay
        assert stay is not None
        return stay


@pytest.fixture
def ward() -> Ward:
    return Ward()


# Referral


def test_the_board_has_the_d2a_beds_alone_and_who_waits(ward: Ward) -> None:
    board = ward.board()
    assert [(each.bed_words, each.condition) for each in board.beds] == [
        ("Room 1", BedCondition.AVAILABLE),
        ("Room 2", BedCondition.AVAILABLE),
    ]
    assert [each.line.family_name for each in board.waiting] == ["Featherstone"]


def test_a_home_that_declines_says_why_and_the_next_one_is_asked(ward: Ward) -> None:
    ward.offer()
    d2a_referrals.decline(
        ward.store, by=COORDINATOR, referral_id=ward.referral, resident_id=ward.who,
        answered_by="Sister Hall", reason=DeclineReason.STAFFING,
    )  # fmt: skip
    (waiting,) = ward.board().waiting
    assert waiting.referral.state is ReferralState.DECLINED
    assert waiting.referral.offers[0].reason is DeclineReason.STAFFING
    ward.offer("b2")
    assert ward.board().waiting[0].referral.state is ReferralState.OFFERED


def test_two_homes_are_not_asked_at_once_and_other_needs_words(ward: Ward) -> None:
    ward.offer()
    with pytest.raises(Refused, match="has not answered"):
        ward.offer("b2")
    with pytest.raises(InvalidInput, match="note"):
        d2a_referrals.decline(
            ward.store, by=COORDINATOR, referral_id=ward.referral, resident_id=ward.who,
            answered_by="Sister Hall", reason=DeclineReason.OTHER,
        )  # fmt: skip


def test_an_accepted_bed_is_kept_and_let_go_when_the_referral_is_withdrawn(ward: Ward) -> None:
    ward.offer()
    ward.accept()
    assert ward.bed().condition is BedCondition.RESERVED
    d2a_referrals.withdraw_referral(
        ward.store, by=COORDINATOR, referral_id=ward.referral, resident_id=ward.who, why="Improved"
    )
    assert ward.bed().condition is BedCondition.AVAILABLE
    assert ward.board().waiting == ()


def test_somebody_who_waits_already_is_not_referred_twice(ward: Ward) -> None:
    asked = D2aReferral(referred_at=STARTED, hospital="Wythenshawe Hospital")
    with pytest.raises(Refused, match="referred already"):
        d2a_referrals.refer(ward.store, by=COORDINATOR, resident_id=ward.who, referral=asked)


# Placing


def test_placing_starts_the_stay_ends_the_referral_and_frees_the_reservation(ward: Ward) -> None:
    ward.offer()
    ward.accept()
    ward.place()
    row = ward.bed()
    assert (row.condition, row.line and row.line.resident_id) == (BedCondition.OCCUPIED, ward.who)
    assert row.state is not None
    assert not row.state.is_reserved
    assert ward.stay().stay_type is StayType.D2A_BLOCK
    assert ward.stay().planned_end == TODAY + timedelta(days=28)
    assert ward.stay().source_of_admission == "Wythenshawe Hospital"
    assert ward.board().waiting == ()


def test_nobody_is_placed_in_a_bed_that_is_taken_kept_or_void(ward: Ward) -> None:
    ward.place()
    ward.who, ward.referral = ward.refer("Abbott")
    with pytest.raises(Refused, match="Somebody is in this bed"):
        ward.place()
    d2a_beds.reserve_bed(
        ward.store, by=COORDINATOR, home_id=ward.home, bed_id="b2", note="Ward F4, tomorrow"
    )
    with pytest.raises(Refused, match="kept for somebody else"):
        ward.place("b2")
    d2a_beds.end_reservation(ward.store, by=COORDINATOR, home_id=ward.home, bed_id="b2")
    void(ward, "b2")
    with pytest.raises(Refused, match="void: outbreak"):
        ward.place("b2")
    with pytest.raises(Refused, match="no such D2A bed"):
        ward.place("b3")
    assert len(ward.board().waiting) == 1


def test_a_suspended_home_takes_nobody_without_a_reason_and_a_name(ward: Ward) -> None:
    suspend(ward)
    with pytest.raises(Refused, match="suspended: Staffing at night"):
        ward.place()
    with pytest.raises(InvalidInput, match="who decided"):
        ward.place(override=Override("Nothing else within 30 miles", " "))
    ward.place(override=Override("Nothing else within 30 miles", "Ruth Hale"))
    assert (ward.stay().override_reason, ward.stay().override_by) == (
        "Nothing else within 30 miles",
        "Ruth Hale",
    )


def suspend(ward: Ward) -> None:
    d2a_beds.set_home_status(
        ward.store, by=COORDINATOR, home_id=ward.home, status=HomeStatus.SUSPENDED,
        reason="Staffing at night", decided_by="Ruth Hale",
    )  # fmt: skip


def test_a_suspension_needs_a_reason_and_who_decided() -> None:
    with pytest.raises(InvalidInput, match="why the home is suspended"):
        d2a_beds.set_home_status(
            MemoryStore().store, by=COORDINATOR, home_id="any", status=HomeStatus.SUSPENDED
        )


def test_placing_that_fails_leaves_referral_and_bed_as_they_were(ward: Ward) -> None:
    ward.offer()
    ward.accept()
    before = ward.memory.projections()
    suspend_free = Override("", "")
    with pytest.raises(Refused):
        ward.place("b3", suspend_free)
    assert ward.memory.projections() == before


def test_two_people_recorded_in_one_bed_are_said_on_both_rows(ward: Ward) -> None:
    ward.place()
    first = ward.stay()
    ward.who, ward.referral = ward.refer("Abbott")
    ward.place("b2")
    with ward.store.deed(COORDINATOR) as unit:  # as two computers without a network can leave it
        stay_id, stay = d2a_stays.d2a_stay_of(unit, ward.who)
        unit.write(
            stay.model_copy(update={"bed_id": first.bed_id}),
            About(ward.who, ward.home),
            record_id=stay_id,
        )
        unit.commit()
    both = [each for each in ward.board().beds if each.bed_id == "b1"]
    assert [each.is_shared for each in both] == [True, True]


# Planned end, delays, extension


def plan(ward: Ward, end: date, *barriers: DischargeBarrier, who: str | None = None) -> None:
    d2a_stays.plan_discharge(
        ward.store, by=COORDINATOR, resident_id=ward.who, planned_end=end, barriers=barriers,
        who_acts=who,
    )  # fmt: skip


def test_a_barrier_counts_its_days_and_ends_when_it_is_no_longer_said(ward: Ward) -> None:
    ward.place()
    plan(ward, TODAY + timedelta(days=5), DischargeBarrier.FUNDING, who="Social worker")
    ward.memory.clock.advance(days=3)
    plan(ward, TODAY + timedelta(days=9), DischargeBarrier.FUNDING, DischargeBarrier.HOUSING)
    funding = next(e for e in ward.stay().delays if e.barrier is DischargeBarrier.FUNDING)
    assert (funding.since, funding.who_acts, funding.days(TODAY + timedelta(days=3))) == (
        TODAY,
        "Social worker",
        3,
    )
    plan(ward, TODAY + timedelta(days=9))
    assert ward.stay().barriers == ()
    assert {each.ended for each in ward.stay().delays} == {TODAY + timedelta(days=3)}


def test_a_planned_end_before_the_stay_is_refused(ward: Ward) -> None:
    ward.place()
    with pytest.raises(InvalidInput, match="before the stay began"):
        plan(ward, TODAY - timedelta(days=1))


def test_an_extension_moves_the_planned_end(ward: Ward) -> None:
    ward.place()
    later = TODAY + timedelta(days=40)
    told = {"until": later.isoformat(), "reason": "Stair lift", "approved_by": "Ruth Hale"}
    d2a_stays.record_extension(
        ward.store, by=COORDINATOR, draft=Draft(D2aExtension, ward.who, told)
    )
    assert ward.stay().planned_end == later


# Discharge


def leave(ward: Ward, to: Destination, at: datetime = STARTED) -> None:
    leaving = Leaving(to, at, services="Package of care", services_start=TODAY)
    d2a_stays.discharge(ward.store, by=COORDINATOR, resident_id=ward.who, leaving=leaving)


def test_a_discharge_changes_the_table_by_one_and_frees_the_bed(ward: Ward) -> None:
    ward.place()
    before = figures(ward)
    leave(ward, Destination.COMM)
    after = figures(ward)
    assert (before.destinations.discharges, after.destinations.discharges) == (0, 1)
    assert after.destinations.overall_home_percent == Decimal("100.00")
    assert ward.bed().condition is BedCondition.AVAILABLE
    assert (before.so_far.stays, after.so_far.stays, after.completed.stays) == (1, 0, 1)


def figures(ward: Ward) -> Outcomes:
    asked = OutcomesAsked(Period(TODAY - timedelta(days=30), TODAY))
    with ward.store.reading() as connection:
        return d2a_outcomes(connection, COORDINATOR, asked, STARTED)


def test_a_death_is_recorded_on_its_own_form_and_nobody_leaves_before_coming(ward: Ward) -> None:
    ward.place()
    with pytest.raises(Refused, match="form for it"):
        leave(ward, Destination.RIP)
    with pytest.raises(InvalidInput, match="before the stay began"):
        leave(ward, Destination.COMM, STARTED - timedelta(days=1))
    with pytest.raises(InvalidInput, match="later than now"):
        leave(ward, Destination.COMM, STARTED + timedelta(days=1))


# Beds


def void(ward: Ward, bed: str = "b1", since: date = TODAY) -> None:
    d2a_beds.void_bed(
        ward.store, by=COORDINATOR, home_id=ward.home, bed_id=bed, reason=VoidReason.OUTBREAK,
        since=since,
    )  # fmt: skip


def test_a_void_bed_costs_the_retainer_of_its_first_day_until_it_is_opened(ward: Ward) -> None:
    ward.memory.clock.advance(days=-10)
    set_rate(ward, "85.50")
    void(ward, since=TODAY - timedelta(days=10))
    ward.memory.clock.advance(days=10)
    set_rate(ward, "99.00")
    d2a_beds.reopen_bed(ward.store, by=COORDINATOR, home_id=ward.home, bed_id="b1")
    use = figures(ward).use
    assert (use.void, use.void_cost) == (10, Decimal("855.00"))
    assert ward.bed().condition is BedCondition.AVAILABLE


def set_rate(ward: Ward, pounds: str) -> None:
    d2a_beds.set_bed_terms(
        ward.store, by=COORDINATOR, home_id=ward.home, bed_id="b1", retainer=Decimal(pounds)
    )


def test_an_occupied_bed_is_not_made_void_and_a_day_to_come_is_refused(ward: Ward) -> None:
    ward.place()
    with pytest.raises(Refused, match="Somebody is in this bed"):
        void(ward)
    with pytest.raises(InvalidInput, match="later than today"):
        void(ward, "b2", TODAY + timedelta(days=1))


@pytest.mark.parametrize("role", [Role.HOME_CARER, Role.QUALITY_OFFICER])
def test_who_places_nobody_changes_no_bed(ward: Ward, role: Role) -> None:
    with pytest.raises(NotAllowed):
        d2a_beds.reserve_bed(
            ward.store, by=actor(role), home_id=ward.home, bed_id="b1", note="Anyone"
        )


def test_somebody_of_another_home_sees_neither_beds_nor_who_waits_elsewhere(ward: Ward) -> None:
    ward.place()
    nurse = actor(Role.NURSE, "another-home")
    with ward.store.reading() as connection:
        assert bed_board(connection, nurse, TODAY).beds == ()


def test_a_room_has_one_d2a_bed_and_a_new_room_is_added_with_it(ward: Ward) -> None:
    d2a_beds.add_bed(
        ward.store, by=COORDINATOR, home_id=ward.home, room=" 9 ", bed_type=BedType.D2A_SPOT
    )
    assert [each.bed_words for each in ward.board().beds] == ["Room 1", "Room 2", "Room 9"]
    with pytest.raises(Refused, match="Room 9 has a D2A bed already"):
        d2a_beds.add_bed(
            ward.store, by=COORDINATOR, home_id=ward.home, room="9", bed_type=BedType.D2A_BLOCK
        )
