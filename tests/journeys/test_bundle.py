"""A home whose network is gone: its computer and the service exchange by files, in the window and as typed."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mdt_core.clock import system_clock
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from mdt_desktop.device import sync_book
from mdt_desktop.session import Session
from mdt_desktop.sync.tie import Course
from mdt_service.cli.run import main
from mdt_service.hub import log
from mdt_service.settings import Settings
from tests.journeys.conftest import Journey, found, opened
from tests.journeys.test_sync import WORDS, Service, connect, raise_concern
from tests.service.serving import made_parts
from tests.support.ward import Ward, make_ward

pytestmark = pytest.mark.timeout(120)

ANSWER = "Daughter rang the surgery this morning; he slept badly"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A practice service on SQLite."""
    url = f"sqlite:///{tmp_path / 'service.db'}"
    parts = made_parts(url, system_clock, Settings(is_practice=True), io.StringIO())
    yield Service(parts)
    parts.database.close()


@pytest.fixture
def surgery(tmp_path: Path) -> Iterator[Session]:
    """The GP's store with a ward of twelve."""
    folder = tmp_path / "surgery"
    folder.mkdir()
    founded = found(folder / "workspace", name="Dr Amina Shah", role=Role.GP, home="Rowan Court")
    with closing(opened(Journey(folder, founded.person_id))) as session:
        yield session


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Journey]:
    """The computer of the home's nurse."""
    folder = tmp_path / "home"
    folder.mkdir()
    founded = found(
        folder / "workspace", name="Joy Adeyemi", role=Role.HOME_NURSE, home="Beech Lodge"
    )
    journey = Journey(folder, founded.person_id)
    yield journey
    if journey.client is not None:
        journey.client.kill()


def test_what_was_written_in_a_home_without_a_network_arrives_and_so_does_the_answer(
    service: Service, surgery: Session, home: Journey, tmp_path: Path
) -> None:
    ward = make_ward(surgery.store, surgery.actor)
    with service.online() as address:
        surgery.tie.enrol(address, service.code(Role.GP))
        exchange(surgery)
        connect(home, address, service.code(Role.HOME_NURSE))
    raise_concern(home.window, WORDS)
    say(surgery, ward, ANSWER)
    with service.online():
        exchange(surgery)
    file, answer = tmp_path / "home.mdtbundle", tmp_path / "answer.mdtbundle"
    home.window.click("Sync")
    home.window.wait_for("No bundle waits for an answer")
    home.window.click("Save a bundle")
    home.window.name_file(file)
    home.window.wait_for("its answer was not taken in yet")
    assert "All sent" not in home.window.screen()
    at_service(service, "bundle", "take", str(file), "--answer", str(answer), "--by", "Amina")
    home.window.click("Take in an answer")
    home.window.name_file(answer)
    home.window.wait_for("was taken in: 1 change sent")
    home.window.wait_for("Nothing waits to be sent")
    home.kill()
    with service.online():
        exchange(surgery)
    assert WORDS in texts(surgery)
    with closing(opened(home)) as session:
        assert ANSWER in texts(session)
        for each in (session, surgery):
            read, there = ends(each), heads(service)
            assert read == {scope: there[scope] for scope in read}
            assert len(read) >= 4


def exchange(session: Session) -> None:
    ended = session.tie.exchange(Course())
    assert ended.report is not None, ended.error
    assert ended.report.agreed


def say(surgery: Session, ward: Ward, words: str) -> None:
    """The surgery notes a concern about the same resident."""
    about = About(ward.of("Okonkwo"), ward.home_id)
    with surgery.store.deed(surgery.actor) as unit:
        unit.sign(Concern(words=words, how_soon=HowSoon.THIS_ROUND), about)
        unit.commit()


def at_service(service: Service, *words: str) -> None:
    """Types a command of the service on its machine."""
    said = io.StringIO()
    database = {"MDT_DATABASE": service.parts.settings.database}
    assert main(words, environment=database, out=said, error=said) == 0, said.getvalue()


def texts(session: Session) -> str:
    with session.store.reading() as connection:
        held = sync_book.held(connection, after=0, most=10_000)
    return "\n".join(each.body for each in held)


def ends(session: Session) -> dict[str, tuple[int, str]]:
    """How far each log in which there is anything was read here, and its digest there."""
    with session.store.reading() as connection:
        places = sync_book.places(connection)
    return {scope: (at.seq, at.digest) for scope, at in places.items() if at.seq}


def heads(service: Service) -> dict[str, tuple[int, str]]:
    """Where each log of the service ends."""
    with service.parts.database.reading() as connection:
        found = log.heads_of(connection, log.scopes_known(connection))
    return {scope: (head.seq, head.digest) for scope, head in found.items()}
