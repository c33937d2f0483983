"""The floor of a first load: a plain ASGI answer, lines, zstd and raw SQL, without any of the promises.

Run as `python -m tests.benchmarks.sync_floor serve FILE` it answers pages of a log in SQLite; as
`... load ADDRESS FOLDER` it reads them into an encrypted file: each change into a log and a table of
records with the indexes that the program's own have. No signature, no hash, no check, no fold.
"""

import asyncio
import json
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx2
import uvicorn
import zstandard
from sqlcipher3 import dbapi2

from mdt_core.store.intake import Logged
from tests.benchmarks.sync_memory import peak_megabytes
from tests.benchmarks.timing import seconds_of

_PAGE_BYTES = 1024 * 1024
_KEY = "00" * 32

_LOG = "CREATE TABLE log (seq INTEGER PRIMARY KEY, mid TEXT, body TEXT)"
_RECORDS = (
    "CREATE TABLE record (id TEXT PRIMARY KEY, kind TEXT, resident TEXT, at TEXT, body TEXT)",
    "CREATE UNIQUE INDEX log_mid ON log (mid)",
    "CREATE INDEX record_of ON record (resident, kind, at)",
    "CREATE INDEX record_at ON record (kind, at)",
)


def write_log(file: Path, logged: Iterable[Logged]) -> int:
    """Writes a log to serve; counts its changes."""
    connection = sqlite3.connect(file)
    connection.execute(_LOG)
    rows = ((n, each.change.mid, each.change.text) for n, each in enumerate(logged, 1))
    connection.executemany("INSERT INTO log VALUES (?, ?, ?)", rows)
    connection.commit()
    (count,) = connection.execute("SELECT count(*) FROM log").fetchone()
    connection.close()
    return int(count)


def serve(file: str) -> None:
    """Answers GET /?after=N with the next page, after saying at which port."""
    connection = sqlite3.connect(file, check_same_thread=False)
    packer = zstandard.ZstdCompressor(level=3)

    def page(after: int) -> bytes:
        lines, size = [], 0
        rows = connection.execute(
            "SELECT seq, mid, body FROM log WHERE seq > ? ORDER BY seq", (after,)
        )
        for seq, mid, body in rows:
            lines.append(f'{{"seq":{seq},"mid":"{mid}","body":{body}}}')
            size += len(lines[-1])
            if size > _PAGE_BYTES:
                break
        return packer.compress("\n".join(lines).encode("utf-8"))

    async def app(
        scope: dict[str, Any],
        _receive: Callable[[], Awaitable[Any]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        after = int(parse_qs(scope["query_string"].decode()).get("after", ["0"])[0])
        data = page(after)
        headers = [(b"content-length", str(len(data)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": data})

    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", access_log=False)
    asyncio.run(_serve(uvicorn.Server(config)))


async def _serve(server: uvicorn.Server) -> None:
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    print(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", flush=True)
    await serving


def load(address: str, folder: str) -> None:
    """Reads everything into an encrypted file and says how long it took."""
    raw = dbapi2.connect(str(Path(folder) / "floor.db"), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{_KEY}'\"")
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    for statement in (_LOG, *_RECORDS):
        raw.execute(statement)
    with httpx2.Client(base_url=address, timeout=60) as http:
        took = seconds_of(lambda: _load(raw, http))
    (count,) = raw.execute("SELECT count(*) FROM log").fetchone()
    print(json.dumps({"seconds": took, "got": count, "rss": peak_megabytes()}), flush=True)


def _load(raw: Any, http: httpx2.Client) -> None:  # noqa: ANN401 - the driver's connection
    opener = zstandard.ZstdDecompressor()
    after = 0
    while data := opener.decompress(http.get(f"/?after={after}").content, 1 << 24):
        told = [(json.loads(line), line) for line in data.split(b"\n")]
        after = told[-1][0]["seq"]
        raw.execute("BEGIN IMMEDIATE")
        log = [(each["seq"], each["mid"], _text(line)) for each, line in told]
        raw.executemany("INSERT INTO log VALUES (?, ?, ?)", log)
        raw.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?)", map(_record, told))
        raw.execute("COMMIT")


def _text(line: bytes) -> str:
    return line.partition(b',"body":')[2][:-1].decode("utf-8")


def _record(told: tuple[dict[str, Any], bytes]) -> tuple[Any, ...]:
    body, line = told[0]["body"], told[1]
    at = body["occurred_at"]
    return body["id"], body["kind"], body.get("resident_id"), at, _text(line)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        load(sys.argv[2], sys.argv[3])
