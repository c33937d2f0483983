"""Who may need a review first: points for facts of the record, each listed with its source and its day.

Pure. It puts people in an order for clinicians who plan reviews of their own accord, and does nothing
else: it is no reason of a round, it is not for falls (NICE NG249, 2025: no prediction score), and no
number says how likely anything is. Points are data (`review_first.json`) with version and approver.
What nobody recorded earns no point and is named. Source: services.md row 31 (Thrive and LCA, 2018).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, TypeVar

from mdt_core.clock import add_months_clamped, clinical_date
from mdt_core.record import Record
from mdt_core.records.assessments import FrailtyLevel
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.escalations import Escalation, EscalationChannel
from mdt_core.records.medicines import MedicineList
from mdt_core.records.nutrition import MustScreen
from mdt_core.records.observations import ObservationSet
from mdt_core.records.skin_and_senses import PressureCategory, Wound, WoundCourse, WoundKind
from mdt_core.records.stays import Stay
from mdt_core.review_weights import Weights
from mdt_core.scores.must import must_score

R_co = TypeVar("R_co", bound=Record, covariant=True)

READ: Final[tuple[type[Record], ...]] = (
    *(HospitalEpisode, Escalation, FrailtyLevel, ObservationSet),
    *(MustScreen, Wound, Stay, MedicineList),
)
"""Every kind that a point can come from; falls are not among them."""
_SAME_DAYS: Final = 1
"""An admission told so near to another is the same one."""


@dataclass(frozen=True)
class Noted(Generic[R_co]):
    """A fact of the record: the id of what tells it, its day, and what it says."""

    id: str
    day: date
    said: R_co


@dataclass(frozen=True)
class Scored:
    """The newest complete set of observations: its id and day, its NEWS2 and the usual one."""

    id: str
    day: date
    total: int
    usual: int | None


@dataclass(frozen=True)
class D2aBed:
    """The stay in a D2A bed, and the day on which it began."""

    id: str
    day: date


@dataclass(frozen=True)
class Known:
    """What is known of one resident, newest first; None is not recorded, and is never 0."""

    resident_id: str
    episodes: Sequence[Noted[HospitalEpisode]] = ()
    escalations: Sequence[Noted[Escalation]] = ()
    frailty: Noted[FrailtyLevel] | None = None
    news2: Scored | None = None
    must: Noted[MustScreen] | None = None
    wounds: Sequence[Noted[Wound]] = ()
    d2a: D2aBed | None = None
    medicines: int = 0
    medicine_list: Noted[MedicineList] | None = None


@dataclass(frozen=True)
class Point:
    """Points for one fact: how many, the fact in words, its day, and the record that tells it."""

    points: int
    words: str
    day: date
    kind: str
    record_id: str

    @property
    def line(self) -> str:
        """`2: Admission to hospital, 03-Nov-2026`."""
        return f"{self.points}: {self.words}, {clinical_date(self.day)}"


@dataclass(frozen=True)
class Standing:
    """One resident in the order: every point that counts, and what is not known."""

    resident_id: str
    points: tuple[Point, ...]
    not_known: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """The sum of the points listed, and of nothing else."""
        return sum(each.points for each in self.points)

    @property
    def newest(self) -> date:
        """The day of the newest fact; the earliest day there is where there is none."""
        return max((each.day for each in self.points), default=date.min)


def in_order(found: Iterable[Standing]) -> tuple[Standing, ...]:
    """Most points first; of equal ones the newest fact, then by id, so that no order is by chance."""
    return tuple(
        sorted(found, key=lambda one: (-one.total, -one.newest.toordinal(), one.resident_id))
    )


def standing_of(known: Known, weights: Weights, today: date) -> Standing:
    """Every point of one resident on a day, the newest fact first."""
    since = add_months_clamped(today, -weights.look_back_months)
    found = (
        *_admissions(known, weights, since),
        *_calls(known, weights, since),
        *_frailty(known, weights),
        *_news2(known, weights, today),
        *_must(known, weights, today),
        *_ulcers(known, weights, today),
        *_new_here(known, weights, today),
        *_medicines(known, weights),
    )
    counted = [each for each in found if each.points and each.day <= today]
    counted.sort(key=lambda each: (-each.day.toordinal(), each.kind, each.record_id))
    return Standing(known.resident_id, tuple(counted), tuple(_not_known(known, weights, today)))


def _admissions(known: Known, weights: Weights, since: date) -> Iterator[Point]:
    """Each admission that nobody said was planned; one told twice within a day is one."""
    last: date | None = None
    told = (e for e in known.episodes if e.said.part is EpisodePart.ADMITTED and e.day >= since)
    for each in sorted(told, key=lambda one: (one.day, one.id)):
        is_same = last is not None and (each.day - last).days <= _SAME_DAYS
        last = each.day
        if is_same or each.said.is_emergency is False:
            continue
        how = "" if each.said.is_emergency else ", not recorded whether planned"
        yield _point(weights.admission, f"Admission to hospital{how}", each)


def _calls(known: Known, weights: Weights, since: date) -> Iterator[Point]:
    for each in known.escalations:
        if each.said.channel is EscalationChannel.EMERGENCY and each.day >= since:
            yield _point(weights.emergency_call, "999 called", each)


def _frailty(known: Known, weights: Weights) -> Iterator[Point]:
    level = known.frailty
    if level is not None and not level.said.under_65:
        value = level.said.level
        words = f"Clinical Frailty Scale {value.label}"
        yield _point(weights.frailty.get(value.value, 0), words, level)


def _news2(known: Known, weights: Weights, today: date) -> Iterator[Point]:
    newest = known.news2
    if newest is None or newest.usual is None:
        return
    if newest.day < today - timedelta(days=weights.news2_days):
        return
    above = newest.total - newest.usual
    words = f"NEWS2 {newest.total}, usual {newest.usual}"
    points = _reached(weights.news2_above_usual, above)
    yield Point(points, words, newest.day, ObservationSet.kind, newest.id)


def _must(known: Known, weights: Weights, today: date) -> Iterator[Point]:
    screen = known.must
    if screen is None or screen.day < add_months_clamped(today, -weights.must_months):
        return
    total = must_score(screen.said).total
    if total is not None:
        yield _point(_reached(weights.must, total), f"MUST {total}", screen)


def _ulcers(known: Known, weights: Weights, today: date) -> Iterator[Point]:
    """Each pressure ulcer as last seen, unless it has healed."""
    since, seen = add_months_clamped(today, -weights.ulcer_months), set()
    for each in known.wounds:
        wound = each.said
        which = (wound.site, (wound.which or "").strip().casefold())
        if which in seen:
            continue
        seen.add(which)
        is_open = wound.wound_kind is WoundKind.PRESSURE and wound.course is not WoundCourse.HEALED
        if is_open and each.day >= since:
            yield _point(_of_ulcer(wound.category, weights), _ulcer_words(wound), each)


def _of_ulcer(category: PressureCategory | None, weights: Weights) -> int:
    """Without a category the least that any earns."""
    if category is None:
        return min(weights.ulcer.values(), default=0)
    return weights.ulcer.get(category.value, 0)


def _ulcer_words(wound: Wound) -> str:
    category = wound.category.label.lower() if wound.category else "category not recorded"
    return f"Pressure ulcer, {wound.site.label.lower()}, {category}"


def _new_here(known: Known, weights: Weights, today: date) -> Iterator[Point]:
    bed = known.d2a
    if bed is not None and bed.day >= today - timedelta(days=weights.new_d2a_days):
        yield Point(weights.new_d2a, "New in a D2A bed", bed.day, Stay.kind, bed.id)


def _medicines(known: Known, weights: Weights) -> Iterator[Point]:
    if known.medicine_list is not None:
        points = _reached(weights.medicines, known.medicines)
        yield _point(points, f"{known.medicines} medicines on the list", known.medicine_list)


def _not_known(known: Known, weights: Weights, today: date) -> Iterator[str]:
    if known.frailty is None:
        yield "frailty"
    if known.news2 is None or known.news2.day < today - timedelta(days=weights.news2_days):
        yield f"NEWS2 in {weights.news2_days} days"
    elif known.news2.usual is None:
        yield "usual NEWS2"
    since = add_months_clamped(today, -weights.must_months)
    if known.must is None or known.must.day < since or must_score(known.must.said).total is None:
        yield f"MUST in {weights.must_months} months"
    if known.medicine_list is None:
        yield "where the medicines list is from"


def _reached(steps: Mapping[str, int], number: int) -> int:
    """The points of the highest step that a number reaches; 0 below all of them."""
    reached = [int(least) for least in steps if number >= int(least)]
    return steps[str(max(reached))] if reached else 0


def _point(points: int, words: str, fact: Noted[Record]) -> Point:
    return Point(points, words, fact.day, fact.said.kind, fact.id)
