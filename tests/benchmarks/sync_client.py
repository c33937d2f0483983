"""A client that is measured, in a process of its own: an encrypted store and the program's own exchange.

Run as `python -m tests.benchmarks.sync_client ADDRESS CODE FOLDER`. One order a line, one answer a line,
both JSON: `exchange` does one, `ask` pulls what is not there; `queue` puts changes of a file into the
outbox, as if written here; `apply` keeps and folds the changes of a file, `raw` writes the same rows by
executemany alone.
Requests and bytes are counted where they leave and come in, with their headers. No window is loaded.
"""

import base64
import json
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, insert, literal, select
from typing_extensions import override

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.clock import system_clock
from mdt_core.store.intake import Logged
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.sync import protocol
from mdt_core.sync.change import change_from_text
from mdt_core.sync.scope import scope_of
from mdt_desktop.device import sync_book
from mdt_desktop.device.outbox import OUTBOX, OutboxState
from mdt_desktop.device.workspace import OpenWorkspace
from mdt_desktop.sync.client import Identity, ServiceClient
from mdt_desktop.sync.engine import EPOCH, Exchange, Progress
from tests.benchmarks.bulk import make_workspace, open_workspace, pages_of
from tests.benchmarks.sync_memory import peak_megabytes
from tests.benchmarks.timing import seconds_of

INCARNATION = "bench"


@dataclass
class Counting(httpx2.BaseTransport):
    """Hands requests on and counts them."""

    requests: int = 0
    wire: int = 0
    _through: httpx2.HTTPTransport = field(default_factory=httpx2.HTTPTransport)

    @override
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self._through.handle_request(request)
        self.requests += 1
        self.wire += len(request.method) + len(request.url.raw_path) + len(request.content) + 12
        self.wire += int(response.headers.get("content-length", "0")) + 17
        for headers in (request.headers.raw, response.headers.raw):
            self.wire += sum(len(name) + len(value) + 4 for name, value in headers) + 2
        return response

    @override
    def close(self) -> None:
        self._through.close()


@dataclass
class Client:
    """One enrolled client."""

    address: str
    workspace: OpenWorkspace
    counting: Counting = field(default_factory=Counting)
    service: ServiceClient = field(init=False)

    def __post_init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.device = f"bench-{secrets.token_hex(4)}"
        identity = Identity(self.device, self._sign, "bench")
        self.service = ServiceClient(self.address, identity, transport=self.counting)

    def _sign(self, text: bytes) -> str:
        return base64.b64encode(self.key.sign(text)).decode("ascii")

    def enrol(self, code: str) -> None:
        """Makes the device known."""
        public = base64.b64encode(self.key.public_key().public_bytes_raw()).decode("ascii")
        self.service.enrol(protocol.Enrol(code=code, device_id=self.device, public_key=public))

    def exchange(self, _file: str) -> dict[str, Any]:
        """One exchange as the program does it; `inner` is until the last change was sent."""
        before = self.counting.requests, self.counting.wire
        store, life = self.workspace.store, f"{INCARNATION}-{self.device}"
        sent_at = [began := perf_counter()]

        def tell(progress: Progress) -> None:
            if progress.sent and not progress.got:
                sent_at.append(perf_counter())

        report = Exchange(store, self.service, life, system_clock, tell=tell).run()
        requests, wire = self.counting.requests - before[0], self.counting.wire - before[1]
        told = {"sent": report.sent, "got": report.got, "refused": report.refused}
        inner = sent_at[-1] - began
        return {**told, "requests": requests, "wire": wire, "inner": inner}

    def ask(self, _file: str) -> dict[str, Any]:
        """A pull of one log for which there is nothing new: what it weighs without any change."""
        with self.workspace.store.reading() as connection:
            places, epoch = sync_book.places(connection), sync_book.facts(connection)[EPOCH]
        before = self.counting.wire
        place = next(iter(places.values()))
        cursor = protocol.Cursor(scope=place.scope, seq=place.seq, digest=place.digest)
        list(self.service.pull(protocol.Pull(epoch=epoch, cursors=(cursor,))))
        return {"wire": self.counting.wire - before}

    def queue(self, file: str) -> dict[str, Any]:
        """Puts changes into the store and its outbox."""

        def alongside(connection: Connection) -> None:
            new = select(CHANGE.c.n, CHANGE.c.mid, literal(OutboxState.QUEUED.value)).where(
                CHANGE.c.seq.is_(None), CHANGE.c.n.not_in(select(OUTBOX.c.n))
            )
            connection.execute(insert(OUTBOX).from_select(["n", "mid", "state"], new))

        for page in pages_of(logged_in(file, is_numbered=False)):
            self.workspace.store.take_in(page, alongside)
        return {}

    def apply(self, file: str) -> dict[str, Any]:
        """Keeps and folds pages of changes, read beforehand."""
        pages = list(pages_of(logged_in(file)))
        return {"inner": seconds_of(lambda: [self.workspace.store.take_in(p) for p in pages])}

    def raw(self, file: str) -> dict[str, Any]:
        """Writes the rows that an apply of these changes left to other tables, by executemany alone."""
        rows = [_rows_of(self.workspace, page) for page in pages_of(logged_in(file))]
        return {"inner": _written_raw(self.workspace, rows)}


def logged_in(file: str, *, is_numbered: bool = True) -> Iterator[Logged]:
    """The changes of a file, one a line: identity, home, and text."""
    with Path(file).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            mid, home, text = line.rstrip("\n").split("\t", 2)
            change = change_from_text(mid, text)
            scope = scope_of(change, resident_home=home or None)
            yield Logged(change, scope, number if is_numbered else None)


def _rows_of(workspace: OpenWorkspace, page: Sequence[Logged]) -> list[list[dict[str, Any]]]:
    with workspace.engine.connect() as connection:
        mids = [each.change.mid for each in page]
        ids = [each.change.envelope.record_id for each in page]
        changes = connection.execute(select(CHANGE).where(CHANGE.c.mid.in_(mids)))
        records = connection.execute(select(RECORD).where(RECORD.c.id.in_(ids)))
        return [[dict(row._mapping) for row in found] for found in (changes, records)]


def _written_raw(workspace: OpenWorkspace, pages: Sequence[list[list[dict[str, Any]]]]) -> float:
    """Copies of the two tables with their indexes take the rows, a transaction a page."""
    raw = workspace.engine.raw_connection()
    cursor = raw.cursor()
    for table in (CHANGE.name, RECORD.name):
        cursor.execute(f"CREATE TABLE raw_{table} AS SELECT * FROM {table} WHERE 0")  # noqa: S608 - our own name
        for name, columns in _indexes(cursor, table):
            cursor.execute(f"CREATE INDEX raw_{name} ON raw_{table} ({columns})")
    tuples = [[[tuple(row.values()) for row in rows] for rows in page] for page in pages]
    took = seconds_of(partial(_write_pages, cursor, tuples))
    raw.close()
    return took


def _indexes(cursor: Any, table: str) -> list[tuple[str, str]]:  # noqa: ANN401 - a driver's cursor
    found = cursor.execute("SELECT name FROM pragma_index_list(?)", (table,)).fetchall()
    names = [name for (name,) in found]
    told = []
    for name in names:
        columns = cursor.execute("SELECT name FROM pragma_index_info(?)", (name,)).fetchall()
        told.append((name, ", ".join(column for (column,) in columns)))
    return told


def _write_pages(cursor: Any, pages: list[list[list[tuple[Any, ...]]]]) -> None:  # noqa: ANN401
    for page in pages:
        _write_page(cursor, page)


def _write_page(cursor: Any, page: list[list[tuple[Any, ...]]]) -> None:  # noqa: ANN401
    cursor.execute("BEGIN IMMEDIATE")
    for table, rows in zip((CHANGE.name, RECORD.name), page, strict=True):
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            cursor.executemany(f"INSERT INTO raw_{table} VALUES ({marks})", rows)  # noqa: S608
    cursor.execute("COMMIT")


def main(address: str, code: str, folder: str) -> None:
    """Enrols, says so, and does what it is told until its input ends."""
    make_workspace(Path(folder))
    client = Client(address, open_workspace(Path(folder)))
    client.enrol(code)
    print("{}", flush=True)
    orders: dict[str, Callable[[str], dict[str, Any]]] = {
        "exchange": client.exchange,
        "ask": client.ask,
        "queue": client.queue,
        "apply": client.apply,
        "raw": client.raw,
    }
    for line in sys.stdin:
        order = json.loads(line)
        told: dict[str, Any] = {}
        took = seconds_of(lambda o=order, t=told: t.update(orders[o["do"]](o.get("file", ""))))  # type: ignore[misc]
        print(json.dumps({"seconds": took, "rss": peak_megabytes(), **told}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
