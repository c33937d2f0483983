"""The figures of D2A stays and beds of a period together: what is asked, and what is formed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from mdt_core.measures.discharges import DestinationTable, LengthOfStay
from mdt_core.measures.forecast import BedForecast
from mdt_core.measures.occupancy import Occupancy
from mdt_core.measures.readmissions import Readmitted
from mdt_core.measures.resident_days import Period
from mdt_core.records.homes import BedType


@dataclass(frozen=True)
class OutcomesAsked:
    """Which stays and beds: a period, and one home or one type of bed where not all."""

    period: Period
    home_id: str = ""
    bed_type: BedType | None = None


@dataclass(frozen=True)
class Outcomes:
    """The figures, and the homes that they can be asked for by id and name."""

    asked: OutcomesAsked
    destinations: DestinationTable
    completed: LengthOfStay
    so_far: LengthOfStay
    use: Occupancy
    readmitted: tuple[Readmitted, ...]
    homes: Mapping[str, str]
    forecast: BedForecast | None = None
