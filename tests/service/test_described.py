"""What is written about the protocol is what the program does: the page, the OpenAPI, the routes."""

import re
from pathlib import Path
from typing import Any

import pytest

from mdt_core.sync import protocol, requests
from mdt_core.sync.requests import Code, Message
from mdt_service.api.admin.site import ROUTES as PAGES
from mdt_service.api.problems import STATUS
from mdt_service.api.routes import ROUTES, Route, messages
from mdt_service.app import create_app
from tests.service.serving import Serving

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sync-protocol.md"
PLAIN = {"/health", "/ready", "/metrics"}


def section(title: str) -> str:
    """One part of the page, without its title."""
    return PAGE.read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0].strip()


def field_list(model: type[Message]) -> str:
    """The fields of a message as the page writes them."""
    names = [
        f"`{name}`" if field.is_required() else f"[`{name}`]"
        for name, field in model.model_fields.items()
    ]
    return ", ".join(names)


def message_table() -> str:
    parts: tuple[type[Message], ...] = (protocol.Cursor, protocol.At, protocol.ScopeHead)
    shared: tuple[type[Message], ...] = (requests.Problem, protocol.Limits, protocol.Lease)
    more: tuple[type[Message], ...] = (*messages(), *parts, *shared)
    told = {model.__name__: model for model in more}
    rows = [f"| `{name}` | {field_list(told[name])} |" for name in sorted(told)]
    return "\n".join(["| message | fields |", "| --- | --- |", *rows])


def limit_table() -> str:
    names = ("MOST_CHANGES", "LARGEST_PUSH", "LARGEST_CHANGE", "LARGEST_PAGE", "LARGEST_ANSWER")
    more = ("MOST_HELD", "MOST_AUDIT", "LARGEST_SKEW_S", "OLDEST", "NEWEST")
    rows = [f"| `{name}` | {getattr(protocol, name):,} |" for name in (*names, *more)]
    return "\n".join(["| limit | value |", "| --- | --- |", *rows])


def code_table() -> str:
    rows = [f"| `{code.value}` | {STATUS[code]} |" for code in Code]
    return "\n".join(["| code | status |", "| --- | --- |", *rows])


def test_the_page_lists_every_message_with_its_fields() -> None:
    assert section("Messages").partition("\n\n")[2] == message_table()


def test_the_page_lists_the_limits_and_the_codes() -> None:
    assert section("Limits") == limit_table()
    assert section("Refusals").endswith(code_table())


def test_the_page_lists_the_routes_with_what_they_take_and_give() -> None:
    rows = [
        f"| {route.method} | `{route.path}` |{_names(route.takes)} |{_names(route.gives)} |"
        for route in ROUTES
    ]
    assert section("Routes").startswith(
        "\n".join(["| method | path | takes | gives |", "| --- | --- | --- | --- |", *rows])
    )


def _names(models: tuple[type[Message], ...]) -> str:
    return "".join(f" `{model.__name__}`" for model in models)


def test_every_name_in_code_marks_on_the_page_is_one_of_the_program() -> None:
    known = {*vars(protocol), *vars(requests)}
    named = set(re.findall(r"`([A-Z][a-z]+[A-Z]?[A-Za-z]*)`", PAGE.read_text("utf-8")))
    assert named - known <= set()
    assert len(named) > 20


# OpenAPI


@pytest.fixture
def described(on_sqlite: Serving) -> dict[str, Any]:
    return create_app(on_sqlite.parts).openapi()


def test_openapi_names_every_route_that_answers_and_no_other(
    on_sqlite: Serving, described: dict[str, Any]
) -> None:
    app = create_app(on_sqlite.parts)
    pages = {path for _method, path, _work in PAGES} | {"/admin/style.css"}  # for people
    answering = {
        (method.lower(), str(getattr(route, "path", "")))
        for route in app.routes
        if getattr(route, "path", "") not in pages
        for method in getattr(route, "methods", None) or ()
        if method != "HEAD"
    }
    told = {(method, path) for path, each in described["paths"].items() for method in each}
    assert answering - {("get", "/openapi.json")} == told
    assert {path for _, path in told} == {route.path for route in ROUTES} | PLAIN


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_openapi_tells_what_a_route_takes_gives_and_refuses(
    described: dict[str, Any], route: Route
) -> None:
    told = described["paths"][route.path][route.method.lower()]
    text = str(told)
    for model in (*route.takes, *route.gives):
        assert f"#/components/schemas/{model.__name__}'" in text
        assert model.__name__ in described["components"]["schemas"]
    for code in route.refuses:
        assert code.value in told["responses"][str(STATUS[code])]["description"]
    assert {each["name"] for each in told["parameters"] if each["in"] == "query"} == {
        query.name for query in route.queries
    }


def test_openapi_refers_to_nothing_that_is_not_in_it(described: dict[str, Any]) -> None:
    referred = set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    assert referred <= described["components"]["schemas"].keys()
    assert {"Problem", "Health", "Cursor"} <= referred


def test_every_message_of_the_protocol_goes_over_some_route() -> None:
    parts = {
        *(protocol.Cursor, protocol.At, protocol.ScopeHead, protocol.Limits, protocol.Lease),
        protocol.Health,
    }
    defined = {
        found
        for found in vars(protocol).values()
        if isinstance(found, type) and issubclass(found, Message) and found is not Message
    }
    assert defined - parts == set(messages())


def test_a_running_service_gives_its_description(on_sqlite: Serving, new_device: Any) -> None:  # noqa: ANN401
    told = new_device(on_sqlite).http.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
