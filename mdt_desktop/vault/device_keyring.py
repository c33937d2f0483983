"""The operating system's own place for secrets, tried before it is trusted.

A back end may be chosen and then fail, be locked, or wait for a prompt nobody sees, so each call
runs in a thread with a time limit, and a test secret goes in and out first. Back ends that store in
plain text, or nothing, are refused by name: there is no fall-back, only the passphrase mode.
"""

import base64
import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, NoKeyringError

from mdt_core.errors import StoreProblem

SERVICE = "mdt"
SECRET_BYTES = 32
PROBE_TIMEOUT_S = 10.0

RandomBytes = Callable[[int], bytes]
"""Gives that many unpredictable bytes, such as `secrets.token_bytes`."""

_REFUSED_MODULES = ("keyring.backends.fail", "keyring.backends.null", "keyrings.")
_PROBE_ITEM = "probe"

_Answer = TypeVar("_Answer")


class KeyringTrouble(StoreProblem):
    """The keyring did not do as asked; `message` says why in words."""

    title = "The keyring of this computer"


@dataclass(frozen=True)
class KeyringState:
    """A keyring that passed its probe, or the reason in words why there is none.

    `name` is that of the back end; `timeout_s` limits each call to it, in seconds.
    """

    name: str
    reason: str = ""
    backend: KeyringBackend | None = field(default=None, repr=False)
    timeout_s: float = PROBE_TIMEOUT_S

    @property
    def is_safe(self) -> bool:
        """Say whether secrets may be kept in it."""
        return self.backend is not None

    def read(self, item: str) -> str | None:
        """Return what is kept under `item`, None for nothing; raises KeyringTrouble."""
        backend = self._usable()
        return _within(self.timeout_s, lambda: backend.get_password(SERVICE, item))

    def write(self, item: str, text: str) -> None:
        """Keep `text` under `item` and read it back; raises KeyringTrouble if it did not stay."""
        backend = self._usable()
        _within(self.timeout_s, lambda: backend.set_password(SERVICE, item, text))
        if not hmac.compare_digest((self.read(item) or "").encode(), text.encode()):
            raise KeyringTrouble("The keyring of this computer did not keep what it was given.")

    def delete(self, item: str) -> None:
        """Remove what is kept under `item`; raises KeyringTrouble."""
        backend = self._usable()
        _within(self.timeout_s, lambda: backend.delete_password(SERVICE, item))

    def _usable(self) -> KeyringBackend:
        if self.backend is None:
            raise KeyringTrouble(self.reason)
        return self.backend


def probe_keyring(
    timeout_s: float,
    random: RandomBytes,
    find_backend: Callable[[], KeyringBackend] = keyring.get_keyring,
) -> KeyringState:
    """Return the keyring after a test secret went in and out within `timeout_s` a step.

    Never raises for a keyring that is missing, refused, locked or silent: the state says why.
    """
    try:
        found = _within(timeout_s, find_backend)
        backend = _safe_member(found)
    except KeyringTrouble as trouble:
        return KeyringState(name="none", reason=trouble.message)
    if backend is None:
        return KeyringState(name=found.name, reason=_refusal(found))
    return _probed(KeyringState(name=backend.name, backend=backend, timeout_s=timeout_s), random)


def new_secret(state: KeyringState, item: str, random: RandomBytes) -> bytes:
    """Make 32 random bytes, keep them under `item` as 44 characters, and return them."""
    secret = random(SECRET_BYTES)
    state.write(item, base64.b64encode(secret).decode("ascii"))
    return secret


def kept_secret(state: KeyringState, item: str) -> bytes | None:
    """Return the secret under `item`, None where there is none or it is not one of ours."""
    try:
        secret = base64.b64decode(state.read(item) or "", validate=True)
    except ValueError:
        return None
    return secret if len(secret) == SECRET_BYTES else None


def _probed(state: KeyringState, random: RandomBytes) -> KeyringState:
    item = f"{_PROBE_ITEM}/{random(8).hex()}"
    try:
        new_secret(state, item, random)
        state.delete(item)
    except KeyringTrouble as trouble:
        return KeyringState(name=state.name, reason=trouble.message)
    return state


def _safe_member(backend: KeyringBackend) -> KeyringBackend | None:
    """Return the back end to use: of a chain the first safe one, asked directly from then on."""
    members = backend.backends if isinstance(backend, ChainerBackend) else (backend,)
    return next((member for member in members if not _is_refused(member)), None)


def _is_refused(backend: KeyringBackend) -> bool:
    return any(
        kind.__module__.startswith(_REFUSED_MODULES) or "plaintext" in kind.__name__.lower()
        for kind in type(backend).__mro__
    )


def _refusal(backend: KeyringBackend) -> str:
    if type(backend).__module__.startswith("keyring.backends.fail"):
        return "This computer has no keyring."
    return f"The keyring of this computer ({backend.name}) does not keep secrets safely."


def _within(timeout_s: float, call: Callable[[], _Answer]) -> _Answer:
    """Return what `call` gives in a thread of its own; raises KeyringTrouble for all else."""
    outcome: SimpleQueue[_Answer | KeyringTrouble] = SimpleQueue()

    def _asked() -> None:
        try:
            outcome.put(call())
        except Exception as error:  # noqa: BLE001 - each back end raises errors of its own library
            outcome.put(KeyringTrouble(_in_words(error)))

    threading.Thread(target=_asked, name="mdt-keyring", daemon=True).start()
    try:
        answer = outcome.get(timeout=timeout_s)
    except Empty:
        raise KeyringTrouble(_silence(timeout_s)) from None
    if isinstance(answer, KeyringTrouble):
        raise answer
    return answer


def _silence(timeout_s: float) -> str:
    return (
        f"The keyring of this computer did not answer within {timeout_s:g} seconds. It may be"
        " waiting for its own password in another window."
    )


def _in_words(error: Exception) -> str:
    """Name the trouble without the back end's own text, which could repeat what it was given."""
    match error:
        case KeyringLocked():
            return "The keyring of this computer is locked."
        case NoKeyringError():
            return "This computer has no keyring."
        case _:
            return f"The keyring of this computer failed ({type(error).__name__})."
