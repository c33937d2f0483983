"""The whole of a fall from the unlocked start screen, and of a full observation set, counted.

Budgets of the specification: 11 interactions for the fall (3 to open, 8 in the form), with touches
as of a hand in a glove, off the centre; 8 fields and the save for the set.
"""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.records.falls import Fall
from mdt_core.records.observations import ObservationSet
from mdt_core.store.queries.statements import statements
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import ChoiceField
from mdt_desktop.ui.fall.page import FallPage
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.observations.page import ObservationsPage
from mdt_desktop.ui.residents.page import ResidentsPage
from mdt_desktop.ui.today.page import TodayPage
from tests.support.ward import UNWELL, Ward
from tests.ui.fall.conftest import TABLET
from tests.ui.fall.test_answering import SEVEN
from tests.ui.observations.hands import number

LEAST_PX = 44
OFF_CENTRE = (0.2, 0.8)
"""Where in its width and height a glove hits a target."""


class Glove:
    """A hand in a glove: everything it touches is at least 44 px and is hit off its centre."""

    def __init__(self) -> None:
        self.touches = 0

    def touch(self, part: QWidget, within: QRect | None = None) -> None:
        """Touches a part of the screen, or a place in it."""
        self.touches += 1
        target = part.rect() if within is None else within
        assert part.isVisible()
        assert part.isEnabled()
        assert min(target.width(), target.height()) >= LEAST_PX
        across, down = OFF_CENTRE
        at = target.topLeft() + QPoint(
            round(target.width() * across), round(target.height() * down)
        )
        device = QTest.createTouchDevice()
        QTest.touchEvent(part, device).press(0, at, part).commit()
        QTest.touchEvent(part, device).release(0, at, part).commit()


def idle(qtbot: QtBot, frame: Frame) -> None:
    runners = frame.context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)


def way(frame: Frame, words: str) -> QToolButton:
    """A way of the rail."""
    return next(each for each in frame.findChildren(QToolButton) if each.text() == words)


def open_residents(qtbot: QtBot, frame: Frame, glove: Glove) -> ResidentsPage:
    frame.window().resize(TABLET, 780)
    assert frame.window().width() == TABLET
    assert isinstance(frame.page, TodayPage)
    glove.touch(way(frame, "Residents"))
    page = frame.page
    assert isinstance(page, ResidentsPage)
    qtbot.waitUntil(lambda: bool(page.model.rows))
    qtbot.waitUntil(lambda: not page.table._fitting.isActive())  # rows have their height
    return page


def touch_row(page: ResidentsPage, resident_id: str, glove: Glove) -> None:
    """Touches the row of one resident."""
    place = page.model.place_of(resident_id)
    assert place is not None
    shown = next(n for n in range(page.model.columnCount()) if not page.table.isColumnHidden(n))
    row = page.table.visualRect(page.model.index(place, shown))
    glove.touch(page.table.viewport(), row)


def answer_of(page: FallPage, name: str, key: str) -> Button:
    """The button of one answer, scrolled into sight."""
    assert page.form is not None
    field = page.form.rows[name]
    assert isinstance(field, ChoiceField | ManyChoiceField)
    button = field.button(key)
    page._area.ensureWidgetVisible(button)
    return button


def test_a_fall_is_eleven_touches_from_the_start_screen(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    glove, who = Glove(), ward.of(UNWELL)
    residents = open_residents(qtbot, frame, glove)
    touch_row(residents, who, glove)
    glove.touch(residents.fall)
    page = frame.page
    assert isinstance(page, FallPage)
    assert glove.touches == 3
    qtbot.waitUntil(page.save.isEnabled)
    for name, key in SEVEN:
        glove.touch(answer_of(page, name, key))
    assert page.save.text() == "Save fall for ACHTERBERG"
    glove.touch(page.save)
    qtbot.waitUntil(lambda: page.is_saved)
    assert glove.touches == 11
    with frame.context.store.reading() as connection:
        [fall] = statements(connection, Fall, who)
    assert fall.record is not None
    assert all(getattr(fall.record, name) for name in Fall.quick)


def test_a_room_typed_finds_the_row_for_the_fall_in_three(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    glove = Glove()
    residents = open_residents(qtbot, frame, glove)
    QTest.keyClicks(residents.filter.editor, "achter")  # one typed field
    glove.touch(residents.fall)
    page = frame.page
    assert isinstance(page, FallPage)
    qtbot.waitUntil(page.save.isEnabled)
    assert page.resident_id == ward.of(UNWELL)


@pytest.mark.parametrize("is_by_touch", [True, False], ids=["touch", "keys"])
def test_a_full_observation_set_is_eight_fields_and_the_save(
    qtbot: QtBot,
    frame: Frame,
    ward: Ward,
    is_by_touch: bool,
) -> None:
    glove, who = Glove(), ward.of("Okonkwo")
    residents = open_residents(qtbot, frame, glove)
    touch_row(residents, who, glove)
    glove.touch(residents.observe)
    page = frame.page
    assert isinstance(page, ObservationsPage)
    qtbot.waitUntil(page.save.isEnabled)
    body = page.body
    assert body is not None
    given = (
        ("respirations", "16"),
        ("oxygen_percent", "97"),
        ("on_oxygen", "air"),
        ("systolic", "128"),
        ("diastolic", "74"),
        ("pulse", "72"),
        ("consciousness", "alert"),
        ("temperature", "36.8"),
    )
    for name, value in given:
        field = body.form.fields[name]
        if isinstance(field, ChoiceField) and is_by_touch:
            QTest.mouseClick(field.button(value), Qt.MouseButton.LeftButton)
        elif isinstance(field, ChoiceField):
            assert field.button(value).isVisible()
            QTest.keyClick(frame.window().focusWidget(), Qt.Key.Key_1)
            QTest.keyClick(frame.window().focusWidget(), Qt.Key.Key_Return)
        else:
            box = number(body, name).editor
            if is_by_touch:
                box.setFocus()
            assert box.hasFocus()  # Enter of the field before led here
            QTest.keyClicks(box, value)
            QTest.keyClick(box, Qt.Key.Key_Return)
    assert len(given) == 8
    assert body.score_words == "0. Usual not set"
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.is_saved)
    with frame.context.store.reading() as connection:
        [taken] = statements(connection, ObservationSet, who)
    assert taken.record is not None
    assert (taken.record.pulse, str(taken.record.temperature)) == (72, "36.8")
