"""The worksheets in their form: each line of ours stands there to be decided, and none can be left out."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.records.medicine_reviews import MedicineReconciliation, MedicineReview
from mdt_core.records.medicines import ListSource, MedicineLine
from mdt_core.store.queries.medicine_requests import requests_of
from mdt_core.store.queries.residents import resident_page
from mdt_core.use_cases.medicine_lines import save_medicine_line
from mdt_desktop.qt.fields import ChoiceField
from mdt_desktop.ui.context import Context, Destination, ToHomes
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.forms.parts import PartRow, PartsField
from tests.support.ward import Ward
from tests.ui.observations.hands import said
from tests.ui.resident import people


@pytest.fixture
def who(context: Context, ward: Ward) -> str:
    return people.full(context.store, context.actor, ward.home_id)


def form(qtbot: QtBot, context: Context, who: str, kind: str) -> FormPage:
    page = FormPage(context, kind, who, ToHomes())
    qtbot.addWidget(page)
    page.resize(1116, 776)
    page.show()
    page.load()
    qtbot.waitUntil(page.save.isEnabled)
    return page


def rows(page: FormPage, name: str) -> dict[str, PartRow]:
    assert page.form is not None
    field = page.form.fields[name]
    assert isinstance(field, PartsField)
    return {str(row.stored()["medicine"]): row for row in field.rows}


def choose(page: FormPage, name: str, key: str) -> None:
    assert page.form is not None
    field = page.form.fields[name]
    assert isinstance(field, ChoiceField)
    field.button(key).click()


def decide(row: PartRow, key: str, **words: str) -> None:
    field = row.fields["decision"]
    assert isinstance(field, ChoiceField)
    field.button(key).click()
    for name, text in words.items():
        row.fields[name].show_stored(text)


def test_each_line_of_ours_is_shown_to_be_decided_and_the_finished_sheet_is_the_new_list(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = form(qtbot, context, who, MedicineReconciliation.kind)
    lines = rows(page, "lines")
    first, second = lines.values()
    assert first.accessibleName() == "paracetamol"
    assert "tablet — 500 mg — DOSE 1 g" in said(first)
    assert (first.fields["medicine"].isHidden(), first.remove.isHidden()) == (True, True)
    assert first.fields["reason"].isHidden()
    choose(page, "occasion", "admission")
    choose(page, "source", ListSource.GP_RECORD.value)
    assert page.form is not None
    page.form.fields["as_of"].show_stored("2026-11-24T07:00:00Z")
    page.save.click()
    assert "paracetamol: not decided" in said(page)
    decide(first, "keep")
    decide(second, "stop")
    page.save.click()
    assert "say why" in said(page)
    second.fields["reason"].show_stored("Not used for a year")
    page.save.click()
    qtbot.waitUntil(lambda: visited == [ToHomes()])
    with context.store.reading() as connection:
        now = resident_page(connection, context.actor, who)
    assert [each.readable["medicine"] for each in now.medicines] == ["paracetamol"]
    assert now.medicine_list is not None
    assert now.medicine_list.record is not None
    assert now.medicine_list.record.source is ListSource.GP_RECORD


def test_what_a_review_in_the_window_changes_stands_among_the_requests(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = form(qtbot, context, who, MedicineReview.kind)
    first, second = rows(page, "medicines").values()
    decide(first, "reduce", reason="Little pain", how="When needed alone")
    decide(second, "keep")
    page.save.click()
    qtbot.waitUntil(lambda: visited == [ToHomes()])
    with context.store.reading() as connection:
        (asked,) = requests_of(connection, who)
    assert asked.readable["medicine"] == "paracetamol"
    assert asked.readable["directions"] == "Reduce. When needed alone"


def test_a_line_that_came_since_a_draft_was_left_is_on_the_worksheet_too(
    qtbot: QtBot, context: Context, who: str
) -> None:
    page = form(qtbot, context, who, MedicineReconciliation.kind)
    decide(rows(page, "lines")["paracetamol"], "stop", reason="No pain")
    assert page.form is not None
    left = page.form.draft()
    page.autosave.put_away()
    page.hide()
    line = {"medicine": "warfarin", "state": "active"}
    draft: Draft[MedicineLine] = Draft(MedicineLine, who, line)
    save_medicine_line(context.store, by=context.actor, draft=draft)
    again = form(qtbot, context, who, MedicineReconciliation.kind)
    assert again.form is not None
    again.form.show_draft(left)
    lines = rows(again, "lines")
    assert set(lines) >= {"paracetamol", "warfarin"}
    assert lines["paracetamol"].stored()["reason"] == "No pain"
    assert "decision" not in lines["warfarin"].stored()
