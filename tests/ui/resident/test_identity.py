"""The banner's words from a resident's line."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mdt_core.store.queries.homes import ResidentLine, resident_by_id
from mdt_core.store.store import Store
from mdt_desktop.ui.identity import identity_text
from tests.support.memory_store import GP, MemoryStore
from tests.ui.resident import people

TODAY = date(2026, 11, 24)


def line_of(store: Store, who: str) -> ResidentLine:
    with store.reading() as connection:
        line = resident_by_id(connection, who)
    assert line is not None
    return line


@pytest.fixture
def bare() -> ResidentLine:
    memory = MemoryStore()
    return line_of(memory.store, people.bare(memory.store, GP))


@pytest.fixture
def known(bare: ResidentLine) -> ResidentLine:
    return replace(
        bare,
        given_name="Joan",
        title_prefix="Mrs",
        preferred_name="Jo",
        born="1938-02-03",
        gender="female",
        nhs_number="9990000018",
        home_id="h",
        home_name="Larch House",
        room="12",
        stay_type="permanent",
        stay_state="here",
        admitted_at="2024-03-04T23:30:00Z",
        allergy_state="known",
        allergy_words="Penicillin – rash",
        is_similar=True,
    )


def test_who_is_known_is_said_in_the_order_of_the_banner(known: ResidentLine) -> None:
    who = identity_text(known, today=TODAY)
    assert (who.family, who.given_title, who.born) == (
        "Amberley",
        "Joan (Mrs)",
        "03-Feb-1938 (88 y)",
    )
    assert (who.gender, who.nhs_number, who.preferred) == ("Female", "999 000 0018", "Prefers Jo")
    assert who.place_line == "Room 12   Larch House   Permanent since 04-Mar-2024"
    assert (who.allergy_state, who.allergy_words) == ("Known allergies", "Penicillin – rash")
    assert who.marks == ("Similar name",)


def test_what_is_not_known_is_said(bare: ResidentLine) -> None:
    who = identity_text(bare, today=TODAY)
    assert (who.born, who.gender, who.nhs_number) == ("Not Known",) * 3
    assert who.allergy_state == "Allergies not recorded"
    assert who.place_line == "Not placed in a home"


def test_a_birth_known_in_part_gives_no_age(known: ResidentLine) -> None:
    assert identity_text(replace(known, born="1938-02"), today=TODAY).born == "Feb-1938"


def test_the_day_before_the_birthday_is_a_year_less(known: ResidentLine) -> None:
    assert "(87 y)" in identity_text(known, today=date(2026, 2, 2)).born


def test_who_has_died_has_the_age_at_death_and_no_age_now(known: ResidentLine) -> None:
    who = identity_text(replace(known, is_deceased=True, died="2026-02-02"), today=TODAY)
    assert (who.deceased, who.born) == (True, "03-Feb-1938")
    assert who.died == "02-Feb-2026, Age at Death 87 y"
    unknown = identity_text(replace(known, is_deceased=True, died=None), today=TODAY)
    assert unknown.died == "Not Known"


def test_two_versions_of_allergies_are_no_version(known: ResidentLine) -> None:
    line = replace(known, allergy_state="unavailable", allergy_siblings=True, has_siblings=True)
    who = identity_text(line, today=TODAY)
    assert who.allergy_words == "Two versions. Neither is being used as current"
    assert who.allergy_tone == "red"
    assert "Two versions of part of this record" in who.marks


def test_the_banner_says_of_what_there_are_two_versions(known: ResidentLine) -> None:
    line = replace(known, has_siblings=True, two_versions=("NHS number", "warfarin"))
    words = "Two versions of: NHS number, warfarin. Neither is being used as current"
    who = identity_text(line, today=TODAY)
    assert words in who.marks
    assert who.nhs_number == "Two versions"


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("gender", "a newer word", "Not Known"),
        ("allergy_state", "a newer word", "Allergies unavailable"),
        ("nhs_number", "1234567890", "1234567890 (not a valid number)"),
        ("born", "spring 1938", "spring 1938"),
        ("stay_state", "hospital", "In hospital"),
        ("planned_end", "2026-12-18", "planned end 18-Dec-2026"),
    ],
)
def test_what_another_program_wrote_is_shown_and_never_guessed(
    known: ResidentLine, field: str, value: str, shown: str
) -> None:
    written: dict[str, Any] = {field: value}
    assert shown in identity_text(replace(known, **written), today=TODAY).spoken()
