"""A practice workspace on a computer with a keyring, and the words to work on it."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from mdt_desktop.vault import (
    PRACTICE_DERIVATION,
    DataKey,
    KeyringState,
    SlotPerson,
    add_slot,
    create_workspace,
    unlock,
)
from mdt_desktop.vault.slot import canonical_json
from tests.unit.vault.rings import MemoryRing

NURSE = SlotPerson(id="p-nurse", name="Ada Example", role="Nurse")
GP = SlotPerson(id="p-gp", name="Ben Example", role="GP")
PIN = "482913"
PASSPHRASE = "seven grey herons"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

NO_KEYRING = KeyringState(name="none", reason="This computer has no keyring.")


def state_of(ring: MemoryRing) -> KeyringState:
    return KeyringState(name=ring.name, backend=ring, timeout_s=5)


@dataclass(frozen=True)
class Desk:
    """A computer with one workspace."""

    folder: Path
    keyring: KeyringState

    def create(self, secret: str = PIN) -> DataKey:
        return create_workspace(
            self.folder,
            person=NURSE,
            secret=secret,
            keyring=self.keyring,
            random=secrets.token_bytes,
            derivation=PRACTICE_DERIVATION,
            practice=True,
        )

    def unlock(self, secret: str = PIN, now: datetime = MONDAY, person: str = NURSE.id) -> DataKey:
        return unlock(self.folder, person_id=person, secret=secret, now=now, keyring=self.keyring)

    def add(self, key: DataKey, person: SlotPerson = GP, secret: str = PIN) -> None:
        add_slot(
            self.folder,
            key,
            person=person,
            secret=secret,
            keyring=self.keyring,
            random=secrets.token_bytes,
            derivation=PRACTICE_DERIVATION,
        )

    def with_keyring(self, keyring: KeyringState) -> "Desk":
        return replace(self, keyring=keyring)

    def edit(self, change: Callable[[dict[str, object]], object]) -> None:
        """Edit the first slot in both copies as someone would who can also fix the digest."""
        for path in (self.folder / "slots.json", self.folder / "slots.json.bak"):
            outer = json.loads(path.read_text())
            change(outer["body"]["slots"][0])
            outer["sha256"] = sha256(canonical_json(outer["body"])).hexdigest()
            path.write_text(json.dumps(outer))


@pytest.fixture
def ring() -> MemoryRing:
    return MemoryRing()


@pytest.fixture
def desk(tmp_path: Path, ring: MemoryRing) -> Desk:
    return Desk(tmp_path / "workspace", state_of(ring))


@pytest.fixture
def bare_desk(tmp_path: Path) -> Desk:
    """A computer without a keyring."""
    return Desk(tmp_path / "workspace", NO_KEYRING)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
