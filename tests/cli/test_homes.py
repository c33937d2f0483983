"""`mdt import homes`: editions in order, homes counted once, successions asked and accepted."""

from pathlib import Path

import pytest

from tests.cli.console import Console
from tests.exchange.editions import AWAY, ELM, FIRST, LATER, OAK, edition, later
from tests.support.shared_data import shared_data


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    """Elm House of 2018 is Ash Court in 2025, in the same building."""
    first = edition(tmp_path, "2018-03-27", FIRST, ELM, OAK, AWAY)
    second = edition(
        tmp_path,
        "2025-07-22",
        LATER,
        later(ELM, "1-10000002", name="Ash Court"),
        later(OAK, "1-10000003"),
    )
    return first.path, second.path


def test_homes_come_in_once_and_a_succession_is_asked(
    console: Console, editions: tuple[Path, Path]
) -> None:
    done = console.run("import", "homes", *reversed(editions))
    assert done.code == 0
    assert "2018-03-27_homes.csv: 27-Mar-2018, 2 homes\n2025-07-22_homes.csv" in done.out
    assert "created    3 homes" in done.out
    assert "     1  Home of another area" in done.out
    assert "«Elm House» ended and «Ash Court» began at 1 Elm Road, Sale, M33 1AA" in done.out
    assert "2 of 2 editions" in done.err
    again = console.run("import", "homes", *editions, "--json").json
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 3)
    assert len(again["successions"]) == 1
    assert again["accepted"] == []


def test_a_succession_that_is_accepted_goes_on_in_the_older_card(
    console: Console, editions: tuple[Path, Path]
) -> None:
    [asked] = console.run("import", "homes", *editions, "--json").json["successions"]
    pair = f"{asked['old_id']}={asked['new_id']}"
    yes = console.run("import", "homes", *editions, "--accept", pair)
    assert (yes.code, "accepted   1" in yes.out) == (0, True)
    assert "No question is open." in yes.out
    placed = console.run("import", "homes", *editions, "--json").json
    assert (placed["successions"], placed["updated"]) == ([], 0)


def test_a_succession_that_is_declined_is_not_asked_again(
    console: Console, editions: tuple[Path, Path]
) -> None:
    [asked] = console.run("import", "homes", *editions, "--json").json["successions"]
    pair = f"{asked['old_id']}={asked['new_id']}"
    no = console.run("import", "homes", *editions, "--decline", pair)
    assert (no.code, "two homes  1" in no.out) == (0, True)
    assert "No question is open." in no.out
    again = console.run("import", "homes", *editions, "--decline", pair)
    assert again.code == 3
    assert "not, or no longer, offered" in again.out


def test_what_is_not_asked_cannot_be_accepted_and_the_import_stands(
    console: Console, editions: tuple[Path, Path]
) -> None:
    done = console.run("import", "homes", *editions, "--accept", "one=two")
    assert done.code == 3
    assert "created    3 homes" in done.out
    assert "not accepted  Not found. These two homes are not, or no longer" in done.out
    assert "«Elm House» ended" in done.out


def test_a_file_without_a_day_is_refused_until_it_is_said(
    console: Console, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "homes.csv"
    path.write_bytes(editions[0].read_bytes())
    refused = console.run("import", "homes", path)
    assert refused.code == 3
    assert "homes.csv: The day of this edition is not in its name." in refused.out
    assert console.run("import", "homes", path, "--as-of", "27-Mar-2018").code == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--accept", "one"), "«one» is not OLD=NEW"),
        (("--as-of", "2018-03-27"), "One day can only be that of one file"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_read(
    console: Console, editions: tuple[Path, Path], more: tuple[str, ...], words: str
) -> None:
    refused = console.run("import", "homes", *editions, *more)
    assert (refused.code, words in refused.err) == (4, True)
    assert console.run("import", "homes", *editions, "--json").json["created"] == 3


def test_another_area_is_another_directory(console: Console, editions: tuple[Path, Path]) -> None:
    done = console.run("import", "homes", editions[0], "--area", "Rochdale", "--json").json
    assert (done["created"], done["not_taken"]) == (1, {"Home of another area": 2})
    none = console.run("import", "homes", editions[0], "--area", "Bury")
    assert (none.code, "No home of the area «Bury» is in this file." in none.out) == (3, True)


def test_published_editions_come_in_once_and_every_question_can_be_answered(
    console: Console,
) -> None:
    files = sorted(shared_data("09_trafford_places", "care_homes_history").glob("*.csv"))
    first = console.run("import", "homes", *files, "--json").json
    assert [each["lines"] for each in first["editions"]] == [61, 60, 60, 54]
    pairs = [f"{each['old_id']}={each['new_id']}" for each in first["successions"]]
    assert len(pairs) > 1
    accepts = [word for pair in pairs for word in ("--accept", pair)]
    again = console.run("import", "homes", *files, *accepts, "--json").json
    assert (again["created"], again["successions"], len(again["accepted"])) == (0, [], len(pairs))
    assert console.run("import", "homes", *files, "--json").json["updated"] == 0
