"""A key that hides itself and can be forgotten."""

import copy
import pickle

import pytest

from mdt_core.errors import StoreProblem
from mdt_desktop.vault import DataKey
from mdt_desktop.vault.sealing import Secrets

KEY = bytes(range(32))


def test_a_key_shows_itself_only_when_asked_for_its_digits() -> None:
    key = DataKey(KEY)

    assert key.hex() == KEY.hex()
    for shown in (repr(key), str(key), f"{key}", repr([key]), repr(Secrets("482913", KEY))):
        assert KEY.hex()[:8] not in shown
        assert "482913" not in shown


def test_a_forgotten_key_is_overwritten_and_of_no_use() -> None:
    key = DataKey(KEY)
    held = key._held

    key.forget()
    key.forget()

    assert key.is_forgotten
    assert held == b""
    with pytest.raises(StoreProblem, match="locked"):
        key.hex()


def test_forgetting_one_key_leaves_another_copy_alone() -> None:
    first, second = DataKey(KEY), DataKey(KEY)
    assert first == second

    first.forget()

    assert not second.is_forgotten
    assert second.hex() == KEY.hex()


def test_keys_differ_from_other_keys_and_from_other_things() -> None:
    assert DataKey(KEY) != DataKey(bytes(32))
    assert DataKey(KEY) != KEY


def test_a_key_is_neither_copied_nor_pickled_nor_hashed() -> None:
    key = DataKey(KEY)
    for deed in (copy.copy, copy.deepcopy, pickle.dumps, hash):
        with pytest.raises(TypeError):
            deed(key)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_has_exactly_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DataKey(bytes(length))
