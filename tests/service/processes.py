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
    command = [sys.executable, "-m", "mdt_service", "--database", url]
    with subprocess.Popen(
        [*command, "serve", "--port", "0", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield Started(_address(process), process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Listening at "):
            return line.split()[2]
    raise AssertionError("the service ended before it listened")
