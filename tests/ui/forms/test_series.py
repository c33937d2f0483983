"""A form that replaces what stands: what is seen, what came meanwhile, what may be carried over, the PIN."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.store.queries.statements import Signed, statements
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.qt.fields import Words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.forms.record_form import RecordForm
from mdt_desktop.ui.quick.page import QuickFormPage
from tests.ui.conftest import PASSPHRASE
from tests.ui.episode.hands import focused, idle, type_into
from tests.ui.forms.conftest import Opening
from tests.ui.forms.kinds import Plan


def sign_elsewhere(context: Context, who: str, decision: str, **values: Any) -> None:  # noqa: ANN401
    draft = Draft(Plan, who, {"decision": decision, **values})
    colleague = replace(context.actor, person_id="person-nurse", name="Grace Obi")
    record_statement(context.store, by=colleague, draft=draft)


def standing(context: Context, who: str) -> tuple[Signed[Plan], ...]:
    with context.store.reading() as connection:
        return statements(connection, Plan, who)


def decisions(context: Context, who: str) -> set[str]:
    return {each.record.decision for each in standing(context, who) if each.record}


def sign(qtbot: QtBot, page: QuickFormPage, form: RecordForm) -> None:
    assert form.secret is not None
    form.secret.editor.setText(PASSPHRASE)
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)


def test_what_stands_is_beside_the_form_and_is_replaced(
    qtbot: QtBot, context: Context, who: str, open_form: Opening
) -> None:
    sign_elsewhere(context, who, "Stay here", wishes="Tea at four")
    page, form = open_form(Plan)
    assert form.standing is not None
    said = [each.text() for each in form.standing.findChildren(Words)]
    assert {"Decision", "Stay here", "Wishes", "Tea at four"} <= set(said)
    type_into(form, "decision", "Stay there")
    qtbot.waitUntil(lambda: form.standing is not None and bool(framed(form)))
    assert framed(form) == ("here",)
    sign(qtbot, page, form)
    assert decisions(context, who) == {"Stay there"}


def framed(form: RecordForm) -> tuple[str, ...]:
    """The words of what stands that the form leaves out."""
    assert form.standing is not None
    return form.standing.said["Decision"][0].framed


def test_what_arrives_while_the_form_is_open_is_not_replaced_unseen(
    qtbot: QtBot, context: Context, who: str, open_form: Opening
) -> None:
    page, form = open_form(Plan)
    type_into(form, "decision", "Go")
    sign_elsewhere(context, who, "Stay here")
    sign(qtbot, page, form)
    assert decisions(context, who) == {"Go", "Stay here"}


def test_a_kept_draft_replaces_what_it_was_begun_on_unless_the_person_has_read_the_rest(
    qtbot: QtBot, context: Context, who: str, open_form: Opening
) -> None:
    page, form = open_form(Plan)
    type_into(form, "decision", "Go")
    page.leave()
    idle(qtbot, context)
    sign_elsewhere(context, who, "Stay here")
    page, form = open_form(Plan)
    page.offer_bar.taken_up.emit()
    assert form.standing is not None
    assert form.standing.read_it.isVisible()
    assert form.draft().seen_heads == ()
    form.standing.read_it.click()
    assert form.draft().seen_heads == (standing(context, who)[0].mid,)
    sign(qtbot, page, form)
    assert decisions(context, who) == {"Go"}


def test_only_what_may_be_carried_over_is_and_it_is_asked_about(
    qtbot: QtBot, context: Context, who: str, open_form: Opening
) -> None:
    sign_elsewhere(context, who, "Stay here", wishes="Tea at four")
    page, form = open_form(Plan)
    assert form.standing is not None
    QTest.mouseClick(form.standing.copy, Qt.MouseButton.LeftButton)
    assert form.draft().values == {"wishes": "Tea at four"}
    type_into(form, "decision", "Go")
    page.save.click()
    assert form.fields["wishes"].problem == "Say whether this is still right, or change it"
    form.carried["wishes"].focus_answer()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    sign(qtbot, page, form)
    assert standing(context, who)[0].record == Plan(decision="Go", wishes="Tea at four")


def test_the_secret_is_asked_last_and_a_wrong_one_writes_nothing(
    qtbot: QtBot, context: Context, who: str, open_form: Opening
) -> None:
    page, form = open_form(Plan)
    type_into(form, "decision", "Go")
    page.save.click()
    assert form.secret is not None
    assert form.secret.problem == "Type your passphrase to sign «Test plan»"
    assert focused() is form.secret.editor
    form.secret.editor.setText("not the words")
    page.save.click()
    qtbot.waitUntil(lambda: "Not saved" in page.message.text)
    assert standing(context, who) == ()
    assert form.secret.value() == ""
    assert "not the words" not in form.draft().as_text()
    sign(qtbot, page, form)
    assert decisions(context, who) == {"Go"}
