"""The homes directory through the years: premises keep their history, and nothing is merged by itself.

The homes written out here are invented; real editions are only read as they were published.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from mdt_core.errors import NotAllowed
from mdt_core.exchange.import_report import Progress
from mdt_core.exchange.tables.edition import day_in_name
from mdt_core.exchange.tables.homes_directory import (
    EditionFile,
    import_homes,
)
from mdt_core.exchange.tables.premises import premises_of
from mdt_core.records.homes import HomeStatus, Neighbourhood
from mdt_core.roles import Role
from tests.exchange.editions import (
    AWAY,
    ELM,
    FIRST,
    LATER,
    OAK,
    edit,
    edition,
    history,
    homes,
    later,
    open_homes,
    run,
)
from tests.exchange.imports import cards, changes
from tests.support.builders import actor
from tests.support.memory_store import MemoryStore
from tests.support.shared_data import shared_data

# One edition after another


def test_homes_of_the_area_come_in_with_their_registration(
    memory: MemoryStore, tmp_path: Path
) -> None:
    report = run(memory, edition(tmp_path, "2018-03-27", FIRST, ELM, OAK, AWAY))
    elm = homes(memory)["Elm House"]
    assert (report.created, report.not_taken) == (2, {"Home of another area": 1})
    assert (elm["home_type"], elm["address"]) == ("nursing", "1 Elm Road, Sale, M33 1AA")
    assert history(elm) == [("2018-03-27", "Elm House", None)]


def test_a_later_edition_completes_what_is_known(memory: MemoryStore, tmp_path: Path) -> None:
    run(memory, edition(tmp_path, "2018-03-27", FIRST, ELM))
    report = run(memory, edition(tmp_path, "2025-07-22", LATER, later(ELM, "1-10000001")))
    elm = homes(memory)["Elm House"]
    assert (report.created, report.updated, report.successions) == (0, 1, ())
    assert (elm["cqc_location_id"], elm["provider"], elm["phone"]) == (
        "1-10000001",
        "Elm Care Ltd",
        "01617486414",
    )
    assert history(elm) == [("2018-03-27", "Elm House", None)]


def test_a_home_left_out_is_closed_as_of_that_edition_and_may_come_back(
    memory: MemoryStore, tmp_path: Path
) -> None:
    run(memory, edition(tmp_path, "2018-03-27", FIRST, ELM, OAK))
    run(memory, edition(tmp_path, "2018-09-26", FIRST, ELM))
    oak = homes(memory)["Oak Lodge"]
    assert (oak["status"], oak["status_reason"]) == (
        "closed",
        "Not in the directory of 26-Sep-2018",
    )
    run(memory, edition(tmp_path, "2019-01-31", FIRST, ELM, OAK))
    oak = homes(memory)["Oak Lodge"]
    assert (oak["status"], oak.get("status_reason")) == ("open", None)
    assert history(oak) == [
        ("2018-03-27", "Oak Lodge", "2018-09-26"),
        ("2019-01-31", "Oak Lodge", None),
    ]


def test_the_same_editions_again_change_nothing(memory: MemoryStore, tmp_path: Path) -> None:
    editions = (
        edition(tmp_path, "2018-03-27", FIRST, ELM, OAK),
        edition(tmp_path, "2018-09-26", FIRST, ELM),
        edition(tmp_path, "2025-07-22", LATER, later(ELM, "1-10000001")),
    )
    first = run(memory, *editions)
    before = changes(memory)
    again = run(memory, *reversed(editions))
    assert (first.created, again.created, again.updated, again.unchanged) == (2, 0, 0, 2)
    assert (again.refused, changes(memory)) == ((), before)


def test_two_devices_make_the_same_homes(memory: MemoryStore, tmp_path: Path) -> None:
    other = MemoryStore(seed=2)
    file = edition(tmp_path, "2018-03-27", FIRST, ELM, OAK)
    run(memory, file)
    run(other, file)
    assert [each.mid for each in changes(memory)] == [each.mid for each in changes(other)]


def test_an_edition_older_than_what_is_here_is_only_compared(
    memory: MemoryStore, tmp_path: Path
) -> None:
    run(memory, edition(tmp_path, "2025-07-22", LATER, later(ELM, "1-10000001")))
    before = changes(memory)
    report = run(memory, edition(tmp_path, "2018-03-27", FIRST, ELM))
    assert "A newer edition (2025-07-22) is here" in report.refused[0].reason
    assert changes(memory) == before


# One building


def test_two_registrations_of_one_name_in_one_building_are_one_home(
    memory: MemoryStore, tmp_path: Path
) -> None:
    both = (later(ELM, "1-10000001"), later(ELM, "1-10000002", "Elm Two Ltd"))
    run(memory, edition(tmp_path, "2025-07-22", LATER, *both))
    elm = homes(memory)["Elm House"]
    assert (len(homes(memory)), elm["provider"], len(history(elm))) == (1, "Elm Two Ltd", 2)
    run(memory, edition(tmp_path, "2026-02-25", LATER, both[0]))
    elm = homes(memory)["Elm House"]
    assert (elm["status"], {until for *_, until in history(elm)}) == ("open", {None, "2026-02-25"})


def test_two_names_in_one_building_are_two_homes(memory: MemoryStore, tmp_path: Path) -> None:
    report = run(memory, edition(tmp_path, "2018-03-27", FIRST, ELM, ("Elm Annexe", *ELM[1:]), ELM))
    assert (report.created, report.successions) == (2, ())
    assert len(history(homes(memory)["Elm House"])) == 1


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("1 Elm Rd.,Sale,Manchester", "M33 1AA"),
        ("Elm House, 1 Elm Road", "M331AA"),
        ("1, Elm Road, Sale", "M33 1ZZ"),
    ],
)
def test_a_building_is_known_however_its_address_is_written(address: str, postcode: str) -> None:
    assert premises_of(address, postcode).key == premises_of("1 Elm Road, Sale", "M33 1AA").key


@pytest.mark.parametrize(
    ("address", "postcode"),
    [("2 Elm Road, Sale", "M33 1AA"), ("1 Elm Road, Sale", "M34 1AA"), ("1 Elm Lane", "M33 1AA")],
)
def test_another_number_street_or_district_is_another_building(address: str, postcode: str) -> None:
    assert not premises_of(address, postcode).may_be(premises_of("1 Elm Road, Sale", "M33 1AA"))


def test_the_same_cqc_location_under_a_new_name_is_the_same_home(
    memory: MemoryStore, tmp_path: Path
) -> None:
    run(memory, edition(tmp_path, "2025-07-22", LATER, later(ELM, "1-10000001")))
    renamed = later(ELM, "1-10000001", name="Elm Court")
    report = run(memory, edition(tmp_path, "2026-02-25", LATER, renamed))
    assert (report.created, report.successions) == (0, ())
    assert history(homes(memory)["Elm Court"]) == [
        ("2025-07-22", "Elm House", "2026-02-25"),
        ("2026-02-25", "Elm Court", None),
    ]


# People's words, bad lines, doors


def test_what_people_wrote_of_a_home_stays(memory: MemoryStore, tmp_path: Path) -> None:
    run(memory, edition(tmp_path, "2018-03-27", FIRST, ELM))
    elm = homes(memory)["Elm House"]
    edit(
        memory,
        elm["id"],
        round_time="10:00",
        status=HomeStatus.SUSPENDED,
        neighbourhood=Neighbourhood.WEST,
    )
    run(memory, edition(tmp_path, "2025-07-22", LATER, later(ELM, "1-10000001")))
    elm = homes(memory)["Elm House"]
    assert (elm["round_time"], elm["status"], elm["neighbourhood"]) == (
        "10:00",
        "suspended",
        "west",
    )
    assert (elm["provider"], elm["has_siblings"]) == ("Elm Care Ltd", False)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (later(ELM, "1-10000001", name=""), "name"),
        (later(ELM, "1-10000001", postcode="nowhere"), "postcode"),
        (later(ELM, "10000001"), "CQC location"),
    ],
)
def test_a_wrong_line_is_refused_and_the_others_taken(
    memory: MemoryStore, tmp_path: Path, row: Sequence[str], column: str
) -> None:
    report = run(memory, edition(tmp_path, "2025-07-22", LATER, later(OAK, "1-10000003"), row))
    assert [(each.row, each.column) for each in report.refused] == [(3, column)]
    assert report.created == 1
    [said] = report.as_json()["refused"]
    assert (said["file"], said["row"], bool(said["reason"])) == ("2025-07-22_homes.csv", 3, True)


def test_agencies_that_are_no_homes_are_not_taken(memory: MemoryStore, tmp_path: Path) -> None:
    agency = ("Elm at Home", "Homecare agencies", *ELM[2:])
    report = run(memory, edition(tmp_path, "2018-03-27", FIRST, ELM, agency))
    assert (report.created, report.not_taken) == (1, {"Not a care home": 1})


def test_a_file_that_is_no_edition_is_refused_and_the_others_taken(
    memory: MemoryStore, tmp_path: Path
) -> None:
    good = edition(tmp_path, "2018-03-27", FIRST, ELM)
    bad = edition(tmp_path, "2019-03-27", ("name", "town"), ("x", "y"))
    elsewhere = edition(tmp_path, "2020-03-27", FIRST, AWAY)
    undated = EditionFile(good.path.rename(tmp_path / "homes.csv"))
    report = run(memory, undated, bad, elsewhere)
    assert [each.reason.split(".")[0] for each in report.refused] == [
        "The day of this edition is not in its name",
        "This is no directory of homes: it has no column type and no address and no postcode and no area_name",
        "No home of the area «Trafford» is in this file",
    ]
    assert run(memory, EditionFile(undated.path, date(2018, 3, 27))).created == 1


@pytest.mark.parametrize(
    ("name", "day"),
    [("2018-03-27_x.csv", date(2018, 3, 27)), ("homes.csv", None), ("2018-13-27.csv", None)],
)
def test_the_day_of_an_edition_is_read_from_its_name(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


def test_cancelling_stops_between_editions(memory: MemoryStore, tmp_path: Path) -> None:
    heard: list[Progress] = []
    editions = (
        edition(tmp_path, "2018-03-27", FIRST, ELM),
        edition(tmp_path, "2018-09-26", FIRST, ELM, OAK),
    )
    report = run(memory, *editions, progress=heard.append, cancelled=lambda: bool(heard))
    assert (report.was_cancelled, report.created, len(report.editions)) == (True, 1, 1)


def test_only_who_may_write_homes_may_import_them(memory: MemoryStore, tmp_path: Path) -> None:
    file = edition(tmp_path, "2018-03-27", FIRST, ELM)
    with pytest.raises(NotAllowed):
        import_homes(memory.store, by=actor(Role.HOME_CARER), editions=[file], area="Trafford")


# The editions as published


def test_every_edition_of_trafford_leaves_54_open_homes_and_their_history(
    memory: MemoryStore,
) -> None:
    folder = shared_data("09_trafford_places")
    editions = [
        EditionFile(folder / "care_homes" / "trafford_care_homes.csv", date(2026, 2, 25)),
        *map(EditionFile, sorted((folder / "care_homes_history").glob("*.csv"))),
    ]
    report = run(memory, *editions)
    assert [each.lines for each in report.editions] == [61, 60, 60, 54, 56]
    assert (len(open_homes(memory)), report.refused, len(report.successions)) == (54, (), 13)
    before = changes(memory)
    again = run(memory, *editions)
    assert (again.created, again.updated, changes(memory)) == (0, 0, before)
    pairs = [(each.old_id, each.new_id) for each in report.successions]
    accepted = run(memory, *editions, accepted=pairs)
    assert (len(open_homes(memory)), accepted.successions) == (54, ())
    [lodge] = [
        each
        for each in cards(memory, "home")
        if len(history(each)) == 2 and each["name"] == "Buttercup Lodge"
    ]
    assert history(lodge) == [
        ("2018-03-27", "EAM Lodge (Trafford)", "2025-07-22"),
        ("2025-07-22", "Buttercup Lodge", None),
    ]
