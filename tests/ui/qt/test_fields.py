"""Fields as a person uses them: keys, presses, words; nothing prefilled, nothing swallowed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QPointingDevice, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdt_core.field_help import FieldHelp
from mdt_core.typed_dates import DateRule, Direction, TimeOfDay
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import (
    Choice,
    ChoiceField,
    DateField,
    Field,
    ManyChoiceField,
    MessageBar,
    NoteField,
    NumberField,
    Tag,
    TextField,
)
from mdt_desktop.qt.help_panel import HelpPanel
from tests.ui.qt.conftest import Show
from tests.ui.qt.pages import HOW, NOW

_RULE = DateRule(Direction.PAST, TimeOfDay.OPTIONAL)


def _all_fields() -> list[Field]:
    return [
        TextField("Watch for"),
        NoteField("Note"),
        NumberField("Breaths", unit="a minute"),
        ChoiceField("How", HOW),
        ManyChoiceField("Signs", HOW),
        DateField("When", now=lambda: NOW),
    ]


def test_every_field_begins_empty(show: Show) -> None:
    fields = _all_fields()
    show(*fields)
    assert [field.value() for field in fields] == ["", "", "", "", (), ""]


def test_every_control_has_a_name_for_screen_readers_and_its_problem_in_words(
    show: Show,
) -> None:
    for field in _all_fields():
        show(field)
        field.show_problem("Fill this in")
        assert field.problem == "Fill this in"
        assert _label_with(field, "▲ Fill this in").isVisible()
        control = field.focusProxy()
        assert control is not None
        assert control.accessibleName()
        field.show_problem("")
        assert not [w for w in field.findChildren(QLabel) if "Fill" in w.text()]


def _label_with(field: QWidget, text: str) -> QLabel:
    return next(label for label in field.findChildren(QLabel) if label.text() == text)


def test_typing_tells_the_text_and_setting_tells_nothing(qtbot: QtBot, show: Show) -> None:
    field = TextField("Watch for")
    show(field)
    with qtbot.assertNotEmitted(field.edited):
        field.set_value("breath")
    with qtbot.waitSignal(field.edited) as told:
        QTest.keyClicks(field.editor, "s")
    assert told.args == ["breaths"]


def test_a_note_grows_with_its_text_up_to_a_limit(qtbot: QtBot, show: Show) -> None:
    field = NoteField("Note")
    show(field)
    short = field.editor.height()
    field.set_value("\n".join("line" for _ in range(8)))
    qtbot.waitUntil(lambda: field.editor.height() > short)
    tall = field.editor.height()
    field.set_value("\n".join("line" for _ in range(200)))
    qtbot.waitUntil(lambda: field.editor.height() > tall)
    assert field.editor.height() < 20 * field.editor.fontMetrics().lineSpacing()


def test_tab_leaves_a_note_and_enters_no_tab_into_it(qtbot: QtBot, show: Show) -> None:
    note, after = NoteField("Note"), TextField("Plan")
    show(note, after)
    note.setFocus()
    QTest.keyClick(note.editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(after.editor.hasFocus)
    assert note.value() == ""


@pytest.mark.parametrize("text", ["a\u00a0b", "<b>bold</b>", "première\nΩ 你好 😍", "  spaced  "])
def test_a_note_keeps_every_letter_as_typed(show: Show, text: str) -> None:
    note = NoteField("Note")
    show(note)
    note.set_value(text)
    assert note.value() == text


def test_enter_in_a_number_goes_to_the_next_field(qtbot: QtBot, show: Show) -> None:
    breaths, pulse = NumberField("Breaths", unit="a minute"), NumberField("Pulse")
    show(breaths, pulse)
    breaths.setFocus()
    QTest.keyClicks(breaths.editor, "18")
    QTest.keyClick(breaths.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(pulse.editor.hasFocus)
    assert breaths.value() == "18"


def test_the_last_value_stands_outside_the_box(show: Show) -> None:
    breaths = NumberField("Breaths")
    show(breaths)
    breaths.set_last("18 on 17-Nov, usual 16")
    assert breaths.value() == ""
    assert breaths.editor.placeholderText() == ""
    assert _label_with(breaths, "18 on 17-Nov, usual 16").isVisible()


def test_figures_choose_and_arrows_only_move(qtbot: QtBot, show: Show) -> None:
    how = ChoiceField("How", HOW)
    show(how)
    how.setFocus()
    qtbot.waitUntil(how.button("here").hasFocus)
    QTest.keyClick(how.button("here"), Qt.Key.Key_Right)
    assert how.button("video").hasFocus()
    assert how.value() == ""
    with qtbot.waitSignal(how.edited) as told:
        QTest.keyClick(how.button("video"), Qt.Key.Key_3)
    assert told.args == ["talk"]
    assert how.button("talk").hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_space_and_enter_choose_what_is_in_focus(show: Show, key: Qt.Key) -> None:
    how = ChoiceField("How", HOW)
    show(how)
    how.setFocus()
    QTest.keyClick(how.button("here"), key)
    assert how.value() == "here"


def test_a_second_press_takes_a_choice_back_and_another_press_replaces_it(show: Show) -> None:
    how = ChoiceField("How", HOW)
    show(how)
    for key, expected in (("video", "video"), ("here", "here"), ("here", "")):
        QTest.mouseClick(how.button(key), Qt.MouseButton.LeftButton)
        assert how.value() == expected


def test_a_row_of_choices_is_one_stop_for_tab(qtbot: QtBot, show: Show) -> None:
    how, after = ChoiceField("How", HOW), TextField("Plan")
    show(how, after)
    how.setFocus()
    QTest.keyClick(how.button("here"), Qt.Key.Key_Tab)
    qtbot.waitUntil(after.editor.hasFocus)


def test_a_choice_is_seen_without_colour(show: Show) -> None:
    how = ChoiceField("How", HOW)
    show(how)
    how.set_value("video")
    assert [b.text()[0] for b in how.findChildren(Button)] == ["○", "●", "○", "○"]
    assert how.button("video").accessibleName() == "Video"


def test_several_can_be_chosen_and_come_in_the_order_of_the_row(show: Show) -> None:
    signs = ManyChoiceField("Signs", HOW)
    show(signs)
    signs.setFocus()
    for key in (Qt.Key.Key_3, Qt.Key.Key_1):
        QTest.keyClick(signs.button("here"), key)
    assert signs.value() == ("here", "talk")
    signs.set_value(("no",))
    assert signs.value() == ("no",)


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        ChoiceField("How", (Choice("a", "A"),)).set_value("b")


def test_a_touch_presses_a_button(qtbot: QtBot, show: Show) -> None:
    how = ChoiceField("How", HOW)
    show(how)
    device = QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)
    button = how.button("talk")
    middle = QPoint(button.width() // 2, button.height() // 2)
    with qtbot.waitSignal(how.edited):
        QTest.touchEvent(button, device).press(0, middle, button).commit()
        QTest.touchEvent(button, device).release(0, middle, button).commit()
    assert how.value() == "talk"


def test_a_date_is_read_out_in_full_before_it_counts(show: Show) -> None:
    when = DateField("When", now=lambda: NOW, rule=_RULE)
    show(when)
    QTest.keyClicks(when.editor, "y 14:30")
    assert when.reading == "Mon 23-Nov-2026 14:30"
    assert when.value() == "2026-11-23T14:30"


def test_an_ambiguous_date_has_no_value_until_it_is_answered(qtbot: QtBot, show: Show) -> None:
    when = DateField("When", now=lambda: NOW, rule=_RULE)
    show(when)
    QTest.keyClicks(when.editor, "0310")
    assert when.value() == ""
    answer = next(b for b in when.findChildren(Button) if b.text() == "Tue 24-Nov-2026 03:10")
    with qtbot.waitSignal(when.edited) as told:
        QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
    assert told.args == ["2026-11-24T03:10"]
    assert when.editor.text() == "24-Nov-2026 03:10"


def test_a_date_not_understood_becomes_a_problem_on_leaving_the_field(show: Show) -> None:
    when, after = DateField("When", now=lambda: NOW), TextField("Plan")
    show(when, after)
    when.setFocus()
    QTest.keyClicks(when.editor, "soon")
    assert when.problem == ""
    QTest.keyClick(when.editor, Qt.Key.Key_Tab)
    assert "Not understood" in when.problem
    when.setFocus()
    when.editor.selectAll()
    QTest.keyClicks(when.editor, "t")
    assert when.problem == ""
    assert when.value() == "2026-11-24"


def test_a_stored_date_is_shown_and_given_back_unchanged(show: Show) -> None:
    when = DateField("When", now=lambda: NOW, rule=_RULE)
    show(when)
    for iso in ("2026-11-23T14:30", "2026-11-02", ""):
        when.set_value(iso)
        assert when.value() == iso
    with pytest.raises(ValueError, match="isoformat"):
        when.set_value("2 November")


def test_help_opens_by_button_and_closes_by_f1(show: Show) -> None:
    field = TextField("Watch for", help_text="What the home should look for")
    show(field)
    assert not field.is_help_open
    QTest.mouseClick(field.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert _label_with(field, "What the home should look for").isVisible()
    QTest.keyClick(field.editor, Qt.Key.Key_F1)
    assert not field.is_help_open


def test_every_field_answers_f1_with_its_name_and_how_it_is_filled(show: Show) -> None:
    for field in _all_fields():
        show(field)
        control = field.focusProxy()
        assert control is not None
        QTest.keyClick(control, Qt.Key.Key_F1)
        shown = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]
        assert field.label in shown
        assert field.typing_words in shown
        assert field.help_words.startswith(f"{field.label}.")


def test_help_says_what_the_definition_says_and_is_read_out_with_the_field(show: Show) -> None:
    breaths = NumberField("Breaths", unit="a minute")
    breaths.explain(FieldHelp("Breaths", ("Count a whole minute.", "Source: RCP (2017).")))
    show(breaths)
    QTest.keyClick(breaths.editor, Qt.Key.Key_F1)
    assert _label_with(breaths, "Source: RCP (2017).").isVisible()
    assert breaths.editor.accessibleDescription() == "Count a whole minute"
    breaths.show_problem("Too many")
    assert breaths.editor.accessibleDescription() == "Too many. Count a whole minute"


def test_escape_closes_the_help_before_it_leaves_the_page(show: Show) -> None:
    field, left = NoteField("Note"), []
    page = show(field)
    keys = QShortcut(QKeySequence("Esc"), page)
    keys.activated.connect(lambda: left.append("page"))
    field.setFocus()
    QTest.keyClick(field.editor, Qt.Key.Key_F1)
    assert field.is_help_open
    QTest.keyClick(field.editor, Qt.Key.Key_Escape)
    assert not field.is_help_open
    assert left == []
    QTest.keyClick(field.editor, Qt.Key.Key_Escape)
    assert left == ["page"]


def test_help_is_scrolled_into_sight(qtbot: QtBot, show: Show) -> None:
    inside, area = QWidget(), QScrollArea()
    box = QVBoxLayout(inside)
    fields = [NoteField(f"Note {number}") for number in range(8)]
    for each in fields:
        box.addWidget(each)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    show(area)
    last = fields[-1]
    last.setFocus()
    QTest.keyClick(last.editor, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: not last.findChildren(HelpPanel)[0].visibleRegion().isEmpty())


def test_the_reading_of_a_date_is_read_out_with_its_help(show: Show) -> None:
    when = DateField("When", now=lambda: NOW, rule=_RULE)
    when.explain(FieldHelp("When", ("When it began.",)))
    show(when)
    QTest.keyClicks(when.editor, "y 14:30")
    assert when.editor.accessibleDescription() == "Mon 23-Nov-2026 14:30. When it began"


def test_a_question_is_answered_once_by_a_press(qtbot: QtBot, show: Show) -> None:
    field = NumberField("Temperature")
    show(field)
    field.ask("38.9?", ("Yes", "Change"))
    change = next(b for b in field.findChildren(Button) if b.text() == "Change")
    with qtbot.waitSignal(field.answered) as told:
        QTest.mouseClick(change, Qt.MouseButton.LeftButton)
    assert told.args == [1]
    qtbot.waitUntil(lambda: not field.findChildren(Button))


def test_a_message_stays_until_it_is_dismissed(qtbot: QtBot, show: Show) -> None:
    bar = MessageBar()
    show(bar)
    bar.show_message("Saved 10:42:07", "green", deed="Undo")
    assert bar.isVisible()
    assert _label_with(bar, "✓ Done: Saved 10:42:07").isVisible()
    undo, dismiss = (_button(bar, words) for words in ("Undo", "Dismiss"))
    with qtbot.waitSignal(bar.acted) as told:
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert told.args == ["Undo"]
    QTest.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert bar.text == ""


def _button(inside: QWidget, words: str) -> Button:
    return next(b for b in inside.findChildren(Button) if b.text() == words)


def test_markup_in_a_text_is_shown_and_not_obeyed(show: Show, qapp: QApplication) -> None:
    tag = Tag("<b>x</b>", "red")
    show(tag)
    assert tag.text() == "◆ <b>x</b>"
    assert tag.textFormat() == Qt.TextFormat.PlainText
    assert qapp.styleSheet()


def test_a_tag_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        Tag("word", "mauve")


def test_an_ampersand_in_a_button_is_a_letter() -> None:
    assert Button("Smith & Sons").text() == "Smith & Sons"
