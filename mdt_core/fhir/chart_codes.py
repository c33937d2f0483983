"""Which published code of an Observation is which score or chart here, and which is left out and why.

A code stands here only where a published source names it with its meaning; none is guessed. The source of
each, and what has none, is in docs/fhir-import.md, which a test compares with these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mdt_core.fhir.elements import LOINC, SNOMED, Resource, codes
from mdt_core.record import Statement
from mdt_core.records.assessments import (
    FrailtyLevel,
    PainAssessment,
    ResultTool,
    ScoreResult,
    Stool,
)
from mdt_core.records.nutrition import Hydration


@dataclass(frozen=True)
class Chart:
    """A kind that one Observation becomes, and the whole numbers that its value can be."""

    kind: type[Statement]
    name: str
    least: int
    most: int
    tool: ResultTool | None = None


def _result(name: str, least: int, most: int, tool: ResultTool = ResultTool.OTHER) -> Chart:
    return Chart(ScoreResult, name, least, most, tool)


PAIN: Final = Chart(PainAssessment, "pain", 0, 10)
STOOL: Final = Chart(Stool, "Bristol stool type", 1, 7)
FLUID: Final = Chart(Hydration, "fluid intake", 0, 6000)
FRAILTY: Final = Chart(FrailtyLevel, "Clinical Frailty Scale", 1, 9)
_MUST: Final = _result("MUST", 0, 6)
_MMSE: Final = _result("MMSE", 0, 30, ResultTool.MMSE)
_GLASGOW: Final = _result("Glasgow Coma Scale", 3, 15)

CHARTS: Final[Mapping[tuple[str, str], Chart]] = {
    (LOINC, "72514-3"): PAIN,
    (SNOMED, "443172007"): STOOL,
    (LOINC, "9108-2"): FLUID,
    (SNOMED, "763264000"): FRAILTY,
    (SNOMED, "445414007"): FRAILTY,
    (SNOMED, "444297006"): _MUST,
    (SNOMED, "447316007"): _MMSE,
    (LOINC, "72106-8"): _MMSE,
    (LOINC, "72172-0"): _result("MoCA", 0, 30, ResultTool.MOCA),
    (LOINC, "38227-5"): _result("Braden", 6, 23, ResultTool.BRADEN),
    (SNOMED, "278897004"): _result("Waterlow", 0, 64, ResultTool.WATERLOW),
    (SNOMED, "1239201000000100"): _result("4AT", 0, 12),
    (LOINC, "9269-2"): _GLASGOW,
    (SNOMED, "248241002"): _GLASGOW,
}
"""Totals are results as reported: our own MUST screen and 4AT are answers, whose totals are worked out."""

FRAILTY_LEVELS: Final[Mapping[tuple[str, str], int]] = {
    (SNOMED, code): level
    for level, code in enumerate(
        (
            "1129331000000101",
            "1129341000000105",
            "1129351000000108",
            "1129361000000106",
            "1129371000000104",
            "1129381000000102",
            "1129391000000100",
            "1129401000000102",
            "1129411000000100",
        ),
        start=1,
    )
}
"""A level coded by itself, as records of practices have it; SNOMED CT UK edition."""

_HEIGHT: Final = "height, which stands in a MUST screen here"
_BMI: Final = "BMI, which is worked out here from weight and height"
LEFT_OUT: Final[Mapping[tuple[str, str], str]] = {
    (LOINC, "8302-2"): _HEIGHT,
    (SNOMED, "50373000"): _HEIGHT,
    (SNOMED, "1153637007"): _HEIGHT,
    (LOINC, "39156-5"): _BMI,
    (SNOMED, "60621009"): _BMI,
    (SNOMED, "225908003"): "pain score, which does not say of which scale",
    (SNOMED, "927981000000106"): "usual saturation, which a clinician marks on a set here",
}


def chart_of(concept: Resource) -> Chart | None:
    """The chart that a code means, None for any other code."""
    for pair in codes(concept):
        if pair in FRAILTY_LEVELS:
            return FRAILTY
        if pair in CHARTS:
            return CHARTS[pair]
    return None


def left_out(concept: Resource) -> str:
    """Why an Observation of a known code is not taken; empty for every other code."""
    return next((LEFT_OUT[pair] for pair in codes(concept) if pair in LEFT_OUT), "")
