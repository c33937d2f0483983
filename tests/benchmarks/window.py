"""From the start of a process to the first paint: the locked window against a bare Qt window.

Both find their modules compiled, as an installed program does, whatever this shell says of it.
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from mdt_core.clock import system_clock
from mdt_core.roles import Role
from mdt_desktop.setup import init_workspace
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState
from tests.benchmarks.figures import Figure, against_floor


def first_paint(folder: Path, number: int) -> list[Figure]:
    """Both windows in turn, each in new processes whose files the system has at hand."""
    workspace = folder / "window"
    init_workspace(
        workspace,
        name="Dr Amina Shah",
        role=Role.GP,
        organisation="Elm Surgery",
        homes=("Larch House",),
        secret="made up for the benchmark",
        keyring=KeyringState("none", "Not used here."),
        clock=system_clock,
        random=secrets.token_bytes,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    bare, locked = ("bare",), ("locked", str(workspace))
    compiled = folder / "compiled"
    for words in (bare, locked):
        _painted_after(compiled, *words)
    times = [
        (_painted_after(compiled, *locked), _painted_after(compiled, *bare)) for _ in range(number)
    ]
    ours, floor = (sorted(each)[len(each) // 2] for each in zip(*times, strict=True))
    what = "start to first paint, locked window"
    return [against_floor(what, ours, "bare Qt window", floor, times=2)]


def installed(compiled: Path) -> dict[str, str]:
    """The environment of a process whose modules are compiled and kept in that folder."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _painted_after(compiled: Path, *words: str) -> float:
    """Seconds from starting a process until it says that it has painted."""
    environment = installed(compiled)
    started = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.first_paint", *words],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        taken = perf_counter() - started
        process.communicate()
    if said != "painted\n" or process.returncode != 0:
        raise RuntimeError(f"the {words[0]} window was not painted")
    return taken
