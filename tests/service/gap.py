"""The gap test: writers append to logs at once while a reader follows; nothing may be passed over.

`count_missed` is called small by a test and large by the torture run (six writers, 100,000
transactions). With `naive=True` the reader follows the database's own numbers, as many systems do:
it must miss some, or the harness would not see a gap if there were one.
"""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from random import Random

from sqlalchemy import insert, select

from mdt_core.identifiers import new_change_id, new_id
from mdt_core.sync import chain
from mdt_core.sync.change import Author, Change, ChangeKind, Envelope, GroupWrite
from mdt_service.hub import log
from mdt_service.hub.database import Database, Deed
from mdt_service.hub.log import Entry, Origin
from mdt_service.hub.tables import CHANGE, ENTITY_SCOPE
from mdt_service.hub.walls import EVERYTHING

AT = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
PER_TRANSACTION = 3


@dataclass(frozen=True)
class Found:
    """How many changes were written, how many the reader never saw, and whether the chains hold."""

    written: int
    missed: int
    is_whole: bool


@dataclass
class _Reader:
    """Follows the logs while they are written, as a device does."""

    database: Database
    scopes: tuple[str, ...]
    is_naive: bool
    seen: set[str] = field(default_factory=set)
    is_whole: bool = True

    def __post_init__(self) -> None:
        self._cursors = {scope: (0, chain.start_of(scope)) for scope in self.scopes}
        self._number = 0

    def follow(self, writers: list[threading.Thread]) -> None:
        """Reads until the writers have ended, and once more."""
        while any(writer.is_alive() for writer in writers):
            self._read()
        self._read()

    def _read(self) -> None:
        with self.database.reading(EVERYTHING) as connection:
            if self.is_naive:
                newer = select(CHANGE.c.n, CHANGE.c.mid).where(CHANGE.c.n > self._number)
                for row in connection.execute(newer.order_by(CHANGE.c.n)):
                    self._number = row.n
                    self.seen.add(row.mid)
                return
            heads = log.heads_of(connection, self.scopes)
            for scope in self.scopes:
                self._read_scope(connection, scope, heads[scope].seq)

    def _read_scope(self, connection: Deed, scope: str, upto: int) -> None:
        seq, digest = self._cursors[scope]
        while rows := log.changes_after(connection, scope, seq, upto=upto, most=1_000):
            for row in rows:
                digest = chain.link(digest, row.seq, row.mid, row.body_hash)
                self.is_whole &= row.seq == seq + 1 and digest == row.digest
                seq = row.seq
                self.seen.add(row.mid)
        self._cursors[scope] = (seq, digest)


def count_missed(
    database: Database,
    *,
    writers: int,
    transactions: int,
    homes: int = 5,
    naive: bool = False,
    pause_s: float = 0.0,
    seed: int = 0,
) -> Found:
    """Writes with so many threads and as many transactions in all; tells what the reader missed.

    `pause_s` is how long a writer thinks between two inserts of one transaction; another run on the
    same database needs another `seed`.
    """
    scopes = tuple(f"home:gap-{number}:clinical" for number in range(homes))
    written: list[str] = []
    threads = [
        threading.Thread(
            target=_write,
            args=(database, scopes),
            kwargs={
                "number": number + writers * seed,
                "transactions": transactions // writers,
                "pause_s": pause_s,
                "written": written,
            },
        )
        for number in range(writers)
    ]
    reader = _Reader(database, scopes, naive)
    for thread in threads:
        thread.start()
    reader.follow(threads)
    for thread in threads:
        thread.join()
    assert len(written) == transactions // writers * writers * PER_TRANSACTION
    return Found(len(written), len(set(written) - reader.seen), reader.is_whole)


def _write(
    database: Database,
    scopes: tuple[str, ...],
    *,
    number: int,
    transactions: int,
    pause_s: float,
    written: list[str],
) -> None:
    random = Random(number)
    origin = Origin(f"writer-{number}", f"life-{number}", "2026-11-24T07:15:00Z")
    for _ in range(transactions):
        changes = [_change(random) for _ in range(PER_TRANSACTION)]
        placed = [Entry(each, random.choice(scopes), each.envelope.record_id) for each in changes]
        database.deed(partial(_append, placed=placed, origin=origin, pause_s=pause_s), EVERYTHING)
        written.extend(change.mid for change in changes)


def _append(connection: Deed, placed: list[Entry], origin: Origin, pause_s: float) -> None:
    """One insert a scope, in the scopes' order, with time between them as other work takes."""
    for entry in sorted(placed, key=lambda each: each.scope):
        log.append(connection, [entry], origin)
        if pause_s:
            threading.Event().wait(pause_s)
    rows = [{"entity": entry.entity, "since": origin.received_at} for entry in placed]
    connection.execute(insert(ENTITY_SCOPE), rows)


def _change(random: Random) -> Change:
    envelope = Envelope(
        record_id=new_id(AT, random.randbytes),
        kind="gap",
        schema=1,
        occurred_at=AT,
        recorded_at=AT,
        author=Author("gap", "Gap", ""),
        device="gap",
    )
    groups = {"words": GroupWrite({"words": "nothing"})}
    return Change(new_change_id(AT, random.randbytes), ChangeKind.SET, envelope, groups=groups)
