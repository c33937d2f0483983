"""A workspace for a journey, made as a person makes one, and the command line beside the window."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mdt_core.clock import Clock, system_clock
from mdt_core.roles import Role
from mdt_desktop.session import Session, unlock_session
from mdt_desktop.setup import Founded, init_workspace
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState
from tests.support.client import Client

PASSPHRASE = "plain journey words"

_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass
class Journey:
    """One workspace and the client that is open on it, if one is."""

    folder: Path
    person_id: str
    client: Client | None = None

    @property
    def workspace(self) -> Path:
        """Where the encrypted store is."""
        return self.folder / "workspace"

    @property
    def window(self) -> Client:
        """The open client."""
        assert self.client is not None
        return self.client

    def unlock(self) -> Client:
        """Opens the client and unlocks it as the person does."""
        self.client = Client(self.workspace, self.folder / "client.log")
        self.client.wait_for("Passphrase of")
        self.client.type(PASSPHRASE)
        self.client.press("Return")
        self.client.wait_for("Today, ", seconds=60)
        return self.client

    def kill(self) -> None:
        """The computer dies."""
        self.window.kill()
        self.client = None

    def command(self, *arguments: str) -> dict[str, Any]:
        """One `mdt` command, answered as JSON; fails the test where it is not done."""
        secret = self.folder / "secret"
        secret.write_text(PASSPHRASE, "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "mdt_desktop.cli", "--profile", str(self.workspace),
             "--pin-file", str(secret), "--json", *arguments],
            capture_output=True, text=True, check=False, cwd=_CHECKOUT, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(_CHECKOUT)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


def found(folder: Path, *, name: str, role: Role, home: str) -> Founded:
    """A new practice workspace with one person and one home."""
    return init_workspace(
        folder,
        name=name,
        role=role,
        organisation=home,
        homes=[home],
        secret=PASSPHRASE,
        keyring=KeyringState(name="none", reason="This computer has no keyring."),
        clock=system_clock,
        random=os.urandom,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )


def opened(journey: Journey, clock: Clock = system_clock) -> Session:
    """The journey's own store, opened beside no window; close it before the client opens."""
    return unlock_session(
        journey.workspace,
        person_id=journey.person_id,
        secret=PASSPHRASE,
        clock=clock,
        random=os.urandom,
        keyring=KeyringState(name="none", reason="This computer has no keyring."),
    )


@pytest.fixture
def begin(tmp_path: Path) -> Iterator["Begin"]:
    """Makes journeys, and ends every client that is still open afterwards."""
    beginning = Begin(tmp_path)
    yield beginning
    for journey in beginning.journeys:
        if journey.client is not None:
            journey.client.kill()


class Begin:
    """Makes a workspace for a person of a role in a home."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.journeys: list[Journey] = []

    def __call__(self, *, name: str, role: Role, home: str) -> Journey:
        """A journey of that person, with nothing open yet."""
        founded = found(self._folder / "workspace", name=name, role=role, home=home)
        journey = Journey(self._folder, founded.person_id)
        self.journeys.append(journey)
        return journey
