"""Whose row it is, what people wrote meanwhile, and where the person lives."""

from datetime import UTC, datetime

import pytest

from mdt_core.clock import PartialDate
from mdt_core.errors import NotAllowed, NotFound
from mdt_core.exchange.tables.resident_list import (
    dry_run,
    take,
    terms_of,
)
from mdt_core.exchange.tables.resident_plan import NEW_PERSON
from mdt_core.records.homes import HomeStatus
from mdt_core.records.stays import Destination, StayType
from mdt_core.roles import Role
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.residents import end_stay, place, save_resident
from tests.exchange.imports import card, cards, changes
from tests.exchange.lists import NAMES, ROSE, edit, elm_house, file, reasons, took, trial, with_cell
from tests.exchange.tables import ALAN, HEADERS, JOAN, csv_text
from tests.support.builders import actor, home, resident
from tests.support.memory_store import GP, MemoryStore


def test_the_same_person_twice_in_a_list_is_taken_once(memory: MemoryStore) -> None:
    found = trial(memory, JOAN, JOAN, ROSE, ROSE)
    assert found.duplicates == {3: 2, 5: 4}
    assert reasons(found) == [
        "Row 2 has the same NHS number.",
        "Row 4 has the same name and date of birth.",
    ]


def test_two_numbers_are_two_people_also_of_one_name_and_birthday(memory: MemoryStore) -> None:
    twin = with_cell(JOAN, "NHS No.", ALAN[0])
    assert took(memory, JOAN, twin).created == 2


def test_a_row_without_a_number_beside_one_with_it_is_not_taken(memory: MemoryStore) -> None:
    found = trial(memory, with_cell(JOAN, "NHS No.", ""), JOAN)
    assert (found.created, found.duplicates) == (1, {2: 3})


def test_somebody_of_the_same_name_and_birthday_is_a_question(memory: MemoryStore) -> None:
    here, _ = save_resident(
        memory.store,
        by=GP,
        resident=resident(born=PartialDate("1944-07-01"), family_name="MOSS", given_name="Rose"),
    )
    found = trial(memory, ROSE)
    [asked] = found.possible_duplicates
    assert (asked.row, asked.resident_ids, found.created) == (2, (here,), 0)
    assert found.as_json()["possible_duplicates"][0]["resident_ids"] == [here]
    same = took(memory, ROSE, terms=terms_of(answers={2: here}))
    assert (same.updated, len(cards(memory, "resident"))) == (1, 1)
    edit(memory, here, family_name="Moss-Hill")
    assert took(memory, ROSE).unchanged == 1
    assert took(memory, with_cell(ALAN, "DOB", "1941-11-30")).created == 1


def test_the_answer_may_be_another_person(memory: MemoryStore) -> None:
    born = PartialDate("1944-07-01")
    save_resident(
        memory.store, by=GP, resident=resident(born=born, family_name="Moss", given_name="Rose")
    )
    assert took(memory, ROSE, terms=terms_of(answers={2: NEW_PERSON})).created == 1
    assert took(memory, ROSE).unchanged == 1
    wrong = took(
        memory, with_cell(ROSE, "DOB", "1944-07-02"), terms=terms_of(answers={2: "nobody"})
    )
    assert "is not one of those asked" in reasons(wrong)[0]


def test_a_number_of_somebody_else_is_refused(memory: MemoryStore) -> None:
    took(memory, JOAN)
    other = with_cell(with_cell(JOAN, "Surname", "Carter"), "DOB", "1950-01-01")
    assert "belongs to a resident of another name" in reasons(took(memory, other))[0]
    married = with_cell(JOAN, "Surname", "Carter")
    assert took(memory, married).updated == 1


def test_a_list_with_its_own_numbers_finds_people_again(memory: MemoryStore) -> None:
    headers = ("Resident ID", "Surname", "DOB")
    rows = (("E-1", "Smith", "1938-02-03"), ("E-2", "Bell", "1941-11-30"))
    took(memory, *rows, headers=headers)
    corrected = (("E-1", "Smythe", "1938-02-03"), rows[1])
    again = took(memory, *corrected, headers=headers)
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)


def test_numbers_of_two_residents_in_one_row_are_refused(memory: MemoryStore) -> None:
    headers = ("Resident ID", "NHS No.", "Surname", "DOB")
    took(
        memory,
        ("E-1", "", "Smith", "1938-02-03"),
        ("E-2", "9990000026", "Bell", "1941-11-30"),
        headers=headers,
    )
    mixed = took(memory, ("E-1", "9990000026", "Bell", "1941-11-30"), headers=headers)
    assert "belong to two residents here" in reasons(mixed)[0]


def test_who_has_died_here_does_not_come_back_by_a_list(memory: MemoryStore) -> None:
    resident_id = took(memory, JOAN).taken[0].record_id
    edit(memory, resident_id, is_deceased=True)
    assert "recorded here as having died" in reasons(took(memory, JOAN))[0]


# People's words


def test_what_a_person_changed_survives_the_same_list(memory: MemoryStore) -> None:
    resident_id = took(memory, JOAN).taken[0].record_id
    edit(memory, resident_id, family_name="Smith-Jones", preferred_name="Joanie")
    assert took(memory, JOAN).unchanged == 1
    found = card(memory, "resident")
    assert (found["family_name"], found["has_siblings"]) == ("Smith-Jones", False)


def test_where_list_and_person_both_changed_both_stand(memory: MemoryStore) -> None:
    resident_id = took(memory, JOAN).taken[0].record_id
    edit(memory, resident_id, family_name="Smith-Jones")
    memory.clock.advance(days=7)
    took(memory, with_cell(JOAN, "Surname", "Jones"))
    assert card(memory, "resident")["has_siblings"]


def test_what_the_list_is_silent_on_is_kept(memory: MemoryStore) -> None:
    resident_id = took(memory, JOAN).taken[0].record_id
    edit(memory, resident_id, preferred_name="Joanie", title_prefix="Mrs")
    memory.clock.advance(days=7)
    assert took(memory, with_cell(JOAN, "Surname", "Jones")).updated == 1
    found = card(memory, "resident")
    assert (found["family_name"], found["preferred_name"], found["title_prefix"]) == (
        "Jones",
        "Joanie",
        "Mrs",
    )
    assert not found["has_siblings"]


def test_a_list_that_agrees_with_people_makes_no_two_versions(memory: MemoryStore) -> None:
    here = resident(born=PartialDate("1938-02"), title_prefix="Mrs", gender="unknown")
    resident_id, _ = save_resident(memory.store, by=GP, resident=here)
    report = took(memory, with_cell(JOAN, "Surname", "SMITH"))
    assert (report.updated, reasons(report)) == (1, [])
    found = card(memory, "resident")
    assert (found["family_name"], found["born"], found["gender"]) == (
        "Smith",
        "1938-02-03",
        "female",
    )
    assert not found["has_siblings"]
    edit(memory, resident_id, family_name="Smythe")
    assert took(memory, with_cell(JOAN, "Surname", "SMITH")).unchanged == 1


def test_an_older_list_changes_nothing(memory: MemoryStore) -> None:
    took(memory, JOAN)
    older = file(csv_text([with_cell(JOAN, "Surname", "Jones")]), memory)
    report = take(
        memory.store, by=GP, file=older, terms=terms_of(), as_of=datetime(2025, 1, 1, tzinfo=UTC)
    )
    assert (report.unchanged, report.not_taken) == (1, {"older than what the list last said": 1})


# Where they live


def test_a_list_of_a_home_places_its_people(memory: MemoryStore) -> None:
    home_id = elm_house(memory)
    report = took(memory, JOAN, ALAN, ROSE, terms=terms_of(home_id=home_id))
    line = memory.line(report.taken[0].record_id)
    assert (line["home_id"], line["room"], line["stay_type"]) == (home_id, "12", "permanent")
    assert line["admitted_at"] == "2026-03-02T12:00:00Z"
    assert report.not_taken == {"Stay: no type of stay": 1}
    assert report.records.created == 5


def test_a_move_to_another_room_is_taken_and_a_stay_that_ended_is_not_begun_again(
    memory: MemoryStore,
) -> None:
    home_id = elm_house(memory)
    terms = terms_of(home_id=home_id)
    resident_id = took(memory, JOAN, terms=terms).taken[0].record_id
    memory.clock.advance(days=7)
    moved = with_cell(JOAN, "Room", "21")
    assert took(memory, moved, terms=terms).updated == 1
    line = memory.line(resident_id)
    assert (line["room"], len(cards(memory, "stay"))) == ("21", 1)
    end_stay(
        memory.store,
        by=GP,
        stay_id=line["stay_id"],
        resident_id=resident_id,
        ended_at=memory.clock(),
        destination=Destination.COMM,
    )
    assert took(memory, moved, terms=terms).unchanged == 1
    assert memory.line(resident_id)["home_id"] is None


def test_a_stay_begun_by_a_person_goes_on(memory: MemoryStore) -> None:
    home_id = elm_house(memory)
    resident_id = took(memory, JOAN[:5], headers=NAMES).taken[0].record_id
    place(
        memory.store,
        by=GP,
        resident_id=resident_id,
        home_id=home_id,
        stay_type=StayType.D2A_BLOCK,
        admitted_at=memory.clock(),
    )
    took(memory, JOAN, terms=terms_of(home_id=home_id))
    line = memory.line(resident_id)
    assert (line["room"], line["stay_type"], len(cards(memory, "stay"))) == ("12", "d2a_block", 1)


def test_who_lives_elsewhere_is_not_moved_by_a_list(memory: MemoryStore) -> None:
    took(memory, JOAN, terms=terms_of(home_id=elm_house(memory)))
    oak, _ = save_home(memory.store, by=GP, home=home(name="Oak House"))
    before = changes(memory)
    assert (
        "lives in another home here" in reasons(took(memory, JOAN, terms=terms_of(home_id=oak)))[0]
    )
    assert changes(memory) == before


def test_homes_are_found_by_the_name_in_the_row(memory: MemoryStore) -> None:
    home_id = elm_house(memory)
    save_home(memory.store, by=GP, home=home(name="Closed House", status=HomeStatus.CLOSED))
    headers = (*HEADERS, "Home")
    rows = ((*JOAN, "ELM  house"), (*ALAN, "Closed House"))
    report = took(memory, *rows, headers=headers)
    assert memory.line(report.taken[0].record_id)["home_id"] == home_id
    assert "No open home here is called «Closed House»" in reasons(report)[0]


def test_a_home_that_is_not_here_refuses_the_list(memory: MemoryStore) -> None:
    with pytest.raises(NotFound):
        took(memory, JOAN, terms=terms_of(home_id="nowhere"))


def test_only_who_may_add_residents_may_import_them(memory: MemoryStore) -> None:
    read = file(csv_text([JOAN]), memory)
    with pytest.raises(NotAllowed):
        dry_run(memory.store, by=actor(Role.AUDITOR), file=read, terms=terms_of())
    elsewhere = actor(Role.HOME_MANAGER, "another-home")
    report = take(memory.store, by=elsewhere, file=read, terms=terms_of(home_id=elm_house(memory)))
    assert "a home that you do not serve" in reasons(report)[0]


def test_a_row_of_another_home_than_the_lists_is_refused(memory: MemoryStore) -> None:
    home_id = elm_house(memory)
    save_home(memory.store, by=GP, home=home(name="Oak House"))
    rows = [(*JOAN, "Oak House")]
    report = took(memory, *rows, headers=(*HEADERS, "Home"), terms=terms_of(home_id=home_id))
    assert "This list is of another home" in reasons(report)[0]
