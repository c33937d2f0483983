"""A resident's details and contacts, corrected; whose record it is, asked once more."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pytestqt.qtbot import QtBot

from mdt_core.records.residents import Resident
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_desktop.ui.card.form import CardForm
from mdt_desktop.ui.card.page import CardPage
from mdt_desktop.ui.context import Context, Destination, ToCard, ToResident
from mdt_desktop.ui.forms.parts import PartsField
from tests.ui.card.conftest import Standing, shown
from tests.ui.episode.hands import type_into
from tests.ui.observations.hands import said
from tests.ui.resident.test_page import opened as resident_page

Open = Callable[..., tuple[CardPage, CardForm]]


def put_down(context: Context, who: str, standing: Standing, **now: Any) -> None:  # noqa: ANN401
    was = standing(Resident, who)
    change = CardChange(Resident, who, was, now, resident_id=who)
    save_card(context.store, by=context.actor, change=change)


def test_the_deed_stands_on_the_contacts(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    tab = resident_page(qtbot, context, who, "Contacts")
    (deed,) = shown(tab.contacts)
    deed.click()
    assert visited == [ToCard("resident", who, who, ToResident(who, "Contacts"))]


def test_contacts_of_two_people_are_put_together(
    qtbot: QtBot,
    context: Context,
    who: str,
    *,
    open_card_page: Open,
    standing: Standing,
    visited: list[Destination],
) -> None:
    son = {"id": "p1", "name": "Tom Achterberg", "phone": "07700 900001", "is_emergency": True}
    put_down(context, who, standing, contacts=[son])
    page, form = open_card_page(Resident, who)
    assert page.banner.isVisible()
    rows = form.fields["contacts"]
    assert isinstance(rows, PartsField)
    kept = standing(Resident, who)["contacts"]
    assert isinstance(kept, list)
    also = {"id": "p1", "name": "Ann Vance", "relationship": "Niece"}
    put_down(context, who, standing, contacts=[*kept, also])
    rows.rows[0].fields["phone"].show_stored("07700 900002")
    rows.add_row.click()
    rows.rows[1].fields["name"].show_stored("Pieter Achterberg")
    page.save.click()
    qtbot.waitUntil(lambda: bool(visited))
    now = standing(Resident, who)["contacts"]
    assert isinstance(now, list)
    assert [each["name"] for each in now] == ["Tom Achterberg", "Ann Vance", "Pieter Achterberg"]
    assert now[0]["phone"] == "07700 900002"
    assert now[0]["is_emergency"] is True
    assert len({each["id"] for each in now}) == 3


def test_another_name_is_asked_once_more_with_old_and_new_and_can_be_put_back(
    qtbot: QtBot, who: str, open_card_page: Open, standing: Standing, visited: list[Destination]
) -> None:
    page, form = open_card_page(Resident, who)
    asking = form.same_person
    assert asking is not None
    assert asking.isHidden()
    type_into(form, "family_name", "Achterburg")
    assert asking.isVisible()
    assert "Family name: «Achterberg» becomes «Achterburg»" in asking.words
    page.save.click()
    assert page.message.text == "Say whether this is the same person"
    asking.answer.button("no").click()
    assert form.fields["family_name"].stored() == "Achterberg"
    assert asking.isHidden()
    type_into(form, "family_name", "Achterburg")
    asking.answer.button("yes").click()
    type_into(form, "given_name", "Willemijn")  # another change than the one that was answered
    page.save.click()
    assert visited == []
    asking.answer.button("yes").click()
    page.save.click()
    qtbot.waitUntil(lambda: bool(visited))
    now = standing(Resident, who)
    assert (now["family_name"], now["given_name"]) == ("Achterburg", "Willemijn")
    assert now["nhs_number"] == "9990000018"


def test_a_number_that_stands_elsewhere_is_said_and_written_only_when_meant(
    qtbot: QtBot, who: str, open_card_page: Open, standing: Standing, visited: list[Destination]
) -> None:
    page, form = open_card_page(Resident, who)
    asking = form.same_person
    assert asking is not None
    type_into(form, "nhs_number", "9990000026")
    asking.answer.button("yes").click()
    page.save.click()
    qtbot.waitUntil(lambda: "Edith FEATHERSTONE, born 11-Jun-1931" in asking.words)
    assert "stands also in the record of" in page.message.text
    page.save.click()
    assert standing(Resident, who)["nhs_number"] == "9990000018"
    asking.answer.button("yes").click()
    page.save.click()
    qtbot.waitUntil(lambda: bool(visited))
    assert standing(Resident, who)["nhs_number"] == "9990000026"


def test_who_serves_another_home_is_told_and_has_no_form(
    qtbot: QtBot, context: Context, who: str
) -> None:
    elsewhere = replace(context.actor, homes=frozenset({"another"}))
    page = CardPage(replace(context, actor=elsewhere), "resident", who, who, ToResident(who))
    qtbot.addWidget(page)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: "home that you do not serve" in said(page))
    assert page.form is None


def test_an_entry_that_another_changed_too_is_shown_before_it_is_written_over(
    qtbot: QtBot, context: Context, who: str, *, open_card_page: Open, standing: Standing
) -> None:
    put_down(context, who, standing, contacts=[{"id": "p1", "name": "Tom", "phone": "1"}])
    page, form = open_card_page(Resident, who)
    rows = form.fields["contacts"]
    assert isinstance(rows, PartsField)
    found = standing(Resident, who)["contacts"]
    assert isinstance(found, list)
    (kept,) = found
    put_down(context, who, standing, contacts=[{**kept, "phone": "2"}])
    rows.rows[0].fields["phone"].show_stored("3")
    page.save.click()
    qtbot.waitUntil(lambda: "Changed by somebody else meanwhile" in rows.problem)
    assert "Tom" in rows.problem
    assert "2" in rows.problem
    assert standing(Resident, who)["contacts"] == [{**kept, "phone": "2"}]
    page.save.click()
    qtbot.waitUntil(lambda: standing(Resident, who)["contacts"] == [{**kept, "phone": "3"}])
