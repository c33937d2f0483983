"""`mdt demo`: a practice workspace, and how to unlock it."""

from argparse import Namespace
from pathlib import Path

from mdt_core.demo.borough.scale import USUAL_WEEKS, Scale
from mdt_core.errors import InvalidInput
from mdt_desktop import demo_borough, paths
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.practice_workspace import how_to_unlock, make_practice_workspace


def run(given: Namespace, terminal: Terminal) -> int:
    """Makes the workspace and says whom to unlock as, and with what."""
    folder = _folder(given, terminal)
    if given.borough:
        return _borough(given, terminal, folder)
    if given.weeks is not None or given.homes is not None:
        raise InvalidInput("--weeks and --homes go with --borough.", next_step="Add --borough.")
    terminal.tell("Making a practice workspace: three months of a home that does not exist.")
    made = make_practice_workspace(folder, clock=terminal.clock, random=terminal.random)
    if given.json:
        terminal.say_json(made.as_json())
    else:
        terminal.say(*how_to_unlock(made))
    return exit_codes.DONE


def _borough(given: Namespace, terminal: Terminal, folder: Path) -> int:
    weeks = USUAL_WEEKS if given.weeks is None else given.weeks
    scale = Scale(weeks=weeks) if given.homes is None else Scale(given.homes, weeks)
    terminal.tell(demo_borough.what_is_made(scale))
    made = demo_borough.make_practice_borough(
        folder, scale, clock=terminal.clock, random=terminal.random, say=terminal.tell
    )
    if given.json:
        terminal.say_json(made.as_json())
    else:
        terminal.say(*demo_borough.how_to_unlock(made))
    return exit_codes.DONE


def _folder(given: Namespace, terminal: Terminal) -> Path:
    usual = paths.default_workspace(terminal.environment, terminal.home).with_name("practice")
    chosen: Path = given.folder or given.profile or usual
    return chosen.absolute()
