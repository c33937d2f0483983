"""What an import of a list would do or did, for people and for programs: by row, with reasons.

The JSON has the names of `import_report.ImportReport`: created, updated, unchanged, refused,
not_taken, records, was_cancelled.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import override

from mdt_core.exchange.import_report import Outcome, RecordCounts


@dataclass(frozen=True, slots=True)
class RowTaken:
    """A row that was (or would be) taken: whose it is and what it changes."""

    row: int
    record_id: str
    outcome: Outcome
    records: RecordCounts


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that was not taken, the heading concerned (may be empty), and the reason in words."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A row that may be somebody who is here: same name and birthday, and one has no number."""

    row: int
    resident_ids: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class RowResults:
    """Row by row; `refused` holds every row that is not taken, with each of its reasons."""

    file: str = ""
    total: int = 0
    taken: tuple[RowTaken, ...] = ()
    refused: tuple[RowRefused, ...] = ()
    duplicates: Mapping[int, int] = field(default_factory=dict)
    possible_duplicates: tuple[PossibleDuplicate, ...] = ()
    not_taken: Mapping[str, int] = field(default_factory=dict)

    @property
    def created(self) -> int:
        """Rows that bring a new person."""
        return self._count(Outcome.CREATED)

    @property
    def updated(self) -> int:
        """Rows that change or add something for a person known here."""
        return self._count(Outcome.UPDATED)

    @property
    def unchanged(self) -> int:
        """Rows that say nothing new."""
        return self._count(Outcome.UNCHANGED)

    @property
    def records(self) -> RecordCounts:
        """The records of all rows together."""
        return sum((each.records for each in self.taken), RecordCounts())

    @property
    def rows_refused(self) -> int:
        """How many rows are not taken; one may have several reasons."""
        return len({each.row for each in self.refused})

    def _count(self, outcome: Outcome) -> int:
        return Counter(each.outcome for each in self.taken)[outcome]

    def as_json(self) -> dict[str, Any]:
        """The results as JSON values."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [_refused_json(self.file, each) for each in self.refused],
            "not_taken": dict(sorted(self.not_taken.items())),
            "records": self.records.as_json(),
            "possible_duplicates": [_possible_json(each) for each in self.possible_duplicates],
            "rows": [_taken_json(each) for each in self.taken],
        }


@dataclass(frozen=True)
class Preview(RowResults):
    """What an import would do. Nothing has been changed."""

    @property
    def words(self) -> str:
        """The line above the preview."""
        said = f"{len(self.taken):,} of {self.total:,} rows can be taken."
        if self.rows_refused:
            said = f"{said} {self.rows_refused:,} cannot: see why."
        return f"{said} Nothing has been changed yet"


@dataclass(frozen=True)
class ListReport(RowResults):
    """What an import did; after a cancel, what it did until then."""

    was_cancelled: bool = False

    @override
    def as_json(self) -> dict[str, Any]:
        """The report as JSON values, for `--json`."""
        return {**super().as_json(), "was_cancelled": self.was_cancelled}


def _refused_json(file: str, each: RowRefused) -> dict[str, Any]:
    return {"file": file, "row": each.row, "column": each.column, "reason": each.reason}


def _possible_json(each: PossibleDuplicate) -> dict[str, Any]:
    return {"row": each.row, "resident_ids": list(each.resident_ids), "reason": each.reason}


def _taken_json(each: RowTaken) -> dict[str, Any]:
    return {
        "row": each.row,
        "resident_id": each.record_id,
        "outcome": each.outcome.value,
        "records": each.records.as_json(),
    }
