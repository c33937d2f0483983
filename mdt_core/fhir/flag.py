"""Flag (FHIR R4) to an alert of the resident: active ones with words, and none about resuscitation."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from pydantic import ValidationError

from mdt_core.fhir.elements import part, partial_date, parts, refuse, text, words
from mdt_core.fhir.references import Entry
from mdt_core.fhir.resuscitation import LEFT_OUT, is_about_resuscitation
from mdt_core.records.residents import Alert


def alerts_from(entries: Sequence[Entry], not_taken: Counter[str]) -> tuple[Alert, ...]:
    """The alerts of a bundle; what is ended, withdrawn, wordless or about CPR is counted."""
    found = (_alert(each, not_taken) for each in entries)
    return tuple(each for each in found if each is not None)


def _alert(entry: Entry, not_taken: Counter[str]) -> Alert | None:
    flag, said = entry.resource, words(part(entry.resource, "code"))
    why = _left_out(entry)
    if why:
        not_taken[f"Flag: {why}"] += 1
        return None
    try:
        return Alert(
            id=f"flag-{hashlib.sha256(entry.key.encode()).hexdigest()[:16]}",
            text=said,
            since=partial_date(part(flag, "period"), "start"),
        )
    except ValidationError:
        raise refuse(flag, "code", "is longer than can be kept") from None


def _left_out(entry: Entry) -> str:
    flag = entry.resource
    state = text(flag, "status")
    if state != "active":
        return state or "without a status"
    if text(part(flag, "period"), "end"):
        return "with an end"
    if is_about_resuscitation(part(flag, "code"), *parts(flag, "category")):
        return LEFT_OUT
    return "" if words(part(flag, "code")) else "without words or code"
