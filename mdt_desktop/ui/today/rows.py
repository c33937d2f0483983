"""The rows of the start screen: headings, and lines with one deed each. No Qt, and nothing is decided."""

from dataclasses import dataclass, field
from enum import StrEnum

from mdt_core.records.concerns import Concern
from mdt_core.records.rounds import Programme, RoundEntry
from mdt_core.store.queries.actions import ActionsAsked
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.statements import Signed
from mdt_desktop.ui.actions.told import Told


class Deed(StrEnum):
    """The one deed of a row; the value is the word on its button."""

    LOOK = "Look"
    DONE = "Done"
    PLAN = "Plan"
    START = "Start"
    JOIN = "Join"
    RESUME = "Resume"
    SHEET = "Round sheet"
    HOME = "Open home"
    ALL = "All actions"
    ANSWER = "Answer"
    CONFIRM = "Read"
    READY = "Ready"
    NOT_READY = "Not ready"
    SETTLE = "Settle"
    REPLACE = "Print replacements"
    OLD_COPIES = "Old ones taken out?"
    NONE = ""


@dataclass(frozen=True)
class Asked:
    """What a form on the start screen is about: a concern to answer, or an entry to confirm."""

    line: ResidentLine | None
    home_id: str | None
    concern: Signed[Concern] | None = None
    entry: Signed[RoundEntry] | None = None


@dataclass(frozen=True)
class TodayRow:
    """One row. A heading, or the one line of an empty section, has no deed and cannot be chosen."""

    key: str
    words: str
    symbol: str = ""
    home: str = ""
    when: str = ""
    deed: Deed = Deed.NONE
    is_heading: bool = False
    resident_id: str = ""
    home_id: str = ""
    action_id: str = ""
    family: str = ""
    text: str = ""
    is_planned: bool = False
    programme: Programme = Programme.WEEKLY
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Whom each home's part of a round over homes begins with."""
    round_id: str = ""
    to_join: tuple[str, ...] = ()
    """The rounds that a press on `Join` puts the person into."""
    told: tuple[Told, ...] = ()
    """What is said to the other side once the row was in sight."""
    asked: Asked | None = None
    actions: ActionsAsked = field(default_factory=ActionsAsked)
    """Which actions a press on `All actions` asks for."""
    tab: str = ""
    """Where the resident opens (empty: at what is happening)."""
    of: str = ""
    """What stands in two versions, by its key."""

    @property
    def can_be_chosen(self) -> bool:
        """Whether there is something to do on this row."""
        return self.deed is not Deed.NONE


def section(name: str, rows: tuple[TodayRow, ...], empty: str) -> tuple[TodayRow, ...]:
    """Gives a heading with its rows; without rows the one line that says so."""
    if not rows:
        return (TodayRow(f"empty:{name}", empty),)
    return (TodayRow(f"heading:{name}", f"{name} ({len(rows)})", is_heading=True), *rows)
