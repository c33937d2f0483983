"""What a screen reader is told: announcements, and what a control is where Qt would say another thing.

Qt calls every button that can be pressed in a check box, and a widget that paints itself nothing. The
roles here are those that Orca, NVDA and VoiceOver read best; they change nothing that is seen.
"""

import re
from enum import Enum
from functools import cache
from typing import Final, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleStateChangeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget
from typing_extensions import override

_SHAPE: Final = re.compile(r"[\u2500-\u27bf]\s*|~\s")
_SPOKEN_AS: Final = "spokenAs"


class Spoken(Enum):
    """What a control is to a screen reader; the value is Qt's own word for it."""

    CHART = "Chart"
    DOCUMENT = "Document"
    EXPANDER = "Button"  # said «collapsed» or «expanded»
    ONE_OF_SEVERAL = "RadioButton"  # said «checked» or «not checked»
    TAB = "PageTab"  # said «selected» where it is the one on show, and nothing where it is not
    TABS = "PageTabList"

    @property
    def role(self) -> QAccessible.Role:
        """The role as Qt has it."""
        return QAccessible.Role[self.value]


_STATE_OF: Final = {
    Spoken.EXPANDER: "expanded",
    Spoken.ONE_OF_SEVERAL: "checked",
    Spoken.TAB: "selected",
}
_CAN_BE: Final = {
    Spoken.EXPANDER: "expandable",
    Spoken.ONE_OF_SEVERAL: "checkable",
    Spoken.TAB: "selectable",
}


def announce(widget: QWidget, text: str) -> None:
    """Has a running screen reader say the text; interrupts nothing."""
    if text:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def describe(widget: QWidget, name: str, description: str = "") -> None:
    """Gives a widget the name and the description a screen reader reads."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(description)


def without_shapes(words: str) -> str:
    """The words in one line, without the shapes beside them that a reader spells: «black diamond»."""
    return " ".join(_SHAPE.sub("", words).split()) or words


def speak_as(widget: QWidget, spoken: Spoken) -> None:
    """Lets screen readers meet the widget as what it is to a person; makes a button checkable."""
    widget.setProperty(_SPOKEN_AS, spoken.value)
    _install_once()
    if QAccessible.isActive():  # a reader may have met it already, with Qt's own role
        met = QAccessible.queryAccessibleInterface(widget)
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(met))
    if isinstance(widget, QAbstractButton):
        widget.setCheckable(True)
        _StateTeller(widget, _STATE_OF[spoken])


def mark_as_chart(widget: QWidget) -> None:
    """Lets screen readers meet the widget as a chart rather than as an empty area."""
    speak_as(widget, Spoken.CHART)


class _StateTeller(QObject):
    """Has a reader that stands on a button say its new state.

    Qt itself tells «checked» alone, and its AT-SPI bridge keeps «expanded» to itself.
    """

    def __init__(self, button: QAbstractButton, word: str) -> None:
        super().__init__(button)
        self._word = word
        button.toggled.connect(self._on_toggled)

    def _on_toggled(self, is_on: bool) -> None:  # noqa: FBT001 - as the signal gives it
        changed = QAccessible.State()
        setattr(changed, self._word, True)
        button = cast("QAbstractButton", self.parent())
        QAccessible.updateAccessibility(QAccessibleStateChangeEvent(button, changed))
        if self._word == _STATE_OF[Spoken.EXPANDER] and button.hasFocus():
            announce(button, "Expanded" if is_on else "Collapsed")


class _SpokenButton(QAccessibleWidget):
    """A button that can be pressed in, as an expander, a tab or one of several."""

    def __init__(self, button: QAbstractButton, spoken: Spoken) -> None:
        super().__init__(button, spoken.role)
        self._spoken = spoken

    @property
    def _button(self) -> QAbstractButton:
        return cast("QAbstractButton", self.object())

    @override
    def state(self) -> QAccessible.State:
        found = super().state()
        is_on = self._button.isChecked()
        told = {_CAN_BE[self._spoken]: True, _STATE_OF[self._spoken]: is_on}
        for word, holds in told.items():
            setattr(found, word, holds)
        return found

    @override
    def text(self, t: QAccessible.Text) -> str:
        said = super().text(t)
        return said or (self._button.text() if t == QAccessible.Text.Name else "")

    @override
    def actionNames(self) -> list[str]:
        press = [self.pressAction()] if self._button.isEnabled() else []
        return [*press, *super().actionNames()]

    @override
    def doAction(self, actionName: str) -> None:
        if actionName == self.pressAction():
            self._button.click()
        else:
            super().doAction(actionName)


@cache
def _install_once() -> None:
    """Qt's Python layer keeps a copy for each time, and asks every copy about every widget."""
    QAccessible.installFactory(_interface)


def _interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, QWidget) or not (value := thing.property(_SPOKEN_AS)):
        return None
    spoken = Spoken(value)
    if isinstance(thing, QAbstractButton):
        return _SpokenButton(thing, spoken)
    return QAccessibleWidget(thing, spoken.role, thing.accessibleName())
