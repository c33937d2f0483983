"""Making a workspace, unlocking it, enrolling and removing people."""

import secrets
from pathlib import Path

import pytest

from mdt_core.errors import InvalidInput, NotFound, Refused, StoreProblem
from mdt_desktop.vault import (
    PASSPHRASE_DERIVATION,
    PIN_DERIVATION,
    DataKey,
    Derivation,
    SlotMode,
    SlotPerson,
    WrongSecret,
    change_secret,
    create_workspace,
    has_workspace,
    remove_slot,
    slots,
    workspace_id,
)
from tests.unit.vault.conftest import GP, MONDAY, NURSE, PASSPHRASE, PIN, Desk, minutes, state_of
from tests.unit.vault.rings import MemoryRing


def change(desk: Desk, secret: str, new_secret: str) -> None:
    change_secret(
        desk.folder,
        person_id=NURSE.id,
        secret=secret,
        new_secret=new_secret,
        now=MONDAY,
        keyring=desk.keyring,
        random=secrets.token_bytes,
        derivation=Derivation(memory_kib=64, iterations=1, lanes=1),
    )


def test_the_pin_and_the_keyring_together_give_the_key_back(desk: Desk) -> None:
    key = desk.create()

    assert desk.unlock() == key
    assert slots(desk.folder)[0].mode is SlotMode.KEYRING_AND_PIN


def test_without_a_keyring_the_passphrase_gives_the_key_back(bare_desk: Desk) -> None:
    key = bare_desk.create(PASSPHRASE)

    assert bare_desk.unlock(PASSPHRASE) == key
    assert slots(bare_desk.folder)[0].mode is SlotMode.PASSPHRASE


def test_two_spellings_of_an_accent_are_the_same_passphrase(bare_desk: Desk) -> None:
    key = bare_desk.create("caf\u00e9 by the river")

    assert bare_desk.unlock("cafe\u0301 by the river") == key


@pytest.mark.parametrize(("has_keyring", "secret"), [(True, PIN), (False, PASSPHRASE)])
def test_a_real_workspace_opens_with_the_full_costs(
    tmp_path: Path, ring: MemoryRing, has_keyring: bool, secret: str, bare_desk: Desk
) -> None:
    keyring = state_of(ring) if has_keyring else bare_desk.keyring

    key = create_workspace(
        tmp_path / "real", person=NURSE, secret=secret, keyring=keyring, random=secrets.token_bytes
    )

    assert Desk(tmp_path / "real", keyring).unlock(secret) == key
    assert not slots(tmp_path / "real")[0].is_practice


@pytest.mark.parametrize(
    "cheap",
    [
        Derivation(PIN_DERIVATION.memory_kib - 1, 3, 4),
        Derivation(PIN_DERIVATION.memory_kib, 2, 4),
        Derivation(2 * 1024 * 1024, 3, 4),
        Derivation(PIN_DERIVATION.memory_kib, 17, 4),
        Derivation(PIN_DERIVATION.memory_kib, 3, 17),
        Derivation(PIN_DERIVATION.memory_kib, 3, 0),
    ],
)
def test_a_real_workspace_refuses_costs_out_of_bounds(desk: Desk, cheap: Derivation) -> None:
    with pytest.raises(InvalidInput, match="out of bounds"):
        create_workspace(
            desk.folder,
            person=NURSE,
            secret=PIN,
            keyring=desk.keyring,
            random=secrets.token_bytes,
            derivation=cheap,
        )
    assert not has_workspace(desk.folder)


def test_a_passphrase_costs_more_than_a_pin() -> None:
    assert PASSPHRASE_DERIVATION.is_at_least(PIN_DERIVATION)
    assert not PIN_DERIVATION.is_at_least(PASSPHRASE_DERIVATION)


@pytest.mark.parametrize("pin", ["12345", "12345a", "٤٨٢٩١٣", "", "1" * 1025])
def test_a_pin_has_six_digits_or_more(desk: Desk, pin: str) -> None:
    with pytest.raises(InvalidInput, match="PIN"):
        desk.create(pin)
    assert not has_workspace(desk.folder)


def test_a_passphrase_has_twelve_characters_or_more(bare_desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="12 characters or more"):
        bare_desk.create("eleven char")


@pytest.mark.parametrize(
    ("name", "role"), [("", "Nurse"), ("  ", "Nurse"), ("A", ""), ("A" * 201, "GP")]
)
def test_a_person_has_a_name_and_a_role(name: str, role: str) -> None:
    with pytest.raises(InvalidInput, match="Enter 1 to 200 characters"):
        SlotPerson(id="p", name=name, role=role)


def test_a_folder_with_keys_gets_no_new_ones(desk: Desk) -> None:
    key = desk.create()

    with pytest.raises(StoreProblem, match="already holds a workspace"):
        desk.create()
    assert desk.unlock() == key


def test_even_a_damaged_slot_file_is_not_replaced_by_a_new_workspace(desk: Desk) -> None:
    desk.folder.mkdir()
    (desk.folder / "slots.json.bak").write_text("damaged")

    with pytest.raises(StoreProblem, match="already holds a workspace"):
        desk.create()
    assert (desk.folder / "slots.json.bak").read_text() == "damaged"


def test_two_people_open_the_same_store_with_their_own_pins(desk: Desk) -> None:
    key = desk.create()
    desk.add(key, GP, "771177")

    assert desk.unlock("771177", person=GP.id) == desk.unlock(PIN) == key
    with pytest.raises(WrongSecret):
        desk.unlock(PIN, person=GP.id)


def test_the_last_user_comes_first_on_the_tiles(desk: Desk) -> None:
    desk.add(desk.create(), GP, PIN)
    assert [slot.last_used for slot in slots(desk.folder)] == [None, None]

    desk.unlock(person=GP.id, now=MONDAY)
    assert [slot.name for slot in slots(desk.folder)] == [GP.name, NURSE.name]

    desk.unlock(person=NURSE.id, now=MONDAY + minutes(5))
    first = slots(desk.folder)[0]
    assert (first.name, first.role, first.last_used) == (
        "Ada Example",
        "Nurse",
        MONDAY + minutes(5),
    )


def test_a_person_is_enrolled_once(desk: Desk) -> None:
    key = desk.create()

    with pytest.raises(InvalidInput, match="can unlock this workspace already"):
        desk.add(key, NURSE)
    assert len(slots(desk.folder)) == 1


def test_a_foreign_key_gets_no_slot(desk: Desk) -> None:
    desk.create()

    with pytest.raises(StoreProblem, match="not the key of this workspace"):
        desk.add(DataKey(bytes(32)))
    assert len(slots(desk.folder)) == 1


def test_somebody_without_a_slot_is_told_so(desk: Desk) -> None:
    desk.create()

    with pytest.raises(NotFound, match="no slot"):
        desk.unlock(person="p-unknown")


def test_a_new_pin_keeps_the_data_key_and_ends_the_old_pin(desk: Desk, ring: MemoryRing) -> None:
    key = desk.create()
    before = set(ring.items)

    change(desk, PIN, "00998877")

    assert desk.unlock("00998877") == key
    with pytest.raises(WrongSecret):
        desk.unlock(PIN)
    assert not before & set(ring.items)


def test_a_new_pin_needs_the_present_one(desk: Desk) -> None:
    key = desk.create()

    with pytest.raises(WrongSecret):
        change(desk, "000000", "111111")
    assert desk.unlock(PIN) == key


def test_a_new_pin_that_is_too_short_changes_nothing(desk: Desk) -> None:
    key = desk.create()

    with pytest.raises(InvalidInput, match="6 digits"):
        change(desk, PIN, "123")
    assert desk.unlock(PIN) == key


def test_a_passphrase_becomes_a_pin_once_there_is_a_keyring(
    bare_desk: Desk, ring: MemoryRing
) -> None:
    key = bare_desk.create(PASSPHRASE)
    desk = bare_desk.with_keyring(state_of(ring))

    change(desk, PASSPHRASE, PIN)

    assert desk.unlock(PIN) == key
    assert slots(desk.folder)[0].mode is SlotMode.KEYRING_AND_PIN


def test_a_removed_person_cannot_unlock_and_leaves_nothing_in_the_keyring(
    desk: Desk, ring: MemoryRing
) -> None:
    key = desk.create()
    before = set(ring.items)
    desk.add(key)
    with pytest.raises(WrongSecret):
        desk.unlock("000000", person=GP.id)

    remove_slot(desk.folder, key, person_id=GP.id, keyring=desk.keyring)

    assert [slot.name for slot in slots(desk.folder)] == [NURSE.name]
    assert set(ring.items) == before
    with pytest.raises(NotFound):
        desk.unlock(person=GP.id)


def test_the_last_person_is_not_removed(desk: Desk) -> None:
    key = desk.create()

    with pytest.raises(Refused, match="last person"):
        remove_slot(desk.folder, key, person_id=NURSE.id, keyring=desk.keyring)
    assert desk.unlock() == key


def test_removing_needs_the_key_of_this_workspace(desk: Desk) -> None:
    desk.add(desk.create())

    with pytest.raises(StoreProblem, match="not the key of this workspace"):
        remove_slot(desk.folder, DataKey(bytes(32)), person_id=GP.id, keyring=desk.keyring)
    assert len(slots(desk.folder)) == 2


def test_a_workspace_keeps_its_identifier(desk: Desk) -> None:
    key = desk.create()
    identifier = workspace_id(desk.folder)

    desk.add(key)

    assert workspace_id(desk.folder) == identifier
