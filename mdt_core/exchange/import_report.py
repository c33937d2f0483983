"""What an import did, for people and for programs: counts of residents and of records."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: files done of all, the file now, residents taken so far."""

    done: int
    total: int
    file: str
    residents: int


class Outcome(StrEnum):
    """What became of a file that was taken."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """Records of one or of all residents."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "RecordCounts") -> "RecordCounts":
        return RecordCounts(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )

    def as_json(self) -> dict[str, int]:
        """The counts by name."""
        return {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}


@dataclass(frozen=True, slots=True)
class BundleTaken:
    """One file that was taken: whose it is and what it changed."""

    file: str
    resident_id: str
    outcome: Outcome
    records: RecordCounts
    not_taken: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BundleRefused:
    """One file that was refused whole, with the reason in words."""

    file: str
    reason: str


@dataclass(frozen=True)
class ImportReport:
    """The whole import. `created`, `updated` and `unchanged` count residents' files."""

    taken: tuple[BundleTaken, ...] = ()
    refused: tuple[BundleRefused, ...] = ()
    not_read: Mapping[str, int] = field(default_factory=dict)
    was_cancelled: bool = False

    @property
    def created(self) -> int:
        """Files that brought a new resident."""
        return self._count(Outcome.CREATED)

    @property
    def updated(self) -> int:
        """Files that changed or added something for a resident known here."""
        return self._count(Outcome.UPDATED)

    @property
    def unchanged(self) -> int:
        """Files that said nothing new."""
        return self._count(Outcome.UNCHANGED)

    @property
    def records(self) -> RecordCounts:
        """The records of all files together."""
        return sum((each.records for each in self.taken), RecordCounts())

    @property
    def not_taken(self) -> dict[str, int]:
        """What was not taken, by name, of all files together."""
        total: Counter[str] = Counter(self.not_read)
        for each in self.taken:
            total.update(each.not_taken)
        return dict(sorted(total.items()))

    def _count(self, outcome: Outcome) -> int:
        return sum(1 for each in self.taken if each.outcome is outcome)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values, for `--json`."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [{"file": each.file, "reason": each.reason} for each in self.refused],
            "not_taken": self.not_taken,
            "records": self.records.as_json(),
            "was_cancelled": self.was_cancelled,
            "bundles": [_bundle_json(each) for each in self.taken],
        }


def _bundle_json(taken: BundleTaken) -> dict[str, Any]:
    return {
        "file": taken.file,
        "resident_id": taken.resident_id,
        "outcome": taken.outcome.value,
        "records": taken.records.as_json(),
    }
