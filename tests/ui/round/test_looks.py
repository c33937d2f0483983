"""The round in every look: it fits its window, nothing is cut off, all that is pressed is large enough."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdt_core.records.residents import Resident
from mdt_core.use_cases.residents import save_resident
from mdt_desktop.qt import style
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.palettes import PALETTES, Palette
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.panes import TwoPanes
from tests.ui.round.conftest import Open
from tests.ui.round.hands import desk_of, focus, named, press
from tests.ui.round.scene import Scene

HEIGHT = 652


@dataclass(frozen=True)
class Size:
    """A text size, the window it must fit, and how many columns it leaves."""

    scale: float
    width: int
    columns: int
    rail: int = 0

    @property
    def room(self) -> int:
        """What the frame's rail leaves of the window."""
        return self.width - self.rail


PRESSED = (QAbstractButton, QLineEdit, QComboBox)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)
@pytest.mark.parametrize(
    "size",
    [Size(1.0, 1180, 2, 102), Size(1.5, 1280, 2, 141), Size(2.0, 1280, 1, 180)],
    ids=lambda s: s.scale,
)
def test_the_page_fits_its_window_and_every_target_is_44_pixels(
    qapp: QApplication, past: str, open_round: Open, palette: Palette, size: Size
) -> None:
    style.apply(qapp, style.Look(palette, size.scale))
    page = open_round(past, width=size.room, height=HEIGHT)
    assert page.height() == HEIGHT
    desk = desk_of(page)
    assert desk.panes.is_one_column == (size.columns == 1)
    for pane in (0, 1):
        desk.panes.show_pane(pane)
        assert page.width() == size.room
        assert cut_off(page) == []
        narrow = [
            button.text()
            for button in page.head.findChildren(Button)
            if button.text().strip() and button.isVisibleTo(page.head)
            if button.width() < button.sizeHint().width()
        ]
        assert narrow == []
        small = [
            f"{type(w).__name__} {w.accessibleName()} {w.width()}x{w.height()}"
            for w in page.findChildren(QWidget)
            if isinstance(w, PRESSED) and w.isVisible() and min(w.width(), w.height()) < 44
        ]
        assert small == []


def cut_off(page: QWidget) -> list[str]:
    """What reaches over the left or right edge of the pane it lies in."""
    found = []
    for widget in page.findChildren(QWidget):
        parent = widget.parentWidget()
        is_shown = isinstance(widget, (*PRESSED, QLabel, QPlainTextEdit)) and widget.isVisible()
        if not is_shown or parent is None:
            continue
        area = QRect(widget.mapTo(page, widget.rect().topLeft()), widget.size())
        inside = QRect(parent.mapTo(page, parent.rect().topLeft()), parent.size())
        if area.right() > min(inside.right(), page.width()) + 1 or area.left() < 0:
            found.append(f"{type(widget).__name__} {widget.accessibleName()} {area} {inside}")
    return found


def test_in_one_column_know_comes_first_and_one_key_leads_to_the_note(
    qapp: QApplication, past: str, open_round: Open
) -> None:
    style.apply(qapp, style.Look(PALETTES["light"], 2.0))
    page = open_round(past, width=1216, height=HEIGHT)
    desk = desk_of(page)
    assert desk.know.isVisible()
    assert not desk.form.isVisible()
    assert focus() is named(page, "Write")
    press(Qt.Key.Key_Space)
    assert desk.form.isVisible()
    assert focus() is desk.form.note.editor


def test_a_name_longer_than_the_banner_makes_no_window_higher(
    open_round: Open, context: Context, scene: Scene
) -> None:
    person = Resident(
        family_name="Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
        given_name="Maria Magdalena Wilhelmina Antoinette Philippa",
        title_prefix="Professor Dame",
    )
    who = scene.residents[0]
    save_resident(context.store, by=context.actor, resident=person, resident_id=who)
    page = open_round(who, width=1116, height=HEIGHT)
    assert page.height() == HEIGHT
    assert cut_off(page) == []
    deed = page.deeds.sign
    assert deed.text() == f"Sign for {person.family_name.upper()} and next"
    page.resize(700, HEIGHT)
    lines = QPushButton.text(deed).split("\n")
    assert len(lines) > 1
    assert "".join(lines).replace(" ", "") == deed.text().replace(" ", "")
    assert all(deed.fontMetrics().horizontalAdvance(line) <= deed.width() for line in lines)


def test_both_panes_of_a_desk_just_opened_are_in_their_places_before_anything_is_drawn(
    qtbot: QtBot,
) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1160, 600)
    box = column(place)
    with qtbot.waitExposed(place):
        place.show()
    desk = QWidget(place)
    know, write = QLabel("Know"), QLabel("Write")
    column(desk).addWidget(TwoPanes(know, write, desk))
    box.addWidget(desk)
    desk.show()  # as the next resident is opened: the panes get their width while they come on show
    assert write.x() > know.geometry().right()
    assert write.height() == know.height() == 600
