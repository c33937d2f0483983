"""A practice workspace with a whole borough in it, for `./dev run --borough` and `mdt demo --borough`."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mdt_core.clock import Clock, clinical_date, london_day
from mdt_core.demo import PRACTICE_PASSPHRASE
from mdt_core.demo.borough.make import make_borough
from mdt_core.demo.borough.parts import home_names, part
from mdt_core.demo.borough.scale import Scale
from mdt_core.demo.borough.telling import Told
from mdt_core.demo.borough.truth import BoroughTruth
from mdt_core.roles import Role
from mdt_desktop.practice_workspace import NO_KEYRING, PERSON, take_away
from mdt_desktop.session import unlock_session
from mdt_desktop.setup import Founded, init_workspace
from mdt_desktop.vault import PRACTICE_DERIVATION

Say = Callable[[str], None]

_TOLD = ("deaths", "admissions", "rounds", "entries", "falls", "open_actions", "overdue", "changes")


@dataclass(frozen=True)
class PracticeBorough:
    """Where the workspace is, who unlocks it, and what is true of its borough."""

    folder: Path
    person_id: str
    truth: BoroughTruth

    def as_json(self) -> dict[str, Any]:
        """What a program needs to go on with it."""
        truth = self.truth
        return {
            "profile": str(self.folder),
            "person": PERSON,
            "person_id": self.person_id,
            "passphrase": PRACTICE_PASSPHRASE,
            "homes": {home.name: home.home_id for home in truth.homes},
            "residents": truth.current,
            "d2a_discharges": {goal.value: n for goal, n in truth.d2a.discharges.items()},
            "rounds_from": truth.rounds_from.isoformat(),
            "awkward_cases": asdict(truth.dirty),
            **{name: getattr(truth, name) for name in _TOLD},
        }


def make_practice_borough(
    folder: Path, scale: Scale, *, clock: Clock, random: Callable[[int], bytes], say: Say
) -> PracticeBorough:
    """Makes a workspace with a borough in it, saying how far it is; raises StoreProblem, as one home.

    A beginning that fails leaves nothing behind.
    """
    was_missing = not folder.exists()
    founded = _founded(folder, scale, clock, random)
    try:
        truth = _filled(folder, founded, scale, clock=clock, random=random, say=say)
    except BaseException:
        take_away(folder, whole=was_missing)
        raise
    return PracticeBorough(folder, founded.person_id, truth)


def what_is_made(scale: Scale) -> str:
    """Gives the sentence that stands before the making."""
    weeks = "1 week" if scale.weeks == 1 else f"{scale.weeks} weeks"
    return (
        f"Making a borough that does not exist: {scale.homes} homes, {scale.residents:,} residents,"
        f" a year of stays and {weeks} of rounds. This takes a minute or more."
    )


def how_to_unlock(made: PracticeBorough) -> tuple[str, ...]:
    """Gives the lines that tell a person how to go on."""
    truth = made.truth
    return (
        f"A practice workspace is in {made.folder}.",
        f"Its {len(truth.homes)} homes have {truth.current:,} residents who do not exist.",
        f"In it are {truth.rounds:,} rounds with {truth.entries:,} entries and {truth.falls:,} falls.",
        f"Unlock as {PERSON} with the passphrase:  {PRACTICE_PASSPHRASE}",
    )


def _founded(folder: Path, scale: Scale, clock: Clock, random: Callable[[int], bytes]) -> Founded:
    return init_workspace(
        folder,
        name=PERSON,
        role=Role.GP,
        organisation=part("homes")["practice"],
        homes=home_names()[: scale.homes],
        secret=PRACTICE_PASSPHRASE,
        keyring=NO_KEYRING,
        clock=clock,
        random=random,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )


def _filled(
    folder: Path,
    founded: Founded,
    scale: Scale,
    *,
    clock: Clock,
    random: Callable[[int], bytes],
    say: Say,
) -> BoroughTruth:
    session = unlock_session(
        folder,
        person_id=founded.person_id,
        secret=PRACTICE_PASSPHRASE,
        clock=clock,
        random=random,
        keyring=NO_KEYRING,
    )
    try:
        return make_borough(
            session.store,
            by=session.actor,
            today=london_day(clock()),
            scale=scale,
            home_ids=founded.home_ids,
            progress=_Tenths(say),
        )
    finally:
        session.close()


@dataclass
class _Tenths:
    """Says at each tenth of the way where the telling is."""

    say: Say
    said: int = 0

    def __call__(self, told: Told) -> None:
        """Takes how far it is after each transaction."""
        tenth = 10 * told.deeds // told.of
        if tenth > self.said:
            self.said = tenth
            day = clinical_date(told.day)
            self.say(f"  {10 * tenth:3} %  {told.changes:7,} changes written, now at {day}")
