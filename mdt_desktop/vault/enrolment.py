"""Makes a slot for one person: mode by keyring, floor of costs, and the keyring's part kept first.

Each slot has a keyring item of its own, named at random, so that a deed that stops half way leaves
the former slot and its item as they were.
"""

from dataclasses import dataclass
from uuid import UUID

from mdt_core.errors import InvalidInput
from mdt_desktop.vault.data_key import DataKey
from mdt_desktop.vault.derivation import SALT_BYTES, Derivation
from mdt_desktop.vault.device_keyring import KeyringState, RandomBytes, new_secret
from mdt_desktop.vault.sealing import Secrets, seal
from mdt_desktop.vault.slot import SealedHeader, Slot, SlotMode, SlotPerson, check_new_secret


@dataclass(frozen=True)
class Enrolment:
    """What workspace and computer bring to each new slot; without `derivation` the mode's holds."""

    workspace_id: UUID
    practice: bool
    keyring: KeyringState
    random: RandomBytes
    derivation: Derivation | None

    def slot(self, person: SlotPerson, secret: str, key: DataKey) -> Slot:
        """Return a new slot; raises InvalidInput for a short secret or a cheap derivation."""
        header = self._header(person)
        check_new_secret(header.mode, secret)
        if not header.is_strong_enough:
            raise InvalidInput("This cost of a guess is out of bounds.", where="Derivation")
        return seal(header, key, Secrets(secret, self._kept(header)), self.random)

    def _header(self, person: SlotPerson) -> SealedHeader:
        has_keyring = self.keyring.is_safe
        mode = SlotMode.KEYRING_AND_PIN if has_keyring else SlotMode.PASSPHRASE
        return SealedHeader(
            workspace_id=self.workspace_id,
            person_id=person.id,
            name=person.name,
            role=person.role,
            mode=mode,
            keyring_name=self.keyring.name if has_keyring else "",
            keyring_item=f"{self.workspace_id}/{self.random(8).hex()}" if has_keyring else "",
            salt=self.random(SALT_BYTES),
            derivation=self.derivation or mode.floor,
            practice=self.practice,
        )

    def _kept(self, header: SealedHeader) -> bytes:
        if header.mode is SlotMode.PASSPHRASE:
            return b""
        return new_secret(self.keyring, header.keyring_item, self.random)
