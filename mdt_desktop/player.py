"""A pair of hands at the real windows: keys, clicks and reading, as a person would.

The demo plays the main job with it where there is no display, and the tests drive the client with it.
It knows names on the screen, nothing else, and changes no record itself.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_LOOK_EVERY_MS = 20


class NotOnScreen(LookupError):
    """What was asked for cannot be seen, or cannot be used now."""


def visible_widgets() -> Iterator[QWidget]:
    """Every widget on the screen now, parents before children."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            yield window
            yield from (each for each in window.findChildren(QWidget) if each.isVisible())


def words_on(widget: QWidget) -> str:
    """What a person reads on one widget; a space is a space, also where no line may end."""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text().replace("&&", "&").replace("\u00a0", " ")
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        return "\n".join(_cells(widget.model()))
    return ""


def screen() -> str:
    """Everything that can be read now."""
    return "\n".join(text for text in map(words_on, visible_widgets()) if text)


def press(keys: str) -> None:
    """A key or combination, as in `Ctrl+Return`, where the focus is."""
    combination = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs do not know it
    QTest.keyClick(_focused(), combination.key(), combination.keyboardModifiers())


def type_text(text: str) -> None:
    """Text where the focus is: key by key, or in one piece as dictation gives it."""
    target = _focused()
    if text.isascii() and text.isprintable():
        QTest.keyClicks(target, text)
        return
    dictated = QInputMethodEvent()
    dictated.setCommitString(text)
    QApplication.sendEvent(target, dictated)


def click(name: str) -> None:
    """The button of that name, or whose name begins so; raises NotOnScreen where it is dimmed."""
    button = _named(name, lambda widget: isinstance(widget, QAbstractButton))
    if not button.isEnabled():
        raise NotOnScreen(f"the button {name} is dimmed")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def focus(name: str) -> None:
    """Goes to the field of that name."""
    _named(name, _takes_typing).setFocus(Qt.FocusReason.TabFocusReason)


def name_file(path: Path) -> None:
    """Types a file's name in the dialog that asks for one, and accepts it."""
    dialog = next((each for each in visible_widgets() if isinstance(each, QFileDialog)), None)
    if dialog is None:
        raise NotOnScreen("no dialog asks for a file")
    name, buttons = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
    if not isinstance(name, QLineEdit) or not isinstance(buttons, QDialogButtonBox):
        raise NotOnScreen("the dialog has no place for a name")
    dialog.setDirectory(str(path.parent))
    name.setText(path.name)
    standard = QDialogButtonBox.StandardButton
    accept = buttons.button(standard.Save) or buttons.button(standard.Open)
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)


def picture(path: Path) -> None:
    """Saves a picture of the window, once it has come to rest."""
    window = QApplication.activeWindow() or next(visible_widgets())
    at_rest(window).save(str(path))


def at_rest(window: QWidget, seconds: float = 2) -> QPixmap:
    """What a window looks like once it looks the same twice: layouts and lists settle a moment later.

    What still moves after that time (a caret that blinks, say) is given as it is then.
    """
    end = time.monotonic() + seconds
    before = window.grab()
    while time.monotonic() < end:
        QTest.qWait(_LOOK_EVERY_MS)
        now = window.grab()
        if now.toImage() == before.toImage():
            return now
        before = now
    return before


def wait_for(words: str, seconds: float = 20) -> str:
    """Waits until the words can be read; raises NotOnScreen with what can be read instead."""
    end = time.monotonic() + seconds
    while words not in (seen := screen()):
        if time.monotonic() > end:
            raise NotOnScreen(f"«{words}» did not appear; the screen says:\n{seen}")
        QTest.qWait(_LOOK_EVERY_MS)
    return seen


def wait_for_drawing(name: str, seconds: float = 20) -> None:
    """Waits until what is called so, as `Page 1 of 1`, has its picture in place of words."""
    end = time.monotonic() + seconds
    while not any(_is_drawn(each, name) for each in visible_widgets()):
        if time.monotonic() > end:
            raise NotOnScreen(f"«{name}» was not drawn")
        QTest.qWait(_LOOK_EVERY_MS)


def wait_until_usable(name: str, seconds: float = 20) -> None:
    """Waits until the button of that name is there and not dimmed."""
    end = time.monotonic() + seconds
    while not _is_usable(name):
        if time.monotonic() > end:
            raise NotOnScreen(f"the button {name} is dimmed or not there")
        QTest.qWait(_LOOK_EVERY_MS)


def _is_usable(name: str) -> bool:
    try:
        return _named(name, lambda widget: isinstance(widget, QAbstractButton)).isEnabled()
    except NotOnScreen:
        return False


def _is_drawn(widget: QWidget, name: str) -> bool:
    if not isinstance(widget, QLabel) or not widget.accessibleName().startswith(name):
        return False
    return not widget.pixmap().isNull()


def _focused() -> QWidget:
    target = QApplication.focusWidget() or QApplication.activeWindow()
    if target is None:
        raise NotOnScreen("no window has the focus")
    return target


def _named(name: str, is_wanted: Callable[[QWidget], bool]) -> QWidget:
    found = [widget for widget in visible_widgets() if is_wanted(widget)]
    for matches in (_is_exactly, _begins_with):
        for widget in found:
            if matches(widget, name):
                return widget
    names = sorted({said for widget in found for said in _said(widget)} - {""})
    raise NotOnScreen(f"nothing on the screen is called {name}; there are {names}")


def _said(widget: QWidget) -> tuple[str, str]:
    return widget.accessibleName(), words_on(widget).replace("&", "")


def _is_exactly(widget: QWidget, name: str) -> bool:
    return name in _said(widget)


def _begins_with(widget: QWidget, name: str) -> bool:
    return any(said.startswith(name) for said in _said(widget))


def _takes_typing(widget: QWidget) -> bool:
    """A way of the rail may be called as a field is; nobody types into a button or a label."""
    is_field = not isinstance(widget, QLabel | QAbstractButton)
    return is_field and widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            shown = model.index(row, column).data(Qt.ItemDataRole.DisplayRole)
            if shown:
                yield str(shown)
