"""A practice workspace beside the real one: made when asked for, thrown away when left. No Qt.

Its residents are made up, its key is one that everybody may know, and its store says that it is
practice, so that no service takes it. It lies in a folder of its own and touches nothing real.
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mdt_core.clock import Clock
from mdt_core.demo import PRACTICE_PASSPHRASE
from mdt_desktop.practice_workspace import NO_KEYRING, make_practice_workspace
from mdt_desktop.session import Session, unlock_session


@dataclass(frozen=True)
class Practice:
    """An unlocked practice workspace and the folder that goes with it."""

    session: Session
    folder: Path

    def throw_away(self) -> None:
        """Closes the store and removes the folder; what cannot be removed holds no real person."""
        with suppress(OSError):
            self.session.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def begin_practice(*, clock: Clock, random: Callable[[int], bytes]) -> Practice:
    """Makes and unlocks a practice workspace; takes seconds. Raises StoreProblem, leaving nothing."""
    folder = Path(tempfile.mkdtemp(prefix="mdt-practice-"))
    try:
        made = make_practice_workspace(folder / "workspace", clock=clock, random=random)
        session = unlock_session(
            made.folder,
            person_id=made.person_id,
            secret=PRACTICE_PASSPHRASE,
            clock=clock,
            random=random,
            keyring=NO_KEYRING,
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Practice(session, folder)
