"""Find anywhere: no resident is hidden by how often a name is written elsewhere."""

from datetime import timedelta

from mdt_core.store.queries.find import find
from mdt_core.store.unit_of_work import About
from tests.support.builders import entry, home, resident
from tests.support.memory_store import GP, MemoryStore


def test_a_surname_written_in_many_notes_does_not_hide_the_resident_who_bears_it() -> None:
    memory = MemoryStore()
    with memory.store.deed(GP) as unit:
        bearer = unit.write(resident(family_name="Carr", nhs_number=None), About())
        other = unit.write(resident(family_name="Lindqvist", nhs_number=None), About())
        for number in range(500):
            said = entry(note=f"Carr from the practice rang again, {number}")
            unit.sign(said, About(other, occurred_at=memory.clock() - timedelta(hours=number)))
        unit.commit()
    with memory.store.reading() as connection:
        found = find(connection, GP, "carr").residents
    assert [line.resident_id for line in found] == [bearer]


def test_a_name_of_the_same_word_as_a_kind_is_found_and_brings_nobody_else() -> None:
    memory = MemoryStore()
    with memory.store.deed(GP) as unit:
        bearer = unit.write(resident(family_name="Resident", nhs_number=None), About())
        unit.write(resident(family_name="Lindqvist", nhs_number=None), About())
        unit.write(home(name="Lindqvist House"), About())
        unit.commit()
    with memory.store.reading() as connection:
        assert [line.resident_id for line in find(connection, GP, "resident").residents] == [bearer]
        both = find(connection, GP, "lindq")
        assert (len(both.residents), len(both.homes)) == (1, 1)


def test_more_people_of_one_name_than_a_screen_holds_are_all_found() -> None:
    memory = MemoryStore()
    with memory.store.deed(GP) as unit:
        for number in range(60):
            unit.write(
                resident(family_name="Khan", given_name=f"A{number}", nhs_number=None), About()
            )
        unit.commit()
    with memory.store.reading() as connection:
        assert len(find(connection, GP, "khan").residents) == 60
