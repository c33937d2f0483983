"""Kills programs that are writing to a store, many times a minute, and tells what they had promised.

A fresh interpreter takes a second to import the store, so one prepared program forks a writer for
each kill. A writer opens the workspace, does one deed after another and prints a line after each
commit: what is printed was promised. It is killed at a random moment. POSIX only.

Run as a program (`python -m tests.support.kill FOLDER KEY`) this is the prepared program: each line
on its input is answered by forking a writer; it says when that writer is gone.
"""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Promised:
    """One deed that a writer acknowledged: the change it signed and that change's body hash."""

    mid: str
    body_hash: str


@dataclass(frozen=True)
class Writers:
    """The prepared program, seen from the test."""

    program: subprocess.Popen[bytes]

    def killed_after(self, deeds: int, delay_s: float) -> list[Promised]:
        """Starts a writer, kills it `delay_s` after so many deeds, and gives what it had promised.

        With no deeds the delay counts from its start, so that opening is interrupted as well.
        """
        self._input.write(b"write\n")
        self._input.flush()
        pid = int(self._line().split()[1])
        promised = [self._promise(self._line()) for _ in range(deeds)]
        select.select([], [], [], delay_s)
        os.kill(pid, signal.SIGKILL)
        while not (line := self._line()).startswith("gone"):
            promised.append(self._promise(line))
        return promised

    def _line(self) -> str:
        assert self.program.stdout is not None
        line = self.program.stdout.readline().decode()
        assert line.endswith("\n"), f"the writers ended: {line!r}"
        return line.strip()

    @property
    def _input(self) -> IO[bytes]:
        assert self.program.stdin is not None
        return self.program.stdin

    @staticmethod
    def _promise(line: str) -> Promised:
        word, mid, body_hash = line.split()
        assert word == "saved", line
        return Promised(mid, body_hash)


@contextmanager
def writers(folder: Path, key_hex: str) -> Iterator[Writers]:
    """Starts the prepared program for one workspace, and ends it."""
    command = [sys.executable, "-m", "tests.support.kill", str(folder), key_hex]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as program:
        yield Writers(program)
        assert program.stdin is not None
        program.stdin.close()
        assert program.wait() == 0


def _serve(folder: Path, key_hex: str) -> None:
    from tests.support.killed_writer import write_for_ever  # noqa: PLC0415 - takes a second

    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            write_for_ever(folder, key_hex, _say)
        _say(f"pid {child}")
        os.waitpid(child, 0)
        _say("gone")


def _say(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2])
