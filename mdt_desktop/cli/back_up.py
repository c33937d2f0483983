"""`mdt backup`: an encrypted copy of the store, proved whole before it counts."""

from argparse import Namespace

from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal


def run(given: Namespace, terminal: Terminal) -> int:
    """Makes the copy and says where it is."""
    with unlocked(given, terminal) as session:
        path = session.back_up()
    if given.json:
        terminal.say_json({"backup": str(path)})
    else:
        terminal.say(f"The backup is {path}. It opens with the key of this workspace alone.")
        terminal.say("It lies on the same disk: keep another copy elsewhere.")
    return exit_codes.DONE
