"""CarePlan (FHIR R4) to a plan beside our own: what another team plans, under the name it gives it.

It never becomes the signed care plan of this home, which has a day of review and a person who agreed.
Taken where it is active and says what is to be done; a plan about resuscitation never is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from mdt_core.fhir.elements import Resource, part, partial_date, parts, text, words
from mdt_core.fhir.references import Entry
from mdt_core.fhir.resuscitation import LEFT_OUT, is_about_resuscitation
from mdt_core.fhir.taken import Taken
from mdt_core.kinds import checked
from mdt_core.records.care_plans import SupportPlan

_NOT_TO_DO = frozenset({"cancelled", "stopped", "entered-in-error", "completed"})
_INTENTS = frozenset({"plan", "order"})
_UNNAMED = "Plan without a name"
_NONE_NOW = {"name": "Plans of the source", "content": "None is in force there any more"}


def support_plan_from(
    entries: Sequence[Entry], not_taken: Counter[str]
) -> Taken[SupportPlan] | None:
    """All plans of a bundle as one whole; None where none of them says what is to be done."""
    plans: list[dict[str, str | None]] = []
    for entry in sorted(entries, key=lambda each: each.key):
        why = _left_out(entry.resource)
        if why:
            not_taken[f"CarePlan: {why}"] += 1
        else:
            plans.append(_plan(entry.resource))
    if plans:
        return Taken("care-plans", checked(SupportPlan, {"plans": plans}))
    if not entries:
        return None
    return Taken("care-plans", checked(SupportPlan, {"plans": [_NONE_NOW]}), only_if_known=True)


def _left_out(plan: Resource) -> str:
    state, intent = text(plan, "status"), text(plan, "intent")
    if state != "active":
        return state or "without a status"
    if intent not in _INTENTS:
        return f"intent {intent or 'not said'}"
    if is_about_resuscitation(*parts(plan, "category"), said=f"{_name(plan)}\n{_content(plan)}"):
        return LEFT_OUT
    return "" if _content(plan) else "without what is to be done"


def _plan(plan: Resource) -> dict[str, str | None]:
    made = partial_date(plan, "created") or partial_date(part(plan, "period"), "start")
    author = text(part(plan, "author"), "display")
    return {
        "name": _name(plan) or _UNNAMED,
        "content": _content(plan),
        "updated_on": str(made) if made is not None and made.is_full else None,
        "prepared_by": author or None,
    }


def _name(plan: Resource) -> str:
    named = (words(each) for each in parts(plan, "category") if text(each, "text"))
    return text(plan, "title") or next(named, "") or next(map(words, _reversed(plan)), "")


def _reversed(plan: Resource) -> Iterator[Resource]:
    """The categories from the last, which in practice is the most telling one."""
    return iter(parts(plan, "category")[::-1])


def _content(plan: Resource) -> str:
    said = (text(plan, "description"), *map(_activity, parts(plan, "activity")))
    return "\n".join(dict.fromkeys(filter(None, said)))


def _activity(activity: Resource) -> str:
    detail = part(activity, "detail")
    if text(detail, "status") in _NOT_TO_DO or detail.get("doNotPerform"):
        return ""
    return text(detail, "description") or words(part(detail, "code"))
