"""`mdt restore`: a backup takes the store's place; what was there is set aside, never deleted."""

from argparse import Namespace

from mdt_core.identifiers import IdSource
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.profile import folder_of, unlocked_key
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.device.workspace import Workspace


def run(given: Namespace, terminal: Terminal) -> int:
    """Restores and says where the store of before lies."""
    space = Workspace(folder_of(given, terminal))
    key = unlocked_key(given, terminal)
    try:
        ids = IdSource(terminal.clock, terminal.random)
        aside = space.restore(given.backup, key, terminal.clock(), ids)
    finally:
        key.forget()
    if given.json:
        terminal.say_json(
            {"restored": str(given.backup), "set_aside": str(aside) if aside else None}
        )
    else:
        terminal.say(f"The store is again as in {given.backup}.")
        if aside:
            terminal.say(f"The store of before is kept as {aside}; later notes are in it alone.")
    return exit_codes.DONE
