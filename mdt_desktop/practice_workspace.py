"""A practice workspace on disk: made with its home in it, and who unlocks it with what. No Qt.

It is encrypted as any other, by a passphrase that everybody may know; its residents are made up.
"""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from mdt_core.clock import Clock, london_day
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
