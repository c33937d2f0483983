"""How slowly a PIN or passphrase becomes key material, and how slow it must at least be.

Argon2id (RFC 9106, 2021). Costs are kept in each slot so that they can be raised later. Costs read
from a file are bounded on both sides: too cheap would make guessing easy, too dear would hang the
computer. Only practice workspaces, whose slots say so under their own seal, may be cheaper.
"""

from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from mdt_core.errors import StoreProblem

STRETCHED_BYTES = 32
SALT_BYTES = 16

_LARGEST_MEMORY_KIB = 1024 * 1024
_MOST_ITERATIONS = 16
_MOST_LANES = 16
_ARGON2_KIB_PER_LANE = 8


@dataclass(frozen=True)
class Derivation:
    """The cost of one guess: memory in KiB, passes over it, lanes worked side by side."""

    memory_kib: int
    iterations: int
    lanes: int

    @property
    def is_possible(self) -> bool:
        """Say whether Argon2id takes these costs and a clinic's computer can bear them."""
        return (
            1 <= self.iterations <= _MOST_ITERATIONS
            and 1 <= self.lanes <= _MOST_LANES
            and _ARGON2_KIB_PER_LANE * self.lanes <= self.memory_kib <= _LARGEST_MEMORY_KIB
        )

    def is_at_least(self, floor: "Derivation") -> bool:
        """Say whether a guess costs no less memory and no fewer passes than `floor`."""
        return self.memory_kib >= floor.memory_kib and self.iterations >= floor.iterations


PIN_DERIVATION = Derivation(memory_kib=64 * 1024, iterations=3, lanes=4)
"""RFC 9106 section 4, second recommended option; about half a second."""

PASSPHRASE_DERIVATION = Derivation(memory_kib=256 * 1024, iterations=3, lanes=2)
"""For a passphrase that has no keyring secret beside it; about one second."""

PRACTICE_DERIVATION = Derivation(memory_kib=64, iterations=1, lanes=1)
"""For practice workspaces with made-up residents only: takes no time and protects nothing."""


def stretched(secret: str, salt: bytes, derivation: Derivation) -> bytes:
    """Return 32 bytes from a secret; raises StoreProblem where memory does not suffice."""
    try:
        return hash_secret_raw(
            secret.encode("utf-8"),
            salt,
            time_cost=derivation.iterations,
            memory_cost=derivation.memory_kib,
            parallelism=derivation.lanes,
            hash_len=STRETCHED_BYTES,
            type=Type.ID,
        )
    except HashingError as error:
        raise StoreProblem(
            f"Unlocking needs {derivation.memory_kib // 1024} MB of free memory.",
            next_step="Close other programs and try again.",
        ) from error
