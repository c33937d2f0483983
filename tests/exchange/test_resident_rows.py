"""One row of a list: read strictly, refused with every reason, in the words people see."""

import pytest

from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.mapping import propose
from mdt_core.exchange.tables.resident_list import (
    list_file,
)
from mdt_core.exchange.tables.sheet import sheet_from
from tests.exchange.imports import card
from tests.exchange.lists import reasons, took, trial, with_cell
from tests.exchange.tables import ALAN, JOAN, csv_text
from tests.support.memory_store import MemoryStore


@pytest.mark.parametrize(
    ("header", "text", "words"),
    [
        ("NHS No.", "9.99E+09", "shortened to 9.99E+09, and its last digits are lost"),
        ("NHS No.", "999000001", "it has 9 digits, not 10"),
        ("NHS No.", "none", "it may hold only digits"),
        ("Surname", " ", "The family name is empty"),
        ("DOB", "02/03/1938", "can be read in two ways"),
        ("DOB", "02/03/38", "has a year of two digits"),
        ("DOB", "3 Feb 38", "has a year of two digits"),
        ("DOB", "31-02-1938", "not a day of the calendar"),
        ("DOB", "1938-02-31", "not a day of the calendar"),
        ("DOB", "13913", "a number that Excel made of a date"),
        ("DOB", "about 1938", "is not a date"),
        ("DOB", "2027-01-01", "is after today"),
        ("DOB", "1905-01-01", "older than 120"),
        ("Sex", "w", "is not female, male, other or not known"),
        ("Stay type", "holiday", "is not a type of stay"),
        ("Admitted", "2026-12-01", "is after today"),
        ("Admitted", "2026-03", "The day of admission is not given"),
    ],
)
def test_a_wrong_cell_refuses_its_row_in_words(
    memory: MemoryStore, header: str, text: str, words: str
) -> None:
    report = took(memory, with_cell(JOAN, header, text), ALAN)
    assert report.created == 1
    assert [(each.row, each.column) for each in report.refused] == [(2, header)]
    assert words in reasons(report)[0]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("3 February 1938", "1938-02-03"),
        ("03-Feb-1938", "1938-02-03"),
        ("Thu 3rd Feb 1938", "1938-02-03"),
        ("1938/2/3", "1938-02-03"),
        ("25/12/1938", "1938-12-25"),
        ("04/04/1938", "1938-04-04"),
        ("1938-02-03 00:00:00", "1938-02-03"),
        ("1938", "1938"),
        ("Feb 1938", "1938-02"),
    ],
)
def test_dates_that_can_be_read_in_one_way_are_taken(
    memory: MemoryStore, text: str, kept: str
) -> None:
    took(memory, with_cell(JOAN, "DOB", text))
    assert card(memory, "resident")["born"] == kept


def test_the_order_that_a_person_chose_holds(memory: MemoryStore) -> None:
    sheet = sheet_from(csv_text([with_cell(JOAN, "DOB", "02/03/1938")]).encode(), "list.csv")
    for order, born in ((DateOrder.DMY, "1938-03-02"), (DateOrder.MDY, "1938-02-03")):
        mapping = propose(sheet).mapping.with_date_order(order)
        read = list_file(sheet, mapping, memory.clock)
        assert read.rows[0].person is not None
        assert read.rows[0].person.born == born


def test_all_problems_of_a_row_are_said_at_once(memory: MemoryStore) -> None:
    worst = with_cell(with_cell(JOAN, "NHS No.", "123"), "DOB", "soon")
    found = trial(memory, worst)
    assert [each.column for each in found.refused] == ["NHS No.", "DOB"]
    assert found.rows_refused == 1


def test_a_person_needs_a_number_or_a_full_birthday(memory: MemoryStore) -> None:
    found = trial(memory, with_cell(with_cell(JOAN, "NHS No.", "Not Known"), "DOB", "1938"))
    assert "neither an NHS number nor a full date of birth" in reasons(found)[0]


def test_a_cell_beyond_the_headings_refuses_the_row(memory: MemoryStore) -> None:
    assert "more cells than headings" in reasons(trial(memory, (*JOAN, "Smith, 12")))[0]


def test_whole_names_are_taken_with_a_comma_alone(memory: MemoryStore) -> None:
    headers = ("Name", "DOB")
    report = took(
        memory, ("SMITH, Joan (Mrs)", "1938-02-03"), ("Alan Bell", "1941-11-30"), headers=headers
    )
    found = card(memory, "resident")
    assert (found["family_name"], found["given_name"]) == ("SMITH", "Joan")
    assert found["title_prefix"] == "Mrs"
    assert "has no comma" in reasons(report)[0]


def test_a_death_before_the_birth_is_refused_and_a_death_is_taken(memory: MemoryStore) -> None:
    headers = ("Surname", "DOB", "Date of death")
    report = took(
        memory,
        ("Smith", "1938-02-03", "1937-01-01"),
        ("Bell", "1941-11-30", "2026-10-01"),
        headers=headers,
    )
    assert "death is before the birth" in reasons(report)[0]
    assert card(memory, "resident")["is_deceased"] is True


def test_contacts_addresses_and_lost_zeros(memory: MemoryStore) -> None:
    headers = (
        "Surname",
        "DOB",
        "Address",
        "City",
        "Next of kin",
        "NOK phone",
        "Relationship",
        "GP",
    )
    row = ("Smith", "1938-02-03", "1 Elm Road", "null", "Ann Smith", "1617486414", "Daughter", "x")
    report = took(memory, row, headers=headers)
    found = card(memory, "resident")
    assert found["usual_address"] == "1 Elm Road"
    assert found["contacts"][0]["phone"] == "01617486414"
    assert report.not_taken == {"Telephone: a 0 that was lost was put back": 1}


def test_a_contact_without_a_name_is_not_taken_and_a_longer_bracket_is_a_name(
    memory: MemoryStore,
) -> None:
    headers = ("Name", "DOB", "NOK phone")
    report = took(memory, ("SMITH, Joan (Joanie)", "1938-02-03", "0161 496 0000"), headers=headers)
    found = card(memory, "resident")
    assert (found["given_name"], "contacts" in found) == ("Joan (Joanie)", False)
    assert report.not_taken == {"Contact without a name: not taken": 1}


def test_a_row_that_no_record_can_hold_is_refused(memory: MemoryStore) -> None:
    row = ("Smith", "1938-02-03", "a" * 15_000, "b" * 15_000)
    report = took(memory, row, ALAN[1:5], headers=("Surname", "DOB", "Address", "City"))
    assert "longer than 20,000 characters" in reasons(report)[0]
