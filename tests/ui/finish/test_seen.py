"""What the finish says of the other side: urgent actions not seen, the sheet opened, entries to confirm."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.records.actions import Action, ActionPriority, OutsideOwner
from mdt_core.records.round_sign_offs import AnyoneElse, OpenKind
from mdt_core.records.rounds import RoundEntry, RoundMode
from mdt_core.roles import Role
from mdt_core.store.queries.actions import ActionsAsked, Whose
from mdt_core.store.queries.confirmations import confirmed
from mdt_core.use_cases.rounds import sign_entry
from mdt_desktop.session import Session
from mdt_desktop.ui.actions.page import ActionsPage
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.finish.page import FinishPage
from mdt_desktop.ui.paper.page import PaperPage
from tests.support.ward import Ward
from tests.ui.conftest import PASSPHRASE
from tests.ui.round.hands import words_on
from tests.ui.round.scene import Scene, staff, started

Opened = Callable[[], FinishPage]
FLUIDS = Action(text="Push fluids", owner_role=Role.HOME_NURSE, priority=ActionPriority.URGENT)
SCRIBE = Actor("scribe", "Joy Adeyemi", Role.NURSE, "Elm Surgery")


@pytest.fixture
def scene(workspace: Session, ward: Ward) -> Scene:
    staff(workspace.store, workspace.actor, ward.home_id)
    return started(workspace.store, workspace.actor, ward)


@pytest.fixture
def open_finish(qtbot: QtBot, context: Context, scene: Scene) -> Iterator[Opened]:
    def opened() -> FinishPage:
        page = FinishPage(context, scene.home_id, scene.day)
        qtbot.addWidget(page)
        page.resize(1116, 748)
        with qtbot.waitExposed(page):
            page.show()
        page.load()
        context.bus.changed.connect(page.refresh)
        qtbot.waitUntil(lambda: page.read is not None)
        return page

    yield opened
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle and context.runners.reads.is_idle)


def nurse(ward: Ward) -> Actor:
    return Actor("n", "Grace Obi", Role.HOME_NURSE, "Larch House", frozenset({ward.home_id}))


def write(context: Context, scene: Scene, *actions: Action, by: Actor | None = None) -> list[str]:
    """An entry for each resident; the actions go with the first."""
    ids = []
    for place, who in enumerate(scene.residents):
        values = {"how": "video", "note": f"Note {place}", "see_again": "next_round"}
        draft = Draft(RoundEntry, who, {**values, "round_id": scene.round_id})
        signed = sign_entry(
            context.store,
            by=by or context.actor,
            draft=draft,
            actions=() if place else actions,
            responsible=context.actor.author if by else None,
        )
        ids.append(signed.entry_id)
    return ids


def sign(qtbot: QtBot, page: FinishPage) -> None:
    details = page.details
    assert details is not None
    details.anyone_else.button(AnyoneElse.NOBODY.value).click()
    details.mode.set_value(RoundMode.VIDEO.value)
    page.secret.set_value(PASSPHRASE)
    page.sign.click()
    qtbot.waitUntil(lambda: page.read is not None and bool(page.read.signed_words))


def test_an_urgent_action_that_the_home_has_not_seen_is_open_until_it_has(
    qtbot: QtBot, context: Context, scene: Scene, ward: Ward, open_finish: Opened
) -> None:
    write(context, scene, replace_due(FLUIDS, scene))
    page = open_finish()
    section = page.sections[OpenKind.NOT_SEEN]
    assert "Push fluids. Phone 0161 496 0123" in words_on(section)
    theirs = ActionsPage(replace(context, actor=nurse(ward)), ActionsAsked(whose=Whose.ALL))
    qtbot.addWidget(theirs)
    with qtbot.waitExposed(theirs):
        theirs.show()
    theirs.load()
    qtbot.waitUntil(lambda: "None" in words_on(section))
    assert page.read is not None
    assert OpenKind.NOT_SEEN not in page.read.counts


def test_the_home_opening_the_signed_sheet_is_said_and_an_amended_one_is_not_opened(
    qtbot: QtBot, context: Context, scene: Scene, ward: Ward, open_finish: Opened
) -> None:
    write(context, scene)
    page = open_finish()
    sign(qtbot, page)
    qtbot.waitUntil(lambda: page.confirms.text() == "Not opened by the home yet")
    theirs = replace(context, actor=nurse(ward))
    paper = PaperPage(theirs, scene.home_id, scene.day)
    qtbot.addWidget(paper)
    paper.load()
    qtbot.waitUntil(lambda: page.confirms.text() == "✓ Home has opened it 07:15")
    values = {"how": "discussed", "note": "Added", "see_again": "next_round"}
    who = scene.residents[0]
    draft = Draft(RoundEntry, who, {**values, "round_id": scene.round_id})
    sign_entry(context.store, by=context.actor, draft=draft)
    again = open_finish()
    assert again.confirms.text() == "Not opened by the home yet"
    qtbot.waitUntil(lambda: context.runners.long_work.is_idle)


def test_the_words_of_others_are_read_before_signing_confirms_them(
    qtbot: QtBot, context: Context, scene: Scene, open_finish: Opened
) -> None:
    ids = write(context, scene, by=SCRIBE)
    page = open_finish()
    assert page.confirms.text().startswith("Signing confirms 3 entries")
    assert "written by Joy Adeyemi" in page.confirms.text()
    assert "Note: Note 0" in page.confirms.text()
    sign(qtbot, page)
    with context.store.reading() as connection:
        assert confirmed(connection, ids) == frozenset(ids)


def test_an_owner_outside_is_open_until_somebody_is_named_who_chases_it(
    qtbot: QtBot, context: Context, scene: Scene, open_finish: Opened
) -> None:
    letter = Action(text="Clinic letter", outside=OutsideOwner.HOSPITAL, due=scene.day)
    write(context, scene, letter)
    page = open_finish()
    section = page.sections[OpenKind.LOOSE_ACTIONS]
    assert "Clinic letter (no chaser)" in words_on(section)
    (field,) = section.fields.values()
    field.set_value("@gp")
    field.editor.returnPressed.emit()
    qtbot.waitUntil(lambda: "None" in words_on(section))


def replace_due(action: Action, scene: Scene) -> Action:
    return action.model_copy(update={"due": scene.day})
