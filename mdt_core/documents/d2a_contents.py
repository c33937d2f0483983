"""What the report of D2A outcomes says, on the screen and on paper alike: labels and words by section."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from mdt_core.clock import clinical_date
from mdt_core.documents.contents import Freshness
from mdt_core.measures import discharges, forecast, occupancy, readmissions
from mdt_core.measures.d2a_outcomes import Outcomes
from mdt_core.measures.discharges import DestinationTable, LengthOfStay
from mdt_core.measures.forecast import BedForecast
from mdt_core.measures.occupancy import Occupancy
from mdt_core.measures.readmissions import Readmitted

EVERY_HOME = "All homes served"
EVERY_BED = "All D2A beds"
NO_STAYS = "No stays"
NO_BEDS = "No commissioned bed-days"


@dataclass(frozen=True)
class Figures:
    """One section: its lines as label and words, and how they are counted."""

    title: str
    lines: tuple[tuple[str, str], ...]
    how_counted: str = ""


@dataclass(frozen=True)
class D2aReport:
    """The report as it is shown and printed."""

    about: str
    sections: tuple[Figures, ...]
    freshness: Freshness
    printed_by: str
    printed_at: datetime
    document_id: str
    practice: bool
    title: str = "D2A outcomes"


def about_words(found: Outcomes) -> str:
    """The period, the home and the type of bed that the figures are of."""
    asked = found.asked
    period = f"{clinical_date(asked.period.first)} to {clinical_date(asked.period.last)}"
    home = found.homes.get(asked.home_id, EVERY_HOME)
    bed = asked.bed_type.label if asked.bed_type else EVERY_BED
    return f"{period}. {home}. {bed}"


def sections_of(found: Outcomes) -> tuple[Figures, ...]:
    """Every figure in words; money is said with the voids alone."""
    return (
        Figures(
            "Destinations",
            tuple(_destinations(found.destinations)),
            discharges.HOW_COUNTED,
        ),
        Figures("Length of stay: completed stays", tuple(_lengths(found.completed))),
        Figures("Length of stay: stays that go on", tuple(_lengths(found.so_far))),
        Figures("Use of beds", tuple(_use(found.use)), occupancy.HOW_COUNTED),
        Figures(
            "Readmissions to hospital",
            tuple(_readmitted(each) for each in found.readmitted),
            readmissions.HOW_COUNTED,
        ),
        Figures("If it goes on like this", tuple(_forecast(found.forecast)), forecast.HOW_COUNTED),
    )


def _destinations(table: DestinationTable) -> Iterator[tuple[str, str]]:
    if not table.discharges:
        yield "Discharges", discharges.NO_DISCHARGES
    else:
        yield "Discharges", f"{table.discharges:,}"
        for each in table.shares:
            yield each.destination.label, f"{each.percent} % ({each.count} of {table.discharges:,})"
        home = f"{table.overall_home} of {table.discharges:,}"
        yield "Overall Home", f"{table.overall_home_percent} % ({home})"
        yield "Note", discharges.ROUNDING
    for where, count in table.beside.items():
        yield f"Beside the table: {where.label.lower()}", f"{count:,}"
    if table.not_recorded:
        yield "Beside the table: destination not recorded", f"{table.not_recorded:,}"


def _lengths(found: LengthOfStay) -> Iterator[tuple[str, str]]:
    if not found.stays:
        yield "Stays", NO_STAYS
        return
    yield "Stays", f"{found.stays:,}"
    yield "Median", f"{found.median} nights"
    yield "Mean", f"{found.mean} nights"
    yield "Middle half", f"{found.lower_quartile} to {found.upper_quartile} nights"
    for limit, count in found.longer.items():
        yield (
            f"Longer than {limit} nights",
            f"{found.percent_longer(limit)} % ({count} of {found.stays:,})",
        )


def _use(found: Occupancy) -> Iterator[tuple[str, str]]:
    if found.utilisation is None:
        yield "Bed-days", NO_BEDS
        return
    yield "Commissioned bed-days", f"{found.commissioned:,}"
    yield "Occupied", f"{found.occupied:,}"
    yield "Utilisation", f"{found.utilisation} % ({found.occupied:,} of {found.commissioned:,})"
    yield "Empty", f"{found.empty:,}"
    without = found.void_without_rate
    unknown = f", {without:,} of them without a recorded retainer" if without else ""
    yield "Void", f"{found.void:,}{unknown}"
    for reason, days in found.void_reasons.items():
        yield f"Void: {reason[0].lower()}{reason[1:]}", f"{days:,}"
    yield "Cost of voids", f"£{found.void_cost.quantize(Decimal('0.01')):,}"


def _readmitted(found: Readmitted) -> tuple[str, str]:
    label = f"Within {found.days} days of leaving"
    if found.percent is None:
        return label, NO_STAYS
    return label, f"{found.percent} % ({found.readmitted} of {found.stays:,})"


def _forecast(found: BedForecast | None) -> Iterator[tuple[str, str]]:
    if found is None:
        yield "Beds wanted", forecast.TOO_LITTLE
        return
    yield "Arrivals", f"{found.a_week} a week ({found.arrivals:,} in {found.days:,} days)"
    yield "Stay on average", f"{found.nights} nights"
    average = f"{found.mean}, 95 % interval {found.mean_low} to {found.mean_high}"
    yield "Beds wanted, average", average
    yield "Beds wanted on 95 days in 100", f"{found.day_low} to {found.day_high}"
    yield "Beds commissioned now", f"{found.beds:,}"
    for beds, share in found.short:
        yield f"With {beds} beds", f"more wanted on {share} days in 100"
