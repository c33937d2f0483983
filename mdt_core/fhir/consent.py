"""Consent (FHIR R4) to consent to share: only where scope, answer, day and who said so are all clear.

A consent with exceptions is neither a yes nor a no and is left out; so is one for research, treatment
or an advance directive, which are other consents.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from mdt_core.fhir.elements import Resource, first_code, part, partial_date, parts, text, words
from mdt_core.fhir.references import Entry, References
from mdt_core.fhir.resuscitation import LEFT_OUT, is_about_resuscitation
from mdt_core.fhir.taken import Taken
from mdt_core.kinds import checked
from mdt_core.records.consents import ConsentState, SharingConsent

_SHARING: Final = "patient-privacy"
_STATES: Final = {"permit": ConsentState.GIVEN, "deny": ConsentState.REFUSED}
_ENDED: Final = "No consent is clear any more where this came from"
_NARROWED: Final = (
    "provision",
    "actor",
    "action",
    "purpose",
    "class",
    "code",
    "data",
    "dataPeriod",
)
_NARROWED_TOO: Final = ("period", "securityLabel")


def sharing_consent_from(
    entries: Sequence[Entry], references: References, not_taken: Counter[str]
) -> Taken[SharingConsent] | None:
    """The newest clear one of a bundle; the others are counted with what they lack."""
    clear: list[tuple[str, Entry]] = []
    for entry in entries:
        why = _left_out(entry.resource, references)
        if why:
            not_taken[f"Consent: {why}"] += 1
        else:
            clear.append((_day(entry.resource), entry))
    if not clear:
        return _no_longer(entries)
    not_taken.update({"Consent: older": len(clear) - 1} if len(clear) > 1 else {})
    day, newest = max(clear, key=lambda each: (each[0], each[1].key))
    values = {
        "state": _STATES[text(part(newest.resource, "provision"), "type")],
        "covers": _covers(newest.resource) or None,
        "decided_on": day,
        "decision_maker": _who(newest.resource, references),
    }
    return Taken("sharing-consent", checked(SharingConsent, values))


def _no_longer(entries: Sequence[Entry]) -> Taken[SharingConsent] | None:
    """Where an earlier file brought a consent and none is clear now, that one must not stand on."""
    days = [_day(each.resource) for each in entries]
    if not any(days):
        return None
    values = {"state": ConsentState.NOT_ASKED, "covers": _ENDED, "decided_on": max(days)}
    return Taken("sharing-consent", checked(SharingConsent, values), only_if_known=True)


def _left_out(consent: Resource, references: References) -> str:
    """What keeps a consent from being taken, in words; empty where it is clear."""
    provision, state = part(consent, "provision"), text(consent, "status")
    if state != "active":
        return state or "without a status"
    if is_about_resuscitation(part(consent, "scope"), *parts(consent, "category")):
        return LEFT_OUT
    if first_code(part(consent, "scope")) != _SHARING:
        return "not about sharing the record"
    if text(provision, "type") not in _STATES:
        return "neither given nor refused"
    if any(provision.get(name) for name in (*_NARROWED, *_NARROWED_TOO)):
        return "with exceptions or limits, read it where it comes from"
    if not _day(consent):
        return "without the day"
    return "" if _who(consent, references) else "without who said so"


def _day(consent: Resource) -> str:
    """The full day on which it was said; a month or a year alone is none."""
    said = partial_date(consent, "dateTime")
    return str(said) if said is not None and said.is_full else ""


def _who(consent: Resource, references: References) -> str:
    for performer in parts(consent, "performer"):
        if text(performer, "display"):
            return text(performer, "display")
        found = references.entry(performer)
        if found is not None and found.kind == "Patient":
            return "The person"
    return ""


def _covers(consent: Resource) -> str:
    return "; ".join(filter(None, map(words, parts(consent, "category"))))
