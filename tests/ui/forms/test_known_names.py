"""Names of the medicines list are offered while one is typed; what is typed freely stands as it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from mdt_core.drafts import Draft
from mdt_core.records.medication_issues import MedicationIssue
from mdt_core.records.medicine_reviews import MedicineReconciliation
from mdt_core.records.medicines import MedicineLine
from mdt_core.use_cases.medicine_lines import save_medicine_line
from mdt_desktop.qt.fields import Field, TextField
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.forms.inputs import LinesField
from mdt_desktop.ui.forms.long_choice import LongChoiceField
from mdt_desktop.ui.forms.names_offered import NamesOffered
from mdt_desktop.ui.forms.parts import PartsField
from tests.ui.forms.conftest import Opening

MEDICINES = ("Apixaban 5 mg tablets", "Ramipril", "Senna")


@pytest.fixture(autouse=True)
def _listed(context: Context, who: str) -> None:
    for name in MEDICINES:
        draft = Draft(MedicineLine, who, {"medicine": name, "state": "active"})
        save_medicine_line(context.store, by=context.actor, draft=draft)


def offered(field: Field) -> NamesOffered:
    (found,) = field.findChildren(NamesOffered)
    return found


def key(offer: NamesOffered, field: LinesField | TextField, pressed: Qt.Key) -> None:
    QTest.keyClick(offer.list.view if offer.list.is_open else field.editor, pressed)
    field.window().activateWindow()


def test_names_of_the_list_are_offered_line_by_line_and_others_stand_as_typed(
    open_form: Opening,
) -> None:
    _page, form = open_form(MedicationIssue)
    field = form.fields["medicines"]
    assert isinstance(field, LinesField)
    offer = offered(field)
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "api")
    assert offer.list.rows == MEDICINES[:1]
    key(offer, field, Qt.Key.Key_Down)
    key(offer, field, Qt.Key.Key_Return)
    assert field.stored() == [MEDICINES[0]]
    key(offer, field, Qt.Key.Key_Return)
    QTest.keyClicks(field.editor, "Ram")
    assert offer.list.is_open
    key(offer, field, Qt.Key.Key_Return)
    assert field.stored() == [MEDICINES[0], "Ram"], "Enter takes no row that nobody went to"
    QTest.keyClicks(field.editor, "Oramorph")
    assert not offer.list.is_open
    assert form.draft().values["medicines"] == [MEDICINES[0], "Ram", "Oramorph"]


def test_a_row_added_to_a_reconciliation_is_offered_them_too(open_form: Opening) -> None:
    _page, form = open_form(MedicineReconciliation)
    lines = form.fields["lines"]
    assert isinstance(lines, PartsField)
    lines.add_row.click()
    field = lines.rows[-1].fields["medicine"]
    assert isinstance(field, TextField)
    assert not isinstance(field.editor, QPlainTextEdit)
    offer = offered(field)
    QTest.keyClicks(field.editor, "sen")
    view = offer.list.view
    at = view.visualRect(view.model().index(0, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    field.window().activateWindow()
    assert field.value() == "Senna"
    assert lines.stored()[-1]["medicine"] == "Senna"
    assert len(lines.rows) == len(MEDICINES) + 1


def test_esc_closes_an_open_list_and_only_then_leaves_the_page(
    open_form: Opening, visited: list[Destination]
) -> None:
    page, form = open_form(MedicationIssue)
    stage = form.fields["stage"]
    assert isinstance(stage, LongChoiceField)
    stage.editor.setFocus()
    QTest.keyClicks(stage.editor, "dis")
    QTest.keyClick(stage.list.view, Qt.Key.Key_Escape)
    page.activateWindow()
    assert not stage.list.is_open
    assert visited == []
    page.save.click()
    assert "Choose from the list" in stage.problem
    QTest.keyClick(stage.editor, Qt.Key.Key_Escape)
    assert len(visited) == 1
