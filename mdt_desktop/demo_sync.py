"""`./dev run --sync`: a throw-away practice service and a new practice workspace that is connected with it.

The service runs in a process of its own and is spoken to over the protocol alone. Both are removed
when the program ends.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from mdt_core.clock import system_clock
from mdt_core.demo import PRACTICE_PASSPHRASE
from mdt_core.errors import StoreProblem
from mdt_core.roles import Role
from mdt_desktop.session import unlock_session
from mdt_desktop.setup import init_workspace
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState

HOME: Final = "Rowan Court"
PERSON: Final = "Dr Nadia Rahman"
NO_KEYRING: Final = KeyringState("none", "A practice workspace does not use the keyring.")
_LISTENING: Final = "Listening at "
_STOP_S: Final = 20

Say = Callable[[str], None]


@contextlib.contextmanager
def practice_service(folder: Path, say: Say) -> Iterator[tuple[str, Callable[[], str]]]:
    """Starts a practice service until the block ends; gives its address, and what makes a code."""
    command = [
        sys.executable,
        "-m",
        "mdt_service",
        "--database",
        f"sqlite:///{folder / 'service.db'}",
    ]
    with (
        (folder / "service.log").open("w", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603 - our own program, with words written here
            [*command, "serve", "--practice", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as serving,
    ):
        try:
            address = _address(serving)
            say(f"A practice service with a made-up home listens at {address}.")
            yield address, lambda: _code(command)
        finally:
            serving.terminate()
            serving.wait(_STOP_S)


def make_workspace(folder: Path, random: Callable[[int], bytes]) -> str:
    """Makes a practice workspace that knows nobody yet; gives the id of who unlocks it."""
    return init_workspace(
        folder,
        name=PERSON,
        role=Role.GP,
        organisation="Elm Surgery",
        homes=(HOME,),
        secret=PRACTICE_PASSPHRASE,
        keyring=NO_KEYRING,
        clock=system_clock,
        random=random,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    ).person_id


def connect(
    folder: Path, person_id: str, address: str, code: str, random: Callable[[int], bytes]
) -> None:
    """Connects it by the code; raises SyncTrouble. What there is is got once the window is open."""
    session = unlock_session(
        folder,
        person_id=person_id,
        secret=PRACTICE_PASSPHRASE,
        clock=system_clock,
        random=random,
        keyring=NO_KEYRING,
    )
    with contextlib.closing(session):
        session.tie.enrol(address, code)


def play(folder: Path, address: str, code: str, *, into: Path, say: Say) -> None:
    """Connects by the form in windows that nobody sees, and says what could be read there."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "*.warning=false"  # what an unseen window cannot do
    from mdt_desktop import player  # noqa: PLC0415 - Qt only now that its platform is set
    from mdt_desktop.app import build  # noqa: PLC0415 - the same

    into.mkdir(parents=True, exist_ok=True)
    with build(folder):
        player.wait_for("Passphrase of")
        player.type_text(PRACTICE_PASSPHRASE)
        player.press("Return")
        player.wait_for("Not connected. ", seconds=60)
        say("Unlocked; nothing is connected yet.")
        player.click("Sync")
        player.click("Connect to a service")
        player.wait_for("practice service alone")
        player.focus("Address")
        player.type_text(address)
        player.focus("One-time code")
        player.type_text(code)
        player.picture(into / "sync-1-connect.png")
        player.click("Connect")
        seen = player.wait_for("Both ends hold the same", seconds=60)
        say("Connected by the one-time code; the first load has ended. The screen says:")
        for line in seen.splitlines():
            if line.startswith(("Nothing waits", "Everything of", "Both ends", "All sent")):
                say(f"      {line}")
        player.picture(into / "sync-2-agreed.png")
        player.click("Homes")
        player.wait_for("By name.")
        player.picture(into / "sync-3-homes.png")
    say(f"Pictures are in {into}.")


def _address(serving: subprocess.Popen[str]) -> str:
    for line in serving.stdout or ():
        if line.startswith(_LISTENING):
            return line.removeprefix(_LISTENING).strip()
    raise StoreProblem(
        "The practice service did not start.", next_step="Try ./dev serve and read what it says."
    )


def _code(command: list[str]) -> str:
    """A fresh code for a GP, and for the administrator by whom a workspace is founded."""
    roles = ("--role", Role.GP.value, "--role", Role.ADMINISTRATOR.value)
    done = subprocess.run(  # noqa: S603 - our own program, with words written here
        [*command, "enrol", *roles], capture_output=True, text=True, check=True
    )
    return done.stdout.split()[0]
