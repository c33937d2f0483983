"""Vital-sign Observations (FHIR R4) to observation sets: what was taken at one time is one set.

Only final, amended and corrected values with a time of day are taken; all else is counted by name
and reason. Two different values of one sign at one time make two sets, so that both stay visible.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from mdt_core.clock import utc_text
from mdt_core.fhir.breathing_and_waking import states_of
from mdt_core.fhir.chart_codes import left_out
from mdt_core.fhir.elements import Resource, codes, first_code, moment, part, parts, text
from mdt_core.fhir.references import Entry
from mdt_core.fhir.taken import Taken
from mdt_core.fhir.vital_signs import PANELS, NotRead, Reading, ReadValue, reading_of, sign_of
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
        **{name: _as_value(each.value) for name, each in readings.items()},
        "note": f"As sent: {', '.join(sent)}" if sent else None,
    }
    key = f"{utc_text(at.taken_at)}/{at.encounter}/{number}"
    return Taken(key, checked(ObservationSet, values), occurred_at=at.taken_at)


def _as_value(value: ReadValue) -> object:
    """A number without digits after the point as a whole one: 36.0 stays 36.0."""
    if not isinstance(value, Decimal) or value != value.to_integral_value():
        return value
    exponent = value.as_tuple().exponent
    has_digits = isinstance(exponent, int) and exponent < 0
    return value if has_digits else int(value)


def _read(observation: Resource, not_taken: Counter[str]) -> tuple[_At | None, list[Reading]]:
    read = list(_readings(observation))
    if not read:
        not_taken[f"Observation: {_name(observation)}"] += 1
        return None, []
    at = taken_at(observation)
    why = unfinished(observation) or ("" if at else "without a time of day")
    if why or at is None:
        not_taken[f"Observation: {why}"] += 1
        return None, []
    not_taken.update(f"Observation: {each.why}" for each in read if isinstance(each, NotRead))
    encounter = text(part(observation, "encounter"), "reference")
    return _At(at, encounter), [each for each in read if isinstance(each, Reading)]


def _readings(observation: Resource) -> Iterator[Reading | NotRead]:
    for observed in (observation, *parts(observation, "component")):
        sign = sign_of(part(observed, "code"))
        yield from states_of(observed) if sign is None else (reading_of(sign, observed),)


def unfinished(observation: Resource) -> str:
    """Why the status of an Observation keeps it out, empty where it does not."""
    status = text(observation, "status")
    return "" if status in _TAKEN_STATUSES else status or "without status"


def taken_at(observation: Resource) -> datetime | None:
    """The time of day at which it was so, or from which on; None for a bare date."""
    return (
        moment(observation, "effectiveDateTime")
        or moment(observation, "effectiveInstant")
        or moment(part(observation, "effectivePeriod"), "start")
    )


def _name(observation: Resource) -> str:
    """Its category, and for a vital sign its code: never its words, which may be about a person."""
    concept = part(observation, "code")
    if why := left_out(concept):
        return why
    category = next((first_code(each) for each in parts(observation, "category")), "")
    if any(pair in PANELS for pair in codes(concept)):
        return "panel without values"
    if category != "vital-signs":
        return category or "without category"
    return f"vital-signs, {first_code(concept) or 'without code'}"
