"""Charts of weights and MUST: every current screen makes a point, one without a total makes none."""

from decimal import Decimal

from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.record import Statement
from mdt_core.records.nutrition import MustScreen
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.rounds import withdraw
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.resident.areas import AREAS, all_offers, offers
from mdt_desktop.ui.resident.charts import MUST, WEIGHT, points, words_below
from mdt_desktop.ui.resident.reading import ResidentRead, read_again
from mdt_desktop.ui.resident.timeline import timeline
from tests.support.scores import must_screen
from tests.support.ward import Ward


def _record(context: Context, who: str, record: Statement) -> str:
    draft = Draft(type(record), who, dump(record))
    return record_statement(context.store, by=context.actor, draft=draft).record_id


def _read(context: Context, who: str) -> ResidentRead:
    return read_again(context.store, context.actor, who)


def test_a_must_screen_is_a_point_of_both_charts_until_it_is_withdrawn(
    context: Context, ward: Ward
) -> None:
    who = ward.in_room("4")
    whole = _record(context, who, must_screen())
    _record(context, who, must_screen(acutely_ill=None, weight_kg=Decimal(50)))
    read = _read(context, who)
    assert [point.figure for point in points(read, MUST)] == [1]
    assert sorted(point.figure for point in points(read, WEIGHT)) == [50, 52.4]
    assert "22-Nov-2026" in words_below(read, WEIGHT)
    assert words_below(read, MUST) == ""
    withdraw(context.store, by=context.actor, record_id=whole, reason="Another resident")
    assert points(_read(context, who), MUST) == ()


def test_the_timeline_says_a_score_first_with_every_part_and_whose_tool_it_is(
    context: Context, ward: Ward
) -> None:
    who = ward.in_room("4")
    _record(context, who, must_screen())
    items = timeline(_read(context, who), context.actor, context.clock())
    (item,) = [each for each in items if each.kind == MustScreen.kind]
    said = {fact.label: fact.words for fact in item.facts}
    assert next(iter(said)) == "MUST"
    assert said["Parts"] == "BMI 0, unplanned weight loss 1, acutely ill and not eating 0"
    assert "BAPEN" in item.spoken()


def test_the_forms_of_scores_stand_in_their_own_list_and_do_not_crowd_what_is_under_more(
    context: Context, ward: Ward
) -> None:
    page = _read(context, ward.in_room("4")).page
    scores = next(area for area in AREAS if MustScreen.kind in area.kinds)
    assert len(offers(scores.offered, page, context.actor)) == len(scores.kinds)
    assert not {each.kind for each in all_offers(page, context.actor)} & set(scores.kinds)
