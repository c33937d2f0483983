"""A bundle file from its bytes to the file of its answer: the requests in it meet the same routes.

Each request in a file was signed by the device as any other, and is judged alike; only its counter need
not grow. A pull names the places of the device alone: it is answered for every log that the device may
read, page after page to the end, with the history of each resident who came. Nothing is decided here
that a route does not decide.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from mdt_core.clock import utc_text
from mdt_core.sync import bundle, protocol, sealing, wire
from mdt_core.sync.bundle import Bundle, BundleHead, BundleRefused, Part
from mdt_core.sync.requests import Code, Problem
from mdt_service import refusals
from mdt_service.api import authentication, problems, reading
from mdt_service.api.bundle_pages import Pages
from mdt_service.api.desk import JSON, Call, Reply
from mdt_service.api.routes import ROUTES, Route
from mdt_service.hub import bundles, devices, signatures
from mdt_service.hub.bundles import BundleKeys
from mdt_service.hub.devices import Device
from mdt_service.refusals import Refusal
from mdt_service.service import Service
from mdt_service.settings import Settings

OnFault = Callable[[Exception], str]

_ROUTES = {(route.method, route.path): route for route in ROUTES}
_CARRIED = {("POST", "/v1/push"), ("POST", "/v1/audit"), ("GET", "/v1/hello"), ("POST", "/v1/pull")}


@dataclass(frozen=True)
class Desk:
    """What answers a file: the service, what it speaks, and where a fault of ours is logged."""

    service: Service
    settings: Settings
    on_fault: OnFault
    room: int = bundle.LARGEST_CONTENT
    """Bytes of pages after which an answer ends."""
    begins: Callable[[BundleHead], None] = lambda _head: None
    """Told of a file that is proven, before anything of it is taken."""


@dataclass
class Answered:
    """What a file came to: the file of the answer, and counts for the record of it."""

    head: BundleHead
    data: bytes = b""
    results: dict[str, int] = field(default_factory=dict)
    """Changes by what became of them."""
    refusals: list[str] = field(default_factory=list)
    """Codes of requests that were refused whole."""
    given: int = 0
    """Changes given back."""
    is_whole: bool = True
    """Whether everything was given, or the rest waits for the next file."""


def answer(desk: Desk, data: bytes) -> Answered:
    """Takes a file in and gives its answer; raises BundleRefused where the file cannot be used."""
    read = bundle.read(data, kind="requests")
    keys, device = _known(desk.service, read.head)
    if not read.is_signed_by(device.public_key):
        raise bundle.cut()
    answer_for, requests = read.opened(keys.reader_secret)
    if not signatures.is_public_key(answer_for):
        raise bundle.cut()  # before anything is taken: it could not be answered
    desk.begins(read.head)
    answered = Answered(read.head)
    parts = _answers(desk, read, list(requests), answered)
    head = BundleHead(
        kind="answers",
        device=read.head.device,
        counter=read.head.counter,
        at=utc_text(desk.service.clock()),
        service=bundle.mark_of(keys.reader),
    )
    sign = partial(sealing.signature, secret=keys.signer_secret)
    answered.data = bundle.made(head, parts, reader=answer_for, answer_for="", sign=sign)
    return answered


def _known(service: Service, head: BundleHead) -> tuple[BundleKeys, Device]:
    with service.database.reading() as connection:
        keys, device = bundles.keys_of(connection), devices.find(connection, head.device)
    if keys is None:
        raise BundleRefused("This service takes no files yet.", next_step="Run mdt-service init.")
    if head.service != bundle.mark_of(keys.reader):
        raise BundleRefused(
            "This file was made for another service, and cannot be opened here.",
            next_step="Take it to the service with which the computer is connected.",
        )
    if device is None:
        raise BundleRefused(
            f"The device {head.device} that made this file is not known here.",
            next_step="Enrol it with a one-time code; what waits on it is kept there.",
        )
    return keys, device


def _answers(desk: Desk, read: Bundle, asked: list[Part], answered: Answered) -> list[Part]:
    """The answers in the order of the requests; what a route refuses is an answer as well."""
    found: list[Part] = []
    hello: protocol.Hello | None = None
    for request in asked:
        try:
            route, call = _call(desk, read, request)
            if route.path == "/v1/pull":
                found += _pulled(call, hello, answered, desk.room)
                continue
            reply = route.work(call)
        except Exception as error:  # noqa: BLE001 - the last place where a fault can be told in words
            found.append(_refused(desk, request, error, answered))
            continue
        if route.path == "/v1/hello":
            hello = protocol.Hello.model_validate_json(reply.data)
        if route.path == "/v1/push":
            _count(reply, answered)
        found.append(_part(request.method, request.target, reply))
    return found


def _call(desk: Desk, read: Bundle, request: Part) -> tuple[Route, Call]:
    """The route of a request, and what it is given once the device's signature is proven."""
    parts = urlsplit(request.target)
    if (request.method, parts.path) not in _CARRIED:
        raise refusals.malformed("A file carries no such request")
    signed = authentication.signed_request(
        request.method, request.target, request.headers, request.body
    )
    if signed.device_id != read.head.device:
        raise refusals.malformed("A request in the file is of another device")
    caller = authentication.caller_by_file(desk.service, signed)
    route = _ROUTES[request.method, parts.path]
    as_sent = _as_sent(request)
    if (
        reading.protocol_of(as_sent) < desk.settings.protocol_oldest
        and not route.terms.is_open_to_old
    ):
        raise Refusal(
            Problem(
                code=Code.TOO_OLD,
                words="This program is too old to receive from the service",
                next_step="Update it. What was written on it can still be sent",
            )
        )
    body = reading.opened(
        as_sent, request.body, media=route.terms.media, most=protocol.LARGEST_PUSH
    )
    query = dict(parse_qsl(parts.query))
    return route, Call(desk.service, desk.settings, signed, body, query, {}, desk.on_fault, caller)


def _as_sent(request: Part) -> Request:
    headers = [
        (name.lower().encode("latin-1", "replace"), value.encode("latin-1", "replace"))
        for name, value in request.headers.items()
    ]
    return Request({"type": "http", "method": request.method, "headers": headers})


def _pulled(call: Call, hello: protocol.Hello | None, answered: Answered, room: int) -> list[Part]:
    pages = Pages(call, hello, room=room)
    found = [_part(method, target, reply) for method, target, reply in pages.all()]
    answered.given, answered.is_whole = pages.given, pages.is_whole
    return found


def _part(method: str, target: str, reply: Reply) -> Part:
    data, encoding = wire.packed(reply.data, wire.ZSTD)
    headers = {"Content-Type": reply.media, "Content-Encoding": encoding}
    return Part(method, target, headers, data, status=200)


def _refused(desk: Desk, request: Part, error: Exception, answered: Answered) -> Part:
    problem = problems.problem_of(error) or problems.fault(desk.on_fault(error))
    answered.refusals.append(problem.code.value)
    data = problem.model_dump_json(exclude_none=True).encode("utf-8")
    headers = {"Content-Type": JSON}
    status = problems.STATUS[problem.code]
    return Part(request.method, request.target, headers, data, status=status)


def _count(reply: Reply, answered: Answered) -> None:
    for line in wire.lines_of(reply.data)[1:]:
        result = protocol.PushAnswer.model_validate_json(line).result.value
        answered.results[result] = answered.results.get(result, 0) + 1
