"""The deeds of the vault: make a workspace, unlock it, enrol, change a PIN, remove a person.

A keyring that is missing or was exchanged is told in words and costs no try. Nothing here erases a
workspace. Calls take up to a second and may wait for the keyring: not for the window's own thread.
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from mdt_core.errors import InvalidInput, Refused, StoreProblem
from mdt_desktop.vault.data_key import KEY_BYTES, DataKey
from mdt_desktop.vault.derivation import Derivation
from mdt_desktop.vault.device_keyring import KeyringState, RandomBytes, kept_secret
from mdt_desktop.vault.enrolment import Enrolment
from mdt_desktop.vault.places import has_workspace
from mdt_desktop.vault.sealing import Secrets, key_check, unseal
from mdt_desktop.vault.slot import SealedHeader, SlotHeader, SlotMode, SlotPerson, SlotSet
from mdt_desktop.vault.slot_file import (
    already_there,
    read_slots,
    update_slots,
    write_first_slots,
)
from mdt_desktop.vault.try_count import (
    count_from_zero,
    count_item,
    count_try,
    forget_item,
    keep_in_keyring,
    slot_of,
)
from mdt_desktop.vault.wrong_tries import wrong


def slots(folder: Path) -> tuple[SlotHeader, ...]:
    """Return who may unlock the workspace, last user first; raises StoreProblem."""
    told = (slot.told() for slot in read_slots(folder).slots)
    return tuple(sorted(told, key=_last_use_s, reverse=True))


def workspace_id(folder: Path) -> UUID:
    """Return the identifier of the workspace; raises StoreProblem."""
    return read_slots(folder).workspace_id


def create_workspace(
    folder: Path,
    *,
    person: SlotPerson,
    secret: str,
    keyring: KeyringState,
    random: RandomBytes,
    derivation: Derivation | None = None,
    practice: bool = False,
) -> DataKey:
    """Make a data key and its first slot, and return the key.

    A safe keyring makes it PIN mode, none passphrase mode. `practice` marks made-up residents and
    permits a cheap `derivation`. Raises InvalidInput for a short secret or a cheap derivation,
    StoreProblem where the folder has keys already or cannot be written.
    """
    if has_workspace(folder):
        raise already_there()
    key = DataKey(random(KEY_BYTES))
    identifier = UUID(bytes=random(16), version=4)
    enrolment = Enrolment(identifier, practice, keyring, random, derivation)
    first = SlotSet(
        workspace_id=identifier,
        practice=practice,
        key_check=key_check(key, identifier.bytes, practice=practice),
        slots=(enrolment.slot(person, secret, key),),
    )
    write_first_slots(folder, first)
    return key


def unlock(
    folder: Path, *, person_id: str, secret: str, now: datetime, keyring: KeyringState
) -> DataKey:
    """Return the data key for the person's PIN or passphrase.

    Raises WrongSecret (tries left, or when the wait ends), NotFound for a person without a slot,
    and StoreProblem for damaged or altered slots and for a keyring that is missing or another.
    """
    slot = slot_of(read_slots(folder), person_id)
    _check_costs(slot.header)
    kept = _kept_part(slot.header, keyring)
    tries = count_try(folder, slot, now, keyring)
    key = unseal(slot, Secrets(secret, kept))
    if key is None:
        keep_in_keyring(slot, keyring, tries)
        raise wrong(tries, noun=slot.header.mode.noun)
    count_from_zero(folder, slot, now, keyring)
    return key


def add_slot(
    folder: Path,
    key: DataKey,
    *,
    person: SlotPerson,
    secret: str,
    keyring: KeyringState,
    random: RandomBytes,
    derivation: Derivation | None = None,
) -> None:
    """Give one more person a slot for `key`.

    Raises InvalidInput for a person who has one already, a short secret or a cheap derivation, and
    StoreProblem for a key that is not this workspace's.
    """
    before = read_slots(folder)
    _check_key(before, key)
    _check_new(before, person)
    enrolment = Enrolment(before.workspace_id, before.practice, keyring, random, derivation)
    added = enrolment.slot(person, secret, key)

    def _added(current: SlotSet) -> SlotSet:
        _check_new(current, person)
        return current.with_slot(added)

    update_slots(folder, _added)


def change_secret(
    folder: Path,
    *,
    person_id: str,
    secret: str,
    new_secret: str,
    now: datetime,
    keyring: KeyringState,
    random: RandomBytes,
    derivation: Derivation | None = None,
) -> None:
    """Wrap the same data key with another PIN or passphrase, after unlocking with the present one.

    The mode follows the keyring as it is now. Raises what `unlock` raises, and InvalidInput for a
    short new secret.
    """
    key = unlock(folder, person_id=person_id, secret=secret, now=now, keyring=keyring)
    before = read_slots(folder)
    old = slot_of(before, person_id)
    enrolment = Enrolment(before.workspace_id, before.practice, keyring, random, derivation)
    person = SlotPerson(id=person_id, name=old.header.name, role=old.header.role)
    try:
        changed = enrolment.slot(person, new_secret, key).model_copy(update={"last_used": now})
    finally:
        key.forget()

    def _changed(current: SlotSet) -> SlotSet:
        slot_of(current, person_id)
        return current.with_slot(changed)

    update_slots(folder, _changed)
    forget_item(keyring, old.header.keyring_item)


def remove_slot(folder: Path, key: DataKey, *, person_id: str, keyring: KeyringState) -> None:
    """Take a person's slot away; raises Refused for the last one, NotFound, StoreProblem."""
    removed = slot_of(read_slots(folder), person_id)

    def _removed(current: SlotSet) -> SlotSet:
        _check_key(current, key)
        slot_of(current, person_id)
        if len(current.slots) == 1:
            raise Refused(
                "This is the last person who can unlock the workspace.",
                next_step="Add another person first.",
            )
        left = (slot for slot in current.slots if slot.header.person_id != person_id)
        return current.with_slots(tuple(left))

    update_slots(folder, _removed)
    for item in (removed.header.keyring_item, count_item(removed)):
        forget_item(keyring, item)


def _last_use_s(slot: SlotHeader) -> float:
    return slot.last_used.timestamp() if slot.last_used else 0.0


def _check_new(current: SlotSet, person: SlotPerson) -> None:
    if current.of(person.id) is not None:
        raise InvalidInput("This person can unlock this workspace already.", where=person.name)


def _check_key(current: SlotSet, key: DataKey) -> None:
    """Refuse a foreign key: a slot made with it would open nothing."""
    expected = key_check(key, current.workspace_id.bytes, practice=current.practice)
    if expected != current.key_check:
        raise StoreProblem(
            "The key at hand is not the key of this workspace, so nothing was changed.",
            next_step="Lock and unlock the workspace, then try again.",
        )


def _check_costs(header: SealedHeader) -> None:
    """Refuse costs nobody using this program could have chosen."""
    if not header.is_strong_enough:
        raise StoreProblem(
            f"The entry of {header.name} in this workspace asks for a protection that is out of"
            " bounds, so it is not trusted. Nothing was erased.",
            next_step="Ask whoever looks after this computer to restore the workspace's files.",
        )


def _kept_part(header: SealedHeader, keyring: KeyringState) -> bytes:
    if header.mode is SlotMode.PASSPHRASE:
        return b""
    if not keyring.is_safe:
        raise _no_keyring(header, keyring.reason)
    kept = kept_secret(keyring, header.keyring_item)
    if kept is None:
        raise _nothing_kept(header, keyring)
    return kept


def _no_keyring(header: SealedHeader, reason: str) -> StoreProblem:
    return StoreProblem(
        f"The PIN of {header.name} works only together with the keyring of this computer"
        f" ({header.keyring_name}). {reason} Nothing was erased, and no try was counted.",
        next_step="Start or unlock the keyring, usually by signing in to this computer again.",
    )


def _nothing_kept(header: SealedHeader, keyring: KeyringState) -> StoreProblem:
    if keyring.name != header.keyring_name:
        return StoreProblem(
            f"The keyring of this computer has changed: the PIN of {header.name} was set with"
            f" {header.keyring_name}, now there is {keyring.name}. Nothing was erased, and no try"
            " was counted.",
            next_step="Sign in to the desktop that was used before, so that its keyring is there.",
        )
    return StoreProblem(
        f"The keyring of this computer ({keyring.name}) no longer holds the part that belongs to the"
        f" PIN of {header.name}. Nothing was erased, and no try was counted.",
        next_step="Sign in to this computer with the account in which the PIN was set.",
    )
