"""Dosage (FHIR R4) to the words of a medicine line: dose, route, how often, when needed.

Only what was sent is said; numbers keep their digits. Several dosages of one order are told in
order under instructions, never merged into one dose.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from mdt_core.fhir.elements import Resource, flag, number, part, parts, text, texts, words

_PERIODS = {
    "s": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "d": ("day", "days"),
    "wk": ("week", "weeks"),
    "mo": ("month", "months"),
    "a": ("year", "years"),
}
_TIMES = {1: "once", 2: "twice"}
_WHEN = {
    "MORN": "in the morning",
    "NOON": "at noon",
    "AFT": "in the afternoon",
    "EVE": "in the evening",
    "NIGHT": "at night",
    "HS": "at bedtime",
    "WAKE": "on waking",
    "AC": "before meals",
    "PC": "after meals",
    "C": "with meals",
    "ACM": "before breakfast",
    "PCM": "after breakfast",
    "CM": "with breakfast",
}


def dosage_values(dosages: Sequence[Resource]) -> dict[str, Any]:
    """The fields of a medicine line that the dosages fill."""
    if len(dosages) == 1:
        return _one(dosages[0])
    told = [_sentence(_one(each)) for each in dosages]
    return {"instructions": "\n".join(filter(None, told)) or None}


def _one(dosage: Resource) -> dict[str, Any]:
    values: dict[str, Any] = {
        "dose": _dose(dosage),
        "route": words(part(dosage, "route")),
        "frequency": _timing(part(dosage, "timing")),
        "as_needed": _as_needed(dosage),
        "instructions": _instructions(dosage),
    }
    return {name: value for name, value in values.items() if value not in {"", None}}


def _sentence(values: dict[str, Any]) -> str:
    said = [values.get(name) for name in ("dose", "route", "frequency")]
    needed = "when needed" if values.get("as_needed") else None
    return ", ".join(filter(None, [*said, needed, values.get("instructions")]))


def _instructions(dosage: Resource) -> str:
    more = (words(each) for each in parts(dosage, "additionalInstruction"))
    reason = words(part(dosage, "asNeededCodeableConcept"))
    said = (
        text(dosage, "text"),
        text(dosage, "patientInstruction"),
        *more,
        f"When needed for {reason}" if reason else "",
        _limits(dosage),
    )
    return "\n".join(dict.fromkeys(filter(None, said)))


def _limits(dosage: Resource) -> str:
    most = part(dosage, "maxDosePerPeriod")
    top, below = quantity(part(most, "numerator")), quantity(part(most, "denominator"))
    return f"No more than {top} in {below}" if top and below else ""


def _as_needed(dosage: Resource) -> bool | None:
    return True if "asNeededCodeableConcept" in dosage else flag(dosage, "asNeededBoolean")


def _dose(dosage: Resource) -> str:
    rates = parts(dosage, "doseAndRate")
    return "; ".join(filter(None, (_dose_and_rate(each) for each in rates)))


def _dose_and_rate(each: Resource) -> str:
    given = quantity(part(each, "doseQuantity")) or _range(part(each, "doseRange"))
    ratio = part(each, "rateRatio")
    over = [quantity(part(ratio, name)) for name in ("numerator", "denominator")]
    rate = quantity(part(each, "rateQuantity")) or _range(part(each, "rateRange"))
    rate = rate or (f"{over[0]} per {over[1]}" if all(over) else "")
    return " at ".join(filter(None, (given, rate)))


def _range(given: Resource) -> str:
    low, high = quantity(part(given, "low")), quantity(part(given, "high"))
    return f"{low} to {high}" if low and high else low or high


def quantity(given: Resource) -> str:
    """A quantity in words, with its comparator: `5 mg`, `< 1 tablet`, or nothing."""
    value = number(given, "value")
    if value is None:
        return ""
    unit = text(given, "unit") or text(given, "code")
    return " ".join(filter(None, (text(given, "comparator"), plain(value), unit)))


def plain(value: Decimal) -> str:
    """A number without exponent; `1.0`, which is how some systems write one, is `1`."""
    return f"{value:f}" if value % 1 else f"{value.to_integral_value():f}"


def _timing(timing: Resource) -> str:
    repeat = part(timing, "repeat")
    said = [_rate(repeat), *_named_times(repeat), *_days(repeat)]
    told = ", ".join(filter(None, said))
    return words(part(timing, "code")) or told


def _named_times(repeat: Resource) -> list[str]:
    moments = [_WHEN.get(each, each) for each in texts(repeat, "when")]
    return [*moments, *(each[:5] for each in texts(repeat, "timeOfDay"))]


def _days(repeat: Resource) -> list[str]:
    return [f"on {each.capitalize()}" for each in texts(repeat, "dayOfWeek")]


def _rate(repeat: Resource) -> str:
    period, unit = number(repeat, "period"), _PERIODS.get(text(repeat, "periodUnit"))
    if period is None or unit is None:
        return ""
    times = _how_many(number(repeat, "frequency") or Decimal(1), number(repeat, "frequencyMax"))
    every = unit[0] if period == 1 else f"{_span(period, repeat)} {unit[1]}"
    if times == "once":
        return f"every {every}" if period != 1 else f"once a {every}"
    return f"{times} a {every}" if period == 1 else f"{times} every {every}"


def _span(period: Decimal, repeat: Resource) -> str:
    most = number(repeat, "periodMax")
    return f"{plain(period)} to {plain(most)}" if most is not None else plain(period)


def _how_many(least: Decimal, most: Decimal | None) -> str:
    if most is not None and most != least:
        return f"{plain(least)} to {plain(most)} times"
    return (
        _TIMES.get(int(least), f"{plain(least)} times")
        if not least % 1
        else f"{plain(least)} times"
    )
