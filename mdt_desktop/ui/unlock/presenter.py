"""What the locked window says: who may unlock, tries left, the wait, and the ways on. No Qt.

Nothing here knows a resident. The vault is loaded with the slots, not before: the window shows sooner.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mdt_core.errors import KnownError
from mdt_core.london import clinical_time, clinical_weekday_date, london_day
from mdt_desktop.vault.places import PIN_DIGITS

if TYPE_CHECKING:
    from mdt_desktop.vault.slot import SlotHeader

FORGOT_PIN = (
    "Only the right PIN opens this workspace, and nothing is ever erased. You can keep trying after"
    " each wait. Another person who can unlock it can still work here, and sees everything that was"
    " signed and saved. Without anybody who can, restore is by your organisation's recovery, which"
    " comes with the central service: keep the folder as it is, and work from the home's own paper"
    " until then."
)
FORGOT_PASSPHRASE = FORGOT_PIN.replace("right PIN", "right passphrase")
NOBODY = "Nobody can unlock this workspace: it has no key slots."


@dataclass(frozen=True)
class Tile:
    """One person who can unlock."""

    person_id: str
    name: str
    role: str
    is_pin: bool
    wait_until: datetime | None

    @property
    def words(self) -> str:
        """Name and role, as on the tile."""
        return f"{self.name}\n{self.role}"

    @property
    def asked(self) -> str:
        """The label of the field."""
        if self.is_pin:
            return f"PIN of {self.name}, {PIN_DIGITS} digits; a longer one by Enter"
        return f"Passphrase of {self.name}, then Enter"

    @property
    def forgot(self) -> str:
        """The words of the link."""
        return "Forgot PIN" if self.is_pin else "Forgot passphrase"

    @property
    def ways(self) -> str:
        """What can be done when it is forgotten."""
        return FORGOT_PIN if self.is_pin else FORGOT_PASSPHRASE


def tiles_of(headers: tuple["SlotHeader", ...]) -> tuple[Tile, ...]:
    """Gives a tile for each person, last user first."""
    from mdt_desktop.vault.slot import SlotMode  # noqa: PLC0415 - as above

    return tuple(
        Tile(
            person_id=header.person_id,
            name=header.name,
            role=header.role,
            is_pin=header.mode is SlotMode.KEYRING_AND_PIN,
            wait_until=header.wait_until,
        )
        for header in headers
    )


def is_complete_pin(tile: Tile, typed: str) -> bool:
    """Whether what is typed is taken without Enter: the sixth digit of a PIN."""
    return tile.is_pin and len(typed) == PIN_DIGITS and typed.isascii() and typed.isdigit()


def wait_words(wait_until: datetime | None, now: datetime) -> str:
    """Gives the countdown; empty when a try may be made."""
    if wait_until is None or now >= wait_until:
        return ""
    from mdt_desktop.vault.wrong_tries import in_words  # noqa: PLC0415 - as above

    return f"Wait {in_words(wait_until - now)} before the next try. Nothing will be erased"


def problem_words(error: KnownError) -> str:
    """Gives why it did not unlock."""
    parts = (error.message.rstrip("."), error.next_step)
    return ". ".join(part for part in parts if part)


def wait_of(error: KnownError) -> datetime | None:
    """Gives when the next try may be made, None where now."""
    from mdt_desktop.vault.wrong_tries import WrongSecret  # noqa: PLC0415 - as above

    return error.wait_until if isinstance(error, WrongSecret) else None


def clock_words(now: datetime) -> tuple[str, str]:
    """Gives the time and the day as the locked window shows them."""
    return clinical_time(now), clinical_weekday_date(london_day(now))
