"""CPR and ceiling on the resident's page and in the round: what stands, both of two, what is missing."""

from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.cpr_decisions import CprDecision, ReviewClock
from mdt_core.store.queries.residents import ResidentPage as Read
from mdt_core.store.queries.residents import resident_page
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.sync.tie import Got
from mdt_desktop.ui.context import Context, Destination, ToForm, ToResident, ToStillRight
from mdt_desktop.ui.observations.presenter import must_look, news_since
from mdt_desktop.ui.person_words import opened_words
from mdt_desktop.ui.resident.areas import AREAS, offers
from mdt_desktop.ui.resident.missing import asked_for
from mdt_desktop.ui.resident.presenter import crisis_words, crisis_words_in_short, deeds, happening
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.tabs import TABS
from mdt_desktop.ui.resident.timeline import timeline
from mdt_desktop.ui.round.know import cpr
from mdt_desktop.ui.round.news import must_look as must_look_in_round
from mdt_desktop.ui.round.news import news_between
from tests.support.builders import mid, newer_event
from tests.support.care import ceiling, for_cpr, not_for_cpr, refusal
from tests.support.ward import UNWELL, Ward
from tests.ui.observations.hands import said
from tests.ui.resident.test_page import opened, press

TODAY = date(2026, 11, 24)
KNOWN = "as known"
OVERDUE: dict[str, Any] = {"review": ReviewClock.ON_DATE, "review_on": date(2026, 11, 1)}


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def sign_now(context: Context, who: str, *decisions: Any) -> None:  # noqa: ANN401 - of any kind
    for decision in decisions:
        draft: Draft[Any] = Draft(type(decision), who, dump(decision))
        record_statement(context.store, by=context.actor, draft=draft)


def sign_elsewhere(context: Context, who: str) -> None:
    change = newer_event(1, mid(501), "cpr_decision", dump(for_cpr()), minutes=1, resident_id=who)
    with context.store.deed(context.actor) as unit:
        unit.append(change)
        unit.commit()


def page_of(context: Context, who: str) -> Read:
    with context.store.reading() as connection:
        return resident_page(connection, context.actor, who, today=TODAY)


def test_the_crisis_line_says_what_stands_and_as_of_when(
    qtbot: QtBot, context: Context, who: str
) -> None:
    sign_now(context, who, for_cpr(), not_for_cpr(), ceiling(), refusal())
    words = said(opened(qtbot, context, who))
    for part in (
        "Not for CPR, 12-Aug-2026, original: front of care file",
        "Hospital: for specified reversible causes",
        "Advance decision to refuse treatment: made May-2024",
    ):
        assert part in words
    assert "For CPR, 12-Aug-2026" not in words.replace("Not for CPR", "")
    assert "not recorded   |" not in words


def test_in_a_low_window_the_line_is_short_and_says_the_same(context: Context, who: str) -> None:
    sign_now(context, who, not_for_cpr(**OVERDUE), ceiling())
    page = page_of(context, who)
    assert crisis_words_in_short(page, context.clock()) == (
        "Not for CPR 12-Aug-2026, review was due 01-Nov-2026   |   "
        "Hospital: for specified reversible causes"
    )


def test_of_two_versions_neither_is_current_anywhere(
    qtbot: QtBot, context: Context, who: str
) -> None:
    sign_now(context, who, not_for_cpr())
    sign_elsewhere(context, who)
    words = said(opened(qtbot, context, who))
    assert "Two versions of: CPR decision. Neither is being used as current" in words
    page = page_of(context, who)
    line = crisis_words(page, Got(), context.clock())
    assert line.startswith("CPR decision: two versions. Neither is being used as current")
    assert "Not for CPR" not in line
    block = cpr(page, KNOWN, TODAY)
    assert block.tone == "amber"
    told = "\n".join(block.lines)
    assert "One version: Not for CPR" in told
    assert "One version: For CPR" in told
    assert "CPR decision: two versions" in opened_words(page, TODAY)
    read = read_again(context.store, context.actor, who)
    items = [i for i in timeline(read, context.actor, context.clock()) if i.kind == "cpr_decision"]
    assert {item.struck_words for item in items} == {
        "One of two versions. Neither is being used as current"
    }


def test_the_round_shows_the_line_and_everything_behind_it(context: Context, who: str) -> None:
    sign_now(context, who, not_for_cpr(), ceiling())
    block = cpr(page_of(context, who), KNOWN, TODAY)
    assert len(block.lines) == 2
    assert block.tone == ""
    assert "Why: CPR would not succeed with her heart failure" in block.whole
    assert "Intensive care: no. Too frail to come through it" in block.whole


def test_what_is_missing_has_one_press_in(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = opened(qtbot, context, who)
    press(page, "CPR decision: CPR decision not recorded")
    assert visited == [ToForm(CprDecision.kind, who, ToResident(who, TABS[0]))]


def test_a_review_that_is_past_is_missing_and_leads_to_still_right(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    sign_now(context, who, not_for_cpr(**OVERDUE), ceiling())
    page = opened(qtbot, context, who)
    press(page, "CPR still right?: CPR decision: review was due 01-Nov-2026")
    assert visited == [ToStillRight(CprDecision.kind, who, ToResident(who, TABS[0]))]
    read = read_again(context.store, context.actor, who)
    may = deeds(read.page, context.actor).ways
    asked = [line.words for line in asked_for(read, context.clock(), may)]
    assert not any("not recorded" in words and "CPR" in words for words in asked)
    ways = [line.way for line in happening(read, context.actor, context.clock()).missing]
    assert "CPR still right?" in ways


def test_a_change_is_news_and_has_to_be_looked_at(context: Context, who: str) -> None:
    before = page_of(context, who)
    sign_now(context, who, not_for_cpr())
    after = page_of(context, who)
    assert must_look(before, after)
    assert news_since(before, after)[0] == "CPR decision changed"
    news = news_between(before, after, today=TODAY)
    assert [each.words for each in news] == ["CPR decision changed"]
    assert must_look_in_round(news)
    assert not must_look(after, page_of(context, who))


def test_the_tab_offers_each_decision_and_says_what_speaks_against_it(
    context: Context, who: str
) -> None:
    sign_now(context, who, refusal(is_witnessed=False))
    read = read_again(context.store, context.actor, who)
    area = next(area for area in AREAS if area.title == "Decisions")
    assert [offer.kind for offer in offers(area.offered, read.page, context.actor)] == [*area.kinds]
    item = next(
        item
        for item in timeline(read, context.actor, context.clock())
        if item.kind == "advance_refusal"
    )
    assert item.facts[0].label == "Check"
    assert item.facts[0].words == "Not valid for life-sustaining treatment: not witnessed"
