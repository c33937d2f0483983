"""Only FHIR R4 (4.0) is read: other releases are known by what they say and by their shapes.

A record of another release looks alike and means something else (an STU3 dose, a DSTU2 status), so
it is refused whole. Sources: HL7 FHIR R4 (4.0.1), and the change lists of STU3 (3.0.2), DSTU2 (1.0.2) and R5.
"""

from collections.abc import Iterable, Mapping

from mdt_core.errors import ImportRefused
from mdt_core.fhir.elements import Resource, part, parts, text, texts

_ONLY_R4 = "Only FHIR R4 records are read; this one is {release}."
_NEXT = "Ask the sender for the record as FHIR R4."

_RELEASES = {
    "0": "DSTU2 or earlier",
    "1": "DSTU2",
    "3": "STU3",
    "5": "R5",
    "6": "R6",
}
_PROFILE_MARKS = {
    "/3.0/": "STU3",
    "/STU3/": "STU3",
    "fhir.nhs.uk/STU3": "STU3",
    "CareConnect": "STU3 (Care Connect)",
    "/DSTU2/": "DSTU2",
    "/1.0/": "DSTU2",
    "/5.0/": "R5",
}
_ELSEWHERE = {
    "MedicationOrder": "DSTU2",
    "DiagnosticOrder": "DSTU2",
    "ProcedureRequest": "STU3",
    "ReferralRequest": "STU3",
    "DataElement": "STU3",
    "Sequence": "STU3",
    "BodySite": "DSTU2",
    "DeviceUseRequest": "DSTU2",
}
_FORMER_ELEMENTS: Mapping[str, Mapping[str, str]] = {
    "Patient": {"animal": "STU3", "careProvider": "DSTU2"},
    "Condition": {
        "assertedDate": "STU3",
        "context": "STU3",
        "patient": "DSTU2",
        "dateRecorded": "DSTU2",
    },
    "AllergyIntolerance": {"assertedDate": "STU3", "substance": "DSTU2", "status": "DSTU2"},
    "Observation": {"context": "STU3", "comment": "STU3", "comments": "DSTU2", "related": "STU3"},
    "MedicationRequest": {"context": "STU3", "definition": "STU3", "medication": "R5"},
    "MedicationStatement": {
        "taken": "STU3",
        "notTaken": "STU3",
        "wasNotTaken": "DSTU2",
        "medication": "R5",
    },
    "Medication": {"isBrand": "STU3", "package": "STU3"},
    "Encounter": {"incomingReferral": "STU3", "patient": "DSTU2"},
    "Bundle": {"base": "DSTU1"},
}
_CODED_SINCE_R4 = (
    ("Condition", "clinicalStatus"),
    ("Condition", "verificationStatus"),
    ("AllergyIntolerance", "clinicalStatus"),
    ("AllergyIntolerance", "verificationStatus"),
)


def require_r4(bundle: Resource, resources: Iterable[Resource]) -> None:
    """Raises ImportRefused, naming the release, where anything is of another release than R4."""
    for resource in (bundle, *resources):
        release = _said(resource) or _shown(resource)
        if release:
            raise ImportRefused(_ONLY_R4.format(release=release), next_step=_NEXT)


def _said(resource: Resource) -> str:
    version = text(resource, "fhirVersion") if "fhirVersion" in resource else ""
    if version and not version.startswith("4."):
        return _RELEASES.get(version.partition(".")[0], f"version {version[:12]}")
    profiles = texts(part(resource, "meta"), "profile")
    marks = (name for mark, name in _PROFILE_MARKS.items() for each in profiles if mark in each)
    return next(marks, "")


def _shown(resource: Resource) -> str:
    kind = text(resource, "resourceType")
    if kind in _ELSEWHERE:
        return _ELSEWHERE[kind]
    former = _FORMER_ELEMENTS.get(kind, {})
    release = next((former[element] for element in former if element in resource), "")
    return release or _uncoded(kind, resource) or _former_dose(kind, resource)


def _uncoded(kind: str, resource: Resource) -> str:
    for owner, element in _CODED_SINCE_R4:
        if kind == owner and isinstance(resource.get(element), str):
            return "STU3 or DSTU2"
    return ""


def _former_dose(kind: str, resource: Resource) -> str:
    """Doses moved under `doseAndRate` in R4, and who asked stands by itself; read as R4 they would vanish."""
    if kind not in {"MedicationRequest", "MedicationStatement"}:
        return ""
    if "agent" in part(resource, "requester"):
        return "STU3"
    dosages = (*parts(resource, "dosageInstruction"), *parts(resource, "dosage"))
    former = ("doseQuantity", "doseRange", "rateQuantity", "quantityQuantity")
    return "STU3" if any(name in dosage for dosage in dosages for name in former) else ""
