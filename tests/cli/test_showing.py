"""`mdt show resident`: found by any number, never guessed, said in full."""

import pytest

from mdt_core.clock import PartialDate
from mdt_core.records.residents import Contact, Resident, SourceIdentifier
from mdt_core.sync.change import GroupWrite
from mdt_core.use_cases.residents import save_resident
from mdt_desktop.session import Session, unlock_session
from mdt_desktop.ui.resident.words import sentences
from mdt_desktop.vault import slots
from tests.cli.console import NO_KEYRING, Console
from tests.support.builders import newer_set

EILEEN = "9997269055"


def opened(console: Console) -> Session:
    return unlock_session(
        console.folder,
        person_id=slots(console.folder)[0].person_id,
        secret=console.secret,
        clock=lambda: console.now,
        random=bytes,
        keyring=NO_KEYRING,
    )


def add(console: Console, *residents: Resident) -> list[str]:
    session = opened(console)
    try:
        by = session.actor
        return [save_resident(session.store, by=by, resident=each)[0] for each in residents]
    finally:
        session.close()


def test_the_page_says_of_what_there_are_two_versions(console: Console) -> None:
    resident_id = add(console, Resident(family_name="Ames"))[0]
    other = {"name": GroupWrite({"family_name": "Eames"})}
    session = opened(console)
    try:
        with session.store.deed(session.actor) as unit:
            unit.append(newer_set(1, resident_id, other))
            unit.commit()
    finally:
        session.close()
    page = console.run("show", "resident", resident_id).out
    assert "Two versions of: name. Neither is being used as current" in page


@pytest.mark.parametrize("words", [[EILEEN], ["999", "726", "9055"], ["999-726-9055"]])
def test_a_resident_is_found_by_nhs_number_in_any_spacing(
    console: Console, words: list[str]
) -> None:
    shown = console.run("show", "resident", *words)
    assert shown.code == 0
    assert "GALLAGHER, Eileen (Mrs)" in shown.out
    assert "NHS No. 999 726 9055" in shown.out


def test_the_page_says_what_the_resident_page_says(console: Console) -> None:
    page = console.run("show", "resident", EILEEN).out
    for words in (
        "PRACTICE DATA – not real people",
        "Born 19-Feb-1936 (90 y)   Gender Female",
        "No known allergies",
        "Room 12   Bluebell   Damson Fold   Permanent since",
        "Not for CPR",
        "NEWS2 7",
        "memantine — tablets — 20 mg — DOSE 20 mg — oral",
        "This is not a prescription and not a record of doses given.",
        "Mixed dementia [Active]",
        "Hot, shivery and only took two sips at tea.",
        "OVERDUE Ask the community dentist",
        "Bridie Gallagher, Daughter",
    ):
        assert words in page, words


def test_what_is_not_known_is_said_and_never_looks_like_nothing(console: Console) -> None:
    halima = console.run("show", "resident", "9992113545").out
    assert "Born Not Known" in halima
    assert "Allergies unavailable" in halima
    assert "CPR decision not recorded" in halima
    assert "Not complete: temperature missing. No total" in halima
    bare = add(console, Resident(family_name="Nobody"))[0]
    page = console.run("show", "resident", bare).out
    for words in (
        "NHS No. Not Known",
        "Allergies not recorded",
        "Not placed in a home",
        "No medicines recorded here. That does not mean that none are taken",
        "No problems recorded here",
        "No observations recorded here",
        "No contact recorded",
    ):
        assert words in page, words


def test_words_that_end_in_a_full_stop_get_no_second_one(console: Console) -> None:
    page = console.run("show", "resident", EILEEN).out
    assert "Note Hot to touch, not herself since teatime. Out of hours rung 19:50. Scale 1." in page
    phoned = Contact(id="c1", name="Ruth Ames", phone="020 7946 0018", note="Nights only.")
    silent = Contact(id="c2", name="Hal Ames", phone="020 7946 0019")
    bare = add(console, Resident(family_name="Ames", contacts=(phoned, silent)))[0]
    page = console.run("show", "resident", bare).out
    assert "Ruth Ames, Not recorded, 020 7946 0018. Nights only.\n" in page
    assert "Hal Ames, Not recorded, 020 7946 0019\n" in page


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("One", "Two"), "One. Two"),
        (("One.", "Two."), "One. Two."),
        (("Is it?", "It is!", "So"), "Is it? It is! So"),
        (("Wait…", "", "Then ...", "so"), "Wait… Then ... so"),
        (("",), ""),
    ],
)
def test_sentences_are_ended_once_and_no_word_is_altered(parts: tuple[str, ...], said: str) -> None:
    assert sentences(*parts) == said


def test_a_withdrawn_entry_is_marked_and_says_why(console: Console) -> None:
    page = console.run("show", "resident", "9992777648").out
    assert "Withdrawn 10-Nov-2026" in page
    assert "«Written for the wrong resident»" in page


def test_as_json_everything_is_there(console: Console) -> None:
    shown = console.run("show", "resident", EILEEN, "--json").json
    assert shown["name"] == "GALLAGHER, Eileen (Mrs)"
    assert shown["place"]["room"] == "12"
    assert shown["allergies"]["state"] == "none_known"
    assert shown["observations"][0]["news2"]["total"] == 7
    assert {each["fields"]["medicine"] for each in shown["medicines"]} >= {"memantine", "estriol"}
    assert len(shown["entries"]) == 2
    assert shown["entries"][0]["author"]["name"] == "Bernadette Quigley"
    again = console.run("show", "resident", shown["resident_id"], "--json").json
    assert again == shown


def test_several_who_fit_are_listed_with_two_identifiers_and_none_is_shown(
    console: Console,
) -> None:
    def with_number(name: str, born: str, system: str) -> Resident:
        number = SourceIdentifier(id="s1", system=system, value="R-77")
        return Resident(family_name=name, born=PartialDate(born), source_identifiers=(number,))

    ids = add(console, with_number("Ames", "1940-01-02", "A"), with_number("Bell", "1941", "B"))
    listed = console.run("show", "resident", "R-77")
    assert listed.code == 5
    assert "AMES   Born 02-Jan-1940 (86 y)   NHS No. Not Known" in listed.out
    assert "BELL   Born 1941   NHS No. Not Known" in listed.out
    assert all(each in listed.out for each in ids)
    assert "ALLERGIES" not in listed.out.upper()
    several = console.run("show", "resident", "R-77", "--json")
    assert several.code == 5
    assert {each["resident_id"] for each in several.json["several"]} == set(ids)


def test_one_with_a_number_of_another_system_is_shown(console: Console) -> None:
    number = SourceIdentifier(id="s1", system="Care system", value="R 4/17")
    add(console, Resident(family_name="Ames", source_identifiers=(number,)))
    assert "AMES" in console.run("show", "resident", "R 4/17").out


@pytest.mark.parametrize("number", ["9990000018", "12", "Gallagher", "R-1"])
def test_a_number_that_nobody_has_is_not_guessed(console: Console, number: str) -> None:
    missing = console.run("show", "resident", number)
    assert (missing.code, missing.out) == (4, "")
    assert "No resident with that number is in this workspace" in missing.err


def test_a_name_cannot_command_the_terminal(console: Console) -> None:
    hostile = Resident(family_name="\x1b[2JAmes\u202eX", about_me="one\r\ntwo\x07")
    resident_id = add(console, hostile)[0]
    page = console.run("show", "resident", resident_id)
    assert page.code == 0
    assert "‹U+001B›[2JAMES‹U+202E›X" in page.out
    assert not {"\x1b", "\u202e", "\r", "\x07"} & set(page.out)


def test_that_a_resident_was_shown_is_in_the_access_record(console: Console) -> None:
    before = _findings(console)
    console.run("show", "resident", EILEEN)
    assert _findings(console)["Access record"] == before["Access record"]
    session = opened(console)
    try:
        with session.store.reading() as connection:
            query = "SELECT action, person_id FROM access_audit ORDER BY n DESC LIMIT 1"
            last = connection.exec_driver_sql(query).one()
    finally:
        session.close()
    assert tuple(last) == ("view resident", session.actor.person_id)


def _findings(console: Console) -> dict[str, str]:
    found = console.run("doctor", "--json").json["findings"]
    return {each["name"]: each["weight"] for each in found}
