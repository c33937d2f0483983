"""What a person does with the round screen, and what they read on it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mdt_desktop.qt.buttons import Button
from mdt_desktop.ui.round.desk import EntryDesk
from mdt_desktop.ui.round.page import RoundRunPage

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def desk_of(page: RoundRunPage) -> EntryDesk:
    """The desk of the resident who is open; fails the test where nobody is."""
    assert page.desk is not None
    return page.desk


def focus() -> QWidget:
    """What has the keyboard; fails the test where nothing has."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_words(words: str) -> None:
    """Types where the focus is."""
    target = focus()
    if isinstance(target, QPlainTextEdit):
        for n, line in enumerate(words.split("\n")):
            if n:
                QTest.keyClick(target, Qt.Key.Key_Return)
            QTest.keyClicks(target, line)
    else:
        QTest.keyClicks(target, words)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key where the focus is."""
    QTest.keyClick(focus(), key, modifier)


def click(button: Button) -> None:
    """A press with the mouse."""
    QTest.mouseClick(button, LEFT)


def named(page: QWidget, name: str) -> Button:
    """The button that a person would call so; fails the test where there is none to see."""
    for button in page.findChildren(Button):
        if button.isVisible() and name in (button.accessibleName(), button.text()):
            return button
    seen = [b.accessibleName() or b.text() for b in page.findChildren(Button) if b.isVisible()]
    raise AssertionError(f"no button «{name}» among {seen}")


def words_on(page: QWidget) -> str:
    """All that can be read on a page now, fields too."""
    found = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    found += [button.text() for button in page.findChildren(Button) if button.isVisible()]
    found += [line.text() for line in page.findChildren(QLineEdit) if line.isVisible()]
    found += [text.toPlainText() for text in page.findChildren(QPlainTextEdit) if text.isVisible()]
    return "\n".join(found)


def shows(qtbot: QtBot, page: QWidget, words: str) -> None:
    """Waits until the words can be read."""
    qtbot.waitUntil(lambda: words in words_on(page))


def write_entry(page: RoundRunPage, note: str, plan: str = "") -> None:
    """A whole entry by keyboard, from the note where the focus starts."""
    type_words(note)
    press(Qt.Key.Key_2, ALT)
    if plan:
        press(Qt.Key.Key_Tab)
        type_words(plan)
    click(desk_of(page).form.see_again.button("next_round"))


def sign(page: RoundRunPage) -> None:
    """The keys that sign."""
    assert page.isVisible()
    press(Qt.Key.Key_Return, CTRL)
