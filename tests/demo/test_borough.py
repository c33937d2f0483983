"""Making a borough: the same each time, in order, folded alike, in a store of its own and in empty homes."""

import os
import re
import secrets
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mdt_core.actor import Actor
from mdt_core.demo.borough.make import make_borough
from mdt_core.demo.borough.parts import home_names
from mdt_core.demo.borough.scale import Scale
from mdt_core.demo.borough.telling import Told
from mdt_core.errors import NotAllowed
from mdt_core.records.homes import Home
from mdt_core.roles import Role
from mdt_core.store.queries.homes import homes
from mdt_core.use_cases.places import save_home
from mdt_desktop import demo_borough as practice
from mdt_desktop import demo_run
from mdt_desktop.practice_workspace import NO_KEYRING
from mdt_desktop.session import unlock_session
from tests.cli.console import Console
from tests.demo.borough_store import SMALL, DemoBorough, demo_borough
from tests.support.demo_home import LEAD, TODAY
from tests.support.memory_store import MemoryStore

NOW = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
SMALLEST = Scale(homes=3, weeks=1)


def test_one_seed_and_day_give_the_same_changes_in_another_store(borough: DemoBorough) -> None:
    again = demo_borough()
    assert again.texts == borough.texts
    assert again.truth == borough.truth


def test_another_seed_gives_other_people_in_homes_of_the_same_names(borough: DemoBorough) -> None:
    other = demo_borough(SMALLEST, seed=7)
    assert [each.name for each in other.truth.homes] == [each.name for each in borough.truth.homes]
    mine, theirs = (set(each.truth.nhs_numbers.values()) for each in (borough, other))
    assert mine & theirs == {None}
    assert other.truth.d2a.discharges == borough.truth.d2a.discharges
    assert other.truth.deaths == borough.truth.deaths


@pytest.mark.parametrize(
    "today",
    [date(2026, 12, 26), date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29)],
    ids=["christmas", "clocks go forward", "clocks go back", "leap day"],
)
def test_a_borough_can_be_made_on_any_day_and_nothing_is_still_to_come(today: date) -> None:
    made = demo_borough(SMALLEST, today=today)
    assert made.truth.current == 75
    found = re.findall(r'"(?:occurred|recorded)_at":"([^"]+)"', "".join(made.texts))
    assert datetime.fromisoformat(max(found)) < datetime(
        today.year, today.month, today.day, tzinfo=UTC
    )


def test_the_changes_come_in_the_order_in_which_they_were_made(borough: DemoBorough) -> None:
    recorded = [re.findall(r'"recorded_at":"([^"]+)"', text)[-1] for text in borough.texts]
    assert recorded == sorted(recorded)
    assert len(recorded) == borough.truth.changes


def test_folding_everything_again_gives_what_is_kept() -> None:
    made = demo_borough(SMALLEST)
    kept = made.memory.projections()
    made.memory.store.rebuild()
    assert made.memory.projections() == kept


def test_home_staff_write_for_their_own_home_alone(borough: DemoBorough) -> None:
    names = {each.name for each in borough.truth.homes}
    home_of = {each.home_id: each.name for each in borough.truth.homes}
    seen = set()
    for text in borough.texts:
        organisation = re.search(r'"author":\{[^}]*"organisation":"([^"]+)"', text)
        place = re.search(r'"home_id":"([^"]+)"', text)
        if organisation and place and organisation.group(1) in names:
            assert home_of[place.group(1)] == organisation.group(1)
            seen.add(organisation.group(1))
    assert seen == names


def test_how_far_it_is_is_told_to_the_end() -> None:
    told: list[Told] = []
    memory = MemoryStore()
    truth = make_borough(memory.store, by=LEAD, today=TODAY, scale=SMALLEST, progress=told.append)
    assert told[-1].deeds == told[-1].of
    assert told[-1].changes == truth.changes
    assert [each.day for each in told] == sorted(each.day for each in told)


def test_empty_homes_that_are_there_already_are_filled() -> None:
    memory = MemoryStore()
    ids = [save_home(memory.store, by=LEAD, home=Home(name=n))[0] for n in home_names()[:3]]
    truth = make_borough(memory.store, by=LEAD, today=TODAY, scale=SMALLEST, home_ids=ids)
    assert [each.home_id for each in truth.homes] == ids
    with memory.store.reading() as connection:
        assert sum(each.residents for each in homes(connection, LEAD)) == 75


def test_a_role_that_may_not_write_homes_makes_no_borough() -> None:
    memory = MemoryStore()
    auditor = Actor("person-auditor", "Ines Holt", Role.AUDITOR, "Audit")
    with pytest.raises(NotAllowed):
        make_borough(memory.store, by=auditor, today=TODAY, scale=SMALLEST)
    with memory.store.reading() as connection:
        assert not homes(connection, LEAD)


def test_its_workspace_opens_with_the_passphrase_that_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    made = practice.make_practice_borough(
        tmp_path / "borough",
        SMALL,
        clock=lambda: NOW,
        random=secrets.token_bytes,
        say=said.append,
    )
    assert said[-1].startswith("  100 %")
    session = unlock_session(
        made.folder,
        person_id=made.person_id,
        secret=practice.how_to_unlock(made)[-1].rpartition("passphrase:  ")[2],
        clock=lambda: NOW,
        random=secrets.token_bytes,
        keyring=NO_KEYRING,
    )
    try:
        assert session.is_practice
        with session.store.reading() as connection:
            lines = homes(connection, session.actor)
        assert {line.name: line.id for line in lines} == made.as_json()["homes"]
        assert sum(line.residents for line in lines) == made.as_json()["residents"] == 75
        assert session.workspace.state.homes == tuple(made.as_json()["homes"].values())
    finally:
        session.close()


def test_a_making_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def full(_line: str) -> None:
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        practice.make_practice_borough(
            tmp_path / "borough",
            SMALLEST,
            clock=lambda: NOW,
            random=secrets.token_bytes,
            say=full,
        )
    assert not (tmp_path / "borough").exists()


def test_the_command_line_makes_one_and_shows_its_people(tmp_path: Path) -> None:
    console = Console(tmp_path / "borough")
    words = ("demo", "--borough", "--homes", 3, "--weeks", 1)
    made = console.run(*words, "--json")
    assert made.code == 0
    assert "3 homes, 75 residents, a year of stays and 1 week of rounds" in made.err
    assert "changes written, now at 2" in made.err
    assert made.json["deaths"] == 22
    shown = console.run("show", "resident", made.json["awkward_cases"]["aged_104"])
    assert shown.code == 0
    assert "104 y" in shown.out
    assert console.run("doctor").code == 0
    assert "already holds a workspace" in console.run(*words).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--borough", "--weeks", "53"), "1 to 52 weeks can be told, not 53"),
        (("--borough", "--homes", "2"), "A borough has 3 to 56 homes, not 2"),
        (("--weeks", "4"), "--weeks and --homes go with --borough"),
    ],
)
def test_the_command_line_refuses_in_words_what_cannot_be_made(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    refused = Console(tmp_path / "borough").run("demo", *words)
    assert refused.code == 4
    assert said in refused.err
    assert not (tmp_path / "borough").exists()


def test_without_a_display_the_run_says_what_to_do_instead(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert demo_run.main(["--borough"]) == 1
    assert "./dev mdt demo --borough" in capsys.readouterr().err
    for wrong in (["--weeks", "4"], ["--borough", "--weeks", "60"]):
        with pytest.raises(SystemExit, match="2"):
            demo_run.main(wrong)
    assert "--weeks is a number from 1 to 52" in capsys.readouterr().err


@pytest.mark.skipif(
    not os.environ.get("MDT_WHOLE_BOROUGH"),
    reason="takes minutes; MDT_WHOLE_BOROUGH=1 makes all 56 homes",
)
@pytest.mark.timeout(1_200)
def test_the_whole_borough_is_told_as_sketched() -> None:
    made = demo_borough(Scale())
    truth = made.truth
    assert truth.current == sum(line.residents for line in made.homes()) == 1_400
    assert sum(truth.d2a.discharges.values()) == len(truth.d2a.nights) == 581
    assert made.kinds()["fall"] == truth.falls
    assert made.kinds()["round_entry"] == truth.entries
