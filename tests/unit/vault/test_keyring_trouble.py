"""A keyring that went away, was exchanged or lost its part, when somebody wants to unlock."""

import pytest

from mdt_core.errors import StoreProblem
from mdt_desktop.vault import WrongSecret, has_workspace
from tests.unit.vault.conftest import Desk, state_of
from tests.unit.vault.rings import ForgetfulRing, MemoryRing, OtherRing


def test_a_keyring_that_vanished_is_told_in_words_and_costs_no_try(
    desk: Desk, bare_desk: Desk
) -> None:
    desk.create()

    with pytest.raises(StoreProblem, match="works only together with the keyring") as told:
        bare_desk.unlock()
    assert "This computer has no keyring" in str(told.value)
    with pytest.raises(WrongSecret, match="4 tries left"):
        desk.unlock("000000")


def test_a_keyring_of_another_make_is_named_beside_the_former_one(desk: Desk) -> None:
    desk.create()

    with pytest.raises(StoreProblem, match="keyring of this computer has changed") as told:
        desk.with_keyring(state_of(OtherRing())).unlock()
    assert "rings MemoryRing" in str(told.value)
    assert "rings OtherRing" in str(told.value)


@pytest.mark.parametrize("kept", [None, "c2hvcnQ=", "not base64!"])
def test_a_keyring_that_lost_its_part_is_told_in_words(
    desk: Desk, ring: MemoryRing, kept: str | None
) -> None:
    desk.create()
    item = next(iter(ring.items))
    ring.items = {item: kept} if kept else {}

    with pytest.raises(StoreProblem, match="no longer holds the part"):
        desk.unlock()


def test_a_keyring_that_does_not_keep_what_it_gets_makes_no_slot(desk: Desk) -> None:
    with pytest.raises(StoreProblem, match="did not keep"):
        desk.with_keyring(state_of(ForgetfulRing())).create()
    assert not has_workspace(desk.folder)
