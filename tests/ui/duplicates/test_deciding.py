"""Two records stand side by side; a person says who they are and why, and it can be undone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.clock import PartialDate
from mdt_core.drafts import Draft
from mdt_core.identifiers import NhsNumber
from mdt_core.records.concerns import Concern
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.merges import NotSamePerson
from mdt_core.records.residents import Alert, Contact, Gender, Resident
from mdt_core.roles import Role
from mdt_core.store.queries.duplicates import kept_instead, side_of
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.duplicates import Deciding, decide, showed
from mdt_core.use_cases.residents import save_resident
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Words
from mdt_desktop.ui.context import Context, Destination, ToDuplicates, ToResident
from mdt_desktop.ui.duplicates.compare_view import CompareView
from mdt_desktop.ui.duplicates.joined_view import PUT_AWAY, JoinedView
from mdt_desktop.ui.duplicates.page import DuplicatesPage
from mdt_desktop.ui.keys.registry import COMMANDS
from mdt_desktop.ui.pairs import PairsList
from mdt_desktop.ui.resident.deeds import withdraw_with_reason
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.timeline import TimelineItem, timeline
from mdt_desktop.ui.sync.page import SyncPage
from mdt_desktop.ui.versions.outlined import OutlinedWords
from tests.support.ward import Ward

AGAIN = Resident(
    family_name="Achterberg",
    given_name="Wilhelmina",
    born=PartialDate("1938-02-03"),
    gender=Gender.FEMALE,
    nhs_number=NhsNumber("9990000018"),
    contacts=(Contact(id="c1", name="Piet Achterberg", relationship="Son"),),
    alerts=(Alert(id="a1", text="Thickened fluids"),),
)


@pytest.fixture
def pair(context: Context, ward: Ward) -> tuple[str, str]:
    """The resident of the home, and her second record."""
    again, _ = save_resident(context.store, by=context.actor, resident=AGAIN)
    return ward.of("Achterberg"), again


def shown(qtbot: QtBot, context: Context, page: DuplicatesPage | ResidentPage) -> None:
    qtbot.addWidget(page)
    page.resize(1078, 740)
    with qtbot.waitExposed(page):
        page.show()
    context.bus.changed.connect(page.refresh)  # as the frame does
    page.load()
    idle(qtbot, context)


def idle(qtbot: QtBot, context: Context) -> None:
    runners = context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)


def comparing(qtbot: QtBot, context: Context, pair: tuple[str, str]) -> CompareView:
    page = DuplicatesPage(context, *pair, ToResident(pair[0]))
    shown(qtbot, context, page)
    view = page.part
    assert isinstance(view, CompareView)
    vars(view)["page"] = page  # it lives as long as its part
    return view


def resident_page(qtbot: QtBot, context: Context, who: str) -> ResidentPage:
    page = ResidentPage(context, who)
    shown(qtbot, context, page)
    return page


def say(view: CompareView, who: str, why: str = "One passport", asked: str = "The son") -> None:
    assert view.form is not None
    view.form.who.button(who).click()
    view.form.why.set_value(why)
    QTest.keyClicks(view.form.asked.editor, asked)


def press(view: CompareView) -> None:
    QTest.mouseClick(view.save, Qt.MouseButton.LeftButton)


def answer(view: CompareView) -> None:
    """Presses the answer that has the focus: to join them."""
    focused = QApplication.focusWidget()
    assert focused is not None
    assert view.isAncestorOf(focused)
    QTest.keyClick(focused, Qt.Key.Key_Space)


def join(context: Context, pair: tuple[str, str]) -> None:
    """Joined by somebody else at this computer; every screen is told."""
    with context.store.reading() as connection:
        seen = tuple(showed(side_of(connection, context.actor, who)) for who in pair)
    told = Deciding(*pair, pair[0], "One passport", "The son", (seen[0], seen[1]))
    written = decide(context.store, by=context.actor, deciding=told)
    context.bus.publish(Changes(written.kinds, written.ids))


def test_the_list_leads_to_both_side_by_side(
    qtbot: QtBot, context: Context, pair: tuple[str, str], visited: list[Destination]
) -> None:
    page = DuplicatesPage(context)
    shown(qtbot, context, page)
    view = page.part
    assert isinstance(view, PairsList)
    (row,) = view.model.rows
    assert row.why == "Same NHS number. Same name and date of birth"
    assert "999 000 0018" in row.one
    QTest.mouseClick(view.open, Qt.MouseButton.LeftButton)
    (gone,) = visited
    assert isinstance(gone, ToDuplicates)
    assert {gone.resident_id, gone.other_id} == set(pair)


def test_both_are_read_with_nothing_chosen_and_nothing_joined_without_being_asked_again(
    qtbot: QtBot, context: Context, pair: tuple[str, str], visited: list[Destination]
) -> None:
    view = comparing(qtbot, context, pair)
    assert QApplication.focusWidget() is view.heading
    assert view.form is not None
    assert view.form.who.value() == ""
    framed = [word for each in view.findChildren(OutlinedWords) for word in each.framed]
    assert any("Larch" in word for word in framed)
    assert not any("999" in word for word in framed)
    press(view)
    assert view.message.text == "Choose who they are"
    say(view, pair[0])
    press(view)
    assert view.form.question.isVisible()
    assert kept(context, pair[1]) is None
    answer(view)
    idle(qtbot, context)
    assert kept(context, pair[1]) == pair[0]
    assert visited == [ToResident(pair[0])]


def test_two_people_are_told_apart_without_a_question_and_it_can_be_undone(
    qtbot: QtBot, context: Context, pair: tuple[str, str]
) -> None:
    view = comparing(qtbot, context, pair)
    say(view, "two")
    press(view)
    idle(qtbot, context)
    again = comparing(qtbot, context, pair)
    assert again.form is None
    assert again.undoing is not None
    assert not again.save.isVisible()
    QTest.mouseClick(again.undoing.undo, Qt.MouseButton.LeftButton)
    idle(qtbot, context)
    assert "Say why before you undo this" in again.message.text
    again.undoing.why.set_value("The son says they are one")
    QTest.mouseClick(again.undoing.undo, Qt.MouseButton.LeftButton)
    idle(qtbot, context)
    assert comparing(qtbot, context, pair).form is not None


def test_a_refusal_is_said_and_leaves_what_was_typed(
    qtbot: QtBot, context: Context, pair: tuple[str, str]
) -> None:
    view = comparing(qtbot, context, pair)
    say(view, pair[1])
    press(view)
    answer(view)
    idle(qtbot, context)
    assert "The other record is the one placed in Larch House" in view.message.text
    assert view.form is not None
    assert view.form.why.value() == "One passport"
    assert view.save.isEnabled()


def test_what_changes_meanwhile_is_said_and_the_choice_is_made_again(
    qtbot: QtBot, context: Context, pair: tuple[str, str]
) -> None:
    view = comparing(qtbot, context, pair)
    say(view, pair[0])
    changed = AGAIN.model_copy(update={"given_name": "Willemijn"})
    _, told = save_resident(context.store, by=context.actor, resident=changed, resident_id=pair[1])
    context.bus.publish(Changes(told.kinds, told.ids))
    idle(qtbot, context)
    assert "Read both, then choose again" in view.message.text
    assert view.form is not None
    assert (view.form.who.value(), view.form.why.value()) == ("", "One passport")


def test_who_may_not_decide_reads_both(
    qtbot: QtBot, context: Context, pair: tuple[str, str]
) -> None:
    nurse = replace(context, actor=replace(context.actor, role=Role.HOME_NURSE))
    view = comparing(qtbot, nurse, pair)
    assert view.form is None
    assert not view.save.isVisible()


# On the resident's page


def test_one_number_in_two_records_is_amber_on_both_pages(
    qtbot: QtBot, context: Context, pair: tuple[str, str], visited: list[Destination]
) -> None:
    for who, other in (pair, pair[::-1]):
        page = resident_page(qtbot, context, who)
        assert page.doubt.isVisible()
        assert page.doubt.property("tone") == "amber"
        assert "same NHS number" in page.doubt.accessibleName()
        QTest.mouseClick(page.doubt.look, Qt.MouseButton.LeftButton)
        gone = visited.pop()
        assert isinstance(gone, ToDuplicates)
        assert (gone.resident_id, gone.other_id) == (who, other)


def test_the_page_of_the_one_kept_shows_what_is_of_the_other_and_marks_it(
    qtbot: QtBot, context: Context, pair: tuple[str, str]
) -> None:
    join(context, pair)
    page = resident_page(qtbot, context, pair[0])
    assert not page.doubt.isVisible()
    assert "ACHTERBERG" in page.joined.accessibleName().upper()
    assert page.joined.property("tone") == "info"
    told = [row.marks for row in page.contacts.model.rows]
    assert any("From the record joined" in marks for marks in told)


def test_the_record_that_was_joined_shows_nothing_but_the_way_to_the_one_kept(
    qtbot: QtBot, context: Context, pair: tuple[str, str], visited: list[Destination]
) -> None:
    page = resident_page(qtbot, context, pair[1])
    assert page.banner.isVisible()
    join(context, pair)
    qtbot.waitUntil(page.joined.isVisible)
    assert not page.banner.isVisible()
    assert not page.deeds.isVisible()
    QTest.mouseClick(page.joined.look, Qt.MouseButton.LeftButton)
    assert visited == [ToResident(pair[0])]


def test_medicines_of_two_records_are_settled_by_choosing_those_that_hold(
    qtbot: QtBot, context: Context, pair: tuple[str, str], ward: Ward
) -> None:
    with context.store.deed(context.actor) as unit:
        for who, home_id, dose in ((pair[0], ward.home_id, "3 mg"), (pair[1], None, "5 mg")):
            line = MedicineLine(medicine="warfarin", dose=dose, state=MedicineState.ACTIVE)
            unit.write(line, About(who, home_id))
        unit.commit()
    join(context, pair)
    page = resident_page(qtbot, context, pair[0])
    assert page.versions.isVisible()
    view = joined_view(qtbot, context, pair[0])
    assert view.medicines is not None
    assert view.read is not None
    QTest.mouseClick(view.medicines.save, Qt.MouseButton.LeftButton)
    assert view.message.text == "Choose which of them hold"
    holding = next(each.id for each in view.read.medicines if each.own_id is None)
    view.medicines.holding.button(holding).click()
    view.medicines.why.set_value("As on the MAR")
    QTest.keyClicks(view.medicines.asked.editor, "Ward pharmacist")
    QTest.mouseClick(view.medicines.save, Qt.MouseButton.LeftButton)
    idle(qtbot, context)
    with context.store.reading() as connection:
        line_now = resident_by_id(connection, pair[0])
    assert line_now is not None
    assert (line_now.two_versions, line_now.active_medicines) == ((), 1)


def test_joining_is_undone_from_the_page_of_the_one_kept(
    qtbot: QtBot, context: Context, pair: tuple[str, str]
) -> None:
    join(context, pair)
    view = joined_view(qtbot, context, pair[0])
    form = view.undoing[pair[1]]
    form.why.set_value("A cousin of the same name")
    QTest.mouseClick(form.undo, Qt.MouseButton.LeftButton)
    idle(qtbot, context)
    assert kept(context, pair[1]) is None


def test_words_begun_under_a_record_that_was_joined_elsewhere_are_told_and_kept(
    qtbot: QtBot, context: Context, pair: tuple[str, str]
) -> None:
    join(context, pair)
    draft = Draft(Concern, pair[1]).with_value("words", "Not drinking since Sunday")
    person, now = context.actor.person_id, context.clock()
    context.drafts.save(person, Concern.kind, pair[1], draft.as_text(), now)
    page = resident_page(qtbot, context, pair[0])
    assert "begun under it before and not signed" in page.joined.accessibleName()
    view = joined_view(qtbot, context, pair[0])
    assert any("Not drinking since Sunday" in each.text() for each in view.findChildren(Words))
    away = next(each for each in view.findChildren(Button) if each.text() == PUT_AWAY)
    away.click()
    qtbot.waitUntil(lambda: view.read is not None and not view.read.begun)
    assert context.drafts.load(person, Concern.kind, pair[1]) is None


def test_a_decision_stands_in_the_timeline_of_both_and_is_withdrawn_there_as_a_whole(
    qtbot: QtBot, context: Context, pair: tuple[str, str]
) -> None:
    view = comparing(qtbot, context, pair)
    say(view, "two")
    press(view)
    idle(qtbot, context)
    for who in pair:
        (item,) = decisions_of(context, who)
        words = item.spoken()
        assert "One passport" in words
        assert "Wilhelmina" in words
        assert all(each not in words for each in pair)
        assert (item.may_undo, item.may_withdraw) == (False, True)
    (item,) = decisions_of(context, pair[0])
    withdraw_with_reason(context.store, by=context.actor, item=item, reason="The son says one")
    for who in pair:
        (item,) = decisions_of(context, who)
        assert item.is_struck
    assert comparing(qtbot, context, pair).form is not None


def decisions_of(context: Context, who: str) -> list[TimelineItem]:
    read = read_again(context.store, context.actor, who)
    items = timeline(read, context.actor, context.clock())
    return [item for item in items if item.kind == NotSamePerson.kind]


def joined_view(qtbot: QtBot, context: Context, who: str) -> JoinedView:
    page = DuplicatesPage(context, who)
    shown(qtbot, context, page)
    view = page.part
    assert isinstance(view, JoinedView)
    vars(view)["page"] = page
    return view


def kept(context: Context, who: str) -> str | None:
    with context.store.reading() as connection:
        return kept_instead(connection, who)


def test_sync_and_a_command_lead_to_the_list(
    qtbot: QtBot, context: Context, visited: list[Destination]
) -> None:
    page = SyncPage(context)
    qtbot.addWidget(page)
    page.duplicates.click()
    assert visited == [ToDuplicates()]
    assert any(each.id == "go.duplicates" and each.is_found_by("duplic") for each in COMMANDS)
