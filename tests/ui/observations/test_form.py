"""The form as a person meets it: keys, refusals, questions, what was not taken, who may choose what."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.fields import fields_of
from mdt_core.records.observations import ObservationSet, SetPurpose, SpO2Scale
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from mdt_desktop.ui.observations.body import ObservationBody
from mdt_desktop.ui.observations.presenter import ORDER
from tests.support.builders import actor, observations
from tests.support.memory_store import MemoryStore
from tests.ui.observations.conftest import MakeBody, sign
from tests.ui.observations.hands import (
    click,
    focused,
    number,
    press,
    said,
    total_read,
    type_number,
)


def enter(body: ObservationBody) -> None:
    """Presses Enter where the focus is."""
    assert body.isAncestorOf(focused())
    QTest.keyClick(focused(), Qt.Key.Key_Return)


def test_every_field_of_a_set_is_on_the_form_or_comes_from_elsewhere() -> None:
    elsewhere = {"taken_at", "not_taken", "recorded_news2"}
    assert {spec.name for spec in fields_of(ObservationSet)} == set(ORDER) | elsewhere


def test_every_box_starts_empty(body_of: MakeBody, usual: str) -> None:
    assert usual
    body = body_of()
    assert set(body.form.draft().values) == {"taken_at", "spo2_scale"}
    assert total_read(body) is None


def test_the_last_and_the_usual_value_stand_beside_the_box(
    memory: MemoryStore, who: str, usual: str, body_of: MakeBody
) -> None:
    assert usual
    sign(memory, who, days_ago=2, pulse=72)
    assert "Last 72 on 22-Nov-2026. Usual 92" in said(body_of())


def test_a_number_out_of_range_is_refused_with_the_range(body_of: MakeBody) -> None:
    body = body_of()
    type_number(body, "oxygen_percent", "200")
    assert number(body, "oxygen_percent").problem == "SpO2 must be between 30 and 100 %"
    assert focused() is number(body, "oxygen_percent").editor
    assert "oxygen_percent" not in body.form.readings()


@pytest.mark.parametrize("text", ["abc", "12.5", "1e2", "-4"])
def test_what_is_no_whole_number_is_refused(body_of: MakeBody, text: str) -> None:
    body = body_of()
    type_number(body, "pulse", text)
    assert number(body, "pulse").problem
    assert body.form.problem() is not None


def test_digits_of_another_script_are_refused_rather_than_read(body_of: MakeBody) -> None:
    body = body_of()
    number(body, "pulse").editor.insert("٧٠")
    number(body, "pulse").check()
    assert "is not a number" in number(body, "pulse").problem


def test_a_temperature_finer_than_the_score_is_refused(body_of: MakeBody) -> None:
    body = body_of()
    type_number(body, "temperature", "36.85")
    assert "in steps of 0.1" in number(body, "temperature").problem


def test_enter_walks_through_the_set_and_a_choice_is_never_taken_back(body_of: MakeBody) -> None:
    body = body_of()
    body.form.focus_first()
    for text in ("16", "97"):
        QTest.keyClicks(focused(), text)
        enter(body)
    assert focused().accessibleName() == "Air"
    QTest.keyClick(focused(), Qt.Key.Key_1)
    enter(body)
    for text in ("130", "80", "76"):
        QTest.keyClicks(focused(), text)
        enter(body)
    assert focused().accessibleName() == "Alert"
    enter(body)
    QTest.keyClicks(focused(), "36.8")
    enter(body)
    assert total_read(body) == 0


def test_enter_on_an_unlikely_number_goes_to_yes_and_yes_goes_on(body_of: MakeBody) -> None:
    body = body_of()
    number(body, "pulse").setFocus()
    QTest.keyClicks(focused(), "35")
    enter(body)
    assert "35 a minute?" in said(body)
    enter(body)
    assert body.form.readings()["pulse"] == "35"
    assert focused().accessibleName() == "Alert"


def test_the_flow_of_oxygen_is_asked_only_with_oxygen(body_of: MakeBody) -> None:
    body = body_of()
    assert number(body, "oxygen_flow").isHidden()
    click(body, "on_oxygen", "oxygen")
    type_number(body, "oxygen_flow", "2")
    assert body.form.draft().values["oxygen_flow"] == "2"
    click(body, "on_oxygen", "air")
    assert "oxygen_flow" not in body.form.draft().values


def test_not_taken_needs_a_reason_and_closes_the_box(body_of: MakeBody) -> None:
    body = body_of()
    type_number(body, "temperature", "37.0")
    missing = body.form.not_taken["temperature"]
    QTest.mouseClick(missing.button, Qt.MouseButton.LeftButton)
    problem = body.form.problem()
    assert problem is not None
    assert problem.words == "Choose why it was not taken"
    QTest.mouseClick(missing.reason.button("declined"), Qt.MouseButton.LeftButton)
    values = body.form.draft().values
    assert values["not_taken"] == [{"field": "temperature", "reason": "declined"}]
    assert "temperature" not in values
    QTest.mouseClick(missing.button, Qt.MouseButton.LeftButton)
    assert body.form.draft().values["temperature"] == "37.0"


def test_a_time_still_to_come_is_refused_and_an_earlier_one_is_kept(body_of: MakeBody) -> None:
    body = body_of()
    body.form.time.editor.selectAll()
    QTest.keyClicks(body.form.time.editor, "23:50")
    problem = body.form.problem()
    assert problem is not None
    assert problem.field == "taken_at"
    body.form.time.editor.selectAll()
    QTest.keyClicks(body.form.time.editor, "y 14:30")
    assert body.form.draft().values["taken_at"] == "2026-11-23T14:30:00Z"


def test_soft_signs_alone_are_enough(body_of: MakeBody) -> None:
    body = body_of()
    assert body.form.problem() is not None
    field = body.form.fields["soft_signs"]
    QTest.mouseClick(field.button("eating"), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert body.form.problem() is None


def test_a_nurse_reads_the_scale_and_cannot_change_it(
    memory: MemoryStore, who: str, body_of: MakeBody
) -> None:
    sign(memory, who, days_ago=30, spo2_scale=SpO2Scale.SCALE_2)
    body = body_of(Role.HOME_NURSE)
    assert "spo2_scale" not in body.form.fields
    assert "Scale 2, chosen by Dr Amina Shah 25-Oct-2026" in said(body)
    assert body.form.draft().values["spo2_scale"] == "2"


def test_the_form_finds_the_scale_that_was_chosen_more_sets_ago_than_a_page_holds(
    memory: MemoryStore, who: str, body_of: MakeBody
) -> None:
    sign(memory, who, days_ago=300, spo2_scale=SpO2Scale.SCALE_2)
    with memory.store.deed(actor(Role.HOME_NURSE)) as unit:
        for _ in range(205):
            unit.sign(observations(), About(who))
        unit.commit()
    body = body_of(Role.HOME_NURSE)
    assert body.form.draft().values["spo2_scale"] == "2"


def test_a_scale_that_no_prescriber_chose_does_not_stand(
    memory: MemoryStore, who: str, body_of: MakeBody
) -> None:
    with memory.store.deed(actor(Role.NURSE)) as unit:  # as another program might send it
        unit.sign(observations(spo2_scale=SpO2Scale.SCALE_2), About(who))
        unit.commit()
    body = body_of(Role.HOME_NURSE)
    assert body.form.draft().values["spo2_scale"] == "1"


@pytest.mark.parametrize(("role", "may"), [(Role.NURSE, True), (Role.HOME_NURSE, False)])
def test_only_a_clinician_may_mark_a_usual_set(body_of: MakeBody, role: Role, may: bool) -> None:
    body = body_of(role)
    assert ("purpose" in body.form.fields) is may


def test_the_score_stands_beside_the_usual_one(
    qtbot: QtBot, memory: MemoryStore, who: str, body_of: MakeBody
) -> None:
    assert qtbot
    sign(memory, who, days_ago=200, purpose=SetPurpose.USUAL, pulse=92)
    body = body_of()
    for name, text in (
        ("respirations", "21"),
        ("oxygen_percent", "97"),
        ("systolic", "130"),
        ("pulse", "95"),
        ("temperature", "37.0"),
    ):
        type_number(body, name, text)
    click(body, "on_oxygen", "air")
    assert "Not complete: consciousness missing. No total" in said(body.panel)
    click(body, "consciousness", "alert")
    words = said(body.panel)
    assert "3. Usual 1. Up 2" in words
    assert "Usual set of 08-May-2026. Older than 6 months" in words
    assert "No local response text is set for this organisation" in words


def test_whose_score_it_is_can_be_read(body_of: MakeBody) -> None:
    body = body_of()
    press(body, "About NEWS2 (F1)")
    assert "Royal College of Physicians" in said(body.panel)
