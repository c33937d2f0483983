"""Who may need a review first: every point has its fact, and the sum is of the listed points alone."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mdt_core.review_first as rule
from mdt_core.errors import MdtError
from mdt_core.record import Record
from mdt_core.records.assessments import Frailty, FrailtyLevel
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.escalations import Escalation, EscalationChannel, EscalationTrigger
from mdt_core.records.fall_answers import BodySite
from mdt_core.records.medicines import ListSource, MedicineList
from mdt_core.records.nutrition import HeightHow, MustScreen, WeightChange
from mdt_core.records.skin_and_senses import PressureCategory, Wound, WoundCourse, WoundKind
from mdt_core.review_first import (
    READ,
    D2aBed,
    Known,
    Noted,
    Point,
    Scored,
    Standing,
    in_order,
    standing_of,
)
from mdt_core.review_weights import shipped_weights, weights_from
from tests.properties.settings import FAST

TODAY = date(2026, 11, 24)
WEIGHTS = shipped_weights()
NOBODY = Known("r1")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def at(days: int) -> datetime:
    return datetime.combine(ago(days), time(9), UTC)


def noted(days: int, said: Any, key: str = "x1") -> Noted[Any]:  # noqa: ANN401 - any record
    return Noted(key, ago(days), said)


def admitted(days: int, key: str = "e1", *, emergency: bool | None = True) -> Noted[Any]:
    part = HospitalEpisode(part=EpisodePart.ADMITTED, happened_at=at(days), is_emergency=emergency)
    return noted(days, part, key)


def told(days: int, channel: EscalationChannel) -> Noted[Any]:
    said = Escalation(
        trigger=EscalationTrigger.DETERIORATION,
        channel=channel,
        to_whom="Crew",
        sent_at=at(days),
        situation="Short of breath",
    )
    return noted(days, said)


def frail(level: str, *, under_65: bool | None = None) -> Noted[Any]:
    return noted(
        90, FrailtyLevel(assessed_at=at(90), level=Frailty(level), under_65=under_65), "f1"
    )


def screened(days: int) -> Noted[Any]:
    """58 kg from 65 at 160 cm: BMI over 20 is 0, a loss of 10.8 % is 2, not acutely ill is 0."""
    screen = MustScreen(
        screened_at=at(days),
        weight_kg=Decimal(58),
        height_how=HeightHow.MEASURED,
        height_cm=Decimal(160),
        weight_change=WeightChange.UNPLANNED,
        weight_before_kg=Decimal(65),
        weighed_before_on=ago(days + 100),
        acutely_ill=False,
    )
    return noted(days, screen, "m1")


def ulcer(days: int, key: str, category: str | None = "3", **said: Any) -> Noted[Any]:  # noqa: ANN401
    wound = Wound(
        seen_at=at(days),
        site=said.pop("site", BodySite.FACE),
        wound_kind=said.pop("kind", WoundKind.PRESSURE),
        category=PressureCategory(category) if category else None,
        **said,
    )
    return noted(days, wound, key)


def listed(number: int) -> Known:
    head = MedicineList(source=ListSource.MAR, as_of=at(5))
    return replace(NOBODY, medicines=number, medicine_list=noted(5, head, "l1"))


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        (replace(NOBODY, episodes=[admitted(21)]), ["2: Admission to hospital, 03-Nov-2026"]),
        (
            replace(NOBODY, episodes=[admitted(21, emergency=None)]),
            ["2: Admission to hospital, not recorded whether planned, 03-Nov-2026"],
        ),
        (replace(NOBODY, episodes=[admitted(21, emergency=False)]), []),
        (replace(NOBODY, episodes=[admitted(366)]), []),
        (
            replace(NOBODY, episodes=[admitted(20, "b"), admitted(21, "a"), admitted(60, "c")]),
            ["2: Admission to hospital, 03-Nov-2026", "2: Admission to hospital, 25-Sep-2026"],
        ),
        (
            replace(NOBODY, escalations=[told(21, EscalationChannel.EMERGENCY)]),
            ["1: 999 called, 03-Nov-2026"],
        ),
        (replace(NOBODY, escalations=[told(21, EscalationChannel.PRACTICE)]), []),
        (
            replace(NOBODY, frailty=frail("7")),
            ["2: Clinical Frailty Scale 7 Severe frailty, 26-Aug-2026"],
        ),
        (replace(NOBODY, frailty=frail("5")), []),
        (replace(NOBODY, frailty=frail("7", under_65=True)), []),
        (replace(NOBODY, news2=Scored("o1", ago(1), 5, 1)), ["2: NEWS2 5, usual 1, 23-Nov-2026"]),
        (replace(NOBODY, news2=Scored("o1", ago(1), 3, 1)), ["1: NEWS2 3, usual 1, 23-Nov-2026"]),
        (replace(NOBODY, news2=Scored("o1", ago(1), 2, 1)), []),
        (replace(NOBODY, news2=Scored("o1", ago(29), 9, 1)), []),
        (replace(NOBODY, news2=Scored("o1", ago(1), 9, None)), []),
        (replace(NOBODY, must=screened(21)), ["2: MUST 2, 03-Nov-2026"]),
        (replace(NOBODY, must=screened(120)), []),
        (
            replace(NOBODY, wounds=[ulcer(21, "w2"), ulcer(30, "w1", "2")]),
            ["2: Pressure ulcer, face, category 3, 03-Nov-2026"],
        ),
        (
            replace(NOBODY, wounds=[ulcer(21, "w2", course=WoundCourse.HEALED), ulcer(30, "w1")]),
            [],
        ),
        (
            replace(NOBODY, wounds=[ulcer(21, "w1", None)]),
            ["1: Pressure ulcer, face, category not recorded, 03-Nov-2026"],
        ),
        (replace(NOBODY, wounds=[ulcer(21, "w1", None, kind=WoundKind.SKIN_TEAR)]), []),
        (replace(NOBODY, d2a=D2aBed("s1", ago(14))), ["1: New in a D2A bed, 10-Nov-2026"]),
        (replace(NOBODY, d2a=D2aBed("s1", ago(15))), []),
        (listed(10), ["1: 10 medicines on the list, 19-Nov-2026"]),
        (listed(15), ["2: 15 medicines on the list, 19-Nov-2026"]),
        (listed(9), []),
        (replace(NOBODY, medicines=20), []),
    ],
)  # fmt: skip
def test_each_fact_earns_its_points_and_says_where_they_are_from(
    known: Known, lines: list[str]
) -> None:
    found = standing_of(known, WEIGHTS, TODAY)
    assert [each.line for each in found.points] == lines
    assert all(each.record_id and each.kind for each in found.points)


def test_what_nobody_recorded_is_named_and_earns_nothing() -> None:
    found = standing_of(NOBODY, WEIGHTS, TODAY)
    assert found.total == 0
    assert found.not_known == (
        *("frailty", "NEWS2 in 28 days", "MUST in 3 months", "where the medicines list is from"),
    )
    known = replace(
        listed(3),
        frailty=frail("3"),
        news2=Scored("o1", ago(20), 2, None),
        must=screened(10),
    )
    assert standing_of(known, WEIGHTS, TODAY).not_known == ("usual NEWS2",)


FACTS = st.builds(
    Known,
    st.sampled_from(["r1", "r2", "r3"]),
    episodes=st.lists(
        st.builds(admitted, st.integers(0, 500), emergency=st.sampled_from([True, None, False])),
        max_size=4,
    ),
    frailty=st.none() | st.builds(frail, st.sampled_from("356789")),
    news2=st.none() | st.builds(Scored, st.just("o1"), st.just(ago(2)), st.integers(0, 9), st.just(1)),
    d2a=st.none() | st.builds(D2aBed, st.just("s1"), st.builds(ago, st.integers(0, 30))),
    medicines=st.just(0),
)  # fmt: skip


@FAST
@given(st.lists(FACTS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_is_total_and_every_sum_is_that_of_the_points_listed(
    known: list[Known], random: Random
) -> None:
    found = [
        replace(standing_of(each, WEIGHTS, TODAY), resident_id=f"r{n}")
        for n, each in enumerate(known)
    ]
    ranked = in_order(found)
    mixed = random.sample(found, len(found))
    assert in_order(mixed) == ranked
    assert sorted(each.resident_id for each in ranked) == sorted(each.resident_id for each in found)
    totals = [each.total for each in ranked]
    assert totals == sorted(totals, reverse=True)
    for each in ranked:
        assert each.total == sum(int(point.line.partition(":")[0]) for point in each.points)
        assert all(point.points > 0 for point in each.points)


def test_of_equal_sums_the_newest_fact_comes_first_and_then_the_id() -> None:
    def one(who: str, days: int) -> Standing:
        return Standing(
            who, (Point(2, "Admission to hospital", ago(days), "hospital_episode", "e"),)
        )

    ranked = in_order([one("c", 5), one("b", 9), one("a", 9), Standing("d", ())])
    assert [each.resident_id for each in ranked] == ["c", "a", "b", "d"]


def test_no_point_comes_of_a_fall_and_no_fact_of_a_fall_is_read() -> None:
    assert not [kind.kind for kind in READ if "fall" in kind.kind]
    assert all(issubclass(kind, Record) for kind in READ)
    assert "fall" not in " ".join(WEIGHTS.__dataclass_fields__)


def test_the_points_shipped_say_that_nobody_has_approved_them() -> None:
    assert WEIGHTS.approved_by == ""
    assert WEIGHTS.approval == "Points review-first/2026-1: not approved by anybody yet"
    approved = replace(WEIGHTS, approved_by="Dr Lee", approved_on="2026-12-01")
    assert approved.approval.endswith("approved by Dr Lee on 2026-12-01")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"falls": 2}, "do not fit"),
        ({"admission": -1}, "whole number"),
        ({"admission": "2"}, "whole number"),
        ({"must": {"1": 0.5}}, "whole number"),
        ({"must": {"one": 1}}, "none that there is"),
        ({"frailty": {"10": 1}}, "none that there is"),
        ({"ulcer": {"5": 1}}, "none that there is"),
    ],
    ids=["too many", "negative", "text", "half", "no number", "no level", "no category"],
)
def test_points_that_do_not_fit_are_not_used(change: dict[str, Any], why: str) -> None:
    path = Path(str(rule.__file__)).with_name("review_first.json")
    whole = json.loads(path.read_text("utf-8"))
    assert weights_from(json.dumps(whole)) == WEIGHTS
    with pytest.raises(MdtError, match=why):
        weights_from(json.dumps({**whole, **change}))
