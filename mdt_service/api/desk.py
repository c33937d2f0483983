"""One request from its bytes to its answer: within limits, signed, done on a thread, told in words.

No error leaves here as anything but a `Problem`; what is a fault of ours is logged by its kind and
place under a reference, never by what it says.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from structlog.typing import FilteringBoundLogger

from mdt_core.sync.protocol import LARGEST_PUSH
from mdt_core.sync.requests import DEVICE_HEADER, Code, Message, Problem
from mdt_core.sync.wire import accepted, packed
from mdt_service.api import authentication, problems, reading
from mdt_service.api.authentication import Counters, Signed
from mdt_service.api.gate import Gate
from mdt_service.logs import places_of
from mdt_service.metrics import Metrics
from mdt_service.refusals import Refusal
from mdt_service.service import Caller, Service
from mdt_service.settings import Settings

JSON = "application/json"
_PLAIN_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Reply:
    """What a route answers, before packing; `changes` counts those in it, for the log."""

    data: bytes
    media: str = JSON
    changes: int = 0


@dataclass(frozen=True)
class Call:
    """What a route is given: who asks, the opened body, and what stands in the address."""

    service: Service
    settings: Settings
    signed: Signed
    body: bytes
    query: Mapping[str, str]
    path: Mapping[str, str]
    on_fault: Callable[[Exception], str]
    caller: Caller | None = None

    @property
    def by(self) -> Caller:
        """The device that asks; a route that anybody may call has none."""
        if self.caller is None:
            raise LookupError("this route does not ask who calls")
        return self.caller


Work = Callable[[Call], Reply]


@dataclass(frozen=True)
class Terms:
    """What a route takes: the content type of its body (None: no body), and from whom."""

    media: str | None = None
    needs_enrolment: bool = True
    is_open_to_old: bool = False


def say(message: Message) -> Reply:
    """One message as the answer."""
    return Reply(message.model_dump_json(exclude_none=True).encode("utf-8"))


@dataclass(frozen=True)
class Desk:
    """Answers requests; one for each service."""

    service: Service
    settings: Settings
    gate: Gate
    metrics: Metrics
    log: FilteringBoundLogger
    counters: Counters

    async def answer(self, request: Request, route: str, work: Work, terms: Terms) -> Response:
        """The answer to one request, whatever happens to it."""
        began = time.perf_counter()
        try:
            response, changes = await self._answer(request, work, terms)
        except Exception as error:  # noqa: BLE001 - the last place where a fault can be told in words
            response, changes = self._problem(error), 0
        seconds = time.perf_counter() - began
        self.metrics.requests.labels(route, str(response.status_code)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        self.log.info(
            "request",
            route=route,
            method=request.method,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            device=request.headers.get(DEVICE_HEADER, "")[:36],
            bytes_out=len(response.body),
            changes=changes,
        )
        return response

    async def _answer(self, request: Request, work: Work, terms: Terms) -> tuple[Response, int]:
        self._require_version(request, terms)
        if not terms.needs_enrolment:
            self.gate.enrolments.count()
        body = await reading.read_body(request, most=LARGEST_PUSH, seconds=self.settings.body_s)
        signed = authentication.signed_request(
            request.method, _target(request), request.headers, body
        )
        do = partial(self._work, request, signed, work, terms)
        return await self.gate.run(signed.device_id, do)

    def _require_version(self, request: Request, terms: Terms) -> None:
        version = reading.protocol_of(request)
        if version < self.settings.protocol_oldest and not terms.is_open_to_old:
            words = "This program is too old to receive from the service"
            step = "Update it. What was written on it can still be sent"
            raise Refusal(Problem(code=Code.TOO_OLD, words=words, next_step=step))

    def _work(
        self, request: Request, signed: Signed, work: Work, terms: Terms
    ) -> tuple[Response, int]:
        """Everything that takes time, on a thread: the signature, the deed, the packing."""
        caller = None
        if terms.needs_enrolment:
            caller = authentication.caller_of(self.service, signed, self.counters)
        body = reading.opened(request, signed.body, media=terms.media, most=LARGEST_PUSH)
        reply = work(
            Call(
                self.service,
                self.settings,
                signed,
                body,
                request.query_params,
                request.path_params,
                self.fault,
                caller,
            )
        )
        data, encoding = packed(reply.data, accepted(request.headers.get("accept-encoding", "")))
        headers = {**_PLAIN_HEADERS, "Vary": "Accept-Encoding", "Content-Encoding": encoding}
        return Response(data, media_type=reply.media, headers=headers), reply.changes

    def _problem(self, error: Exception) -> Response:
        problem = problems.problem_of(error) or problems.fault(self.fault(error))
        return problem_response(problem)

    def fault(self, error: Exception) -> str:
        """Logs a fault of ours by its kind and place; returns the reference to tell."""
        reference = self.service.random(4).hex()
        self.metrics.faults.inc()
        self.log.error(
            "fault", reference=reference, fault=type(error).__name__, places=places_of(error)
        )
        return reference


def problem_response(problem: Problem) -> Response:
    """A refusal as an answer, with Retry-After where it is worth asking again."""
    headers = dict(_PLAIN_HEADERS)
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    data = problem.model_dump_json(exclude_none=True)
    status = problems.STATUS[problem.code]
    return Response(data, status_code=status, media_type=JSON, headers=headers)


def _target(request: Request) -> str:
    """Path and query as they were sent, which is what was signed."""
    path = request.scope.get("raw_path") or request.url.path.encode("utf-8")
    query = request.scope.get("query_string", b"")
    return (path + (b"?" + query if query else b"")).decode("latin-1")
