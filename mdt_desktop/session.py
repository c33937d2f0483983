"""From a PIN or passphrase to a person at work: the open workspace and the actor who signs.

Free of Qt: the window, the command line and the tests unlock by the same function. Unlocking takes
up to a second, so the window calls it on a runner. Nothing here keeps a PIN or a passphrase.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import mdt_core.records  # noqa: F401 - registers every kind of record before the store is read
from mdt_core.actor import Actor
from mdt_core.clock import Clock
from mdt_core.errors import StoreProblem
from mdt_core.identifiers import IdSource
from mdt_core.records.people import Practitioner
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.store import Store
from mdt_desktop.device.backup import back_up, back_up_daily
from mdt_desktop.device.drafts import DraftStore
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from mdt_desktop.sync.lease import AN_UNLOCK, Lease, look
from mdt_desktop.vault import slots, unlock
from mdt_desktop.vault.device_keyring import KeyringState, RandomBytes

if TYPE_CHECKING:
    from mdt_desktop.sync.tie import Tie


@dataclass(frozen=True)
class Session:
    """One person in one unlocked workspace, until `close`."""

    workspace: OpenWorkspace
    actor: Actor
    clock: Clock
    is_practice: bool
    workspace_name: str
    confirm: Callable[[str], None]
    """Asks for the PIN or passphrase again; raises WrongSecret. Takes up to a second."""
    secret_word: str
    """«PIN» or «passphrase», as this person unlocks."""
    keyring: KeyringState
    random: RandomBytes
    lease: Lease | None = None
    """As it stood when this person unlocked; None without a service."""

    @property
    def must_meet_service(self) -> bool:
        """Whether the service must be met before any record is shown; what waits can be sent."""
        return self.lease is not None and self.lease.has_ended(self.clock())

    @cached_property
    def tie(self) -> "Tie":
        """The workspace and its service; loads the network's packages when first asked for."""
        from mdt_desktop.sync.tie import Tie  # noqa: PLC0415 - 0.3 s that a command may spare

        return Tie(self.workspace, self.keyring, self.clock, self.random, self.actor)

    @property
    def store(self) -> Store:
        """The record store."""
        return self.workspace.store

    @cached_property
    def drafts(self) -> DraftStore:
        """The unsigned forms; always the same one, which holds what could not be written."""
        return self.workspace.drafts

    def own_words(self) -> tuple[str, ...]:
        """What this person added for spelling; reads the store."""
        return self.workspace.own_words.of_person(self.actor.person_id)

    def add_own_word(self, word: str) -> None:
        """Keeps a word for this person's spelling."""
        self.workspace.own_words.add(self.actor.person_id, word)

    def waiting(self) -> int:
        """Counts the changes that no service has taken yet; reads the store."""
        return self.workspace.waiting()

    def back_up_daily(self) -> Path | None:
        """Makes the encrypted copy of today where there is none; gives the new one. Takes seconds.

        Raises StoreProblem where the copy is not whole; older copies are then left alone.
        """
        space = self.workspace
        made = back_up_daily(space.store_file, space.key.hex(), space.backups, self.clock())
        return made.path if made else None

    def back_up(self) -> Path:
        """Makes an encrypted copy now; raises StoreProblem where it is not whole."""
        space = self.workspace
        return back_up(space.store_file, space.key.hex(), space.backups, self.clock()).path

    def close(self) -> None:
        """Closes every connection and forgets the key; the store is not reachable afterwards."""
        try:
            self.workspace.close()
        finally:
            self.workspace.key.forget()


def unlock_session(
    folder: Path,
    *,
    person_id: str,
    secret: str,
    clock: Clock,
    random: RandomBytes,
    keyring: KeyringState,
) -> Session:
    """Unlocks a workspace for a person; raises WrongSecret, NotFound or StoreProblem."""
    key = unlock(folder, person_id=person_id, secret=secret, now=clock(), keyring=keyring)
    with ExitStack() as opening:
        opening.callback(key.forget)
        workspace = Workspace(folder).open(key, clock, IdSource(clock, random))
        opening.callback(workspace.close)
        state = workspace.state
        session = Session(
            workspace=workspace,
            actor=_actor(workspace.store, person_id),
            clock=clock,
            is_practice=state.is_practice,
            workspace_name=state.name,
            confirm=partial(_confirm, folder, person_id, clock, keyring),
            secret_word=_secret_word(folder, person_id),
            keyring=keyring,
            random=random,
            lease=look(workspace.store, clock(), AN_UNLOCK),
        )
        opening.pop_all()
    return session


def _confirm(
    folder: Path, person_id: str, clock: Clock, keyring: KeyringState, secret: str
) -> None:
    unlock(folder, person_id=person_id, secret=secret, now=clock(), keyring=keyring).forget()


def _secret_word(folder: Path, person_id: str) -> str:
    modes = (slot.mode for slot in slots(folder) if slot.person_id == person_id)
    return next(modes).noun


def _actor(store: Store, person_id: str) -> Actor:
    with store.reading() as connection:
        card = card_by_id(connection, Practitioner, person_id)
    person = card.record if card else None
    if person is None:
        raise StoreProblem(
            "This person can unlock the workspace, but is not among its practitioners.",
            next_step="Unlock as another person, or restore the newest backup.",
        )
    return Actor(person_id, person.name, person.role, person.organisation or "")
