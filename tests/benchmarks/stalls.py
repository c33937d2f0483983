"""The longest time for which the GUI thread takes no key, from unlocking to a signed entry.

The real client in its own process, on a store with a home of 60 residents; keys go to it one by one,
as fast as the answers come back.
"""

import secrets
from contextlib import closing
from pathlib import Path
from random import Random

from sqlalchemy import select

from mdt_core.clock import system_clock
from mdt_core.identifiers import IdSource
from mdt_core.roles import Role
from mdt_core.store.projections import RESIDENT_CURRENT
from mdt_desktop.device.workspace import Workspace
from mdt_desktop.setup import init_workspace
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState, unlock
from tests.benchmarks.bulk import Filling, pages_of
from tests.benchmarks.figures import Figure, within
from tests.benchmarks.watched_client import BEAT_S
from tests.benchmarks.window import installed
from tests.support.client import Client

LONGEST_MS = 100

_SECRET = "made up for the benchmark"
_KEYRING = KeyringState("none", "Not used here.")
_NOTE = "Chest clear, eating well. Daughter told."


def longest_stall(folder: Path, entries: int) -> list[Figure]:
    """Unlock, today, home, resident, an entry written and signed, and back: the longest stall of each."""
    workspace = folder / "stalls"
    home, family = _filled(workspace, entries)
    environment = {**installed(folder / "compiled"), "QT_QPA_PLATFORM": "offscreen"}
    _journey(folder, environment, home, family)  # once over, so that every module is compiled
    return _journey(folder, environment, home, family)


def _journey(folder: Path, environment: dict[str, str], home: str, family: str) -> list[Figure]:
    figures = []
    log, driven = folder / "stalls.log", "tests.benchmarks.watched_client"
    with Client(folder / "stalls", log, environment, driven) as window:
        for name, part in _PARTS.items():
            part(window, home, family)
            told = window.do("longest")
            what = f"longest stall of the window, {name}"
            during = f"of it own work ({told['during'].strip()[:20]})"
            own = told["own"] or BEAT_S
            figures.append(within(what, told["seconds"], during, own, at_most_ms=LONGEST_MS))
    return figures


def _filled(folder: Path, entries: int) -> tuple[str, str]:
    """A workspace whose person may see every home; the name of the first, and of one who lives there."""
    founded = init_workspace(
        folder,
        name="Dr Amina Shah",
        role=Role.GP,
        organisation="Elm Surgery",
        homes=("Larch House",),
        secret=_SECRET,
        keyring=_KEYRING,
        clock=system_clock,
        random=secrets.token_bytes,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    key = unlock(
        folder, person_id=founded.person_id, secret=_SECRET, now=system_clock(), keyring=_KEYRING
    )
    filling = Filling(Random(1), entries)
    ids = IdSource(system_clock, secrets.token_bytes)
    with closing(Workspace(folder).open(key, system_clock, ids)) as workspace:
        for page in pages_of(filling.changes()):
            workspace.store.take_in(page)
        workspace.keep_homes([filling.home_id])
        with workspace.store.reading() as connection:
            query = select(RESIDENT_CURRENT.c.family_name)
            who = query.where(RESIDENT_CURRENT.c.resident_id == filling.residents[0])
            return filling.home_id, str(connection.execute(who).scalar_one())


def _unlock(window: Client, _home: str, _family: str) -> None:
    window.wait_for("Passphrase of")
    _type(window, _SECRET)
    window.press("Return")
    window.wait_for("Today, ", seconds=120)


def _open_home(window: Client, _home: str, _family: str) -> None:
    window.click("Residents")
    window.wait_for("Residents")


def _open_resident(window: Client, _home: str, family: str) -> None:
    window.press("Ctrl+K")
    _type(window, family)
    window.wait_for("found")
    window.press_until("Return", "Last entry")


def _write(window: Client, _home: str, _family: str) -> None:
    window.click("Write entry")
    window.wait_for("Why today")
    window.focus("Note")
    window.press("Alt+1")
    _type(window, _NOTE)
    window.wait_for("Draft saved")


def _sign(window: Client, _home: str, _family: str) -> None:
    window.click("Next round")
    window.press("Ctrl+Return")
    window.wait_for("Saved ")


def _go_on(window: Client, _home: str, _family: str) -> None:
    window.click("Today")
    window.wait_for("Today, ")


def _type(window: Client, text: str) -> None:
    for letter in text:
        window.type(letter)


_PARTS = {
    "unlock and today": _unlock,
    "residents": _open_home,
    "find a resident": _open_resident,
    "write an entry": _write,
    "sign it": _sign,
    "on to what is next": _go_on,
}
