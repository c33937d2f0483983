"""The form of an escalation names the action that it is asked for from, and so does what is signed."""

from pytestqt.qtbot import QtBot

from mdt_core.clock import london_day, utc_text
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.escalations import Escalation
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.rounds import answer_action
from mdt_desktop.ui.context import Context, Destination, ToResident
from mdt_desktop.ui.forms.escalation_form import EscalationForm
from mdt_desktop.ui.forms.page import FormPage
from tests.support.memory_store import TestClock
from tests.ui.episode.hands import idle, opened

BLOODS = "Bloods"


def open_action(context: Context, who: str, text: str) -> str:
    with context.store.deed(context.actor) as unit:
        action = Action(text=text, owner="Grace Obi", due=london_day(context.clock()))
        action_id = unit.write(action, About(who, unit.home_of(who)))
        unit.commit()
    return action_id


def form_about(
    qtbot: QtBot, context: Context, who: str, action_id: str
) -> tuple[FormPage, EscalationForm]:
    def page() -> FormPage:
        return FormPage(context, Escalation.kind, who, ToResident(who), action_id)

    made = opened(qtbot, context, page)
    assert isinstance(made, FormPage)
    assert isinstance(made.form, EscalationForm)
    return made, made.form


def test_the_action_stands_at_the_top_and_is_named_in_what_is_signed(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination], clock: TestClock
) -> None:
    bloods = open_action(context, who, BLOODS)
    clock.advance(days=3)
    page, form = form_about(qtbot, context, who, bloods)
    words = "Bloods\nOwner: Grace Obi\nDue: 24-Nov-2026, which is past"
    assert form.said_of_action == words
    first = min(form.fields.values(), key=lambda each: each.mapTo(form, each.pos()).y())
    assert (
        form.action.mapTo(form, form.action.rect().bottomLeft()).y()
        < first.mapTo(form, first.rect().topLeft()).y()
    )
    assert form.draft().is_empty
    said = {
        "trigger": "overdue_action",
        "channel": "team_lead",
        "to_whom": "Ann Lowe, team lead",
        "sent_at": utc_text(context.clock()),
        "situation": "Not taken since Tuesday",
    }
    for name, value in said.items():
        form.fields[name].show_stored(value)
    page.save.click()
    qtbot.waitUntil(lambda: bool(visited))
    with context.store.reading() as connection:
        [signed] = statements(connection, Escalation, who)
    assert signed.record is not None
    assert signed.record.action_id == bloods


def test_a_kept_draft_is_about_the_action_that_it_was_begun_for(
    qtbot: QtBot, context: Context, who: str
) -> None:
    bloods, swab = open_action(context, who, BLOODS), open_action(context, who, "Swab the wound")
    page, form = form_about(qtbot, context, who, bloods)
    form.fields["situation"].show_stored("Not taken")
    form.fields["situation"].edited.emit(None)
    page.leave()
    idle(qtbot, context)
    page, form = form_about(qtbot, context, who, swab)
    assert form.said_of_action.startswith("Swab the wound")
    qtbot.waitUntil(page.offer_bar.isVisible)
    page.offer_bar.go_on.click()
    assert form.said_of_action.startswith(BLOODS)
    answer_action(
        context.store, by=context.actor, resident_id=who, action_id=bloods, state=ActionState.DONE,
        outcome="Taken",
    )  # fmt: skip
    _, again = form_about(qtbot, context, who, bloods)
    assert again.said_of_action == "This action is no longer open"


def test_without_an_action_nothing_is_said_of_one(qtbot: QtBot, context: Context, who: str) -> None:
    _, form = form_about(qtbot, context, who, "")
    assert form.said_of_action == ""
    assert form.action.isHidden()
