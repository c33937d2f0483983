"""Two versions of what must be settled are never merged in silence, and nobody disappears by them."""

from collections.abc import Mapping
from typing import Any

from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.residents import Contact, Resident
from mdt_core.store.queries.homes import ResidentLine, resident_by_id, residents_of
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import GroupWrite
from mdt_core.use_cases.residents import move_room
from tests.support.builders import HOME_ID, RESIDENT_ID, home, mid, newer_set, resident, stay
from tests.support.memory_store import GP, MemoryStore

STAY_ID, LINE_ID = mid(901), mid(902)
ABOUT = About(RESIDENT_ID, HOME_ID)


def living() -> MemoryStore:
    memory = MemoryStore()
    with memory.store.deed(GP) as unit:
        unit.write(home(), About(), record_id=HOME_ID)
        unit.write(resident(), About(), record_id=RESIDENT_ID)
        unit.write(stay(), ABOUT, record_id=STAY_ID)
        unit.commit()
    return memory


def other_device(
    memory: MemoryStore,
    number: int,
    group: str,
    value: Mapping[str, Any],
    **more: Any,  # noqa: ANN401 - of the change
) -> None:
    """What another device wrote later, without having seen what stands here."""
    plain: dict[str, Any] = {"record_id": RESIDENT_ID, "kind": "resident", "minutes": 600, **more}
    record_id = plain.pop("record_id")
    memory.receive(newer_set(number, record_id, {group: GroupWrite(value)}, **plain))


def line(memory: MemoryStore) -> ResidentLine:
    with memory.store.reading() as connection:
        found = resident_by_id(connection, RESIDENT_ID)
    assert found is not None
    return found


def card(memory: MemoryStore) -> Resident:
    with memory.store.deed(GP) as unit:
        return unit.card(Resident, RESIDENT_ID)


def test_changing_something_else_leaves_both_versions_standing() -> None:
    memory = living()
    other_device(memory, 1, "nhs_number", {"nhs_number": "9990000026"})
    changed = card(memory).model_copy(update={"contacts": (Contact(id="c2", name="Bo"),)})
    with memory.store.deed(GP) as unit:
        unit.write(changed, About(), record_id=RESIDENT_ID)
        unit.commit()
    with memory.store.deed(GP) as unit:
        state = unit.card_state(RESIDENT_ID)
    numbers = {(head.value or {}).get("nhs_number") for head in state.groups["nhs_number"].heads}
    assert numbers == {"9990000018", "9990000026"}
    assert "contacts/c2" in state.live


def test_moving_rooms_does_not_settle_in_which_home_somebody_lives() -> None:
    memory = living()
    placed = {"home_id": HOME_ID, "stay_type": "respite", "admitted_at": "2026-11-24T09:00:00Z"}
    other_device(memory, 1, "placement", placed, record_id=STAY_ID, kind="stay")
    move_room(
        memory.store, by=GP, stay_id=STAY_ID, resident_id=RESIDENT_ID, room="3", unit_name=None
    )
    assert line(memory).room == "3"
    assert line(memory).two_versions == ("stay",)


def test_the_version_that_is_shown_can_be_chosen() -> None:
    memory = living()
    other_device(memory, 1, "nhs_number", {"nhs_number": "9990000026"})
    with memory.store.deed(GP) as unit:
        shown = unit.card(Resident, RESIDENT_ID)
        unit.write(shown, About(), record_id=RESIDENT_ID, settles=("nhs_number",))
        unit.commit()
    assert (line(memory).nhs_number, line(memory).two_versions) == ("9990000026", ())


def test_who_died_in_one_version_only_stays_in_the_lists() -> None:
    memory = living()
    other_device(memory, 1, "death", {"is_deceased": True, "died": "2026-11-20"})
    assert line(memory).two_versions == ("death",)
    assert (line(memory).is_deceased, line(memory).died) == (False, None)
    with memory.store.reading() as connection:
        assert len(residents_of(connection, GP, HOME_ID)) == 1


def test_two_equal_deaths_are_one() -> None:
    memory = living()
    gone = {"is_deceased": True, "died": "2026-11-20"}
    with memory.store.deed(GP) as unit:
        seen = unit.card_state(RESIDENT_ID).heads_of("death")
        unit.commit()
    for number in (1, 2):
        write = {"death": GroupWrite(gone, seen)}
        memory.receive(newer_set(number, RESIDENT_ID, write, minutes=600))
    assert (line(memory).is_deceased, line(memory).two_versions) == (True, ())


def test_a_medicine_stopped_in_one_version_only_is_still_listed() -> None:
    memory = living()
    with memory.store.deed(GP) as unit:
        unit.write(
            MedicineLine(medicine="warfarin", state=MedicineState.ACTIVE), ABOUT, record_id=LINE_ID
        )
        unit.commit()
    other_device(memory, 1, "course", {"state": "stopped"}, record_id=LINE_ID, kind="medicine_line")
    with memory.store.reading() as connection:
        page = resident_page(connection, GP, RESIDENT_ID)
    assert [each.readable["medicine"] for each in page.medicines] == ["warfarin"]
    assert page.line.two_versions == ("warfarin",)


def test_two_stays_going_on_at_once_are_said() -> None:
    memory = living()
    with memory.store.deed(GP) as unit:
        unit.write(stay(room="4"), ABOUT)
        unit.commit()
    assert line(memory).has_siblings
    assert line(memory).two_versions == ("stay",)


def test_what_can_wait_marks_nobody() -> None:
    memory = living()
    for number, town in ((1, "Bury"), (2, "Sale")):
        other_device(memory, number, "address", {"usual_address": town})
    assert (line(memory).has_siblings, line(memory).two_versions) == (False, ())
