"""The falls assessment on the screen: every factor stands there once, and a named action is made."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.actions import Action
from mdt_core.records.fall_answers import Factor, FactorState
from mdt_core.records.falls_assessments import FallsAssessment
from mdt_core.store.queries.statements import cards, statements
from mdt_desktop.qt.choices import ChoiceField
from mdt_desktop.ui.context import Context, ToResident
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.forms.parts import PartsField
from tests.ui.episode.hands import opened

FEET = list(Factor).index(Factor.FEET)


def test_every_factor_is_asked_once_and_a_named_action_goes_to_the_actions(
    qtbot: QtBot, context: Context, who: str
) -> None:
    kind = FallsAssessment.kind
    page = opened(qtbot, context, lambda: FormPage(context, kind, who, ToResident(who)))
    assert isinstance(page, FormPage)
    assert page.form is not None
    factors = page.form.fields["factors"]
    assert isinstance(factors, PartsField)
    assert [row.stored()["factor"] for row in factors.rows] == [each.value for each in Factor]
    page.form.fields["assessed_on"].show_stored("2026-11-24")
    row = factors.rows[FEET]
    state = row.fields["state"]
    assert isinstance(state, ChoiceField)
    QTest.mouseClick(state.button("present"), Qt.MouseButton.LeftButton)
    for name, words in (("finding", "Loose"), ("action", "Buy slippers"), ("owner", "Ann Smith")):
        row.fields[name].show_stored(words)
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved or bool(page.message.text))
    assert page.is_saved, page.message.text
    with context.store.reading() as connection:
        (signed,) = statements(connection, FallsAssessment, who)
        actions = [each.record.text for each in cards(connection, Action, who) if each.record]
    assert "Buy slippers" in actions
    assert signed.record is not None
    others = [each for each in signed.record.factors if each.factor is not Factor.FEET]
    assert {each.state for each in others} == {FactorState.NOT_ASSESSED}
