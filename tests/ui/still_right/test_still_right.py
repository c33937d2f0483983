"""A decision is confirmed as it stands: who was asked, when, and the PIN; nothing of it is typed again."""

from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.errors import NotFound
from mdt_core.kinds import dump
from mdt_core.records.consents import SharingConsent
from mdt_core.records.cpr_decisions import CprDecision, ReviewClock
from mdt_core.store.queries.statements import statements
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.qt.fields import Words
from mdt_desktop.ui.context import Context, Destination, ToForm, ToResident, ToStillRight
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.frame.titles import title
from mdt_desktop.ui.still_right.page import NOTHING_STANDS, StillRightForm, StillRightPage
from tests.support.care import consent, for_cpr, not_for_cpr
from tests.support.ward import UNWELL, Ward
from tests.ui.conftest import PASSPHRASE
from tests.ui.episode.hands import opened, type_into

OVERDUE: dict[str, Any] = {"review": ReviewClock.ON_DATE, "review_on": date(2026, 11, 1)}


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def sign_now(context: Context, who: str, decision: Any) -> None:  # noqa: ANN401 - of any kind
    draft: Draft[Any] = Draft(type(decision), who, dump(decision))
    record_statement(context.store, by=context.actor, draft=draft)


def standing(context: Context, who: str, kind: Any = CprDecision) -> list[Any]:  # noqa: ANN401
    with context.store.reading() as connection:
        return [each.record for each in statements(connection, kind, who)]


def page_of(
    qtbot: QtBot, context: Context, who: str, kind: str = CprDecision.kind
) -> StillRightPage:
    page = opened(qtbot, context, lambda: StillRightPage(context, kind, who, ToResident(who)))
    assert isinstance(page, StillRightPage)
    return page


def form_of(page: StillRightPage) -> StillRightForm:
    assert page.form is not None
    return page.form


def answer(page: StillRightPage, asked: str = "Ann Smith, daughter", secret: str = "") -> None:
    form = form_of(page)
    type_into(form, "still_right_asked", asked)
    type_into(form, "still_right_on", "t")
    if form.secret is not None:
        form.secret.editor.setText(secret or PASSPHRASE)
    page.save.click()


def test_what_stands_is_shown_and_confirmed_with_the_pin(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    sign_now(context, who, not_for_cpr(original_in_home=False, original_seen_on=None))
    page = page_of(qtbot, context, who)
    said = [each.text() for each in form_of(page).findChildren(Words)]
    assert {"Not for CPR", "Dr Amara Osei"} <= set(said)
    assert "▲ The signed original was not found in the home" in said
    answer(page)
    qtbot.waitUntil(lambda: page.is_saved)
    [stands] = standing(context, who)
    assert stands.still_right_asked == "Ann Smith, daughter"
    assert stands.reasoning == not_for_cpr().reasoning
    assert visited == [ToResident(who)]


def test_without_an_answer_or_with_a_wrong_pin_nothing_is_confirmed(
    qtbot: QtBot, context: Context, who: str
) -> None:
    sign_now(context, who, not_for_cpr())
    page = page_of(qtbot, context, who)
    page.save.click()
    assert form_of(page).fields["still_right_asked"].problem == "Say whom you asked"
    answer(page, secret="not the words")
    qtbot.waitUntil(lambda: bool(page.message.text))
    assert standing(context, who)[0].still_right_asked is None
    assert not page.is_saved


def test_a_review_that_is_past_is_asked_for_at_its_field(
    qtbot: QtBot, context: Context, who: str
) -> None:
    sign_now(context, who, not_for_cpr(**OVERDUE))
    page = page_of(qtbot, context, who)
    answer(page)
    qtbot.waitUntil(lambda: bool(page.message.text))
    assert "Review was due 01-Nov-2026: give the next day" in page.message.text
    type_into(form_of(page), "review_on", "+12w")
    answer(page)
    qtbot.waitUntil(lambda: page.is_saved)
    assert standing(context, who)[0].review_on == date(2027, 2, 16)


def test_consent_is_confirmed_without_a_pin_and_without_a_review(
    qtbot: QtBot, context: Context, who: str
) -> None:
    sign_now(context, who, consent())
    page = page_of(qtbot, context, who, SharingConsent.kind)
    assert set(form_of(page).fields) == {"still_right_asked", "still_right_on"}
    answer(page)
    qtbot.waitUntil(lambda: page.is_saved)
    assert standing(context, who, SharingConsent)[0].still_right_on is not None


def test_where_nothing_stands_there_is_nothing_to_confirm(
    qtbot: QtBot, context: Context, who: str
) -> None:
    page = page_of(qtbot, context, who)
    assert page.message.text == NOTHING_STANDS
    assert page.form is None


def test_what_is_recorded_anew_each_time_is_not_confirmed(context: Context, who: str) -> None:
    with pytest.raises(NotFound, match="recorded anew"):
        StillRightPage(context, "capacity_assessment", who, ToResident(who))


def test_the_form_of_a_decision_leads_here(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    sign_now(context, who, for_cpr())
    page = opened(qtbot, context, lambda: FormPage(context, CprDecision.kind, who, ToResident(who)))
    assert isinstance(page, FormPage)
    assert page.form is not None
    assert page.form.standing is not None
    page.form.standing.still_right.click()
    assert visited == [ToStillRight(CprDecision.kind, who, ToResident(who))]
    assert title(visited[0]) == "Still right?"
    assert title(ToForm(CprDecision.kind, who, ToResident(who))) == "CPR decision"
