"""Opens a page of plain fields about a resident and answers it as a person does."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_desktop.qt.fields import ChoiceField, DateField, NoteField, TextField
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.forms.fields_form import FieldsForm
from mdt_desktop.ui.quick.page import QuickFormPage

Make = Callable[[], QuickFormPage]


def opened(qtbot: QtBot, context: Context, make: Make) -> QuickFormPage:
    """The page, as soon as it can be answered, asks about a draft, or says why not."""
    page = make()
    qtbot.addWidget(page)
    page.resize(1116, 776)
    with qtbot.waitExposed(page):
        page.show()
    context.bus.changed.connect(page.refresh)  # as the frame does
    page.load()
    qtbot.waitUntil(
        lambda: page.save.isEnabled() or page.offer_bar.isVisible() or bool(page.message.text)
    )
    return page


def choose(form: FieldsForm, name: str, key: str) -> None:
    """Presses one answer."""
    field = form.fields[name]
    assert isinstance(field, ChoiceField)
    QTest.mouseClick(field.button(key), Qt.MouseButton.LeftButton)


def type_into(form: FieldsForm, name: str, words: str) -> None:
    """Types into a field in place of what is there."""
    field = form.fields[name]
    assert isinstance(field, DateField | TextField | NoteField)
    assert field.isVisible()
    field.editor.setFocus()
    field.editor.selectAll()
    QTest.keyClicks(field.editor, words)


def focused() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def idle(qtbot: QtBot, context: Context) -> None:
    """Waits until both runners have delivered everything."""
    runners = context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)
