"""Which keyrings are trusted, and what is said of the others."""

import secrets
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked, NoKeyringError
from typing_extensions import override

from mdt_core.errors import StoreProblem
from mdt_desktop.vault import KeyringState, probe_keyring
from tests.unit.vault.rings import (
    FailingRing,
    ForgetfulRing,
    MemoryRing,
    PlaintextRing,
    SilentRing,
)


class Chain(chainer.ChainerBackend):
    """A chain of given back ends."""

    priority = -2  # never chosen by itself
    members: tuple[KeyringBackend, ...] = ()
    backends = property(lambda self: self.members)

    def __init__(self, *members: KeyringBackend) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring leaves it untyped
        self.members = members


class AltRing(MemoryRing):
    """As if from the keyrings.alt package."""

    __module__ = "keyrings.alt.file"


NULL = null.Keyring()  # type: ignore[no-untyped-call]  # keyring leaves it untyped
FAIL = fail.Keyring()  # type: ignore[no-untyped-call]  # the same


@pytest.fixture
def silent() -> Iterator[SilentRing]:
    ring = SilentRing()
    yield ring
    ring.let_go.set()


def probed(backend: KeyringBackend, timeout_s: float = 5) -> KeyringState:
    return probe_keyring(timeout_s, secrets.token_bytes, lambda: backend)


def test_a_keyring_that_keeps_and_gives_back_is_safe_and_left_as_it_was(ring: MemoryRing) -> None:
    state = probed(ring)

    assert state.is_safe
    assert state.name == "rings MemoryRing"
    assert state.reason == ""
    assert ring.items == {}


def test_the_systems_own_choice_is_probed_by_default(ring: MemoryRing) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(ring)
    try:
        assert probe_keyring(5, secrets.token_bytes).name == ring.name
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize(
    "backend",
    [NULL, PlaintextRing(), AltRing(), Chain(PlaintextRing(), NULL), Chain()],
    ids=["null", "plaintext", "alternative", "chain of unsafe", "empty chain"],
)
def test_keyrings_that_keep_nothing_or_plain_text_are_refused(backend: KeyringBackend) -> None:
    state = probed(backend)

    assert not state.is_safe
    assert "does not keep secrets safely" in state.reason


def test_a_computer_without_a_keyring_is_told_so() -> None:
    assert probed(FAIL).reason == "This computer has no keyring."


def test_of_a_chain_the_first_safe_member_is_asked_directly(ring: MemoryRing) -> None:
    state = probed(Chain(PlaintextRing(), ring))

    assert state.backend is ring
    assert state.name == ring.name


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyringLocked("x"), "is locked"),
        (NoKeyringError("x"), "has no keyring"),
        (RuntimeError("the secret is abc"), r"failed \(RuntimeError\)"),
    ],
)
def test_a_keyring_that_fails_is_told_without_its_own_text(error: Exception, words: str) -> None:
    state = probed(FailingRing(error))

    assert not state.is_safe
    with pytest.raises(StoreProblem, match=words) as told:
        state.read("anything")
    assert "abc" not in str(told.value)


def test_a_keyring_that_cannot_be_found_is_told() -> None:
    def _broken() -> KeyringBackend:
        raise ImportError("no library")

    state = probe_keyring(5, secrets.token_bytes, _broken)

    assert (state.is_safe, state.name) == (False, "none")
    assert "ImportError" in state.reason


def test_a_keyring_that_keeps_nothing_fails_the_probe() -> None:
    assert "did not keep" in probed(ForgetfulRing()).reason


def test_a_keyring_that_waits_for_a_prompt_does_not_hold_the_program(silent: SilentRing) -> None:
    state = probed(silent, timeout_s=0.1)

    assert not state.is_safe
    assert "did not answer within 0.1 seconds" in state.reason


def test_a_keyring_without_delete_is_not_trusted() -> None:
    class KeepsForEver(MemoryRing):
        """Cannot delete."""

        @override
        def delete_password(self, service: str, username: str) -> None:
            raise NotImplementedError

    assert "NotImplementedError" in probed(KeepsForEver()).reason


def test_the_state_does_not_show_what_its_back_end_holds(ring: MemoryRing) -> None:
    assert "backend" not in repr(probed(ring))
