"""MedicationRequest and MedicationStatement (FHIR R4) to medicine lines.

The medicine is found by its reference inside the bundle (address, `Type/id`, `#contained`); where it
is not there, the words at hand stand and say so. An order without any words refuses the record: a
medicine left out in silence is worse than a record not taken. Source: FHIR R4, NICE SC1 (2014).
"""

from collections import Counter
from dataclasses import dataclass

from mdt_core.clock import PartialDate
from mdt_core.errors import ImportRefused
from mdt_core.fhir.dosage import dosage_values, quantity
from mdt_core.fhir.elements import Resource, coded, flag, part, partial_date, parts, text, words
from mdt_core.fhir.references import Entry, References
from mdt_core.fhir.taken import Taken
from mdt_core.kinds import checked
from mdt_core.records.medicines import MedicineLine, MedicineState

_REQUEST_STATES = {
    "active": MedicineState.ACTIVE,
    "on-hold": MedicineState.ON_HOLD,
    "cancelled": MedicineState.STOPPED,
    "stopped": MedicineState.STOPPED,
    "completed": MedicineState.COMPLETED,
}
_STATEMENT_STATES = {
    "active": MedicineState.ACTIVE,
    "on-hold": MedicineState.ON_HOLD,
    "stopped": MedicineState.STOPPED,
    "completed": MedicineState.COMPLETED,
}
_NO_LINE = {"draft", "entered-in-error", "intended", "not-taken"}
_NO_ORDER = {"proposal", "option"}


@dataclass(frozen=True)
class Order:
    """A line with what decides whether it is one of its own: medicine, date, the order it is about."""

    line: Taken[MedicineLine]
    medicine: str
    dated: str
    about: Resource | None = None
    resource: Resource | None = None

    @property
    def is_current(self) -> bool:
        """Whether the medicine may be taken now, as far as the source says."""
        past = {MedicineState.STOPPED, MedicineState.COMPLETED}
        return self.line.record.state not in past


def order_from(entry: Entry, references: References, not_taken: Counter[str]) -> Order:
    """Reads one order or statement; raises ImportRefused where no words name the medicine."""
    resource = entry.resource
    withdrawn = _why_no_line(entry.kind, resource)
    if withdrawn:
        not_taken[f"{entry.kind}: {withdrawn}"] += 1
    medicine = _medicine(resource, references)
    dosages = (*parts(resource, "dosageInstruction"), *parts(resource, "dosage"))
    started, stopped = _course(resource)
    values = {
        **medicine,
        **dosage_values(dosages),
        "state": MedicineState.STOPPED if withdrawn else _state(entry.kind, resource),
        "started": started,
        "stopped": stopped,
        "reason": f"In the source: {withdrawn}" if withdrawn else _reason(resource, references),
        "prescriber": _prescriber(resource, references),
    }
    line = checked(MedicineLine, values)
    return Order(
        line=Taken(f"{entry.kind}/{entry.key}", line, only_if_known=bool(withdrawn)),
        medicine=f"{line.code_system}|{line.code}" if line.code else line.medicine.casefold(),
        dated=started or "",
        about=_about(resource, references),
        resource=resource,
    )


def _why_no_line(kind: str, resource: Resource) -> str:
    status, intent = text(resource, "status"), text(resource, "intent")
    if kind == "MedicationRequest" and flag(resource, "doNotPerform"):
        return "not to be given"
    if kind == "MedicationRequest" and intent in _NO_ORDER:
        return intent
    return status if status in _NO_LINE else ""


def _state(kind: str, resource: Resource) -> MedicineState:
    states = _REQUEST_STATES if kind == "MedicationRequest" else _STATEMENT_STATES
    return states.get(text(resource, "status"), MedicineState.UNKNOWN)


# The medicine itself


def _medicine(resource: Resource, references: References) -> dict[str, str]:
    concept = part(resource, "medicationCodeableConcept")
    if words(concept):
        return {"medicine": words(concept), **coded(concept)}
    reference = part(resource, "medicationReference")
    found = references.find(reference, resource)
    named = _from_medication(found) if found else {}
    display = text(reference, "display")
    if named:
        return named
    if display:
        return {"medicine": display if found else f"{display} (named in another record)"}
    raise ImportRefused(
        "An order names no medicine: neither words, nor a code, nor a record in this file.",
        next_step="Ask the sender for the whole record, with its Medication resources.",
    )


def _from_medication(medication: Resource) -> dict[str, str]:
    concept = part(medication, "code")
    if not words(concept):
        return {}
    amount = part(medication, "amount")
    top, below = (quantity(part(amount, name)) for name in ("numerator", "denominator"))
    values = {
        "medicine": words(concept),
        **coded(concept),
        "form": words(part(medication, "form")),
        "strength": " / ".join(filter(None, (top, below))),
    }
    return {name: value for name, value in values.items() if value}


# Its course


def _course(resource: Resource) -> tuple[PartialDate | None, PartialDate | None]:
    period = part(resource, "effectivePeriod")
    started = (
        partial_date(resource, "authoredOn")
        or partial_date(resource, "effectiveDateTime")
        or partial_date(period, "start")
        or partial_date(resource, "dateAsserted")
    )
    return started, partial_date(period, "end")


def _reason(resource: Resource, references: References) -> str | None:
    said = [words(each) for each in parts(resource, "reasonCode")]
    for reference in parts(resource, "reasonReference"):
        found = references.find(reference, resource)
        said.append(words(part(found, "code")) if found else text(reference, "display"))
    return ", ".join(dict.fromkeys(filter(None, said))) or None


def _prescriber(resource: Resource, references: References) -> str | None:
    requester = part(resource, "requester")
    if text(requester, "display"):
        return text(requester, "display")
    found = references.find(requester, resource)
    names = parts(found, "name") if found and isinstance(found.get("name"), list) else ()
    said = [text(names[0], "text"), *_spoken(names[0])] if names else []
    return next(filter(None, said), None)


def _spoken(name: Resource) -> list[str]:
    given = name.get("given")
    first = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    return [" ".join(filter(None, (*first, text(name, "family"))))]


def _about(resource: Resource, references: References) -> Resource | None:
    """The order that a statement tells of: then it is no second medicine."""
    named = (*parts(resource, "basedOn"), *parts(resource, "derivedFrom"))
    found = (references.find(each, resource) for each in named)
    return next((e for e in found if e and e.get("resourceType") == "MedicationRequest"), None)
