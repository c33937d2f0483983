"""What a slot file holds: one slot per person, each with a header under seal.

Under the seal: who, role, mode, costs, keyring, practice. Outside it, because each try or unlock
changes them before any secret is known: the count of wrong tries and the last use. They decide no
more than a wait and the order of the tiles.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from mdt_core.errors import InvalidInput
from mdt_desktop.vault.data_key import KEY_BYTES
from mdt_desktop.vault.derivation import (
    PASSPHRASE_DERIVATION,
    PIN_DERIVATION,
    SALT_BYTES,
    Derivation,
)
from mdt_desktop.vault.places import PIN_DIGITS
from mdt_desktop.vault.wrong_tries import WrongTries

LONGEST_TEXT = 200
PASSPHRASE_CHARACTERS = 12
LONGEST_SECRET = 1024
NONCE_BYTES = 12
CHECK_BYTES = 32

_TAG_BYTES = 16
_SEALED_BYTES = KEY_BYTES + _TAG_BYTES

_Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class SlotMode(StrEnum):
    """What opens a slot."""

    KEYRING_AND_PIN = "keyring+pin"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a mode

    @property
    def noun(self) -> str:
        """The word for what the person types."""
        return "PIN" if self is SlotMode.KEYRING_AND_PIN else "passphrase"

    @property
    def floor(self) -> Derivation:
        """The least a guess must cost outside practice; also the cost of new slots."""
        return PIN_DERIVATION if self is SlotMode.KEYRING_AND_PIN else PASSPHRASE_DERIVATION


@dataclass(frozen=True)
class SlotPerson:
    """A person to be enrolled: identifier, name and role as the unlock tile shows them.

    Raises InvalidInput for an empty text or one over 200 characters.
    """

    id: str
    name: str
    role: str

    def __post_init__(self) -> None:
        for where, text in (("Person", self.id), ("Name", self.name), ("Role", self.role)):
            if not text.strip() or len(text) > LONGEST_TEXT:
                raise InvalidInput(f"Enter 1 to {LONGEST_TEXT} characters.", where=where)


@dataclass(frozen=True)
class SlotHeader:
    """What an unlock tile may know of a slot without any secret; times are UTC."""

    person_id: str
    name: str
    role: str
    mode: SlotMode
    last_used: datetime | None
    wait_until: datetime | None
    is_practice: bool


class _Stored(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, ser_json_bytes="hex", val_json_bytes="hex"
    )


class SealedHeader(_Stored):
    """The part of a slot that the seal covers: whoever edits a field breaks the slot."""

    version: Literal[1] = 1
    workspace_id: UUID
    person_id: _Text
    name: _Text
    role: _Text
    mode: SlotMode
    keyring_name: str
    keyring_item: str
    salt: Annotated[bytes, Field(min_length=SALT_BYTES, max_length=SALT_BYTES)]
    derivation: Derivation
    practice: bool

    @property
    def is_strong_enough(self) -> bool:
        """Say whether the costs are possible and, outside practice, not below the mode's floor."""
        return self.derivation.is_possible and (
            self.practice or self.derivation.is_at_least(self.mode.floor)
        )

    def canonical_bytes(self) -> bytes:
        """Return the bytes the seal covers."""
        return canonical(self)


class Slot(_Stored):
    """One person's way to the data key."""

    header: SealedHeader
    nonce: Annotated[bytes, Field(min_length=NONCE_BYTES, max_length=NONCE_BYTES)]
    sealed_key: Annotated[bytes, Field(min_length=_SEALED_BYTES, max_length=_SEALED_BYTES)]
    secret_check: Annotated[bytes, Field(min_length=CHECK_BYTES, max_length=CHECK_BYTES)]
    last_used: AwareDatetime | None = None
    tries: WrongTries = WrongTries()

    def told(self) -> SlotHeader:
        """Return what the unlock tile shows."""
        return SlotHeader(
            person_id=self.header.person_id,
            name=self.header.name,
            role=self.header.role,
            mode=self.header.mode,
            last_used=self.last_used,
            wait_until=self.tries.wait_until,
            is_practice=self.header.practice,
        )


class SlotSet(_Stored):
    """All slots of a workspace; `revision` grows by one with each write."""

    workspace_id: UUID
    practice: bool
    key_check: Annotated[bytes, Field(min_length=CHECK_BYTES, max_length=CHECK_BYTES)]
    revision: Annotated[int, Field(ge=1)] = 1
    slots: Annotated[tuple[Slot, ...], Field(min_length=1)]

    def of(self, person_id: str) -> Slot | None:
        """Return the person's slot, None where there is none."""
        return next((slot for slot in self.slots if slot.header.person_id == person_id), None)

    def with_slot(self, new: Slot) -> "SlotSet":
        """Return the set with the slot of the same person replaced, or with it at the end."""
        if self.of(new.header.person_id) is None:
            return self.with_slots((*self.slots, new))
        return self.with_slots(
            tuple(
                new if old.header.person_id == new.header.person_id else old for old in self.slots
            )
        )

    def with_slots(self, slots: tuple[Slot, ...]) -> "SlotSet":
        """Return the set with these slots instead."""
        return self.model_copy(update={"slots": slots})


def canonical(stored: BaseModel) -> bytes:
    """Return the one JSON spelling of a stored value: sorted keys, no spaces, ASCII."""
    return canonical_json(json.loads(stored.model_dump_json()))


def canonical_json(plain: object) -> bytes:
    """Return the one spelling of plain JSON values: sorted keys, no spaces, ASCII."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode("ascii")


def check_new_secret(mode: SlotMode, secret: str) -> None:
    """Raise InvalidInput unless `secret` is long enough for `mode`.

    A PIN has 6 digits or more, a passphrase 12 characters or more; neither over 1,024.
    """
    if len(secret) > LONGEST_SECRET:
        raise InvalidInput(f"Use at most {LONGEST_SECRET} characters.", where=mode.noun)
    match mode:
        case SlotMode.KEYRING_AND_PIN if not _is_pin(secret):
            raise InvalidInput(f"Use {PIN_DIGITS} digits or more, and only digits.", where="PIN")
        case SlotMode.PASSPHRASE if len(secret) < PASSPHRASE_CHARACTERS:
            raise InvalidInput(
                f"Use {PASSPHRASE_CHARACTERS} characters or more.", where="Passphrase"
            )
        case _:
            return


def _is_pin(secret: str) -> bool:
    return secret.isascii() and secret.isdigit() and len(secret) >= PIN_DIGITS
