"""Wraps the data key for one person and unwraps it again.

HKDF-SHA256 over Argon2id(secret) and the keyring's secret gives two independent halves: the key
that seals (AES-256-GCM, the header as associated data) and a check. The check tells a wrong secret
from an altered header; it helps a guesser no more than the seal itself does.
"""

import hmac
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mdt_core.errors import StoreProblem
from mdt_desktop.vault.data_key import KEY_BYTES, DataKey
from mdt_desktop.vault.derivation import stretched
from mdt_desktop.vault.device_keyring import RandomBytes
from mdt_desktop.vault.slot import CHECK_BYTES, NONCE_BYTES, SealedHeader, Slot

_KEK_INFO = b"mdt-kek-v1:"
_KEY_CHECK_INFO = b"mdt-key-check-v1:"


@dataclass(frozen=True, repr=False)
class Secrets:
    """What opens a slot: the typed PIN or passphrase, and the keyring's part (may be empty)."""

    typed: str
    kept: bytes = b""


def seal(header: SealedHeader, key: DataKey, secrets: Secrets, random: RandomBytes) -> Slot:
    """Return a slot that gives `key` for these secrets."""
    sealing_key, check = _halves(header, secrets)
    nonce = random(NONCE_BYTES)
    sealed_key = AESGCM(sealing_key).encrypt(nonce, key.reveal(), header.canonical_bytes())
    return Slot(header=header, nonce=nonce, sealed_key=sealed_key, secret_check=check)


def unseal(slot: Slot, secrets: Secrets) -> DataKey | None:
    """Return the data key, None for wrong secrets; raises StoreProblem for an altered slot."""
    sealing_key, check = _halves(slot.header, secrets)
    if not hmac.compare_digest(check, slot.secret_check):
        return None
    try:
        opened = AESGCM(sealing_key).decrypt(
            slot.nonce, slot.sealed_key, slot.header.canonical_bytes()
        )
    except InvalidTag as error:
        raise StoreProblem(
            f"The entry of {slot.header.name} in this workspace was changed by something other"
            " than this program, so it is not trusted. Nothing was erased.",
            next_step="Ask whoever looks after this computer to restore the workspace's files.",
        ) from error
    return DataKey(opened)


def key_check(key: DataKey, workspace_id: bytes, *, practice: bool) -> bytes:
    """Return 32 bytes by which a workspace knows its own data key, without revealing it."""
    context = _KEY_CHECK_INFO + workspace_id + (b":practice" if practice else b":real")
    return _expanded(key.reveal(), context, CHECK_BYTES)


def _halves(header: SealedHeader, secrets: Secrets) -> tuple[bytes, bytes]:
    typed = unicodedata.normalize("NFKC", secrets.typed)  # keyboards spell an accent in two ways
    slow = stretched(typed, header.salt, header.derivation)
    info = _KEK_INFO + f"{header.person_id}:{header.workspace_id}".encode()
    both = _expanded(slow + secrets.kept, info, KEY_BYTES + CHECK_BYTES)
    return both[:KEY_BYTES], both[KEY_BYTES:]


def _expanded(material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(material)
