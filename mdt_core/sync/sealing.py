"""Seals the content of a file for one reader, and signs it: HPKE (RFC 9180) and Ed25519 (RFC 8032).

Base mode with X25519, HKDF-SHA256 and ChaCha20-Poly1305. Keys go in and out as the caller keeps them,
32 raw bytes for a secret and base64 for what everybody may know; nothing here keeps one.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

KEY_BYTES = 32
SIGNATURE_BYTES = 64

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def reader_key(secret: bytes) -> str:
    """The key for which others seal, that only the holder of the secret can read."""
    return _text(X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())


def signer_key(secret: bytes) -> str:
    """The key by which others know the signatures of the secret's holder."""
    return _text(Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())


def sealed(content: bytes, *, reader: str, about: bytes) -> bytes:
    """The content so that the reader alone can open it, together with what stands about it in clear.

    Raises ValueError for what is no key.
    """
    key = X25519PublicKey.from_public_bytes(base64.b64decode(reader, validate=True))
    return _SUITE.encrypt(content, key, about)


def opened(content: bytes, *, secret: bytes, about: bytes) -> bytes | None:
    """The content as it was; None where it was sealed for somebody else, or is not whole."""
    try:
        return _SUITE.decrypt(content, X25519PrivateKey.from_private_bytes(secret), about)
    except (InvalidTag, ValueError):
        return None


def signature(text: bytes, secret: bytes) -> bytes:
    """The signature of a text, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(text)


def is_signed(text: bytes, found: bytes, signer: str) -> bool:
    """Whether the signer signed just this text; False for what is neither key nor signature."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signer, validate=True))
        key.verify(found, text)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")
