"""One person's computer in a world: a real encrypted store, and the real exchange that may die anywhere."""

import base64
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine, event, select

from mdt_core.actor import Actor
from mdt_core.identifiers import IdSource
from mdt_core.store.projections import CHANGE
from mdt_desktop.device import sync_book
from mdt_desktop.device.backup import back_up
from mdt_desktop.device.outbox import OUTBOX
from mdt_desktop.device.state import DeviceState
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from mdt_desktop.sync import first_load, link
from mdt_desktop.sync.engine import EPOCH, Exchange, Report
from mdt_desktop.vault import KeyringState
from mdt_desktop.vault.data_key import DataKey
from mdt_service.hub.scopes import Grant
from tests.support.memory_store import STARTED
from tests.sync.machine.hub import Hub, Inside, new_folder
from tests.sync.transports import Network

NO_KEYRING = KeyringState(name="none", reason="This computer has no keyring.")
KEY = DataKey(bytes(range(32)))
ADDRESS = "http://127.0.0.1:8420"


@dataclass(frozen=True)
class Post:
    """Who sits at a computer, and what the service lets the computer do."""

    name: str
    actor: Actor
    grants: tuple[Grant, ...]
    snapshot_from: int = first_load.FROM
    """Changes of a log from which it is first read by snapshot."""

    @property
    def comes_late(self) -> bool:
        """Whether it reads nothing on the first day, and then what stands alone."""
        return self.snapshot_from < first_load.FROM


@dataclass(frozen=True)
class Evening:
    """A computer as its program left it: the store, and how far chance and identities had come."""

    store: Path
    chance: Any
    last_made: tuple[int, int]
    written: frozenset[str]


class Died(BaseException):
    """The computer's program ended here; nobody may catch it and go on."""


@cache
def enrolled_store(hub: Hub, post: Post) -> Path:
    """The store of a computer on its first day, made once by the real steps and then copied."""
    random = Random(post.name)
    ids = IdSource(hub.clock, random.randbytes)
    folder = new_folder() / post.name
    state = DeviceState(ids.record_id(), ids.record_id(), STARTED, post.name, is_practice=True)
    Workspace(folder).create(KEY, state)
    secret = random.randbytes(32)
    key = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    hub.enrol(state.device_id, base64.b64encode(key).decode(), *post.grants)
    told = {link.ADDRESS: ADDRESS, link.KEY: base64.b64encode(secret).decode()}
    space = Workspace(folder).open(KEY, hub.clock, ids)
    with sync_book.writing(space.engine) as connection:
        sync_book.keep_facts(connection, told)
    space.close()
    return space.store_file


_first_engine: list[Engine] = []


def _share_statements(engine: Engine) -> None:
    """Lets every store of this process use the same compiled statements: making them takes longest."""
    if not _first_engine:
        _first_engine.append(engine)
    engine.dialect = _first_engine[0].dialect
    engine.update_execution_options(compiled_cache=_first_engine[0]._compiled_cache)


@dataclass
class Computer:
    """One computer and the person at it. `skew` is how wrong its clock is."""

    post: Post
    folder: Path
    hub: Hub
    counter: int
    """Of the requests that this device made in worlds before."""
    evening: Evening | None = None
    """How it was left the day before; None: this is its first day."""
    skew: timedelta = timedelta()
    dies_at: int | None = None
    """Counts down the moments of an exchange to the one at which the computer dies."""
    written: set[str] = field(default_factory=set)
    """Every change that was committed here and that its disk has held since."""
    gone: set[str] = field(default_factory=set)
    """Changes whose words were redacted here when it was last looked."""
    backup: Path | None = None
    copied: Path | None = None
    workspace: OpenWorkspace = field(init=False)
    network: Network = field(init=False)

    def __post_init__(self) -> None:
        """Puts the store of the first day, or of the day before, in its folder; starts the program."""
        self._random = Random(f"{self.name} at work")
        self.ids = IdSource(self.clock, self._random.randbytes)
        store = enrolled_store(self.hub, self.post)
        if self.evening is not None:
            store = self._go_on_from(self.evening)
        self.folder.mkdir(parents=True)
        shutil.copyfile(store, Workspace(self.folder).store_file)
        self.network = Network(inner=Inside(self.hub))
        self.open()
        with sync_book.writing(self.engine) as connection:
            sync_book.keep_facts(connection, {link.COUNTER: str(self.counter)})

    def _go_on_from(self, evening: Evening) -> Path:
        self._random.setstate(evening.chance)
        self.ids._last.milliseconds, self.ids._last.counter = evening.last_made
        self.written = set(evening.written)
        return evening.store

    def keep(self, place: Path) -> Evening:
        """Keeps the computer as it is, for other worlds to go on from."""
        self.workspace.close()
        shutil.copyfile(self.workspace.store_file, place)
        self.open()
        last = self.ids._last
        made = (last.milliseconds, last.counter)
        return Evening(place, self._random.getstate(), made, frozenset(self.written))

    @property
    def name(self) -> str:
        """What the computer is called."""
        return self.post.name

    @property
    def actor(self) -> Actor:
        """Who sits at it."""
        return self.post.actor

    def random(self, count: int) -> bytes:
        """Its chance, which repeats from world to world."""
        return self._random.randbytes(count)

    def clock(self) -> datetime:
        """What this computer takes for the time."""
        return self.hub.clock() + self.skew

    # Its program

    def open(self) -> None:
        """Starts the program."""
        self.workspace = Workspace(self.folder).open(KEY, self.clock, self.ids)
        _share_statements(self.engine)
        event.listen(self.engine, "commit", lambda _connection: self.moment())

    def again(self) -> None:
        """Starts the program once more, as after a crash: nothing that it was doing goes on."""
        self.engine.dispose()
        self.workspace.close()
        self.open()

    @property
    def engine(self) -> Engine:
        """The engine of its store."""
        return self.workspace.engine

    def moment(self) -> None:
        """A moment at which the computer may die."""
        if self.dies_at is None:
            return
        self.dies_at -= 1
        if self.dies_at < 0:
            self.dies_at = None
            raise Died

    def exchange(self, *harms: str, dies_at: int | None = None) -> Report:
        """One exchange over a network that harms as told; raises Died where it was to die."""
        self.dies_at = dies_at
        self.network.harms = self._passing(harms)
        tie = link.link_of(self.workspace, NO_KEYRING)
        assert tie is not None
        client = link.client_of(self.workspace, tie, "tests", transport=self.network)
        exchange = Exchange(
            self.workspace.store,
            client,
            self.workspace.state.incarnation,
            self.clock,
            snapshot_from=self.post.snapshot_from,
        )
        try:
            report = exchange.run()
            self.dies_at = None
            link.keep_counter(self.workspace, client.counter)
        except Died:
            self.again()
            raise
        except Exception:
            self.dies_at = None
            link.keep_counter(self.workspace, client.counter)
            raise
        return report

    def _passing(self, harms: tuple[str, ...]) -> Iterator[str]:
        for harm in harms:
            self.moment()
            yield harm
        while True:
            self.moment()
            yield "none"

    # Its disk

    def back_up(self) -> None:
        """Makes a backup with the program's own."""
        space = self.workspace
        self.backup = back_up(space.store_file, KEY.hex(), space.backups, self.clock()).path

    def restore(self) -> None:
        """Puts the backup back with the program's own; what came after it is not on this disk now."""
        assert self.backup is not None
        self.workspace.close()
        aside = Workspace(self.folder).restore(self.backup, KEY, self.clock(), self.ids)
        if aside is not None:
            aside.unlink()
        self._as_of_old()

    def copy(self) -> None:
        """Copies the file of the store by hand, as a disk image does."""
        self.workspace.close()
        self.copied = self.folder / "image.db"
        shutil.copyfile(self.workspace.store_file, self.copied)
        self.open()

    def put_copy_back(self) -> None:
        """Puts the copy back by hand: the program is not told that it lived before."""
        assert self.copied is not None
        self.workspace.close()
        shutil.copyfile(self.copied, self.workspace.store_file)
        self._as_of_old()

    def _as_of_old(self) -> None:
        self.open()
        self.written &= self.mids()
        self.written |= {row.mid for row in self.queue()}
        self.gone = set()

    # What it holds

    def bodies(self) -> dict[str, str | None]:
        """Every change that it knows, with its text where it has it."""
        with self.workspace.store.reading() as connection:
            rows = connection.execute(select(CHANGE.c.mid, CHANGE.c.body))
            return {row.mid: row.body for row in rows}

    def mids(self) -> set[str]:
        """Every change that it knows."""
        with self.workspace.store.reading() as connection:
            return set(connection.execute(select(CHANGE.c.mid)).scalars())

    def without_words(self, mids: Collection[str]) -> set[str]:
        """Those of the changes that it knows and whose words it does not hold."""
        query = select(CHANGE.c.mid).where(CHANGE.c.mid.in_(mids), CHANGE.c.body.is_(None))
        with self.workspace.store.reading() as connection:
            return set(connection.execute(query).scalars())

    def queue(self) -> list[Any]:
        """Its outbox."""
        with self.workspace.store.reading() as connection:
            return list(connection.execute(select(OUTBOX).order_by(OUTBOX.c.n)))

    def epoch(self) -> str | None:
        """The life of the service that it knows."""
        with self.workspace.store.reading() as connection:
            return sync_book.facts(connection).get(EPOCH)

    def close(self) -> None:
        """Ends the program."""
        self.workspace.close()
