"""How large a practice borough is, and how its figures are shared out when it is made smaller.

The whole borough has 56 homes, 1,400 residents, 60 D2A beds and, in a year, 581 discharges from
them with the published split of destinations (Scrutiny slides, 1 March 2023) and 420 deaths.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from typing import Final, TypeVar

from mdt_core.errors import InvalidInput
from mdt_core.records.stays import Destination, StayType

Key = TypeVar("Key")

HOMES: Final = 56
YEAR_DAYS: Final = 364
"""The year told: 52 whole weeks before the day of the demonstration."""

USUAL_WEEKS: Final = 8
"""So many weeks of rounds are told unless asked otherwise."""

MOST_WEEKS: Final = YEAR_DAYS // 7

DISCHARGES: Final[Mapping[Destination, int]] = MappingProxyType(
    {
        Destination.COMM: 347,
        Destination.NO_SERV: 139,
        Destination.NURS: 16,
        Destination.RES: 58,
        Destination.RIP: 21,
    }
)
_D2A_BEDS: Final[Mapping[StayType, int]] = MappingProxyType(
    {StayType.D2A_BLOCK: 40, StayType.D2A_SPOT: 14, StayType.COMPLEX_BEHAVIOUR: 6}
)
_D2A_HOMES: Final[Mapping[StayType, int]] = MappingProxyType(
    {StayType.COMPLEX_BEHAVIOUR: 1, StayType.D2A_BLOCK: 8, StayType.D2A_SPOT: 5}
)
_RESIDENTS: Final = 1_400
_DEATHS: Final = 420


@dataclass(frozen=True)
class Scale:
    """How many homes, and how many weeks of rounds, observations and falls before the day.

    Who came and went is told for the whole year in any case. Raises InvalidInput for fewer than 3
    homes or more than 56, or for less than 1 week or more than 52.
    """

    homes: int = HOMES
    weeks: int = USUAL_WEEKS

    def __post_init__(self) -> None:
        if self.homes not in range(3, HOMES + 1):
            raise InvalidInput(f"A borough has 3 to {HOMES} homes, not {self.homes}", where="Homes")
        if self.weeks not in range(1, MOST_WEEKS + 1):
            told = f"The rounds of 1 to {MOST_WEEKS} weeks can be told, not {self.weeks}"
            raise InvalidInput(told, where="Weeks")

    @property
    def residents(self) -> int:
        """Who has a place on the day of the demonstration, D2A included."""
        return self._of(_RESIDENTS)

    @property
    def deaths(self) -> int:
        """Deaths in the year, those in D2A beds included."""
        return self._of(_DEATHS)

    @property
    def discharges(self) -> dict[Destination, int]:
        """D2A discharges of the year by destination; the published ones where it is whole."""
        return apportioned(self._of(sum(DISCHARGES.values())), DISCHARGES)

    @property
    def d2a_beds(self) -> dict[StayType, int]:
        """D2A beds by what they are paid for; at least one of each."""
        return {kind: max(1, self._of(beds)) for kind, beds in _D2A_BEDS.items()}

    @property
    def d2a_present(self) -> int:
        """How many D2A beds are taken on the day; about one in ten stands empty."""
        beds = sum(self.d2a_beds.values())
        return beds - round(beds / 10)

    @property
    def d2a_homes(self) -> dict[StayType, int]:
        """How many homes have D2A beds of a kind; no home has two kinds."""
        return {kind: max(1, self._of(homes)) for kind, homes in _D2A_HOMES.items()}

    def _of(self, whole: int) -> int:
        return round(whole * self.homes / HOMES)


@dataclass(frozen=True)
class Span:
    """The day of the demonstration, the beginning of the year before it, and that of the rounds."""

    today: date
    began: date
    rounds_from: date


def span_of(scale: Scale, today: date) -> Span:
    """The days that a borough of that scale tells."""
    return Span(today, today - timedelta(days=YEAR_DAYS), today - timedelta(days=7 * scale.weeks))


def apportioned(total: int, weights: Mapping[Key, float]) -> dict[Key, int]:
    """Shares a whole number out by weight, the largest remainders first, so that it adds up."""
    everything = sum(weights.values())
    exact = {key: total * weight / everything for key, weight in weights.items()}
    shares = {key: int(share) for key, share in exact.items()}
    left = total - sum(shares.values())
    by_remainder = sorted(exact, key=lambda key: shares[key] - exact[key])
    for key in by_remainder[:left]:
        shares[key] += 1
    return shares


def chance_of(seed: int, *what: object) -> Random:
    """Randomness that is the same for one seed and purpose, whatever else was drawn."""
    return Random(":".join(map(str, (seed, "borough", *what))))  # noqa: S311 - made-up, no secrets
