"""The key pair of this device: what it asks of the service is signed with the private half.

Ed25519 (RFC 8032). The private half lies in the system's keyring; where there is none that is safe,
the caller keeps it inside the encrypted store, which opens by passphrase alone.
"""

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mdt_core.errors import StoreProblem
from mdt_desktop.vault.device_keyring import KeyringState, RandomBytes, kept_secret, new_secret

_BYTES = 32


@dataclass(frozen=True, repr=False)
class DeviceKey:
    """A private key that signs and is never shown."""

    _private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The raw public key, 32 bytes in base64."""
        return base64.b64encode(self._private.public_key().public_bytes_raw()).decode("ascii")

    def sign(self, text: bytes) -> str:
        """The signature of a text, in base64."""
        return base64.b64encode(self._private.sign(text)).decode("ascii")


@dataclass(frozen=True)
class KeptKey:
    """A new key, and its secret in base64 for the encrypted store where no keyring took it."""

    key: DeviceKey
    for_the_store: str


def new_device_key(keyring: KeyringState, device_id: str, random: RandomBytes) -> KeptKey:
    """Makes a key pair; raises StoreProblem where a safe keyring does not take it."""
    if keyring.is_safe:
        return KeptKey(_of(new_secret(keyring, _item(device_id), random)), "")
    secret = random(_BYTES)
    return KeptKey(_of(secret), base64.b64encode(secret).decode("ascii"))


def device_key(keyring: KeyringState, device_id: str, in_the_store: str) -> DeviceKey:
    """The key of an enrolled device; raises StoreProblem where it is nowhere to be found."""
    secret = base64.b64decode(in_the_store) if in_the_store else None
    if secret is None and keyring.is_safe:
        secret = kept_secret(keyring, _item(device_id))
    if secret is None or len(secret) != _BYTES:
        raise StoreProblem(
            "The key by which the service knows this computer is not in its keyring.",
            next_step="Enrol this computer again. What waits here is kept and is sent then.",
        )
    return _of(secret)


def _of(secret: bytes) -> DeviceKey:
    return DeviceKey(Ed25519PrivateKey.from_private_bytes(secret))


def _item(device_id: str) -> str:
    return f"device/{device_id}"
