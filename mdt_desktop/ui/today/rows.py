"""The rows of the start screen: headings, and lines with one deed each. No Qt, and nothing is decided."""

from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """The one deed of a row; the value is the word on its button."""

    LOOK = "Look"
    DONE = "Done"
    PLAN = "Plan"
    START = "Start"
    RESUME = "Resume"
    SHEET = "Round sheet"
    HOME = "Open home"
    ALL = "All actions"
    NONE = ""


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
    residents: tuple[str, ...] = ()
    is_planned: bool = False

    @property
    def can_be_chosen(self) -> bool:
        """Whether there is something to do on this row."""
        return self.deed is not Deed.NONE


def section(name: str, rows: tuple[TodayRow, ...], empty: str) -> tuple[TodayRow, ...]:
    """Gives a heading with its rows; without rows the one line that says so."""
    if not rows:
        return (TodayRow(f"empty:{name}", empty),)
    return (TodayRow(f"heading:{name}", f"{name} ({len(rows)})", is_heading=True), *rows)
