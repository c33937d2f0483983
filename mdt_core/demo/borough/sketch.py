"""The whole of a practice borough, worked out from a scale, a day and a seed, before anything is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from mdt_core.demo.borough.dirty import Dirty, with_awkward_cases
from mdt_core.demo.borough.events import Chances, checks_of, concerns_of, episodes_of, falls_of
from mdt_core.demo.borough.happenings import (
    Fell,
    Happenings,
    HeldRound,
    InHospital,
    Observed,
    Raised,
)
from mdt_core.demo.borough.observing import observations_of
from mdt_core.demo.borough.places import HomeSketch, Worker, sketch_homes, team
from mdt_core.demo.borough.rounds import Home, rounds_of
from mdt_core.demo.borough.scale import Scale, Span, chance_of, span_of
from mdt_core.demo.borough.stays import Sojourn, sojourns_of
from mdt_core.demo.borough.wording import Wording

H = TypeVar("H", Fell, Raised, InHospital)


@dataclass(frozen=True)
class Sketch:
    """Homes, lives and happenings; the same for one scale, day and seed."""

    scale: Scale
    span: Span
    seed: int
    homes: tuple[HomeSketch, ...]
    team: tuple[Worker, ...]
    stays: tuple[Sojourn, ...]
    dirty: Dirty
    told: Happenings

    @property
    def current(self) -> tuple[Sojourn, ...]:
        """The stays that last."""
        return tuple(each for each in self.stays if each.left is None)


def sketch(scale: Scale, today: date, seed: int) -> Sketch:
    """Works out a borough."""
    span = span_of(scale, today)
    homes = sketch_homes(scale, seed)
    stays, dirty = with_awkward_cases(sojourns_of(homes, scale, span, seed), homes, span)
    told = _happenings(Chances(chance_of(seed, "events"), _words(seed), span, homes), stays, dirty)
    return Sketch(scale, span, seed, homes, team(), tuple(stays), dirty, told)


def _words(seed: int) -> Wording:
    return Wording(chance_of(seed, "words"))


def _happenings(chances: Chances, stays: Sequence[Sojourn], dirty: Dirty) -> Happenings:
    night = next(each for each in stays if each.person.key == dirty.twice_01_30)
    episodes = tuple(each for each in episodes_of(chances, stays) if each.stay is not night)
    away = _by_stay(episodes)
    falls = tuple(falls_of(chances, stays, away, night))
    concerns = tuple(concerns_of(chances, stays, away))
    rounds, missed = _rounds(chances, stays, dirty, falls=falls, concerns=concerns, away=away)
    observed: tuple[Observed, ...] = tuple(observations_of(chances, stays, away, night))
    checks = tuple(checks_of(chances, stays))
    return Happenings(rounds, missed, concerns, falls, episodes, observed, checks)


def _rounds(
    chances: Chances,
    stays: Sequence[Sojourn],
    dirty: Dirty,
    *,
    falls: Sequence[Fell],
    concerns: Sequence[Raised],
    away: Mapping[str, Sequence[InHospital]],
) -> tuple[tuple[HeldRound, ...], tuple[tuple[int, date], ...]]:
    held: list[HeldRound] = []
    missed: list[tuple[int, date]] = []
    fell, raised = _by_home(falls), _by_home(concerns)
    for home in chances.homes:
        living = [each for each in stays if each.home == home.number]
        dying = dirty.died_in_round if _has(living, dirty.died_in_round) else None
        here = Home(home, living, fell[home.number], raised[home.number], away, dying)
        for each in rounds_of(chances, here):
            if isinstance(each, HeldRound):
                held.append(each)
            else:
                missed.append((home.number, each))
    return tuple(held), tuple(missed)


def _has(stays: Iterable[Sojourn], person: str) -> bool:
    return any(each.person.key == person for each in stays)


def _by_home(happened: Iterable[H]) -> Mapping[int, list[H]]:
    found: defaultdict[int, list[H]] = defaultdict(list)
    for each in happened:
        found[each.stay.home].append(each)
    return found


def _by_stay(happened: Iterable[InHospital]) -> dict[str, list[InHospital]]:
    found: dict[str, list[InHospital]] = {}
    for each in happened:
        found.setdefault(each.stay.key, []).append(each)
    return found
