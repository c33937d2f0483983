"""The administrators' pages as routes: the session's cookie, the token of each form, limits, answers.

A form counts only from a page of this site and this session. Nothing is kept by a browser, no script
runs, and no other site may show a page in a frame.
"""

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qsl

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mdt_core.errors import InvalidInput, NotAllowed, NotFound
from mdt_service.api import problems, reading
from mdt_service.api.admin import pages
from mdt_service.api.admin.look import STYLE
from mdt_service.api.admin.pages import Chosen, Frame
from mdt_service.api.desk import Desk
from mdt_service.handlers import administering
from mdt_service.handlers.administering import SignInRefused
from mdt_service.hub.codes import grants_from

COOKIE = "mdt_administrator"
START = "/admin"
LARGEST_FORM = 16 * 1024
MOST_FIELDS = 60
_SEE_OTHER = 303
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True)
class Visit:
    """One request of somebody: the session's token, whose it is (empty: nobody's), and the form sent."""

    token: str
    name: str
    fields: tuple[tuple[str, str], ...]
    query: dict[str, str]
    is_practice: bool

    @property
    def frame(self) -> Frame:
        """What the pages of this visit have in common."""
        return Frame(self.name, form_token(self.token) if self.token else "", self.is_practice)

    def field(self, name: str) -> str:
        """One value of the form, empty where it is not there."""
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of the form under this name."""
        return [value for key, value in self.fields if key == name]


Work = Callable[[Desk, Visit], Response]


def form_token(token: str) -> str:
    """What each form of a session must bring; nobody can make it who has not the session's token."""
    return hmac.new(token.encode("utf-8"), b"form", hashlib.sha256).hexdigest()


# Pages


def _start(desk: Desk, visit: Visit) -> Response:
    if not visit.name:
        return html(pages.sign_in(visit.frame))
    return html(pages.overview(visit.frame, administering.overview(desk.service)))


def _sign_in(desk: Desk, visit: Visit) -> Response:
    try:
        token = administering.sign_in(desk.service, visit.field("code"))
    except SignInRefused as refused:
        return html(pages.sign_in(visit.frame, refused), 403)
    answer = _to_start()
    answer.set_cookie(COOKIE, token, path=START, httponly=True, samesite="strict")
    return answer


def _sign_out(desk: Desk, visit: Visit) -> Response:
    administering.sign_out(desk.service, visit.token, visit.name)
    answer = _to_start()
    answer.delete_cookie(COOKIE, path=START, httponly=True, samesite="strict")
    return answer


def _enrol_page(desk: Desk, visit: Visit) -> Response:
    return html(pages.enrol(visit.frame, administering.overview(desk.service).homes))


def _enrol(desk: Desk, visit: Visit) -> Response:
    seen = administering.overview(desk.service)
    try:
        given = grants_from(_chosen(visit.field("home")), visit.all("role"))
        made = administering.enrol(desk.service, visit.name, given, _days(visit.field("days")))
    except InvalidInput as refused:
        chosen = Chosen(frozenset(visit.all("role")), visit.field("home"), visit.field("days"))
        return html(pages.enrol(visit.frame, seen.homes, refused, chosen), 400)
    roles = ", ".join(each.role.label for each in given)
    where = seen.home_name(given[0].home_id)
    return html(pages.code(visit.frame, made, f"{roles} in {where}."))


def _chosen(home: str) -> str:
    if not home:
        raise InvalidInput("Choose a home")
    return home


def _days(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5):  # noqa: PLR2004
        raise InvalidInput("The days must be a whole number")
    return int(typed)


def _revoke_page(desk: Desk, visit: Visit) -> Response:
    device = administering.find_device(desk.service, visit.query.get("device", ""))
    return html(pages.revoke(visit.frame, device))


def _revoke(desk: Desk, visit: Visit) -> Response:
    device = administering.find_device(desk.service, visit.query.get("device", ""))
    try:
        administering.revoke(desk.service, visit.name, device.id, visit.field("why"))
    except InvalidInput as refused:
        return html(pages.revoke(visit.frame, device, refused), 400)
    return _to_start()


ROUTES: tuple[tuple[str, str, Work], ...] = (
    ("GET", START, _start),
    ("POST", "/admin/sign-in", _sign_in),
    ("POST", "/admin/sign-out", _sign_out),
    ("GET", "/admin/enrol", _enrol_page),
    ("POST", "/admin/enrol", _enrol),
    ("GET", "/admin/revoke", _revoke_page),
    ("POST", "/admin/revoke", _revoke),
)
_DEEDS = {work for method, _path, work in ROUTES if method == "POST"}
_FOR_ANYBODY = {START, "/admin/sign-in"}


# Answers


def add_to(app: FastAPI, desk: Desk) -> None:
    """Puts the pages under /admin."""
    for method, path, work in ROUTES:
        endpoint = partial(_answer, desk=desk, path=path, work=work)
        app.add_route(path, endpoint, methods=[method], include_in_schema=False)
    app.add_route("/admin/style.css", _style, methods=["GET"], include_in_schema=False)


async def _style(_request: Request) -> Response:
    headers = {**_HEADERS, "Cache-Control": "max-age=3600"}
    return Response(STYLE, media_type="text/css", headers=headers)


async def _answer(request: Request, *, desk: Desk, path: str, work: Work) -> Response:
    """One page, whatever happens on the way to it."""
    began = time.perf_counter()
    frame = Frame(is_practice=desk.settings.is_practice)
    try:
        response = await _visited(request, desk, path, work)
    except Exception as error:  # noqa: BLE001 - the last place where a fault can be told in words
        response = _told(desk, frame, error)
    if "set-cookie" in response.headers and request.url.hostname not in _THIS_MACHINE:
        response.headers["set-cookie"] += "; Secure"
    seconds = time.perf_counter() - began
    desk.metrics.requests.labels(path, str(response.status_code)).inc()
    desk.metrics.seconds.labels(path).observe(seconds)
    desk.log.info("request", route=path, method=request.method, status=response.status_code)
    return response


async def _visited(request: Request, desk: Desk, path: str, work: Work) -> Response:
    fields: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        _require_own_page(request)
        body = await reading.read_body(request, most=LARGEST_FORM, seconds=desk.settings.body_s)
        fields = tuple(_fields(body))
    if path == "/admin/sign-in":
        desk.gate.sign_ins.count()
    token = request.cookies.get(COOKIE, "")
    query = dict(request.query_params)
    do = partial(
        _done, desk, Visit(token, "", fields, query, desk.settings.is_practice), path, work
    )
    return await desk.gate.run(f"administrator {token[:8]}", do)


def _done(desk: Desk, visit: Visit, path: str, work: Work) -> Response:
    """On a thread: whose session it is, whether the form is of it, and the work."""
    name = administering.signed_in(desk.service, visit.token)
    visit = Visit(
        visit.token if name else "", name or "", visit.fields, visit.query, visit.is_practice
    )
    if path not in _FOR_ANYBODY:
        if not name:
            return _to_start()
        if work in _DEEDS and not hmac.compare_digest(
            visit.field("form_token").encode(), form_token(visit.token).encode()
        ):
            raise NotAllowed("This form is of another session", next_step="Open the page again")
    return work(desk, visit)


def _require_own_page(request: Request) -> None:
    """Raises NotAllowed for a form that another site's page sent."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed("A form of another site is not taken")


def _fields(body: bytes) -> list[tuple[str, str]]:
    try:
        text = body.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise InvalidInput("The form cannot be read") from None


def _told(desk: Desk, frame: Frame, error: Exception) -> Response:
    known = problems.problem_of(error)
    told = known or problems.fault(desk.fault(error))
    title = "Not found" if isinstance(error, NotFound) else "This was not done"
    status = problems.STATUS[told.code]
    response = html(
        pages.problem(frame, title, f"{told.words}. {told.next_step}".rstrip(". ")), status
    )
    if told.retry_after is not None:
        response.headers["Retry-After"] = str(told.retry_after)
    return response


def html(text: str, status: int = 200) -> Response:
    """A page as an answer."""
    return Response(text, status_code=status, media_type="text/html", headers=_HEADERS)


def _to_start() -> Response:
    return RedirectResponse(START, status_code=_SEE_OTHER, headers=_HEADERS)
