"""What a control is to a screen reader, where Qt by itself would say another thing."""

from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from mdt_desktop.qt.accessibility import Spoken, speak_as, without_shapes
from mdt_desktop.qt.buttons import Button


@pytest.mark.parametrize(
    ("spoken", "state"),
    [(Spoken.TAB, "selected"), (Spoken.EXPANDER, "expanded"), (Spoken.ONE_OF_SEVERAL, "checked")],
)
def test_a_button_is_met_in_its_role_with_its_state_and_can_be_pressed(
    qtbot: QtBot, spoken: Spoken, state: str
) -> None:
    button = Button("Call list")
    qtbot.addWidget(button)
    speak_as(button, spoken)
    met = QAccessible.queryAccessibleInterface(button)
    assert (met.role(), met.text(QAccessible.Text.Name)) == (spoken.role, "Call list")
    assert not getattr(met.state(), state)
    met.actionInterface().doAction(met.actionInterface().pressAction())
    assert button.isChecked()
    assert getattr(met.state(), state)


def test_words_broken_over_lines_are_read_in_one(qtbot: QtBot) -> None:
    button = Button("Quick text")
    qtbot.addWidget(button)
    button.resize(40, 80)
    button.show()
    assert button.accessibleName() == "Quick text"


def test_shapes_beside_words_are_not_read() -> None:
    assert without_shapes("▲\u00a0NEWS2 up 3\n~ Similar name") == "NEWS2 up 3 Similar name"


class _Asked(QWidget):
    """Counts how often its properties are asked for."""

    times = 0

    @override
    def property(self, name: str, /) -> Any:
        self.times += 1
        return super().property(name)


def test_a_widget_is_asked_about_no_oftener_the_more_controls_were_marked(qtbot: QtBot) -> None:
    marked, met = QWidget(), _Asked()
    qtbot.addWidget(marked)
    qtbot.addWidget(met)
    for _ in range(9):
        speak_as(marked, Spoken.CHART)
    QAccessible.queryAccessibleInterface(met)
    assert met.times <= len(_Asked.__mro__)  # once for each of its classes at most
