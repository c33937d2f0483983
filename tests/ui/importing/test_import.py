"""Lists, the homes directory and bundles: tried first, taken by one deed, asked where in doubt."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.exchange.import_report import Progress
from mdt_core.roles import Role
from mdt_core.store.queries.homes import homes, residents_of
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.words import Words
from mdt_desktop.ui.context import Context, ToImport
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.homes.page import HomesPage
from mdt_desktop.ui.importing.page import ImportPage
from mdt_desktop.ui.importing.running import Running
from mdt_desktop.ui.importing.sources import Source
from tests.exchange import tables
from tests.exchange.editions import ELM, FIRST, LATER, OAK, edition, later
from tests.exchange.tables import HEADERS, saved_csv
from tests.support import builders
from tests.support.ward import HOME_NAME, Ward

JOAN = ("9990000131", *tables.JOAN[1:])
ALAN = ("999 000 0158", *tables.ALAN[1:])
WRONG = ("9990000019", "Cole", "Ann", "1939-01-31", "F", "15", "Permanent", "2026-10-05")
NAMESAKE = ("", "Ramsbottom", "Harold", "1933-04-19", "M", "14", "Permanent", "2026-10-05")

OpenImport = Callable[..., ImportPage]


@pytest.fixture
def open_import(qtbot: QtBot, context: Context) -> OpenImport:
    """Shows the screen and waits until the homes are read."""

    def opened(within: Context = context) -> ImportPage:
        page = ImportPage(within)
        qtbot.addWidget(page)
        page.resize(1116, 776)
        with qtbot.waitExposed(page):
            page.show()
        page.load()
        qtbot.waitUntil(lambda: within.runners.reads.is_idle)
        return page

    return opened


def bring(qtbot: QtBot, page: ImportPage, source: Source, *paths: Path) -> None:
    """Chooses what comes in and hands the files over, as the file dialog does."""
    page.choose.source.button(source.value).click()
    if source is Source.RESIDENTS:
        home = page.choose.home.editor
        home.setCurrentText(HOME_NAME)
        home.activated.emit(home.currentIndex())  # as a person chooses it
    assert page.deeds.file.isEnabled()
    page.take_up(paths)
    quiet(qtbot, page)


def quiet(qtbot: QtBot, page: ImportPage) -> None:
    """Waits until everything asked for has come back."""
    runners = page._context.runners
    qtbot.waitUntil(
        lambda: all(each.is_idle for each in (runners.reads, runners.deeds, runners.long_work))
    )


def press(qtbot: QtBot, page: ImportPage, button: Button) -> None:
    """Presses a deed that is in sight and open, and waits for what follows."""
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    quiet(qtbot, page)


def button_saying(part: QWidget, words: str) -> Button:
    """The visible button that begins with these words."""
    found = [
        each
        for each in part.findChildren(Button)
        if each.isVisible() and each.text().startswith(words)
    ]
    assert len(found) == 1, [each.text() for each in found]
    return found[0]


def words_on(part: QWidget) -> str:
    """Everything that stands written on a part."""
    return "\n".join(each.text() for each in part.findChildren(Words) if each.isVisible())


def rooms(context: Context, ward: Ward) -> set[str]:
    """The family names of who lives in the home."""
    with context.store.reading() as connection:
        lines = residents_of(connection, context.actor, ward.home_id)
    return {line.family_name for line in lines}


def test_a_list_is_tried_in_words_and_nothing_is_changed_before_the_deed(
    qtbot: QtBot, context: Context, ward: Ward, open_import: OpenImport, tmp_path: Path
) -> None:
    page = open_import()
    bring(qtbot, page, Source.RESIDENTS, saved_csv(tmp_path, JOAN, ALAN, WRONG))
    assert page.columns.fields["DOB"].value() == "born"
    press(qtbot, page, page.deeds.try_it)
    assert page.found.heading.text() == (
        "2 of 3 rows can be taken. 1 cannot: see why. Nothing has been changed yet"
    )
    [why] = page.found.reasons
    assert (why.row, why.column) == ("4", "NHS No.")
    assert "not a valid NHS number" in why.reason
    assert "Smith" not in rooms(context, ward)
    assert page.deeds.take.text() == "Take in 2 residents"
    press(qtbot, page, page.deeds.take)
    assert page.found.heading.text() == ("Taken in: 2 new, 0 with something new, 0 as they were")
    assert "Smith" in rooms(context, ward)


def test_the_columns_chosen_are_remembered_for_the_next_list_with_these_headings(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    page = open_import()
    bring(qtbot, page, Source.RESIDENTS, saved_csv(tmp_path, JOAN))
    room = page.columns.fields["Room"]
    room.editor.setCurrentIndex(0)
    room.editor.activated.emit(0)  # as a person chooses «Not read»
    press(qtbot, page, page.deeds.try_it)
    press(qtbot, page, page.deeds.take)
    press(qtbot, page, page.deeds.again)
    page.take_up((saved_csv(tmp_path, ALAN),))
    quiet(qtbot, page)
    assert page.columns.fields["Room"].value() == ""
    assert "As remembered" in words_on(page.columns)


def test_a_list_with_an_open_question_cannot_be_tried(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    path = tmp_path / "dates.csv"
    rows = [("Surname", "DOB"), ("Hill", "03/02/1938"), ("Dale", "05/06/1940")]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    page = open_import()
    bring(qtbot, page, Source.RESIDENTS, path)
    assert not page.deeds.try_it.isEnabled()
    assert "«03/02/1938» can be read in two ways" in words_on(page.columns)
    QTest.mouseClick(page.columns.order.button("dmy"), Qt.MouseButton.LeftButton)
    assert page.deeds.try_it.isEnabled()
    assert "two ways" not in words_on(page.columns)


def test_who_may_be_here_already_is_asked_and_the_answer_is_tried_again(
    qtbot: QtBot, ward: Ward, open_import: OpenImport, tmp_path: Path
) -> None:
    page = open_import()
    bring(qtbot, page, Source.RESIDENTS, saved_csv(tmp_path, NAMESAKE))
    press(qtbot, page, page.deeds.try_it)
    assert not page.deeds.take.isVisible()
    who = page.found.doubts[2]
    assert who.label.startswith("Who is row 2?")
    known = who.button(ward.of("Ramsbottom"))
    assert "RAMSBOTTOM, Harold (Mr)\nBorn 19-Apr-1933" in known.text()
    QTest.mouseClick(known, Qt.MouseButton.LeftButton)
    quiet(qtbot, page)
    assert page.found.doubts == {}
    assert page.deeds.take.text() == "Take in 1 resident"


def test_the_reasons_are_saved_as_csv_that_no_spreadsheet_obeys(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    page = open_import()
    odd = ("=1+1", *WRONG[1:])
    bring(qtbot, page, Source.RESIDENTS, saved_csv(tmp_path, JOAN, odd))
    press(qtbot, page, page.deeds.try_it)
    press(qtbot, page, page.found.save)
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    saved = tmp_path / "why.csv"
    dialog.fileSelected.emit(str(saved))
    dialog.close()
    quiet(qtbot, page)
    text = saved.read_text(encoding="utf-8-sig")
    assert text.startswith("File,Row,Column,Reason")
    assert not any(cell.startswith("=") for row in csv.reader(text.splitlines()) for cell in row)
    assert str(saved) in page.message.text


def test_a_file_that_is_no_table_is_refused_in_words(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(b"none")
    page = open_import()
    bring(qtbot, page, Source.RESIDENTS, path)
    assert "Only CSV and XLSX are read" in page.message.text
    assert page.choose.isVisible()


def test_a_cancelled_import_says_what_is_in_and_the_file_goes_on_later(
    qtbot: QtBot, context: Context, ward: Ward, open_import: OpenImport, tmp_path: Path
) -> None:
    page = open_import()
    bring(qtbot, page, Source.RESIDENTS, saved_csv(tmp_path, JOAN, ALAN))
    press(qtbot, page, page.deeds.try_it)
    QTest.mouseClick(page.deeds.take, Qt.MouseButton.LeftButton)
    assert page.deeds.cancel.isVisible()
    page.leave()  # before the worker looked for the first time, or after: both are said truly
    quiet(qtbot, page)
    said = page.found.heading.text()
    is_in = "Smith" in rooms(context, ward)
    assert said.startswith("Taken in: 2 new" if is_in else "Cancelled. Taken in until then: 0 new")


def test_what_is_in_is_told_to_other_screens_also_after_this_one_was_left(
    qtbot: QtBot, context: Context, open_import: OpenImport, tmp_path: Path
) -> None:
    page = open_import()
    bring(qtbot, page, Source.RESIDENTS, saved_csv(tmp_path, JOAN))
    press(qtbot, page, page.deeds.try_it)
    heard: list[Changes] = []
    context.bus.changed.connect(heard.append)
    QTest.mouseClick(page.deeds.take, Qt.MouseButton.LeftButton)
    page.leave()
    page.close()
    shiboken6.delete(page)
    qtbot.waitUntil(lambda: context.runners.long_work.is_idle)
    assert [change.touches("resident") for change in heard] == [True]


def test_progress_comes_from_the_worker_in_words(
    qtbot: QtBot, context: Context, open_import: OpenImport, tmp_path: Path
) -> None:
    page = open_import()
    bring(qtbot, page, Source.RESIDENTS, saved_csv(tmp_path, JOAN))
    running = Running()
    running.told.connect(page._on_progress)
    context.runners.long_work.run(
        lambda: running.hear(Progress(12, 45, "list.csv", 11)),
        then=lambda _nothing: None,
        failed=page._on_failed,
    )
    qtbot.waitUntil(lambda: page.working.progress.text() == "12 of 45 rows list.csv")
    running.cancel()
    assert running.is_cancelled()


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, ...]:
    """Elm House of 2018 is Ash Court in 2025, in the same building."""
    renamed = later(ELM, "1-10000002", name="Ash Court")
    newer = edition(tmp_path, "2025-07-22", LATER, renamed, later(OAK, "1-10000003"))
    return edition(tmp_path, "2018-03-27", FIRST, ELM, OAK).path, newer.path


def names(context: Context) -> list[str]:
    """The names of the homes that are open."""
    with context.store.reading() as connection:
        return sorted(line.name for line in homes(connection, context.actor))


def test_editions_are_looked_at_then_taken_and_a_no_is_not_asked_again(
    qtbot: QtBot, context: Context, open_import: OpenImport, editions: tuple[Path, ...]
) -> None:
    page = open_import()
    bring(qtbot, page, Source.HOMES, *editions)
    assert page.found.heading.text() == (
        "2 editions, 27-Mar-2018 to 22-Jul-2025. 2 homes in the newest. "
        "Nothing has been changed yet"
    )
    assert "Oak Lodge" not in names(context)
    press(qtbot, page, page.deeds.take)
    assert "Taken in: 3 new" in page.found.heading.text()
    assert "«Elm House» ended and «Ash Court» began" in words_on(page.found)
    press(qtbot, page, button_saying(page.found, "No, these are two homes"))
    assert page.message.text == "Kept as two homes. It is not asked again"
    press(qtbot, page, page.deeds.again)
    bring_again(qtbot, page, editions)
    assert "Is it the same home?" not in words_on(page.found)


def bring_again(qtbot: QtBot, page: ImportPage, paths: tuple[Path, ...]) -> None:
    """Takes the same files in once more."""
    page.take_up(paths)
    quiet(qtbot, page)
    press(qtbot, page, page.deeds.take)


def test_a_yes_makes_one_home_of_the_two(
    qtbot: QtBot, context: Context, open_import: OpenImport, editions: tuple[Path, ...]
) -> None:
    page = open_import()
    bring(qtbot, page, Source.HOMES, *editions)
    press(qtbot, page, page.deeds.take)
    press(qtbot, page, button_saying(page.found, "Yes, Elm House goes on as Ash Court"))
    assert page.message.text == "One home from now on"
    assert "Elm House" not in names(context)


def test_who_may_bring_nothing_in_is_told_whom_to_ask(
    context: Context, open_import: OpenImport
) -> None:
    page = open_import(replace(context, actor=builders.actor(Role.AUDITOR)))
    assert "Your role does not bring files in" in page.message.text
    assert not page.deeds.file.isVisible()


def test_a_list_needs_its_home_before_a_file_is_chosen(open_import: OpenImport) -> None:
    page = open_import()
    assert page.deeds.status == "Choose what comes in"
    assert not page.deeds.file.isEnabled()
    page.choose.source.button(Source.RESIDENTS.value).click()
    assert page.deeds.status == "Choose the home of the list"


def test_the_way_leads_from_the_homes_in_the_real_window(qtbot: QtBot, frame: Frame) -> None:
    frame.context.go(ToImport())
    assert isinstance(frame.page, ImportPage)
    QTest.mouseClick(frame.page.deeds.back, Qt.MouseButton.LeftButton)
    homes_page = frame.page
    assert isinstance(homes_page, HomesPage)
    qtbot.waitUntil(lambda: bool(homes_page.model.rows))
    QTest.mouseClick(homes_page.bring_in, Qt.MouseButton.LeftButton)
    page = frame.page
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: frame.context.runners.reads.is_idle)
    for button in page.findChildren(Button):
        if button.isVisible():
            assert button.height() >= 44


def test_headings_of_the_sample_list_are_all_understood(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    page = open_import()
    bring(qtbot, page, Source.RESIDENTS, saved_csv(tmp_path, JOAN))
    assert set(page.columns.fields) == set(HEADERS)
    assert all(field.value() for field in page.columns.fields.values())
