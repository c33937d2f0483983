"""Two CPR decisions are settled by a prescriber with the PIN; lists of people are written anew in rows."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.kinds import dump
from mdt_core.record import Statement
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.legal_documents import Attorney
from mdt_core.records.settlements import Way
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.forms.parts import PartsField
from mdt_desktop.ui.versions.presenter import _each_once, choices_of_way
from tests.support.builders import mid, newer_event
from tests.support.care import attorney, for_cpr, not_for_cpr, proxy
from tests.support.ward import UNWELL, Ward
from tests.ui.conftest import PASSPHRASE
from tests.ui.versions.test_settling import choose, press, say, view_of


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def made_apart(context: Context, who: str, here: Statement, there: Statement) -> None:
    body = dump(there)
    with context.store.deed(context.actor) as unit:
        unit.sign(here, About(who, unit.home_of(who)))
        unit.append(newer_event(1, mid(501), there.kind, body, minutes=1, resident_id=who))
        unit.commit()


def test_a_cpr_decision_is_settled_with_the_pin_alone(
    qtbot: QtBot, context: Context, who: str
) -> None:
    made_apart(context, who, not_for_cpr(), for_cpr())
    view = view_of(qtbot, context, who)
    choose(view, 0)
    say(view)
    press(view)
    assert view.message.text == "Type your passphrase to settle this"
    assert view.secret is not None
    view.secret.editor.setText("not the words")
    press(view)
    qtbot.waitUntil(view.save.isEnabled)
    view.secret.editor.setText(PASSPHRASE)
    with qtbot.waitSignal(view.decided):
        press(view)
    with context.store.reading() as connection:
        [stands] = statements(connection, CprDecision, who)
    assert stands.record == not_for_cpr()


def test_two_lists_of_attorneys_are_written_anew_with_the_rows_of_both(
    qtbot: QtBot, context: Context, who: str
) -> None:
    made_apart(context, who, attorney(), attorney(proxy(name="Ben Smith")))
    view = view_of(qtbot, context, who)
    assert view.read is not None
    ways = ["A is right", "B is right", "Neither: write anew"]
    assert [words for _, words in choices_of_way(view.read)] == ways
    assert view.form is not None
    rows = view.form.anew.fields["proxies"]
    assert isinstance(rows, PartsField)
    assert [row["name"] for row in rows.stored()] == [proxy().name, "Ben Smith"]
    assert view.form.settling().way is Way.KEPT
    choose(view, "anew")
    rows.rows[0].fields["reference"].show_stored("7000-1234")
    kept = view.form.draft()
    rows.show_stored([])
    view.form.show_draft(kept)
    assert len(rows.stored()) == 2
    say(view)
    with qtbot.waitSignal(view.decided):
        press(view)
    with context.store.reading() as connection:
        [stands] = statements(connection, Attorney, who)
    assert stands.record is not None
    told = [(each.name, each.reference) for each in stands.record.proxies]
    assert told == [(proxy().name, "7000-1234"), ("Ben Smith", proxy().reference)]


def test_rows_of_two_versions_that_carry_one_identifier_stay_two() -> None:
    rows = [{"id": "p1", "text": "a"}, {"id": "p1", "text": "a"}, {"id": "p1", "text": "b"}]
    assert [(each["id"], each["text"]) for each in _each_once(rows)] == [("p1", "a"), ("p2", "b")]
