"""When «no change» may be signed, and the words: a table of what stands in its way."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from mdt_core.errors import Refused
from mdt_core.no_change import PlanInForce, carried_on_words, no_change
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.observations import ObservationSet
from mdt_core.worklist import Facts, Told, Unread, shipped_thresholds
from tests.support import builders

TODAY = date(2026, 11, 24)
LAST = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
SINCE = datetime(2026, 11, 21, 3, 10, tzinfo=UTC)
PLAN = PlanInForce("entry-1", date(2026, 11, 10))
QUIET = Facts(
    stay=builders.stay(admitted_at=datetime(2026, 3, 4, 9, 0, tzinfo=UTC)),
    stay_id="stay-1",
    answered=frozenset({"stay-1"}),
    last_entry_id="entry-2",
    last_entry_at=LAST,
    last_entry_arrived=10,
    usual_news2=1,
)

CONCERN = Concern(words="Not herself", how_soon=HowSoon.THIS_ROUND)


def words(facts: Facts, plan: PlanInForce | None = PLAN, two: tuple[str, ...] = ()) -> str:
    said = no_change(facts, plan, two_versions=two, today=TODAY, thresholds=shipped_thresholds())
    return said.words


def action(day: int, outcome: str | None = None) -> Action:
    return Action(text="Bloods", owner="Grace Obi", due=date(2026, 11, day), outcome=outcome)


def told(record: Any) -> Told[Any]:  # noqa: ANN401 - any statement
    return Told("new-1", record, SINCE, 20)


def taken(**values: Any) -> ObservationSet:  # noqa: ANN401 - any reading
    return builders.observations(taken_at=SINCE, **values)


def episode(part: EpisodePart) -> HospitalEpisode:
    return HospitalEpisode(part=part, happened_at=SINCE)


def test_the_words_name_the_last_entry_the_plan_and_the_actions_carried_on() -> None:
    assert words(QUIET) == (
        "No change since 17-Nov-2026. Plan of 10-Nov-2026 still right. No open actions."
    )
    one = replace(QUIET, open_actions=(("a", action(30)),))
    assert words(one).endswith("Plan of 10-Nov-2026 still right. 1 action carried on.")
    two = replace(QUIET, open_actions=(("a", action(30)), ("b", Action(text="Weigh"))))
    assert words(two).endswith("2 actions carried on.")


def test_it_names_the_plan_and_what_was_on_the_screen() -> None:
    weights = (
        Told("w2", ObservationSet(taken_at=SINCE, weight_kg=Decimal(45)), SINCE, 20),
        Told("w1", ObservationSet(taken_at=LAST, weight_kg=Decimal(51)), LAST, 5),
    )
    said = no_change(
        replace(QUIET, observations=weights, is_for_next_round=True),
        PLAN,
        two_versions=(),
        today=TODAY,
        thresholds=shipped_thresholds(),
    )
    assert said.carries_on == "entry-1"
    assert set(said.looked_at) == {"w2", "entry-2"}


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        (
            replace(QUIET, falls=(told(builders.fall()),)),
            "the fall on 21-Nov-2026 has not been looked at",
        ),
        (
            replace(QUIET, concerns=(told(CONCERN),)),
            "the home's concern of 21-Nov-2026 has not been looked at",
        ),
        (
            replace(QUIET, observations=(told(taken(respirations=25, pulse=112)),)),
            "the observations of 21-Nov-2026 03:10 have not been looked at. NEWS2 5, usual 1",
        ),
        (
            replace(QUIET, observations=(told(taken(temperature=None)),)),
            "have not been looked at. NEWS2 not complete: temperature missing",
        ),
        (
            replace(QUIET, episodes=(told(episode(EpisodePart.RETURNED)),)),
            "the return from hospital on 21-Nov-2026 has not been looked at",
        ),
        (
            replace(QUIET, episodes=(told(episode(EpisodePart.ADMITTED)),)),
            "the admission to hospital on 21-Nov-2026 has not been looked at",
        ),
        (
            replace(QUIET, unread=(told(Unread("Wound")),)),
            "Wound of 21-Nov 03:10 cannot be read whole here",
        ),
        (replace(QUIET, answered=frozenset()), "the admission on 04-Mar-2026 has not been"),
        (
            replace(QUIET, open_actions=(("a", action(24)),)),
            "the action due on 24-Nov-2026 is not answered: Bloods",
        ),
        (replace(QUIET, last_entry_at=None), "there is no earlier plan to carry on"),
        (
            replace(QUIET, last_entry_at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
            "an entry of today stands already",
        ),
    ],
)
def test_it_is_refused_and_says_what_comes_first(facts: Facts, first: str) -> None:
    with pytest.raises(Refused) as refused:
        words(facts)
    assert refused.value.message.startswith("«No change» is not available: ")
    assert first in refused.value.message


def test_two_versions_and_a_missing_plan_refuse_it() -> None:
    with pytest.raises(Refused, match="two versions stand of allergies"):
        words(QUIET, two=("allergies",))
    with pytest.raises(Refused, match="no earlier plan"):
        words(QUIET, plan=None)


def test_what_an_entry_has_answered_is_no_hindrance() -> None:
    looked_at = frozenset({"stay-1", "new-1"})
    for facts in (
        replace(QUIET, falls=(told(builders.fall()),), answered=looked_at),
        replace(QUIET, concerns=(told(CONCERN),), answered=looked_at),
        replace(QUIET, open_actions=(("a", action(20, carried_on_words(TODAY))),)),
    ):
        assert words(facts).startswith("No change since 17-Nov-2026")


def test_an_action_carried_on_last_week_is_asked_again() -> None:
    before = carried_on_words(date(2026, 11, 17))
    with pytest.raises(Refused, match="is not answered"):
        words(replace(QUIET, open_actions=(("a", action(20, before)),)))
