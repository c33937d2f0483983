"""The units, rooms and beds of a home, added, changed and withdrawn in its details."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.homes import Home
from mdt_core.use_cases import d2a_beds
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_desktop.qt.fields import TextField
from mdt_desktop.ui.card.form import CardForm
from mdt_desktop.ui.card.page import HomeDetailsPage
from mdt_desktop.ui.card.places import PlaceRows
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.forms.entry_choice import EntryField
from mdt_desktop.ui.forms.parts import PartRow
from tests.ui.beds.board import Board
from tests.ui.card.conftest import Standing
from tests.ui.episode.hands import idle, opened

Open = Callable[[], HomeDetailsPage]


@pytest.fixture
def board(context: Context) -> Board:
    return Board(context.store, context.actor)


@pytest.fixture
def open_home(qtbot: QtBot, context: Context, board: Board) -> Open:
    """Opens the details of the home with D2A beds."""

    def opening() -> HomeDetailsPage:
        page = opened(qtbot, context, lambda: HomeDetailsPage(context, board.home))
        assert isinstance(page, HomeDetailsPage)
        return page

    return opening


def rows_of(page: HomeDetailsPage, name: str) -> PlaceRows:
    assert page.form is not None
    field = page.form.fields[name]
    assert isinstance(field, PlaceRows)
    return field


def put(row: PartRow, name: str, words: str) -> None:
    """Types into one question of a row; of many answers the first that fits is taken."""
    field = row.fields[name]
    assert isinstance(field, TextField)
    field.editor.setFocus()
    QTest.keyClicks(field.editor, words)
    if isinstance(field, EntryField):
        QTest.keyClick(field.list.view, Qt.Key.Key_Return)


def added(page: HomeDetailsPage, name: str) -> PartRow:
    rows = rows_of(page, name)
    rows.add_row.click()
    return rows.rows[-1]


def named(values: dict[str, Any], name: str) -> list[str]:
    return sorted(each.get("name") or each["label"] for each in values[name])


def test_a_unit_a_room_in_it_and_a_bed_in_that_are_added_at_once(
    qtbot: QtBot, board: Board, *, open_home: Open, standing: Standing, visited: list[Destination]
) -> None:
    page = open_home()
    put(added(page, "units"), "name", "Oak")
    room = added(page, "rooms")
    put(room, "name", "21")
    put(room, "unit_id", "oak")
    bed = added(page, "beds")
    put(bed, "label", "W")
    put(bed, "room_id", "21")
    assert bed.fields["room_id"].wrong() == ""
    page.save.click()
    qtbot.waitUntil(lambda: bool(visited))
    home: dict[str, Any] = standing(Home, board.home)
    (unit,) = home["units"]
    (room_21,) = [each for each in home["rooms"] if each["name"] == "21"]
    (bed_w,) = [each for each in home["beds"] if each["label"] == "W"]
    assert (room_21["unit_id"], bed_w["room_id"]) == (unit["id"], room_21["id"])


def test_what_is_in_use_says_why_and_has_no_way_to_be_withdrawn(open_home: Open) -> None:
    beds = rows_of(open_home(), "beds")
    assert [beds.line(f"b{n}").words for n in range(1, 5)] == [
        "Bed A, room 1, D2A block. Somebody is in this bed",
        "Bed A, room 2, D2A block. It is under a block contract; the bed board says until when",
        "Bed A, room 3, D2A spot",
        "Bed A, room 4, Complex Behaviour Unit",
    ]
    assert [beds.line(f"b{n}").remove.isHidden() for n in range(1, 5)] == [True, True, False, False]
    beds.line("b1").change.click()
    assert beds.rows[0].remove.isHidden()
    assert beds.line("b1").isHidden()


def test_a_bed_that_was_taken_meanwhile_is_refused_in_words_and_can_be_put_back(
    qtbot: QtBot,
    context: Context,
    board: Board,
    *,
    open_home: Open,
    standing: Standing,
    visited: list[Destination],
) -> None:
    page = open_home()
    line = rows_of(page, "beds").line("b3")
    line.remove.click()
    assert line.words == "Bed A, room 3, D2A spot. Withdrawn when you save"
    d2a_beds.reserve_bed(
        context.store, by=context.actor, home_id=board.home, bed_id="b3", note="Mrs Abbott"
    )
    page.save.click()
    qtbot.waitUntil(lambda: "Room 3 cannot be withdrawn" in page.message.text)
    idle(qtbot, context)
    line = rows_of(page, "beds").line("b3")
    assert line.is_withdrawn
    line.back.click()
    rows_of(page, "beds").line("b4").remove.click()
    rows_of(page, "rooms").line("r4").remove.click()
    page.save.click()
    qtbot.waitUntil(lambda: bool(visited))
    home: dict[str, Any] = standing(Home, board.home)
    assert [each["id"] for each in home["beds"]] == ["b1", "b2", "b3"]
    assert named(home, "rooms") == ["1", "2", "3"]


def test_what_was_left_unsaved_comes_back_beside_what_another_added(
    qtbot: QtBot, context: Context, board: Board, open_home: Open, standing: Standing
) -> None:
    page = open_home()
    rooms = rows_of(page, "rooms")
    rooms.line("r3").change.click()
    put(rooms.rows[0], "name", "0")
    rooms.line("r4").remove.click()
    put(added(page, "rooms"), "name", "9")
    put(added(page, "beds"), "room_id", "9")
    page.leave()
    idle(qtbot, context)
    was = standing(Home, board.home)
    theirs = {"units": [{"id": "p1", "name": "Elm"}]}
    other = replace(context.actor, person_id="other")
    save_card(context.store, by=other, change=CardChange(Home, board.home, was, theirs))
    again = open_home()
    qtbot.waitUntil(again.offer_bar.isVisible)
    again.offer_bar.go_on.click()
    rooms, beds = rows_of(again, "rooms"), rows_of(again, "beds")
    assert rooms.line("r4").is_withdrawn
    assert [row.stored().get("name") for row in rooms.rows] == ["30", "9"]
    field = beds.rows[0].fields["room_id"]
    assert isinstance(field, EntryField)
    assert field.editor.text() == "9"
    assert isinstance(again.form, CardForm)
    assert set(again.form.change().now) == {"rooms", "beds"}
