"""Lists tell what changed row by row, and open a row by key or press."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mdt_desktop.qt.measured import Measures
from mdt_desktop.qt.table import Column, RowDelegate, Table, TableModel
from tests.ui.qt.conftest import Show
from tests.ui.qt.pages import COLUMNS, LINES, Line


def _model() -> TableModel[Line]:
    model = TableModel(COLUMNS, lambda line: line.id)
    model.set_rows(LINES)
    return model


@dataclass
class _Heard:
    """How often a model told of each kind of change."""

    inserted: int = 0
    removed: int = 0
    moved: int = 0
    changed: int = 0
    reset: int = 0

    def on_inserted(self) -> None:
        self.inserted += 1

    def on_removed(self) -> None:
        self.removed += 1

    def on_moved(self) -> None:
        self.moved += 1

    def on_changed(self) -> None:
        self.changed += 1

    def on_reset(self) -> None:
        self.reset += 1


def _listening(model: TableModel[Line]) -> _Heard:
    heard = _Heard()
    model.rowsInserted.connect(heard.on_inserted)
    model.rowsRemoved.connect(heard.on_removed)
    model.rowsMoved.connect(heard.on_moved)
    model.dataChanged.connect(heard.on_changed)
    model.modelReset.connect(heard.on_reset)
    return heard


def test_the_model_keeps_qts_rules_through_every_kind_of_change(
    qtmodeltester: ModelTester,
) -> None:
    model = _model()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    first, second, third = LINES
    for rows in ((third, first, second), (second,), (), LINES, (replace(first, due="Sat"), third)):
        model.set_rows(rows)
        assert model.rows == tuple(rows)
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_the_same_rows_again_tell_nothing() -> None:
    model = _model()
    heard = _listening(model)
    model.set_rows(LINES)
    assert heard == _Heard()


def test_only_the_row_that_differs_is_told() -> None:
    model = _model()
    heard = _listening(model)
    model.set_rows((LINES[0], replace(LINES[1], due="today"), LINES[2]))
    assert heard == _Heard(changed=1)


def test_new_gone_and_moved_rows_are_told_each_as_such() -> None:
    model = _model()
    heard = _listening(model)
    new = Line("d", "Speech and language", "today")
    model.set_rows((LINES[2], LINES[0], new))
    assert heard == _Heard(inserted=1, removed=1, moved=1)


def test_many_new_rows_are_told_at_once() -> None:
    model = _model()
    heard = _listening(model)
    new = [Line(f"new-{number}", "Podiatry", "today") for number in range(1_400)]
    model.set_rows((LINES[0], *new, *LINES[1:]))
    assert heard == _Heard(inserted=1)


_ROWS = st.lists(
    st.builds(Line, st.sampled_from("abcdefgh"), st.just("x"), st.sampled_from(("now", "later"))),
    unique_by=lambda line: line.id,
)


@given(_ROWS, _ROWS)
def test_any_rows_become_any_other_rows_without_starting_over(
    before: list[Line], after: list[Line]
) -> None:
    model = TableModel(COLUMNS, lambda line: line.id)
    model.set_rows(before)
    heard = _listening(model)
    model.set_rows(after)
    assert model.rows == tuple(after)
    assert heard.reset == 0


def test_two_rows_with_one_identity_are_refused() -> None:
    with pytest.raises(ValueError, match="same identity"):
        _model().set_rows((LINES[0], LINES[0]))


def test_a_screen_reader_hears_the_column_with_the_text() -> None:
    model = _model()
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 1).data(role) == "Due: due on Fri 27-Nov"
    assert model.index(1, 0).data(role) == "What: Continence assessment"


def test_the_selection_stays_on_its_row_when_rows_come_and_go(show: Show) -> None:
    table = Table("Actions")
    model = _model()
    table.setModel(model)
    show(table)
    table.selectRow(2)
    model.set_rows((Line("z", "New", "now"), *LINES[1:]))
    assert table.currentIndex().row() == model.place_of("c")


def test_enter_and_a_double_press_open_the_row(qtbot: QtBot, show: Show) -> None:
    table = Table("Actions")
    table.setModel(_model())
    show(table)
    table.selectRow(1)
    with qtbot.waitSignal(table.opened) as told:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert told.args == ["b"]
    place = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as told:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["c"]


def test_rows_are_44_pixels_high_and_long_texts_get_the_lines_they_need(
    qtbot: QtBot, show: Show
) -> None:
    table = Table("Actions")
    model = TableModel(COLUMNS, lambda line: line.id)
    model.set_rows((LINES[1], Line("long", "word " * 60, "now")))
    table.setModel(model)
    show(table)
    qtbot.waitUntil(lambda: table.rowHeight(1) > 3 * table.rowHeight(0))
    assert table.rowHeight(0) >= 44


NAMES = TableModel(
    (
        Column[Line]("Room", lambda line: line.due),
        Column[Line]("Name", lambda line: line.name),
        Column[Line]("Neighbourhood", lambda _: ""),
        Column[Line]("Look at", lambda _: ""),
    ),
    lambda line: line.id,
)
LONG = Line("1", "FOTHERINGHAM-CHOLMONDELEY O’SHAUGHNESSY, Maria-Immaculata (Mrs)", "12")
PLAIN = Line("2", "CLARKE, Margaret (Mrs)", "3")


@pytest.fixture
def names(qtbot: QtBot, show: Show) -> Table:
    table = Table("Residents")
    table.setModel(NAMES)
    table.narrow(0)
    table.share({1: 3, 2: 0})
    NAMES.set_rows((LONG, PLAIN))
    show(table)
    qtbot.waitUntil(lambda: table.rowHeight(0) > table.rowHeight(1))
    return table


def lines_drawn(table: Table, row: int, column: int) -> list[str]:
    """The lines of a cell as the delegate lays them out."""
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.rect = table.visualRect(table.model().index(row, column))
    delegate = table.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    delegate.initStyleOption(option, table.model().index(row, column))
    layout = QTextLayout(option.text, option.font)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(option.rect.width() - 24)
    layout.endLayout()
    found = (layout.lineAt(n) for n in range(layout.lineCount()))
    ends = [(line.textStart(), line.textStart() + line.textLength()) for line in found]
    return [option.text[start:end].replace("\u200b", "").strip() for start, end in ends]


def test_a_long_name_breaks_at_its_hyphens_and_spaces_and_in_no_word(names: Table) -> None:
    said = lines_drawn(names, 0, 1)
    assert len(said) > 1
    joined = "|".join(said)
    for word in ("FOTHERINGHAM-", "CHOLMONDELEY", "O’SHAUGHNESSY,", "Immaculata", "(Mrs)"):
        assert word in joined


def test_a_column_that_is_given_most_room_shows_a_plain_name_on_one_line(names: Table) -> None:
    assert lines_drawn(names, 1, 1) == ["CLARKE, Margaret (Mrs)"]
    assert names.columnWidth(1) > names.columnWidth(2)
    assert names.columnWidth(1) > names.columnWidth(3)


def test_columns_fill_the_list_and_no_heading_is_cut(names: Table) -> None:
    header = names.horizontalHeader()
    assert sum(names.columnWidth(n) for n in range(4)) == names.viewport().width()
    for column in range(4):
        assert names.columnWidth(column) >= header.sectionSizeHint(column)


def test_a_word_wider_than_any_column_still_shows_every_letter(qtbot: QtBot, names: Table) -> None:
    NAMES.set_rows((Line("1", "W" * 90, "12"),))
    qtbot.waitUntil(lambda: len(lines_drawn(names, 0, 1)) > 1)
    assert "".join(lines_drawn(names, 0, 1)) == "W" * 90
    assert sum(names.columnWidth(n) for n in range(4)) == names.viewport().width()


LONG_LIST = tuple(Line(str(n), "word " * (60 if n == 350 else 1), "now") for n in range(400))


def test_a_long_list_is_measured_to_its_end_though_not_at_once(qtbot: QtBot, show: Show) -> None:
    table = Table("Actions")
    model = TableModel(COLUMNS, lambda line: line.id)
    table.setModel(model)
    show(table)
    model.set_rows(LONG_LIST)
    qtbot.waitUntil(lambda: table.rowHeight(350) > 3 * table.rowHeight(0))
    assert {table.rowHeight(row) for row in range(400)} == {
        table.rowHeight(0),
        table.rowHeight(350),
    }


def test_what_changes_while_nobody_sees_the_list_is_measured_when_it_is_shown(
    qtbot: QtBot, show: Show
) -> None:
    table = Table("Actions")
    model = _model()
    table.setModel(model)
    show(table)
    table.hide()
    model.set_rows((Line("a", "word " * 60, "now"), *LINES[1:]))
    table.show()
    qtbot.waitUntil(lambda: table.rowHeight(0) > 3 * table.rowHeight(1))


def test_a_text_that_grows_in_its_row_gets_the_lines_it_needs(qtbot: QtBot, show: Show) -> None:
    table = Table("Actions")
    model = _model()
    table.setModel(model)
    show(table)
    qtbot.waitUntil(lambda: table.rowHeight(1) == table.rowHeight(2))
    model.set_rows((LINES[0], replace(LINES[1], name="word " * 60), LINES[2]))
    qtbot.waitUntil(lambda: table.rowHeight(1) > 3 * table.rowHeight(2))


def test_a_width_is_remembered_for_each_font_alone(show: Show) -> None:
    table = Table("Actions")
    show(table)
    measures, small, large = Measures(), table.font(), QFont(table.font())
    large.setPixelSize(2 * small.pixelSize())
    for font in (small, large):
        metrics = QFontMetrics(font)
        remembered = measures.of(font, metrics)
        assert remembered is measures.of(font, metrics)
        for _ in range(2):
            assert remembered.horizontalAdvance("Larch") == metrics.horizontalAdvance("Larch")
