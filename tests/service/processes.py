"""The service in processes of its own, as it is run: for what threads of one process cannot show."""

import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mdt_service.cli.run import DONE, main

ENDS_WITHIN_S = 90
"""More than a service that is told to stop may take to end what is under way (`Settings.stop_s`)."""

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Started:
    """A service that runs: where it listens, and its first process."""

    address: str
    process: subprocess.Popen[str]


def begun(url: str) -> str:
    """Makes the tables of a database, as `mdt-service init` does; gives its address again."""
    assert main(["--database", url, "init"], out=io.StringIO()) == DONE
    return url


def one_time_code(url: str, *, role: str = "gp", home: str = "*") -> str:
    """A code for a new device, as `mdt-service enrol` prints it."""
    said = io.StringIO()
    typed = ["--database", url, "enrol", "--role", role, "--home", home]
    assert main(typed, out=said) == DONE
    return said.getvalue().splitlines()[0]


@contextmanager
def started(url: str, *words: str) -> Iterator[Started]:
    """Runs `mdt-service serve` on a free port until the block ends; what it logs is thrown away."""
    with _running(url, *words) as process:
        yield Started(_address(process), process)


@contextmanager
def two_started(url: str) -> Iterator[tuple[Started, Started]]:
    """The same, twice: they begin and end side by side, since to begin takes longest."""
    with _running(url) as one, _running(url) as other:
        yield Started(_address(one), one), Started(_address(other), other)
        for each in (one, other):
            each.send_signal(signal.SIGTERM)


@contextmanager
def _running(url: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "mdt_service", "--database", url]
    with subprocess.Popen(
        [*command, "serve", "--port", "0", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(ENDS_WITHIN_S)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Listening at "):
            return line.split()[2]
    raise AssertionError("the service ended before it listened")
