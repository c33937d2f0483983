"""FHIR bundles made here, with the values of an everyday record; each builder takes what differs."""

import gzip
import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]

SYSTEM = "https://gp.example/patients"
NHS = "https://fhir.nhs.uk/Id/nhs-number"
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
PATIENT = {"reference": "urn:uuid:patient-1"}
WRITTEN = "2026-10-01T09:30:00+01:00"


def concept(text: str, code: str = "", system: str = SNOMED) -> Json:
    return {"text": text, "coding": [{"system": system, "code": code}] if code else []}


def status(code: str, list_: str = "condition-clinical") -> Json:
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{list_}", "code": code}]}


def patient(**changed: object) -> Json:
    return {
        "resourceType": "Patient",
        "id": "patient-1",
        "identifier": [{"system": SYSTEM, "value": "P-1"}],
        "name": [{"use": "official", "family": "Okafor", "given": ["Grace", "Ada"]}],
        "gender": "female",
        "birthDate": "1938-05-02",
        **changed,
    }


def condition(**changed: object) -> Json:
    return {
        "resourceType": "Condition",
        "id": "condition-1",
        "subject": PATIENT,
        "clinicalStatus": status("active"),
        "code": concept("Heart failure", "84114007"),
        "onsetDateTime": "2019-03",
        "recordedDate": WRITTEN,
        **changed,
    }


def allergy(**changed: object) -> Json:
    return {
        "resourceType": "AllergyIntolerance",
        "id": "allergy-1",
        "patient": PATIENT,
        "clinicalStatus": status("active", "allergyintolerance-clinical"),
        "code": concept("Penicillin", "764146007"),
        "reaction": [{"manifestation": [concept("Rash")], "severity": "moderate"}],
        **changed,
    }


def request(**changed: object) -> Json:
    return {
        "resourceType": "MedicationRequest",
        "id": "request-1",
        "status": "active",
        "intent": "order",
        "subject": PATIENT,
        "medicationCodeableConcept": concept("Furosemide 40 mg tablets", "317972004"),
        "authoredOn": "2026-09-01",
        "dosageInstruction": [
            {
                "route": concept("By mouth"),
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": 40, "unit": "mg"}}],
            }
        ],
        **changed,
    }


def observation(code: str, value: object, unit: str, **changed: object) -> Json:
    return {
        "resourceType": "Observation",
        "id": f"observation-{code}",
        "status": "final",
        "subject": PATIENT,
        "category": [{"coding": [{"code": "vital-signs"}]}],
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "effectiveDateTime": "2026-09-30T08:00:00Z",
        "valueQuantity": {"value": value, "unit": unit, "code": unit, "system": UCUM},
        **changed,
    }


def pressure(systolic: object, diastolic: object) -> Json:
    made = observation("85354-9", None, "")
    del made["valueQuantity"]
    made["component"] = [
        {
            "code": {"coding": [{"system": LOINC, "code": code}]},
            "valueQuantity": {"value": value, "code": "mm[Hg]", "system": UCUM},
        }
        for code, value in (("8480-6", systolic), ("8462-4", diastolic))
    ]
    return made


def bundle(*resources: Json, **changed: object) -> Json:
    entries = [
        {"fullUrl": f"urn:uuid:{each.get('id', number)}", "resource": each}
        for number, each in enumerate(resources)
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": WRITTEN,
        "entry": entries,
        **changed,
    }


def everyday(*more: Json) -> Json:
    """A patient with a problem, an allergy, a medicine and a set of observations."""
    return bundle(
        patient(),
        condition(),
        allergy(),
        request(),
        observation("9279-1", 18, "/min"),
        pressure(132, 78),
        *more,
    )


def stu3() -> Json:
    """The same record as STU3 writes it."""
    return bundle(
        patient(),
        condition(clinicalStatus="active", assertedDate="2019-03-01"),
        request(dosageInstruction=[{"doseQuantity": {"value": 40, "unit": "mg"}}]),
    )


def dstu2() -> Json:
    """The same record as DSTU2 writes it."""
    order = {**request(), "resourceType": "MedicationOrder", "patient": PATIENT}
    return bundle(patient(careProvider=[{"display": "Elm Surgery"}]), order)


def saved(folder: Path, content: Json, name: str = "record.json") -> Path:
    """Writes a bundle as a file, packed where its name says so."""
    path = folder / name
    data = json.dumps(content).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    return path
