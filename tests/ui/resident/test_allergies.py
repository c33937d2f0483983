"""Allergies are recorded where they are missing, and a new list begins with the one that stands."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind
from mdt_core.roles import Role
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_desktop.ui.context import Context, Destination, ToForm, ToResident
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.forms.parts import PartsField
from mdt_desktop.ui.forms.record_form import RecordForm
from mdt_desktop.ui.resident.missing import ALLERGIES
from mdt_desktop.ui.resident.presenter import deeds
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.ways import WAYS
from tests.support.builders import actor
from tests.support.ward import UNWELL, Ward
from tests.ui.episode.hands import choose, opened, type_into

BACK = ToResident("")


def form_of(qtbot: QtBot, context: Context, to: Destination) -> tuple[FormPage, RecordForm]:
    assert isinstance(to, ToForm)
    page = opened(qtbot, context, lambda: FormPage(context, to.kind, to.resident_id, BACK))
    assert isinstance(page, FormPage)
    assert page.form is not None
    return page, page.form


def add(form: RecordForm, substance: str) -> None:
    rows = form.fields["allergies"]
    assert isinstance(rows, PartsField)
    rows.add_row.click()
    field = rows.rows[-1].fields["substance"]
    field.setFocus()
    field.show_stored(substance)
    field.edited.emit(substance)


def standing(context: Context, who: str) -> list[AllergyState | None]:
    with context.store.reading() as connection:
        return [each.record for each in statements(connection, AllergyState, who)]


def test_what_is_missing_leads_to_the_form_and_the_banner_says_what_was_signed(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    who = ward.of(UNWELL)
    page, form = form_of(qtbot, context, WAYS[ALLERGIES](who, BACK))
    choose(form, "state", "known")
    page.save.click()
    assert not page.is_saved, "known allergies without a substance are no list"
    add(form, "Penicillin")
    type_into(form, "source", "MAR chart")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    line = read_again(context.store, context.actor, who).page.line
    assert line.allergy_state == AllergyStateKind.KNOWN.value
    assert [
        each.substance for record in standing(context, who) if record for each in record.allergies
    ] == ["Penicillin"]


def test_a_new_list_begins_with_the_one_that_stands_and_keeps_its_codes(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    who = ward.of(UNWELL)
    coded = Allergy(substance="Penicillin", code_system="SNOMED CT", code="91936005")
    with context.store.deed(context.actor) as unit:
        unit.sign(AllergyState(state=AllergyStateKind.KNOWN, allergies=(coded,)), About(who))
        unit.commit()
    page, form = form_of(qtbot, context, WAYS[ALLERGIES](who, BACK))
    assert form.standing is not None
    choose(form, "state", "known")
    QTest.mouseClick(form.standing.copy, Qt.MouseButton.LeftButton)
    page.save.click()
    assert not page.is_saved, "what is carried over is said to be right by a person first"
    add(form, "Latex")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    (record,) = standing(context, who)
    assert record is not None
    assert record.allergies == (coded, Allergy(substance="Latex"))


def test_it_is_offered_to_nurses_and_clinicians_alone(context: Context, ward: Ward) -> None:
    page = read_again(context.store, context.actor, ward.of(UNWELL)).page

    def ways(by: Actor) -> tuple[str, ...]:
        return deeds(page, by).ways

    assert ALLERGIES in ways(actor(Role.GP))
    assert ALLERGIES in ways(actor(Role.HOME_NURSE))
    assert ALLERGIES not in ways(actor(Role.HOME_CARER))
