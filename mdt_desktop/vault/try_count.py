"""Counts tries in the slot file and, when wrong, in the keyring; the larger count holds.

The file is written before a try is looked at, so that stopping the program gains no free guess.
The keyring's count outlives an older slot file put back; where it fails, the file's alone holds.
"""

import logging
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from mdt_core.errors import NotFound
from mdt_desktop.vault.device_keyring import KeyringState, KeyringTrouble
from mdt_desktop.vault.slot import Slot, SlotSet
from mdt_desktop.vault.slot_file import update_slots
from mdt_desktop.vault.wrong_tries import WrongTries, larger, too_soon

_log = logging.getLogger("mdt.vault")


def slot_of(slots: SlotSet, person_id: str) -> Slot:
    """Return the person's slot; raises NotFound where there is none."""
    slot = slots.of(person_id)
    if slot is None:
        raise NotFound("This person cannot unlock this workspace: there is no slot for them.")
    return slot


def count_try(folder: Path, slot: Slot, now: datetime, keyring: KeyringState) -> WrongTries:
    """Count one try as wrong beforehand and return the count; raises WrongSecret during a wait."""
    in_keyring = _count_in_keyring(slot, keyring)

    def _counted(current: SlotSet) -> SlotSet:
        mine = slot_of(current, slot.header.person_id)
        tries = larger(mine.tries, in_keyring)
        if tries.must_wait(now):
            raise too_soon(tries, now, noun=slot.header.mode.noun)
        return current.with_slot(mine.model_copy(update={"tries": tries.with_another(now)}))

    return slot_of(update_slots(folder, _counted), slot.header.person_id).tries


def keep_in_keyring(slot: Slot, keyring: KeyringState, tries: WrongTries) -> None:
    """Keep a wrong count in the keyring too, where there is one that works."""
    if keyring.is_safe:
        try:
            keyring.write(count_item(slot), tries.model_dump_json())
        except KeyringTrouble as trouble:
            _log.warning("wrong tries are counted in the slot file alone: %s", trouble.message)


def count_from_zero(folder: Path, slot: Slot, now: datetime, keyring: KeyringState) -> None:
    """Forget the wrong tries after a right one, and note the use."""

    def _zeroed(current: SlotSet) -> SlotSet:
        mine = slot_of(current, slot.header.person_id)
        return current.with_slot(mine.model_copy(update={"tries": WrongTries(), "last_used": now}))

    update_slots(folder, _zeroed)
    if _count_in_keyring(slot, keyring).count:
        forget_item(keyring, count_item(slot))


def count_item(slot: Slot) -> str:
    """Return the name under which the keyring keeps the count of this person's wrong tries."""
    return f"{slot.header.workspace_id}/{slot.header.person_id}/tries"


def forget_item(keyring: KeyringState, item: str) -> None:
    """Delete a keyring item that is of no more use; what cannot be deleted is harmless."""
    if keyring.is_safe and item:
        try:
            keyring.delete(item)
        except KeyringTrouble as trouble:
            _log.info("a keyring item was not deleted: %s", trouble.message)


def _count_in_keyring(slot: Slot, keyring: KeyringState) -> WrongTries:
    if not keyring.is_safe:
        return WrongTries()
    try:
        return WrongTries.model_validate_json(keyring.read(count_item(slot)) or "{}")
    except (KeyringTrouble, ValidationError):
        _log.warning("the keyring's count of wrong tries cannot be read; the slot file's holds")
        return WrongTries()
