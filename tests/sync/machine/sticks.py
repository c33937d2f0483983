"""Files carried by hand in a world: bundles that wait on a stick, come late or twice, and their answers.

Both ends do what they do outside of tests: `save_bundle` and `take_answer` on the computer, `mdt-service
bundle take` at the service.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from mdt_core.errors import KnownError
from mdt_desktop.sync.bundle import save_bundle, take_answer
from mdt_desktop.sync.tie import Course, Tie
from mdt_service.cli import bundle as at_service
from tests.sync.machine.computer import NO_KEYRING, Computer, Died
from tests.sync.machine.hub import Hub

_numbers = count()


@dataclass
class Stick:
    """What one computer's stick holds. A file that an end refuses in words changes nothing."""

    folder: Path
    bundles: list[Path] = field(default_factory=list)
    answers: list[Path] = field(default_factory=list)

    def save(self, computer: Computer) -> None:
        """Saves what waits on the computer."""
        with suppress(KnownError):
            file = self._new("bundle")
            save_bundle(_tie_of(computer), file)
            self.bundles.append(file)

    def bring(self, hub: Hub) -> None:
        """Brings every bundle to the service, also those that were there before."""
        for file in self.bundles:
            with suppress(KnownError):
                answer = self._new("answer")
                at_service.take(hub.parts, file, answer, by="keeper", say=lambda _words: None)
                self.answers.append(answer)

    def take_in(self, computer: Computer, *, dies_at: int | None = None) -> None:
        """Takes in every answer, whatever its order; the computer may die while it does."""
        for answer in self.answers:
            computer.dies_at = dies_at
            try:
                with suppress(KnownError):
                    ended = take_answer(_tie_of(computer), answer, Course()).ended
                    if ended.error is not None and not isinstance(ended.error, KnownError):
                        raise ended.error
            except Died:
                computer.again()
            computer.dies_at = None

    def _new(self, kind: str) -> Path:
        self.folder.mkdir(exist_ok=True)
        return self.folder / f"{kind}-{next(_numbers)}.mdtbundle"


def _tie_of(computer: Computer) -> Tie:
    return Tie(computer.workspace, NO_KEYRING, computer.clock, computer.random, computer.actor)
