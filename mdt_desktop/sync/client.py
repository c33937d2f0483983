"""Speaks the protocol to the service over HTTP: signs, packs, checks what came, and says what went wrong.

One request a call, no retry but for a counter that fell behind. It opens nothing larger than agreed,
follows no redirect, and takes nothing that is not of the protocol for an answer.
"""

import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote, urlencode

import httpx2
from pydantic import ValidationError

from mdt_core.errors import KnownError
from mdt_core.sync import protocol, wire
from mdt_core.sync.requests import (
    APP_HEADER,
    COUNTER_HEADER,
    DEVICE_HEADER,
    PROTOCOL_HEADER,
    SIGNATURE_HEADER,
    Code,
    Message,
    Problem,
    signed_text,
)
from mdt_desktop.sync.trouble import NotTheService, NotTrusted, Unreachable, refusal_of, whole

M = TypeVar("M", bound=Message)

JSON = "application/json"
CONNECT_S = 10.0
ANSWER_S = 60.0
"""Without a byte."""
WHOLE_ANSWER_S = 300.0
"""For all of an answer: the largest page takes half of it at 64 kbit/s, and none may drip for ever."""

_LARGEST_REFUSAL = 64 * 1024


@dataclass(frozen=True)
class Identity:
    """Who asks: the device, what signs for it, and the version of the program."""

    device_id: str
    sign: Callable[[bytes], str]
    app_version: str = ""


@dataclass
class ServiceClient:
    """One service as one device sees it. Close it; it is used by one thread at a time."""

    address: str
    identity: Identity
    counter: int = 0
    """The counter of the newest request; it only grows, and is kept between runs."""
    pinned_ca: str | None = None
    """A file of certificates that alone are trusted; None: what the system trusts."""
    transport: httpx2.BaseTransport | None = None
    answer_s: float = ANSWER_S
    whole_answer_s: float = WHOLE_ANSWER_S
    stopwatch: Callable[[], float] = time.monotonic
    _http: httpx2.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Opens the connection pool; nothing is sent yet."""
        is_real = self.transport is None
        self._http = httpx2.Client(
            base_url=self.address.rstrip("/"),
            timeout=httpx2.Timeout(self.answer_s, connect=CONNECT_S),
            follow_redirects=False,
            verify=ssl.create_default_context(cafile=self.pinned_ca) if is_real else True,
            transport=self.transport,
        )
        self._http.headers["User-Agent"] = "mdt"
        for said_by_itself in ("Accept", "Connection"):  # each minute, of every device
            del self._http.headers[said_by_itself]

    def close(self) -> None:
        """Closes every connection."""
        self._http.close()

    # The questions

    def enrol(self, asked: protocol.Enrol) -> protocol.Enrolled:
        """Makes this device known by a one-time code."""
        return self._message("POST", "/v1/enrol", protocol.Enrolled, _json(asked), JSON)

    def hello(self, incarnation: str) -> protocol.Hello:
        """Who is there, and what this device may read."""
        target = f"/v1/hello?incarnation={incarnation}"
        return self._message("GET", target, protocol.Hello)

    def push(
        self, header: protocol.PushHeader, lines: Iterable[str]
    ) -> tuple[protocol.PushHead, list[protocol.PushAnswer]]:
        """Sends changes; gives what became of each."""
        sent = self._lines("/v1/push", (_compact(header), *lines))
        head = _read(protocol.PushHead, next(sent, b""))
        return head, [_read(protocol.PushAnswer, line) for line in sent]

    def pull(self, asked: protocol.Pull) -> Iterator[bytes]:
        """Asks for what is new in the logs; gives the lines of the answer."""
        return iter(self._answer_lines("POST", "/v1/pull", _json(asked), JSON))

    def snapshot(self, scope: str, *, epoch: str, after: int, upto: int) -> Iterator[bytes]:
        """Asks for a log from `after` to `upto` without what was replaced in it; gives the lines."""
        asked = urlencode({"epoch": epoch, "after": after, "at": upto})
        return self._get(f"/v1/snapshot/{quote(scope, safe='')}?{asked}")

    def resident(self, scope: str, resident_id: str, *, epoch: str, skip: int) -> Iterator[bytes]:
        """Asks for what any log holds of a resident whom a scope adopted; gives the lines."""
        asked = urlencode({"resident": resident_id, "epoch": epoch, "skip": skip})
        target = f"/v1/snapshot/{quote(scope, safe='')}?{asked}"
        return self._get(target)

    def recover(self, header: protocol.RecoverHeader, lines: Iterable[str]) -> Iterator[bytes]:
        """Tells what is held, or brings back what the service lost; gives the lines of the answer."""
        return self._lines("/v1/recover", (_compact(header), *lines))

    def verify(self, asked: protocol.Verify) -> protocol.Verified:
        """Asks for the digests at some places."""
        return self._message("POST", "/v1/verify", protocol.Verified, _json(asked), JSON)

    def audit(self, header: protocol.AuditHeader, lines: Iterable[str]) -> protocol.Audited:
        """Sends lines of the access audit."""
        body = wire.document((_compact(header), *lines))
        return self._message("POST", "/v1/audit", protocol.Audited, body, wire.NDJSON)

    # How each is asked

    def _message(
        self, method: str, target: str, wanted: type[M], body: bytes = b"", kind: str = ""
    ) -> M:
        response = self._ask(method, target, body, kind)
        return _read(wanted, self._opened(response, JSON))

    def _get(self, target: str) -> Iterator[bytes]:
        return iter(self._answer_lines("GET", target, b"", ""))

    def _lines(self, target: str, lines: Iterable[str]) -> Iterator[bytes]:
        return iter(self._answer_lines("POST", target, wire.document(lines), wire.NDJSON))

    def _answer_lines(self, method: str, target: str, body: bytes, kind: str) -> list[bytes]:
        response = self._ask(method, target, body, kind)
        with whole():
            return wire.lines_of(self._opened(response, wire.NDJSON))

    def _ask(self, method: str, target: str, body: bytes, kind: str) -> httpx2.Response:
        packed, encoding = wire.packed(body, wire.ZSTD)
        response = self._send(method, target, packed, kind, encoding)
        problem = _problem_of(response)
        if problem is not None and problem.code is Code.COUNTER and problem.counter is not None:
            self.counter = max(self.counter, problem.counter)
            response = self._send(method, target, packed, kind, encoding)
            problem = _problem_of(response)
        if problem is not None:
            raise refusal_of(problem, had_body=bool(body))
        return response

    def _send(
        self, method: str, target: str, body: bytes, kind: str, encoding: str
    ) -> httpx2.Response:
        self.counter += 1
        headers = {**self._signed(method, target, body), "Accept-Encoding": "zstd, gzip"}
        if body:
            headers["Content-Type"] = kind
        if encoding != wire.PLAIN:
            headers["Content-Encoding"] = encoding
        request = self._http.build_request(method, target, headers=headers, content=body or None)
        ends_at = self.stopwatch() + self.whole_answer_s
        with _in_words():
            response = self._http.send(request, stream=True)
            try:
                response.extensions["raw"] = _read_raw(response, self.stopwatch, ends_at)
            finally:
                response.close()
        return response

    def _signed(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        who = self.identity
        text = signed_text(
            method=method, target=target, body=body, counter=self.counter, device_id=who.device_id
        )
        return {
            DEVICE_HEADER: who.device_id,
            COUNTER_HEADER: str(self.counter),
            SIGNATURE_HEADER: who.sign(text),
            PROTOCOL_HEADER: str(protocol.NEWEST),
            APP_HEADER: who.app_version,
        }

    @staticmethod
    def _opened(response: httpx2.Response, wanted: str) -> bytes:
        if response.status_code != httpx2.codes.OK or _kind_of(response) != wanted:
            raise _not_the_service(response)
        encoding = response.headers.get("Content-Encoding", "")
        raw: bytes = response.extensions["raw"]
        with whole():
            return wire.unpacked(raw, encoding, most=protocol.LARGEST_ANSWER)


def _read_raw(response: httpx2.Response, stopwatch: Callable[[], float], ends_at: float) -> bytes:
    """The body as it came, never more than an answer may have, nor for longer than it may take."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_raw():
        size += len(part)
        if size > protocol.LARGEST_ANSWER:
            raise NotTheService(
                "The answer is larger than any of the service, and was not read to its end.",
                next_step="Check the address of the service.",
            )
        if stopwatch() > ends_at:
            raise httpx2.ReadTimeout("the answer drips", request=response.request)
        parts.append(part)
    return b"".join(parts)


def _problem_of(response: httpx2.Response) -> Problem | None:
    """The refusal that the service wrote; None for an answer. Raises NotTheService for all else."""
    if response.status_code == httpx2.codes.OK:
        return None
    if _kind_of(response) != JSON:
        raise _not_the_service(response)
    encoding = response.headers.get("Content-Encoding", "")
    try:
        raw = wire.unpacked(response.extensions["raw"], encoding, most=_LARGEST_REFUSAL)
        return Problem.model_validate_json(raw)
    except (KnownError, ValidationError):
        raise _not_the_service(response) from None


def _kind_of(response: httpx2.Response) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _not_the_service(response: httpx2.Response) -> NotTheService:
    if response.is_redirect or _kind_of(response) == "text/html":
        return NotTheService(
            "A page of this network answered in place of the service.",
            next_step="Open a browser and sign in to the network. What waits is kept here.",
        )
    return NotTheService(
        f"Something answered that is not the service ({response.status_code}).",
        next_step="Check the address of the service, or the proxy of this network.",
    )


def _json(message: Message) -> bytes:
    return message.model_dump_json().encode("utf-8")


def _compact(message: Message) -> str:
    return message.model_dump_json()


def _read(wanted: type[M], raw: bytes) -> M:
    try:
        return wanted.model_validate_json(raw)
    except ValidationError:
        raise NotTheService(
            "The answer is not of the protocol that this program speaks.",
            next_step="Update this program, or check the address of the service.",
        ) from None


@contextmanager
def _in_words() -> Iterator[None]:
    """Turns what the HTTP library raises into sentences."""
    try:
        yield
    except httpx2.TimeoutException as error:
        raise Unreachable("The service did not answer in time") from error
    except httpx2.ProxyError as error:
        raise Unreachable("The proxy of this network did not let us through") from error
    except httpx2.TransportError as error:
        if isinstance(_root(error), ssl.SSLError):
            raise NotTrusted(
                "The other end could not prove that it is the service, so nothing was sent.",
                next_step="Check the clock of this computer. A network that looks into connections"
                " must be told to leave this one alone.",
            ) from error
        raise Unreachable("The service cannot be reached") from error


def _root(error: BaseException) -> BaseException:
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return error
