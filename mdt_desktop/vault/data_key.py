"""The data key of a workspace while it is unlocked.

It hides itself from `repr`, logs, copies and pickles, and can be forgotten. Forgetting overwrites
our own copy only: Python, the cipher and the swap file may keep others, so a key that was in
memory on a compromised computer must be counted as known.
"""

import hmac
from typing import NoReturn

from typing_extensions import override

from mdt_core.errors import StoreProblem

KEY_BYTES = 32


class DataKey:
    """The 32 random bytes that encrypt the store; raises StoreProblem once forgotten."""

    __slots__ = ("_held",)

    def __init__(self, key: bytes) -> None:
        """Hold a copy of exactly 32 bytes; raises ValueError for any other length."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"a data key has {KEY_BYTES} bytes")
        self._held = bytearray(key)

    def reveal(self) -> bytes:
        """Return the key as bytes, for wrapping it into another slot."""
        if not self._held:
            raise StoreProblem("The workspace is locked.", next_step="Unlock it and try again.")
        return bytes(self._held)

    def hex(self) -> str:
        """Return the key as 64 hexadecimal digits, for the PRAGMA that opens the store."""
        return self.reveal().hex()

    @property
    def is_forgotten(self) -> bool:
        """Say whether the key was given up."""
        return not self._held

    def forget(self) -> None:
        """Overwrite our copy with zeros and give it up; doing so twice is harmless."""
        self._held[:] = bytes(len(self._held))
        self._held.clear()

    @override
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DataKey):
            return NotImplemented
        return hmac.compare_digest(self.reveal(), other.reveal())

    __hash__ = None  # type: ignore[assignment]  # a secret is no dictionary key

    @override
    def __repr__(self) -> str:
        return "DataKey(hidden)"

    @override
    def __reduce__(self) -> NoReturn:
        raise TypeError("a data key is neither copied nor pickled")
