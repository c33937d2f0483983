"""The worksheets in their form: each line of ours stands there to be decided, and none can be left out."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.records.medicine_reviews import MedicineReconciliation, MedicineReview
from mdt_core.records.medicines import ListSource, MedicineLine
from mdt_core.roles import Role
from mdt_core.store.queries.medicine_requests import requests_of
from mdt_core.store.queries.residents import resident_page
from mdt_core.use_cases.medicine_lines import save_medicine_line
from mdt_desktop.qt.fields import ChoiceField
from mdt_desktop.ui.context import Context, Destination, ToHomes
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.forms.parts import PartRow, PartsField
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.timeline import timeline
from tests.support.burden import install_list
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


def test_a_review_shows_the_burden_before_and_after_and_keeps_it_as_it_was_shown(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = form(qtbot, context, who, MedicineReview.kind)
    assert page.form is not None
    first, second = rows(page, "medicines").values()
    decide(first, "stop", reason="No pain")
    assert "Anticholinergic burden: not worked out, as no list is installed" in said(page)
    page.autosave.put_away()
    page.hide()
    install_list(context.folder, paracetamol=2)
    page = form(qtbot, context, who, MedicineReview.kind)
    first, second = rows(page, "medicines").values()
    decide(first, "stop", reason="No pain")
    decide(second, "keep")
    shown = said(page)
    inhaler = "beclometasone with formoterol and glycopyrronium"
    assert "Decided: 1 kept, 1 stopped" in shown
    assert "Anticholinergic burden before: 2 (2 for paracetamol)" in shown
    assert "Anticholinergic burden after: no total, as none of these medicines" in shown
    assert f"Not in the list, not counted: {inhaler}" in shown
    assert "List: Borough list, version own/1, approved by Dr Lee on 01-Nov-2026" in shown
    page.save.click()
    qtbot.waitUntil(lambda: visited == [ToHomes()])
    install_list(context.folder, paracetamol=3)
    told = reviews_read(context, who)
    assert "Anticholinergic burden before: 2 (2 for paracetamol)" in told
    nurse = replace(context, actor=replace(context.actor, role=Role.NURSE))
    assert "Decided: 1 kept, 1 stopped" in reviews_read(nurse, who)
    assert "nticholinergic" not in reviews_read(nurse, who)


def reviews_read(context: Context, who: str) -> str:
    read = read_again(context.store, context.actor, who)
    items = timeline(read, context.actor, context.clock())
    (item,) = (each for each in items if each.kind == MedicineReview.kind)
    return "\n".join(f"{fact.label}: {fact.words}" for fact in item.facts)


def test_a_nurse_reviews_without_the_burden_and_keeps_none(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    install_list(context.folder, paracetamol=2)
    matron = replace(context, actor=replace(context.actor, role=Role.COMMUNITY_MATRON))
    page = form(qtbot, matron, who, MedicineReview.kind)
    for row in rows(page, "medicines").values():
        decide(row, "keep")
    assert "nticholinergic" not in said(page)
    page.save.click()
    qtbot.waitUntil(lambda: visited == [ToHomes()])
    assert "nticholinergic" not in reviews_read(context, who)


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
