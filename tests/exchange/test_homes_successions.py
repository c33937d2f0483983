"""One home after another in one building: offered to a person, never merged by itself."""

from pathlib import Path

import pytest

from mdt_core.errors import NotAllowed, NotFound, Refused
from mdt_core.exchange.tables.homes_directory import EditionFile, look_at
from mdt_core.exchange.tables.homes_report import HomesReport
from mdt_core.exchange.tables.succeeding import (
    accept_succession,
    decline_succession,
    open_successions,
)
from mdt_core.records.homes import Neighbourhood
from mdt_core.records.stays import StayType
from mdt_core.roles import Role
from mdt_core.use_cases.residents import place, save_resident
from tests.exchange.editions import (
    AWAY,
    ELM,
    FIRST,
    LATER,
    OAK,
    edit,
    edition,
    history,
    later,
    open_homes,
    run,
)
from tests.exchange.imports import cards
from tests.support.builders import actor, resident
from tests.support.memory_store import GP, MemoryStore


@pytest.fixture
def takeover(memory: MemoryStore, tmp_path: Path) -> HomesReport:
    """Elm House of 2018 is Ash Court in 2025, in the same building."""
    return run(
        memory,
        edition(
            tmp_path,
            "2025-07-22",
            LATER,
            later(ELM, "1-10000002", name="Ash Court"),
            later(OAK, "1-10000003"),
        ),
        edition(tmp_path, "2018-03-27", FIRST, ELM, OAK, AWAY),
    )


def test_a_new_name_in_the_building_is_offered_and_not_merged(
    memory: MemoryStore, takeover: HomesReport
) -> None:
    [asked] = takeover.successions
    assert (asked.old_name, asked.new_name) == ("Elm House", "Ash Court")
    assert asked.question == (
        "«Elm House» ended and «Ash Court» began at 1 Elm Road, Sale, M33 1AA in the edition of "
        "22-Jul-2025 (another name). Is it the same home?"
    )
    assert open_homes(memory) == ["Ash Court", "Oak Lodge"]
    assert takeover.as_json()["successions"][0]["old_id"] == asked.old_id


def test_an_accepted_succession_goes_on_in_the_older_card(
    memory: MemoryStore, tmp_path: Path, takeover: HomesReport
) -> None:
    [asked] = takeover.successions
    edit(memory, asked.old_id, neighbourhood=Neighbourhood.NORTH)
    accept_succession(
        memory.store, by=GP, area="Trafford", old_id=asked.old_id, new_id=asked.new_id
    )
    found = {each["id"]: each for each in cards(memory, "home")}
    old, new = found[asked.old_id], found[asked.new_id]
    assert (old["name"], old["status"], old["neighbourhood"]) == ("Ash Court", "open", "north")
    assert not old["has_siblings"]
    assert history(old) == [
        ("2018-03-27", "Elm House", "2025-07-22"),
        ("2025-07-22", "Ash Court", None),
    ]
    assert (new["status"], history(new)) == ("closed", [])
    assert "which goes on under this name" in new["status_reason"]
    assert open_successions(memory.store, by=GP, area="Trafford") == ()
    with pytest.raises(NotFound):
        accept_succession(
            memory.store, by=GP, area="Trafford", old_id=asked.old_id, new_id=asked.new_id
        )
    again = run(memory, *map(EditionFile, sorted(tmp_path.glob("*.csv"))))
    assert (again.created, again.updated, again.refused) == (0, 0, ())


def test_a_chain_of_successions_is_one_home(memory: MemoryStore, tmp_path: Path) -> None:
    editions = (
        edition(tmp_path, "2018-03-27", FIRST, ELM),
        edition(tmp_path, "2020-01-01", FIRST, ("Ash Court", *ELM[1:])),
        edition(tmp_path, "2022-01-01", FIRST, ("Fir Court", *ELM[1:])),
    )
    asked = run(memory, *editions).successions
    pairs = [(each.old_id, each.new_id) for each in sorted(asked, key=lambda each: each.as_of)]
    report = run(memory, *editions, accepted=pairs)
    assert (len(pairs), report.successions, open_homes(memory)) == (2, (), ["Fir Court"])
    assert len(history(next(h for h in cards(memory, "home") if h["status"] == "open"))) == 3


def test_another_cqc_location_under_the_same_name_is_offered(
    memory: MemoryStore, tmp_path: Path
) -> None:
    run(memory, edition(tmp_path, "2025-07-22", LATER, later(ELM, "1-10000001")))
    report = run(memory, edition(tmp_path, "2026-02-25", LATER, later(ELM, "1-10000009")))
    assert [each.reason for each in report.successions] == ["another CQC location"]
    assert (len(cards(memory, "home")), open_homes(memory)) == (2, ["Elm House"])


def test_an_address_without_its_number_is_offered_where_nothing_fits_better(
    memory: MemoryStore, tmp_path: Path
) -> None:
    run(memory, edition(tmp_path, "2018-03-27", FIRST, OAK))
    new = later(OAK, "1-10000003", name="Birch Lodge", address="28 Oak Lane,Sale")
    report = run(memory, edition(tmp_path, "2025-07-22", LATER, new))
    assert [each.reason for each in report.successions] == [
        "another name, and only one address has a number"
    ]


def test_residents_of_the_newer_card_are_moved_first(
    memory: MemoryStore, takeover: HomesReport
) -> None:
    [asked] = takeover.successions
    resident_id, _ = save_resident(memory.store, by=GP, resident=resident())
    place(
        memory.store,
        by=GP,
        resident_id=resident_id,
        home_id=asked.new_id,
        stay_type=StayType.PERMANENT,
        admitted_at=memory.clock(),
    )
    with pytest.raises(Refused, match="Move them to the older one first"):
        accept_succession(
            memory.store, by=GP, area="Trafford", old_id=asked.old_id, new_id=asked.new_id
        )


def test_a_no_is_a_record_and_is_not_asked_again(
    memory: MemoryStore, takeover: HomesReport, tmp_path: Path
) -> None:
    [asked] = takeover.successions
    decline_succession(
        memory.store, by=GP, area="Trafford", old_id=asked.old_id, new_id=asked.new_id
    )
    again = run(memory, edition(tmp_path, "2025-07-22", LATER, later(OAK, "1-10000003")))
    assert again.successions == ()
    newer = next(each for each in cards(memory, "home") if each["name"] == "Ash Court")
    [told] = newer["not_the_same"]
    assert (told["id"], told["said_by"]) == (asked.old_id, GP.name)
    with pytest.raises(NotFound, match="not, or no longer, offered"):
        decline_succession(
            memory.store, by=GP, area="Trafford", old_id=asked.old_id, new_id=asked.new_id
        )


def test_a_no_is_for_those_who_may_write_homes(memory: MemoryStore, takeover: HomesReport) -> None:
    [asked] = takeover.successions
    with pytest.raises(NotAllowed):
        decline_succession(
            memory.store,
            by=actor(Role.HOME_NURSE),
            area="Trafford",
            old_id=asked.old_id,
            new_id=asked.new_id,
        )
    assert open_successions(memory.store, by=GP, area="Trafford") == (asked,)


def test_looking_at_editions_says_what_is_in_them_and_changes_nothing(
    memory: MemoryStore, tmp_path: Path
) -> None:
    newer = edition(tmp_path, "2025-07-22", LATER, later(OAK, "1-10000003"))
    older = edition(tmp_path, "2018-03-27", FIRST, ELM, OAK)
    seen = look_at([newer, older, EditionFile(tmp_path / "none.csv")], "Trafford")
    assert [(each.as_of.year, each.lines) for each in seen.editions] == [(2018, 2), (2025, 1)]
    assert [each.file for each in seen.refused] == ["none.csv"]
    assert cards(memory, "home") == []
