"""Enters a set of observations as a person does: keys into boxes, clicks on choices, then reads."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import ChoiceField
from mdt_desktop.ui.observations.body import ObservationBody
from mdt_desktop.ui.observations.taken import NumberTaken

ACVPU = dict(zip("ACVPU", ("alert", "new_confusion", "voice", "pain", "unresponsive"), strict=True))
NUMBERS = {
    "rr": "respirations",
    "spo2": "oxygen_percent",
    "sbp": "systolic",
    "pulse": "pulse",
    "temp": "temperature",
}


@dataclass(frozen=True)
class Given:
    """One set as a chart would note it; a number left out is an empty text."""

    rr: str
    spo2: str
    scale: int
    on_oxygen: bool
    sbp: str
    pulse: str
    acvpu: str
    temp: str


def enter(body: ObservationBody, given: Given) -> None:
    """Types the whole set; an unlikely number is confirmed by pressing Yes."""
    if given.scale == 2:
        click(body, "spo2_scale", "2")
    for short, name in NUMBERS.items():
        type_number(body, name, getattr(given, short))
    click(body, "on_oxygen", "oxygen" if given.on_oxygen else "air")
    if given.acvpu:
        click(body, "consciousness", ACVPU[given.acvpu])


def number(body: ObservationBody, name: str) -> NumberTaken:
    """The box of one number."""
    field = body.form.fields[name]
    assert isinstance(field, NumberTaken)
    return field


def focused() -> QWidget:
    """What has the focus."""
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def said(part: QWidget) -> str:
    """Every word on show in a part of the screen."""
    shown = [each for each in part.findChildren(QWidget) if each.isVisible()]
    return "\n".join(each.text() for each in shown if isinstance(each, QLabel | QAbstractButton))


def type_number(body: ObservationBody, name: str, text: str) -> None:
    """Types a number and Enter, and confirms it where it is asked about."""
    field = number(body, name)
    field.editor.setFocus()
    QTest.keyClicks(field.editor, text)
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    if field.is_asking:
        press(body, "Yes")


def click(body: ObservationBody, name: str, key: str) -> None:
    """Clicks one of a row of choices."""
    field = body.form.fields[name]
    assert isinstance(field, ChoiceField)
    QTest.mouseClick(field.button(key), Qt.MouseButton.LeftButton)


def press(body: ObservationBody, words: str) -> None:
    """Clicks the visible button with these words."""
    found = [b for b in body.findChildren(Button) if b.isVisible() and b.text() == words]
    assert len(found) == 1, f"{len(found)} buttons say {words}"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def parts_read(body: ObservationBody) -> tuple[int | None, ...]:
    """The parts as they stand on the screen: breaths, SpO2, oxygen, pressure, pulse, ACVPU, temp."""
    texts = [row.points.text() for row in body.panel.rows]
    return tuple(int(text) if text.isdecimal() else None for text in texts)


def total_read(body: ObservationBody) -> int | None:
    """The total as it stands on the screen, None while it says that there is none."""
    words = body.panel.total.text()
    first = words.partition(".")[0]
    assert first.isdecimal() or "No total" in words, words
    return int(first) if first.isdecimal() else None
