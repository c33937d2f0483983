"""Reasons from falls, hospital, plan reviews, raised observations and what cannot be read."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mdt_core.records.concerns import Concern
from mdt_core.records.episodes import EpisodePart, HospitalEpisode, PlanReview
from mdt_core.records.falls import Awake, Fall, FloorTime, HeadStruck, Hurt
from mdt_core.records.observations import SetPurpose
from mdt_core.records.rounds import RoundEntry
from mdt_core.worklist import Deferred, Facts, Tier, Told, Unread, came_late, sources_of
from tests.unit.test_worklist import NOW, SEEN, complete, list_for, taken, words_for

FELL = NOW - timedelta(days=3, hours=4, minutes=50)


def fall(*, arrived: int = 50, **said: Any) -> Told[Fall]:  # noqa: ANN401
    return Told("f1", Fall.model_validate({"occurred_at": FELL, **said}), FELL, arrived)


def episode(name: str, part: EpisodePart, days_ago: int) -> Told[HospitalEpisode]:
    at = NOW - timedelta(days=days_ago)
    return Told(name, HospitalEpisode(part=part, happened_at=at), at, arrived=50)


@pytest.mark.parametrize(
    ("said", "words", "tier"),
    [
        ({"head": HeadStruck.HIT, "blood_thinners": ("apixaban",)},
         "Fall 21-Nov 03:10, head struck, blood thinner on the list", Tier.FIRST),
        ({"head": HeadStruck.NOT_KNOWN},
         "Fall 21-Nov 03:10, not known whether the head was struck", Tier.FIRST),
        ({"awake": Awake.PASSED_OUT, "hurt": (Hurt.LIMB,)},
         "Fall 21-Nov 03:10, passed out, limb looks wrong", Tier.FIRST),
        ({"head": HeadStruck.NOT_HIT, "hurt": (Hurt.NONE,), "floor_time": FloorTime.AN_HOUR_OR_MORE},
         "Fall 21-Nov 03:10, an hour or more on the floor", Tier.SECOND),
        ({}, "Fall 21-Nov 03:10", Tier.SECOND),
    ],
)  # fmt: skip
def test_a_fall_says_what_was_answered_of_it_and_head_or_injury_is_urgent(
    said: dict[str, Any], words: str, tier: Tier
) -> None:
    (reason,) = list_for(replace(SEEN, falls=(fall(**said),)))
    assert (reason.words, reason.tier, reason.sources, reason.kind) == (
        words,
        tier,
        ("f1",),
        "fall",
    )


def test_an_imported_fall_says_so_and_counts_for_the_look_back_alone() -> None:
    listed = replace(fall(), device="import:falls-list")
    assert words_for(Facts(falls=(listed,))) == ["Fall 21-Nov 03:10, imported"]
    years_ago = NOW - timedelta(days=400)
    old = replace(listed, id="f2", occurred_at=years_ago)
    assert words_for(Facts(falls=(listed, old))) == ["Fall 21-Nov 03:10, imported"]
    late = replace(old, device="tablet")
    assert len(words_for(Facts(falls=(listed, late)))) == 2, "what a person told stays a reason"


def test_a_fall_from_before_the_last_entry_that_came_after_it_arrived_late() -> None:
    facts = Facts(falls=(fall(arrived=50),), last_entry_at=NOW, last_entry_arrived=45)
    assert words_for(facts) == ["Arrived late: fall 21-Nov 03:10"]
    assert words_for(replace(facts, last_entry_arrived=60)) == ["Fall 21-Nov 03:10"]


def test_a_return_from_hospital_counts_its_nights_and_says_whether_medicines_were_checked() -> None:
    admitted = episode("h1", EpisodePart.ADMITTED, 5)
    returned = episode("h2", EpisodePart.RETURNED, 2)
    (reason,) = list_for(replace(SEEN, episodes=(returned, admitted)))
    assert reason.words == "Back from hospital 22-Nov, night 2. Medicines not yet checked"
    assert (reason.tier, reason.sources) == (Tier.FIRST, ("h2", "h1"))
    checked = episode("h3", EpisodePart.MEDICINES_CHECKED, 1)
    assert words_for(replace(SEEN, episodes=(checked, returned, admitted))) == [
        "Back from hospital 22-Nov, night 2. Medicines checked"
    ]


def test_an_admission_that_nobody_came_back_from_is_a_reason_of_its_own() -> None:
    (reason,) = list_for(replace(SEEN, episodes=(episode("h1", EpisodePart.ADMITTED, 1),)))
    assert (reason.words, reason.tier) == ("Went to hospital 23-Nov 08:00", Tier.SECOND)


def test_a_review_that_is_near_leaves_when_looked_at_and_one_that_is_past_stays() -> None:
    near = Told("p1", PlanReview(next_due=date(2026, 11, 30)), NOW, 50)
    assert words_for(replace(SEEN, plan_reviews=(near,))) == ["Care plan review due 30-Nov"]
    assert not list_for(replace(SEEN, plan_reviews=(near,), answered=frozenset({"p1"})))
    past = Told("p1", PlanReview(next_due=date(2026, 11, 20)), NOW, 50)
    assert list_for(replace(SEEN, plan_reviews=(past,), answered=frozenset({"p1"})))
    far = Told("p1", PlanReview(next_due=date(2026, 12, 30)), NOW, 50)
    assert not list_for(replace(SEEN, plan_reviews=(far,)))


def test_of_two_review_days_set_apart_the_earlier_counts() -> None:
    first = Told("p1", PlanReview(next_due=date(2026, 11, 27)), NOW, 50)
    second = Told("p2", PlanReview(next_due=date(2026, 11, 25)), NOW, 51)
    (reason,) = list_for(replace(SEEN, plan_reviews=(first, second)))
    assert reason.words == "Care plan review due 25-Nov"
    assert set(reason.sources) == {"p1", "p2"}


def test_a_raised_set_stays_listed_when_a_lower_one_follows_it() -> None:
    raised = taken(complete(respirations=25, pulse=131), days_ago=1, name="high")
    normal = taken(complete(), name="low")
    facts = replace(SEEN, observations=(normal, raised), usual_news2=0)
    (reason,) = list_for(facts)
    assert reason.words == "NEWS2 6, usual 0, 23-Nov 07:15. NEWS2 0 at 24-Nov 07:15"
    assert reason.sources == ("high",)
    assert not list_for(replace(facts, answered=frozenset({"high"})))


def test_several_raised_sets_are_one_reason_that_names_them_all() -> None:
    first = taken(complete(respirations=25, pulse=131), days_ago=1, name="a")
    second = taken(complete(respirations=25), name="b")
    (reason,) = list_for(replace(SEEN, observations=(second, first), usual_news2=0))
    assert reason.words == "One part scores 3: breaths, 24-Nov 07:15. 1 more like it"
    assert reason.sources == ("b", "a")


def test_a_weight_alone_and_the_set_marked_as_usual_raise_no_score() -> None:
    vital_signs = "respirations oxygen_percent systolic pulse consciousness temperature"
    weight = dict.fromkeys(vital_signs.split())
    alone = taken(complete(**weight, weight_kg=Decimal(50)))
    usual = taken(complete(respirations=25, purpose=SetPurpose.USUAL), days_ago=1, name="u")
    assert not list_for(replace(SEEN, observations=(alone, usual), usual_news2=3))


def test_a_weight_that_was_lost_stays_listed_when_it_is_regained() -> None:
    sets = (
        taken(complete(weight_kg=Decimal(51)), name="again"),
        taken(complete(weight_kg=Decimal(48)), days_ago=5, name="low"),
        taken(complete(weight_kg=Decimal(51)), days_ago=40, name="old"),
    )
    (reason,) = list_for(replace(SEEN, observations=sets, usual_news2=0))
    assert reason.words == "Weight down 5.9 % in 3 months (51 to 48 kg, 19-Nov)"
    assert reason.sources == ("low",)


def test_what_cannot_be_read_whole_is_a_reason_until_an_entry_names_it() -> None:
    unread = Told("x1", Unread(Concern.title), NOW, 50)
    assert words_for(replace(SEEN, unread=(unread,))) == [
        "Concern of 24-Nov 08:00 cannot be read whole here. Update this program"
    ]
    assert not list_for(replace(SEEN, unread=(unread,), answered=frozenset({"x1"})))


def test_see_again_at_the_next_round_is_listed_from_the_day_after() -> None:
    asked = replace(SEEN, is_for_next_round=True)
    (reason,) = list_for(asked)
    assert reason.words == "To be seen again at this round, as decided on 17-Nov"
    assert (reason.sources, reason.kind) == (("e1",), RoundEntry.kind)
    assert not list_for(replace(asked, last_entry_at=NOW))


def test_sources_are_named_once_each_in_order() -> None:
    facts = replace(SEEN, falls=(fall(),), is_for_next_round=True)
    assert sources_of(list_for(facts)) == ("f1", "e1")


def test_who_was_deferred_is_listed_again_and_twice_rises_a_tier() -> None:
    once = Deferred("r1", date(2026, 11, 17), "asleep")
    (reason,) = list_for(replace(SEEN, deferred=(once,)))
    assert (reason.words, reason.tier) == ("Deferred on 17-Nov: asleep", Tier.THIRD)
    before = Deferred("r0", date(2026, 11, 10), "not reached")
    (reason,) = list_for(replace(SEEN, deferred=(once, before)))
    assert reason.words == "Deferred on 17-Nov: asleep. Second time"
    assert (reason.tier, reason.sources) == (Tier.SECOND, ("r1", "r0"))
    assert not list_for(replace(SEEN, deferred=(once,), answered=frozenset({"r1"})))


def test_who_was_deferred_to_a_day_is_listed_from_that_day() -> None:
    later = Deferred("r1", date(2026, 11, 17), "result awaited", date(2026, 11, 25))
    assert not list_for(replace(SEEN, deferred=(later,)))
    due = replace(later, until=date(2026, 11, 24))
    assert list_for(replace(SEEN, deferred=(due,)))


@pytest.mark.parametrize(
    ("minutes", "device", "is_late"),
    [
        (-30, "theirs", True),
        (59, "theirs", True),
        (60, "theirs", False),
        (-1, "mine", True),
        (0, "mine", False),
        (59, "mine", False),
    ],
)
def test_the_clock_of_another_device_may_be_an_hour_ahead(
    minutes: int, device: str, *, is_late: bool
) -> None:
    at = NOW + timedelta(minutes=minutes)
    assert came_late(at, device, entry_at=NOW, entry_device="mine") is is_late
