"""A clinic day: set up once in few presses, each resident answered singly, saved as it is answered."""

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind
from mdt_core.records.vaccinations import ConsentBasis, Vaccination, Vaccine
from mdt_core.store.queries.statements import Signed, statements
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.vaccinations import record_vaccination
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.choices import ChoiceField
from mdt_desktop.qt.fields import DateField, TextField
from mdt_desktop.ui.clinic.page import ClinicPage
from mdt_desktop.ui.clinic.setup import ClinicSetup, problem_with
from mdt_desktop.ui.context import Context, Destination, ToClinic, ToForm, ToHome
from tests.support.counted import Counted
from tests.support.vaccinations import given
from tests.support.ward import UNWELL, Ward

TODAY = date(2026, 11, 24)
SETUP = ClinicSetup(
    Vaccine.INFLUENZA, "AB1234", date(2027, 3, 31), "Dr Amina Shah", ConsentBasis.PERSON
)


def idle(qtbot: QtBot, page: ClinicPage) -> None:
    runners = page._context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)
    qtbot.waitUntil(lambda: not page._is_saving)


def shown(qtbot: QtBot, context: Context, ward: Ward, setup: ClinicSetup | None) -> ClinicPage:
    made = ClinicPage(context, ward.home_id, setup)
    qtbot.addWidget(made)
    context.bus.changed.connect(made.refresh)
    made.resize(1100, 780)
    made.show()
    qtbot.waitUntil(partial(made.isActiveWindow))
    made.load()
    idle(qtbot, made)
    return made


@pytest.fixture
def page(qtbot: QtBot, context: Context, ward: Ward) -> ClinicPage:
    return shown(qtbot, context, ward, SETUP)


def kept(context: Context, who: str) -> tuple[Signed[Vaccination], ...]:
    with context.store.reading() as connection:
        return statements(connection, Vaccination, who)


def go_to(page: ClinicPage, who: str) -> None:
    place = page.model.place_of(who)
    assert place is not None
    page.table.selectRow(place)


def test_the_set_up_is_seven_interactions_and_is_refused_with_an_expired_batch(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    page, hands = shown(qtbot, context, ward, None), Counted()
    asked = page.form.asked
    choose(hands, asked["vaccine"], "influenza")
    typed(hands, asked["product"], "Adjuvanted vaccine")
    typed(hands, asked["batch"], "AB1234")
    typed(hands, asked["expiry"], "23/11/2026")
    choose(hands, asked["consent"], "person")
    choose(hands, asked["site"], "left_arm")
    hands.press(page.form.save)
    assert hands.interactions == 7
    assert page.currentWidget() is page.form
    assert "expired on 23-Nov-2026. Do not give it" in asked["expiry"].problem
    expiry = asked["expiry"]
    assert isinstance(expiry, DateField)
    expiry.set_value("2026-11-24")
    hands.press(page.form.save)
    idle(qtbot, page)
    assert page.currentWidget() is not page.form
    assert page.common.text() == (
        "Influenza, Adjuvanted vaccine, batch AB1234, expires 24-Nov-2026."
        " Given by Dr Amina Shah. The person consents"
    )


def test_each_answer_is_one_press_saved_at_once_with_what_the_day_has_in_common(
    qtbot: QtBot, context: Context, ward: Ward, page: ClinicPage
) -> None:
    who = ward.of(UNWELL)
    go_to(page, who)
    deed = page.panel.buttons["given"]
    assert deed.text() == "Given to ACHTERBERG: the person consents"
    deed.click()
    idle(qtbot, page)
    (found,) = kept(context, who)
    assert found.record is not None
    assert (found.record.batch, found.record.giver) == ("AB1234", "Dr Amina Shah")
    assert found.record.consent is ConsentBasis.PERSON
    assert page.summary.text() == "1 of 12 answered, 11 to go"
    assert not page.panel.buttons["given"].isVisible()


def test_a_refusal_and_a_contraindication_are_one_press_with_their_reason(
    qtbot: QtBot, context: Context, ward: Ward, page: ClinicPage
) -> None:
    for room, key in (("1", "declined:effects"), ("2", "contraindicated:severe_allergy")):
        go_to(page, ward.in_room(room))
        page.panel.buttons[key].click()
        idle(qtbot, page)
        (found,) = kept(context, ward.in_room(room))
        assert found.record is not None
        assert f"{found.record.outcome.value}:{found.record.reason.value}" == key  # type: ignore[union-attr]
        assert found.record.batch is None


def test_one_answer_is_undone_and_only_that(
    qtbot: QtBot, context: Context, ward: Ward, page: ClinicPage
) -> None:
    for room in ("1", "2"):
        go_to(page, ward.in_room(room))
        page.panel.buttons["given"].click()
        idle(qtbot, page)
    assert page.panel.undo.text() == "Undo for FEATHERSTONE"
    page.panel.undo.click()
    idle(qtbot, page)
    assert kept(context, ward.in_room("2")) == ()
    assert len(kept(context, ward.in_room("1"))) == 1
    assert page.panel.buttons["given"].isVisible()


def test_who_was_vaccinated_this_season_or_had_a_contraindication_is_given_none_from_here(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    for room, values in (
        ("1", {"occurred_on": "2026-10-12"}),
        ("2", {"occurred_on": "2020", "outcome": "contraindicated", "reason": "severe_allergy"}),
        ("3", {"occurred_on": "2026-03-12"}),
    ):
        draft = given(ward.in_room(room), **values)
        record_vaccination(context.store, by=context.actor, draft=draft)
    page = shown(qtbot, context, ward, SETUP)
    before = "Contraindicated (Severe allergic reaction before) 2020"
    told = []
    for room in ("1", "2", "3"):
        go_to(page, ward.in_room(room))
        told.append((page.panel.buttons["given"].isEnabled(), page.panel.warning.accessibleName()))
    assert told == [
        (False, "Given 12-Oct-2026: vaccinated in this programme already"),
        (False, f"{before}. Decide with a prescriber, then use the form"),
        (True, "Before: Given 12-Mar-2026"),
    ]


def test_allergies_stand_in_the_row_and_beside_the_answers(
    qtbot: QtBot, context: Context, ward: Ward, page: ClinicPage
) -> None:
    who = ward.of(UNWELL)
    with context.store.deed(context.actor) as unit:
        state = AllergyState(
            state=AllergyStateKind.KNOWN, allergies=(Allergy(substance="Egg protein"),)
        )
        unit.sign(state, About(who, ward.home_id))
        unit.commit()
    page._read()
    idle(qtbot, page)
    go_to(page, who)
    assert page.panel.allergies.accessibleName() == "Known allergies: Egg protein"
    row = page.model.row(page.model.place_of(who) or 0)
    assert page.model.index(0, 3).data() == f"▲ {row.allergies}"
    go_to(page, ward.in_room("2"))
    assert page.panel.allergies.text() == "▲ Allergies not recorded"


def test_every_row_has_two_identifiers_and_nothing_answers_for_all(page: ClinicPage) -> None:
    for row in page.model.rows:
        assert row.born
        assert row.nhs_number
    words = [each.text().casefold() for each in page._list.findChildren(Button)]
    assert not [each for each in words if "all" in each.split()]


def test_keys_answer_the_row_and_a_key_held_down_answers_once(
    qtbot: QtBot, context: Context, ward: Ward, page: ClinicPage
) -> None:
    hands = Counted()
    go_to(page, ward.in_room("1"))
    hands.key(Qt.Key.Key_G)
    hands.key(Qt.Key.Key_G)
    idle(qtbot, page)
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_D)
    idle(qtbot, page)
    assert len(kept(context, ward.in_room("1"))) == 1
    assert [
        each.record.outcome.value for each in kept(context, ward.in_room("2")) if each.record
    ] == ["declined"]


def test_another_basis_is_the_residents_own_form_and_comes_back_to_the_list(
    page: ClinicPage, ward: Ward, visited: list[Destination]
) -> None:
    go_to(page, ward.in_room("1"))
    page.panel.form.click()
    page.back.click()
    assert visited == [
        ToForm("vaccination", ward.in_room("1"), ToClinic(ward.home_id, SETUP)),
        ToHome(ward.home_id),
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"vaccine": ""}, "Vaccine"),
        ({"batch": " "}, "Batch"),
        ({"giver": ""}, "Given by"),
        ({"consent": ""}, "Consent"),
        ({"consent": "best_interests"}, "Who consented or was consulted"),
        ({"expiry": ""}, "Expiry"),
        ({}, None),
    ],
)
def test_a_set_up_names_the_field_that_is_missing(
    values: dict[str, str], field: str | None
) -> None:
    whole = {
        "vaccine": "influenza",
        "batch": "AB1",
        "expiry": "2027-01-01",
        "giver": "Nurse",
        "consent": "person",
    }
    found = problem_with({**whole, **values}, TODAY)
    assert (found.field if found else None) == field


def choose(hands: Counted, field: object, key: str) -> None:
    assert isinstance(field, ChoiceField)
    hands.press(field.button(key))


def typed(hands: Counted, field: object, words: str) -> None:
    assert isinstance(field, TextField)
    field.editor.setFocus()
    hands.field(words)
    field.editor.editingFinished.emit()


def test_a_similar_name_is_marked_in_the_row_and_beside_the_answers(
    page: ClinicPage, ward: Ward
) -> None:
    go_to(page, ward.in_room("2"))
    assert page.panel.similar.isVisible()
    assert "Similar name" in str(page.model.index(1, 1).data())
    go_to(page, ward.in_room("1"))
    assert not page.panel.similar.isVisible()
