"""Checks the signatures of devices (Ed25519); makes none and keeps no key but what a device gave."""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_KEY_BYTES = 32


def is_signed(public_key: str, signature: str, signed: bytes) -> bool:
    """Whether the key in base64 made the signature in base64; False for what is neither."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), signed)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def is_public_key(text: str) -> bool:
    """Whether this is a raw Ed25519 public key in base64, in its one way of writing."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return False
    return len(raw) == _KEY_BYTES and base64.b64encode(raw).decode("ascii") == text
