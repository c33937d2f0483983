"""Runs one command: finds its verb, and turns trouble into words and an exit code."""

import contextlib
import importlib
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from typing import Protocol, cast

from mdt_core.errors import KnownError
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.arguments import parser
from mdt_desktop.cli.terminal import Terminal

_MODULES = {
    "init": "mdt_desktop.cli.first_run",
    "demo": "mdt_desktop.cli.practice",
    "import fhir": "mdt_desktop.cli.import_files",
    "import residents": "mdt_desktop.cli.import_residents",
    "import falls": "mdt_desktop.cli.dated_lists",
    "import observations": "mdt_desktop.cli.dated_lists",
    "import vaccinations": "mdt_desktop.cli.dated_lists",
    "import homes": "mdt_desktop.cli.import_homes",
    "show resident": "mdt_desktop.cli.show_resident",
    "print round-sheet": "mdt_desktop.cli.print_sheet",
    "print care-plans": "mdt_desktop.cli.print_plans",
    "sync status": "mdt_desktop.cli.synchronise",
    "sync now": "mdt_desktop.cli.synchronise",
    "sync enrol": "mdt_desktop.cli.synchronise",
    "sync save-bundle": "mdt_desktop.cli.by_file",
    "sync take-answer": "mdt_desktop.cli.by_file",
    "tool-licences": "mdt_desktop.cli.tool_licences",
    "doctor": "mdt_desktop.cli.examine",
    "backup": "mdt_desktop.cli.back_up",
    "restore": "mdt_desktop.cli.restore",
}


class _Verb(Protocol):
    """What a module of a verb offers."""

    def run(self, given: Namespace, terminal: Terminal) -> int:
        """Does it; gives the exit code."""


def main(arguments: Sequence[str] | None = None, terminal: Terminal | None = None) -> int:
    """Does what the words say; gives the exit code, and never lets an error out."""
    if terminal is None:
        _write_whatever_comes()
    here = terminal or Terminal()
    given = parser().parse_args(arguments)
    try:
        code = _verb(given.verb).run(given, here)
        sys.stdout.flush()  # a reader who has gone is noticed here, and not at the program's end
    except KnownError as error:
        here.tell(words_of(error))
        return exit_codes.NOT_DONE
    except KeyboardInterrupt:
        here.tell("Cancelled.")
        return exit_codes.CANCELLED
    except BrokenPipeError:
        _drop_output()
        return exit_codes.DONE
    except Exception as error:  # noqa: BLE001 - the last door: told with a reference number
        return _fault(error, given, here)
    return code


def words_of(error: KnownError) -> str:
    """Gives what happened, where, and what to do next, as sentences."""
    where = f"{error.where}: " if error.where else ""
    parts = (error.title, f"{where}{error.message}", error.next_step)
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _verb(words: str) -> _Verb:
    return cast("_Verb", importlib.import_module(_MODULES[words]))


def _fault(error: Exception, given: Namespace, terminal: Terminal) -> int:
    from mdt_desktop import logs, paths  # noqa: PLC0415 - needed for a fault alone
    from mdt_desktop.cli.profile import folder_of  # noqa: PLC0415 - loaded once it is needed

    path = paths.log_file(folder_of(given, terminal))
    end = None
    with contextlib.suppress(OSError):
        end = logs.start(path)
    reference = logs.report(error, terminal.random)
    if end is not None:
        end()
    terminal.tell(
        "The program met a fault of its own, so this was not finished. What was saved before is"
        f" safe. Reference {reference}, in the log {path}."
    )
    if given.debug:
        terminal.tell("".join(traceback.format_exception(error)))
    return exit_codes.FAULT


def _write_whatever_comes() -> None:
    """A letter that the terminal cannot show is written as its number rather than stopping us."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Whoever read our output has gone; what is left goes nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
