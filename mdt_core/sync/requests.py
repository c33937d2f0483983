"""What every request of the protocol shares: headers, the text that is signed, and refusals.

Part of the description of the wire in `protocol`. Nothing here makes or checks a signature.
"""

import hashlib
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

DEVICE_HEADER = "Mdt-Device"
COUNTER_HEADER = "Mdt-Counter"
SIGNATURE_HEADER = "Mdt-Signature"
PROTOCOL_HEADER = "Mdt-Protocol"
APP_HEADER = "Mdt-App"


def signed_text(*, method: str, target: str, body: bytes, counter: int, device_id: str) -> bytes:
    """What a device's Ed25519 key signs for each request.

    `target` is path and query as sent, `body` the bytes as sent (packed). The counter grows with
    every request of a device, by one or more.
    """
    digest = hashlib.sha256(body).hexdigest()
    return "\n".join(("mdt-1", method, target, digest, str(counter), device_id)).encode("utf-8")


Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Identity = Annotated[str, Field(min_length=1, max_length=100, pattern="^[!-~]+$")]
"""A name that a program gave: visible ASCII signs."""
Number = Annotated[int, Field(ge=0, le=2**53)]


class Message(BaseModel):
    """A message or a line: frozen; a field of a newer version is ignored, never refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")


# Refusals of a whole request


class Code(StrEnum):
    """Why a whole request was refused; the words beside it are for people."""

    MALFORMED = "malformed"
    """400: not of this protocol, or cut."""
    NOT_ENROLLED = "not_enrolled"
    """401: no such device, or no signature."""
    BAD_SIGNATURE = "bad_signature"
    """401: not signed by the device's key."""
    COUNTER = "counter"
    """401: the counter did not grow; `counter` names the last one seen."""
    REVOKED = "revoked"
    """403: the device may only push and send audit."""
    NOT_GRANTED = "not_granted"
    """403: the device may not read that scope."""
    CODE_REFUSED = "code_refused"
    """403: an enrolment code that is wrong, used or too old."""
    NOT_FOUND = "not_found"
    """404: no such route or thing."""
    TOO_SLOW = "too_slow"
    """408: the request did not arrive in time."""
    EXPECT = "expect"
    """409: a push that does not follow on the last one; `after` names the last n taken."""
    FORK = "fork"
    """409: the same counter came with another change: the device was restored or copied."""
    EPOCH = "epoch"
    """409: the service was restored; `epoch` is the new one: recover first."""
    TOO_LARGE = "too_large"
    """413: over a limit, packed or opened."""
    WRONG_TYPE = "wrong_type"
    """415: not the content type of this route."""
    TOO_OLD = "too_old"
    """426: the client must be updated before it can pull; it may still push."""
    SLOW_DOWN = "slow_down"
    """429: too many requests; try again after `retry_after` seconds."""
    OURS = "ours"
    """500: a fault of the service; `words` hold a reference."""
    UNAVAILABLE = "unavailable"
    """503: not now; try again after `retry_after` seconds."""
    FULL = "full"
    """507: the service has no room; nothing was taken."""


class Problem(Message):
    """The answer to a request that was refused whole; nothing of it was taken."""

    code: Code
    words: str
    next_step: str = ""
    after: Number | None = None
    epoch: str | None = None
    counter: Number | None = None
    retry_after: Number | None = None
