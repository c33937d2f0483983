"""The sync screen and its form: what it says, what it refuses in words, and a report without patient data."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from mdt_core.clock import system_clock
from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.safeguarding import Safeguarding
from mdt_core.roles import Role
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.device import sync_book
from mdt_desktop.device.outbox import OUTBOX, OutboxState
from mdt_desktop.session import Session
from mdt_desktop.sync.standing import Standing
from mdt_desktop.sync.support_report import TITLE
from mdt_desktop.ui.context import Context, Destination, ToResident, ToVersions
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.sync.page import SyncPage
from mdt_desktop.ui.sync.presenter import NOT_SHOWN, read_sync, save_report
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.service.serving import Serving, serving
from tests.support.care import safeguarding
from tests.support.ward import PEOPLE, Ward

Open = Callable[[], SyncPage]
CANARY = "CANARY-9990000018-Achterberg"


@pytest.fixture
def opened(qtbot: QtBot, context: Context) -> Open:
    """Opens the screen and waits until it is read."""

    def show() -> SyncPage:
        page = SyncPage(context)
        qtbot.addWidget(page)
        page.resize(1100, 760)
        with qtbot.waitExposed(page):
            page.show()
        context.sync.read()
        page.load()
        qtbot.waitUntil(lambda: page.told[0].text() != "")
        return page

    return show


def connect(page: SyncPage, served: Serving, *roles: Role) -> None:
    page.connect_button.click()
    page.form.address.set_value(served.address)
    page.form.code.set_value(served.code(*(Grant(EVERY_HOME, role) for role in roles)))
    page.form.save.click()


def service(folder: Path, *, is_practice: bool = True) -> AbstractContextManager[Serving]:
    settings = Settings(is_practice=is_practice)
    return serving(f"sqlite:///{folder / 'service.db'}", clock=system_clock, settings=settings)


def test_without_a_service_it_says_that_everything_is_kept_here(opened: Open) -> None:
    page = opened()
    assert "kept on this computer, which is not connected" in page.told[0].text()
    assert page.told[2].text() == "There is no other end to agree with."
    assert page.connect_button.isVisible()
    assert not page.now.isVisible()
    assert not page.homes.isVisible()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (("", "ABCD"), "Address", "Enter the address of the service."),
        (("https://x", " "), "Code", "Enter the code that was made for this computer."),
        (("http://mdt.example.nhs.uk", "ABCD"), "Address", "begins with https://"),
    ],
    ids=["no address", "no code", "not safe"],
)
def test_what_cannot_be_right_is_refused_at_its_field(
    qtbot: QtBot, opened: Open, typed: tuple[str, str], field: str, words: str
) -> None:
    page = opened()
    page.connect_button.click()
    page.form.address.set_value(typed[0])
    page.form.code.set_value(typed[1])
    page.form.save.click()
    qtbot.waitUntil(lambda: words in page.form.fields[field].problem)
    assert page.form.save.isEnabled()


def test_a_wrong_code_is_told_in_words_and_nothing_is_connected(
    qtbot: QtBot, opened: Open, tmp_path: Path
) -> None:
    with service(tmp_path) as served:
        page = opened()
        page.connect_button.click()
        page.form.address.set_value(served.address)
        page.form.code.set_value("WRONG-WRONG")
        page.form.save.click()
        qtbot.waitUntil(lambda: page.form.problem.text() != "")
    assert not page._sync.tie.status().is_linked


def test_practice_data_is_never_connected_with_a_real_service(
    qtbot: QtBot, opened: Open, tmp_path: Path
) -> None:
    with service(tmp_path, is_practice=False) as served:
        page = opened()
        connect(page, served, Role.GP)
        qtbot.waitUntil(lambda: "Practice data is never sent" in page.form.problem.text())
    assert not page._sync.tie.status().is_linked


def test_connecting_sends_and_gets_and_both_ends_agree(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    with service(tmp_path) as served:
        frame._on_sync()
        page = frame.page
        assert isinstance(page, SyncPage)
        connect(page, served, Role.GP, Role.ADMINISTRATOR)
        qtbot.waitUntil(lambda: "Both ends hold the same" in page.told[2].text(), timeout=30_000)
        qtbot.waitUntil(lambda: frame._top._fresh.text().startswith("All sent "))
        qtbot.waitUntil(lambda: len(page.homes_model.rows) == 2)
        assert {row.fresh.tone for row in page.homes_model.rows} <= {"green", "amber"}
        assert page.now.isVisible()
    frame.sync.ask()
    qtbot.waitUntil(
        lambda: frame._top._fresh.text().startswith("Working without a network since "),
        timeout=15_000,
    )
    assert "All sent" not in frame._top._fresh.toolTip()


def test_the_quiet_list_of_two_versions_is_one_press_away(
    opened: Open, visited: list[Destination]
) -> None:
    page = opened()
    page.versions.click()
    assert visited == [ToVersions()]


def refuse(session: Session, resident_id: str) -> None:
    """The service did not take one change about a resident, with words that must not leave."""
    from mdt_core.store.projections import CHANGE  # noqa: PLC0415 - for this alone

    with sync_book.writing(session.workspace.engine) as connection:
        n = (
            connection.execute(CHANGE.select().where(CHANGE.c.record_id == resident_id).limit(1))
            .one()
            .n
        )
        values = {"state": OutboxState.QUARANTINED.value, "reason": CANARY}
        connection.execute(update(OUTBOX).where(OUTBOX.c.n == n).values(values))


def test_a_refused_change_stands_with_its_reason_and_leads_to_its_resident(
    qtbot: QtBot, opened: Open, workspace: Session, ward: Ward, visited: list[Destination]
) -> None:
    refuse(workspace, ward.of("Achterberg"))
    page = opened()
    qtbot.waitUntil(lambda: len(page.refused_model.rows) == 1)
    row = page.refused_model.row(0)
    assert (row.reason, row.about) == (CANARY, "ACHTERBERG, Wilhelmina (Mrs)")
    page.put_right.click()
    assert visited == [ToResident(ward.of("Achterberg"))]


def test_a_refused_concern_about_the_home_is_named_to_nobody_of_the_home(
    workspace: Session, ward: Ward, tmp_path: Path
) -> None:
    who = ward.of("Achterberg")
    told = dump(safeguarding(noticed_at=workspace.clock(), referred_at=None))
    draft = Draft(Safeguarding, who, told)
    signed = record_statement(workspace.store, by=workspace.actor, draft=draft)
    refuse(workspace, signed.record_id)
    seen = {}
    for role in (Role.GP, Role.HOME_MANAGER):
        by = replace(workspace.actor, role=role)
        (line,) = read_sync(workspace.tie, workspace.store, by).refused
        seen[role] = (line.what, bool(line.about), line.resident_id, line.reason)
    assert seen == {
        Role.GP: ("Safeguarding", True, who, CANARY),
        Role.HOME_MANAGER: (NOT_SHOWN, False, "", ""),
    }
    now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    path = save_report(workspace.tie, Standing(), tmp_path / "report.txt", now)
    assert "safeguarding" not in path.read_text("utf-8")


def test_the_report_for_support_holds_no_word_about_anybody(
    workspace: Session, ward: Ward, tmp_path: Path
) -> None:
    refuse(workspace, ward.of("Achterberg"))
    now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    standing = Standing(trouble=CANARY)
    path = save_report(workspace.tie, standing, tmp_path / "report.txt", now)
    text = path.read_text("utf-8")
    assert text.startswith(TITLE)
    assert "Refused 1" in text
    names = {word for person in PEOPLE for word in person[:2]} | {
        person[5] or "?" for person in PEOPLE
    }
    told = (*names, CANARY, "Larch House", "Rowan Court", "Amina", "Shah", *ward.by_family.values())
    assert [word for word in told if word in text and word != "?"] == []
