"""What an import of the homes directory did: counts of homes, lines not taken, and questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mdt_core.exchange.import_report import RecordCounts
from mdt_core.exchange.tables.succession import Succession


@dataclass(frozen=True, slots=True)
class LineNotTaken:
    """A line of a file (0: the file as a whole) that was refused, with the reason in words."""

    file: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class EditionTaken:
    """An edition that was read: its day and how many lines of the area it has."""

    file: str
    as_of: date
    lines: int


@dataclass(frozen=True)
class HomesPreview:
    """Editions as read, oldest first, and what of them cannot be taken. Nothing has been changed."""

    editions: tuple[EditionTaken, ...]
    refused: tuple[LineNotTaken, ...]


@dataclass(frozen=True)
class HomesReport:
    """The whole import; `created`, `updated` and `unchanged` count homes, once each."""

    created: int
    updated: int
    unchanged: int
    refused: tuple[LineNotTaken, ...]
    not_taken: Mapping[str, int]
    records: RecordCounts
    editions: tuple[EditionTaken, ...]
    successions: tuple[Succession, ...] = ()
    was_cancelled: bool = False

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values, for `--json`."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [_line_json(each) for each in self.refused],
            "not_taken": dict(sorted(self.not_taken.items())),
            "records": self.records.as_json(),
            "was_cancelled": self.was_cancelled,
            "editions": [
                {"file": each.file, "as_of": each.as_of.isoformat(), "lines": each.lines}
                for each in self.editions
            ],
            "successions": [_succession_json(each) for each in self.successions],
        }


def _line_json(each: LineNotTaken) -> dict[str, Any]:
    return {"file": each.file, "row": each.row, "column": each.column, "reason": each.reason}


def _succession_json(each: Succession) -> dict[str, Any]:
    return {
        "old_id": each.old_id,
        "old_name": each.old_name,
        "new_id": each.new_id,
        "new_name": each.new_name,
        "address": each.address,
        "as_of": each.as_of.isoformat(),
        "question": each.question,
    }
