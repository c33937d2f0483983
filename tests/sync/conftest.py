"""Real devices with encrypted stores and the real service between them, on both engines."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mdt_core.actor import Actor
from mdt_core.clock import Clock, system_clock
from mdt_core.identifiers import IdSource
from mdt_core.roles import Role
from mdt_desktop.device.state import DeviceState
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from mdt_desktop.sync.client import ServiceClient
from mdt_desktop.sync.engine import Exchange, Report
from mdt_desktop.sync.link import client_of, enrol, keep_counter, link_of
from mdt_desktop.vault import KeyringState
from mdt_desktop.vault.data_key import DataKey
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.service.conftest import new_postgresql, postgresql, url  # noqa: F401 - its fixtures
from tests.service.serving import Serving, serving
from tests.sync.transports import Network

if TYPE_CHECKING:
    from tests.sync.sticks import Stick

NO_KEYRING = KeyringState(name="none", reason="This computer has no keyring.")
STARTED = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@dataclass
class Desk:
    """One person's computer: an encrypted store in a folder, tied to a service."""

    folder: Path
    actor: Actor
    key: DataKey = field(default_factory=lambda: DataKey(secrets.token_bytes(32)))
    clock: Clock = system_clock
    workspace: OpenWorkspace = field(init=False)

    def __post_init__(self) -> None:
        ids = IdSource(self.clock, secrets.token_bytes)
        state = DeviceState(
            ids.record_id(), ids.record_id(), STARTED, self.actor.name, is_practice=True
        )
        Workspace(self.folder).create(self.key, state)
        self.open()

    def open(self) -> None:
        """Opens the store, as after a start of the program."""
        ids = IdSource(self.clock, secrets.token_bytes)
        self.workspace = Workspace(self.folder).open(self.key, self.clock, ids)

    def enrol(self, served: Serving, *grants: Grant) -> None:
        """Ties the computer to the service by a one-time code."""
        enrol(
            self.workspace,
            address=served.address,
            code=served.code(*grants),
            keyring=NO_KEYRING,
            random=secrets.token_bytes,
            clock=self.clock,
            app_version="tests",
        )

    def client(self, network: Network | None = None) -> ServiceClient:
        """The client of its link, over a network if one is given."""
        link = link_of(self.workspace, NO_KEYRING)
        assert link is not None
        return client_of(self.workspace, link, "tests", transport=network)

    def exchange(self, network: Network | None = None) -> Report:
        """One exchange."""
        client = self.client(network)
        try:
            return Exchange(
                self.workspace.store, client, self.workspace.state.incarnation, self.clock
            ).run()
        finally:
            keep_counter(self.workspace, client.counter)
            client.close()


@pytest.fixture
def served(url: str) -> Iterator[Serving]:  # noqa: F811
    """A practice service on either engine."""
    with serving(url, clock=system_clock, settings=Settings(is_practice=True)) as running:
        yield running


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Serving]:
    """A practice service on SQLite."""
    address = f"sqlite:///{tmp_path / 'service.db'}"
    with serving(address, clock=system_clock, settings=Settings(is_practice=True)) as running:
        yield running


NewDesk = Callable[..., Desk]


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[NewDesk]:
    """Makes computers of people; they are closed at the end."""
    made: list[Desk] = []

    def make(name: str, role: Role, served: Serving, *homes: str) -> Desk:
        homes_ = frozenset(homes) if homes else None
        desk = Desk(tmp_path / name, Actor(f"person-{name}", name, role, "Elm Surgery", homes_))
        made.append(desk)
        desk.enrol(served, *(Grant(home, role) for home in homes or (EVERY_HOME,)))
        return desk

    yield make
    for desk in made:
        desk.workspace.close()


@pytest.fixture
def stick(tmp_path: Path) -> "Stick":
    """An empty stick."""
    from tests.sync.sticks import Stick  # noqa: PLC0415 - it needs the computers of this module

    folder = tmp_path / "stick"
    folder.mkdir()
    return Stick(folder)
