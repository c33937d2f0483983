"""Colours that can be read, targets that can be pressed, pages that fit, drawings that agree."""

import re

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.files import resource
from mdt_desktop.qt import style
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.controls import drawings
from mdt_desktop.qt.focus_ring import RING_PX
from mdt_desktop.qt.icons import icon
from mdt_desktop.qt.palettes import (
    LIGHT,
    PALETTES,
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    Palette,
    contrast,
)
from tests.ui.qt.pages import WHO, Page

_SCALES = (0.8, 1.0, 1.5, 2.0)
_PRESSED = (QAbstractButton, QLineEdit, QComboBox, QSpinBox)
_WIDEST = {0.8: 1180, 1.0: 1180, 1.5: 1280, 2.0: 1280}


def test_contrast_is_measured_as_wcag_measures_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)
def test_every_text_can_be_read(palette: Palette) -> None:
    poor = [what for what, a, b in palette.text_pairs() if contrast(a, b) < TEXT_CONTRAST]
    assert poor == []


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)
def test_every_shape_can_be_told_apart(palette: Palette) -> None:
    poor = [what for what, a, b in palette.shape_pairs() if contrast(a, b) < SHAPE_CONTRAST]
    assert poor == []


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)
def test_the_drawings_of_controls_have_the_colours_of_their_palette(palette: Palette) -> None:
    for name, text in drawings(palette).items():
        assert resource("icons", "controls", palette.name, name).read_text("utf-8") == text


def test_every_drawing_named_in_the_style_sheet_exists() -> None:
    paths = re.findall(r'url\("([^"]+)"\)', style.style_sheet(style.Look()))
    assert paths
    assert [p for p in paths if not resource("icons", *p.split("/icons/")[1].split("/"))] == []


@pytest.mark.parametrize("scale", [0.79, 2.01])
def test_a_text_size_outside_80_to_200_percent_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="text size"):
        style.Look(LIGHT, scale)


@pytest.mark.parametrize(("scale", "columns"), [(0.8, 3), (1.0, 3), (1.5, 2), (2.0, 1)])
def test_fewer_columns_at_larger_text(scale: float, columns: int) -> None:
    assert style.Look(LIGHT, scale).columns == columns


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)
@pytest.mark.parametrize("scale", _SCALES)
def test_everything_that_is_pressed_measures_44_pixels(
    qapp: QApplication, qtbot: QtBot, palette: Palette, scale: float
) -> None:
    style.apply(qapp, style.Look(palette, scale))
    page = _shown(qtbot)
    small = [
        f"{type(w).__name__} «{w.accessibleName()}» {w.width()}x{w.height()}"
        for w in page.findChildren(QWidget)
        if isinstance(w, _PRESSED) and w.isVisible() and not _is_inside_another(w)
        if w.height() < style.TARGET_PX or w.width() < style.TARGET_PX
    ]
    assert small == []


def _is_inside_another(widget: QWidget) -> bool:
    return isinstance(widget.parent(), QSpinBox | QComboBox)


@pytest.mark.parametrize("scale", _SCALES)
def test_a_whole_page_fits_the_width_allowed(
    qapp: QApplication, qtbot: QtBot, scale: float
) -> None:
    style.apply(qapp, style.Look(LIGHT, scale))
    page = _shown(qtbot)
    assert page.minimumSizeHint().width() <= _WIDEST[scale]
    assert page.inside.minimumSizeHint().width() <= page.area.viewport().width()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_banner_wraps_and_cuts_no_word(qapp: QApplication, qtbot: QtBot, scale: float) -> None:
    style.apply(qapp, style.Look(LIGHT, scale))
    banner = IdentityBanner()
    banner.show_identity(WHO)
    qtbot.addWidget(banner)
    banner.resize(900, banner.heightForWidth(900))
    with qtbot.waitExposed(banner):
        banner.show()
    for label in banner.words():
        needed = label.fontMetrics().boundingRect(
            QRect(0, 0, label.width(), 9999), 0x1000, label.text()
        )
        assert label.height() >= needed.height(), label.text()
        assert label.width() >= needed.width(), label.text()
        assert banner.rect().contains(label.mapTo(banner, label.rect().bottomRight()))


def test_focus_is_shown_by_a_yellow_ring_with_a_dark_line(qtbot: QtBot) -> None:
    page = _shown(qtbot)
    page.watch.editor.setFocus()
    qtbot.waitUntil(page.watch.editor.hasFocus)
    picture = page.watch.editor.grab().toImage()
    middle = picture.height() // 2
    assert picture.pixelColor(RING_PX // 2, middle).name() == LIGHT.focus
    assert picture.pixelColor(RING_PX + 1, middle).name() == LIGHT.focus_line


def test_the_ring_leaves_with_the_focus_and_survives_a_deleted_widget(qtbot: QtBot) -> None:
    page = _shown(qtbot)
    page.watch.editor.setFocus()
    page.note.editor.setFocus()
    page.watch.deleteLater()
    page.how.button("here").setFocus()
    qtbot.waitUntil(page.how.button("here").hasFocus)
    assert [r.parent() for r in page.findChildren(QWidget, "focusRing") if r.isVisible()] == [
        page.how.button("here")
    ]


def test_bundled_fonts_are_those_in_use() -> None:
    font = style.text_font(style.Look())
    assert font.families() == list(style.FAMILIES)
    assert QFont(QGuiApplication.font()).families()[0] == "Inter"


def test_an_icon_takes_its_colour() -> None:
    picture = icon("check", "#d5281b", 24).pixmap(24, 24).toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#d5281b"}


def test_an_icon_that_does_not_exist_is_refused() -> None:
    with pytest.raises(FileNotFoundError, match="nothing-like-it"):
        icon("nothing-like-it", "#000000")


def _shown(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    page.resize(1180, 800)
    with qtbot.waitExposed(page):
        page.show()
    return page
