"""Recorded things in words, for every screen about one resident: entries, sets, concerns, actions.

Free of Qt. Every field of a record that holds something is said, by its own label; nothing is
shortened. What this program cannot read is shown as it was written, and that is said.
"""

from typing import Any, Final

from mdt_core.clock import clinical_date, clinical_moment, london_day
from mdt_core.fields import fields_of
from mdt_core.record_words import (
    NOT_READABLE,
    Fact,
    readable_facts,
    record_facts,
    value_words,
)
from mdt_core.records.actions import Action
from mdt_core.records.falls import Fall, Hurt
from mdt_core.records.observations import ObservationSet
from mdt_core.roles import Role
from mdt_core.scores.news2 import TABLE, News2, evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.scores.spoken import worked_out
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept, Signed
from mdt_core.sync.change import Author

__all__ = [
    "FROM_JOINED",
    "NOT_READABLE",
    "Fact",
    "action_words",
    "author_words",
    "beside_usual",
    "facts_of",
    "fall_words",
    "kept_words",
    "moment_words",
    "parts_words",
    "score_of",
    "score_words",
    "sentences",
    "set_facts",
    "usual_total",
    "value_words",
]

_OF_A_SET: Final = frozenset(("taken_at", "spo2_scale", "recorded_news2", "purpose", "not_taken"))
"""Said of a set of observations in words of their own."""


def sentences(*parts: str) -> str:
    """Gives the parts as sentences of one text; what a person ended already gets no second stop."""
    said = [part for part in parts if part]
    return " ".join((*map(_ended, said[:-1]), *said[-1:]))


def _ended(part: str) -> str:
    return part if part.endswith((".", "!", "?", "…")) else f"{part}."


def facts_of(signed: Signed[Any], usual: int | None = None) -> tuple[Fact, ...]:
    """Gives what a signed statement says, field by field, in the order of its definition.

    A NEWS2 stands beside the resident's usual total, where there is one.
    """
    record = signed.record
    if record is None:
        return readable_facts(signed.readable)
    if isinstance(record, ObservationSet):
        return set_facts(record, usual)
    return (*worked_out(record), *record_facts(record))


def set_facts(taken: ObservationSet, usual: int | None = None) -> tuple[Fact, ...]:
    """Gives a set: score first, then readings, then what was not taken and why."""
    first = (Fact("NEWS2", beside_usual(taken, usual)), Fact("Parts", parts_words(score_of(taken))))
    labels = {spec.name: spec.label for spec in fields_of(ObservationSet)}
    missing = tuple(
        Fact(labels.get(each.field, each.field), f"Not taken: {each.reason.label}")
        for each in taken.not_taken
    )
    purpose = (Fact(labels["purpose"], taken.purpose.label),) if taken.purpose else ()
    scale = (Fact(labels["spo2_scale"], taken.spo2_scale.label),)
    return (*first, *record_facts(taken, _OF_A_SET), *scale, *missing, *purpose)


def score_of(taken: ObservationSet) -> News2:
    """Gives the score of a recorded set as worked out here."""
    return evaluate(news2_input(taken))


def usual_total(page: ResidentPage) -> int | None:
    """Gives NEWS2 of the set that a clinician marked as usual; None where there is none."""
    usual = page.usual
    return score_of(usual.record).total if usual and usual.record else None


def score_words(taken: ObservationSet) -> str:
    """Gives the total or what is missing; both figures where the source recorded another one."""
    score = score_of(taken)
    ours = "no total" if score.total is None else str(score.total)
    if taken.recorded_news2 is not None and taken.recorded_news2 != score.total:
        missing = f" ({', '.join(score.missing)} missing)" if score.missing else ""
        return f"Recorded by the source: {taken.recorded_news2}. Worked out here: {ours}{missing}"
    if score.total is None:
        return f"Not complete: {', '.join(score.missing)} missing. No total"
    return ours


def beside_usual(taken: ObservationSet, usual: int | None) -> str:
    """Gives the total beside the usual one, as `5. Usual 1. Up 4`; without one the total alone."""
    score = score_of(taken)
    is_other = taken.recorded_news2 is not None and taken.recorded_news2 != score.total
    if usual is None or score.total is None or is_other or taken.purpose is not None:
        return score_words(taken)
    return score.words(usual)


def parts_words(score: News2) -> str:
    """Gives `breaths 2, oxygen saturation 1 ...` with a dash for what is missing."""
    return ", ".join(
        f"{TABLE.label(name)} {'–' if points is None else points}" for name, points in score.parts
    )


def action_words(action: Action) -> str:
    """Gives `Bloods. Owner Grace Obi. Due 20-Nov-2026. Urgent`."""
    owner = action.owner_words
    parts = (
        action.text.rstrip("."),
        f"Owner {owner}" if owner else "No owner",
        f"Due {clinical_date(action.due)}" if action.due else "No due date",
        action.priority.label if action.priority.value == "urgent" else "",
        action.outcome or "",
    )
    return ". ".join(part for part in parts if part)


def kept_words(kept: Kept[Any]) -> str:
    """Gives a card that could not be checked, as it was written."""
    return "; ".join(f"{fact.label} {fact.words}" for fact in readable_facts(kept.readable))


FROM_JOINED = "From the record joined"
"""Beside what was written of a record that was joined to the one that shows it."""


def author_words(author: Author, responsible: Author | None = None) -> str:
    """Gives `Grace Obi, Nurse`; `Recorded by A for B` where somebody else is responsible."""
    role = next((role.label for role in Role if role.value == author.role), author.role)
    said = ", ".join(part for part in (author.name, role) if part)
    if responsible is None or responsible.id == author.id:
        return said
    return f"Recorded by {said} for {responsible.name}"


def moment_words(signed: Signed[Any]) -> str:
    """Gives when it happened; and when it was written, where that was on another day."""
    happened = clinical_moment(signed.occurred_at)
    if london_day(signed.occurred_at) == london_day(signed.recorded_at):
        return happened
    return f"{happened}, written {clinical_moment(signed.recorded_at)}"


def fall_words(signed: Signed[Fall]) -> str:
    """Gives a fall in one line: what of the eight answers matters first; what is not known stays so."""
    fall = signed.record
    if fall is None:
        return "Fall"
    hurt = value_words(tuple(sign for sign in fall.hurt if sign is not Hurt.NONE))
    head = fall.head.label.lower() if fall.head else "not recorded"
    return ", ".join(part for part in (f"Fall. Head {head}", hurt.lower()) if part)
