"""The vital signs that are taken, by code, with the UCUM units each may come in.

A value is converted only where its unit is known exactly, and what was sent is then told in the
set's note. The chart knows whole numbers, and tenths of a degree: a finer value is rounded to the
nearest, a saturation down, never up. Sources: LOINC 2.8x codes of the FHIR R4 vital signs profile, RCP NEWS2
(2017), SNOMED CT codes of UK Core R4 (UKCore-ObservationVitalSignsType, 2025) that mean the same: none that is
estimated, told by the person, of another posture, or of a baby.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TypeAlias

from mdt_core.fhir.dosage import plain
from mdt_core.fhir.elements import LOINC, SNOMED, UCUM, Resource, codes, number, part, text
from mdt_core.fields import field_of
from mdt_core.record import problem_with
from mdt_core.records.observations import Consciousness, ObservationSet

_ANNOTATION = re.compile(r"\{[^}]*\}")
_WHOLE = Decimal(1)
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class VitalSign:
    """A field of the observation set, how each unit becomes the field's own, and its step on the chart."""

    field: str
    units: Mapping[str, Callable[[Decimal], Decimal]]
    step: Decimal | None = None
    rounding: str = ROUND_HALF_UP

    def stepped(self, value: Decimal) -> Decimal:
        """The value as the chart holds it; one that fits keeps its very digits: 36.80 stays 36.80."""
        if self.step is None or not value % self.step:
            return value
        return value.quantize(self.step, self.rounding)


ReadValue: TypeAlias = Decimal | bool | Consciousness
"""What a field of the set can be given by an Observation."""


@dataclass(frozen=True)
class Reading:
    """A value that is taken, and what was sent where it is not the same."""

    field: str
    value: ReadValue
    as_sent: str = ""


@dataclass(frozen=True)
class NotRead:
    """Why a value is not taken, in words to count by."""

    why: str


@dataclass(frozen=True)
class Sent:
    """An exact number as sent, with its UCUM unit without annotations."""

    value: Decimal
    unit: str


def _same(value: Decimal) -> Decimal:
    return value


def _celsius(fahrenheit: Decimal) -> Decimal:
    return ((fahrenheit - 32) * 5 / 9).quantize(_TENTH, ROUND_HALF_UP)


def _kilograms(pounds: Decimal) -> Decimal:
    return (pounds * Decimal("0.45359237")).quantize(_TENTH, ROUND_HALF_UP)


def _from_grams(grams: Decimal) -> Decimal:
    return grams / 1000


_A_MINUTE = {"/min": _same}
_PRESSURE = {"mm[Hg]": _same}
_SYSTOLIC = VitalSign("systolic", _PRESSURE, _WHOLE)
_DIASTOLIC = VitalSign("diastolic", _PRESSURE, _WHOLE)
_RESPIRATIONS = VitalSign("respirations", _A_MINUTE, _WHOLE)
_PULSE = VitalSign("pulse", _A_MINUTE, _WHOLE)
_SATURATION = VitalSign("oxygen_percent", {"%": _same}, _WHOLE, ROUND_FLOOR)
_TEMPERATURE = VitalSign("temperature", {"Cel": _same, "[degF]": _celsius}, _TENTH)
_WEIGHT = VitalSign("weight_kg", {"kg": _same, "g": _from_grams, "[lb_av]": _kilograms})
_NEWS2 = VitalSign("recorded_news2", {"": _same, "1": _same}, _WHOLE)

OXYGEN_FLOW = VitalSign("oxygen_flow", {"L/min": _same, "l/min": _same})
"""Not found by a code of its own: it is the value of «on oxygen»."""

BY_CODE: Mapping[tuple[str, str], VitalSign] = {
    (LOINC, "9279-1"): _RESPIRATIONS,
    (LOINC, "59408-5"): _SATURATION,
    (LOINC, "2708-6"): _SATURATION,
    (LOINC, "8480-6"): _SYSTOLIC,
    (LOINC, "8462-4"): _DIASTOLIC,
    (LOINC, "8867-4"): _PULSE,
    (LOINC, "8310-5"): _TEMPERATURE,
    (LOINC, "8331-1"): _TEMPERATURE,  # oral; older records send it alone
    (LOINC, "29463-7"): _WEIGHT,
    (SNOMED, "86290005"): _RESPIRATIONS,
    (SNOMED, "271625008"): _RESPIRATIONS,
    (SNOMED, "103228002"): _SATURATION,
    (SNOMED, "431314004"): _SATURATION,
    (SNOMED, "271649006"): _SYSTOLIC,
    (SNOMED, "72313002"): _SYSTOLIC,
    (SNOMED, "163030003"): _SYSTOLIC,
    (SNOMED, "271650006"): _DIASTOLIC,
    (SNOMED, "1091811000000102"): _DIASTOLIC,
    (SNOMED, "163031004"): _DIASTOLIC,
    (SNOMED, "364075005"): _PULSE,
    (SNOMED, "78564009"): _PULSE,
    (SNOMED, "843941000000100"): _PULSE,
    (SNOMED, "444981005"): _PULSE,
    (SNOMED, "386725007"): _TEMPERATURE,
    (SNOMED, "276885007"): _TEMPERATURE,
    (SNOMED, "415945006"): _TEMPERATURE,
    (SNOMED, "415974002"): _TEMPERATURE,
    (SNOMED, "27113001"): _WEIGHT,
    (SNOMED, "363808001"): _WEIGHT,
    (SNOMED, "735395000"): _WEIGHT,
    (SNOMED, "1104051000000101"): _NEWS2,
}
PANELS = frozenset(
    {(LOINC, "85354-9"), (LOINC, "55284-4"), (LOINC, "85353-1"), (SNOMED, "75367002")}
)
"""Blood pressure (today's and the former code) and the vital signs panel: the values are components."""


def sign_of(concept: Resource) -> VitalSign | None:
    """The vital sign a code means, None for any other code."""
    return next((BY_CODE[pair] for pair in codes(concept) if pair in BY_CODE), None)


def sent_in(observed: Resource) -> Sent | NotRead:
    """The exact number that an Observation or one of its components carries."""
    whole = observed.get("valueInteger")
    sent = {"value": whole} if whole is not None else part(observed, "valueQuantity")
    value = number(sent, "value")
    if value is None:
        return NotRead("no value")
    if text(sent, "comparator"):
        return NotRead("not an exact value")
    if text(sent, "system") not in {"", UCUM}:
        return NotRead("unit not known")
    return Sent(value, _ANNOTATION.sub("", text(sent, "code")))


def reading_of(sign: VitalSign, observed: Resource) -> Reading | NotRead:
    """Reads the value of an Observation or of one of its components."""
    sent = sent_in(observed)
    if isinstance(sent, NotRead):
        return NotRead(f"{_words(sign)}, {sent.why}")
    convert = sign.units.get(sent.unit)
    if convert is None:
        return NotRead(f"{_words(sign)}, unit not known")
    return _within_range(sign, sent, convert(sent.value), part(observed, "valueQuantity"))


def _within_range(
    sign: VitalSign, sent: Sent, value: Decimal, quantity: Resource
) -> Reading | NotRead:
    spec = field_of(ObservationSet, sign.field)
    taken = sign.stepped(value)
    if problem_with(spec, taken):
        return NotRead(f"{_words(sign)}, outside what is possible")
    if taken == sent.value:
        return Reading(sign.field, taken)
    unit = text(quantity, "unit") or text(quantity, "code")
    return Reading(sign.field, taken, f"{spec.label} {plain(sent.value)} {unit}".strip())


def _words(sign: VitalSign) -> str:
    return sign.field.replace("_", " ")
