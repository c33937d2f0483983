"""Where the command line runs: its streams, clock and keyring, and how a secret is asked for.

All text that people wrote passes `safe` on its way out, since a name may hold a terminal's own
commands.
"""

import getpass
import json
import os
import secrets
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from mdt_core.errors import InvalidInput

if TYPE_CHECKING:
    from mdt_desktop.vault.device_keyring import KeyringState

_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def _now() -> datetime:
    from mdt_core.clock import system_clock  # noqa: PLC0415 - help does not need it

    return system_clock()


def _probe() -> "KeyringState":
    from mdt_desktop.vault import probe_keyring  # noqa: PLC0415 - the same
    from mdt_desktop.vault.device_keyring import PROBE_TIMEOUT_S  # noqa: PLC0415 - loaded once it is needed

    return probe_keyring(PROBE_TIMEOUT_S, secrets.token_bytes)


@dataclass(frozen=True)
class Terminal:
    """The surroundings of one call; tests give their own."""

    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], datetime] = _now
    random: Callable[[int], bytes] = secrets.token_bytes
    keyring: Callable[[], "KeyringState"] = _probe
    ask: Callable[[str], str] = getpass.getpass
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    home: Path = field(default_factory=Path.home)

    def say(self, *lines: str) -> None:
        """Writes lines to standard output."""
        for line in lines:
            print(safe(line), file=self.stdout)

    def tell(self, line: str) -> None:
        """Writes a line to standard error: progress and trouble."""
        print(safe(line), file=self.stderr, flush=True)

    def say_json(self, value: Mapping[str, Any]) -> None:
        """Writes a value as JSON to standard output."""
        print(json.dumps(value, ensure_ascii=True, indent=2), file=self.stdout)

    def secret(self, pin_file: str | None, question: str, *, is_new: bool = False) -> str:
        """Gives the PIN or passphrase; raises InvalidInput where there is none to be had."""
        if pin_file is not None:
            return _not_empty(self._first_line(pin_file), pin_file)
        if not self.stdin.isatty():
            raise InvalidInput(
                "There is nobody to ask for the PIN or passphrase.",
                next_step="Give it with --pin-file FILE, or --pin-file - for standard input.",
            )
        typed = self.ask(f"{question}: ")
        if is_new and self.ask(f"{question} again: ") != typed:
            raise InvalidInput("The two were not the same.", next_step="Try again.")
        return typed

    def _first_line(self, pin_file: str) -> str:
        if pin_file == "-":
            return self.stdin.readline().rstrip("\r\n")
        try:
            with Path(pin_file).open(encoding="utf-8") as opened:
                return opened.readline().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInput(
                "The file with the PIN or passphrase cannot be read.",
                next_step="Check that it is there and that you may read it.",
                where=pin_file,
            ) from error


def safe(text: str) -> str:
    """Gives a text whose control signs and writing-direction signs are written out as numbers."""
    return "".join(each if _is_harmless(each) else _written_out(each) for each in text)


def _is_harmless(character: str) -> bool:
    if character == "\n":
        return True
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _DIRECTIONS


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _not_empty(line: str, where: str) -> str:
    if not line:
        raise InvalidInput("The first line holds no PIN or passphrase.", where=where)
    return line
