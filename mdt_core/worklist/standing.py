"""What of the facts may be a reason, on whichever day one asks: small enough to be kept.

Nothing here depends on today. Days and moments stand as they are, and what is due on a day is asked
of them anew (`reasons_of`), so that what is kept is never wrong the next morning.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from mdt_core.worklist.facts import Reason


@dataclass(frozen=True, slots=True)
class Dated:
    """What is due on a day; `words` where they can be said beforehand."""

    id: str
    day: date
    words: str = ""
    is_answered: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """Back from hospital: the reason without its nights, and what is said after them."""

    reason: Reason
    ending: str


@dataclass(frozen=True, slots=True)
class Living:
    """The stay that goes on, as far as a reason comes from it."""

    id: str
    admitted_at: datetime
    is_d2a: bool = False
    planned_end: date | None = None
    barriers: tuple[str, ...] = ()
    is_ended: bool = False
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The newest entry that stands, and what it asked for."""

    id: str
    at: datetime
    see_again_on: date | None = None
    is_for_next_round: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """One resident: what no entry has answered, and what falls due by itself.

    `told` are concerns and falls. `imported_falls`, `raised`, `lost` (weight) and `unread_sets` count
    from a day on;
    `newest` is the newest set of observations by id, with its score in words. `answered` holds what
    entries named beyond what is here: the rounds in which somebody was seen.
    """

    told: tuple[Reason, ...] = ()
    imported_falls: tuple[Reason, ...] = ()
    raised: tuple[Reason, ...] = ()
    newest: tuple[str, str] = ("", "")
    returned: tuple[Returned, ...] = ()
    gone: tuple[Reason, ...] = ()
    unread: tuple[Reason, ...] = ()
    unread_sets: tuple[Reason, ...] = ()
    lost: tuple[Reason, ...] = ()
    living: Living | None = None
    actions: tuple[Dated, ...] = ()
    reviews: tuple[Dated, ...] = ()
    clocks: tuple[Dated, ...] = ()
    last_entry: LastEntry | None = None
    answered: str = ""

    @property
    def last_entry_at(self) -> datetime | None:
        """When the resident was last seen or discussed; None where nobody wrote an entry."""
        return self.last_entry.at if self.last_entry else None

    def has_answered(self, record_id: str) -> bool:
        """Whether an entry that stands names a record, or was written in that round."""
        return f" {record_id} " in self.answered


def named(ids: Iterable[str]) -> str:
    """Ids as `Standing.answered` holds them: one text, which is read sooner than many."""
    found = " ".join(sorted(ids))
    return f" {found} " if found else ""
