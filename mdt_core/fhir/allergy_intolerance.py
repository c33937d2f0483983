"""AllergyIntolerance (FHIR R4) to one statement of the allergy state.

«No known allergies» is said only where the source codes it so; «no known drug allergies» is less and
does not stand for it; nothing sent means nothing said (CUI Patient Banner, four states).
"""

from collections import Counter
from collections.abc import Sequence

from pydantic import ValidationError

from mdt_core.fhir.elements import (
    SNOMED,
    Resource,
    coded,
    codes,
    first_code,
    has_code,
    part,
    parts,
    refuse,
    text,
    words,
)
from mdt_core.fhir.references import Entry
from mdt_core.fhir.taken import Taken
from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind

_IPS_ABSENT = frozenset(
    {
        "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips",
        "http://terminology.hl7.org/CodeSystem/absent-unknown-uv-ips",
    }
)
_NO_KNOWN_ALLERGY = frozenset(
    {(SNOMED, "716186003"), *((system, "no-known-allergies") for system in _IPS_ABSENT)}
)
_LESS_THAN_NONE_KNOWN = frozenset({"409137002", "428607008", "429625007"})
"""SNOMED CT: no known drug, environmental, food allergy."""


def allergy_state_from(
    entries: Sequence[Entry], not_taken: Counter[str]
) -> Taken[AllergyState] | None:
    """Reads all AllergyIntolerance of a bundle as one whole; None where they say nothing."""
    if not entries:
        return None
    standing = [entry.resource for entry in entries if _stands(entry.resource, not_taken)]
    listed = [allergy for each in standing if (allergy := _allergy(each, not_taken))]
    if listed:
        known = {a.model_dump_json(): a for a in sorted(listed, key=_by_substance)}
        return _state(AllergyStateKind.KNOWN, tuple(known.values()))
    if any(has_code(part(each, "code"), _NO_KNOWN_ALLERGY) for each in standing):
        return _state(AllergyStateKind.NONE_KNOWN)
    return _state(AllergyStateKind.NOT_RECORDED, only_if_known=True)


def _state(
    kind: AllergyStateKind, allergies: tuple[Allergy, ...] = (), *, only_if_known: bool = False
) -> Taken[AllergyState]:
    record = AllergyState(state=kind, allergies=allergies)
    return Taken("allergy-state", record, only_if_known=only_if_known)


def _by_substance(allergy: Allergy) -> tuple[str, str]:
    return allergy.substance.casefold(), allergy.model_dump_json()


def _stands(allergy: Resource, not_taken: Counter[str]) -> bool:
    verification = first_code(part(allergy, "verificationStatus"))
    status = first_code(part(allergy, "clinicalStatus"))
    for said in (verification, status):
        if said in {"entered-in-error", "refuted", "inactive", "resolved"}:
            not_taken[f"AllergyIntolerance: {said}"] += 1
            return False
    return True


def _allergy(allergy: Resource, not_taken: Counter[str]) -> Allergy | None:
    concept = part(allergy, "code")
    if has_code(concept, _NO_KNOWN_ALLERGY):
        return None
    if _is_partial_negative(concept):
        not_taken["AllergyIntolerance: a statement of absence that does not cover all"] += 1
        return None
    reactions = parts(allergy, "reaction")
    substance = words(concept) or next(filter(None, map(_substance, reactions)), "")
    values = {
        "substance": substance or "Substance not named by the source",
        **coded(concept),
        "reaction": _manifestations(reactions) or None,
        "severity": _severity(allergy, reactions) or None,
        "is_confirmed": _is_confirmed(allergy),
    }
    try:
        return Allergy.model_validate(values)
    except ValidationError:
        raise refuse(allergy, "code", "or its reaction is longer than can be kept") from None


def _is_partial_negative(concept: Resource) -> bool:
    return any(
        system in _IPS_ABSENT or (system == SNOMED and code in _LESS_THAN_NONE_KNOWN)
        for system, code in codes(concept)
    )


def _substance(reaction: Resource) -> str:
    return words(part(reaction, "substance"))


def _manifestations(reactions: Sequence[Resource]) -> str:
    said = [words(each) for reaction in reactions for each in parts(reaction, "manifestation")]
    return ", ".join(dict.fromkeys(filter(None, said)))


def _severity(allergy: Resource, reactions: Sequence[Resource]) -> str:
    order = ("severe", "moderate", "mild")
    sent = {text(reaction, "severity") for reaction in reactions}
    worst = next((name for name in order if name in sent), "")
    criticality = text(allergy, "criticality")
    risk = f"{criticality} risk" if criticality in {"low", "high"} else ""
    return ", ".join(filter(None, (worst, risk)))


def _is_confirmed(allergy: Resource) -> bool | None:
    said = first_code(part(allergy, "verificationStatus"))
    return {"confirmed": True, "unconfirmed": False, "presumed": False}.get(said)
