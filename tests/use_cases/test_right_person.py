"""A deed reaches the resident, the home and the moment that it is of, and no other."""

from datetime import timedelta

import pytest

from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import Destination, StayType
from mdt_core.roles import Role
from mdt_core.store.queries.homes import resident_by_id, unplaced_residents
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.rounds import round_id_for, round_page
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.actions import ActionOf, set_action_due
from mdt_core.use_cases.observations import sign_observations
from mdt_core.use_cases.paper import round_sheet
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.residents import end_stay, move_room, place, save_resident
from mdt_core.use_cases.rounds import (
    add_action,
    answer_action,
    sign_entry,
    start_round,
    withdraw,
)
from tests.support.builders import actor, home, resident
from tests.support.memory_store import GP, STARTED, MemoryStore

DAY = london_day(STARTED)
SEEN = {"how": "video", "plan": "Offer drinks", "see_again": "next_round"}


class Ward:
    """Two homes, and residents who come and go."""

    def __init__(self) -> None:
        self.memory = MemoryStore()
        self.store = self.memory.store
        self.elm, self.oak = (
            save_home(self.store, by=GP, home=home(name=name))[0] for name in ("Elm", "Oak")
        )

    def resident(self, home_id: str | None, **values: object) -> str:
        plain = {"nhs_number": None, "source_identifiers": (), **values}
        who, _ = save_resident(self.store, by=GP, resident=resident(**plain))
        if home_id:
            self.place(who, home_id)
        return who

    def place(self, who: str, home_id: str) -> str:
        kind, at = StayType.PERMANENT, self.memory.clock()
        return place(
            self.store, by=GP, resident_id=who, home_id=home_id, stay_type=kind, admitted_at=at
        )[0]

    def stay_of(self, who: str) -> str:
        with self.store.reading() as connection:
            line = resident_by_id(connection, who)
        assert line is not None
        assert line.stay_id is not None
        return line.stay_id

    def leave(self, who: str) -> None:
        left, stay_id = Destination.RES, self.stay_of(who)
        at = self.memory.clock()
        end_stay(self.store, by=GP, stay_id=stay_id, resident_id=who, ended_at=at, destination=left)


@pytest.fixture
def ward() -> Ward:
    return Ward()


def test_a_card_of_one_resident_is_not_written_as_anothers(ward: Ward) -> None:
    joan, edith = ward.resident(ward.elm), ward.resident(ward.elm)
    action_id, _ = add_action(ward.store, by=GP, resident_id=joan, action=Action(text="INR"))
    with pytest.raises(InvalidInput, match="another resident"):
        answer_action(
            ward.store,
            by=GP,
            resident_id=edith,
            action_id=action_id,
            state=ActionState.DONE,
        )
    with pytest.raises(InvalidInput, match="another resident"):
        set_action_due(ward.store, by=GP, action=ActionOf(action_id, edith), due=DAY)
    with pytest.raises(InvalidInput, match="another resident"):
        move_room(
            ward.store,
            by=GP,
            stay_id=ward.stay_of(joan),
            resident_id=edith,
            room="2",
            unit_name=None,
        )
    with ward.store.reading() as connection:
        assert len(resident_page(connection, GP, joan).open_actions) == 1


def test_another_homes_action_is_not_reached_by_a_resident_of_ones_own(ward: Ward) -> None:
    joan, edith = ward.resident(ward.elm), ward.resident(ward.oak)
    action_id, _ = add_action(ward.store, by=GP, resident_id=joan, action=Action(text="INR"))
    with pytest.raises(InvalidInput, match="another resident"):
        set_action_due(
            ward.store, by=actor(Role.NURSE, ward.oak), action=ActionOf(action_id, edith), due=DAY
        )


def test_a_card_is_not_written_over_a_card_of_another_kind(ward: Ward) -> None:
    joan = ward.resident(ward.elm)
    stay_id = ward.stay_of(joan)
    with ward.store.deed(GP) as unit, pytest.raises(InvalidInput, match="another kind"):
        unit.write(Action(text="INR"), About(joan, ward.elm), record_id=stay_id)


def test_who_moved_while_the_round_went_on_is_on_the_sheet_of_that_round(ward: Ward) -> None:
    joan = ward.resident(ward.elm)
    start_round(ward.store, by=GP, home_id=ward.elm, day=DAY, residents=[joan])
    ward.leave(joan)
    ward.place(joan, ward.oak)
    values = {**SEEN, "round_id": round_id_for(ward.elm, DAY)}
    sign_entry(ward.store, by=GP, draft=Draft(RoundEntry, joan, values))
    sheet = round_sheet(ward.store, by=GP, home_id=ward.elm, day=DAY, waiting=0, practice=True)
    assert [each.plan for each in sheet.entries] == ["Offer drinks"]


def test_taking_an_entry_back_stops_its_actions_in_the_same_deed(ward: Ward) -> None:
    joan = ward.resident(ward.elm)
    signed = sign_entry(
        ward.store,
        by=GP,
        draft=Draft(RoundEntry, joan, SEEN),
        actions=[Action(text="Stop warfarin"), Action(text="Ring")],
    )
    other, _ = add_action(ward.store, by=GP, resident_id=joan, action=Action(text="Weigh"))
    answer_action(
        ward.store,
        by=GP,
        resident_id=joan,
        action_id=signed.action_ids[1],
        state=ActionState.DONE,
    )
    changes = withdraw(ward.store, by=GP, record_id=signed.entry_id)
    assert signed.action_ids[0] in changes.ids
    with ward.store.deed(GP) as unit:
        states = [unit.card(Action, each).state for each in (*signed.action_ids, other)]
    assert states == [ActionState.STOPPED, ActionState.DONE, ActionState.OPEN]


def test_observations_are_not_of_a_time_to_come(ward: Ward) -> None:
    joan = ward.resident(ward.elm)
    soon = STARTED + timedelta(minutes=1)
    draft = Draft(ObservationSet, joan, {"taken_at": soon.isoformat(), "pulse": 70})
    with pytest.raises(InvalidInput, match="later than now"):
        sign_observations(ward.store, by=GP, draft=draft)


def test_who_lives_in_no_home_is_shown_to_those_who_place_people(ward: Ward) -> None:
    joan = ward.resident(ward.oak)
    ward.leave(joan)
    nurse, carer = (actor(role, ward.elm) for role in (Role.HOME_NURSE, Role.HOME_CARER))
    with ward.store.reading() as connection:
        assert len(unplaced_residents(connection, nurse)) == 1
        with pytest.raises(NotAllowed, match="not placed"):
            unplaced_residents(connection, carer)
        with pytest.raises(NotAllowed, match="not placed"):
            resident_page(connection, carer, joan)


def test_who_moved_after_the_round_began_stays_on_its_list_for_those_who_may_read() -> None:
    ward = Ward()
    who, other = ward.resident(ward.elm), ward.resident(ward.elm)
    start_round(ward.store, by=GP, home_id=ward.elm, day=DAY, residents=[who, other])
    with ward.store.reading() as connection:
        stay_id = resident_by_id(connection, who).stay_id  # type: ignore[union-attr]
    assert stay_id
    end_stay(
        ward.store, by=GP, stay_id=stay_id, resident_id=who, ended_at=ward.memory.clock(),
        destination=Destination.NURS,
    )  # fmt: skip
    ward.place(who, ward.oak)
    of_elm = actor(Role.HOME_NURSE, ward.elm)
    with ward.store.reading() as connection:
        for_all = round_page(connection, GP, ward.elm, DAY).residents
        for_elm = round_page(connection, of_elm, ward.elm, DAY).residents
    assert [line.resident_id for line in for_all] == [who, other]
    assert [line.resident_id for line in for_elm] == [other]
