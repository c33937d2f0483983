"""Falls, observations and vaccinations come in by one way: columns, a trial in words, then the deed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.exchange.import_report import Progress
from mdt_core.exchange.tables.list_report import Preview
from mdt_core.record import Statement
from mdt_core.records.falls import Fall
from mdt_core.records.observations import ObservationSet
from mdt_core.records.vaccinations import Vaccination
from mdt_core.roles import Role
from mdt_core.store.queries.statements import statements
from mdt_core.use_cases.falls import record_fall
from mdt_desktop.remembered_columns import REMEMBERED
from mdt_desktop.ui.context import Context, ToImport
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.importing.dated import DatedRead, DatedTried, read_dated
from mdt_desktop.ui.importing.dated_way import DatedWay
from mdt_desktop.ui.importing.page import ImportPage
from mdt_desktop.ui.importing.sources import FILTERS, Source
from mdt_desktop.ui.importing.ways import Where
from tests.exchange.tables import saved_csv
from tests.support import builders
from tests.support.shared_data import shared_data
from tests.support.ward import PEOPLE, UNWELL, Ward
from tests.ui.importing.test_import import OpenImport, bring, open_import, press, quiet, words_on

__all__ = ["open_import"]

FALL_HEADINGS = ("NHS No", "Surname", "Date", "Time", "Location", "Notes", "Risk score")
NIGHT = ("9990000018", "Achterberg", "03/11/2026", "03:10", "Lounge", "Found by the bed", "9")
DAY = ("9990000026", "Featherstone", "05/10/2026", "14:30", "Garden", "", "4")
UNKNOWN = ("9990000131", "Smith", "05/10/2026", "14:30", "Lounge", "", "")

SET_HEADINGS = ("NHS No", "DOB", "Date", "Time", "RR", "Sats", "Pulse", "HR", "Temp")
SET = ("9990000026", "1931-06-11", "2026-11-02", "07:10", "18", "95%", "88", "", "37.1")
WRONG_SET = ("9990000018", "1938-02-03", "2026-11-02", "07:10", "many", "95%", "88", "", "37")

NOT_LOOKED = DatedTried(Preview("", 0), ())

BATCH = {
    "NHS_NUMBER": "9990000018",
    "PERSON_FORENAME": "Wilhelmina",
    "PERSON_DOB": "19380203",
    "DATE_AND_TIME": "20261012T10300000",
    "UNIQUE_ID": "a-1",
    "UNIQUE_ID_URI": "https://supplier.example/",
    "ACTION_FLAG": "new",
    "VACCINATION_PROCEDURE_TERM": "Seasonal influenza vaccination (procedure)",
    "VACCINE_PRODUCT_TERM": "A vaccine suspension for injection",
    "BATCH_NUMBER": "AB1234",
}


def falls_list(folder: Path, *rows: tuple[str, ...]) -> Path:
    """A list whose days and months could change places."""
    return saved_csv(folder, *(rows or (NIGHT, DAY, UNKNOWN)), headers=FALL_HEADINGS)


def batch_file(folder: Path, *rows: dict[str, str]) -> Path:
    """A vaccination file under its published headings."""
    lines = [{**BATCH, **row}.values() for row in rows]
    text = "\n".join("|".join(cells) for cells in (tuple(BATCH), *lines))
    path = folder / "batch.csv"
    path.write_text(text, encoding="utf-8")
    return path


def recorded(context: Context, kind: type[Statement], who: str) -> int:
    """How many statements of a kind stand for a resident."""
    with context.store.reading() as connection:
        return len(statements(connection, kind, who))


def choose(page: ImportPage, header: str, words: str) -> None:
    """Chooses what a column is, as a person does."""
    editor = page.columns.fields[header].editor
    editor.setCurrentText(words)
    editor.activated.emit(editor.currentIndex())


def again(qtbot: QtBot, page: ImportPage, path: Path) -> None:
    """Hands the same file over once more."""
    press(qtbot, page, page.deeds.again)
    page.take_up((path,))
    quiet(qtbot, page)


@pytest.fixture
def page(qtbot: QtBot, frame: Frame) -> Iterator[ImportPage]:
    """The screen in the real window."""
    frame.context.go(ToImport())
    assert isinstance(frame.page, ImportPage)
    quiet(qtbot, frame.page)
    yield frame.page
    quiet(qtbot, frame.page)


def test_a_falls_list_is_read_tried_taken_and_nothing_new_the_second_time(
    qtbot: QtBot, frame: Frame, page: ImportPage, ward: Ward, tmp_path: Path
) -> None:
    before = recorded(frame.context, Fall, ward.of(UNWELL))
    path = falls_list(tmp_path)
    bring(qtbot, page, Source.FALLS, path)
    assert page.columns.fields["Location"].value() == "place"
    assert "«05/10/2026» can be read in two ways" in words_on(page.columns)
    assert not page.deeds.try_it.isEnabled()
    QTest.mouseClick(page.columns.order.button("dmy"), Qt.MouseButton.LeftButton)
    choose(page, "Notes", "Not read")
    press(qtbot, page, page.deeds.try_it)
    assert page.found.heading.text() == (
        "2 of 3 rows can be taken. 1 cannot: see why. Nothing has been changed yet"
    )
    assert "To be recorded: 2 falls. Here already, unchanged: 0. Left out: 1." in words_on(page)
    assert "Not read: Notes, Risk score" in words_on(page.found)
    [night, _day] = page.found.new_model.rows
    assert night.who.startswith("ACHTERBERG, Wilhelmina (Mrs)\nBorn 03-Feb-1938")
    assert (night.row, night.when) == (2, "03-Nov-2026 03:10")
    assert "Lounge" in night.what
    assert [why.row for why in page.found.reasons] == ["4"]
    assert recorded(frame.context, Fall, ward.of(UNWELL)) == before
    press(qtbot, page, page.deeds.to_columns)
    press(qtbot, page, page.deeds.try_it)
    assert page.deeds.take.text() == "Take in 2 falls"
    press(qtbot, page, page.deeds.take)
    assert page.found.heading.text() == "Taken in: 2 falls recorded, 0 here already"
    assert "1 row left out: see why." in words_on(page.found)
    assert recorded(frame.context, Fall, ward.of(UNWELL)) == before + 1
    again(qtbot, page, path)
    assert page.columns.fields["Notes"].value() == ""
    assert "As remembered" in words_on(page.columns)
    press(qtbot, page, page.deeds.try_it)
    assert page.found.heading.text() == (
        "Nothing new: 2 of 3 rows are recorded here already. Nothing is changed"
    )
    assert page.deeds.status == "Nothing new to take in"
    assert not page.deeds.take.isVisible()
    assert not page.found.new.isVisible()


def test_a_list_of_observations_is_asked_about_and_a_wrong_reading_refuses_its_row(
    qtbot: QtBot, frame: Frame, page: ImportPage, ward: Ward, tmp_path: Path
) -> None:
    edith = ward.in_room("2")
    before = recorded(frame.context, ObservationSet, edith)
    bring(
        qtbot,
        page,
        Source.OBSERVATIONS,
        saved_csv(tmp_path, SET, WRONG_SET, headers=SET_HEADINGS),
    )
    assert "«Pulse» and «HR» could each be «Pulse». Choose one." in words_on(page.columns)
    assert not page.deeds.try_it.isEnabled()
    choose(page, "Pulse", "Pulse")
    assert page.columns.fields["HR"].value() == ""
    press(qtbot, page, page.deeds.try_it)
    [line] = page.found.new_model.rows
    assert "Pulse: 88" in line.what
    assert [(why.row, why.column) for why in page.found.reasons] == [("3", "RR")]
    press(qtbot, page, page.deeds.take)
    assert page.found.heading.text() == "Taken in: 1 set of observations recorded, 0 here already"
    assert recorded(frame.context, ObservationSet, edith) == before + 1


def test_a_vaccination_file_is_read_by_its_published_headings_without_a_question(
    qtbot: QtBot, frame: Frame, page: ImportPage, ward: Ward, tmp_path: Path
) -> None:
    path = batch_file(tmp_path, {}, {"NHS_NUMBER": "9990000026", "UNIQUE_ID": "a-2"})
    page.choose.source.button(Source.VACCINATIONS.value).click()
    press(qtbot, page, page.deeds.file)
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.nameFilters() == [FILTERS[Source.VACCINATIONS]]
    dialog.filesSelected.emit([str(path)])
    dialog.close()
    quiet(qtbot, page)
    assert "Read by its published headings." in words_on(page.found)
    assert "Not read: PERSON_FORENAME" in words_on(page.found)
    [line] = page.found.new_model.rows
    assert line.when == "12-Oct-2026"
    assert "AB1234" in line.what
    [why] = page.found.reasons
    assert why.row == "3"
    assert not page.deeds.to_columns.isVisible()
    press(qtbot, page, page.deeds.take)
    assert page.found.heading.text() == "Taken in: 1 vaccination recorded, 0 here already"
    assert recorded(frame.context, Vaccination, ward.of(UNWELL)) == 1
    again(qtbot, page, path)
    assert page.found.heading.text().startswith("Nothing new: 1 of 2 rows")
    press(qtbot, page, page.deeds.again)
    page.take_up((falls_list(tmp_path),))
    quiet(qtbot, page)
    assert "This is no NHS vaccination file: NHS_NUMBER, PERSON_DOB" in page.message.text
    assert page.choose.isVisible()


def test_a_published_vaccination_file_of_nobody_here_is_left_out_row_by_row(
    qtbot: QtBot, page: ImportPage
) -> None:
    path = shared_data("07_immunisations_nhs", "sample_valid_csv_data.csv")
    bring(qtbot, page, Source.VACCINATIONS, path)
    assert page.found.heading.text().startswith("0 of 1 rows can be taken. 1 cannot: see why.")
    assert page.deeds.status == "Nothing can be taken in"
    [why] = page.found.reasons
    assert "NHS number" in why.reason


def test_a_role_is_offered_what_it_may_record_and_told_of_the_rest(
    context: Context, open_import: OpenImport
) -> None:
    carer = replace(builders.actor(Role.HOME_CARER), homes=frozenset({"any-home"}))
    page = open_import(replace(context, actor=carer))
    for source in (Source.FALLS, Source.OBSERVATIONS):
        assert page.choose.source.button(source.value).isVisible()
    with pytest.raises(KeyError):
        page.choose.source.button(Source.VACCINATIONS.value)
    assert "Vaccinations (NHS batch file)" in page.choose.withheld.text()


def read_for(context: Context, folder: Path, *rows: tuple[str, ...]) -> DatedWay:
    """The way of a falls list whose dates are plain."""
    path = saved_csv(folder, *rows, headers=FALL_HEADINGS)
    where = Where(context.store, context.actor, context.folder)
    return DatedWay(where, read_dated(path, Source.FALLS, context.folder))


def test_a_cancel_between_two_lots_leaves_whole_rows_and_the_same_list_brings_the_rest(
    context: Context, ward: Ward, tmp_path: Path
) -> None:
    numbers = [(number, family) for family, *_rest, number, _room, _stay in PEOPLE if number]
    rows = [(*who, f"2026-10-{day:02}", *DAY[3:]) for day in range(1, 31) for who in numbers[:10]][
        :101
    ]
    again_soon = (*rows[0][:3], "14:50", *rows[0][4:])
    way = read_for(context, tmp_path, *rows, again_soon)
    tried = way.look(lambda _now: None, lambda: False)().preview
    assert (tried.created, [each.row for each in tried.refused]) == (101, [103])
    heard: list[Progress] = []
    taken = way.take(NOT_LOOKED, heard.append, lambda: bool(heard))()
    assert way.result(taken).heading == (
        "Cancelled. Until then: 100 falls recorded, 0 here already. "
        "The rest is not in; take it in again"
    )
    assert heard == [Progress(0, 102, "list.csv", 0)]
    assert recorded(context, Fall, ward.of(UNWELL)) == 10
    rest = way.take(NOT_LOOKED, heard.append, lambda: False)()
    assert way.result(rest).heading == "Taken in: 1 fall recorded, 100 here already"
    assert heard[-1] == Progress(102, 102, "list.csv", 101)
    assert recorded(context, Fall, ward.of(UNWELL)) == 11


def test_a_list_says_nothing_new_also_after_somebody_recorded_another_within_the_hour(
    context: Context, ward: Ward, tmp_path: Path
) -> None:
    way = read_for(context, tmp_path, (*NIGHT[:2], "2026-11-03", *NIGHT[3:]))
    way.take(NOT_LOOKED, lambda _now: None, lambda: False)()
    half_an_hour_later = {"occurred_at": "2026-11-03T03:40:00.000Z", "time_known": "earlier"}
    draft = Draft(Fall, ward.of(UNWELL), half_an_hour_later)
    record_fall(context.store, by=context.actor, draft=draft)
    tried = way.look(lambda _now: None, lambda: False)()
    assert way.found(tried).heading.startswith("Nothing new: 1 of 1 rows")


def test_a_trial_that_is_cancelled_goes_back_to_the_columns(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    page = open_import()
    plain = (*NIGHT[:2], "2026-11-03", *NIGHT[3:])
    bring(qtbot, page, Source.FALLS, falls_list(tmp_path, plain))
    QTest.mouseClick(page.deeds.try_it, Qt.MouseButton.LeftButton)
    page.deeds.cancel.click()
    quiet(qtbot, page)
    assert page.columns.isVisible()
    assert page.deeds.try_it.isEnabled()


def test_an_order_that_is_remembered_is_asked_again_where_a_list_shows_the_other(
    context: Context, tmp_path: Path
) -> None:
    american = (*NIGHT[:2], "10/25/2026", *NIGHT[3:])
    way = read_for(context, tmp_path, american)
    way.take(NOT_LOOKED, lambda _now: None, lambda: False)()
    british = read_for(context, tmp_path, (*NIGHT[:2], "25/10/2026", *NIGHT[3:])).read
    assert british.asks_order
    assert british.questions == (
        "«25/10/2026» does not fit the order remembered for these lists (Month/day/year).",
    )


def test_what_was_remembered_and_cannot_be_read_is_said_and_proposed_anew(
    context: Context, tmp_path: Path
) -> None:
    way = read_for(context, tmp_path, (*NIGHT[:2], "2026-11-03", *NIGHT[3:]))
    way.take(NOT_LOOKED, lambda _now: None, lambda: False)()
    [kept] = (context.folder / REMEMBERED).iterdir()
    kept.write_text("{}", encoding="utf-8")
    read: DatedRead = read_dated(tmp_path / "list.csv", Source.FALLS, context.folder)
    assert read.note.startswith("The columns that were remembered for this list cannot be read.")
    assert read.meaning_of("Location") == "place"
