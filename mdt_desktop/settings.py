"""How this device shows things: colours, text size, the time until it locks, and its name.

Kept in the clear beside the workspace, since the locked window needs it; so it holds no word about
a person. A file that cannot be read is no reason not to start: the usual settings hold then.
"""

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from mdt_core.errors import StoreProblem

PALETTE_WORDS: Final = {"light": "Light", "dark": "Dark", "contrast": "High contrast"}
TEXT_SIZES: Final = (80, 90, 100, 125, 150, 175, 200)
IDLE_MINUTES: Final = (1, 2, 5, 10, 15)
ROUND_MINUTES: Final = (5, 10, 15)


@dataclass(frozen=True)
class Settings:
    """The settings of one device; anything that is not on offer counts as the usual one."""

    palette: str = "light"
    text_percent: int = 100
    idle_minutes: int = 5
    workspace_name: str = ""
    letter_keys: bool = True
    """Whether keys of a single character act in lists."""
    round_minutes: int = 15
    """The minutes until it locks while a round is on the screen."""
    tour_due: str = ""
    """The ids of the persons who have still to be shown round, parted by blanks."""

    def __post_init__(self) -> None:
        offered = {
            "palette": tuple(PALETTE_WORDS),
            "text_percent": TEXT_SIZES,
            "idle_minutes": IDLE_MINUTES,
            "round_minutes": ROUND_MINUTES,
        }
        for name, choices in offered.items():
            if getattr(self, name) not in choices:
                object.__setattr__(self, name, type(self).__dataclass_fields__[name].default)

    def with_change(self, name: str, given: object) -> "Settings":
        """Gives the settings with one of them changed."""
        changes: dict[str, Any] = {name: given}
        return replace(self, **changes)

    def with_tour(self, person_id: str, *, is_due: bool) -> "Settings":
        """Gives the settings with a person who has still to be shown round, or has not."""
        others = [each for each in self.tour_due.split() if each != person_id]
        return replace(self, tour_due=" ".join((*others, person_id) if is_due else others))


def load_settings(path: Path) -> Settings:
    """Reads the settings; gives the usual ones where there are none or they cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(kept, dict):
        return Settings()
    known = {field.name: type(field.default) for field in fields(Settings)}
    right = {name: kept[name] for name, kind in known.items() if type(kept.get(name)) is kind}
    return Settings(**right)


def save_settings(path: Path, settings: Settings) -> None:
    """Writes the settings in one step; raises StoreProblem where that is not possible."""
    unfinished = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")
        os.replace(unfinished, path)  # noqa: PTH105 - one step on every system
    except OSError as error:
        raise StoreProblem(
            "The settings could not be kept. They hold until the program is closed.",
            next_step="Check that the disk has room and may be written.",
        ) from error
