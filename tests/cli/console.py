"""A person at `mdt` without a terminal: words in, exit code and both outputs back."""

import io
import json
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from typing_extensions import override

from mdt_core.demo import PRACTICE_PASSPHRASE
from mdt_desktop.cli.run import main
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.vault import KeyringState

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
NO_KEYRING = KeyringState("none", "This computer has no keyring.")


class Typing(io.StringIO):
    """Standard input of somebody who sits at a terminal."""

    @override
    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class Outcome:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        return json.loads(self.out)


@dataclass(frozen=True)
class Console:
    """Runs commands on one workspace, its passphrase given on standard input."""

    folder: Path
    now: datetime = NOW
    secret: str = PRACTICE_PASSPHRASE
    keyring: KeyringState = NO_KEYRING

    def run(self, *words: object, **surroundings: Any) -> Outcome:  # noqa: ANN401
        """Runs the words on this workspace."""
        return self.bare(*words, "--profile", self.folder, "--pin-file", "-", **surroundings)

    def bare(self, *words: object, **surroundings: Any) -> Outcome:  # noqa: ANN401
        """Runs the words as they stand."""
        out, err = io.StringIO(), io.StringIO()
        plain: dict[str, Any] = {
            "stdin": io.StringIO(f"{self.secret}\n"),
            "stdout": out,
            "stderr": err,
            "clock": lambda: self.now,
            "random": secrets.token_bytes,
            "keyring": lambda: self.keyring,
            "environment": {},
            "home": self.folder.parent,
        }
        code = main([str(word) for word in words], Terminal(**{**plain, **surroundings}))
        return Outcome(code, out.getvalue(), err.getvalue())

    def typing_wrong(self) -> "Console":
        """The same with another passphrase."""
        return replace(self, secret="not the right words")

    def process(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Runs the words in a process of its own, as a person does."""
        return subprocess.run(
            [sys.executable, "-m", "mdt_desktop.cli", *map(str, words)],
            input=f"{self.secret}\n",
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


def answers(*typed: str) -> Callable[[str], str]:
    """Somebody who types these, one at each question."""
    left: Iterator[str] = iter(typed)
    return lambda _question: next(left)
