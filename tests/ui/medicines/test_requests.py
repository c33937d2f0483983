"""Medicine requests on the page of a resident: asked, moved on by the one green deed, and read by others."""

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.medicine_request_steps import RequestStep
from mdt_core.records.medicine_requests import MedicineRequest, RequestState
from mdt_core.roles import Role
from mdt_core.store.queries.medicine_requests import requests_of
from mdt_core.use_cases.medicine_requests import ask_for_medicine, take_step
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import ChoiceField, NoteField
from mdt_desktop.ui.context import Context, Destination, ToMedicineLine, ToRequest, ToResident
from mdt_desktop.ui.medicines.burden import LIST_FILE
from mdt_desktop.ui.medicines.page import MedicineLinePage, RequestPage
from mdt_desktop.ui.medicines.requests import REQUESTS_TAB
from mdt_desktop.ui.medicines.tab import REQUESTS
from mdt_desktop.ui.resident.page import ResidentPage
from tests.support.burden import install_list
from tests.support.ward import Ward
from tests.ui.observations.hands import said
from tests.ui.resident import people
from tests.ui.resident.test_page import opened, press

MEDICINES = "Medicines"


@pytest.fixture
def who(context: Context, ward: Ward) -> str:
    return people.full(context.store, context.actor, ward.home_id)


def ask(context: Context, who: str, **values: str) -> str:
    plain = {"request_kind": "acute", "medicine": "amoxicillin", "needed_by": "2026-11-26"}
    draft = Draft(MedicineRequest, who, {**plain, **values})
    return ask_for_medicine(context.store, by=context.actor, draft=draft)[0]


def at_requests(qtbot: QtBot, context: Context, who: str) -> ResidentPage:
    page = opened(qtbot, context, who, MEDICINES)
    page.medicines.mode.button(REQUESTS).click()
    return page


def green(of: QWidget) -> list[str]:
    found = of.findChildren(Button)
    return [b.text() for b in found if b.isVisible() and b.property("kind") == Kind.PRIMARY.value]


def only(context: Context, who: str) -> MedicineRequest:
    with context.store.reading() as connection:
        (kept,) = requests_of(connection, who)
    assert kept.record is not None
    return kept.record


def test_the_next_step_is_the_one_green_deed_and_says_with_whom_it_is(
    qtbot: QtBot, context: Context, who: str
) -> None:
    ask(context, who, reason="Chesty", days_left="2")
    page = at_requests(qtbot, context, who)
    words = said(page.medicines.requests)
    assert "Acute, needed by 26-Nov-2026, enough in the home until 26-Nov-2026" in words
    assert "Asked: Dr Amina Shah, 24-Nov 07:15" in words
    assert "Decided: " not in words
    assert "Next: decide. The prescriber has it" in words
    assert "This is not a prescription and not a record of doses given." in words
    assert green(page.medicines) == ["Decide"]


def test_a_decision_is_given_in_the_tab_and_the_next_step_stands_there(
    qtbot: QtBot, context: Context, who: str
) -> None:
    ask(context, who)
    page = at_requests(qtbot, context, who)
    press(page, "Decide: amoxicillin")
    form = page.medicines.form
    assert form is not None
    decision = form.fields["Decision"]
    assert isinstance(decision, ChoiceField)
    decision.button("changed").click()
    form.save.click()
    qtbot.waitUntil(lambda: "Say what is changed" in said(form))
    words = form.fields["Decision in words"]
    assert isinstance(words, NoteField)
    words.set_value("500 mg, five days")
    page.refresh(Changes(frozenset({"action"}), frozenset({who})))
    assert page.medicines.form is form
    form.save.click()
    qtbot.waitUntil(lambda: page.medicines.form is None)
    qtbot.waitUntil(lambda: green(page.medicines) == ["Sent to the pharmacy"])
    assert page.medicines.message.text == "Recorded: decide"
    assert "Approved with a change: 500 mg, five days" in said(page.medicines.requests)


def test_who_does_not_take_the_step_reads_whose_it_is(
    qtbot: QtBot, context: Context, who: str
) -> None:
    ask(context, who)
    nurse = replace(context.actor, person_id="n", name="Grace Obi", role=Role.HOME_NURSE)
    page = at_requests(qtbot, replace(context, actor=nurse), who)
    assert green(page.medicines) == []
    assert "Told by a GP" in said(page.medicines.requests)


def test_what_is_overdue_says_who_holds_it_and_what_is_done_stands_below(
    qtbot: QtBot, context: Context, who: str
) -> None:
    done = ask(context, who, medicine="senna")
    take_step(
        context.store,
        by=context.actor,
        resident_id=who,
        request_id=done,
        step=RequestStep.CANCEL,
        said={"ended_words": "Not wanted"},
    )
    ask(context, who, asked_of="Elm Surgery")
    context.clock.advance(days=4)  # type: ignore[attr-defined]
    page = at_requests(qtbot, context, who)
    words = said(page.medicines.requests)
    assert "Overdue: Needed by 26-Nov-2026, not decided. Elm Surgery holds it" in words
    assert words.index("amoxicillin") < words.index("senna")
    assert "Why cancelled: Not wanted" in words
    assert "Requests (1 open)" in said(page.medicines)


def test_a_request_is_asked_on_a_page_of_its_own_with_a_medicine_of_the_list(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = at_requests(qtbot, context, who)
    press(page, "Ask for a prescription")
    back = ToResident(who, REQUESTS_TAB)
    assert visited == [ToRequest(who, back)]
    asking = RequestPage(context, who, back)
    qtbot.addWidget(asking)
    asking.resize(1116, 776)
    asking.show()
    asking.load()
    qtbot.waitUntil(asking.save.isEnabled)
    assert asking.form is not None
    asking.save.click()
    assert "Choose the kind of request" in said(asking)
    kind = asking.form.fields["request_kind"]
    assert isinstance(kind, ChoiceField)
    kind.button("repeat").click()
    press_in(asking, "From the list: paracetamol")
    asking.save.click()
    qtbot.waitUntil(lambda: visited[-1] == back)
    assert only(context, who).medicine == "paracetamol"
    assert only(context, who).reached is RequestState.ASKED


def press_in(page: QWidget, name: str) -> None:
    (button,) = [b for b in page.findChildren(Button) if b.accessibleName() == name]
    button.click()


def test_a_line_is_changed_on_its_page_and_stopped_only_with_a_reason(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = opened(qtbot, context, who, MEDICINES)
    press(page, "Change: paracetamol")
    wanted = visited[-1]
    assert isinstance(wanted, ToMedicineLine)
    line = MedicineLinePage(context, who, wanted.line_id, wanted.back)
    qtbot.addWidget(line)
    line.show()
    line.load()
    qtbot.waitUntil(line.save.isEnabled)
    assert line.form is not None
    assert line.form.fields["dose"].stored() == "1 g"
    state = line.form.fields["state"]
    assert isinstance(state, ChoiceField)
    state.button("stopped").click()
    line.save.click()
    qtbot.waitUntil(lambda: "Say why it was stopped" in said(line))
    line.form.fields["why_stopped"].show_stored("Dr Shah, no pain now")
    line.save.click()
    qtbot.waitUntil(lambda: visited[-1] == wanted.back)
    page.load()
    qtbot.waitUntil(lambda: "Why stopped: Dr Shah, no pain now" in said(page.medicines.list))


def test_checks_fold_out_for_a_prescriber_and_are_not_shown_to_the_home(
    qtbot: QtBot, context: Context, who: str
) -> None:
    page = opened(qtbot, context, who, MEDICINES)
    press(page, "Checks (")
    words = said(page.medicines.list)
    assert "Anticholinergic burden: not worked out, as no list is installed" in words
    assert "Brand names, doses and interactions are not checked" in words
    (context.folder / LIST_FILE).write_text('{"scores": {"paracetamol": 1}}', "utf-8")
    page.refresh(Changes(frozenset({"action"}), frozenset({who})))
    qtbot.waitUntil(lambda: "anticholinergic.json is not used" in said(page.medicines.list))
    install_list(context.folder, paracetamol=3)
    page.refresh(Changes(frozenset({"action"}), frozenset({who})))
    qtbot.waitUntil(lambda: "Anticholinergic burden 3" in said(page.medicines.list))
    nurse = replace(context.actor, person_id="n", name="Grace Obi", role=Role.HOME_NURSE)
    other = opened(qtbot, replace(context, actor=nurse), who, MEDICINES)
    assert "Checks (" not in said(other.medicines)


def test_what_waits_stands_on_the_first_tab_and_a_row_of_today_opens_at_the_requests(
    qtbot: QtBot, context: Context, who: str
) -> None:
    ask(context, who)
    page = opened(qtbot, context, who)
    assert "Medicine requests (1)" in said(page.happening)
    assert "amoxicillin. Next: decide. The prescriber has it" in said(page.happening)
    there = opened(qtbot, context, who, "Requests")
    assert green(there.medicines) == ["Decide"]


def test_a_recorded_allergy_stands_at_the_name_asked_for_and_at_the_decision(
    qtbot: QtBot, context: Context, who: str
) -> None:
    asking = RequestPage(context, who, ToResident(who, MEDICINES))
    qtbot.addWidget(asking)
    asking.show()
    asking.load()
    qtbot.waitUntil(asking.save.isEnabled)
    assert asking.form is not None
    QTest.keyClicks(asking.form.medicine.editor, "penicillin V")
    assert "Recorded allergy: Penicillin" in said(asking)
    assert "brand names and misspellings are not checked" in said(asking)
    ask(context, who, medicine="penicillin V")
    page = at_requests(qtbot, context, who)
    press(page, "Decide: penicillin V")
    assert page.medicines.form is not None
    assert "Recorded allergy: Penicillin" in said(page.medicines.form)
