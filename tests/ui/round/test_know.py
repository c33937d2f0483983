"""Know beside Write: what is known, what came in, open actions answered where they stand, the list."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.statements import cards
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context, Destination, ToObservations, ToRound
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.ward import Ward
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import (
    CTRL,
    click,
    desk_of,
    focus,
    named,
    press,
    shows,
    sign,
    type_words,
    words_on,
    write_entry,
)
from tests.ui.round.scene import LAST_PLAN, Scene, observe


def penicillin(store: Store, by: Actor, home_id: str, who: str) -> Changes:
    stated = AllergyState(
        state=AllergyStateKind.KNOWN, allergies=(Allergy(substance="Penicillin"),)
    )
    with store.deed(by) as unit:
        unit.sign(stated, About(who, home_id))
        made = unit.commit()
    return Changes(made.kinds, made.ids)


def test_a_resident_with_nothing_recorded_says_so_block_by_block(open_round: Open) -> None:
    page = open_round()
    shown = words_on(page)
    for words in (
        "▲ This week: New here since 26-Aug",
        "CPR decision not recorded",
        "Allergies not recorded",
        "No open actions",
        "No plan was signed in a round before",
        "No medicines on the list",
    ):
        assert words in shown


def test_a_resident_with_a_past_shows_each_block_with_date_and_source(
    past: str, open_round: Open
) -> None:
    page = open_round(past)
    shown = words_on(page)
    for words in (
        "«eating less since the weekend, not finishing her tea»",
        "(eating or drinking less, sleepier than usual)",
        "17-Nov-2026, GP record",
        "Penicillin – rash",
        "Since last seen\n17-Nov-2026",
        "NEWS2 7. Usual 1. Up 6. One part scores 3: breaths. Parts 3 1 0 1 2 0 0",
        "22-Nov-2026 weight 48.2 kg",
        "Urgent: Bloods FBC and U+E. Care-home nurse. Due Fri 20-Nov-2026, overdue",
        "As of 17-Nov-2026 from the MAR chart. ",
        ". Check the MAR before you act",
        "3 on the list, 1 not verified",
    ):
        assert words in shown
    assert LAST_PLAN.splitlines()[3] in shown
    assert LAST_PLAN.splitlines()[4] not in shown


def test_all_of_a_block_opens_over_know_and_write_stays_where_it_is(
    past: str, open_round: Open
) -> None:
    page = open_round(past)
    desk = desk_of(page)
    before = desk.form.note.mapTo(page, desk.form.note.rect().topLeft())
    click(named(page, "All: Last plan"))
    assert desk.panel.isVisible()
    assert LAST_PLAN.splitlines()[4] in words_on(page)
    assert desk.form.note.mapTo(page, desk.form.note.rect().topLeft()) == before
    press(Qt.Key.Key_Escape)
    assert not desk.panel.isVisible()
    assert focus() is desk.form.note.editor


def states(context: Context, who: str) -> dict[str, tuple[ActionState, str]]:
    with context.store.reading() as connection:
        found = cards(connection, Action, who)
    return {
        each.record.text: (each.record.state, each.record.outcome or "")
        for each in found
        if each.record
    }


def test_open_actions_are_answered_by_one_press_and_can_be_taken_back(
    qtbot: QtBot, past: str, open_round: Open, context: Context
) -> None:
    who = past
    page = open_round(who)
    bloods, chart = "Bloods FBC and U+E", "Review of sleep chart"
    with context.store.reading() as connection:
        kept = resident_page(connection, context.actor, who).open_actions
    rows = {each.record.text: desk_of(page).know.row(each.id) for each in kept if each.record}
    type_words("Half a sentence")
    click(named(rows[bloods], "Done"))
    qtbot.waitUntil(lambda: states(context, who)[bloods][0] is ActionState.DONE)
    shows(qtbot, page, "Open actions (1)")
    assert "✓ Done" in words_on(rows[bloods])
    click(named(rows[bloods], f"Undo: {bloods}"))
    qtbot.waitUntil(lambda: states(context, who)[bloods][0] is ActionState.OPEN)
    shows(qtbot, page, "Open actions (2)")
    click(named(rows[chart], "Stop…"))
    click(named(rows[chart], "Stop it"))
    assert "Say why it is stopped" in words_on(rows[chart])
    assert states(context, who)[chart][0] is ActionState.OPEN
    rows[chart].findChildren(QLineEdit)[0].setFocus()
    type_words("sleeps well now")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: states(context, who)[chart] == (ActionState.STOPPED, "sleeps well now"))
    click(named(rows[bloods], "Carry on"))
    qtbot.waitUntil(
        lambda: states(context, who)[bloods] == (ActionState.OPEN, "Carried on Tue 24-Nov-2026")
    )
    assert desk_of(page).form.note.value() == "Half a sentence"
    assert not desk_of(page).news_bar.isVisible()


def test_what_comes_in_stands_above_the_form_and_the_form_is_untouched(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open, by: Actor
) -> None:
    page = open_round()
    who = scene.residents[0]
    type_words("Half a sentence")
    observe(context.store, by, who, respirations=25)
    context.bus.publish(Changes(frozenset({"observation_set"}), frozenset({who})))
    desk = desk_of(page)
    qtbot.waitUntil(desk.news_bar.isVisible)
    assert desk.news_bar.text.startswith("New since you opened: observations 24-Nov 07:15 NEWS2 3")
    assert "Look before you sign" not in desk.news_bar.text
    assert desk.form.note.value() == "Half a sentence"
    assert focus() is desk.form.note.editor
    observe(context.store, by, scene.residents[1], respirations=30)
    context.bus.publish(Changes(frozenset({"observation_set"}), frozenset({scene.residents[1]})))
    qtbot.waitUntil(lambda: context.runners.reads.is_idle)
    assert desk.news_bar.text.count("observations") == 1


def test_a_changed_medicine_has_to_be_looked_at_before_signing(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open, by: Actor
) -> None:
    page = open_round()
    who = scene.residents[0]
    write_entry(page, "Stable")
    line = MedicineLine(medicine="apixaban 2.5 mg tablets", state=MedicineState.ACTIVE)
    with context.store.deed(by) as unit:
        unit.write(line, About(who, scene.home_id))
        made = unit.commit()
    context.bus.publish(Changes(made.kinds, made.ids))
    qtbot.waitUntil(desk_of(page).news_bar.isVisible)
    words = "New since you opened: medicine changed: apixaban 2.5 mg tablets. Look before you sign"
    assert desk_of(page).news_bar.text == words
    desk_of(page).focus_note()
    sign(page)
    assert page.message.text == words
    shows(qtbot, page, "Look")
    click(named(page, "Look"))
    shows(qtbot, page, "medicine changed: apixaban 2.5 mg tablets")
    press(Qt.Key.Key_Escape)
    assert desk_of(page).form.note.value() == "Stable"
    shows(qtbot, page, "1 on the list, 1 not verified")
    sign(page)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id == scene.residents[1])


def test_an_allergy_that_came_in_unannounced_is_still_asked_about_at_signing(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open, by: Actor
) -> None:
    page = open_round()
    write_entry(page, "Start amoxicillin")
    penicillin(context.store, by, scene.home_id, scene.residents[0])
    sign(page)
    qtbot.waitUntil(lambda: bool(page.message.text))
    assert page.message.text == "New since you opened: allergies changed. Look before you sign"
    qtbot.waitUntil(desk_of(page).news_bar.isVisible)
    with context.store.reading() as connection:
        assert resident_page(connection, by, scene.residents[0]).entries == ()
    assert desk_of(page).form.note.value() == "Start amoxicillin"


def test_the_list_hides_the_banner_and_stops_typing_until_escape(
    open_round: Open,
) -> None:
    page = open_round()
    desk = desk_of(page)
    note_at = desk.form.note.mapTo(page, desk.form.note.rect().topLeft())
    type_words("Before")
    press(Qt.Key.Key_G, CTRL)
    assert page.moving.list.isVisible()
    assert not desk.banner.isVisible()
    assert desk.form.note.mapTo(page, desk.form.note.rect().topLeft()) == note_at
    type_words("feather")
    assert [line.given_name for line in page.moving.list.model.rows] == ["Edith", "Edna"]
    page.sign()
    assert page.message.text == ""
    desk.form.note.editor.setFocus()
    assert not desk.form.note.editor.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not page.moving.list.isVisible()
    assert desk.banner.isVisible()
    assert desk.form.note.value() == "Before"
    assert focus() is desk.form.note.editor


def test_the_list_gives_two_identifiers_and_marks_similar_names(open_round: Open) -> None:
    page = open_round()
    press(Qt.Key.Key_G, CTRL)
    model = page.moving.list.model
    first = [str(model.index(1, column).data()) for column in range(model.columnCount())]
    assert first == [
        "2",
        "FEATHERSTONE, Edith (Mrs)   ▲ Similar name",
        "11-Jun-1931 (95 y)",
        "999 000 0026",
        "○ Open",
    ]


def test_anyone_else_is_added_by_room_in_three_keys(
    qtbot: QtBot, ward: Ward, open_round: Open
) -> None:
    page = open_round()
    press(Qt.Key.Key_G, CTRL)
    type_words("12")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id == ward.in_room("12"))
    shows(qtbot, page, "0 of 4 settled")
    assert "YILMAZ" in words_on(page)


def test_one_resident_alone_is_a_round(
    qtbot: QtBot, ward: Ward, scene: Scene, open_round: Open
) -> None:
    who = ward.in_room("9")
    page = open_round(who, day=scene.day.replace(day=25))
    assert page.deeds.sign.text() == "Sign for RAMSBOTTOM"
    write_entry(page, "Stable")
    sign(page)
    qtbot.waitUntil(page.summary.isVisible)
    assert "1 of 1 settled" in words_on(page)


def test_a_round_nobody_started_says_so(qtbot: QtBot, context: Context, ward: Ward) -> None:
    page = RoundRunPage(context, ward.home_id, date(2026, 12, 1))
    qtbot.addWidget(page)
    page.show()
    page.load()
    shows(qtbot, page, "Nobody is proposed for this round. Add residents, or ask the home")
    assert not page.deeds.sign.isEnabled()


def test_observations_come_back_to_the_same_resident(
    scene: Scene, open_round: Open, visited: list[Destination]
) -> None:
    page = open_round()
    press(Qt.Key.Key_O, CTRL)
    who = scene.residents[0]
    assert page.isVisible()
    assert visited == [ToObservations(who, ToRound(scene.home_id, scene.day, who))]


def test_tab_goes_through_the_form_as_it_is_read(open_round: Open) -> None:
    page = open_round()
    form = desk_of(page).form
    wanted: list[QWidget] = [
        form.note.editor,
        form.plan.editor,
        form.medicines.line.editor,
        named(form, "Add medicine"),
        form.action_lines.line.editor,
        named(form, "Add action"),
        *(form.field(name).findChildren(QLineEdit)[0] for name in ("watch_for", "watch_call")),
    ]
    for widget in wanted:
        assert focus() is widget
        press(Qt.Key.Key_Tab)
