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
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from mdt_core.clock import system_clock
from mdt_core.demo import PRACTICE_PASSPHRASE
from mdt_desktop.practice_workspace import (
    PERSON,
    PracticeWorkspace,
    how_to_unlock,
    make_practice_workspace,
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
