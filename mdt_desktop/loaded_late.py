"""What is imported only once it is needed, so that the locked window stands at once.

One thread loads at a time: packages that import each other, and themselves while somebody looks into
them, are met half loaded where two threads do it at once.
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Final

from mdt_core.london import load_bank_holidays

if TYPE_CHECKING:
    from mdt_desktop.practice import Practice
    from mdt_desktop.session import Session
    from mdt_desktop.vault.device_keyring import KeyringState
    from mdt_desktop.vault.slot import SlotHeader

_ONE_AT_A_TIME: Final = RLock()


def load_packages() -> None:
    """Imports what is needed once unlocked: 2 s that the unlock window does not wait for."""
    with _ONE_AT_A_TIME:
        import mdt_desktop.session  # noqa: PLC0415 - late, as the module tells
        import mdt_desktop.ui.frame.frame  # noqa: PLC0415 - late, as the module tells
        import mdt_desktop.ui.today.page  # noqa: F401, PLC0415 - late, as the module tells


def load_screens() -> None:
    """Imports every screen after that, and reads the bank holidays: no key waits for either."""
    load_packages()  # waits until they are there
    from mdt_desktop.ui.frame.screens import SCREENS  # noqa: PLC0415 - late, as the module tells

    for room, _ in SCREENS.values():
        with _ONE_AT_A_TIME:
            import_module(f"mdt_desktop.ui.{room}.page")
    load_bank_holidays()


def unlock(
    folder: Path,
    *,
    person_id: str,
    secret: str,
    clock: Callable[[], datetime],
    random: Callable[[int], bytes],
    keyring: "KeyringState",
) -> "Session":
    """Unlocks on a runner, where no window waits for what is not imported yet."""
    load_packages()
    from mdt_desktop.session import unlock_session  # noqa: PLC0415 - late, as the module tells

    return unlock_session(
        folder, person_id=person_id, secret=secret, clock=clock, random=random, keyring=keyring
    )


def begin_practice(clock: Callable[[], datetime], random: Callable[[int], bytes]) -> "Practice":
    """Makes a practice workspace and unlocks it."""
    import mdt_desktop.practice as made  # noqa: PLC0415 - with the store's packages

    return made.begin_practice(clock=clock, random=random)


def read_slots(folder: Path) -> tuple["SlotHeader", ...]:
    """Reads who may unlock."""
    from mdt_desktop.vault import slots  # noqa: PLC0415 - late, as the module tells

    return slots(folder)


def probe_safely(random: Callable[[int], bytes]) -> "KeyringState":
    """Looks for the keyring of this computer, for no longer than it may take."""
    from mdt_desktop.vault.device_keyring import PROBE_TIMEOUT_S, probe_keyring  # noqa: PLC0415

    return probe_keyring(PROBE_TIMEOUT_S, random)
