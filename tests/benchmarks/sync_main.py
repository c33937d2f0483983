"""`./dev bench sync`: the figures of sync, each with its goal beside it.

./dev bench sync             quick, a few minutes: 10,000 changes
./dev bench sync --peer      with PouchDB and express-pouchdb beside it, which npm puts into build/
./dev bench sync --full      100,000 changes, and a record of 1,000,000: an hour or two
./dev bench sync --only crowd
./dev bench sync --only region    40,000 residents and their year: see docs/scale.md

What is compared is done in one run and the best of a few is told: on a busy machine trust the ratios.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import (
    sync_growth,
    sync_loading,
    sync_peer,
    sync_pushing,
    sync_region,
    sync_scale,
    sync_service,
)
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.timing import told


@dataclass(frozen=True)
class Run:
    """Where stores lie meanwhile, and how much is done."""

    folder: Path
    is_full: bool
    has_peer: bool
    residents: int


def _loading(run: Run) -> list[Figure]:
    base = 100_000 if run.is_full else 10_000
    return sync_loading.figures(base, run.folder / "loading", has_peer=run.has_peer)


def _growth(run: Run) -> list[Figure]:
    sizes = (10_000, 1_000_000 if run.is_full else 100_000)
    return sync_growth.figures(sizes, run.folder / "growth")


def _copy(run: Run) -> list[Figure]:
    return _on_postgresql(run, sync_pushing.against_copy)


def _crowd(run: Run) -> list[Figure]:
    return _on_postgresql(run, lambda url: sync_pushing.crowd(url, run.folder / "crowd"))


def _scale(run: Run) -> list[Figure]:
    small, large = (20_000, 1_000_000) if run.is_full else (5_000, 40_000)
    return _on_postgresql(run, lambda url: sync_scale.figures(url, small, large))


def _region(run: Run) -> list[Figure]:
    folder, residents = run.folder / "region", run.residents
    return _on_postgresql(run, lambda url: sync_region.figures(url, folder, residents))


def _on_postgresql(run: Run, measure: Callable[[str], list[Figure]]) -> list[Figure]:
    with sync_service.postgresql(run.folder) as url:
        if url is None:
            print("PostgreSQL does not start here, so it is not measured.")
            return []
        return measure(url)


PARTS: dict[str, Callable[[Run], list[Figure]]] = {
    "loading": _loading,
    "wire": lambda run: sync_loading.wire(run.folder / "wire"),
    "growth": _growth,
    "apply": lambda run: sync_growth.apply(run.folder / "apply"),
    "copy": _copy,
    "crowd": _crowd,
    "scale": _scale,
    "region": _region,
}


def main(words: Sequence[str]) -> None:
    """Measures what was asked for and prints the table."""
    asked = _arguments(words)
    why_not = sync_peer.why_not() if asked.peer else ""
    if why_not:
        print(f"{why_not}.")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="mdt-bench-", dir=asked.folder) as folder:
        run = Run(Path(folder), asked.full, asked.peer and not why_not, asked.residents)
        for name in asked.only or (each for each in PARTS if each != "region" or asked.full):
            with told(name):
                figures += PARTS[name](run)
    print(f"\n{table(figures)}")


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench sync",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--peer", action="store_true", help="beside PouchDB, from npm")
    parser.add_argument("--full", action="store_true", help="100,000 and 1,000,000 changes")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument(
        "--residents", type=int, default=40_000, help="of «region»; fewer: fewer homes"
    )
    parser.add_argument("--folder", type=Path, help="where stores lie meanwhile")
    return parser.parse_args(words)
