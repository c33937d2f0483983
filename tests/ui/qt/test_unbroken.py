"""No line ends within a date or a number; what is read out and copied is what was given."""

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QPushButton, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.cell_words import breakable
from mdt_desktop.qt.choices import Choice, ChoiceField
from mdt_desktop.qt.table import RowDelegate, Table
from mdt_desktop.qt.unbroken import unbroken
from mdt_desktop.qt.words import OneLine, Words

_TELEPHONE = "01632 960 001"


@pytest.mark.parametrize(
    "whole",
    [
        "22-Nov-2026",
        "2-Nov",
        "Nov-2026",
        "999 000 0018",
        "NHS No. 999 000 0018",
        "01632 960001",
        "020 7946 0000",
        "+44 20 7946 0000",
        "2.5 mg",
        "1,500 ml",
    ],
)
def test_dates_and_numbers_stay_whole(whole: str) -> None:
    kept = unbroken(f"Seen {whole}, so far")
    inner = kept.removeprefix("Seen ").removesuffix(", so far")
    assert not set(inner) & set(" -")
    assert inner.replace("\u2011", "-").replace("\u00a0", " ") == whole


@pytest.mark.parametrize(
    "loose",
    ["MARSH-HARRIER Ann", "room 12", "2 sides", "well-being 4-6", "22-Novice", "ref A-2-Nov-2026x"],
)
def test_other_words_break_as_ever(loose: str) -> None:
    assert unbroken(loose) == loose


def test_a_narrow_label_never_ends_a_line_within_a_date(qtbot: QtBot) -> None:
    words = "Reviewed by the practice 22-Nov-2026"
    label = Words(words)
    qtbot.addWidget(label)
    assert "22-Nov-2026" not in _lines(words, label)[-1:]  # what Qt does by itself
    assert _lines(QLabel.text(label), label)[-1].replace("\u2011", "-") == "22-Nov-2026"
    assert (label.text(), label.accessibleName()) == (words, words)


def _lines(words: str, label: Words) -> list[str]:
    """The lines of words in a width that holds all but the end of them."""
    layout = QTextLayout(words, label.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    found = []
    room = label.fontMetrics().horizontalAdvance(words) - 8
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        found.append(words[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return found


def test_what_is_said_of_a_label_follows_it(qtbot: QtBot) -> None:
    label = Words("Due 22-Nov-2026")
    qtbot.addWidget(label)
    label.setText("Not due")
    assert (label.text(), label.accessibleName()) == ("Not due", "")
    label.setAccessibleName("Review")
    label.setText("Due 23-Nov-2026")
    assert label.accessibleName() == "Review"
    label.clear()
    assert (label.text(), QLabel.text(label)) == ("", "")


def test_words_that_can_be_copied_are_drawn_as_they_were_given(qtbot: QtBot) -> None:
    label = Words(f"Ring {_TELEPHONE} from 22-Nov-2026")
    qtbot.addWidget(label)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    assert QLabel.text(label) == label.text()


def test_one_line_has_the_width_of_what_is_drawn(qtbot: QtBot) -> None:
    line = OneLine("22-Nov-2026 to 24-Nov-2026")
    qtbot.addWidget(line)
    assert line.sizeHint().width() >= line.fontMetrics().horizontalAdvance(QLabel.text(line))


def test_a_narrow_button_keeps_a_telephone_number_whole(qtbot: QtBot) -> None:
    button = Button(f"Ring the surgery {_TELEPHONE}")
    qtbot.addWidget(button)
    button.resize(button.sizeHint().width() - 20, 80)
    button.show()
    drawn = super(Button, button).text().replace("\u00a0", " ")
    assert drawn == f"Ring the surgery\n{_TELEPHONE}"
    assert button.accessibleName() == button.text()


def test_a_button_whose_width_was_measured_while_broken_is_whole_again(qtbot: QtBot) -> None:
    button = Button("Change")
    qtbot.addWidget(button)
    button.show()
    whole = button.sizeHint()
    button.resize(whole.width() // 2, whole.height())
    assert "\n" in QPushButton.text(button)
    assert button.sizeHint().width() == whole.width()
    button.resize(whole.width() - 1, whole.height())  # the style's sum is rounded
    assert QPushButton.text(button) == "Change"


def test_a_cell_of_a_list_keeps_dates_whole(qtbot: QtBot) -> None:
    table = Table("Reviews")
    qtbot.addWidget(table)
    table.setModel(QStringListModel(["Due 22-Nov-2026"], table))
    option, index = QStyleOptionViewItem(), table.model().index(0, 0)
    RowDelegate(table).initStyleOption(option, index)
    assert option.text == "Due 22\u2011Nov\u20112026"
    assert index.data() == "Due 22-Nov-2026"


def test_a_choice_on_several_lines_begins_each_where_its_words_do(qtbot: QtBot) -> None:
    words = "Made in best interests, with those who know the person"
    field = ChoiceField("Agreed", (Choice("best", words),))
    qtbot.addWidget(field)
    button = field.button("best")
    field.resize(260, 200)
    field.show()
    first, *others = super(Button, button).text().split("\n")
    assert first.startswith("○ Made")
    assert others
    for line in others:
        blanks = line[: len(line) - len(line.lstrip("\u00a0"))]
        width = button.fontMetrics().horizontalAdvance
        assert abs(width(blanks) - width("○ ")) <= width("\u00a0")
    assert button.text() == f"○ {words}"
    assert button.accessibleName() == words


def test_no_line_of_a_name_begins_with_its_hyphen(qtbot: QtBot) -> None:
    label = Words("")
    qtbot.addWidget(label)
    broken = breakable("BERGERDORFF-FEATHERSTONE", label.fontMetrics(), 20)
    assert "\u200bF\u200bF-F\u200bE" in broken
