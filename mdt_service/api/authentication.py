"""Who asks: the signature of the device's key over the request and its counter.

The counter grows with each request. On PostgreSQL, which several processes may serve, each request
keeps its own before it is answered: of two that bear one counter only one passes, whichever process
they meet. On SQLite, served by one process, that process remembers what it saw, and the newest is
kept with every push and otherwise once a minute, so that a pull need not write. The very same request
may come twice to one process, as a network does that: every route answers it alike.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mdt_core.sync.requests import (
    APP_HEADER,
    COUNTER_HEADER,
    DEVICE_HEADER,
    SIGNATURE_HEADER,
    Code,
    Problem,
    signed_text,
)
from mdt_service.hub import devices, signatures
from mdt_service.hub.database import Deed
from mdt_service.hub.devices import Device
from mdt_service.refusals import Refusal
from mdt_service.service import Caller, Service

KEPT_EVERY = timedelta(seconds=60)
_LONGEST_NUMBER = 16
_LONGEST_VERSION = 40


@dataclass(frozen=True)
class Signed:
    """A request as it came, with what its headers claim."""

    method: str
    target: str
    body: bytes
    device_id: str
    counter: int
    signature: str
    app_version: str = ""

    @property
    def text(self) -> bytes:
        """What the signature must be of."""
        return signed_text(
            method=self.method,
            target=self.target,
            body=self.body,
            counter=self.counter,
            device_id=self.device_id,
        )


@dataclass
class Counters:
    """The newest counter that this process saw of each device, with its signature."""

    _seen: dict[str, tuple[int, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, signed: Signed, kept: int) -> bool:
        """Whether this is the last request once more; raises Refusal unless it is or the counter grew."""
        with self._lock:
            last, signature = self._seen.get(signed.device_id, (0, ""))
            is_again = signed.counter == last and signed.signature == signature
            if signed.counter <= max(last, kept) and not is_again:
                raise _counter_refused(max(last, kept))
            self._seen[signed.device_id] = (signed.counter, signed.signature)
            return is_again


def signed_request(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Signed:
    """The request with its claims; raises Refusal where it is not signed at all."""
    device_id = headers.get(DEVICE_HEADER, "")
    number = headers.get(COUNTER_HEADER, "")
    signature = headers.get(SIGNATURE_HEADER, "")
    if not (device_id and signature and number.isascii() and number.isdigit()):
        raise _refused(Code.NOT_ENROLLED, "The request is not signed by a device")
    if len(number) > _LONGEST_NUMBER:
        raise _refused(Code.NOT_ENROLLED, "The counter is too large")
    version = headers.get(APP_HEADER, "")[:_LONGEST_VERSION]
    return Signed(method, target, body, device_id, int(number), signature, version)


def caller_of(service: Service, signed: Signed, counters: Counters) -> Caller:
    """The device that made the request; raises Refusal where that is not proven."""
    with service.database.reading() as connection:
        device = devices.find(connection, signed.device_id)
    at = service.clock()
    device = _proven(device, signed)
    is_again = counters.admit(signed, device.counter)
    is_alone = service.database.is_sqlite
    if at - device.last_seen > KEPT_EVERY if is_alone else not is_again:
        _keep(service, signed, at, must_grow=not is_alone)
    return _caller(device, signed, at)


def caller_by_file(service: Service, signed: Signed) -> Caller:
    """The device that signed a request which came in a file; raises Refusal where that is not proven.

    A file may come late and more than once, so its counter need not have grown: what it asks to be
    taken is known by its own numbers, and what it is answered only the device can open.
    """
    with service.database.reading() as connection:
        device = devices.find(connection, signed.device_id)
    return _caller(_proven(device, signed), signed, service.clock())


def _proven(device: Device | None, signed: Signed) -> Device:
    if device is None:
        raise _refused(
            Code.NOT_ENROLLED, "This device is not known here", "Enrol it with a one-time code"
        )
    if not signatures.is_signed(device.public_key, signed.signature, signed.text):
        raise _refused(Code.BAD_SIGNATURE, "The signature is not of this device and request")
    return device


def require_own_key(signed: Signed, public_key: str) -> None:
    """Raises Refusal unless an enrolment is signed by the key that it brings."""
    if not signatures.is_signed(public_key, signed.signature, signed.text):
        raise _refused(Code.BAD_SIGNATURE, "The signature is not of the key in the request")


def _keep(service: Service, signed: Signed, at: datetime, *, must_grow: bool) -> None:
    """Keeps the counter; raises Refusal where another process kept it, or a newer one, meanwhile."""

    def deed(connection: Deed) -> bool:
        service.database.let_wait(connection)
        return devices.seen(
            connection,
            signed.device_id,
            counter=signed.counter,
            app_version=signed.app_version,
            at=at,
        )

    if not service.database.deed(deed) and must_grow:
        raise _counter_refused(signed.counter)


def _caller(device: Device, signed: Signed, at: datetime) -> Caller:
    return Caller(
        device.id,
        device.name,
        signed.counter,
        at,
        signed.app_version,
        device.revoked_at,
        device.revoked_why,
    )


def _refused(code: Code, words: str, next_step: str = "") -> Refusal:
    return Refusal(Problem(code=code, words=words, next_step=next_step))


def _counter_refused(last: int) -> Refusal:
    words = "The counter of the request did not grow"
    step = "Go on from the counter named"
    return Refusal(Problem(code=Code.COUNTER, words=words, next_step=step, counter=last))
