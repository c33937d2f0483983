"""`./dev bench`: speed as ratios against a floor taken in the same run.

./dev bench                 quick, a few minutes: a store of 100,000 entries
./dev bench --full          the same with 1.5 million as well, and more of each: many minutes
./dev bench --only reading  some of it alone
./dev bench --json FILE     the figures for another program
./dev bench sync --peer     sync with its service, beside a peer; ./dev bench sync --help tells more
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlcipher3 import dbapi2

from tests.benchmarks import (
    importing,
    pure,
    reading,
    stalls,
    store_size,
    sync_main,
    window,
    writing,
)
from tests.benchmarks.bulk import Made, make_store
from tests.benchmarks.figures import Figure, table, write_json
from tests.benchmarks.timing import told


@dataclass
class Run:
    """One run: where its stores lie, how much of each is done, and the stores, made when asked for."""

    folder: Path
    is_full: bool

    def times(self, quick: int) -> int:
        """How often a thing is done."""
        return quick * 5 if self.is_full else quick

    @cached_property
    def small(self) -> Made:
        """A store to rebuild and weigh."""
        return self._made("small", 50_000 if self.is_full else 10_000)

    @cached_property
    def usual(self) -> Made:
        """A store of a year of some 670 residents."""
        return self._made("usual", 100_000)

    @cached_property
    def large(self) -> Made:
        """A store of a year of 10,000 residents."""
        return self._made("large", 1_500_000)

    def _made(self, name: str, entries: int) -> Made:
        with told(f"filling a store with {entries:,} entries"):
            return make_store(self.folder / name, entries)


Part = Callable[[Run], list[Figure]]


def _signing(run: Run) -> list[Figure]:
    return writing.signing(run.usual, run.times(200))


def _reading(run: Run) -> list[Figure]:
    figures = [
        *reading.warm(run.usual, run.times(30)),
        *reading.first_queries(run.usual, run.times(3)),
    ]
    if run.is_full:
        figures += [*reading.warm(run.large, 150), *reading.first_queries(run.large, 5)]
    return figures


def _searching(run: Run) -> list[Figure]:
    return reading.searching(run.usual, run.times(30))


PARTS: dict[str, Part] = {
    "pure": lambda run: pure.pure_steps(run.times(2_000)),
    "disk": lambda run: store_size.disk(run.small),
    "import": lambda run: writing.taking_in(run.folder / "empty", run.small, run.times(2_000)),
    "rebuild": lambda run: store_size.rebuilding(run.small),
    "reading": _reading,
    "searching": _searching,
    "opening": lambda run: store_size.opening(run.usual, run.times(20)),
    "signing": _signing,
    "importing": lambda run: importing.importing(run.folder / "importing", run.times(300)),
    "stalls": lambda run: stalls.longest_stall(run.folder, run.times(10_000)),
    "window": lambda run: window.first_paint(run.folder, run.times(5)),
}


def main() -> None:
    """Runs what was asked for and prints the table."""
    if sys.argv[1:2] == ["sync"]:
        sync_main.main(sys.argv[2:])
        return
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="mdt-bench-", dir=asked.folder) as folder:
        run = Run(Path(folder), asked.full)
        figures = [figure for name in asked.only or PARTS for figure in _measured(run, name)]
    print(f"\n{table(figures)}{_busy()}")
    if asked.json:
        write_json(figures, _about(is_full=asked.full), asked.json)


def _busy() -> str:
    """A word of warning where other programs kept the machine busy: then times, not ratios, are long."""
    if not hasattr(os, "getloadavg"):
        return ""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    words = (
        f"\nThe machine was busy (load {load:.1f} on {cores} cores): run it again when it is not."
    )
    return words if load > 1.2 * cores else ""


def _measured(run: Run, name: str) -> list[Figure]:
    with told(name):
        return PARTS[name](run)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="the usual size (default)")
    size.add_argument("--full", action="store_true", help="1.5 million entries as well")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--folder", type=Path, help="where the stores lie meanwhile: the disk to measure"
    )
    return parser.parse_args()


def _about(*, is_full: bool) -> dict[str, str]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "size": "full" if is_full else "quick",
        "python": platform.python_version(),
        "sqlcipher": dbapi2.sqlite_version,
        "machine": platform.platform(),
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "",
    }


if __name__ == "__main__":
    main()
