"""The folder of a workspace: its store, its backups and the lock that one program holds.

    slots.json ...   the key slots (the vault's)
    store.db         the encrypted store
    backups/         encrypted copies of it
    lock             held while the workspace is open; the system lets go of it when its holder dies

A store is made in one step, is never made by opening, and nothing here deletes one.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from mdt_core.clock import Clock, to_second
from mdt_core.errors import StoreProblem
from mdt_core.identifiers import IdSource
from mdt_core.store.dialects import sqlite
from mdt_core.store.store import Store
from mdt_desktop.device.backup import restored_copy
from mdt_desktop.device.database import open_engine
from mdt_desktop.device.drafts import DraftStore
from mdt_desktop.device.migrations import BACKUPS, is_up_to_date, migrate, new_store
from mdt_desktop.device.outbox import queue_change, waiting
from mdt_desktop.device.own_words import OwnWords
from mdt_desktop.device.problems import in_words
from mdt_desktop.device.snapshot import LOG_ENDINGS, put_in_place, remove_files, settle, sync_folder
from mdt_desktop.device.state import DeviceState, keep_homes, read_state, write_state
from mdt_desktop.vault.data_key import DataKey
from mdt_desktop.vault.file_lock import locked

STORE = "store.db"
LOCK = "lock"


@dataclass
class OpenWorkspace:
    """An unlocked workspace, this program's alone until it is closed."""

    folder: Path
    key: DataKey
    store: Store
    _held: ExitStack = field(repr=False)
    _is_closed: bool = field(default=False, init=False, repr=False)

    @property
    def engine(self) -> Engine:
        """The engine of the store."""
        return self.store.engine

    @property
    def drafts(self) -> DraftStore:
        """The unsigned forms of this workspace."""
        return DraftStore(self.engine)

    @property
    def own_words(self) -> OwnWords:
        """What persons of this workspace added for spelling."""
        return OwnWords(self.engine)

    @property
    def store_file(self) -> Path:
        """Where the store lies."""
        return self.folder / STORE

    @property
    def backups(self) -> Path:
        """Where its backups lie."""
        return self.folder / BACKUPS

    @property
    def state(self) -> DeviceState:
        """Which device and workspace this is, as written in the store."""
        with self.engine.begin() as connection:
            return read_state(connection)

    def keep_homes(self, homes: Iterable[str]) -> None:
        """Writes the ids of the homes that this workspace is for."""
        with self.engine.connect() as connection:
            writes = connection.execution_options(writes=True)
            with writes.begin():
                keep_homes(writes, homes)

    def waiting(self) -> int:
        """Counts the changes that the service has not taken yet."""
        with self.engine.begin() as connection:
            return waiting(connection)

    def close(self) -> None:
        """Writes the log back into the file, closes every connection and gives up the lock; twice is harmless."""
        if self._is_closed:
            return
        self._is_closed = True
        with self._held, closing(self.engine.raw_connection()) as connection, in_words():
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


@dataclass(frozen=True)
class Workspace:
    """A workspace folder that is not open."""

    folder: Path

    @property
    def store_file(self) -> Path:
        """Where the store lies, or would."""
        return self.folder / STORE

    @property
    def has_store(self) -> bool:
        """Whether there is a store, in whatever state."""
        return self.store_file.exists()

    def create(self, key: DataKey, state: DeviceState) -> None:
        """Makes the store of a new workspace; raises StoreProblem where there is one already."""
        with in_words():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            if self.has_store:
                raise StoreProblem(
                    "This folder already holds a workspace, and it is not replaced.",
                    next_step="Unlock it, or choose an empty folder.",
                )
            unfinished = self.folder / (STORE + ".new")
            remove_files(unfinished)
            engine = new_store(unfinished, key.hex())
            try:
                with engine.begin() as connection:
                    write_state(connection, state)
            finally:
                engine.dispose()
            settle(unfinished, key.hex())
            put_in_place(unfinished, self.store_file)

    def open(self, key: DataKey, clock: Clock, ids: IdSource) -> OpenWorkspace:
        """Opens the workspace, brought up to date first where an older program wrote it.

        Raises StoreProblem where it is open elsewhere, missing, damaged or of a newer program.
        """
        with ExitStack() as opening:
            opening.enter_context(self._alone())
            self._require_store()
            engine = self._up_to_date(key, clock())
            opening.callback(engine.dispose)
            with engine.begin() as connection:
                _require_guards(connection)
                device = read_state(connection).device_id
            store = Store(engine, device, clock, ids, arrived=queue_change)
            return OpenWorkspace(self.folder, key, store, opening.pop_all())

    def _up_to_date(self, key: DataKey, at: datetime) -> Engine:
        """The store open; where an older program wrote it, it is closed and brought up to date first."""
        engine = open_engine(self.store_file, key.hex())
        with ExitStack() as closing_again:
            closing_again.callback(engine.dispose)
            if is_up_to_date(engine):
                closing_again.pop_all()
                return engine
        migrate(self.store_file, key.hex(), at)
        return open_engine(self.store_file, key.hex())

    def restore(self, backup: Path, key: DataKey, at: datetime, ids: IdSource) -> Path | None:
        """Puts a verified backup in the store's place; the store of before is set aside, not deleted.

        Gives where that one lies now, None where there was none. What was written after the backup
        is in the set-aside file alone.
        """
        with self._alone():
            restored = self.folder / (STORE + ".restored")
            remove_files(restored)
            restored_copy(backup, key.hex(), restored, incarnation=ids.record_id())
            aside = self._set_aside(at) if self.has_store else None
            put_in_place(restored, self.store_file)
            return aside

    def _set_aside(self, at: datetime) -> Path:
        aside = self.folder / f"set-aside-{to_second(at):%Y%m%dT%H%M%SZ}.db"
        with in_words():
            for ending in (
                *LOG_ENDINGS,
                "",
            ):  # the logs first: without its store a log says nothing
                part = self.folder / (STORE + ending)
                if part.exists():
                    part.rename(aside.with_name(aside.name + ending))
            sync_folder(self.folder)
        return aside

    def _require_store(self) -> None:
        if not self.has_store:
            raise StoreProblem(
                "The store of this workspace is not in its folder. No new one was made.",
                next_step="Check that its disk is connected, or restore the newest backup.",
            )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds the lock of the workspace; raises StoreProblem at once where another holds it."""
        if not self.folder.is_dir():
            raise StoreProblem(
                "The folder of this workspace is not there.",
                next_step="Check that its disk is connected, or choose the folder again.",
            )
        with ExitStack() as holding:
            try:
                with in_words():
                    holding.enter_context(locked(self.folder / LOCK, patience_s=0.0))
            except StoreProblem as problem:
                if isinstance(problem.__cause__, OSError):
                    raise
                raise StoreProblem(
                    "This workspace is already open on this computer.",
                    next_step="Go on in the window that is open, or close it first.",
                ) from None
            yield


def _require_guards(connection: Connection) -> None:
    if not sqlite.has_guards(connection):
        raise StoreProblem(
            "The store has lost the guards that keep what was signed from being altered. It was"
            " not opened.",
            next_step="Keep the folder as it is, and restore the newest backup.",
        )
