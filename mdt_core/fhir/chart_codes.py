"""Which published code of an Observation is which score or chart here, and which is left out and why.

A code stands here only where a published source names it with its meaning; none is guessed. For the Abbey
pain scale none was found, so it is counted by its category. Sources, each seen in November 2026:

| Code | Meaning | Named in |
|---|---|---|
| LOINC 72514-3 | pain, 0 to 10 as told | Synthea FHIR R4 records (MITRE) |
| SNOMED CT 443172007 | Bristol stool form | HL7 Belgium, Patient Monitoring Outcome guide (2025) |
| LOINC 9108-2 | fluid intake in 24 hours | MIMIC-IV and NLM LOINC lists |
| SNOMED CT 763264000 | Clinical Frailty Scale score | GECCO (Charité, 2020), HL7 Norway |
| SNOMED CT 445414007 | Clinical Frailty Scale | Open eREACT-Care template (Apperta, 2021) |
| SNOMED CT 11293(31..91), 11294(01, 11) | its levels 1 to 9 | NHS North Central London data models |
| SNOMED CT 444297006, 447316007, 278897004 | MUST, MMSE, Waterlow | HL7 Belgium, be-vs-score |
| LOINC 72106-8 | MMSE | Synthea FHIR R4 records (MITRE) |
| LOINC 72172-0 | MoCA | HL7 PACIO functional status guide |
| LOINC 38227-5 | Braden scale | HL7 PACIO examples, NLM LOINC lists |
| SNOMED CT 1239201000000100 | assessment by the 4AT | NHS England refset DELIRIUMASS_COD |
| LOINC 9269-2, SNOMED CT 248241002 | Glasgow coma score | MII and ISiK guides (HL7 Germany) |
| SNOMED CT 225908003 | pain score, of any scale | PRSB Community Pharmacy standard |
| LOINC 8302-2, 39156-5; SNOMED CT 50373000, 1153637007, 60621009 | height, BMI | UK Core R4 |
| SNOMED CT 927981000000106 | usual saturation | NHS England Frameworks guide |
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
