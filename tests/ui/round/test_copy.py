"""Copy for GP record: one press, the right entry, a record of it, and a clipboard that forgets."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.copying import COPIED, LentClipboard
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.counted import Counted
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import desk_of, named, sign, write_entry
from tests.ui.round.scene import Scene


@pytest.fixture(autouse=True)
def _clean_clipboard(qapp: QApplication) -> Iterator[None]:
    assert qapp
    QGuiApplication.clipboard().setText("before")
    yield
    LentClipboard.of_application().clear()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def copies(context: Context) -> list[tuple[str | None, str]]:
    query = "SELECT resident_id, detail FROM access_audit WHERE action = 'copy' ORDER BY n"
    with context.store.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def sign_and_wait(qtbot: QtBot, page: RoundRunPage, note: str) -> None:
    who = desk_of(page).resident_id
    write_entry(page, note)
    sign(page)
    qtbot.waitUntil(
        lambda: (
            page.summary.isVisible()
            or (page.desk is not None and page.desk.resident_id != who and is_open(page))
        )
    )


def test_the_entry_just_signed_is_copied_by_one_press_and_named_by_its_room(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page, person = open_round(), Counted()
    assert not page.deeds.copy.isVisible()
    sign_and_wait(qtbot, page, "Eats well")
    person.press(named(page, "Copy room 1 for GP record"))
    qtbot.waitUntil(lambda: page.message.text == COPIED)
    assert person.interactions == 1
    assert clipboard().splitlines() == [
        "Care home round 24-Nov-2026 07:15. Video",
        "W A, NHS number ends 0018",
        "Recorded by Dr Amina Shah",
        "Note: Eats well",
    ]
    assert copies(context) == [(scene.residents[0], "1 for the GP record")]


def test_after_the_round_all_entries_are_copied_and_nobody_is_named(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open
) -> None:
    page = open_round()
    for number, _ in enumerate(scene.residents):
        sign_and_wait(qtbot, page, f"Note {number}")
    named(page, "Copy all for GP record").click()
    qtbot.waitUntil(lambda: clipboard() != "before")
    assert [line for line in clipboard().splitlines() if line.startswith("Note")] == [
        "Note: Note 0",
        "Note: Note 1",
        "Note: Note 2",
    ]
    for name in ("achterberg", "featherstone", "okonkwo", "9990000018"):
        assert name not in clipboard().casefold()
    assert copies(context) == [(None, "3 for the GP record")]


def test_the_clipboard_is_cleared_only_while_it_is_still_ours(
    qtbot: QtBot, open_round: Open
) -> None:
    page = open_round()
    sign_and_wait(qtbot, page, "Eats well")
    named(page, "Copy room 1 for GP record").click()
    qtbot.waitUntil(lambda: clipboard() != "before")
    lent = LentClipboard.of_application()
    assert lent.is_waiting
    lent.clear()
    assert clipboard() == ""
    lent.lend("ours again")
    QGuiApplication.clipboard().setText("somebody else's")
    lent.clear()
    assert clipboard() == "somebody else's"
    assert not lent.is_waiting


def test_an_entry_taken_back_is_not_offered(qtbot: QtBot, open_round: Open) -> None:
    page = open_round()
    sign_and_wait(qtbot, page, "Wrong person")
    named(page, "Undo room 1").click()
    qtbot.waitUntil(lambda: page.message.text.startswith("Withdrawn"))
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).form.note.value() == "Wrong person")
    assert not page.deeds.copy.isVisible()
