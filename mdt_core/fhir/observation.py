"""Vital-sign Observations (FHIR R4) to observation sets: what was taken at one time is one set.

Only final, amended and corrected values with a time of day are taken; all else is counted by name
and reason. Two different values of one sign at one time make two sets, so that both stay visible.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from mdt_core.clock import utc_text
from mdt_core.fhir.elements import Resource, codes, first_code, moment, part, parts, text
from mdt_core.fhir.references import Entry
from mdt_core.fhir.taken import Taken
from mdt_core.fhir.vital_signs import PANELS, NotRead, Reading, VitalSign, reading_of, sign_of
from mdt_core.kinds import checked
from mdt_core.records.observations import ObservationSet

_TAKEN_STATUSES = {"final", "amended", "corrected"}


@dataclass
class _Set:
    """Readings of one time, while they are gathered."""

    readings: dict[str, Reading] = field(default_factory=dict)

    def takes(self, new: Reading) -> bool:
        """Adds a reading unless another value of the same sign is here."""
        return self.readings.setdefault(new.field, new).value == new.value


@dataclass(frozen=True)
class _At:
    """When, and in which encounter."""

    taken_at: datetime
    encounter: str


def observation_sets_from(
    entries: Sequence[Entry], not_taken: Counter[str]
) -> tuple[Taken[ObservationSet], ...]:
    """Reads all Observations of a bundle as sets, oldest first."""
    sets: dict[_At, list[_Set]] = {}
    for entry in sorted(entries, key=lambda each: each.key):
        at, readings = _read(entry.resource, not_taken)
        for reading in readings if at else ():
            _gather(sets.setdefault(at, []), reading) if at else None
    ordered = sorted(sets.items(), key=lambda item: (item[0].taken_at, item[0].encounter))
    return tuple(
        _taken(at, number, each) for at, same in ordered for number, each in enumerate(same)
    )


def _gather(sets: list[_Set], reading: Reading) -> None:
    if not any(each.takes(reading) for each in sets):
        sets.append(_Set({reading.field: reading}))


def _taken(at: _At, number: int, gathered: _Set) -> Taken[ObservationSet]:
    readings = gathered.readings
    sent = [each.as_sent for _, each in sorted(readings.items()) if each.as_sent]
    values: dict[str, object] = {
        "taken_at": at.taken_at,
        **{name: _as_number(each.value) for name, each in readings.items()},
        "note": f"As sent: {', '.join(sent)}" if sent else None,
    }
    key = f"{utc_text(at.taken_at)}/{at.encounter}/{number}"
    return Taken(key, checked(ObservationSet, values), occurred_at=at.taken_at)


def _as_number(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() and not _has_digits(value) else value


def _has_digits(value: Decimal) -> bool:
    """Whether it was written with digits after the point: 36.0 stays 36.0."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0


def _read(observation: Resource, not_taken: Counter[str]) -> tuple[_At | None, list[Reading]]:
    signs = list(_signs(observation))
    if not signs:
        not_taken[f"Observation: {_name(observation)}"] += 1
        return None, []
    status = text(observation, "status")
    if status not in _TAKEN_STATUSES:
        not_taken[f"Observation: {status or 'without status'}"] += 1
        return None, []
    taken_at = _taken_at(observation)
    if taken_at is None:
        not_taken["Observation: without a time of day"] += 1
        return None, []
    encounter = text(part(observation, "encounter"), "reference")
    return _At(taken_at, encounter), list(_readings(signs, not_taken))


def _signs(observation: Resource) -> Iterator[tuple[VitalSign, Resource]]:
    for observed in (observation, *parts(observation, "component")):
        sign = sign_of(part(observed, "code"))
        if sign is not None:
            yield sign, observed


def _readings(
    signs: Iterable[tuple[VitalSign, Resource]], not_taken: Counter[str]
) -> Iterator[Reading]:
    for sign, observed in signs:
        read = reading_of(sign, observed)
        if isinstance(read, NotRead):
            not_taken[f"Observation: {sign.field.replace('_', ' ')}, {read.why}"] += 1
        else:
            yield read


def _taken_at(observation: Resource) -> datetime | None:
    return (
        moment(observation, "effectiveDateTime")
        or moment(observation, "effectiveInstant")
        or moment(part(observation, "effectivePeriod"), "start")
    )


def _name(observation: Resource) -> str:
    """Its category, and for a vital sign its code: never its words, which may be about a person."""
    concept = part(observation, "code")
    category = next((first_code(each) for each in parts(observation, "category")), "")
    if any(pair in PANELS for pair in codes(concept)):
        return "panel without values"
    if category != "vital-signs":
        return category or "without category"
    return f"vital-signs, {first_code(concept) or 'without code'}"
