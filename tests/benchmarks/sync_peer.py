"""The peer: PouchDB with express-pouchdb, put into build/ by npm as this machine is set up for it.

One document for each change, of the same content, in batches of 1,000; both its ends keep LevelDB.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.request import urlopen

from mdt_core.sync.change import Change
from tests.benchmarks.sync_memory import peak_megabytes

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(__file__).parent / "peer"
MODULES = ROOT / "build" / "peer"
PACKAGES = ("pouchdb@9.0.0", "express-pouchdb@4.2.0", "express@4")


@dataclass(frozen=True)
class Counted:
    """What went over the peer's sockets: requests, and bytes either way with their headers."""

    requests: int
    wire: int
    server_mb: float

    def since(self, before: Self) -> tuple[int, int]:
        """Requests and bytes since another count."""
        return self.requests - before.requests, self.wire - before.wire


@dataclass(frozen=True)
class Done:
    """One thing that the peer did."""

    seconds: float
    documents: int
    client_mb: float


@dataclass(frozen=True)
class Peer:
    """A running server of the peer and one client of it."""

    address: str
    server: "subprocess.Popen[str]"
    client: "subprocess.Popen[str]"

    def do(self, order: str, **what: str) -> Done:
        """Gives the client an order and waits for it."""
        assert self.client.stdin is not None
        assert self.client.stdout is not None
        self.client.stdin.write(json.dumps({"do": order, **what}) + "\n")
        self.client.stdin.flush()
        told = json.loads(self.client.stdout.readline())
        return Done(told["seconds"], told["documents"], peak_megabytes(self.client.pid))

    def counted(self) -> Counted:
        """What the server counted so far."""
        with urlopen(f"{self.address}_counted") as answer:  # noqa: S310 - our own child
            told: dict[str, Any] = json.load(answer)
        return Counted(told["requests"], told["read"] + told["written"], self._peak())

    def _peak(self) -> float:
        return peak_megabytes(self.server.pid)


def why_not() -> str:
    """Why the peer cannot be measured here; empty where it can. Installs it where it is not yet."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return "npm and node are not on this machine, so the peer is not measured"
    if (MODULES / "node_modules" / "express-pouchdb").exists():
        return ""
    MODULES.mkdir(parents=True, exist_ok=True)
    (MODULES / "package.json").write_text('{"name": "peer", "private": true}\n', encoding="utf-8")
    words = ("install", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES)
    done = subprocess.run([npm, *words], cwd=MODULES, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"npm did not install the peer: {done.stderr[-300:]}"


@contextmanager
def running(folder: Path) -> Iterator[Peer]:
    """Runs the peer's server and a client until the block ends."""
    for name in ("server", "client"):
        (folder / name).mkdir(parents=True)
    with _node("server.js", folder / "server") as server:
        assert server.stdout is not None
        address = f"http://127.0.0.1:{server.stdout.readline().strip()}/"
        with _node("client.js", folder / "client", address) as client:
            yield Peer(address, server, client)


@contextmanager
def _node(script: str, folder: Path, *words: str) -> Iterator["subprocess.Popen[str]"]:
    node = shutil.which("node") or "node"
    with subprocess.Popen(
        [node, "--no-deprecation", str(SCRIPTS / script), str(folder), *words],
        cwd=folder,
        env={**os.environ, "PEER_MODULES": str(MODULES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def write_documents(file: Path, changes: Iterable[Change]) -> None:
    """The changes as the peer's documents, one a line."""
    with file.open("w", encoding="utf-8") as out:
        for change in changes:
            document = {"_id": change.mid, **json.loads(change.text)}
            out.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
