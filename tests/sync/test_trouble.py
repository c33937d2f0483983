"""What can go wrong between device and service: nothing is lost, doubled or shown as sent when it is not."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from random import Random

import pytest

from mdt_core.records.homes import Home
from mdt_core.roles import Role
from mdt_core.use_cases.places import save_home
from mdt_desktop.device import sync_book
from mdt_desktop.device.backup import back_up
from mdt_desktop.device.workspace import Workspace
from mdt_desktop.sync.account import account_of
from mdt_desktop.sync.trouble import (
    AlteredOnTheWay,
    NotTheService,
    SyncTrouble,
    Unreachable,
)
from mdt_desktop.sync.words import of_refusal
from mdt_service.handlers import keeping
from tests.service.serving import Serving
from tests.store.deeds import admit, sign_entry
from tests.sync.conftest import Desk, NewDesk
from tests.sync.test_exchange import rows
from tests.sync.transports import HARMS, Network


def waiting(desk: Desk) -> int:
    with desk.workspace.store.reading() as connection:
        return sync_book.counts(connection).waiting


@pytest.mark.parametrize("harm", [each for each in HARMS if each not in ("none", "repeated")])
def test_an_exchange_that_is_harmed_at_any_request_comes_to_its_end_the_next_time(
    on_sqlite: Serving, new_desk: NewDesk, harm: str
) -> None:
    gp, nurse = (new_desk(name, Role.GP, on_sqlite) for name in ("amina", "joy"))
    about = admit(gp.workspace)
    for number in range(5):
        sign_entry(gp.workspace, about, plan=f"Plan {number}")
        network = Network(iter([*repeat("none", number), harm]))
        with suppress(SyncTrouble):
            gp.exchange(network)
    assert gp.exchange().agreed
    assert waiting(gp) == 0
    assert nurse.exchange().agreed
    gp.exchange()
    assert rows(gp) == rows(nurse)


@pytest.mark.parametrize("seed", range(4))
def test_a_network_that_harms_every_third_request_loses_and_doubles_nothing(
    on_sqlite: Serving, new_desk: NewDesk, seed: int
) -> None:
    random = Random(seed)
    desks = [new_desk(name, Role.GP, on_sqlite) for name in ("amina", "joy", "tom")]
    about = admit(desks[0].workspace)
    for number in range(12):
        desk = random.choice(desks)
        sign_entry(desk.workspace, about, plan=f"Plan {number}")
        with suppress(SyncTrouble):
            desk.exchange(Network(_at_random(random)))
    for desk in (*desks, *desks):
        assert desk.exchange().agreed
    assert rows(desks[0]) == rows(desks[1]) == rows(desks[2])
    texts = [str(row[3]) for row in rows(desks[0])["change"]]
    assert sum('"kind":"round_entry"' in text for text in texts) == 12


def _at_random(random: Random) -> Iterator[str]:
    while True:
        yield random.choice(HARMS) if random.random() < 1 / 3 else "none"


def test_a_sign_in_page_of_the_network_is_named_and_what_waits_stays(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    admit(gp.workspace)
    with pytest.raises(NotTheService, match="A page of this network answered"):
        gp.exchange(Network(iter(["sign-in page"])))
    assert waiting(gp) == 3


def test_a_service_that_is_not_there_is_told_in_words(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    admit(gp.workspace)
    with pytest.raises(Unreachable, match="cannot be reached"):
        gp.exchange(Network(iter(["lost there"])))
    assert waiting(gp) == 3


def test_a_request_that_was_cut_on_its_way_is_not_told_as_a_computer_that_is_unknown(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    admit(gp.workspace)
    with pytest.raises(AlteredOnTheWay, match="cut or altered on its way") as told:
        gp.exchange(Network(iter(["none", "cut there"])))
    assert "nrol" not in f"{told.value.message} {told.value.next_step}"
    assert waiting(gp) == 3
    assert gp.exchange().agreed
    assert waiting(gp) == 0


def test_what_was_set_up_by_an_administrator_is_told_with_who_settles_it(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    founder = replace(gp.actor, role=Role.ADMINISTRATOR)
    save_home(gp.workspace.store, by=founder, home=Home(name="Larch House"))
    gp.exchange()
    state = gp.workspace.state
    with gp.workspace.store.reading() as connection:
        (refused,) = account_of(connection, state).refused
    words = of_refusal(refused.reason, is_directory=True)
    assert "Whoever looks after the service takes it from quarantine" in words
    assert of_refusal(refused.reason, is_directory=False) == refused.reason
    assert of_refusal("", is_directory=True) == "The service gave no reason"


def test_a_computer_restored_from_a_backup_sends_what_it_wrote_since_and_gets_the_rest_back(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp, nurse = (new_desk(name, Role.GP, on_sqlite) for name in ("amina", "joy"))
    about = admit(gp.workspace)
    gp.exchange()
    backup = _backed_up(gp)
    lost_here = sign_entry(gp.workspace, about, plan="Written after the backup, and sent")
    gp.exchange()
    _restore(gp, backup)
    sign_entry(gp.workspace, about, plan="Written after the restore")
    assert gp.exchange().agreed
    assert nurse.exchange().agreed
    gp.exchange()
    assert rows(gp) == rows(nurse)
    assert lost_here in {row[0] for row in rows(gp)["change"]}


def _backed_up(desk: Desk) -> Path:
    space = desk.workspace
    return back_up(space.store_file, space.key.hex(), space.backups, desk.clock()).path


def _restore(desk: Desk, backup: Path) -> None:
    ids = desk.workspace.store.ids
    desk.workspace.close()
    Workspace(desk.folder).restore(backup, desk.key, desk.clock(), ids)
    desk.open()


def test_a_service_restored_from_a_backup_gets_back_what_it_lost_from_those_who_hold_it(
    on_sqlite: Serving, new_desk: NewDesk, tmp_path: Path
) -> None:
    gp, nurse = (new_desk(name, Role.GP, on_sqlite) for name in ("amina", "joy"))
    about = admit(gp.workspace)
    gp.exchange()
    nurse.exchange()
    database = tmp_path / "service.db"
    kept = [(path, path.with_name(f"kept-{path.name}")) for path in tmp_path.glob("service.db*")]
    for path, copy in kept:
        shutil.copy(path, copy)
    sign_entry(gp.workspace, about, plan="Taken by the service, then lost by it")
    gp.exchange()
    nurse.exchange()
    before = {row[0] for row in rows(nurse)["change"]}
    on_sqlite.service.database.close()
    for path in tmp_path.glob("service.db*"):
        path.unlink()
    for path, copy in kept:
        shutil.copy(copy, path)
    assert database.exists()
    keeping.new_epoch(on_sqlite.service)
    assert nurse.exchange().agreed
    assert gp.exchange().agreed
    nurse.exchange()
    assert {row[0] for row in rows(gp)["change"]} == before
    assert rows(gp) == rows(nurse)


def test_clocks_that_differ_are_told_and_change_nothing(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    late = gp.clock
    gp.clock = lambda: late() - timedelta(hours=1)
    admit(gp.workspace)
    report = gp.exchange()
    assert report.agreed
    assert timedelta(minutes=59) < report.skew < timedelta(minutes=61)
