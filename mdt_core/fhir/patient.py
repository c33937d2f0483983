"""Patient (FHIR R4) to resident. Takes what care needs; numbers of other authorities stay outside.

The NHS number is checked by its digits; a false one refuses the record, since it would be filed
under a person who does not exist. Source: FHIR R4 Patient, UK Core Patient 2.x.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mdt_core.errors import ImportRefused, InvalidInput
from mdt_core.fhir.elements import (
    Resource,
    codes,
    flag,
    part,
    partial_date,
    parts,
    text,
    texts,
    words,
)
from mdt_core.fhir.references import Entry, References
from mdt_core.identifiers import NhsNumber, derived_id
from mdt_core.kinds import checked
from mdt_core.records.residents import Gender, Resident

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
UNNAMED_SOURCE = "urn:fhir-r4-file"

_NOT_FOR_CARE = {
    "SS": "social security number",
    "DL": "driving licence",
    "PPN": "passport number",
    "TAX": "tax number",
    "NI": "national identity number",
}
_NOT_FOR_CARE_SYSTEMS = {
    "http://hl7.org/fhir/sid/us-ssn": "SS",
    "urn:oid:2.16.840.1.113883.4.3.25": "DL",
}
_NAME_ORDER = ("official", "usual", "", "temp", "anonymous", "old", "maiden", "nickname")
_NEXT_OF_KIN = frozenset({"N"})
_EMERGENCY = frozenset({"C"})


@dataclass(frozen=True)
class ImportedResident:
    """The resident, the system that speaks, and every number by which to find the person again."""

    resident: Resident
    system: str
    identity: str
    not_taken: Counter[str]


def resident_from(entry: Entry, references: References) -> ImportedResident:
    """Reads the Patient of a bundle; raises ImportRefused where nobody can be made of it."""
    patient = entry.resource
    _require_own_record(patient)
    identifiers, not_taken = _identifiers(patient)
    values = {
        **_name(patient),
        **_death(patient),
        "born": partial_date(patient, "birthDate"),
        "gender": _gender(patient),
        "nhs_number": _nhs_number(patient),
        "usual_address": _address(patient),
        "registered_practice": _practice(patient, references),
        "source_identifiers": [_member(system, value) for system, value in identifiers],
        "contacts": _contacts(patient),
        "language": _language(patient),
    }
    not_taken.update({"Patient: own telephone and e-mail": len(parts(patient, "telecom"))})
    system, identity = _known_as(entry, identifiers, values["nhs_number"])
    return ImportedResident(checked(Resident, values), system, identity, +not_taken)


def _require_own_record(patient: Resource) -> None:
    if any(text(link, "type") == "replaced-by" for link in parts(patient, "link")):
        raise ImportRefused(
            "This record of the patient was replaced by another one.",
            next_step="Ask the sender for the record that holds now.",
        )


def _known_as(
    entry: Entry, identifiers: list[tuple[str, str]], nhs_number: object
) -> tuple[str, str]:
    """System and identity from which every device derives one and the same record id."""
    if identifiers:
        return identifiers[0]
    if nhs_number:
        return NHS_NUMBER, str(nhs_number)
    identity = text(entry.resource, "id") or entry.full_url
    if not identity:
        raise ImportRefused(
            "The patient has no identifier, so the record could not be found again.",
            next_step="Ask the sender for a record with an NHS number or a local number.",
        )
    return text(part(entry.resource, "meta"), "source") or UNNAMED_SOURCE, identity


# Numbers


def _identifiers(patient: Resource) -> tuple[list[tuple[str, str]], Counter[str]]:
    taken: list[tuple[str, str]] = []
    not_taken: Counter[str] = Counter()
    for each in parts(patient, "identifier"):
        system, value = text(each, "system"), text(each, "value")
        left_out = _why_left_out(each, system, value)
        if left_out:
            not_taken[f"Patient: {left_out}"] += 1
        elif system != NHS_NUMBER:
            taken.append((system, value))
    return list(dict.fromkeys(taken)), not_taken


def _why_left_out(identifier: Resource, system: str, value: str) -> str:
    if not system or not value:
        return "number without a system"
    if text(identifier, "use") == "old":
        return "former number"
    type_codes = [code for _, code in codes(part(identifier, "type"))]
    known = _NOT_FOR_CARE_SYSTEMS.get(system)
    found = next((code for code in (*type_codes, known) if code in _NOT_FOR_CARE), None)
    return _NOT_FOR_CARE[found] if found else ""


def _nhs_number(patient: Resource) -> NhsNumber | None:
    sent = {
        text(each, "value")
        for each in parts(patient, "identifier")
        if text(each, "system") == NHS_NUMBER and text(each, "use") != "old"
    } - {""}
    if len(sent) > 1:
        raise ImportRefused(
            "The patient has two NHS numbers.", next_step="Ask the sender which holds."
        )
    try:
        return NhsNumber.parse(sent.pop()) if sent else None
    except InvalidInput as wrong:
        raise ImportRefused(wrong.message, next_step=wrong.next_step, where="NHS number") from None


def _member(system: str, value: str) -> dict[str, str]:
    return {"id": derived_id(system, value), "system": system, "value": value}


# Who the person is


def _name(patient: Resource) -> dict[str, object]:
    names = sorted(parts(patient, "name"), key=_name_rank)
    if not names:
        raise ImportRefused("The patient has no name.", next_step="Ask whoever made the file.")
    family, given = _family_and_given(names[0])
    if not family:
        raise ImportRefused("The patient has no name.", next_step="Ask whoever made the file.")
    nick = next((each for each in names if text(each, "use") == "nickname"), None)
    preferred = " ".join(texts(nick, "given")) or text(nick, "text") if nick else ""
    return {
        "family_name": family,
        "given_name": given or None,
        "title_prefix": " ".join(texts(names[0], "prefix")) or None,
        "preferred_name": preferred if nick is not names[0] and preferred else None,
    }


def _name_rank(name: Resource) -> tuple[bool, int]:
    use = text(name, "use")
    rank = _NAME_ORDER.index(use) if use in _NAME_ORDER else len(_NAME_ORDER)
    return "end" in part(name, "period"), rank


def _family_and_given(name: Resource) -> tuple[str, str]:
    """A person of one name only has it as family name, since that is what lists sort by."""
    family, given = text(name, "family"), " ".join(texts(name, "given"))
    return (family, given) if family else (text(name, "text") or given, "")


def _gender(patient: Resource) -> Gender:
    sent = text(patient, "gender")
    try:
        return Gender(sent) if sent else Gender.UNKNOWN
    except ValueError:
        return Gender.UNKNOWN


def _death(patient: Resource) -> dict[str, object]:
    died = partial_date(patient, "deceasedDateTime")
    return {"died": died, "is_deceased": bool(died) or bool(flag(patient, "deceasedBoolean"))}


def _address(patient: Resource) -> str | None:
    standing = [each for each in parts(patient, "address") if text(each, "use") != "old"]
    home = [each for each in standing if text(each, "use") == "home"] or standing
    return _address_words(home[0]) or None if home else None


def _address_words(address: Resource) -> str:
    names = ("city", "district", "state", "postalCode", "country")
    named = [*texts(address, "line"), *(text(address, name) for name in names)]
    found = list(dict.fromkeys(filter(None, named)))
    return "\n".join(found) or text(address, "text")


def _language(patient: Resource) -> str | None:
    said = parts(patient, "communication")
    preferred = [each for each in said if flag(each, "preferred")] or list(said)
    return words(part(preferred[0], "language")) or None if preferred else None


def _practice(patient: Resource, references: References) -> str | None:
    for reference in parts(patient, "generalPractitioner"):
        found = references.find(reference, patient)
        if found and text(found, "resourceType") == "Organization" and text(found, "name"):
            return text(found, "name")
        if text(reference, "display"):
            return text(reference, "display")
    return None


# Whom to call


def _contacts(patient: Resource) -> list[dict[str, object]]:
    read = [_contact(each) for each in parts(patient, "contact")]
    return list({str(each["id"]): each for each in read if each}.values())


def _contact(contact: Resource) -> dict[str, object] | None:
    named = part(contact, "name")
    name = text(named, "text") or " ".join(filter(None, reversed(_family_and_given(named))))
    name = name or text(part(contact, "organization"), "display")
    if not name:
        return None
    relations = parts(contact, "relationship")
    said = {code for each in relations for _, code in codes(each)}
    relationship = ", ".join(dict.fromkeys(filter(None, map(words, relations))))
    return {
        "id": derived_id("contact", f"{name}|{relationship}"),
        "name": name,
        "relationship": relationship or None,
        "phone": _reach(contact, "phone") or None,
        "is_next_of_kin": bool(said & _NEXT_OF_KIN),
        "is_emergency": bool(said & _EMERGENCY),
        "note": _reach(contact, "email") or None,
    }


def _reach(contact: Resource, system: str) -> str:
    found: Iterable[Resource] = parts(contact, "telecom")
    numbers = [text(each, "value") for each in found if text(each, "system") == system]
    return ", ".join(filter(None, numbers))
