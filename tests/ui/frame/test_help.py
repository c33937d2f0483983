"""F1 in the forms of the window: every field answers with what its definition says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.field_help import help_on
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import RoundEntry
from mdt_desktop.qt.field_frame import Field
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Destination, ToConcern, ToFall, ToObservations, ToRound, ToToday
from mdt_desktop.ui.frame.frame import Frame
from tests.support.ward import UNWELL, Ward
from tests.ui.round.scene import started


def words_in(part: QWidget) -> list[str]:
    return [label.text() for label in part.findChildren(QLabel) if label.isVisible()]


def open_form(qtbot: QtBot, frame: Frame, place: Destination) -> list[Field]:
    """The fields on show in a form that can be typed in."""
    frame.go(place)

    def fields() -> list[Field]:
        found = frame.page.findChildren(Field) if frame.page else []
        return [each for each in found if each.isVisible() and each.isEnabled()]

    qtbot.waitUntil(lambda: len(fields()) >= 4)
    return fields()


def labelled(fields: list[Field], label: str) -> Field:
    return next(each for each in fields if each.label == label)


def press_f1(field: Field) -> None:
    control = field.focusProxy()
    assert control is not None
    control.setFocus()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_F1)


def test_f1_in_a_measured_number_says_range_unit_and_source(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    fields = open_form(qtbot, frame, ToObservations(ward.by_family[UNWELL], ToToday()))
    breaths = labelled(fields, "Breaths")
    press_f1(breaths)
    shown = words_in(breaths)
    assert "Taken from 1 to 80 a minute." in shown
    assert any("RCP NEWS2 (2017)" in words for words in shown)
    for line in help_on(ObservationSet, "respirations").lines:
        assert line in shown
    press_f1(breaths)
    assert not breaths.is_help_open


def test_f1_in_the_note_of_a_round_says_what_belongs_there_and_escape_stays(
    qtbot: QtBot, frame: Frame, ward: Ward, workspace: Session
) -> None:
    scene = started(workspace.store, workspace.actor, ward)
    place = ToRound(ward.home_id, scene.day)
    note = labelled(open_form(qtbot, frame, place), "Note")
    press_f1(note)
    shown = words_in(note)
    for line in help_on(RoundEntry, "note").lines:
        assert line in shown
    assert any("semicolon" in words for words in shown)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert not note.is_help_open
    assert frame.place == place


@pytest.mark.parametrize("where", ["observations", "fall", "concern", "round"])
def test_every_field_on_show_answers_f1(
    qtbot: QtBot, frame: Frame, ward: Ward, workspace: Session, where: str
) -> None:
    who = ward.by_family[UNWELL]
    scene = started(workspace.store, workspace.actor, ward) if where == "round" else None
    places: dict[str, Destination] = {
        "observations": ToObservations(who, ToToday()),
        "fall": ToFall(who, ToToday()),
        "concern": ToConcern(who, ToToday()),
        "round": ToRound(ward.home_id, scene.day) if scene else ToToday(),
    }
    for field in open_form(qtbot, frame, places[where]):
        press_f1(field)
        assert field.is_help_open, field.label
        shown = words_in(field)
        assert any(words.strip() for words in shown), field.label
        press_f1(field)
        assert not field.is_help_open, field.label
