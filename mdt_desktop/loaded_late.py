"""What is imported only once it is needed, so that the locked window stands at once."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mdt_desktop.practice import Practice


def load_packages() -> None:
    """Imports what is needed once unlocked: 1.5 s that the unlock window does not wait for."""
    import mdt_desktop.session  # noqa: PLC0415
    import mdt_desktop.ui.frame.frame  # noqa: F401, PLC0415


def begin_practice(clock: Callable[[], datetime], random: Callable[[int], bytes]) -> "Practice":
    """Makes a practice workspace and unlocks it."""
    import mdt_desktop.practice as made  # noqa: PLC0415 - with the store's packages

    return made.begin_practice(clock=clock, random=random)
