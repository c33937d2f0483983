"""The OpenAPI description, made of the same table as the routes: true, or the routes are not there."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic.json_schema import models_json_schema

from mdt_core.sync.protocol import Health
from mdt_core.sync.requests import (
    COUNTER_HEADER,
    DEVICE_HEADER,
    PROTOCOL_HEADER,
    SIGNATURE_HEADER,
    Code,
    Message,
    Problem,
)
from mdt_service.api.problems import STATUS
from mdt_service.api.routes import ALWAYS, Query, Route

VERSION = "3.1.0"
_REF = "#/components/schemas/{model}"
_HEADERS = (
    (DEVICE_HEADER, "The id of the device", "string"),
    (COUNTER_HEADER, "A number that grows with each request of the device", "integer"),
    (
        SIGNATURE_HEADER,
        "Ed25519 over method, target, digest of the body, counter, device",
        "string",
    ),
    (PROTOCOL_HEADER, "The version of the protocol that the client speaks", "integer"),
)
_PLAIN: tuple[tuple[str, str, str, tuple[int, ...]], ...] = (
    ("/health", "Whether the service runs", "application/json", (200,)),
    ("/ready", "Whether it can take requests now", "application/json", (200, 503)),
    ("/metrics", "What it measures, for Prometheus", "text/plain", (200,)),
)


def description(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """The whole description, as OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {each[0]: _plain(*each[1:]) for each in _PLAIN}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    models = {each for route in routes for each in (*route.takes, *route.gives)}
    return {
        "openapi": VERSION,
        "info": {"title": "MDT service", "version": version, "description": _ABOUT},
        "paths": paths,
        "components": {"schemas": _schemas(models | {Problem, Health})},
    }


_ABOUT = (
    "Documents of lines (application/x-ndjson) hold one JSON object a line; the schema names the"
    " objects that may stand in a line, and the line that closes each document holds t, count and"
    " sha256. docs/sync-protocol.md tells the rest."
)


def _schemas(models: Iterable[type[Message]]) -> dict[str, Any]:
    ordered = sorted(models, key=lambda each: each.__name__)
    pairs = [(each, "serialization") for each in ordered]
    _, made = models_json_schema(pairs, ref_template=_REF)  # type: ignore[arg-type]  # pairs are not literals
    return dict(made["$defs"])


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": f"{route.method.lower()}{route.path.replace('/', '_').rstrip('}')}",
        "parameters": [*_path_parameters(route), *map(_query, route.queries), *_headers()],
        "responses": _responses(route),
    }
    if route.terms.media is not None:
        body = {"required": True, "content": {route.terms.media: _content(route.takes)}}
        operation["requestBody"] = body
    return operation


def _content(models: Sequence[type[Message]]) -> dict[str, Any]:
    references = [{"$ref": _REF.format(model=each.__name__)} for each in models]
    return {"schema": references[0] if len(references) == 1 else {"oneOf": references}}


def _responses(route: Route) -> dict[str, Any]:
    refused: dict[int, list[Code]] = {}
    for code in (*route.refuses, *ALWAYS):
        refused.setdefault(STATUS[code], []).append(code)
    answers = {
        "200": {"description": "Done", "content": {route.gives_media: _content(route.gives)}}
    }
    for status in sorted(refused):
        codes = ", ".join(sorted(refused[status]))
        content = {"application/json": _content((Problem,))}
        answers[str(status)] = {"description": f"Refused: {codes}", "content": content}
    return answers


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    if "{scope}" not in route.path:
        return []
    return [{"name": "scope", "in": "path", "required": True, "schema": {"type": "string"}}]


def _query(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "in": "query",
        "required": query.is_needed,
        "description": query.means,
        "schema": {"type": query.schema},
    }


def _headers() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": means,
            "schema": {"type": kind},
        }
        for name, means, kind in _HEADERS
    ]


def _plain(summary: str, media: str, statuses: Sequence[int]) -> dict[str, Any]:
    content = {"schema": {"type": "string"}} if media == "text/plain" else _content((Health,))
    answers = {str(s): {"description": summary, "content": {media: content}} for s in statuses}
    return {"get": {"summary": summary, "parameters": [], "responses": answers}}
