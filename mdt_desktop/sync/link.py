"""The tie between a workspace and its service: enrolment by a one-time code, and the client it gives.

A practice workspace is tied to a practice service alone, and a real one to a real service alone.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2

from mdt_core.clock import Clock, utc_text
from mdt_core.errors import InvalidInput, Refused
from mdt_core.sync import protocol
from mdt_desktop.device import sync_book
from mdt_desktop.device.workspace import OpenWorkspace
from mdt_desktop.sync.client import Identity, ServiceClient
from mdt_desktop.vault.device_key import DeviceKey, device_key, new_device_key
from mdt_desktop.vault.device_keyring import KeyringState, RandomBytes

ADDRESS = "address"
PINNED_CA = "pinned_ca"
KEY = "key"
COUNTER = "counter"
ENROLLED_AT = "enrolled_at"

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Link:
    """An enrolled workspace: where its service is, and the key that it knows this device by."""

    address: str
    key: DeviceKey
    counter: int
    pinned_ca: str | None = None


def enrol(
    workspace: OpenWorkspace,
    *,
    address: str,
    code: str,
    keyring: KeyringState,
    random: RandomBytes,
    clock: Clock,
    app_version: str,
    pinned_ca: str | None = None,
) -> None:
    """Makes this device known to a service; raises SyncTrouble or InvalidInput, and changes nothing then."""
    _require_safe(address)
    state = workspace.state
    kept = new_device_key(keyring, state.device_id, random)
    identity = Identity(state.device_id, kept.key.sign, app_version)
    client = ServiceClient(address, identity, pinned_ca=pinned_ca)
    asked = protocol.Enrol(
        code=code,
        device_id=state.device_id,
        device_name=state.name[:100],
        public_key=kept.key.public,
        app_version=app_version,
    )
    try:
        enrolled = client.enrol(asked)
    finally:
        client.close()
    if enrolled.is_practice != state.is_practice:
        raise Refused(
            "Practice data is never sent to a real service, nor real data to a practice one.",
            next_step="Ask for a code of the right service.",
        )
    facts = {
        ADDRESS: address,
        PINNED_CA: pinned_ca or "",
        KEY: kept.for_the_store,
        COUNTER: str(client.counter),
        ENROLLED_AT: utc_text(clock()),
    }
    with sync_book.writing(workspace.engine) as connection:
        # an epoch that is known stays: a service that was restored since gets back what it lost
        known = sync_book.facts(connection)
        sync_book.keep_facts(connection, {"epoch": enrolled.epoch, **known, **facts})


def link_of(workspace: OpenWorkspace, keyring: KeyringState) -> Link | None:
    """The tie of a workspace, None where it was never enrolled; raises StoreProblem without its key."""
    with workspace.store.reading() as connection:
        facts = sync_book.facts(connection)
    if not facts.get(ADDRESS):
        return None
    return Link(
        address=facts[ADDRESS],
        key=device_key(keyring, workspace.state.device_id, facts.get(KEY, "")),
        counter=int(facts.get(COUNTER, "0")),
        pinned_ca=facts.get(PINNED_CA) or None,
    )


def client_of(
    workspace: OpenWorkspace,
    link: Link,
    app_version: str,
    *,
    transport: httpx2.BaseTransport | None = None,
) -> ServiceClient:
    """The client of an enrolled workspace; the caller closes it and keeps its counter."""
    identity = Identity(workspace.state.device_id, link.key.sign, app_version)
    return ServiceClient(
        link.address, identity, link.counter, pinned_ca=link.pinned_ca, transport=transport
    )


def keep_counter(workspace: OpenWorkspace, counter: int) -> None:
    """Writes how far the counter of requests has grown."""
    with sync_book.writing(workspace.engine) as connection:
        sync_book.keep_facts(connection, {COUNTER: str(counter)})


def _require_safe(address: str) -> None:
    """Clinical words go over TLS, or stay on this computer."""
    parts = urlsplit(address)
    if parts.hostname and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    ):
        return
    raise InvalidInput(
        "The address of the service begins with https://",
        where="Address",
        next_step="Ask whoever gave you the code for the whole address.",
    )
