"""The composition root of the service: puts the parts together and gives the ASGI application."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import anyio
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from structlog.typing import FilteringBoundLogger

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.clock import Clock, system_clock
from mdt_core.errors import KnownError
from mdt_core.identifiers import IdSource
from mdt_core.store.queries.duplicates import count_duplicates
from mdt_core.sync.protocol import Health
from mdt_core.sync.requests import Code, Problem
from mdt_service.api import openapi
from mdt_service.api.admin import site
from mdt_service.api.authentication import Counters
from mdt_service.api.desk import JSON, Desk, problem_response
from mdt_service.api.gate import Gate
from mdt_service.api.routes import ROUTES, Route
from mdt_service.handlers.escalator import FIRST_S, Escalator
from mdt_service.handlers.line_keeper import LineKeeper
from mdt_service.hub import lines, quarantine
from mdt_service.hub.database import Database, open_database
from mdt_service.hub.migrations import is_migrated
from mdt_service.hub.walls import EVERYTHING
from mdt_service.logs import make_log
from mdt_service.metrics import Metrics
from mdt_service.service import Service
from mdt_service.settings import Settings

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Parts:
    """What the application is made of; tests pass a clock and chance of their own."""

    settings: Settings
    database: Database
    clock: Clock = system_clock
    random: Callable[[int], bytes] = secrets.token_bytes
    metrics: Metrics = field(default_factory=Metrics)
    log: FilteringBoundLogger = field(default_factory=make_log)
    look_after_s: float = FIRST_S
    """How long after a start overdue actions are first looked for."""

    @cached_property
    def service(self) -> Service:
        """What handlers are given."""
        ids = IdSource(self.clock, self.random)
        said = self.settings
        return Service(
            *(self.database, self.clock, ids, self.random, said.is_practice),
            green_hours=said.green_hours,
            amber_hours=said.amber_hours,
            lease_days=said.lease_days,
            lease_remind_days=said.lease_remind_days,
        )


def open_parts(settings: Settings) -> Parts:
    """The parts of a real service; raises StoreProblem for an address of another database."""
    return Parts(settings, open_database(settings.database))


def create_app(parts: Parts) -> FastAPI:
    """The application with all its routes; nothing else answers."""
    desk = _desk(parts)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        keeper = LineKeeper(parts.database, lambda: desk.gate.is_quiet, parts.log)
        async with anyio.create_task_group() as beside:
            beside.start_soon(keeper.run)
            if minutes := parts.settings.escalate_minutes:
                beside.start_soon(_escalator(parts, 60.0 * minutes).run)
            yield
            beside.cancel_scope.cancel()
        desk.gate.is_stopping = True
        await run_sync(parts.database.close)

    app = FastAPI(title="MDT service", lifespan=life, docs_url=None, redoc_url=None)
    for route in ROUTES:
        endpoint = _endpoint(desk, route)
        app.add_api_route(route.path, endpoint, methods=[route.method], include_in_schema=False)
    _add_plain_routes(app, parts, desk)
    site.add_to(app, desk)
    app.openapi = _description  # type: ignore[method-assign]  # as FastAPI tells to

    @app.exception_handler(HTTPException)
    async def _not_found(_request: Request, error: HTTPException) -> Response:
        problem = Problem(code=Code.NOT_FOUND, words="There is nothing at this address")
        response = problem_response(problem)
        response.status_code = error.status_code
        return response

    return app


@cache
def _description() -> dict[str, Any]:
    """What the service offers, worked out when somebody asks: no start waits for it."""
    return openapi.description(ROUTES, program_version())


def program_version() -> str:
    """The version of this program, empty where it runs from a checkout."""
    try:
        return version("mdt")
    except PackageNotFoundError:
        return ""


def _desk(parts: Parts) -> Desk:
    settings = parts.settings
    gate = Gate(
        threads=settings.threads,
        waiting=settings.waiting,
        per_device=settings.at_once_per_device,
        enrolments=settings.enrolments_per_minute,
        gauge=parts.metrics.waiting,
    )
    return Desk(parts.service, settings, gate, parts.metrics, parts.log, Counters())


def _endpoint(desk: Desk, route: Route) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await desk.answer(request, route.path, route.work, route.terms)

    return endpoint


def _add_plain_routes(app: FastAPI, parts: Parts, desk: Desk) -> None:
    add = partial(app.add_api_route, methods=["GET"], include_in_schema=False)

    async def health() -> Response:
        return _health("ok")

    async def ready() -> Response:
        if desk.gate.is_stopping:
            return _health("stopping")
        return _health(await run_sync(_readiness, parts.database))

    async def metrics() -> Response:
        await run_sync(_measure, parts)
        return Response(parts.metrics.text(), headers={"Content-Type": PROMETHEUS})

    add("/health", health)
    add("/ready", ready)
    add("/metrics", metrics)


def _readiness(database: Database) -> Any:  # noqa: ANN401 - one of the words of Health
    try:
        return "ok" if is_migrated(database) else "not migrated"
    except KnownError:
        return "no database"


def _measure(parts: Parts) -> None:
    """Asks the database what no request counts; where it is away, the last figure stands."""
    try:
        with parts.database.reading() as connection:
            parts.metrics.quarantined.set(quarantine.waiting(connection))
        lines.keep_all(parts.database)  # duplicates are looked for among them
        with parts.database.reading(EVERYTHING) as connection:
            waiting = count_duplicates(connection)
        parts.metrics.duplicates.labels("urgent").set(waiting.urgent)
        parts.metrics.duplicates.labels("when_convenient").set(waiting.when_convenient)
    except KnownError:
        parts.log.info("unmeasured", database="away")


def _escalator(parts: Parts, every_s: float) -> Escalator:
    told = partial(_keep_looked, parts.metrics)
    return Escalator(parts.service, parts.log, told, every_s, parts.look_after_s)


def _keep_looked(metrics: Metrics, number: int, at: float) -> None:
    metrics.escalated.inc(number)
    metrics.looked.set(at)


def _health(status: Any) -> Response:  # noqa: ANN401 - checked by the model
    said = Health(status=status, version=program_version())
    code = 200 if status == "ok" else 503
    return Response(said.model_dump_json(), status_code=code, media_type=JSON)
