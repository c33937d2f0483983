"""The details of a home, opened from its page, changed and kept beside what another wrote."""

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from mdt_core.records.homes import Home
from mdt_core.roles import Role
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_desktop.ui.card.page import HomeDetailsPage
from mdt_desktop.ui.context import Context, Destination, ToHome, ToHomeDetails
from mdt_desktop.ui.home.head import HomeHead
from tests.support.ward import Ward
from tests.ui.card.conftest import Standing
from tests.ui.episode.hands import choose, idle, type_into

Open = Callable[[], HomeDetailsPage]


def test_the_button_stands_on_the_page_of_the_home_for_who_may_write_it(
    qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    head = HomeHead(context, ward.home_id)
    qtbot.addWidget(head)
    head.details.click()
    assert visited == [ToHomeDetails(ward.home_id)]
    carer = replace(context.actor, role=Role.HOME_CARER)
    other = HomeHead(replace(context, actor=carer), ward.home_id)
    qtbot.addWidget(other)
    assert other.details.isHidden()


def test_what_is_changed_is_saved_and_what_stands_otherwise_stays(
    qtbot: QtBot, ward: Ward, home_page: Open, standing: Standing, visited: list[Destination]
) -> None:
    before = standing(Home, ward.home_id)
    page = home_page()
    assert page.form is not None
    assert page.name.text() == "Larch House"
    assert page.form.fields["phone"].stored() == "0161 496 0123"
    type_into(page.form, "night_phone", "0161 496 0777")
    type_into(page.form, "email", "larch.house@nhs.net")
    type_into(page.form, "email_tested_on", "20/11/2026")
    choose(page.form, "status", "suspended")
    type_into(page.form, "status_decided_by", "The council")
    page.save.click()
    qtbot.waitUntil(lambda: "Say why it is «Suspended»" in page.message.text)
    type_into(page.form, "status_reason", "Norovirus")
    page.save.click()
    qtbot.waitUntil(lambda: visited[-1:] == [ToHome(ward.home_id)])
    changed = {
        "night_phone": "0161 496 0777",
        "email": "larch.house@nhs.net",
        "email_tested_on": "2026-11-20",
        "status": "suspended",
        "status_decided_by": "The council",
        "status_reason": "Norovirus",
    }
    assert standing(Home, ward.home_id) == {**before, **changed}


def test_another_group_changed_meanwhile_is_kept_and_the_same_group_is_shown_first(
    qtbot: QtBot,
    context: Context,
    ward: Ward,
    home_page: Open,
    *,
    standing: Standing,
    visited: list[Destination],
) -> None:
    page = home_page()
    form = page.form
    assert form is not None
    was = standing(Home, ward.home_id)
    theirs = {"clinical_lead": "Dr Lee", "phone": "0161 496 0888"}
    save_card(
        context.store, by=context.actor, change=CardChange(Home, ward.home_id, was, now=theirs)
    )
    type_into(form, "phone", "0161 496 0999")
    page.save.click()
    qtbot.waitUntil(lambda: "it now says «0161 496 0888»" in form.fields["phone"].problem)
    idle(qtbot, context)
    assert form.fields["clinical_lead"].stored() == "Dr Lee"
    assert form.fields["phone"].stored() == "0161 496 0999"
    assert visited == []
    page.save.click()
    qtbot.waitUntil(lambda: bool(visited))
    now = standing(Home, ward.home_id)
    assert (now["phone"], now["clinical_lead"]) == ("0161 496 0999", "Dr Lee")


def test_what_was_left_unsaved_is_offered_again_and_put_onto_the_card_as_it_stands(
    qtbot: QtBot, context: Context, ward: Ward, home_page: Open, standing: Standing
) -> None:
    page = home_page()
    assert page.form is not None
    type_into(page.form, "manager", "Grace Obi")
    page.leave()
    idle(qtbot, context)
    was = standing(Home, ward.home_id)
    change = CardChange(Home, ward.home_id, was, now={"provider": "Larch Care Ltd"})
    save_card(context.store, by=replace(context.actor, person_id="other"), change=change)
    again = home_page()
    qtbot.waitUntil(again.offer_bar.isVisible)
    assert "LARCH HOUSE" in again.offer_bar.accessibleName()
    again.offer_bar.go_on.click()
    assert again.form is not None
    assert again.form.fields["manager"].stored() == "Grace Obi"
    assert again.form.fields["provider"].stored() == "Larch Care Ltd"


def test_nothing_is_written_where_nothing_was_changed(
    home_page: Open, visited: list[Destination]
) -> None:
    page = home_page()
    page.save.click()
    assert page.message.text == "Nothing was changed"
    assert visited == []
