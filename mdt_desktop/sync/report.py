"""How far an exchange is while it runs, and what it came to. Facts and sentences; nothing is done here."""

from dataclasses import dataclass, field
from datetime import timedelta

from mdt_core.store.unit_of_work import Changes
from mdt_desktop.sync import words
from mdt_desktop.sync.purge import Purged


@dataclass(frozen=True)
class Progress:
    """How far an exchange has got, for a first load above all: changes got of those there are."""

    sent: int = 0
    got: int = 0
    of: int = 0


@dataclass(frozen=True)
class Report:
    """What one exchange came to. `agreed` says that nothing waits and both ends hold the same."""

    sent: int = 0
    got: int = 0
    refused: int = 0
    agreed: bool = False
    is_revoked: bool = False
    must_update: bool = False
    skew: timedelta = timedelta()
    told: Changes = field(default_factory=Changes)
    purged: Purged = field(default_factory=Purged)
    is_copied: bool = False
    """Whether two stores speak as this device: one is a copy, or an old backup that was put back."""

    def sentences(self) -> tuple[str, ...]:
        """What a person must know of it and can do, in plain words; nothing where all is well."""
        return (*words.of_report(self), *self.purged.sentences())
