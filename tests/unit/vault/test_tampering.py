"""Slots edited by someone who also mends the digest."""

from collections.abc import Callable
from typing import Any

import pytest

from mdt_core.errors import KnownError, StoreProblem
from mdt_desktop.vault import WrongSecret, add_slot
from mdt_desktop.vault.derivation import Derivation, stretched
from tests.unit.vault.conftest import GP, NURSE, PIN, Desk


def header(field: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda slot: slot["header"].update({field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Someone Else"),
        ("role", "GP"),
        ("keyring_name", "another"),
    ],
)
def test_an_edited_header_is_told_from_a_wrong_pin(desk: Desk, field: str, value: object) -> None:
    desk.create()
    desk.edit(header(field, value))

    with pytest.raises(StoreProblem, match="changed by something other than this program"):
        desk.unlock()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("salt", "00" * 16),
        ("workspace_id", "12345678-1234-4234-8234-123456789012"),
        ("derivation", {"memory_kib": 128, "iterations": 1, "lanes": 1}),
        ("mode", "passphrase"),
    ],
)
def test_edited_inputs_of_the_key_give_no_key(desk: Desk, field: str, value: object) -> None:
    desk.create()
    desk.edit(header(field, value))

    with pytest.raises(KnownError):
        desk.unlock()


def test_a_slot_does_not_open_under_another_persons_identifier(desk: Desk) -> None:
    desk.create()
    desk.edit(header("person_id", GP.id))

    with pytest.raises(WrongSecret):
        desk.unlock(person=GP.id)


def test_a_practice_slot_does_not_pass_for_a_real_one(desk: Desk) -> None:
    desk.create()
    desk.edit(header("practice", value=False))

    with pytest.raises(StoreProblem, match="protection that is out of bounds"):
        desk.unlock()


def test_an_edited_sealed_key_gives_no_key(desk: Desk) -> None:
    desk.create()
    desk.edit(lambda slot: slot.update({"sealed_key": "00" * 48}))

    with pytest.raises(StoreProblem, match="Nothing was erased"):
        desk.unlock()


@pytest.mark.parametrize(
    "costs",
    [
        {"memory_kib": 1 << 31, "iterations": 3, "lanes": 4},
        {"memory_kib": 64, "iterations": 1 << 20, "lanes": 1},
        {"memory_kib": 8, "iterations": 1, "lanes": 4},
    ],
)
def test_costs_that_would_hang_the_computer_are_refused(desk: Desk, costs: dict[str, int]) -> None:
    desk.create()
    desk.edit(header("derivation", costs))

    with pytest.raises(StoreProblem, match="out of bounds"):
        desk.unlock()


def test_too_little_memory_is_told_in_megabytes() -> None:
    with pytest.raises(StoreProblem, match="needs 1048576 MB of free memory"):
        stretched(PIN, bytes(16), Derivation(memory_kib=1 << 30, iterations=1, lanes=1))


def test_a_practice_workspace_made_real_by_hand_takes_no_new_slot(desk: Desk) -> None:
    key = desk.create()
    path, copy = desk.folder / "slots.json", desk.folder / "slots.json.bak"
    desk.edit(lambda slot: slot)
    for file in (path, copy):
        edited = file.read_text().replace(
            '"practice": true, "revision"', '"practice": false, "revision"'
        )
        file.write_text(edited)
    desk.edit(lambda slot: slot)

    with pytest.raises(StoreProblem, match="not the key of this workspace"):
        add_slot(
            desk.folder,
            key,
            person=GP,
            secret=PIN,
            keyring=desk.keyring,
            random=bytes,
        )
    assert NURSE.name in path.read_text()
