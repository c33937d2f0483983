"""The form of any kind, from its definition: what it asks, when, and what it says of what is wrong."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.clock import PartialDate, parse_utc
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.store.queries.statements import statements
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import Heading
from mdt_desktop.ui.context import Context, Destination, ToResident
from mdt_desktop.ui.forms.inputs import NumberAsked
from mdt_desktop.ui.forms.long_choice import LongChoiceField
from mdt_desktop.ui.forms.parts import PartsField
from mdt_desktop.ui.forms.record_form import RecordForm
from tests.ui.episode.hands import choose, focused, type_into
from tests.ui.forms.conftest import Opening
from tests.ui.forms.kinds import Everything, Month, Side, Step


def press_many(form: RecordForm, name: str, key: str) -> None:
    field = form.fields[name]
    assert isinstance(field, ManyChoiceField)
    QTest.mouseClick(field.button(key), Qt.MouseButton.LeftButton)


def steps(form: RecordForm) -> PartsField:
    field = form.fields["steps"]
    assert isinstance(field, PartsField)
    return field


def answer_least(form: RecordForm) -> None:
    type_into(form, "at", "t 06:30")
    choose(form, "side", "left")


def test_every_type_of_field_is_filled_by_hand_and_signed_as_it_was_told(
    qtbot: QtBot, context: Context, who: str, open_form: Opening, visited: list[Destination]
) -> None:
    page, form = open_form(Everything)
    answer_least(form)
    press_many(form, "sides", "left")
    month = form.fields["month"]
    assert isinstance(month, LongChoiceField)
    QTest.keyClicks(month.editor, "ju")
    QTest.keyClick(month.list.view, Qt.Key.Key_Return)
    choose(form, "is_seen", "true")
    for name, typed in (("who", "Ann"), ("breaths", "16"), ("weight", "52.5"), ("day", "2/11")):
        type_into(form, name, typed)
    type_into(form, "since", "5/1943")
    QTest.mouseClick(form.more, Qt.MouseButton.LeftButton)
    assert focused() is form.fields["names"].focusProxy()
    type_into(form, "names", "Ann")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "Bea")
    type_into(form, "note", "All well")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    assert visited == [ToResident(who)]
    with context.store.reading() as connection:
        (signed,) = statements(connection, Everything, who)
    assert signed.occurred_at == parse_utc("2026-11-24T06:30:00Z")
    assert signed.record == Everything(
        at=parse_utc("2026-11-24T06:30:00Z"),
        side=Side.LEFT,
        sides=(Side.LEFT,),
        month=Month.JUNE,
        is_seen=True,
        who="Ann",
        breaths=16,
        weight=Decimal("52.5"),
        day=date(2026, 11, 2),
        since=PartialDate("1943-05"),
        names=("Ann", "Bea"),
        note="All well",
    )


def test_sections_have_their_headings_and_a_question_comes_only_with_its_answer(
    open_form: Opening,
) -> None:
    _, form = open_form(Everything)
    shown = [each.text() for each in form.findChildren(Heading) if each.isVisible()]
    assert shown == ["Everything", "First", "Second"]
    folded = [each.text() for each in form._folded.findChildren(Heading)]
    assert folded == ["Second: more"]
    assert not form.fields["who"].isVisible()
    choose(form, "is_seen", "true")
    type_into(form, "who", "Ann")
    assert form.draft().values["who"] == "Ann"
    choose(form, "is_seen", "false")
    assert not form.fields["who"].isVisible()
    assert "who" not in form.draft().values
    choose(form, "is_seen", "false")
    assert "is_seen" not in form.draft().values, "pressed again it is not recorded"


def test_what_is_needed_is_said_at_each_field_and_the_first_is_gone_to(open_form: Opening) -> None:
    page, form = open_form(Everything)
    page.save.click()
    assert form.fields["at"].problem == "Fill this in. When cannot be left out"
    assert form.fields["side"].problem == "Choose an answer. Side cannot be left out"
    assert focused() is form.fields["at"].focusProxy()
    assert "Needed" in form.fields["at"].controls[0].accessibleDescription()


def test_an_impossible_number_is_refused_and_an_unlikely_one_asked_about(
    qtbot: QtBot, open_form: Opening
) -> None:
    page, form = open_form(Everything)
    answer_least(form)
    number = form.fields["breaths"]
    assert isinstance(number, NumberAsked)
    type_into(form, "breaths", "99")
    page.save.click()
    assert "must be between 1 and 80" in number.problem
    type_into(form, "breaths", "44")
    page.save.click()
    assert number.is_asking
    assert number.problem == "Answer the question first: Yes, or Change"
    number.focus_question()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert number.problem == ""
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)


def test_answers_that_contradict_each_other_are_said_at_the_field_before_anything_is_saved(
    open_form: Opening,
) -> None:
    page, form = open_form(Everything)
    answer_least(form)
    press_many(form, "sides", "right")
    page.save.click()
    assert form.fields["sides"].problem == "The sides contradict each other"
    assert not page.is_saved


def test_a_problem_among_the_folded_fields_unfolds_them(open_form: Opening) -> None:
    page, form = open_form(Everything)
    answer_least(form)
    form.fields["note"].show_stored("x" * 20_001)
    page.save.click()
    assert form.fields["note"].isVisible()
    assert "longer than" in form.fields["note"].problem


def test_rows_are_added_and_removed_by_keyboard_and_say_which_they_are(
    qtbot: QtBot, context: Context, who: str, open_form: Opening
) -> None:
    page, form = open_form(Everything)
    answer_least(form)
    field = steps(form)
    field.add_row.setFocus()
    for words in ("Wash", "Dress"):
        QTest.keyClick(field.add_row, Qt.Key.Key_Return)
        QTest.keyClicks(focused(), words)
    first, second = field.rows
    assert second.fields["what"].controls[0].accessibleName() == "Steps 2: What"
    assert second.remove.accessibleName() == "Remove: Steps 2"
    QTest.keyClick(first.remove, Qt.Key.Key_Return)
    assert field.rows == [second]
    assert second.accessibleName() == "Steps 1"
    assert focused() is second.remove
    assert not second.fields["why_not"].isVisible()
    second.fields["is_done"].show_stored(value=False)
    second.fields["is_done"].edited.emit("false")
    second.fields["why_not"].setFocus()
    QTest.keyClicks(focused(), "Tired")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    with context.store.reading() as connection:
        (signed,) = statements(connection, Everything, who)
    assert signed.record is not None
    assert signed.record.steps == (Step(what="Dress", is_done=False, why_not="Tired"),)


def test_a_list_that_cannot_be_left_out_begins_with_a_row_to_type_in(open_form: Opening) -> None:
    _page, form = open_form(ContingencyPlan)
    field = form.fields["situations"]
    assert isinstance(field, PartsField)
    (row,) = field.rows
    form.focus_first()
    assert focused() is next(iter(row.fields.values())).focusProxy()
    assert form.draft().values.get("situations", []) == []


def test_a_day_of_which_only_a_part_may_be_known_comes_back_as_days_are_shown(
    open_form: Opening,
) -> None:
    _page, form = open_form(Everything)
    since = form.fields["since"]
    for kept, shown in (("1943-05", "May-1943"), ("2026-10-20", "20-Oct-2026"), ("1943", "1943")):
        since.show_stored(kept)
        assert (since.value(), since.stored()) == (shown, kept)


def test_a_row_that_lacks_what_it_needs_is_named_and_gone_to(open_form: Opening) -> None:
    page, form = open_form(Everything)
    answer_least(form)
    field = steps(form)
    field.add_row.click()
    field.add_row.click()
    QTest.keyClicks(focused(), "Dress")
    page.save.click()
    assert field.problem == "Steps 1: Fill this in. What cannot be left out"
    assert focused() is field.rows[0].fields["what"].focusProxy()


def test_a_kept_draft_comes_back_whole_with_its_rows_and_what_was_folded(
    qtbot: QtBot, context: Context, open_form: Opening
) -> None:
    page, form = open_form(Everything)
    answer_least(form)
    steps(form).add_row.click()
    QTest.keyClicks(focused(), "Dress")
    form.fields["note"].show_stored("Half a thought")
    form.edited.emit(form.draft())
    told = form.draft()
    page.leave()
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    again, form = open_form(Everything)
    again.offer_bar.taken_up.emit()
    assert form.draft() == told
    assert form.fields["note"].isVisible()
