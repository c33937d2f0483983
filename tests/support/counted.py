"""Counts what a person does in the real window: a key, a press, or one typed field is one."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from mdt_desktop.qt.buttons import Button

_NONE = Qt.KeyboardModifier.NoModifier


class Counted:
    """A person whose interactions are counted."""

    def __init__(self) -> None:
        self.interactions = 0

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """One key, alone or with others held down, where the focus is."""
        self.interactions += 1
        QTest.keyClick(_focused(), key, modifiers)

    def press(self, button: Button) -> None:
        """One press with the mouse on what can be seen and pressed."""
        assert button.isVisible(), f"«{button.text()}» cannot be seen"
        assert button.isEnabled(), f"«{button.text()}» cannot be pressed"
        self.interactions += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def words(self, words: str) -> None:
        """Free words where the focus is, which are not counted."""
        QTest.keyClicks(_focused(), words)

    def field(self, words: str) -> None:
        """One typed field, such as a line or a room."""
        self.interactions += 1
        self.words(words)


def _focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    assert not isinstance(widget, QPlainTextEdit) or not widget.isReadOnly()
    return widget
