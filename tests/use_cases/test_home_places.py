"""Units, rooms and beds of a home changed by hand: what is in use stays, what is named is there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.kinds import dump
from mdt_core.record import Card
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.records.stays import StayType
from mdt_core.store.queries.cards import open_card
from mdt_core.use_cases import d2a_beds
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_core.use_cases.residents import place, save_resident
from tests.support.memory_store import STARTED
from tests.use_cases.test_d2a import COORDINATOR, TODAY, Ward

Places = dict[str, list[dict[str, Any]]]


@pytest.fixture
def ward() -> Ward:
    return Ward()


def standing(ward: Ward) -> Places:
    with ward.store.reading() as connection:
        values = open_card(connection, Home, ward.home).values
    return {name: [dict(each) for each in values[name]] for name in ("units", "rooms", "beds")}


def save(ward: Ward, **now: list[dict[str, Any]]) -> Places:
    change: CardChange[Card] = CardChange(Home, ward.home, standing(ward), now)
    save_card(ward.store, by=COORDINATOR, change=change)
    return standing(ward)


def without(ward: Ward, **gone: str) -> Places:
    there = standing(ward)
    return {name: [e for e in there[name] if e["id"] != which] for name, which in gone.items()}


def live_in(ward: Ward, room: str) -> None:
    who, _ = save_resident(ward.store, by=COORDINATOR, resident=Resident(family_name="Ash"))
    place(
        ward.store, by=COORDINATOR, resident_id=who, home_id=ward.home, room=room,
        stay_type=StayType.PERMANENT, admitted_at=STARTED - timedelta(days=9),
    )  # fmt: skip


def end_contract(ward: Ward, days: int) -> None:
    d2a_beds.set_bed_terms(
        ward.store, by=COORDINATOR, home_id=ward.home, bed_id="b1", retainer=None,
        commissioned_until=TODAY + timedelta(days=days),
    )  # fmt: skip


def test_a_new_unit_room_and_bed_name_each_other_by_the_ids_they_are_given(ward: Ward) -> None:
    there = standing(ward)
    now = save(
        ward,
        units=[{"id": "p1", "name": "Oak"}],
        rooms=[*there["rooms"], {"id": "p1", "name": "9", "unit_id": "p1"}],
        beds=[*there["beds"], {"id": "p1", "label": "A", "room_id": "p1"}],
    )
    (unit,) = now["units"]
    (room,) = [each for each in now["rooms"] if each["name"] == "9"]
    (bed,) = [each for each in now["beds"] if each["id"] not in {"b1", "b2", "b3"}]
    assert (room["unit_id"], bed["room_id"]) == (unit["id"], room["id"])
    assert "p1" not in (unit["id"], room["id"], bed["id"])
    assert {each["name"] for each in now["rooms"]} == {"1", "2", "3", "9"}


def test_an_empty_bed_is_withdrawn_and_its_room_with_it(ward: Ward) -> None:
    now = save(ward, **without(ward, rooms="r3", beds="b3"))
    assert [each["id"] for each in now["rooms"]] == ["r1", "r2"]
    assert [each["id"] for each in now["beds"]] == ["b1", "b2"]


@pytest.mark.parametrize(
    ("before", "gone", "words"),
    [
        (lambda ward: ward.place("b2"), {"beds": "b2"}, "Room 2 cannot be .*somebody is in this"),
        (lambda ward: live_in(ward, "3"), {"beds": "b3"}, "somebody lives in this room"),
        (lambda ward: live_in(ward, "3"), {"rooms": "r3", "beds": "b3"}, "somebody lives"),
        (lambda ward: (ward.offer("b2"), ward.accept()), {"beds": "b2"}, "kept for somebody"),
        (lambda _ward: None, {"beds": "b1"}, "under a block contract"),
        (lambda ward: end_contract(ward, 0), {"beds": "b1"}, "under a block contract"),
        (lambda _ward: None, {"rooms": "r3"}, "Room 3 still has bed A"),
    ],
    ids=["occupied", "room_lived_in", "room_and_bed", "kept", "block", "last_day", "room_of_bed"],
)
def test_what_is_in_use_is_not_withdrawn(
    ward: Ward, before: Callable[[Ward], object], gone: dict[str, str], words: str
) -> None:
    before(ward)
    there = standing(ward)
    with pytest.raises(InvalidInput, match=words):
        save(ward, **without(ward, **gone))
    assert standing(ward) == there


def test_a_bed_whose_block_contract_has_ended_is_withdrawn(ward: Ward) -> None:
    end_contract(ward, -1)
    assert [each["id"] for each in save(ward, **without(ward, beds="b1"))["beds"]] == ["b2", "b3"]


def test_somebody_in_a_bed_is_not_moved_nor_a_contract_lost_by_a_change_of_the_bed(
    ward: Ward,
) -> None:
    ward.place("b2")
    first, second, third = standing(ward)["beds"]
    with pytest.raises(InvalidInput, match="Room 2 keeps its room and its type"):
        save(ward, beds=[first, {**second, "room_id": "r3", "label": "B"}, third])
    with pytest.raises(InvalidInput, match="Room 1 keeps its room and its type"):
        save(ward, beds=[{**first, "bed_type": "permanent"}, second, third])
    now = save(ward, beds=[first, {**second, "label": "W"}, {**third, "bed_type": "d2a_spot"}])
    assert [each["label"] for each in now["beds"]] == ["A", "W", "A"]
    assert now["beds"][2]["bed_type"] == "d2a_spot"


def test_a_room_where_somebody_lives_keeps_its_name_and_enough_beds(ward: Ward) -> None:
    live_in(ward, "3")
    there = standing(ward)
    with pytest.raises(InvalidInput, match="Room 3 keeps its name"):
        save(ward, rooms=[*there["rooms"][:2], {**there["rooms"][2], "name": "30"}])
    second = {"id": "p1", "label": "B", "room_id": "r3"}
    (new, *two) = save(ward, beds=[*there["beds"], second])["beds"]
    assert new["label"] == "B"
    with pytest.raises(InvalidInput, match="Room 3 needs a bed for everybody who lives there: 1"):
        save(ward, beds=two[:2])
    assert len(save(ward, beds=two)["beds"]) == 3


def test_names_are_there_once_and_a_unit_with_rooms_stays(ward: Ward) -> None:
    there = standing(ward)
    with pytest.raises(InvalidInput, match="The room «1» is there twice"):
        save(ward, rooms=[*there["rooms"], {"id": "p1", "name": " 1 "}])
    with pytest.raises(InvalidInput, match="The bed «a» in room 1 is there twice"):
        save(ward, beds=[*there["beds"], {"id": "p1", "label": "a", "room_id": "r1"}])
    with pytest.raises(InvalidInput, match="Say which room bed B is in"):
        save(ward, beds=[*there["beds"], {"id": "p1", "label": "B", "room_id": "gone"}])
    oak, first = {"id": "p1", "name": "Oak"}, there["rooms"][0]
    now = save(ward, units=[oak], rooms=[{**first, "unit_id": "p1"}, *there["rooms"][1:]])
    with pytest.raises(InvalidInput, match="The unit «Oak» still has room 1"):
        save(ward, units=[])
    assert standing(ward) == now


def test_a_home_that_is_new_may_come_with_its_places(ward: Ward) -> None:
    home = dump(Home(name="Beech Court"))
    rooms = [{"id": "p1", "name": "1"}]
    change: CardChange[Card] = CardChange(Home, None, {}, {**home, "rooms": rooms})
    home_id, _ = save_card(ward.store, by=COORDINATOR, change=change)
    with ward.store.reading() as connection:
        found = open_card(connection, Home, home_id).values["rooms"]
    assert [each["name"] for each in found] == ["1"]
