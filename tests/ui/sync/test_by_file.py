"""Files on the sync screen: a bundle is saved, its answer taken in, and what each came to is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.clock import system_clock
from mdt_core.records.homes import Home
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from mdt_desktop import player
from mdt_desktop.session import Session
from mdt_desktop.sync.report import Report
from mdt_desktop.sync.standing import Standing
from mdt_desktop.sync.tie import Course
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.sync.page import SyncPage
from mdt_desktop.ui.sync.presenter import troubles
from mdt_service.cli import bundle as at_service
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.service.serving import Serving, serving

Open = Callable[[], SyncPage]


@pytest.fixture
def away(workspace: Session, tmp_path: Path) -> Serving:
    """A service that the computer met once; its network is gone since, its files are not."""
    url = f"sqlite:///{tmp_path / 'service.db'}"
    with serving(url, clock=system_clock, settings=Settings(is_practice=True)) as served:
        grants = [Grant(EVERY_HOME, role) for role in (Role.GP, Role.ADMINISTRATOR)]
        workspace.tie.enrol(served.address, served.code(*grants))
        ended = workspace.tie.exchange(Course())
        assert ended.error is None
    return served


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
        qtbot.waitUntil(
            lambda: page.told[0].text() != "" and context.sync.standing.status.is_linked
        )
        qtbot.waitUntil(lambda: not context.sync.standing.is_busy)
        return page

    return show


def says(page: SyncPage, words: str) -> Callable[[], bool]:
    return lambda: words in page.files.message.text


def test_a_bundle_is_saved_its_answer_is_taken_in_and_only_then_all_is_sent(
    qtbot: QtBot, opened: Open, away: Serving, workspace: Session, tmp_path: Path
) -> None:
    raise_something(workspace)
    page = opened()
    assert page.files.isVisible()
    assert page.files.waiting.text() == "No bundle waits for an answer."
    file, answer = tmp_path / "home.mdtbundle", tmp_path / "answer.mdtbundle"
    page.files.save.click()
    player.name_file(file)
    qtbot.waitUntil(says(page, "with 1 change. Nothing counts as sent before"))
    qtbot.waitUntil(lambda: "its answer was not taken in yet" in page.files.waiting.text())
    assert "1 change waiting" in page.told[0].text()
    at_service.take(away.parts, file, answer, by="Joy", say=lambda _words: None)
    page.files.take.click()
    player.name_file(answer)
    qtbot.waitUntil(says(page, "was taken in: 1 change sent, 1 change got"))
    qtbot.waitUntil(lambda: page.told[0].text() == "Nothing waits to be sent.")
    qtbot.waitUntil(lambda: "They last did " in page.told[2].text())
    assert "Working without a network" in page.trouble.text()
    qtbot.waitUntil(lambda: page.files.waiting.text() == "No bundle waits for an answer.")
    page.files.take.click()
    player.name_file(answer)
    qtbot.waitUntil(says(page, "was taken in already. Nothing was changed"))
    assert page.files.take.isEnabled()


def raise_something(workspace: Session) -> None:
    """One change, written since the network is gone."""
    with workspace.store.deed(workspace.actor) as unit:
        unit.write(Home(name="Birch House"), About())
        unit.commit()


def test_without_a_service_there_are_no_files_to_save(qtbot: QtBot, context: Context) -> None:
    page = SyncPage(context)
    qtbot.addWidget(page)
    page.load()
    assert page.files.isHidden()


def test_what_an_exchange_came_to_stands_on_the_screen_in_its_sentences() -> None:
    report = Report(sent=3, refused=2, is_revoked=True, is_copied=True)
    said = troubles(Standing().ended(report), system_clock())
    assert said == report.sentences()
    assert [words for words in said if "2 entries written here could not be accepted" in words]
    assert troubles(Standing().ended(Report(agreed=True)), system_clock()) == ()
