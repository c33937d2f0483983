"""In a low window the banner gives room to the form, and never gives up who this is."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mdt_desktop.qt import style
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.layouts import column
from tests.ui.qt.pages import WHO

CRISIS = "CPR decision not recorded   |   as known on this computer at 24-Nov 07:15"
SHORT = "CPR decision not recorded"
MakePage = Callable[[int, float], IdentityBanner]


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot, look: style.Look) -> MakePage:
    """A page of that height at that text size with a banner and room for a form below it."""
    assert look

    def make(height: int, scale: float) -> IdentityBanner:
        style.apply(qapp, style.Look(scale=scale))
        window = QWidget()
        qtbot.addWidget(window)
        box = column(window)
        banner = IdentityBanner(window)
        banner.show_identity(WHO)
        banner.show_crisis_line(CRISIS, short=SHORT)
        box.addWidget(banner)
        box.addWidget(QWidget(window), 1)
        window.resize(1180, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        keep.append(window)
        return banner

    keep: list[QWidget] = []
    return make


def read(banner: IdentityBanner) -> str:
    return " ".join(label.text() for label in banner.words())


def test_a_window_with_room_shows_the_whole_banner_and_no_button(page: MakePage) -> None:
    banner = page(750, 1.0)
    assert "Prefers Minnie" in read(banner)
    assert CRISIS in read(banner)
    assert not banner.more.isVisible()


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_a_low_window_keeps_who_this_is_and_what_is_alarming(page: MakePage, scale: float) -> None:
    banner = page(500, scale)
    said = read(banner)
    assert "Prefers Minnie" not in said
    assert "Room 12" not in said
    for words in (
        *(WHO.family.upper(), WHO.given_title, WHO.born, WHO.gender, WHO.nhs_number),
        *(WHO.allergy_state, WHO.allergy_words, WHO.marks[0], SHORT),
    ):
        assert words in said
    assert CRISIS not in said
    assert "Prefers Minnie" in banner.accessibleName()


def test_a_low_window_gives_the_form_more_room(page: MakePage) -> None:
    banner = page(640, 2.0)
    low = banner.height()
    banner.more.click()
    QApplication.processEvents()
    assert banner.height() >= low + 100


def test_there_is_one_button_and_nothing_lies_on_a_name(page: MakePage) -> None:
    banner = page(640, 2.0)
    assert [each for each in banner.findChildren(Button) if each.isVisible()] == [banner.more]
    places = [
        QRect(part.mapTo(banner, QPoint()), part.size())
        for part in (*banner.words(), banner.more)
        if not isinstance(part.parentWidget(), QLabel)
    ]
    for place in places:
        assert not [other for other in places if other != place and other.intersects(place)]


def test_nothing_of_a_low_banner_is_cut(page: MakePage) -> None:
    banner = page(640, 2.0)
    assert banner.height() >= banner.heightForWidth(banner.width())
    for label in banner.findChildren(QLabel):
        if label.isVisible():
            bottom = label.mapTo(banner, label.rect().bottomLeft()).y()
            assert bottom <= banner.height()


def test_the_button_shows_all_and_takes_it_back_by_key(qtbot: QtBot, page: MakePage) -> None:
    banner = page(640, 2.0)
    banner.more.setFocus()
    assert banner.more.text() == "Show all"
    QTest.keyClick(banner.more, Qt.Key.Key_Return)
    assert "Prefers Minnie" in read(banner)
    assert CRISIS in read(banner)
    assert banner.more.hasFocus()
    assert banner.more.text() == "Show less"
    QTest.keyClick(banner.more, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Prefers Minnie" not in read(banner))


def test_a_window_made_higher_shows_the_whole_banner_again(qtbot: QtBot, page: MakePage) -> None:
    banner = page(500, 1.5)
    assert "Prefers Minnie" not in read(banner)
    banner.window().resize(1180, 1100)
    qtbot.waitUntil(lambda: "Prefers Minnie" in read(banner))
    assert not banner.more.isVisible()
    banner.window().resize(1180, 500)
    qtbot.waitUntil(lambda: "Prefers Minnie" not in read(banner))


def test_the_next_person_is_shown_as_low_as_the_window_is(qtbot: QtBot, page: MakePage) -> None:
    banner = page(640, 2.0)
    banner.more.click()
    banner.show_identity(WHO)
    assert "Prefers Minnie" in read(banner), "the same person stays as chosen"
    other = WHO.__class__(**{**vars(WHO), "family": "Okonkwo", "preferred": "Prefers Sam"})
    banner.show_identity(other)
    qtbot.waitUntil(lambda: "OKONKWO" in read(banner) and "Prefers Sam" not in read(banner))


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_laptop_of_820_pixels_shows_the_whole_banner_up_to_150_percent(
    page: MakePage, scale: float
) -> None:
    banner = page(660, scale)
    assert "Prefers Minnie" in read(banner)
    assert not banner.more.isVisible()
