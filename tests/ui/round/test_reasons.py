"""Why today: the worklist's reasons with their tier, and what a signed entry says it looked at."""

from pytestqt.qtbot import QtBot

from mdt_core.clock import london_day
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.queries.statements import statements
from mdt_core.store.queries.worklist import reasons_for
from mdt_core.store.unit_of_work import About
from mdt_core.worklist import Reason, shipped_thresholds, sources_of
from mdt_desktop.ui.context import Context
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import click, desk_of, shows, sign, words_on, write_entry
from tests.ui.round.scene import Scene


def listed(context: Context, who: str) -> tuple[Reason, ...]:
    with context.store.reading() as connection:
        return reasons_for(
            connection,
            context.actor,
            who,
            today=london_day(context.clock()),
            thresholds=shipped_thresholds(),
        )


def answered(context: Context, who: str) -> tuple[str, ...]:
    with context.store.reading() as connection:
        newest = statements(connection, RoundEntry, who, limit=1)[0].record
    assert newest is not None
    return newest.answers


def test_why_today_shows_every_reason_of_the_list_with_its_tier(
    past: str, open_round: Open, context: Context
) -> None:
    page = open_round(past)
    shown = words_on(desk_of(page).know)
    reasons = listed(context, past)
    assert len(reasons) > 2
    assert all(reason.marked in shown for reason in reasons)
    assert "◆ Urgent: NEWS2" in shown
    assert "▲ This week: Home's concern" in shown


def test_a_signed_entry_names_what_stood_on_the_screen_and_undo_brings_it_back(
    past: str, open_round: Open, context: Context, qtbot: QtBot
) -> None:
    before = listed(context, past)
    page = open_round(past)
    write_entry(page, "Looked at everything")
    sign(page)
    qtbot.waitUntil(lambda: page.signing.signature is not None)
    assert set(answered(context, past)) == set(sources_of(before))
    left = listed(context, past)
    assert [reason.kind for reason in left] == ["action"]
    shows(qtbot, page, "Undo room 1")
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id != past)
    click(page.deeds.undo)
    qtbot.waitUntil(lambda: listed(context, past) == before)


def test_what_came_in_unseen_is_not_answered_by_the_entry(
    past: str, open_round: Open, context: Context, scene: Scene, qtbot: QtBot
) -> None:
    page = open_round(past)
    write_entry(page, "Written while a concern came in")
    at = context.clock()
    with context.store.deed(context.actor) as unit:
        concern = Concern(words="Drowsy since breakfast", how_soon=HowSoon.TODAY)
        change = unit.sign(concern, About(past, scene.home_id, occurred_at=at))
        unit.commit()
    sign(page)
    qtbot.waitUntil(lambda: page.signing.signature is not None)
    assert change.envelope.record_id not in answered(context, past)
    left = listed(context, past)
    assert [reason.kind for reason in left if change.envelope.record_id in reason.sources] == [
        "concern"
    ]
