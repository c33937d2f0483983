"""Falls are counted by published rules; what nobody recorded is counted as such."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from mdt_core.measures.falls import FallFact, FallKind, measure_falls, rate_of
from mdt_core.measures.resident_days import Lived, Period, Span, resident_days
from mdt_core.records.fall_answers import BodySite, Certainty, InjuryType
from mdt_core.records.fall_details import FallDetail, Injury
from mdt_core.records.falls import Fall, FallSeenBy, FloorTime, HeadStruck, Hurt

MOVED_IN = datetime(2025, 1, 6, 11, 0, tzinfo=UTC)
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)


def home_of_ten() -> list[Lived]:
    """Ten residents, one of them in hospital for ten of the thirty nights."""
    hospital = Span(
        datetime(2026, 6, 5, 3, 0, tzinfo=UTC), datetime(2026, 6, 15, 16, 0, tzinfo=UTC)
    )
    people = [Lived(f"r{n}", (Span(MOVED_IN),)) for n in range(9)]
    return [*people, Lived("r9", (Span(MOVED_IN),), (hospital,))]


def fell(
    who: str, at: datetime = NOON, detail: FallDetail | None = None, **said: object
) -> FallFact:
    return FallFact(who, at, Fall(occurred_at=at, **said), detail)  # type: ignore[arg-type]


def counted(fact: FallFact) -> dict[FallKind, bool | None]:
    return {kind: fact.is_kind(kind) for kind in FallKind}


def test_the_golden_rate_of_appendix_a() -> None:
    falls = [fell("r0"), fell("r1"), fell("r1", NOON + timedelta(days=3))]
    found = measure_falls(falls, home_of_ten(), JUNE)
    assert (found.falls, found.resident_days, found.rate) == (3, 290, Decimal("10.3"))
    assert found.recurrent_residents == 1


def test_a_home_without_resident_days_has_no_rate() -> None:
    assert rate_of(0, 0) is None
    assert rate_of(0, 290) == Decimal("0.0")


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-06-01T22:30:00", "2026-06-02T10:00:00", 1),
        ("2026-06-01T23:30:00", "2026-06-02T10:00:00", 0),
        ("2026-06-29T10:00:00", None, 2),
        ("2026-06-03T08:00:00", "2026-06-03T20:00:00", 0),
    ],
    ids=["before-midnight", "after-midnight-in-summer", "to-the-end", "within-one-day"],
)
def test_a_resident_counts_for_the_midnights_in_the_home_in_london_time(
    since: str, until: str | None, days: int
) -> None:
    moments = [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (since, until) if each]
    lived = Lived("r0", (Span(*moments),))
    assert resident_days([lived], JUNE) == days


def test_two_stays_that_overlap_count_each_day_once() -> None:
    again = Lived("r0", (Span(MOVED_IN), Span(MOVED_IN + timedelta(days=2))))
    assert resident_days([again], JUNE) == 30


def test_what_nobody_answered_is_neither_yes_nor_no() -> None:
    assert set(counted(fell("r0")).values()) == {None}
    found = measure_falls([fell("r0")], home_of_ten(), JUNE)
    assert {each.not_recorded for each in found.kinds} == {1}


def test_each_kind_is_known_from_the_quick_record() -> None:
    quick = fell(
        "r0",
        hurt=(Hurt.BRUISE,),
        floor_time=FloorTime.AN_HOUR_OR_MORE,
        seen_by=FallSeenBy.NOBODY,
        head=HeadStruck.HIT,
    )
    assert counted(quick) == {**dict.fromkeys(FallKind, True), FallKind.FRACTURE: None}
    unhurt = fell("r0", hurt=(Hurt.NONE,), seen_by=FallSeenBy.WRITER, head=HeadStruck.NOT_HIT)
    assert counted(unhurt)[FallKind.INJURIOUS] is False
    assert counted(unhurt)[FallKind.UNWITNESSED] is False
    assert counted(unhurt)[FallKind.HEAD] is False


def test_the_full_record_counts_before_the_quick_one() -> None:
    detail = FallDetail(
        fall_id="f",
        minutes_on_floor=60,
        certainty=Certainty.WITNESSED,
        injuries=(Injury(site=BodySite.LEFT_HIP, injury=InjuryType.FRACTURE),),
        head=HeadStruck.NOT_HIT,
    )
    fact = fell(
        "r0",
        detail=detail,
        floor_time=FloorTime.UNDER_AN_HOUR,
        seen_by=FallSeenBy.NOBODY,
        head=HeadStruck.NOT_KNOWN,
    )
    assert counted(fact) == {
        FallKind.INJURIOUS: True,
        FallKind.FRACTURE: True,
        FallKind.LONG_LIE: True,
        FallKind.UNWITNESSED: False,
        FallKind.HEAD: False,
    }


def test_falls_of_others_and_of_other_days_do_not_count_and_a_year_back_makes_recurrent() -> None:
    falls = [
        fell("r0"),
        fell("r0", NOON - timedelta(days=300)),
        fell("r1"),
        fell("r1", NOON - timedelta(days=400)),
        fell("somebody else"),
    ]
    found = measure_falls(falls, home_of_ten(), JUNE)
    assert (found.falls, found.recurrent_residents) == (2, 1)


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(JUNE.last, JUNE.first)
