"""What befalls the residents of a practice borough: falls, hospital, and what worries their homes.

Rates: falls 8 for 1,000 resident-days (FinCH, 2021, between its arms), emergency admissions 0.7 for
a resident and year, two concerns for a home and week.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from mdt_core.clock import london
from mdt_core.demo.borough.calendar import clocks_back
from mdt_core.demo.borough.happenings import Checked, Fell, InHospital, Raised
from mdt_core.demo.borough.parts import part
from mdt_core.demo.borough.places import HomeSketch
from mdt_core.demo.borough.scale import Span
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.wording import Wording
from mdt_core.demo.days import before, moment
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.falls import (
    Awake,
    Fall,
    FallPlace,
    FallSeenBy,
    FloorTime,
    GotUp,
    HeadStruck,
    Hurt,
    TimeKnown,
)
from mdt_core.records.observations import SoftSign

FALLS_A_DAY = 0.008
ADMISSIONS_A_DAY = 0.7 / 365
CONCERNS_A_DAY = 2 / 7 / 25
_CHECKED = 0.85
_BACK_AGAIN = 0.12
"""How many of those who return go to hospital again within four weeks."""


@dataclass(frozen=True)
class Chances:
    """What drawing needs: randomness, words, the days, and the homes."""

    random: Random
    wording: Wording
    span: Span
    homes: Sequence[HomeSketch]

    @property
    def ends(self) -> datetime:
        """Nothing lies at or after the day of the demonstration."""
        return moment(self.span.today, 0)

    def window(self, stay: Sojourn) -> tuple[datetime, datetime] | None:
        """The part of a stay that lies in the weeks told, or None."""
        began = max(stay.came + timedelta(hours=2), moment(self.span.rounds_from, 0))
        ended = min(stay.left - timedelta(hours=1) if stay.left else self.ends, self.ends)
        return (began, ended) if began < ended else None

    def moments(self, stay: Sojourn, a_day: float) -> Iterator[datetime]:
        """Moments of a stay as chance brings them, to the minute."""
        window = self.window(stay)
        if window is None:
            return
        at, ended = window
        while (at := at + timedelta(days=self.random.expovariate(a_day))) < ended:
            yield at.replace(second=0, microsecond=0)


# Hospital


def episodes_of(chances: Chances, stays: Sequence[Sojourn]) -> Iterator[InHospital]:
    """Times in hospital of permanent residents; one who returns may soon go again."""
    for stay in stays:
        if stay.is_d2a:
            continue
        going = next(chances.moments(stay, ADMISSIONS_A_DAY), None)
        while going is not None:
            episode = _episode(chances, stay, going)
            if episode is None:
                break
            yield episode
            going = _again(chances, episode)


def _episode(chances: Chances, stay: Sojourn, at: datetime) -> InHospital | None:
    """One time away; None where the stay would end before the return."""
    random, texts = chances.random, part("people")
    back = at + timedelta(days=random.randint(1, 12), hours=random.randint(0, 9))
    if stay.left is not None and back >= stay.left - timedelta(days=1):
        return None
    checked = back + timedelta(hours=random.randint(1, 60))
    is_checked = random.random() < 0.9 and checked < chances.ends  # noqa: PLR2004 - a chance
    is_back = back < chances.ends
    return InHospital(
        stay=stay,
        admitted_at=at,
        returned_at=back if is_back else None,
        checked_at=checked if is_back and is_checked else None,
        hospital=random.choice(texts["hospitals"]),
        reason=random.choice(texts["hospital_reasons"]),
        by=random.choice(chances.homes[stay.home].seniors),
    )


def _again(chances: Chances, before: InHospital) -> datetime | None:
    if before.returned_at is None or chances.random.random() >= _BACK_AGAIN:
        return None
    at = before.returned_at + timedelta(days=chances.random.randint(4, 26))
    window = chances.window(before.stay)
    return at if window and at < window[1] else None


def is_away(episodes: Mapping[str, Sequence[InHospital]], stay: Sojourn, at: datetime) -> bool:
    """Whether somebody was in hospital then."""
    return any(each.is_away(at) for each in episodes.get(stay.key, ()))


# Falls


def falls_of(
    chances: Chances,
    stays: Sequence[Sojourn],
    episodes: Mapping[str, Sequence[InHospital]],
    night_fall: Sojourn,
) -> Iterator[Fell]:
    """The falls of the weeks told, and one in the hour that came twice."""
    for stay in stays:
        for at in chances.moments(stay, FALLS_A_DAY):
            if not is_away(episodes, stay, at + timedelta(hours=1)):
                yield _fell(chances, stay, at)
    at = clocks_back(chances.span.today)
    if not is_away(episodes, night_fall, at + timedelta(hours=2)):
        yield _fell(chances, night_fall, at)


def _fell(chances: Chances, stay: Sojourn, at: datetime) -> Fell:
    random, home = chances.random, chances.homes[stay.home]
    written = min(at + timedelta(minutes=random.choice((2, 3, 5, 9, 40))), chances.ends)
    completed = written + timedelta(hours=random.randint(3, 44))
    is_complete = completed < (stay.left or chances.ends) and random.random() < 0.95  # noqa: PLR2004 - a chance
    return Fell(
        stay=stay,
        at=written,
        by=random.choice((*home.seniors, *home.carers)),
        fall=_fall(random, at),
        completed_at=completed if is_complete else None,
        completed_by=random.choice(home.seniors),
    )


def _fall(random: Random, at: datetime) -> Fall:
    is_night = london(at).hour < 7 or london(at).hour > 21  # noqa: PLR2004 - hours of the night shift
    seen = random.choices(tuple(FallSeenBy), (10, 15, 75))[0]
    head = random.choices(tuple(HeadStruck), (72, 12, 16))[0]
    hurt = random.choices(
        (Hurt.NONE, Hurt.BRUISE, Hurt.SKIN_TEAR, Hurt.CUT, Hurt.PAIN_ON_MOVING),
        (62, 17, 11, 4, 6),
    )[0]
    return Fall(
        occurred_at=at,
        time_known=TimeKnown.FOUND_NOW if seen is FallSeenBy.NOBODY else TimeKnown.NOW,
        last_seen_at=at - timedelta(minutes=random.randint(10, 90))
        if seen is FallSeenBy.NOBODY
        else None,
        seen_by=seen,
        head=head,
        awake=random.choices(tuple(Awake), (94, 5, 1))[0],
        hurt=(hurt,),
        floor_time=random.choices(tuple(FloorTime), (86, 5, 9))[0],
        place=FallPlace.BEDROOM if is_night else random.choice(tuple(FallPlace)),
        got_up=random.choices((GotUp.ALONE, GotUp.WITH_HELP, GotUp.HOIST), (20, 60, 20))[0],
    )


# Concerns


def concerns_of(
    chances: Chances,
    stays: Sequence[Sojourn],
    episodes: Mapping[str, Sequence[InHospital]],
) -> Iterator[Raised]:
    """What the homes wrote, mostly by carers."""
    for stay in stays:
        home = chances.homes[stay.home]
        for at in chances.moments(stay, CONCERNS_A_DAY):
            if is_away(episodes, stay, at):
                continue
            sign = chances.random.choice(tuple(SoftSign))
            soon = chances.random.choices(tuple(HowSoon), (15, 60, 25))[0]
            words = chances.wording.concern(sign, stay)
            concern = Concern(words=words, soft_signs=(sign,), how_soon=soon)
            yield Raised(stay, at, chances.random.choice((*home.carers, *home.seniors)), concern)


# The pharmacist


def checks_of(chances: Chances, stays: Sequence[Sojourn]) -> Iterator[Checked]:
    """The newest check of most charts; of some the list has stood unchecked for longer."""
    for stay in stays:
        days, is_checked = chances.random.randint(1, 27), chances.random.random() < _CHECKED
        at = moment(before(chances.span.today, days), 14, chances.random.randint(0, 170))
        if stay.left is None and is_checked and stay.came + timedelta(days=1) < at:
            yield Checked(stay, at)
