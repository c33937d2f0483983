"""The administrators' pages as a browser meets them: who may come in, what is shown, what is written down."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text
from typing_extensions import override

from mdt_core.roles import Role
from mdt_service.cli.run import DONE, main
from mdt_service.handlers import administering
from mdt_service.hub.scopes import EVERY_HOME, Grant
from tests.service.device import Device
from tests.service.serving import Serving, serving
from tests.service.ward import HOME, Make, Writer, clinician, home_computer
from tests.support.memory_store import TestClock

Answer = httpx2.Response


@dataclass
class Page(HTMLParser):
    """What a person finds on a page: its words, labels, fields, forms and links."""

    html: str
    words: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    chosen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)
        self.feed(self.html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        self.tags.append(tag)
        self.ids += [said["id"]] if "id" in said else []
        self.links += [said["href"]] if tag == "a" else []
        self.labels |= {said["for"]} if tag == "label" else set()
        self.chosen |= {said["value"]} - {""} if {"checked", "selected"} & said.keys() else set()
        if tag in ("input", "select"):
            self.fields[said["name"]] = said.get("value", "")
            self.asked += [said["id"]] if said.get("type") != "hidden" else []

    @override
    def handle_data(self, data: str) -> None:
        self.words += data


@dataclass
class Browser:
    """A browser with its cookies, on the pages of one service."""

    served: Serving

    def __post_init__(self) -> None:
        self.http = httpx2.Client(base_url=self.served.address, follow_redirects=True)

    def get(self, path: str) -> Page:
        return Page(self.http.get(path).text)

    def send(self, path: str, **fields: str | list[str]) -> Answer:
        """Sends the form of the page as it stands, with these fields filled in."""
        return self.http.post(path, data=fields)

    def sign_in(self, name: str = "Sam Okafor") -> Page:
        code, _ends = administering.make_sign_in_code(self.served.service, name)
        answer = self.send("/admin/sign-in", code=code.lower())
        assert answer.status_code == 200, answer.text
        return Page(answer.text)

    @property
    def token(self) -> str:
        """What the forms of this session bring."""
        return self.get("/admin/enrol").fields["form_token"]


NAME = "elm/<b>1</b>&co?"
"""A name that would be a path, an address and an element, were it not escaped."""

Open = Callable[[Serving], Browser]
_THERE = {EVERY_HOME, "gp"}
"""What the form offers, of what is sent in these tests."""


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens browsers; they are closed at the end."""
    made: list[Browser] = []

    def open_one(served: Serving) -> Browser:
        made.append(Browser(served))
        return made[-1]

    yield open_one
    for each in made:
        each.http.close()


@pytest.fixture
def browser(on_sqlite: Serving, opened: Open) -> Browser:
    return opened(on_sqlite)


def written_down(served: Serving) -> list[tuple[str, str, str | None, str]]:
    query = "SELECT person_id, action, record_id, detail FROM access_audit ORDER BY n"
    with served.parts.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_an_administrator_enrols_a_device_sees_it_and_revokes_it(
    running: Serving, new_device: Make, opened: Open
) -> None:
    browser = opened(running)
    first = browser.sign_in()
    assert "Signed in as Sam Okafor" in first.words
    assert "No device is enrolled yet." in first.words
    form = browser.get("/admin/enrol")
    answer = browser.send(
        "/admin/enrol",
        form_token=form.fields["form_token"],
        role=["home_nurse", "home_carer"],
        home=EVERY_HOME,
        days="30",
    )
    made = Page(answer.text)
    (code,) = re.findall(r"(?:[A-Z2-7]{4}-){4}[A-Z2-7]{4}", made.words)
    assert "svg" in made.tags
    assert "Care-home nurse, Care-home carer in every home." in made.words
    device: Device = new_device(running, NAME)
    device.incarnation = "life-1"
    assert device.enrol(code).status == 200
    listed = browser.get("/admin")
    assert NAME in listed.words
    assert "Care-home nurse, Care-home carer in every home" in listed.words
    (revoking,) = [link for link in listed.links if "revoke" in link]
    asked = browser.get(revoking)
    assert f"Revoke {NAME}?" in asked.words
    assert browser.send(revoking, form_token=browser.token, why=" ").status_code == 400
    after = browser.send(revoking, form_token=browser.token, why="Left in a taxi")
    assert "Left in a taxi" in Page(after.text).words
    assert device.hello().said["is_revoked"]
    names = {row[0] for row in written_down(running)}
    assert names == {"administrator:Sam Okafor"}
    assert [row[1:] for row in written_down(running)] == [
        ("login", None, ""),
        ("enrolment code", None, "home_nurse in *, home_carer in *"),
        ("revoke", NAME, "Left in a taxi"),
    ]


def test_without_a_session_every_page_is_the_one_that_asks_for_a_code(browser: Browser) -> None:
    for path in ("/admin", "/admin/enrol", "/admin/revoke?device=x"):
        page = browser.get(path)
        assert "One-time code" in page.words, path
    for path in ("/admin/enrol", "/admin/revoke?device=x", "/admin/sign-out"):
        assert "One-time code" in Page(browser.send(path, why="x").text).words
    assert written_down(browser.served) == []


def test_a_code_works_once_is_not_guessed_and_ends_after_a_quarter_of_an_hour(
    browser: Browser,
) -> None:
    service = browser.served.service
    code, _ends = administering.make_sign_in_code(service, "Sam")
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for _ in range(5):
        answer = browser.send("/admin/sign-in", code=wrong)
        assert answer.status_code == 403
        assert "This code is not valid" in Page(answer.text).words
    assert browser.send("/admin/sign-in", code=code).status_code == 403
    browser.sign_in()
    late, _ends = administering.make_sign_in_code(service, "Sam")
    browser.served.parts.clock.advance(minutes=16)  # type: ignore[attr-defined]
    assert browser.send("/admin/sign-in", code=late).status_code == 403
    assert [row[1] for row in written_down(browser.served)].count("fail") == 7


def test_signing_in_is_tried_no_more_than_so_often_in_a_minute(browser: Browser) -> None:
    tried = [browser.send("/admin/sign-in", code="AAAA").status_code for _ in range(21)]
    assert tried == [403] * 20 + [429]
    assert browser.http.get("/admin").status_code == 200


def test_a_session_ends_unused_after_a_time_and_by_signing_out(browser: Browser) -> None:
    clock = browser.served.parts.clock
    for _ in range(17):
        browser.sign_in() if _ == 0 else None
        clock.advance(minutes=14)  # type: ignore[attr-defined]
        assert "Devices" in browser.get("/admin").words
    clock.advance(minutes=14)  # type: ignore[attr-defined]
    assert "One-time code" in browser.get("/admin").words
    browser.sign_in()
    clock.advance(minutes=16)  # type: ignore[attr-defined]
    assert "One-time code" in browser.get("/admin").words
    browser.sign_in()
    kept = dict(browser.http.cookies)
    browser.send("/admin/sign-out", form_token=browser.token)
    browser.http.cookies.update(kept)
    assert "One-time code" in browser.get("/admin").words


def test_a_form_that_is_not_of_this_session_does_nothing(browser: Browser) -> None:
    browser.sign_in()
    token = browser.token
    browser.sign_in("Somebody else")
    for wrong in ("", "x", token):
        answer = browser.send("/admin/enrol", form_token=wrong, role="gp", home=EVERY_HOME)
        assert answer.status_code == 403
    cross = {"sec-fetch-site": "cross-site"}
    answer = browser.http.post("/admin/sign-in", data={"code": "x"}, headers=cross)
    assert answer.status_code == 403
    assert "enrolment code" not in [row[1] for row in written_down(browser.served)]


def test_the_cookie_is_for_this_site_alone_and_no_page_is_kept_or_framed(browser: Browser) -> None:
    code, _ends = administering.make_sign_in_code(browser.served.service, "Sam")
    sent = {"host": "mdt.example.org"}
    answer = browser.http.post(
        "/admin/sign-in", data={"code": code}, headers=sent, follow_redirects=False
    )
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/admin", "secure"))
    headers = browser.http.get("/admin").headers
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    token = answer.cookies["mdt_administrator"]
    with browser.served.parts.database.reading() as connection:
        kept = str(connection.execute(text("SELECT * FROM administrator_session")).all())
    assert token not in kept


@pytest.mark.parametrize(
    "fields",
    [
        {"home": "*"},
        {"home": "", "role": "gp"},
        {"home": "*", "role": "king"},
        {"home": "*", "role": "gp", "days": "0"},
        {"home": "*", "role": "gp", "days": "soon"},
    ],
    ids=["no role", "no home", "no such role", "no days", "no number"],
)
def test_a_form_that_is_not_filled_in_rightly_is_told_in_words(
    browser: Browser, fields: dict[str, str]
) -> None:
    browser.sign_in()
    answer = browser.send("/admin/enrol", form_token=browser.token, **fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    page = Page(answer.text)
    assert "Roles on this device" in page.words
    assert page.chosen == {fields[name] for name in ("home", "role") if fields.get(name) in _THERE}
    assert page.fields["days"] == fields.get("days", "")


def test_no_word_about_a_resident_is_on_any_page(
    on_sqlite: Serving, new_device: Make, opened: Open
) -> None:
    gp = clinician(on_sqlite, new_device)
    writer = Writer()
    resident_id, changes = writer.admit("Canaryname")
    gp.wrote([*changes, *writer.observe(resident_id)])
    gp.push()
    nurse = home_computer(on_sqlite, new_device, HOME, "elm-computer")
    nurse.wrote(Writer(2).admit("Canaryname")[1])
    nurse.push()
    browser = opened(on_sqlite)
    browser.sign_in()
    pages = [browser.get(path) for path in ("/admin", "/admin/enrol")]
    pages.append(browser.get(next(link for link in pages[0].links if "revoke" in link)))
    told = "".join(page.html for page in pages)
    assert "of its entries wait in quarantine" in told
    assert "This device has no grant for the role" in told
    assert "Canaryname" not in told
    assert resident_id not in told


def test_each_page_has_one_heading_a_language_labels_and_no_script(browser: Browser) -> None:
    signing_in = browser.get("/admin")
    browser.served.code(Grant(EVERY_HOME, Role.GP))
    pages = [signing_in, browser.sign_in(), browser.get("/admin/enrol")]
    for page in pages:
        assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
        assert '<html lang="en-GB">' in page.html
        assert set(page.asked) <= page.labels
        assert len(page.ids) == len(set(page.ids))
        assert "script" not in page.tags
        assert "style=" not in page.html


def test_a_device_that_is_not_there_is_told_so(browser: Browser) -> None:
    browser.sign_in()
    answer = browser.http.get("/admin/revoke?device=nobody")
    assert answer.status_code == 404
    assert "No device of this id is enrolled" in Page(answer.text).words


def test_the_command_makes_a_code_that_signs_in(
    tmp_path: Path, clock: TestClock, opened: Open
) -> None:
    url = f"sqlite:///{tmp_path / 'service.db'}"
    with serving(url, clock=clock) as served:
        said = io.StringIO()
        assert main(["--database", url, "administrator", "--name", "Sam"], out=said) == DONE
        clock.now = datetime.now(UTC)
        answer = opened(served).send("/admin/sign-in", code=said.getvalue().splitlines()[0])
        assert "Signed in as Sam" in Page(answer.text).words
