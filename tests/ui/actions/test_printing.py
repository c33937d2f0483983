"""Chosen actions on paper: of one home, each resident named as everywhere, and recorded."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mdt_core.documents.action_list import CHOSEN, render_action_list
from mdt_core.documents.contents import PaperLook
from mdt_core.errors import InvalidInput
from mdt_core.store.queries.actions import ActionsAsked, Whose
from mdt_core.store.tables import AccessAuditRow
from mdt_core.use_cases.action_lists import action_list
from mdt_core.use_cases.actions import ActionOf
from mdt_desktop.ui.actions.page import ActionsPage
from mdt_desktop.ui.actions.printing import PrintForm
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.paper.printing import PrinterNames
from tests.support.ward import UNPLACED, Ward
from tests.ui.actions.work import Work, make_work

AUDIT = AccessAuditRow.__table__  # type: ignore[attr-defined]


@pytest.fixture
def work(context: Context, ward: Ward) -> Work:
    return make_work(context.store, context.actor, ward)


@pytest.fixture
def page(qtbot: QtBot, context: Context, work: Work) -> ActionsPage:
    assert work
    shown = ActionsPage(context, ActionsAsked(whose=Whose.ALL))
    shown.printing.deleteLater()
    shown.removeWidget(shown.printing)
    shown.printing = PrintForm(context, shown, printers=PrinterNames(()))
    shown.addWidget(shown.printing)
    shown.printing.cancelled.connect(shown._show_list)
    shown.printing.put_out.connect(shown._on_put_out)
    qtbot.addWidget(shown)
    shown.resize(1116, 740)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.load()
    qtbot.waitUntil(lambda: len(shown.model.rows) == 6)
    return shown


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages).split())


def test_a_list_names_each_resident_with_two_identifiers_and_says_it_is_a_choice(
    context: Context, ward: Ward, work: Work
) -> None:
    chosen = [
        ActionOf(work.actions["Fluids"], ward.of("Achterberg")),
        ActionOf(work.actions["Continence"], ward.of("Ramsbottom")),
    ]
    listed = action_list(context.store, by=context.actor, chosen=chosen, waiting=3, practice=True)
    said = words_of(render_action_list(listed, look=PaperLook()))
    for words in (
        "Action list", "2 actions", "Larch House", CHOSEN, "ACHTERBERG, Wilhelmina (Mrs)",
        "03-Feb-1938", "999 000 0018", "☐ Urgent: Fluids chart, push fluids",
        "Care-home nurse · Due Tue 24-Nov-2026", "Someone Else · No date", "Printed by Dr Amina Shah",
    ):  # fmt: skip
        assert words in said
    assert said.index("ACHTERBERG") < said.index("RAMSBOTTOM")


def test_actions_of_two_homes_are_not_on_one_list(context: Context, ward: Ward, work: Work) -> None:
    chosen = [
        ActionOf(work.actions["Fluids"], ward.of("Achterberg")),
        ActionOf(work.actions["Bloods"], ward.of(UNPLACED)),
    ]
    with pytest.raises(InvalidInput, match="one home"):
        action_list(context.store, by=context.actor, chosen=chosen, waiting=0, practice=True)


def test_chosen_actions_are_saved_and_that_is_recorded(
    qtbot: QtBot, page: ActionsPage, context: Context, tmp_path: Path
) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    page.print_list.click()
    assert page.currentWidget() is page.printing
    assert not page.printing.save.isEnabled()
    page.printing.save_to(str(tmp_path / "list.pdf"))
    qtbot.waitUntil(lambda: page.message.text.startswith("Saved: list.pdf"))
    said = words_of((tmp_path / "list.pdf").read_bytes())
    assert "2 actions" in said
    with context.store.reading() as connection:
        details = connection.execute(select(AUDIT.c.detail)).scalars().all()
    assert any(each.startswith("action list ") and "saved as PDF" in each for each in details)


def test_a_file_that_cannot_be_written_is_said_in_words_and_nothing_is_recorded(
    qtbot: QtBot, page: ActionsPage, tmp_path: Path
) -> None:
    page.print_list.click()
    page.printing.save_to(str(tmp_path / "nowhere" / "list.pdf"))
    qtbot.waitUntil(lambda: "The PDF was not saved" in page.printing.problem.text())
    assert page.currentWidget() is page.printing
