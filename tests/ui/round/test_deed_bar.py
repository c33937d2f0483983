"""The foot of the round: one row whatever is said, the rest under More, the green deed never cut."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mdt_core.records.residents import Resident
from mdt_core.use_cases.residents import save_resident
from mdt_desktop.qt import style
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.deed_bar import DeedBar
from mdt_desktop.ui.round.page import RoundRunPage
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import click, desk_of, focus, named, press, sign, write_entry
from tests.ui.round.scene import Scene


def in_row(bar: DeedBar) -> list[str]:
    """The deeds that need one press, from left to right."""
    found = [each for each in bar.findChildren(Button) if each.isVisible()]
    row = [each for each in found if each.mapTo(bar, each.rect().center()).y() > bar.height() - 60]
    return [each.text() for each in sorted(row, key=lambda each: each.mapTo(bar, each.pos()).x())]


def signed_first(qtbot: QtBot, page: RoundRunPage) -> None:
    first = desk_of(page).resident_id
    write_entry(page, "Settled")
    sign(page)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id != first)


def test_at_1180_pixels_the_bar_is_one_row_and_the_banner_whole(
    qapp: QApplication, past: str, open_round: Open
) -> None:
    style.apply(qapp, style.Look(PALETTES["light"], 1.0))
    page = open_round(past, width=1078, height=744)
    assert page.deeds.height() < 70
    assert in_row(page.deeds)[:2] == ["No change", "Outcome…"]
    assert not desk_of(page).banner.more.isVisible()
    assert "Larch House" in " ".join(label.text() for label in desk_of(page).banner.words())


def test_undo_no_change_outcome_and_copy_stay_one_press_after_signing(
    qapp: QApplication, qtbot: QtBot, past: str, open_round: Open
) -> None:
    style.apply(qapp, style.Look(PALETTES["light"], 1.0))
    page = open_round(past, width=1078, height=744)
    signed_first(qtbot, page)
    qtbot.waitUntil(page.deeds.undo.isVisible)
    qtbot.waitUntil(page.deeds.copy.isVisible)
    assert in_row(page.deeds)[:4] == ["Undo room 1", "No change", "Outcome…", "Copy room 1"]
    assert page.deeds.copy.accessibleName() == "Copy room 1 for GP record"
    assert page.deeds.height() < 70


def test_the_rarer_deeds_are_two_presses_away_and_the_row_closes_again(
    qapp: QApplication, qtbot: QtBot, past: str, open_round: Open
) -> None:
    style.apply(qapp, style.Look(PALETTES["light"], 1.5))
    page = open_round(past, width=1216, height=748)
    bar = page.deeds
    assert not bar.concern.isVisible()
    low = bar.height()
    click(bar.more)
    qtbot.waitUntil(bar.concern.isVisible)
    assert bar.more.text() == "Less ▴"
    assert focus() in bar.findChildren(Button)
    press(Qt.Key.Key_Escape)
    assert not bar.concern.isVisible()
    assert bar.more.hasFocus()
    qtbot.waitUntil(lambda: bar.height() == low)
    click(bar.more)
    qtbot.waitUntil(bar.outcome.isVisible)
    click(named(page, "Observations"))
    qtbot.waitUntil(lambda: not bar.concern.isVisible())


def test_a_long_word_of_the_store_pushes_deeds_aside_and_is_not_cut(
    qtbot: QtBot, past: str, open_round: Open
) -> None:
    page = open_round(past, width=1078, height=744)
    many = len(in_row(page.deeds))
    page.deeds.show_saved("Not saved. The disk is full. Your text is still here. Free some space")
    qtbot.waitUntil(lambda: len(in_row(page.deeds)) < many)
    saved = page.deeds.saved
    assert saved.height() >= saved.heightForWidth(saved.width())


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_no_word_of_a_long_name_is_cut_in_the_green_deed(
    qapp: QApplication, open_round: Open, context: Context, scene: Scene, scale: float
) -> None:
    style.apply(qapp, style.Look(PALETTES["light"], scale))
    person = Resident(family_name="Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh")
    save_resident(context.store, by=context.actor, resident=person, resident_id=scene.residents[0])
    page = open_round(scene.residents[0], width=1000, height=652)
    deed = page.deeds.sign
    lines = QPushButton.text(deed).split("\n")
    assert all(deed.fontMetrics().horizontalAdvance(line) <= deed.width() - 20 for line in lines)
    assert deed.height() >= deed.sizeHint().height()
    assert page.deeds.height() >= page.deeds.heightForWidth(page.deeds.width())


def test_at_200_percent_the_whole_page_fits_a_laptop_of_820_pixels(
    qapp: QApplication, past: str, open_round: Open
) -> None:
    style.apply(qapp, style.Look(PALETTES["light"], 2.0))
    page = open_round(past, width=1000, height=652)
    assert (page.width(), page.height()) == (1000, 652)
    banner = desk_of(page).banner
    assert banner.height() >= banner.heightForWidth(banner.width())
    assert desk_of(page).panes.y() >= banner.y() + banner.height()
