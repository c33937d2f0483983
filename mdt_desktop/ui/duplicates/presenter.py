"""What the screens of possible duplicates say: both records side by side, and what was decided.

Free of Qt. In the order of their identifiers, and nothing is called newer, better or likelier.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, clinical_moment, london_day
from mdt_core.differences import differences
from mdt_core.fields import fields_of
from mdt_core.record import kind_named, settlers
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.merges import ResidentMerge
from mdt_core.records.residents import Gender
from mdt_core.roles import KNOW_THE_PERSON
from mdt_core.store.deed_log import begun_by
from mdt_core.store.merged_medicines import IN_FORCE, TWO_LISTS
from mdt_core.store.queries.duplicates import (
    Alike,
    Joined,
    Pair,
    Side,
    joined_with,
    possible_duplicates,
    side_of,
    signed_decisions,
)
from mdt_core.store.queries.homes import ResidentLine, resident_by_id
from mdt_core.store.queries.statements import Kept, Signed, cards
from mdt_core.store.store import Store
from mdt_core.use_cases.duplicates import may_decide
from mdt_core.use_cases.residents import open_resident
from mdt_desktop.ui.find.presenter import born_words as born_in_words
from mdt_desktop.ui.person_words import allergies_spoken, born_words, died_words, nhs_number_words
from mdt_desktop.ui.resident.words import author_words
from mdt_desktop.ui.versions.presenter import Line

TITLE: Final = "Possible duplicates"
ABOUT: Final = (
    "Two records that may be of one person. The same NHS number does not wait: either may be read for"
    " the other. Nothing is joined until somebody who knows the person has looked at both"
)
NONE: Final = "No two records look like one person's"
HEADING: Final = "Are these two records of one person?"
IN_ORDER: Final = "In no order of worth. Words that differ stand in a frame"
NOT_RECORDED: Final = "Not recorded"
NOT_PLACED: Final = "Not placed in a home"
ALIKE_WORDS: Final = {
    Alike.NHS_NUMBER: "The same NHS number. Look at both before you act on either",
    Alike.DECIDED_APART: (
        "People decided differently on who this is. Nothing is joined until one decision is undone"
    ),
    Alike.NAME_AND_BIRTH: "The same name and date of birth",
}


@dataclass(frozen=True)
class PairRow:
    """One pair in the list."""

    key: str
    why: str
    one: str
    other: str
    one_id: str
    other_id: str
    is_urgent: bool


@dataclass(frozen=True)
class Record:
    """One of the two records as shown."""

    letter: str
    lines: tuple[Line, ...]

    @property
    def heading(self) -> str:
        """`Record A`."""
        return f"Record {self.letter}"


@dataclass(frozen=True)
class Comparing:
    """Two records read whole, and whether this person may decide on them."""

    sides: tuple[Side, Side]
    alike: tuple[Alike, ...]
    decided: tuple[Signed[Any], ...]
    may_decide: bool
    today: date

    @property
    def whom(self) -> str:
        """Whom the deed names: one family name, or both where they differ."""
        return " and ".join(dict.fromkeys(s.line.family_name.upper() for s in self.sides))


@dataclass(frozen=True)
class Begun:
    """An entry that this person began under a record before it was joined, with what was typed."""

    kind: str
    record_id: str
    title: str
    saved_at: datetime
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class JoinedRead:
    """What was joined to a record, and the medicines of both where they say different things."""

    line: ResidentLine
    joined: tuple[Joined, ...]
    medicines: tuple[Kept[MedicineLine], ...]
    may_undo: bool
    may_settle_medicines: bool
    begun: tuple[Begun, ...] = ()


def pair_rows(store: Store, by: Actor) -> tuple[PairRow, ...]:
    """All pairs that the person may see, the urgent first."""
    with store.reading() as connection:
        found = possible_duplicates(connection, by)
    return tuple(_row(pair, london_day(store.clock())) for pair in found)


def read_comparing(store: Store, by: Actor, one_id: str, other_id: str) -> Comparing:
    """Opens both records, which is audited, and reads them."""
    for resident_id in (one_id, other_id):
        open_resident(store, by=by, resident_id=resident_id)
    return read_comparing_again(store, by, one_id, other_id)


def read_comparing_again(store: Store, by: Actor, one_id: str, other_id: str) -> Comparing:
    """Reads the same of two who are open already; raises NotFound or NotAllowed."""
    one_id, other_id = sorted((one_id, other_id))
    with store.reading() as connection:
        sides = (side_of(connection, by, one_id), side_of(connection, by, other_id))
        wanted = {one_id, other_id}
        pairs = possible_duplicates(connection, by)
        return Comparing(
            sides,
            next((p.alike for p in pairs if _ids(p) == wanted), ()),
            signed_decisions(connection, one_id, other_id),
            may_decide(by, sides),
            london_day(store.clock()),
        )


def read_joined(store: Store, by: Actor, resident_id: str) -> JoinedRead:
    """Opens the resident, which is audited, and reads what was joined to the record."""
    line = open_resident(store, by=by, resident_id=resident_id).line
    with store.reading() as connection:
        line = resident_by_id(connection, resident_id) or line
        lines: tuple[Kept[MedicineLine], ...] = ()
        if TWO_LISTS in line.two_versions:
            lines = cards(connection, MedicineLine, resident_id, states=IN_FORCE)
        joined = joined_with(connection, resident_id)
        left = begun_by(connection, by.person_id, [each.record_id for each in joined])
        return JoinedRead(
            line,
            joined,
            lines,
            access.may_write(by, ResidentMerge, line.home_id),
            by.role in settlers(MedicineLine, "course")
            and access.may_write(by, MedicineLine, line.home_id),
            tuple(_begun(*each) for each in left),
        )


# Words


def records_of(comparing: Comparing) -> tuple[Record, ...]:
    """Both records with every identifier, words that differ marked."""
    facts = [dict(_facts(side, comparing.today)) for side in comparing.sides]
    labels = list(dict.fromkeys(label for each in facts for label in each))
    runs = {
        label: differences([each.get(label, NOT_RECORDED) for each in facts]) for label in labels
    }
    return tuple(
        Record(letter, tuple(Line(label, runs[label][place]) for label in labels))
        for place, letter in enumerate("AB")
    )


def who_decides_words() -> str:
    """Who may decide, said to who may not."""
    return f"This is decided by {access.listed(KNOW_THE_PERSON)}. You can read both and tell them"


def decided_words(signed: Signed[Any]) -> str:
    """A decision in force: what, why, whom they asked, who and when."""
    said = signed.readable
    kept = "" if "kept_id" not in said else "Two records are one person. "
    apart = "" if kept else "Two people, not one. "
    when = f"{author_words(signed.author)}, {clinical_moment(signed.recorded_at)}"
    return f"{kept}{apart}{said.get('why', '')}. Asked: {said.get('asked', '')}. {when}"


def joined_words(joined: Joined) -> str:
    """One record that was joined: by what it was known, and who decided it, when and why."""
    known = f"{joined.name}, NHS No. {nhs_number_words(joined.nhs_number)}"
    born = f", born {born_in_words(joined.born)}" if joined.born else ""
    return f"{known}{born}"


def confirm_words(comparing: Comparing, kept_id: str) -> str:
    """What is asked before two records are joined."""
    place = [side.line.resident_id for side in comparing.sides].index(kept_id)
    line = comparing.sides[place].line
    return (
        f"From now on both are read as one person, under record {'AB'[place]}:"
        f" {line.formal_name}, NHS No. {nhs_number_words(line.nhs_number)}. Nothing is deleted, and"
        " this can be undone. Join them?"
    )


def begun_words(number: int) -> str:
    """That entries were begun under a record that was joined, and are still here."""
    entries = "An entry" if number == 1 else f"{number} entries"
    return f"{entries} begun under it before and not signed: its words are kept here"


def _begun(kind: str, record_id: str, saved_at: datetime, text: str) -> Begun:
    """What was typed, by the labels of the form."""
    known = kind_named(kind)
    labels = {spec.name: spec.label for spec in fields_of(known)} if known else {}
    values: dict[str, Any] = json.loads(text).get("values") or {}
    told = tuple((labels.get(name, name), str(said)) for name, said in values.items() if said)
    return Begun(kind, record_id, known.title if known else kind, saved_at, told)


def medicine_words(kept: Kept[MedicineLine]) -> str:
    """One medicine with its dose, and of which of the records it is."""
    line = kept.record
    parts: tuple[object, ...] = (kept.readable.get("medicine"), kept.readable.get("dose"))
    if line is not None:
        parts = (line.medicine, line.form, line.strength, line.dose, line.route, line.frequency)
    whose = "the record joined" if kept.own_id else "the record kept"
    return f"{' '.join(str(part) for part in parts if part)} ({whose})"


def _row(pair: Pair, today: date) -> PairRow:
    return PairRow(
        pair.key,
        ". ".join(each.value for each in pair.alike),
        _person(pair.one, today),
        _person(pair.other, today),
        pair.one.resident_id,
        pair.other.resident_id,
        pair.is_urgent,
    )


def _person(line: ResidentLine, today: date) -> str:
    where = line.home_name or NOT_PLACED
    room = f", room {line.room}" if line.room else ""
    number = nhs_number_words(line.nhs_number)
    return f"{line.formal_name}\nBorn {born_words(line, today)}\nNHS No. {number}\n{where}{room}"


def _ids(pair: Pair) -> set[str]:
    return {pair.one.resident_id, pair.other.resident_id}


def _facts(side: Side, today: date) -> Iterator[tuple[str, str]]:
    line, card = side.line, side.card.readable
    yield "Name", line.formal_name
    yield "Prefers", line.preferred_name or NOT_RECORDED
    yield "Born", born_words(line, today)
    if line.is_deceased:
        yield "Died", died_words(line)
    yield "Gender", Gender(line.gender).label if line.gender in set(Gender) else line.gender
    yield "NHS No.", nhs_number_words(line.nhs_number)
    yield "Numbers elsewhere", _members(card.get("source_identifiers"), "value", "system")
    yield "Usual address", str(card.get("usual_address") or NOT_RECORDED)
    yield "Registered practice", str(card.get("registered_practice") or NOT_RECORDED)
    yield "Contacts", _members(card.get("contacts"), "name", "relationship")
    yield "Home", line.home_name or NOT_PLACED
    yield "Room", line.room or NOT_RECORDED
    yield "Allergies", allergies_spoken(line)
    yield "Medicines in force", str(line.active_medicines)
    yield "Entries", _entries(side)


def _members(members: object, first: str, second: str) -> str:
    """`R-77 (Care system), H-9 (Hospital)`."""
    found = members if isinstance(members, list | tuple) else ()
    told = [
        f"{each.get(first)} ({each[second]})" if each.get(second) else str(each.get(first))
        for each in found
    ]
    return ", ".join(told) or NOT_RECORDED


def _entries(side: Side) -> str:
    if not side.entries or side.first_entry is None or side.last_entry is None:
        return "None"
    first, last = (clinical_date(london_day(each)) for each in (side.first_entry, side.last_entry))
    days = first if first == last else f"{first} to {last}"
    return f"{side.entries}, {days}"
