"""Answers the small forms as a person does: by touch near a corner of a button, by mouse, by key.

`Hands` counts what it does: a press, a chosen key or one typed field is one interaction.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import ChoiceField, NoteField, Words
from mdt_desktop.ui.concern.page import ConcernPage
from mdt_desktop.ui.fall.page import FallPage

Page = FallPage | ConcernPage


@dataclass
class Hands:
    """One person at one form."""

    page: Page
    done: int = 0

    def touch(self, name: str, key: str) -> None:
        """Touches an answer as a thumb in a glove does: near its corner."""
        self.done += 1
        touch(choice(self.page, name, key))

    def key(self, key: Qt.Key) -> None:
        """Presses one key where the keyboard is."""
        self.done += 1
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)

    def write(self, name: str, words: str) -> None:
        """Types one field."""
        self.done += 1
        type_words(self.page, name, words)

    def press_save(self) -> None:
        """Touches the main deed."""
        self.done += 1
        touch(self.page.save)


def choice(page: Page, name: str, key: str) -> Button:
    """The button of one answer, scrolled into sight."""
    assert page.form is not None
    field = page.form.rows[name]
    assert isinstance(field, ChoiceField | ManyChoiceField)
    button = field.button(key)
    page._area.ensureWidgetVisible(button)
    QApplication.processEvents()
    return button


def answer(page: Page, name: str, key: str) -> None:
    """Presses one answer."""
    QTest.mouseClick(choice(page, name, key), Qt.MouseButton.LeftButton)


def touch(button: Button) -> None:
    """Touches a button near its lower right corner; it must be in sight and open."""
    assert button.isVisible()
    assert button.isEnabled()
    device = QTest.createTouchDevice()
    corner = QPoint(button.width() - 5, button.height() - 5)
    QTest.touchEvent(button, device).press(0, corner, button).commit()
    QTest.touchEvent(button, device).release(0, corner, button).commit()


def type_words(page: Page, name: str, words: str) -> None:
    """Types words into a field."""
    assert page.form is not None
    field = page.form.rows[name]
    assert isinstance(field, NoteField)
    field.editor.setFocus()
    QTest.keyClicks(field.editor, words)


def words_on(part: QWidget) -> str:
    """Everything that stands written on a part, in order."""
    labels = [label for label in part.findChildren(Words) if label.isVisible()]
    return "\n".join(label.text() for label in labels)


def places_of(part: QWidget) -> list[QRect]:
    """Where every visible button lies."""
    found = [button for button in part.findChildren(Button) if button.isVisible()]
    return [QRect(button.mapTo(part, QPoint(0, 0)), button.size()) for button in found]
