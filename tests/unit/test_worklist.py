"""Who should be seen and why: each reason in its words, its tier, and what answers it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from mdt_core.clock import working_days_between
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.observations import Consciousness, ObservationSet, SoftSign
from mdt_core.records.stays import Stay, StayState, StayType, noted_delays
from mdt_core.worklist import Facts, Reason, Tier, Told, reasons, shipped_thresholds, tier_of

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LIVES_HERE = Stay(home_id="h", stay_type=StayType.PERMANENT, admitted_at=NOW - timedelta(days=900))


def list_for(facts: Facts) -> tuple[Reason, ...]:
    return reasons(facts, today=TODAY, thresholds=shipped_thresholds())


def words_for(facts: Facts) -> list[str]:
    return [reason.shown for reason in list_for(facts)]


def concern(
    how_soon: HowSoon = HowSoon.THIS_ROUND, words: str | None = "eating less"
) -> Told[Concern]:
    record = Concern(how_soon=how_soon, words=words, soft_signs=(SoftSign.SLEEPIER,))
    return Told("c1", record, NOW - timedelta(minutes=40), arrived=50)


def complete(**changed: object) -> ObservationSet:
    values = {
        "taken_at": NOW - timedelta(minutes=45), "respirations": 16, "oxygen_percent": 97,
        "on_oxygen": False, "systolic": 130, "pulse": 76, "consciousness": Consciousness.ALERT,
        "temperature": Decimal("36.8"), **changed,
    }  # fmt: skip
    return ObservationSet.model_validate(values)


def taken(record: ObservationSet, *, days_ago: int = 0, name: str = "o1") -> Told[ObservationSet]:
    return Told(name, record, NOW - timedelta(days=days_ago, minutes=45), arrived=60)


SEEN = Facts(last_entry_at=NOW - timedelta(days=7), last_entry_arrived=40, last_entry_id="e1")
SETTLED = replace(SEEN, stay=LIVES_HERE, stay_id="s", answered=frozenset({"s"}))


def test_a_home_s_concern_is_listed_in_its_own_words_and_urgent_when_for_today() -> None:
    found = list_for(replace(SEEN, concerns=(concern(HowSoon.TODAY),)))
    assert [reason.words for reason in found] == [
        "Home's concern, 24-Nov 07:20: «eating less» (sleepier than usual)"
    ]
    assert found[0].tier is Tier.FIRST
    assert found[0].sources == ("c1",)


def test_soft_signs_alone_say_since_when() -> None:
    assert words_for(replace(SEEN, concerns=(concern(words=None),))) == [
        "Not their usual self: sleepier than usual (since 24-Nov)"
    ]


def test_a_concern_leaves_only_when_an_entry_answers_it() -> None:
    facts = Facts(concerns=(concern(),), last_entry_at=NOW, last_entry_arrived=99)
    assert list_for(facts)
    answered = replace(SEEN, concerns=(concern(),), answered=frozenset({"c1"}))
    assert not list_for(answered)


def test_what_happened_before_the_last_entry_and_came_after_it_arrived_late() -> None:
    facts = Facts(concerns=(concern(),), last_entry_at=NOW, last_entry_arrived=45)
    assert words_for(facts)[0].startswith("Arrived late: home's concern, 24-Nov 07:20")


def test_a_clock_an_hour_wrong_does_not_hide_what_was_not_answered() -> None:
    hour_ahead = Facts(
        concerns=(concern(),), last_entry_at=NOW + timedelta(hours=1), last_entry_arrived=45
    )
    assert len(list_for(hour_ahead)) == 1


@pytest.mark.parametrize(
    ("changed", "usual", "words", "tier"),
    [
        ({"respirations": 25, "pulse": 131}, 2, "NEWS2 6, usual 2, 24-Nov 07:15", Tier.FIRST),
        ({"respirations": 21, "pulse": 95, "temperature": Decimal("38.5")}, None,
         "NEWS2 4", None),
        ({"consciousness": Consciousness.NEW_CONFUSION}, 0,
         "One part scores 3: consciousness, 24-Nov 07:15", Tier.FIRST),
        ({"temperature": None}, 0, "NEWS2 not complete: temperature missing, 24-Nov 07:15",
         Tier.SECOND),
        ({"respirations": 21}, 0, "NEWS2 2, usual 0, 24-Nov 07:15", Tier.SECOND),
        ({"respirations": 21}, 1, "", None),
        ({}, 0, "", None),
    ],
)  # fmt: skip
def test_news2_is_listed_against_the_threshold_a_single_three_and_the_usual(
    changed: dict[str, object], usual: int | None, words: str, tier: Tier | None
) -> None:
    found = list_for(replace(SEEN, observations=(taken(complete(**changed)),), usual_news2=usual))
    assert [(reason.words, reason.tier) for reason in found] == (
        [(words, tier)] if tier is not None else []
    )


def test_a_weight_loss_of_five_per_cent_in_three_months_is_listed_with_both_weights() -> None:
    sets = (
        taken(complete(weight_kg=Decimal("48.2")), name="now"),
        taken(complete(weight_kg=Decimal("50.0")), days_ago=40, name="mid"),
        taken(complete(weight_kg=Decimal("51.0")), days_ago=80, name="old"),
        taken(complete(weight_kg=Decimal("60.0")), days_ago=200, name="older"),
    )
    assert words_for(replace(SEEN, observations=sets, usual_news2=0)) == [
        "Weight down 5.5 % in 3 months (51.0 to 48.2 kg, 24-Nov)"
    ]


def test_somebody_new_is_listed_with_the_working_day_until_an_entry_names_the_stay() -> None:
    admitted = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
    stay = LIVES_HERE.model_copy(update={"admitted_at": admitted})
    assert words_for(Facts(stay=stay, stay_id="s")) == [
        "New here since 20-Nov. Assessment due 01-Dec (working day 2 of 7)"
    ]
    unanswered = Facts(stay=stay, stay_id="s", last_entry_at=NOW, last_entry_arrived=1)
    assert len(list_for(unanswered)) == 1
    assert not list_for(replace(unanswered, answered=frozenset({"s"})))


def test_an_assessment_that_is_overdue_says_so_and_stays() -> None:
    facts = Facts(stay=LIVES_HERE, stay_id="s")
    assert words_for(facts) == [
        "New here since 07-Jun-2024. No entry yet: assessment was due 18-Jun-2024"
    ]


def test_over_christmas_the_assessment_is_overdue_from_the_working_day_after_the_last() -> None:
    stay = LIVES_HERE.model_copy(update={"admitted_at": datetime(2026, 12, 15, 9, 0, tzinfo=UTC)})
    facts, admitted = Facts(stay=stay, stay_id="s"), date(2026, 12, 15)
    for days in range(400):
        today = admitted + timedelta(days=days)
        (said,) = reasons(facts, today=today, thresholds=shipped_thresholds())
        worked = working_days_between(admitted, today)
        assert ("was due" in said.words) is (worked > 7)
        assert (f"(working day {worked} of 7)" in said.words) is (worked <= 7)


def test_d2a_residents_are_listed_every_week_with_the_day_and_what_stops_discharge() -> None:
    stay = Stay(
        home_id="h", stay_type=StayType.D2A_BLOCK, admitted_at=NOW - timedelta(days=19),
        planned_end=date(2026, 12, 3), delays=noted_delays(("care package",), date(2026, 11, 5)),
    )  # fmt: skip
    seen = Facts(
        stay=stay, stay_id="s", answered=frozenset({"s"}),
        last_entry_at=NOW - timedelta(days=7), last_entry_arrived=1,
    )  # fmt: skip
    assert words_for(seen) == ["D2A weekly. Day 19 of 28. Waiting for: care package"]
    assert not list_for(replace(seen, last_entry_at=NOW - timedelta(days=1)))
    left = stay.model_copy(update={"state": StayState.ENDED})
    assert not list_for(replace(seen, stay=left))


def test_an_action_past_its_day_names_what_and_who() -> None:
    late = Action(text="bloods", owner="home nurse", due=date(2026, 11, 20))
    due_today = Action(text="weigh", owner="home nurse", due=TODAY)
    facts = replace(SEEN, open_actions=(("a1", late), ("a2", due_today)))
    assert words_for(facts) == ["Action due 20-Nov not done: bloods, home nurse"]


def test_somebody_not_seen_for_nine_weeks_is_listed() -> None:
    facts = replace(SETTLED, last_entry_at=NOW - timedelta(weeks=9))
    assert words_for(facts) == ["Not seen or discussed for 9 weeks"]


def test_a_day_to_be_seen_again_is_listed_when_it_comes() -> None:
    assert words_for(replace(SEEN, see_again_on=TODAY)) == ["To be seen again by 24-Nov-2026"]
    assert not list_for(replace(SEEN, see_again_on=TODAY + timedelta(days=1)))


def test_reasons_are_ordered_by_tier_and_the_most_urgent_names_the_resident_s_tier() -> None:
    facts = replace(
        SEEN,
        concerns=(concern(),),
        observations=(taken(complete(respirations=25, pulse=131)),),
        open_actions=(("a1", Action(text="weigh", due=date(2026, 11, 1))),),
    )
    assert [reason.tier for reason in list_for(facts)] == [Tier.FIRST, Tier.SECOND, Tier.THIRD]
    assert tier_of(list_for(facts)) is Tier.FIRST
    assert tier_of(()) is Tier.THIRD
    assert all(tier.words and tier.word for tier in Tier)


def test_the_shipped_thresholds_say_their_version_and_that_nobody_approved_them_yet() -> None:
    shipped = shipped_thresholds()
    assert shipped.version
    assert shipped.approved_by == ""


def test_an_assessment_whose_working_days_cannot_be_counted_says_so_and_hides_nobody() -> None:
    admitted = datetime(2015, 3, 2, 12, tzinfo=UTC)
    stay = Stay(home_id="h", stay_type=StayType.PERMANENT, admitted_at=admitted)
    (words,) = words_for(Facts(stay=stay, stay_id="s"))
    assert words == (
        "New here since 02-Mar-2015. Assessment due 7 working days after. The bank holidays of 2015 are"
        " not in this program"
    )
