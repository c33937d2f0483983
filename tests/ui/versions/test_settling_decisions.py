"""Two CPR decisions are settled by a prescriber with the PIN; lists of people are kept, not typed."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.kinds import dump
from mdt_core.record import Statement
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.versions.presenter import choices_of_way
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


def test_two_lists_of_attorneys_are_not_written_anew_on_one_line(
    qtbot: QtBot, context: Context, who: str
) -> None:
    made_apart(context, who, attorney(), attorney(proxy(name="Ben Smith")))
    view = view_of(qtbot, context, who)
    assert view.read is not None
    assert [words for _, words in choices_of_way(view.read)] == ["A is right", "B is right"]
    assert view.secret is None
