"""A new process that unlocks a store, takes its files out of the cache, and asks its first question.

Reads what to do as JSON from standard input and answers in JSON: seconds of the first time and of the
second, and the bytes that the first took from the disk where the system tells (Linux), else 0.
"""

import json
import secrets
import sys
from pathlib import Path
from time import perf_counter

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.clock import london_day, system_clock
from mdt_core.identifiers import IdSource
from mdt_core.london import load_bank_holidays
from mdt_core.store.queries.homes import home_page
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.worklist import worklist
from mdt_core.store.store import Store
from mdt_core.worklist import shipped_thresholds
from mdt_desktop.device.workspace import Workspace
from mdt_desktop.vault.data_key import DataKey
from tests.benchmarks.bulk import GP
from tests.benchmarks.reading import A_YEAR_ON
from tests.benchmarks.timing import evict

_TODAY = london_day(A_YEAR_ON)


def main() -> None:
    """Answers the one question."""
    asked = json.load(sys.stdin)
    place = Workspace(Path(asked["folder"]))
    key = DataKey(bytes.fromhex(asked["key"]))
    workspace = place.open(key, system_clock, IdSource(system_clock, secrets.token_bytes))
    evict(*place.folder.glob(place.store_file.name + "*"))
    load_bank_holidays()  # as the client does before anybody can unlock
    before = _read_from_disk()
    first = _seconds(workspace.store, asked)
    read = _read_from_disk() - before
    second = _seconds(workspace.store, asked)
    workspace.close()
    json.dump({"seconds": first, "floor": second, "read": read}, sys.stdout)


def _seconds(store: Store, asked: dict[str, str]) -> float:
    started = perf_counter()
    with store.reading() as connection:
        match asked["page"]:
            case "home":
                home_page(connection, GP, asked["home"])
            case "worklist":
                limits = shipped_thresholds()
                worklist(connection, GP, asked["home"], today=_TODAY, thresholds=limits)
            case _:
                resident_page(connection, GP, asked["resident"], today=_TODAY)
    return perf_counter() - started


def _read_from_disk() -> int:
    told = Path("/proc/self/io")
    if not told.exists():
        return 0
    lines = dict(line.split(": ") for line in told.read_text(encoding="ascii").splitlines())
    return int(lines["read_bytes"])


if __name__ == "__main__":
    main()
