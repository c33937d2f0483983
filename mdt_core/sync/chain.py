"""The digest chain of a scope's log: two ends that hold the same digest hold the same changes.

Each link covers the one before, the number, the identity and the hash of the body, so that a body
may be taken out later (redaction, purge) without breaking the chain. Every scope has a start of its
own, so that the log of one can never pass for the log of another.
"""

import hashlib


def start_of(scope: str) -> str:
    """The digest of a scope's log before its first change, 64 hexadecimal digits."""
    return _hash(f"mdt-log-1\n{scope}")


def link(previous: str, seq: int, mid: str, body_hash: str) -> str:
    """The digest after one more change, 64 hexadecimal digits."""
    return _hash(f"{previous}\n{seq}\n{mid}\n{body_hash}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
