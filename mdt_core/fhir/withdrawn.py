"""What a source says it recorded in error: taken back here, where an earlier file brought it.

Only what is kept under the source's own name for it: scores, charts and vaccinations. A vital sign lies in the
set of its time: a set of which other signs are left is written anew, one of which none is left stays as it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mdt_core.fhir.chart_codes import chart_of
from mdt_core.fhir.charts import FRAILTY_KEY
from mdt_core.fhir.elements import part, text
from mdt_core.fhir.references import Entry
from mdt_core.record import Statement
from mdt_core.records.assessments import FrailtyLevel
from mdt_core.records.vaccinations import Vaccination

IN_ERROR: Final = "Entered in error in the source"


@dataclass(frozen=True)
class Withdrawn:
    """A kind and the key that the source gave to the record."""

    kind: str
    key: str


def withdrawn_from(entries: Iterable[Entry], *, has_level: bool) -> tuple[Withdrawn, ...]:
    """What is in error; the level of frailty only where no other one stands in its place."""
    found = {
        Withdrawn(kind.kind, FRAILTY_KEY if kind is FrailtyLevel else entry.key)
        for entry, kind in _in_error(entries)
        if not (has_level and kind is FrailtyLevel)
    }
    return tuple(sorted(found, key=lambda each: (each.kind, each.key)))


def _in_error(entries: Iterable[Entry]) -> Iterator[tuple[Entry, type[Statement]]]:
    for entry in entries:
        if entry.kind not in {"Observation", "Immunization"}:
            continue
        if text(entry.resource, "status") != "entered-in-error":
            continue
        if entry.kind == "Immunization":
            yield entry, Vaccination
        elif chart := chart_of(part(entry.resource, "code")):
            yield entry, chart.kind
