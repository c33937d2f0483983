"""`mdt demo`: a practice workspace, and how to unlock it."""

from argparse import Namespace
from pathlib import Path

from mdt_desktop import paths
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.demo_run import how_to_unlock, make_practice_workspace


def run(given: Namespace, terminal: Terminal) -> int:
    """Makes the workspace and says whom to unlock as, and with what."""
    folder = _folder(given, terminal)
    terminal.tell("Making a practice workspace: three months of a home that does not exist.")
    made = make_practice_workspace(folder, clock=terminal.clock, random=terminal.random)
    if given.json:
        terminal.say_json(made.as_json())
    else:
        terminal.say(*how_to_unlock(made))
    return exit_codes.DONE


def _folder(given: Namespace, terminal: Terminal) -> Path:
    usual = paths.default_workspace(terminal.environment, terminal.home).with_name("practice")
    chosen: Path = given.folder or given.profile or usual
    return chosen.absolute()
