"""Two people in one round: entries add up, drafts are told without a word of them, joining, the scribe."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.records.people import Practitioner
from mdt_core.records.rounds import RoundEntry
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import round_page
from mdt_core.use_cases.confirmations import confirm_entry
from mdt_core.use_cases.paper import round_sheet
from mdt_core.use_cases.places import save_practitioner
from mdt_core.use_cases.rounds import SignedEntry, sign_entry
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.know_view import BlockView
from mdt_desktop.ui.round.page import RoundRunPage
from mdt_desktop.ui.round.presenter import ALSO_WRITTEN, cells
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import click, desk_of, named, shows, sign, words_on, write_entry
from tests.ui.round.scene import Scene

NOT_YET = "Not yet confirmed by the clinician responsible"


@pytest.fixture
def matron(context: Context) -> Actor:
    """Another clinician of this device."""
    who, _ = save_practitioner(
        context.store,
        by=context.actor,
        practitioner=Practitioner(name="Ruth Adeyemi", role=Role.COMMUNITY_MATRON),
    )
    return replace(context.actor, person_id=who, name="Ruth Adeyemi", role=Role.COMMUNITY_MATRON)


def signed_by(context: Context, scene: Scene, who: str, by: Actor, **values: str) -> SignedEntry:
    """An entry of this round by somebody, for the person at the keyboard where they are no GP."""
    said = {
        "round_id": scene.round_id,
        "how": "in_person",
        "note": "Heel red, skin whole",
        "plan": "Off-load the heel",
        "see_again": "next_round",
    }
    return sign_entry(
        context.store,
        by=by,
        draft=Draft(RoundEntry, who, {**said, **values}),
        responsible=context.actor.author if by != context.actor else None,
    )


def blocks(page: RoundRunPage) -> list[str]:
    views = desk_of(page).know.findChildren(BlockView)
    return [each.block.heading for each in views if not each.isHidden()]


def test_what_another_signed_in_this_round_stands_first_in_know(
    open_round: Open, context: Context, scene: Scene, matron: Actor
) -> None:
    who = scene.residents[1]
    signed_by(context, scene, who, matron)
    page = open_round(who)
    assert blocks(page)[:2] == ["Community matron’s entry 07:15", "Why today"]
    words = words_on(desk_of(page).know)
    assert "Note: Heel red, skin whole" in words
    assert "Plan: Off-load the heel" in words
    assert f"Recorded by Ruth Adeyemi for {context.actor.name}. {NOT_YET}" in words
    assert desk_of(page).draft.is_empty


def test_a_second_entry_adds_to_the_first(
    qtbot: QtBot, open_round: Open, context: Context, scene: Scene, matron: Actor
) -> None:
    who = scene.residents[1]
    signed_by(context, scene, who, matron)
    page = open_round(who)
    write_entry(page, "Agree, podiatry asked")
    sign(page)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id != who)
    with context.store.reading() as connection:
        found = round_page(connection, context.actor, scene.home_id, scene.day).entries
    notes = [entry.readable["note"] for of, entry in found if of == who]
    assert notes == ["Heel red, skin whole", "Agree, podiatry asked"]
    again = open_round(who)
    assert blocks(again)[:2] == ["Community matron’s entry 07:15", "Your entry 07:15"]


def test_an_entry_of_an_earlier_round_is_none_of_this_one(past: str, open_round: Open) -> None:
    assert blocks(open_round(past))[0] == "Why today"


def test_the_mark_goes_when_the_clinician_responsible_has_confirmed(
    open_round: Open, context: Context, scene: Scene, matron: Actor
) -> None:
    who = scene.residents[1]
    signed = signed_by(context, scene, who, matron)
    confirm_entry(context.store, by=context.actor, entry_id=signed.entry_id)
    page = open_round(who)
    words = words_on(desk_of(page).know)
    assert f"Recorded by Ruth Adeyemi for {context.actor.name}" in words
    assert NOT_YET not in words


def test_paper_says_who_recorded_for_whom_and_what_is_not_confirmed(
    context: Context, scene: Scene, matron: Actor
) -> None:
    signed = signed_by(context, scene, scene.residents[1], matron)
    signed_by(context, scene, scene.residents[2], context.actor)

    def printed() -> list[tuple[str, str, bool]]:
        sheet = round_sheet(
            context.store,
            by=context.actor,
            home_id=scene.home_id,
            day=scene.day,
            waiting=0,
            practice=False,
        )
        return [(each.recorded_by, each.responsible, each.unconfirmed) for each in sheet.entries]

    gp = f"{context.actor.name}, GP"
    ruth = "Ruth Adeyemi, Community matron"
    assert sorted(printed()) == [(gp, "", False), (ruth, gp, True)]
    confirm_entry(context.store, by=context.actor, entry_id=signed.entry_id)
    assert sorted(printed()) == [(gp, "", False), (ruth, gp, False)]


def test_another_person_s_draft_marks_the_cell_and_shows_no_word(
    open_round: Open, context: Context, scene: Scene, matron: Actor
) -> None:
    who = scene.residents[1]
    draft = Draft(RoundEntry, who, {"note": "Half a thought"})
    context.drafts.save(matron.person_id, RoundEntry.kind, who, draft.as_text(), context.clock())
    page = open_round(scene.residents[0])
    assert page.read is not None
    cell = cells(page.read, scene.residents[0])[1]
    assert cell.state == "other"
    assert cell.spoken.endswith(ALSO_WRITTEN)
    there = open_round(who)
    assert "Half a thought" not in words_on(there)
    assert desk_of(there).draft.is_empty
    assert there.read is not None
    assert ALSO_WRITTEN in cells(there.read, who)[1].spoken


def test_a_draft_of_yesterday_is_left_over_and_marks_nothing(
    open_round: Open, context: Context, scene: Scene, matron: Actor
) -> None:
    who = scene.residents[1]
    then = context.clock().replace(day=context.clock().day - 1)
    context.drafts.save(matron.person_id, RoundEntry.kind, who, "{}", then)
    page = open_round(scene.residents[0])
    assert page.read is not None
    assert cells(page.read, scene.residents[0])[1].state == "open"


def test_join_puts_the_person_among_those_who_are_here_once(
    qtbot: QtBot, open_round: Open, context: Context, scene: Scene, matron: Actor
) -> None:
    page = open_round(actor=matron)
    click(named(page, "Join"))
    shows(qtbot, page.message, "Ruth Adeyemi stands among those who are here")
    qtbot.waitUntil(lambda: not page.head.join_button.isVisible())
    with context.store.reading() as connection:
        header = round_page(connection, context.actor, scene.home_id, scene.day).round
    assert header is not None
    assert header.record is not None
    here = [(each.id, each.name, each.role) for each in header.record.attendees]
    by = context.actor
    assert sorted(here) == sorted(  # they have no order of their own
        [
            (by.person_id, by.name, by.role),
            (matron.person_id, "Ruth Adeyemi", Role.COMMUNITY_MATRON),
        ]
    )
