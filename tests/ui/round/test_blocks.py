"""Know: a fixed order, each block with its date and source, each line to be read whole in the panel."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_desktop.ui.round.know_view import BlockView, KnowView
from tests.ui.round.conftest import Open
from tests.ui.round.hands import click, desk_of, named, press, words_on
from tests.ui.round.scene import LAST_PLAN, Scene

ORDER = [
    *("Why today", "CPR and ceiling", "Allergies", "Since last seen"),
    *("Last plan", "Observations", "Medicines"),
]


def views(know: KnowView) -> list[BlockView]:
    found = know.findChildren(BlockView)
    return sorted((each for each in found if each.isVisible()), key=lambda each: each.y())


def test_the_order_is_the_same_for_somebody_with_a_past_and_somebody_without(
    past: str, open_round: Open, scene: Scene
) -> None:
    for who in (past, scene.residents[1]):
        know = desk_of(open_round(who)).know
        assert [each.block.heading for each in views(know)] == ORDER


def test_every_block_says_its_date_and_source(past: str, open_round: Open) -> None:
    know = desk_of(open_round(past)).know
    for each in views(know):
        assert each.block.source, each.block.heading
        assert any(letter.isdigit() for letter in each.block.source), each.block.heading
        assert each.block.source in words_on(each)


def test_every_line_that_there_is_opens_in_the_panel_by_one_press(
    qtbot: QtBot, past: str, open_round: Open
) -> None:
    desk = desk_of(open_round(past))
    for each in views(desk.know):
        heading, lines = each.block.heading, each.block.whole or each.block.lines
        click(named(each, f"All: {heading}"))
        qtbot.waitUntil(desk.panel.isVisible)
        shown = words_on(desk.panel)
        assert all(line in shown for line in lines), heading
        press(Qt.Key.Key_Escape)
        assert not desk.panel.isVisible()


def test_the_whole_plan_is_read_in_the_panel(past: str, open_round: Open) -> None:
    desk = desk_of(open_round(past))
    last = LAST_PLAN.splitlines()[-1]
    assert last not in words_on(desk.know)
    click(named(desk.know, "All: Last plan"))
    assert last in words_on(desk.panel)


def test_a_block_with_nothing_says_so_in_one_line_and_opens_nothing(
    open_round: Open, scene: Scene
) -> None:
    page = open_round(scene.residents[1])
    for each in views(desk_of(page).know):
        if each.block.heading in ("Last plan", "Observations", "Medicines"):
            assert each.block.nothing in words_on(each)
            assert "\n" not in each.block.nothing
            assert "All" not in words_on(each)
