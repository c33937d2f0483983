"""A FHIR R4 bundle to one patient's record. Refuses whole, in words, whatever is not exactly that.

Taken: Patient, Condition, AllergyIntolerance, MedicationRequest, MedicationStatement (with their
Medication), Observations of vital signs, scores and charts, Immunization, and what is clear of Flag, Consent and
CarePlan. Everything else is counted by its type, with the reason where there is one to tell.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mdt_core.errors import ImportRefused
from mdt_core.fhir.allergy_intolerance import allergy_state_from
from mdt_core.fhir.care_plan import support_plan_from
from mdt_core.fhir.chart_codes import chart_of
from mdt_core.fhir.charts import FRAILTY_KEY, charts_from
from mdt_core.fhir.condition import problem_from
from mdt_core.fhir.consent import sharing_consent_from
from mdt_core.fhir.current import current_lines
from mdt_core.fhir.elements import Resource, moment, part, parts, text
from mdt_core.fhir.flag import alerts_from
from mdt_core.fhir.immunization import vaccinations_from
from mdt_core.fhir.medication import order_from
from mdt_core.fhir.observation import observation_sets_from
from mdt_core.fhir.patient import ImportedResident, resident_from
from mdt_core.fhir.references import Entry, References
from mdt_core.fhir.resuscitation import LEFT_OUT, is_about_resuscitation
from mdt_core.fhir.taken import Taken
from mdt_core.fhir.version import require_r4
from mdt_core.fhir.withdrawn import Withdrawn, withdrawn_from
from mdt_core.kinds import checked
from mdt_core.record import Statement
from mdt_core.records.care_plans import SupportPlan
from mdt_core.records.consents import SharingConsent
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import AllergyState, Problem
from mdt_core.records.vaccinations import Vaccination

MOST_ENTRIES = 20_000
"""Most entries of one bundle; the longest lives in our test records have about 2,000."""

_RECORDS = {"transaction", "batch", "collection", "searchset"}
_NOT_RECORDS = {
    "document": (
        "This is a document, a summary made from another record.",
        "Import the record itself: a summary names the same things under new numbers.",
    ),
    "message": ("This is a message, not a patient's record.", "Ask for the record as a bundle."),
    "history": ("This is a history of versions, not a record as it stands.", "Ask for the record."),
}
_ORDERS = ("MedicationRequest", "MedicationStatement")
_PLANNED = ("Flag", "Consent", "CarePlan", "Immunization")
_TAKEN = frozenset(
    {"Patient", "Condition", "AllergyIntolerance", "Observation", "Medication", *_ORDERS, *_PLANNED}
)
_MUST_NAME_PATIENT = _TAKEN - {"Patient", "Medication"}
_DATED_BY = ("issued", "recordedDate", "authoredOn", "effectiveDateTime", "dateAsserted")
_TOLD_HERE = {
    "Encounter": "time elsewhere, record here who went to hospital and came back",
    "EpisodeOfCare": "care of another team, no stay in a home",
    "ServiceRequest": "asked elsewhere, whose answer is not followed here",
    "Procedure": "done elsewhere, read of it in the letter",
    "DocumentReference": "a document, read it where it is kept",
}
"""What has no record here. A time in hospital has one, told by who sees the person go and come back: the end of
an encounter is no return to this home, and a time told by both would count twice in every rate."""

_ASK_SENDER = "Ask the sender for the whole record in one bundle."
_NOT_FOUND = "Choose a FHIR R4 bundle that holds one patient's record."


@dataclass(frozen=True)
class PatientRecord:
    """One patient's record as read: nothing in it depends on the device or the day of import."""

    person: ImportedResident
    problems: tuple[Taken[Problem], ...]
    allergy_state: Taken[AllergyState] | None
    medicines: tuple[Taken[MedicineLine], ...]
    observation_sets: tuple[Taken[ObservationSet], ...]
    charts: tuple[Taken[Statement], ...]
    sharing_consent: Taken[SharingConsent] | None
    support_plan: Taken[SupportPlan] | None
    vaccinations: tuple[Taken[Vaccination], ...]
    withdrawn: tuple[Withdrawn, ...]
    newest: datetime | None
    not_taken: Mapping[str, int]

    @property
    def medicine_list(self) -> MedicineList | None:
        """The head of the medicines list, where the record says anything of medicines."""
        if self.newest is None or not any(not line.only_if_known for line in self.medicines):
            return None
        name = self.person.system
        values = {"source": ListSource.IMPORT, "source_name": name, "as_of": self.newest}
        return checked(MedicineList, values)


def read_bundle(raw: Mapping[str, Any]) -> PatientRecord:
    """Reads a parsed JSON object; raises ImportRefused or InvalidInput where it is no R4 record."""
    _require_bundle(raw)
    entries = tuple(_entries(raw))
    require_r4(raw, (entry.resource for entry in entries))
    entries = _without_repetitions(entries)
    patient = _patient(entries)
    references = References.of(entries)
    _require_one_patient(entries, patient, references)
    not_taken = Counter(_name_of(entry) for entry in entries if entry.kind not in _TAKEN)
    person = resident_from(patient, references)
    alerts = alerts_from(_of(entries, "Flag"), not_taken)
    person = replace(person, resident=person.resident.model_copy(update={"alerts": alerts}))
    observed = _of(entries, "Observation")
    charts = charts_from(observed, not_taken, born=person.resident.born)
    orders = [order_from(e, references, not_taken) for e in entries if e.kind in _ORDERS]
    signs = [each for each in observed if not chart_of(part(each.resource, "code"))]
    problems = [problem_from(e, not_taken) for e in entries if e.kind == "Condition"]
    return PatientRecord(
        person=person,
        problems=tuple(each for each in problems if each is not None),
        allergy_state=allergy_state_from(_of(entries, "AllergyIntolerance"), not_taken),
        medicines=current_lines(orders, not_taken),
        observation_sets=observation_sets_from(signs, not_taken),
        charts=charts,
        sharing_consent=sharing_consent_from(_of(entries, "Consent"), references, not_taken),
        support_plan=support_plan_from(_of(entries, "CarePlan"), not_taken),
        vaccinations=vaccinations_from(_of(entries, "Immunization"), not_taken),
        withdrawn=withdrawn_from(entries, has_level=any(c.key == FRAILTY_KEY for c in charts)),
        newest=_newest(raw, entries),
        not_taken=dict(sorted((not_taken + person.not_taken).items())),
    )


def _name_of(entry: Entry) -> str:
    """The type of what is not taken and why, above all that it is about CPR, so that it is looked for."""
    resource = entry.resource
    named = (resource.get(name) for name in ("type", "code", "category"))
    concepts = [each for one in named for each in (one if isinstance(one, list) else [one])]
    said = " ".join(str(resource.get(name, "")) for name in ("description", "title"))
    try:
        told = [each for each in concepts if isinstance(each, Mapping)]
        is_about = is_about_resuscitation(*told, said=said)
    except ImportRefused:  # what is not read may be written as it likes
        is_about = is_about_resuscitation(said=said)
    why = LEFT_OUT if is_about else _TOLD_HERE.get(entry.kind, "")
    return f"{entry.kind}: {why}" if why else entry.kind


def _of(entries: Sequence[Entry], kind: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.kind == kind)


# What the file is


def _require_bundle(raw: Mapping[str, Any]) -> None:
    kind = raw.get("resourceType")
    if not isinstance(kind, str) or not kind:
        raise ImportRefused("This is JSON, but not FHIR.", next_step=_NOT_FOUND)
    if kind != "Bundle":
        require_r4(raw, ())
        shown = kind if kind.isalpha() and len(kind) <= 40 else "resource"  # noqa: PLR2004 - one line
        raise ImportRefused(
            f"This is a single {shown}, not a patient's record.", next_step=_NOT_FOUND
        )
    if any(text(link, "relation") == "next" for link in parts(raw, "link")):
        raise ImportRefused(
            "This is one page of several, not the whole record.", next_step=_ASK_SENDER
        )
    type_ = text(raw, "type")
    if type_ in _NOT_RECORDS:
        why, next_step = _NOT_RECORDS[type_]
        raise ImportRefused(why, next_step=next_step)
    if type_ not in _RECORDS:
        require_r4(raw, ())
        raise ImportRefused("This bundle is not a patient's record.", next_step=_NOT_FOUND)


def _entries(raw: Mapping[str, Any]) -> Iterator[Entry]:
    sent = parts(raw, "entry")
    if len(sent) > MOST_ENTRIES:
        raise ImportRefused(
            f"The bundle has {len(sent):,} entries; at most {MOST_ENTRIES:,} are read."
        )
    for each in sent:
        if text(part(each, "request"), "method") in {"DELETE", "PATCH"}:
            raise ImportRefused(
                "The bundle asks to delete or alter records, which no import may do."
            )
        resource = part(each, "resource")
        if not text(resource, "resourceType"):
            raise ImportRefused("An entry of the bundle holds no resource.", next_step=_NOT_FOUND)
        yield Entry(text(each, "fullUrl"), resource)


def _without_repetitions(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Each resource once; two that differ under one name would overwrite each other here."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        first = found.setdefault((entry.kind, entry.key), entry)
        if first is not entry and entry.kind in _TAKEN and first.content != entry.content:
            raise ImportRefused(
                f"Two different {entry.kind} resources carry one id.", next_step=_ASK_SENDER
            )
    return tuple(found.values())


# Whom it is about


def _patient(entries: Sequence[Entry]) -> Entry:
    patients = _of(entries, "Patient")
    if not patients:
        raise ImportRefused("No patient is in this bundle.", next_step=_NOT_FOUND)
    if len(patients) > 1:
        raise ImportRefused("More than one patient is in this bundle.", next_step=_NOT_FOUND)
    return patients[0]


def _require_one_patient(entries: Sequence[Entry], patient: Entry, references: References) -> None:
    for entry in entries:
        named = [entry.resource[name] for name in ("subject", "patient") if name in entry.resource]
        if not named and entry.kind in _MUST_NAME_PATIENT:
            raise ImportRefused(
                f"A {entry.kind} does not say whom it is about.", next_step=_NOT_FOUND
            )
        for reference in named:
            if isinstance(reference, Mapping) and _is_another(
                entry, reference, patient, references
            ):
                raise ImportRefused(
                    f"A {entry.kind} in this bundle is about more than one patient or another one.",
                    next_step=_NOT_FOUND,
                )


def _is_another(entry: Entry, reference: Resource, patient: Entry, references: References) -> bool:
    found = references.entry(reference)
    if found is not None:
        names_people = found.kind == "Patient" or entry.kind in _MUST_NAME_PATIENT
        return found is not patient and names_people
    return entry.kind in _MUST_NAME_PATIENT or "Patient" in text(reference, "reference")


# As of when


def _newest(raw: Mapping[str, Any], entries: Sequence[Entry]) -> datetime | None:
    """The newest moment the record speaks of having been written; never a planned one."""
    found = [moment(raw, "timestamp"), *(_dated(entry.resource) for entry in entries)]
    return max((each for each in found if each is not None), default=None)


def _dated(resource: Resource) -> datetime | None:
    found = [moment(part(resource, "meta"), "lastUpdated")]
    if text(resource, "resourceType") in {*_TAKEN, "DiagnosticReport"}:
        found.extend(moment(resource, name) for name in _DATED_BY)
    if text(resource, "resourceType") == "Encounter":
        period = part(resource, "period")
        found.append(moment(period, "end") or moment(period, "start"))
    return max((each for each in found if each is not None), default=None)
