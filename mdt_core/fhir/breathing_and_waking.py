"""Air or oxygen and the ACVPU scale among Observations: what a set holds beside its numbers.

Sources: UK Core R4 value sets UKCore-InspiredOxygen and UKCore-ACVPU (2025). Nothing is taken from a code
whose value says otherwise, and nobody breathes air because nothing was said of oxygen.
"""

from collections.abc import Mapping
from typing import Final

from mdt_core.fhir.elements import SNOMED, Resource, codes, flag, has_code, part
from mdt_core.fhir.vital_signs import OXYGEN_FLOW, NotRead, Reading, reading_of
from mdt_core.records.observations import Consciousness

_ON_AIR: Final = frozenset({(SNOMED, "722742002")})
_ON_OXYGEN: Final = frozenset({(SNOMED, "371825009")})
_ACVPU: Final = frozenset({(SNOMED, "1104441000000107")})
_BY_CODE: Final[Mapping[tuple[str, str], Consciousness]] = {
    (SNOMED, "248234008"): Consciousness.ALERT,
    (SNOMED, "130987000"): Consciousness.NEW_CONFUSION,
    (SNOMED, "300202002"): Consciousness.VOICE,
    (SNOMED, "450847001"): Consciousness.PAIN,
    (SNOMED, "422768004"): Consciousness.UNRESPONSIVE,
}


def states_of(observation: Resource) -> tuple[Reading | NotRead, ...]:
    """What an Observation says of air, oxygen or consciousness; nothing for any other code."""
    concept = part(observation, "code")
    if has_code(concept, _ACVPU | _BY_CODE.keys()):
        return (_consciousness(observation),)
    if has_code(concept, _ON_AIR):
        return (_breathing(observation, is_on_oxygen=False),)
    if not has_code(concept, _ON_OXYGEN):
        return ()
    breathing = _breathing(observation, is_on_oxygen=True)
    if "valueQuantity" not in observation or isinstance(breathing, NotRead):
        return (breathing,)
    return breathing, reading_of(OXYGEN_FLOW, observation)


def _consciousness(observation: Resource) -> Reading | NotRead:
    """The answer on the scale; a finding sent by its own code is one where no value says otherwise."""
    value = part(observation, "valueCodeableConcept")
    if not _says_more(observation):
        value = part(observation, "code")
    found = {_BY_CODE[pair] for pair in codes(value) if pair in _BY_CODE}
    if len(found) != 1:
        return NotRead("consciousness, no value")
    return Reading("consciousness", found.pop())


def _says_more(observation: Resource) -> bool:
    return any(name.startswith("value") or name == "dataAbsentReason" for name in observation)


def _breathing(observation: Resource, *, is_on_oxygen: bool) -> Reading | NotRead:
    is_said = (
        flag(observation, "valueBoolean") is not False and "dataAbsentReason" not in observation
    )
    if not is_said:
        return NotRead("on oxygen, no value")
    return Reading("on_oxygen", is_on_oxygen)
