"""Who left a home is forgotten by its computer, once nothing of theirs waits, and comes back whole."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import repeat
from pathlib import Path

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import select

from mdt_core.clock import system_clock
from mdt_core.records.stays import StayType
from mdt_core.roles import Role
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.residents import place
from mdt_desktop.device.rebuilt import differences
from mdt_service.handlers import keeping
from mdt_service.hub import grants, quarantine
from tests.service.serving import Serving
from tests.store.deeds import GP, admit, sign_entry
from tests.sync.conftest import Desk, NewDesk
from tests.sync.test_moves import move_out, people, second_home
from tests.sync.transports import Network

CANARY = "zqxcanary"


def move(desk: Desk, about: About, to: str) -> None:
    """Moves a resident to another home on somebody's computer, which still has to send it."""
    move_out(desk, about)
    place(
        desk.workspace.store,
        by=GP,
        resident_id=about.resident_id or "",
        home_id=to,
        stay_type=StayType.PERMANENT,
        admitted_at=system_clock() - timedelta(minutes=5),
        room="3",
    )


def records(desk: Desk) -> set[str | None]:
    """Of whom there are records here."""
    with desk.workspace.store.reading() as connection:
        return set(connection.execute(select(RECORD.c.resident_id)).scalars())


def texts(desk: Desk) -> str:
    """Every text that this computer still holds."""
    query = select(CHANGE.c.body).where(CHANGE.c.body.is_not(None))
    with desk.workspace.store.reading() as connection:
        return "\n".join(connection.execute(query).scalars())


def everything_on(desk: Desk) -> str:
    """Every byte of a copy of the store without a key, the index of words too, and every text unpacked."""
    plain = desk.folder / "plain.db"
    raw = sqlcipher3.dbapi2.connect(str(desk.workspace.store_file))
    raw.execute(f"PRAGMA key=\"x'{desk.workspace.key.hex()}'\"")
    raw.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
    raw.execute("SELECT sqlcipher_export('plain')")
    raw.execute("DETACH DATABASE plain")
    raw.close()
    found = plain.read_bytes().decode("latin-1")
    plain.unlink()
    return found + texts(desk)


@pytest.fixture
def moved(served: Serving, new_desk: NewDesk) -> tuple[Desk, Desk, About, str]:
    """A GP of all homes, one of the old home who got the resident's record, and a move that was just sent."""
    gp = new_desk("amina", Role.GP, served)
    about, stays = admit(gp.workspace, CANARY.title()), admit(gp.workspace, "Featherstone")
    sign_entry(gp.workspace, about, plan=f"{CANARY}note")
    rowan = second_home(gp)
    gp.exchange()
    nurse = new_desk("joy", Role.GP, served, about.home_id or "", stays.home_id or "")
    nurse.exchange()
    assert about.resident_id in people(nurse)
    move(gp, about, rowan)
    gp.exchange()
    return gp, nurse, about, rowan


def test_who_moved_is_gone_from_the_old_home_and_from_every_file_of_its_computer(
    moved: tuple[Desk, Desk, About, str],
) -> None:
    gp, nurse, about, _rowan = moved
    before = everything_on(nurse)
    assert f"{CANARY}note" in before
    report = nurse.exchange()
    assert report.agreed
    assert report.purged.residents == 1
    assert "left the homes" in " ".join(report.purged.sentences())
    assert about.resident_id in report.told.ids
    assert about.resident_id not in records(nurse)
    assert about.resident_id not in people(nurse)
    assert len(people(nurse)) == 1
    assert CANARY not in everything_on(nurse).lower()
    assert differences(nurse.workspace) == ()
    assert about.resident_id in people(gp)
    assert gp.exchange().purged.sentences() == ()
    again = nurse.exchange()
    assert again.agreed
    assert again.purged.sentences() == ()


def test_what_was_written_about_who_left_is_sent_first_and_forgotten_then(
    moved: tuple[Desk, Desk, About, str],
) -> None:
    gp, nurse, about, _rowan = moved

    def written_while_it_reads() -> Iterator[str]:
        yield "none"  # hello; the next request is the pull
        sign_entry(nurse.workspace, about, plan="Late, and not sent")
        yield from repeat("none")

    held = nurse.exchange(Network(written_while_it_reads()))
    assert (held.purged.residents, held.purged.waiting) == (0, 1)
    assert "not yet sent" in " ".join(held.purged.sentences())
    assert about.resident_id in records(nurse)
    assert about.resident_id not in people(nurse)
    assert differences(nurse.workspace) == ()
    sent = nurse.exchange()
    assert (sent.purged.residents, sent.agreed, sent.refused) == (1, True, 0)
    assert about.resident_id not in records(nurse)
    gp.exchange()
    assert "Late, and not sent" in texts(gp)


def test_what_the_service_set_apart_keeps_its_resident_until_a_person_settled_it(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace)
    rowan = second_home(gp)
    gp.exchange()
    nurse = new_desk("joy", Role.HOME_NURSE, on_sqlite, about.home_id or "")
    nurse.exchange()
    sign_entry(nurse.workspace, about, plan="Signed as a GP on a nurse's computer")
    assert nurse.exchange().refused == 1
    move(gp, about, rowan)
    gp.exchange()
    assert nurse.exchange().purged.waiting == 1
    assert "Signed as a GP" in texts(nurse)
    with on_sqlite.service.database.reading() as connection:
        (kept,) = quarantine.listed(connection)
    keeping.set_aside(on_sqlite.service, kept.id, by="Tom", why="Written twice")
    assert nurse.exchange().purged.residents == 1
    assert "Signed as a GP" not in texts(nurse)


def test_a_form_left_unsigned_keeps_its_resident_for_a_week_and_then_goes_too(
    moved: tuple[Desk, Desk, About, str],
) -> None:
    _gp, nurse, about, _rowan = moved
    who = about.resident_id or ""
    nurse.workspace.drafts.save("joy", "round_entry", who, f'"{CANARY}"', system_clock())
    assert nurse.exchange().purged.waiting == 1
    assert nurse.workspace.drafts.load("joy", "round_entry", who)
    nurse.clock = lambda: system_clock() + timedelta(days=8)
    gone = nurse.exchange().purged
    assert (gone.residents, gone.drafts) == (1, 1)
    assert "unsigned form" in " ".join(gone.sentences())
    assert CANARY not in everything_on(nurse).lower()


def test_who_comes_back_comes_back_with_the_whole_record(
    moved: tuple[Desk, Desk, About, str],
) -> None:
    gp, nurse, about, _rowan = moved
    nurse.exchange()
    assert f"{CANARY}note" not in texts(nurse)
    move(gp, about, about.home_id or "")
    gp.exchange()
    report = nurse.exchange()
    assert report.agreed
    assert people(nurse)[about.resident_id or ""] == about.home_id
    assert f"{CANARY}note" in texts(nurse)
    assert differences(nurse.workspace) == ()
    assert nurse.exchange().purged.sentences() == ()


def test_a_home_that_is_no_longer_granted_is_forgotten_and_its_return_is_read_anew(
    served: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, served)
    about, other = admit(gp.workspace, CANARY.title()), admit(gp.workspace, "Featherstone")
    gp.exchange()
    nurse = new_desk("joy", Role.HOME_NURSE, served, about.home_id or "", other.home_id or "")
    nurse.exchange()
    assert len(people(nurse)) == 2
    device = nurse.workspace.state.device_id
    with served.service.database.reading() as connection:
        (mine,) = [
            each
            for each in grants.all_grants(connection)
            if each.device_id == device and each.grant.home_id == about.home_id
        ]
    keeping.take_back(served.service, mine.id)
    report = nurse.exchange()
    assert report.agreed
    assert "may no longer read" in " ".join(report.purged.sentences())
    assert people(nurse) == {other.resident_id: other.home_id}
    assert CANARY not in everything_on(nurse).lower()
    assert differences(nurse.workspace) == ()
    assert nurse.exchange().purged.sentences() == ()
    keeping.give(served.service, device, [mine.grant], None)
    assert nurse.exchange().agreed
    assert people(nurse)[about.resident_id or ""] == about.home_id
    assert differences(nurse.workspace) == ()


def test_identities_numbers_and_hashes_of_what_was_forgotten_stay(
    moved: tuple[Desk, Desk, About, str],
) -> None:
    _gp, nurse, _about, _rowan = moved
    columns = select(CHANGE.c.mid, CHANGE.c.scope, CHANGE.c.seq, CHANGE.c.body_hash)
    with nurse.workspace.store.reading() as connection:
        before = set(map(tuple, connection.execute(columns)))
    nurse.exchange()
    with nurse.workspace.store.reading() as connection:
        assert before <= set(map(tuple, connection.execute(columns)))


def test_files_beside_the_store_hold_nothing_readable(
    moved: tuple[Desk, Desk, About, str],
) -> None:
    _gp, nurse, _about, _rowan = moved
    nurse.exchange()
    for path in _files(nurse.folder):
        assert CANARY.encode() not in path.read_bytes().lower(), path


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
