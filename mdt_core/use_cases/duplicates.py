"""Two residents' records that may be one person: joined, parted again, or told to be two people.

A person decides with a reason, says whom they asked, and decides only on what they saw. Nothing is
deleted or rewritten: both records stay as they were written, and what is written later stays where it
was written, so that a decision is undone by withdrawing it.
"""

from dataclasses import dataclass

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, london_day
from mdt_core.errors import InvalidInput, NotAllowed, NotFound, Refused
from mdt_core.record import Statement, settlers
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.merges import NotSamePerson, ResidentMerge, Showed
from mdt_core.records.residents import Gender
from mdt_core.records.settlements import Settlement, Way
from mdt_core.store import merges
from mdt_core.store.deed_log import drafts_about
from mdt_core.store.merged_medicines import IN_FORCE
from mdt_core.store.queries.duplicates import (
    Side,
    decisions_in_force,
    is_disputed,
    side_of,
)
from mdt_core.store.queries.statements import Kept, cards
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.settling import ASKED, WHY, CameMeanwhile


@dataclass(frozen=True)
class Deciding:
    """What the person decided about the two records that they saw.

    `kept_id` is the record under which both are read; None says that they are two people. `seen` is
    what both showed.
    """

    one_id: str
    other_id: str
    kept_id: str | None
    why: str
    asked: str
    seen: tuple[Showed, ...]


def showed(side: Side) -> Showed:
    """What a record shows that a person is known by, as it is kept with the decision."""
    line, card = side.line, side.card.readable
    numbers = card.get("source_identifiers") or ()
    return Showed(
        record_id=line.resident_id,
        name=line.formal_name,
        born=PartialDate(line.born) if line.born else None,
        gender=next((each for each in Gender if each.value == line.gender), None),
        nhs_number=line.nhs_number,
        other_numbers=tuple(f"{each.get('value')} ({each.get('system')})" for each in numbers),
        address=str(card["usual_address"]) if card.get("usual_address") else None,
        home=line.home_name or None,
        room=line.room,
    )


def may_decide(by: Actor, sides: tuple[Side, ...]) -> bool:
    """Whether the person's role and homes let them say who these are."""
    return all(access.may_write(by, ResidentMerge, each.line.home_id) for each in sides)


def decide(store: Store, *, by: Actor, deciding: Deciding) -> Changes:
    """Signs that two records are one person, or two people; once about each of them.

    Raises NotAllowed for a role or home that may not, InvalidInput without a reason or without whom
    they asked, CameMeanwhile where either shows something else than the person saw, and Refused for
    what has to be put right first.
    """
    _require_said(deciding)
    with store.deed(by) as unit:
        sides = _as_seen(unit, by, deciding)
        _refuse(unit, deciding, sides)
        ids = unit.writing.ids
        decision = ids.record_id()
        for here, there in ((0, 1), (1, 0)):
            line = sides[here].line
            about = About(line.resident_id, line.home_id)
            signed = unit.sign(_statement(deciding, sides[there].line.resident_id, decision), about)
            unit.audit(
                "join records" if deciding.kept_id else "tell two people apart",
                about,
                record_id=signed.envelope.record_id,
            )
        return unit.commit()


def undo(store: Store, *, by: Actor, one_id: str, other_id: str, reason: str) -> Changes:
    """Withdraws what was decided on two records; both stand again as before.

    Raises Refused where nothing is decided, InvalidInput without a reason, and NotAllowed.
    """
    if not reason.strip():
        raise InvalidInput("Say why before you undo this", where=WHY)
    with store.deed(by) as unit:
        ids = {each.id for each in decisions_in_force(unit.connection, one_id, other_id)}
        if not ids:
            raise Refused("Nothing is decided on these two records")
        for who, mid in merges.copies_of(unit.connection, ids):
            about = About(who, unit.home_of(who))
            unit.require_write(ResidentMerge, about.home_id)
            withdrawn = unit.sign(Withdrawal(reason=reason.strip()), about, corrects=mid)
            unit.audit("undo decision", about, record_id=withdrawn.envelope.record_id)
        return unit.commit()


def _require_said(deciding: Deciding) -> None:
    for words, said in ((WHY, deciding.why), (ASKED, deciding.asked)):
        if not said.strip():
            raise InvalidInput("Say it before you decide this", where=words)
    if deciding.one_id == deciding.other_id:
        raise InvalidInput("These are one record, not two")
    if deciding.kept_id not in (None, deciding.one_id, deciding.other_id):
        raise InvalidInput("Choose which of the two records is kept")


def _statement(deciding: Deciding, other_id: str, decision: str) -> Statement:
    why, asked = deciding.why.strip(), deciding.asked.strip()
    if deciding.kept_id is None:
        return NotSamePerson(
            other_id=other_id, decision=decision, why=why, asked=asked, showed=deciding.seen
        )
    return ResidentMerge(
        other_id=other_id,
        kept_id=deciding.kept_id,
        decision=decision,
        why=why,
        asked=asked,
        showed=deciding.seen,
    )


def _as_seen(unit: UnitOfWork, by: Actor, deciding: Deciding) -> tuple[Side, Side]:
    """Both records, where they show what the person saw."""
    try:
        one = side_of(unit.connection, by, deciding.one_id)
        other = side_of(unit.connection, by, deciding.other_id)
    except NotFound as gone:
        raise CameMeanwhile("One of the two is read under another record by now") from gone
    for side in (one, other):
        unit.require_write(ResidentMerge, side.line.home_id)
    if (showed(one), showed(other)) != deciding.seen:
        raise CameMeanwhile(
            "One of the two records was changed while you looked. Nothing was decided",
            next_step="Read both again, then decide",
        )
    return one, other


# What has to be put right first


def _refuse(unit: UnitOfWork, deciding: Deciding, sides: tuple[Side, Side]) -> None:
    one, other = deciding.one_id, deciding.other_id
    are_disputed = any(is_disputed(unit.connection, each) for each in (one, other))
    if are_disputed or decisions_in_force(unit.connection, one, other):
        raise Refused(
            "Somebody decided on these two records already", next_step="Undo that decision first"
        )
    if deciding.kept_id is None:
        return
    if drafts_about(unit.connection, (one, other)):
        raise Refused(
            "An entry about one of them is begun on this computer and not signed",
            next_step="Sign or discard it first, so that no words are left behind",
        )
    kept, merged = sides if deciding.kept_id == one else sides[::-1]
    _refuse_by_life(kept, merged)
    _refuse_by_place(kept, merged)


def _refuse_by_life(kept: Side, merged: Side) -> None:
    if kept.line.is_deceased != merged.line.is_deceased:
        raise Refused(
            "One of the records says that the person has died, and the other does not",
            next_step="Find out which is right, and put that record right first",
        )


def _refuse_by_place(kept: Side, merged: Side) -> None:
    """What is written of the record kept lies with its home: it must be the one that lives there."""
    place, other = kept.line, merged.line
    if other.home_id is None or place.home_id == other.home_id:
        return
    if place.home_id is None:
        raise Refused(
            f"The other record is the one placed in {other.home_name}",
            next_step="Keep that one, so that the home goes on seeing what is written",
        )
    raise Refused(
        f"One is placed in {place.home_name} and the other in {other.home_name}",
        next_step="End the stay that is wrong first",
    )


# The medicines of both


@dataclass(frozen=True)
class Compared:
    """What the person decided about the medicines of two records that were joined.

    `seen` are all lines in force that stood side by side, by id, and `holding` those of them that hold.
    """

    resident_id: str
    seen: frozenset[str]
    holding: frozenset[str]
    why: str
    asked: str


def settle_medicines(store: Store, *, by: Actor, compared: Compared) -> Changes:
    """Has the lines that hold stand as one list; the others are stopped, each in its own record.

    Raises NotAllowed for whoever may not say which dose is right, InvalidInput without a reason or
    whom they asked, and CameMeanwhile where other lines stand than the person saw.
    """
    for words, said in ((WHY, compared.why), (ASKED, compared.asked)):
        if not said.strip():
            raise InvalidInput("Say it before you decide this", where=words)
    with store.deed(by) as unit:
        who = compared.resident_id
        about = About(who, unit.home_of(who))
        unit.require_write(MedicineLine, about.home_id)
        if by.role not in settlers(MedicineLine, "course"):
            named = access.listed(settlers(MedicineLine, "course"))
            raise NotAllowed(f"Which medicines hold is settled by {named}")
        standing = cards(unit.connection, MedicineLine, who, states=IN_FORCE)
        if {each.id for each in standing} != compared.seen or not compared.holding <= compared.seen:
            raise CameMeanwhile("The medicines were changed while you looked. Read them again")
        _stop_others(unit, about, standing, compared.holding)
        reason = unit.sign(_comparison(compared), about)
        unit.audit("settle medicines", about, record_id=reason.envelope.record_id)
        return unit.commit()


def _stop_others(
    unit: UnitOfWork,
    about: About,
    standing: tuple[Kept[MedicineLine], ...],
    holding: frozenset[str],
) -> None:
    for line in standing:
        if line.id in holding:
            continue
        if line.record is None or line.has_siblings:
            raise Refused(
                "A line that does not hold stands in two versions itself: settle it first"
            )
        stopped = line.record.model_copy(
            update={
                "state": MedicineState.STOPPED,
                "stopped": PartialDate(london_day(unit.writing.at).isoformat()),
            }
        )
        unit.write(stopped, about, record_id=line.id)


def _comparison(compared: Compared) -> Settlement:
    return Settlement(
        what="Medicines of two records",
        way=Way.COMBINED if compared.holding == compared.seen else Way.KEPT,
        why=compared.why.strip(),
        asked=compared.asked.strip(),
        settled_kind=MedicineLine.kind,
        versions=tuple(sorted(compared.seen)),
    )
