"""What an entry is made of while it is written, and when it is ready to be signed. Without Qt.

A draft holds the fields as typed and, as extras, the new actions (read on the day they were typed),
the lines still being typed, and who is responsible. A medicine's line is read knowing the resident's
recorded medicines, and is signed along as an action line is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from mdt_core.action_line import ActionLine, Owner, parse
from mdt_core.actor import Actor
from mdt_core.discharge_lines import missing
from mdt_core.drafts import Draft, Problem
from mdt_core.fields import field_of, fields_of
from mdt_core.medicine_decision import TypedMedicine, refusals
from mdt_core.medicine_decision import parse as parse_medicine
from mdt_core.quick_text import blanks_in, shipped_blanks, words_around
from mdt_core.records.actions import Action, ActionPriority, OutsideOwner
from mdt_core.records.rounds import RoundEntry, SeeAgain
from mdt_core.roles import CLINICIANS, Role
from mdt_core.sync.change import Author
from mdt_desktop.ui.round.presenter import Person
from mdt_desktop.ui.round.recorded import Recorded

ACTIONS: Final = "actions"
ACTION_LINE: Final = "action_line"
MEDICINE_LINE: Final = "medicine_line"
RESPONSIBLE: Final = "responsible"

EntryDraft = Draft[RoundEntry]


def full_path_fields() -> tuple[str, ...]:
    """The fields under `More fields`, in the order of the definition."""
    return tuple(spec.name for spec in fields_of(RoundEntry) if spec.is_full_path)


def beginning(resident_id: str, recorded: Recorded) -> EntryDraft:
    """An entry before anything is written: empty, but for what a D2A stay brings.

    That is the next weekly round and the planned end as said last, both to be changed (ux.md 5.4).
    """
    draft: EntryDraft = Draft(RoundEntry, resident_id)
    if recorded.d2a is None:
        return draft
    end = recorded.planned_end.isoformat() if recorded.planned_end else ""
    brought = draft.with_value("see_again", SeeAgain.NEXT_ROUND.value)
    return brought.with_value("planned_end", end)


# New actions


def action_from(line: ActionLine) -> dict[str, Any]:
    """An action as a draft keeps it: read once, so that «fri» stays the Friday that was meant."""
    return {
        "text": line.text,
        "owner": line.owner or None,
        "owner_role": line.owner_role.value if line.owner_role else None,
        "outside": line.outside.value if line.outside else None,
        "chaser": line.chaser or None,
        "chaser_role": line.chaser_role.value if line.chaser_role else None,
        "due": line.due.isoformat() if line.due else None,
        "priority": (ActionPriority.URGENT if line.urgent else ActionPriority.ROUTINE).value,
    }


def line_of(kept: Mapping[str, Any]) -> ActionLine:
    """A kept action as it is shown."""
    return ActionLine(
        text=str(kept["text"]),
        owner=str(kept.get("owner") or ""),
        owner_role=Role(kept["owner_role"]) if kept.get("owner_role") else None,
        due=date.fromisoformat(kept["due"]) if kept.get("due") else None,
        urgent=kept.get("priority") == ActionPriority.URGENT.value,
        outside=OutsideOwner(kept["outside"]) if kept.get("outside") else None,
        chaser=str(kept.get("chaser") or ""),
        chaser_role=Role(kept["chaser_role"]) if kept.get("chaser_role") else None,
    )


def typed_again(kept: Mapping[str, Any], owners: Sequence[Owner]) -> str:
    """The line that makes a kept action, for changing it."""
    line = line_of(kept)
    words = [line.text, *([f"@{line.outside.value}"] if line.outside else [])]
    words += _named_again(line.owner or line.chaser, line.owner_role or line.chaser_role, owners)
    words += [line.due.isoformat()] if line.due else []
    return " ".join([*words, *(["!"] if line.urgent else [])])


def _named_again(name: str, role: Role | None, owners: Sequence[Owner]) -> list[str]:
    """What names a person, or a role alone, after `@`."""
    if name:
        return [f"@{next((who for who in owners if who.name == name), Owner(name)).handle}"]
    return [f"@{_ROLE_MARKS.get(role, role.value)}"] if role else []


_ROLE_MARKS: Final = {
    Role.HOME_NURSE: "home",
    Role.HOME_MANAGER: "manager",
    Role.HOME_CARER: "carer",
    Role.COMMUNITY_MATRON: "matron",
    Role.ADVANCED_PRACTITIONER: "anp",
    Role.ALLIED_HEALTH_PROFESSIONAL: "therapist",
    Role.SOCIAL_WORKER: "social",
    Role.D2A_COORDINATOR: "d2a",
}


# Ready to sign?


@dataclass(frozen=True)
class Ready:
    """What will be signed: the entry, its new actions and who is responsible (None: who signs)."""

    draft: EntryDraft
    actions: tuple[Action, ...]
    responsible: Author | None


def problems(
    draft: EntryDraft,
    today: date,
    people: Sequence[Person],
    recorded: Recorded,
    blanks: frozenset[str] | None = None,
) -> tuple[Problem, ...]:
    """Why the entry cannot be signed yet, in the order of the form.

    `blanks` are those of the person's quick texts; None for the shipped ones alone.
    """
    typed = _typed_medicine(draft, recorded)
    found = [
        *draft.problems(),
        *_blanks(draft, shipped_blanks() if blanks is None else blanks),
        *_action_line_problem(draft, today, people),
        *(_medicine_line_problem(typed) if typed else ()),
        *(Problem(*each) for each in (missing(draft.values) if recorded.d2a else ())),
    ]
    return tuple(sorted(found, key=_place))


def _typed_medicine(draft: EntryDraft, recorded: Recorded) -> TypedMedicine | None:
    typed = str(draft.extra.get(MEDICINE_LINE, "")).strip()
    return parse_medicine(typed, recorded.medicines) if typed else None


def _medicine_line_problem(line: TypedMedicine) -> Iterator[Problem]:
    if line.questions:
        yield Problem("medicines", f"Answer first: {line.questions[0].words}")
    elif not line.medicine:
        yield Problem("medicines", "Name the medicine in the line, or clear it")
    for words in refusals([line.body()]) if line.medicine else ():
        yield Problem("medicines", words)


def _place(problem: Problem) -> int:
    names = [*(spec.name for spec in fields_of(RoundEntry)), ACTIONS]
    return names.index(problem.field) if problem.field in names else len(names)


def _blanks(draft: EntryDraft, known: frozenset[str]) -> Iterator[Problem]:
    texts = [(name, text) for name, text in draft.values.items() if isinstance(text, str)]
    decided = draft.values.get("medicines", ())
    texts += [("medicines", str(text)) for each in decided for text in each.values()]
    texts += [("medicines", str(draft.extra.get(MEDICINE_LINE, "")))]
    texts += [(ACTIONS, str(kept["text"])) for kept in draft.extra.get(ACTIONS, ())]
    for name, text in texts:
        for blank in blanks_in(text, known)[:1]:
            words = words_around(text, blank)
            yield Problem(name, f"Fill the blank in «{words}» before you sign")


def _action_line_problem(
    draft: EntryDraft, today: date, people: Sequence[Person]
) -> Iterator[Problem]:
    typed = str(draft.extra.get(ACTION_LINE, "")).strip()
    if not typed:
        return
    line = parse(typed, today, owners_of(people))
    if line.questions:
        yield Problem(ACTIONS, f"Answer first: {line.questions[0].words}")
    elif not line.text:
        yield Problem(ACTIONS, "Say what is to be done in the action line, or clear it")


def owners_of(people: Sequence[Person]) -> tuple[Owner, ...]:
    """Who can be named after `@`."""
    return tuple(person.owner for person in people)


def ready(
    draft: EntryDraft,
    *,
    round_id: str,
    today: date,
    people: Sequence[Person],
    recorded: Recorded,
) -> Ready:
    """The entry with everything that is signed along with it; lines being typed are among them."""
    kept = [dict(each) for each in draft.extra.get(ACTIONS, ())]
    typed = str(draft.extra.get(ACTION_LINE, "")).strip()
    if typed:
        kept.append(action_from(parse(typed, today, owners_of(people))))
    chosen = draft.extra.get(RESPONSIBLE, "")
    authors = {person.author.id: person.author for person in people}
    return Ready(
        draft=_tidied(draft, _typed_medicine(draft, recorded)).with_value("round_id", round_id),
        actions=tuple(Action.model_validate(_given(each)) for each in kept),
        responsible=authors.get(chosen),
    )


def _tidied(draft: EntryDraft, typed: TypedMedicine | None) -> EntryDraft:
    """With the medicine being typed, and without a date that no longer belongs to the answer."""
    decided = [*draft.values.get("medicines", ()), *([typed.body()] if typed else [])]
    tidy = draft.with_value("medicines", decided)
    if draft.values.get("see_again") != "on_date":
        tidy = tidy.with_value("see_again_on", "")
    return tidy


def _given(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if value is not None}


def may_be_responsible(actor: Actor) -> bool:
    """Whether the person at the keyboard is a clinician who can answer for an entry."""
    return actor.role in CLINICIANS


def label(name: str) -> str:
    """The label of a field of the entry, from its definition."""
    return field_of(RoundEntry, name).label


def with_value(draft: EntryDraft, name: str, value: Any) -> EntryDraft:  # noqa: ANN401 - JSON
    """The draft with one thing as typed: a field of the entry, or something signed along with it."""
    if name in (ACTIONS, ACTION_LINE, MEDICINE_LINE, RESPONSIBLE):
        extra = {key: kept for key, kept in draft.extra.items() if key != name}
        return replace(draft, extra=MappingProxyType({**extra, **({name: value} if value else {})}))
    return draft.with_value(name, value)
