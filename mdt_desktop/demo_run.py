"""`./dev run`: the client on a throw-away practice workspace, with how to unlock it said on the terminal.

The workspace is encrypted as any other, by a passphrase that everybody may know; its residents are
made up. It is removed when the program ends.
"""

import argparse
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from mdt_core.clock import Clock, london_day, system_clock
from mdt_core.demo import PRACTICE_PASSPHRASE
from mdt_core.demo.home import make_home
from mdt_core.demo.plan import damson_fold
from mdt_core.demo.truth import KnownTruth
from mdt_core.roles import Role
from mdt_desktop.session import unlock_session
from mdt_desktop.setup import Founded, init_workspace
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState

PERSON: Final = "Dr Nadia Rahman"
"""Who works in a practice workspace; nobody of that name is meant."""

NO_KEYRING: Final = KeyringState("none", "A practice workspace does not use the keyring.")


@dataclass(frozen=True)
class PracticeWorkspace:
    """Where a practice workspace is, who unlocks it, and what is true of its home."""

    folder: Path
    person_id: str
    truth: KnownTruth

    def as_json(self) -> dict[str, Any]:
        """What a program needs to go on with it."""
        truth = {key: value for key, value in asdict(self.truth).items() if key in _TOLD}
        return {
            "profile": str(self.folder),
            "person": PERSON,
            "person_id": self.person_id,
            "passphrase": PRACTICE_PASSPHRASE,
            **truth,
            "rounds": [day.isoformat() for day in self.truth.rounds],
        }


_TOLD: Final = ("home_id", "home_name", "residents", "entries", "open_actions", "overdue")


def make_practice_workspace(
    folder: Path, *, clock: Clock, random: Callable[[int], bytes]
) -> PracticeWorkspace:
    """Makes a workspace with the practice home in it; raises StoreProblem where one is there.

    A beginning that fails leaves nothing behind.
    """
    was_missing = not folder.exists()
    founded = _founded(folder, clock, random)
    try:
        truth = _filled(folder, founded, clock, random)
    except BaseException:
        take_away(folder, whole=was_missing)
        raise
    return PracticeWorkspace(folder, founded.person_id, truth)


def how_to_unlock(made: PracticeWorkspace) -> tuple[str, ...]:
    """Gives the lines that tell a person how to go on."""
    how_many = len(made.truth.residents)
    return (
        f"A practice workspace is in {made.folder}.",
        f"Its home is {made.truth.home_name}, with {how_many} residents who do not exist.",
        f"Unlock as {PERSON} with the passphrase:  {PRACTICE_PASSPHRASE}",
    )


def main(arguments: Sequence[str] = ()) -> int:
    """Opens the client on a throw-away practice workspace until it is closed."""
    asked = _asked(arguments)
    if asked.borough:
        return _run_borough(asked.weeks)
    if asked.sync:
        return _run_sync()
    parent = Path(tempfile.mkdtemp(prefix="mdt-practice-"))
    try:
        made = make_practice_workspace(
            parent / "workspace", clock=system_clock, random=secrets.token_bytes
        )
        print(*how_to_unlock(made), sep="\n", flush=True)
        if has_display(os.environ, sys.platform):
            return _open_window(made.folder)
        return _play_without_a_window(made)
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev run", description=main.__doc__)
    parser.add_argument("--borough", action="store_true", help="56 homes instead of one")
    parser.add_argument(
        "--sync", action="store_true", help="with a practice service, connected and loaded from it"
    )
    parser.add_argument(
        "--weeks",
        type=int,
        metavar="N",
        help="with --borough: so many weeks of rounds, 1 to 52 (8 unless given)",
    )
    asked = parser.parse_args(arguments)
    if asked.weeks is not None and not asked.borough:
        parser.error("--weeks goes with --borough")
    if asked.weeks is not None and asked.weeks not in range(1, 53):
        parser.error("--weeks is a number from 1 to 52")
    return asked


def _run_borough(weeks: int | None) -> int:
    """Opens the client on a throw-away borough; where there is no display, says what to do instead."""
    if not has_display(os.environ, sys.platform):
        print("There is no display here, so no window can be opened.", file=sys.stderr)
        print("Make the borough for the command line:  ./dev mdt demo --borough", file=sys.stderr)
        return 1
    from mdt_core.demo.borough.scale import Scale  # noqa: PLC0415 - for the borough alone
    from mdt_desktop import demo_borough  # noqa: PLC0415 - the same

    scale = Scale() if weeks is None else Scale(weeks=weeks)
    parent = Path(tempfile.mkdtemp(prefix="mdt-practice-"))
    try:
        print(demo_borough.what_is_made(scale), flush=True)
        made = demo_borough.make_practice_borough(
            parent / "workspace",
            scale,
            clock=system_clock,
            random=secrets.token_bytes,
            say=partial(print, flush=True),
        )
        print(*demo_borough.how_to_unlock(made), sep="\n", flush=True)
        return _open_window(made.folder)
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def _run_sync() -> int:
    """Opens the client connected with a throw-away practice service, or plays that unseen."""
    from mdt_desktop import demo_sync  # noqa: PLC0415 - for this alone

    parent = Path(tempfile.mkdtemp(prefix="mdt-practice-"))
    folder = parent / "workspace"
    try:
        with demo_sync.practice_service(parent, _say) as (address, new_code):
            person_id = demo_sync.make_workspace(folder, secrets.token_bytes)
            if not has_display(os.environ, sys.platform):
                into = Path("build", "demo").absolute()
                demo_sync.play(folder, address, new_code(), into=into, say=_say)
                return 0
            demo_sync.connect(folder, person_id, address, new_code(), secrets.token_bytes)
            _say(f"Unlock as {PERSON} with the passphrase:  {PRACTICE_PASSPHRASE}")
            _say(f"Connect another computer with {address} and the code:  {new_code()}")
            return _open_window(folder)
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def has_display(environment: Mapping[str, str], system: str) -> bool:
    """Tells whether a window can be shown: always on Windows and macOS, else with a display."""
    if environment.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    if system in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _open_window(folder: Path) -> int:
    from mdt_desktop.app import main as open_client  # noqa: PLC0415 - Qt is loaded with a display

    return open_client(["--profile", str(folder), "--practice"])


def _play_without_a_window(made: PracticeWorkspace) -> int:
    """Plays the main job in windows that nobody sees, and says where the pictures are."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from mdt_desktop.demo_play import play  # noqa: PLC0415 - Qt only now that its platform is set

    into = Path("build", "demo").absolute()
    print("There is no display here, so the main job is played in windows that nobody sees:")
    play(made.folder, home=made.truth.home_name, into=into, say=_say)
    print(f"The pictures and the round sheet are in {into}.")
    return 0


def _say(words: str) -> None:
    print(words, flush=True)


def _founded(folder: Path, clock: Clock, random: Callable[[int], bytes]) -> Founded:
    home = damson_fold().home
    return init_workspace(
        folder,
        name=PERSON,
        role=Role.GP,
        organisation=home.practice,
        homes=(home.name,),
        secret=PRACTICE_PASSPHRASE,
        keyring=NO_KEYRING,
        clock=clock,
        random=random,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )


def _filled(
    folder: Path, founded: Founded, clock: Clock, random: Callable[[int], bytes]
) -> KnownTruth:
    session = unlock_session(
        folder,
        person_id=founded.person_id,
        secret=PRACTICE_PASSPHRASE,
        clock=clock,
        random=random,
        keyring=NO_KEYRING,
    )
    try:
        return make_home(
            session.store,
            by=session.actor,
            today=london_day(clock()),
            home_id=founded.home_ids[0],
        )
    finally:
        session.close()


def take_away(folder: Path, *, whole: bool) -> None:
    """Removes what a beginning that failed left: the whole folder, or what is in it."""
    if whole:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
