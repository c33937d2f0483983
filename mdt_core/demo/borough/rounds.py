"""The weekly rounds of a practice borough: who was seen and why, what was decided and became of it.

D2A residents are seen in every round held; of the others about six, those with a reason first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mdt_core.demo.borough.calendar import round_days
from mdt_core.demo.borough.events import Chances, is_away
from mdt_core.demo.borough.happenings import (
    Doing,
    Entry,
    Fell,
    HeldRound,
    InHospital,
    Raised,
)
from mdt_core.demo.borough.places import LEAD, HomeSketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.wording import TOPIC_OF_SIGN
from mdt_core.demo.days import before, moment
from mdt_core.records.actions import ActionPriority, ActionState
from mdt_core.records.rounds import HowSeen, RoundMode, SeeAgain

_MINUTES_EACH = 9
_MISSED = 0.03
_WITHDRAWN_ONE_IN = 250
_URGENT_DAYS = 3
_LONG_OVERDUE_DAYS = 28


@dataclass(frozen=True)
class Home:
    """A home with whoever lived in it and what befell them, as its rounds need them."""

    sketch: HomeSketch
    stays: Sequence[Sojourn]
    falls: Sequence[Fell]
    concerns: Sequence[Raised]
    episodes: Mapping[str, Sequence[InHospital]]
    dying: str | None
    """Who dies in the newest round, where it is here."""


def rounds_of(chances: Chances, home: Home) -> Iterator[HeldRound | date]:
    """Each week's round, or the day on which none was held."""
    days = list(round_days(home.sketch, chances.span))
    seen: dict[str, date] = {}
    since = days[0] - timedelta(days=7) if days else chances.span.rounds_from
    for day in days:
        is_last = day == days[-1] and home.dying is not None
        if chances.random.random() < _MISSED and not is_last:
            yield day
            continue
        yield _held(chances, home, day, since, seen)
        since = day


def _held(chances: Chances, home: Home, day: date, since: date, seen: dict[str, date]) -> HeldRound:
    start = moment(day, home.sketch.hour)
    modes = (RoundMode.IN_PERSON, RoundMode.VIDEO, RoundMode.HYBRID)
    mode = chances.random.choices(modes, (75, 20, 5))[0]
    entries: list[Entry] = []
    for stay, topic in _chosen(chances, home, start, since, seen):
        at = start + timedelta(minutes=_MINUTES_EACH * (len(entries) + 1))
        if stay.is_present(at) and not is_away(home.episodes, stay, at):
            entries.append(_entry(chances, home.sketch, stay, topic, at=at, mode=mode))
            seen[stay.key] = day
    return HeldRound(
        home=home.sketch.number,
        day=day,
        started_at=start,
        ended_at=start + timedelta(minutes=_MINUTES_EACH * (len(entries) + 1)),
        mode=mode,
        by=home.sketch.lead,
        present=_present(chances, home.sketch),
        entries=tuple(entries),
    )


def _present(chances: Chances, home: HomeSketch) -> tuple[str, ...]:
    others = [who for who in ("matron", "pharmacist", LEAD) if who != home.lead]
    staff = chances.random.choice((*home.seniors, *home.carers))
    return (home.lead, *chances.random.sample(others, chances.random.choice((0, 1, 1))), staff)


def _chosen(
    chances: Chances, home: Home, start: datetime, since: date, seen: Mapping[str, date]
) -> list[tuple[Sojourn, str]]:
    """Who is seen and on which topic: the dying, D2A, those with a reason, then the longest unseen."""
    here = [each for each in home.stays if each.is_present(start)]
    first = [(each, "review") for each in here if each.person.key == home.dying]
    d2a = [(each, "d2a") for each in here if each.is_d2a]
    reasons = dict(_reasons(home, here, moment(since, home.sketch.hour), start))
    wanted = chances.random.choice((4, 5, 6, 6, 6, 7, 8))
    others = [each for each in here if not each.is_d2a and each.person.key != home.dying]
    others.sort(
        key=lambda each: (
            each.key not in reasons,
            seen.get(each.key, date.min),
            chances.random.random(),
        )
    )
    chosen = [
        (each, reasons.get(each.key) or chances.random.choice(each.person.topics))
        for each in others[:wanted]
    ]
    return [*first, *chosen, *d2a]


def _reasons(
    home: Home, here: Sequence[Sojourn], since: datetime, until: datetime
) -> Iterator[tuple[str, str]]:
    """Topics by stay; a later reason is the one spoken about."""
    for raised in home.concerns:
        if since <= raised.at < until:
            yield raised.stay.key, TOPIC_OF_SIGN[raised.concern.soft_signs[0]]
    for fell in home.falls:
        if since <= fell.at < until:
            yield fell.stay.key, "fall"
    yield from _movements(home, here, since, until)


def _movements(
    home: Home, here: Sequence[Sojourn], since: datetime, until: datetime
) -> Iterator[tuple[str, str]]:
    """Who came to live here, and who came back from hospital."""
    for stay in here:
        if since <= stay.came < until:
            yield stay.key, "arrival"
        for episode in home.episodes.get(stay.key, ()):
            if episode.returned_at and since <= episode.returned_at < until:
                yield stay.key, "hospital"


def _entry(
    chances: Chances,
    home: HomeSketch,
    stay: Sojourn,
    topic: str,
    *,
    at: datetime,
    mode: RoundMode,
) -> Entry:
    random, wording = chances.random, chances.wording
    is_withdrawn = random.randrange(_WITHDRAWN_ONE_IN) == 0
    plain = HowSeen.VIDEO if mode is RoundMode.VIDEO else HowSeen.IN_PERSON
    hows = (plain, HowSeen.DISCUSSED, HowSeen.NOT_SEEN)
    return Entry(
        stay=stay,
        at=at,
        by=home.lead if random.random() < 0.85 else "matron",  # noqa: PLR2004 - a chance
        how=random.choices(hows, (82, 15, 3))[0],
        note=wording.note(topic, home.number, at.date()),
        plan=wording.plan(topic),
        watch=wording.watch(topic),
        again=random.choices(tuple(SeeAgain), (25, 25, 25, 0, 25))[0],
        told=wording.general("told"),
        view=wording.general("views") if random.random() < 0.3 else None,  # noqa: PLR2004 - a chance
        actions=()
        if is_withdrawn
        else tuple(_doing(chances, home, stay, at, each) for each in wording.actions(topic)),
        withdrawn="Written for the wrong resident" if is_withdrawn else None,
    )


def _doing(
    chances: Chances, home: HomeSketch, stay: Sojourn, at: datetime, asked: tuple[str, str, int]
) -> Doing:
    text, who, days = asked
    random, wording = chances.random, chances.wording
    due = at.date() + timedelta(days=days)
    owners = {"nurse": home.seniors, "carer": home.carers, "team": ("matron",)}
    when, state = _answer(chances, at, due, days)
    outcome = {
        ActionState.DONE: wording.general("done"),
        ActionState.NOT_DONE: wording.general("not_done"),
    }.get(state)
    if stay.left is not None and (when is None or when >= stay.left):
        when = stay.left - timedelta(minutes=1)
        state, outcome = ActionState.STOPPED, "No longer lives here"
    return Doing(
        text=text,
        owner=random.choice(owners.get(who, (who,))),
        priority=ActionPriority.URGENT if days < _URGENT_DAYS else ActionPriority.ROUTINE,
        due=due,
        answered_at=when,
        state=state,
        outcome=outcome,
    )


def _answer(
    chances: Chances, at: datetime, due: date, days: int
) -> tuple[datetime | None, ActionState]:
    """When it was answered: mostly in time, some late, a few not done, and what is still open."""
    random, today = chances.random, chances.span.today
    kind = random.choices(("in time", "late", "not done", "never"), (72, 14, 5, 9))[0]
    if kind == "never" and due < before(today, _LONG_OVERDUE_DAYS) and random.random() < 0.9:  # noqa: PLR2004
        kind = "late"
    if kind == "never":
        return None, ActionState.OPEN
    wait = random.randint(1, days) if kind == "in time" else days + random.randint(1, 12)
    when = moment(at.date() + timedelta(days=wait), random.randint(8, 20), random.randint(0, 59))
    if when >= chances.ends:
        return None, ActionState.OPEN
    return when, ActionState.NOT_DONE if kind == "not done" else ActionState.DONE
