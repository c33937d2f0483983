"""What the round screen decides and says, without Qt: the list, the rail, what is next, the summary.

Nobody is named here but the resident who is open: others are rooms.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from mdt_core import access
from mdt_core.action_line import Owner
from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, clinical_short_moment, clinical_weekday_date
from mdt_core.record import Status
from mdt_core.records.actions import ActionState
from mdt_core.records.people import Practitioner
from mdt_core.records.rounds import HowSeen, Programme, Round, RoundEntry, RoundOutcome
from mdt_core.roles import CLINICIANS
from mdt_core.store.queries.homes import ResidentLine, residents_of
from mdt_core.store.queries.people import practitioners
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.together import (
    RoundOf,
    Together,
    d2a_residents,
    homes_with_d2a,
    together,
)
from mdt_core.store.store import Reading, Store
from mdt_core.sync.change import Author
from mdt_core.use_cases.joining import may_join
from mdt_desktop.device.drafts import DraftStore

_STILL_WRITING: Final = timedelta(hours=12)
"""A form of somebody else that was touched longer ago is left over, not being written."""
ALSO_WRITTEN: Final = "another person is writing here on this computer"
NOBODY: Final = "Nobody is proposed for this round. Add residents, or ask the home"


@dataclass(frozen=True)
class Cell:
    """One cell of the rail: its state and what a screen reader says."""

    state: str
    spoken: str


@dataclass(frozen=True)
class Person:
    """Somebody who can be responsible for an entry or own an action."""

    author: Author
    owner: Owner
    may_be_responsible: bool


@dataclass(frozen=True)
class RoundRead:
    """A round as the store has it at one moment, with whom it can be for and who works for a home.

    `staff` are by home: those of one home are never offered for a resident of another.
    """

    page: Together
    everyone: tuple[ResidentLine, ...]
    drafts: frozenset[str]
    staff: Mapping[str, tuple[Person, ...]]
    others_write: frozenset[str] = frozenset()
    """For whom somebody else has begun an entry on this device today; nothing of it is read."""
    to_join: tuple[str, ...] = ()
    """The rounds that run and that the person does not stand in yet."""

    @property
    def of(self) -> RoundOf:
        """Which round it is."""
        return self.page.of

    @property
    def day(self) -> date:
        """The day of the round."""
        return self.of.day

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who works for a home of this round, each once."""
        known = {each.author.id: each for people in self.staff.values() for each in people}
        return tuple(known.values())

    def people_for(self, resident_id: str) -> tuple[Person, ...]:
        """Who can own an action or be responsible for this resident."""
        part = self.page.part_of(resident_id)
        return self.staff.get(part.home_id, ()) if part is not None else self.people

    @property
    def residents(self) -> tuple[ResidentLine, ...]:
        """Who is on the list, in its order."""
        return self.page.residents

    def line(self, resident_id: str) -> ResidentLine | None:
        """The line of somebody on the list, or None."""
        return next((each for each in self.residents if each.resident_id == resident_id), None)

    def heading(self, current: str = "") -> str:
        """`Elm House  Round Tue 24-Nov-2026  Video`; over several homes that of who is open."""
        modes = [each.mode.label for each in self.page.headers() if each.mode]
        words = (self._where(current), self._programme(), modes[0] if modes else "")
        return "   ".join(filter(None, words))

    def _where(self, current: str) -> str:
        if not self.of.is_over_homes:
            return self.page.names.get(self.of.home_id, "")
        number = len(self.page.parts)
        return self.page.home_name_of(current) or f"{number} {'home' if number == 1 else 'homes'}"

    def _programme(self) -> str:
        weekly = self.of.programme is Programme.WEEKLY
        return f"{'Round' if weekly else self.of.programme.label} {clinical_weekday_date(self.day)}"

    def ready_words(self, current: str) -> str:
        """`☑ Ready: weight (24-Nov 08:10, Grace Obi)`; empty where nothing was asked for."""
        asked, said = self.page.ready_for(current)
        if not asked:
            return ""
        if said is None:
            return f"☐ Home was asked to have ready: {asked}"
        return f"☑ Ready: {asked} ({clinical_short_moment(said.at)}, {said.name})"

    def marked(self, page: ResidentPage) -> ResidentPage:
        """A resident as opened, with the mark of a name like another's in this round."""
        line = self.line(page.line.resident_id)
        is_alike = page.line.is_similar or (line is not None and line.is_similar)
        return replace(page, line=replace(page.line, is_similar=is_alike))

    def is_signed(self, resident_id: str) -> bool:
        """Whether an entry that stands was signed for a resident in this round."""
        return self.page.is_signed_for(resident_id)

    def outcome(self, resident_id: str) -> RoundOutcome | None:
        """Why a resident was not seen, where that stands."""
        return self.page.outcome_of(resident_id)

    def is_settled(self, resident_id: str) -> bool:
        """Whether nothing is left to do in this round: signed, deferred or not here."""
        return self.is_signed(resident_id) or self.outcome(resident_id) is not None

    def settled_words(self) -> str:
        """`4 of 12 settled, 1 deferred`."""
        settled = sum(self.is_settled(each.resident_id) for each in self.residents)
        said = [self.outcome(each.resident_id) for each in self.residents]
        counts = Counter(each.outcome.label.lower() for each in said if each)
        more = "".join(f", {number} {label}" for label, number in counts.items())
        return f"{settled} of {len(self.residents)} settled{more}"

    def has_paper(self) -> bool:
        """Whether anything was signed that a sheet can hold."""
        return bool(self.page.entries)

    def unsettled(self) -> tuple[ResidentLine, ...]:
        """Those on the list of whom nothing was signed or said."""
        return tuple(each for each in self.residents if not self.is_settled(each.resident_id))


def read_round(store: Store, drafts: DraftStore, actor: Actor, of: RoundOf) -> RoundRead:
    """Reads a round with everything around it; raises KnownError where that may not or cannot be."""
    left = drafts.of_person(actor.person_id)
    others = drafts.begun_by_others(
        actor.person_id, RoundEntry.kind, since=store.clock() - _STILL_WRITING
    )
    with store.reading() as connection:
        page = together(connection, actor, of)
        homes = [part.home_id for part in page.parts]
        return RoundRead(
            page=page,
            everyone=_everyone(connection, actor, of),
            drafts=frozenset(each.resident_id for each in left if each.kind == RoundEntry.kind),
            staff={home_id: _staff(connection, actor, home_id) for home_id in homes},
            others_write=others,
            to_join=_to_join(page, actor),
        )


def _to_join(page: Together, actor: Actor) -> tuple[str, ...]:
    """The parts that run without the person, for a role that writes rounds."""
    headers = ((part.round_id, part.round.record) for part in page.parts if part.round)
    return tuple(
        round_id
        for round_id, header in headers
        if header is not None
        and access.may_write(actor, Round, header.home_id)
        and may_join(header, actor)
    )


def _everyone(connection: Reading, actor: Actor, of: RoundOf) -> tuple[ResidentLine, ...]:
    if of.programme is Programme.WEEKLY:
        return residents_of(connection, actor, of.home_id)
    homes = [of.home_id] if of.home_id else homes_with_d2a(connection, actor)
    return d2a_residents(connection, actor, homes)


def _staff(connection: Reading, actor: Actor, home_id: str) -> tuple[Person, ...]:
    known = practitioners(connection, actor, home_id)
    return tuple(_person(each.id, each.record) for each in known if each.record)


def _person(person_id: str, card: Practitioner) -> Person:
    author = Author(person_id, card.name, card.role.value, card.organisation or "")
    return Person(author, Owner(card.name, card.role), card.role in CLINICIANS)


def room_words(line: ResidentLine) -> str:
    """`room 14`, or that there is none; never a name."""
    return f"room {line.room}" if line.room else "room not recorded"


def place_words(read: RoundRead, line: ResidentLine) -> str:
    """`room 14`; in a round over several homes `Elm House, room 14`; never a name."""
    room = room_words(line)
    if not read.of.is_over_homes:
        return room
    return f"{read.page.home_name_of(line.resident_id) or line.home_name}, {room}"


def cells(read: RoundRead, current: str) -> tuple[Cell, ...]:
    """The rail, in the order of the list."""
    number = len(read.residents)
    return tuple(
        _cell(read, line, f"{place} of {number}, {place_words(read, line)}", current)
        for place, line in enumerate(read.residents, start=1)
    )


def _cell(read: RoundRead, line: ResidentLine, where: str, current: str) -> Cell:
    who = line.resident_id
    also = f", {ALSO_WRITTEN}" if who in read.others_write else ""
    if who == current:
        signed = ", signed" if read.is_signed(who) else ""
        return Cell("current", f"{where}, on the screen{signed}{also}")
    if who in read.drafts:
        return Cell("draft", f"{where}, draft left{also}")
    if also:
        return Cell("other", f"{where}{also}")
    if read.is_signed(who):
        return Cell("signed", f"{where}, signed")
    if outcome := read.outcome(who):
        return Cell("deferred", f"{where}, {outcome.outcome.label.lower()}")
    return Cell("open", f"{where}, open")


def next_open(read: RoundRead, after: str) -> str:
    """The next on the list who is not settled, from the beginning again after the end."""
    order = [line.resident_id for line in read.residents]
    place = order.index(after) + 1 if after in order else 0
    around = order[place:] + order[:place]
    return next((who for who in around if who != after and not read.is_settled(who)), "")


def first_to_open(read: RoundRead) -> str:
    """Where a round opens that is not asked for one resident: the first open one, else the first."""
    first = read.residents[0].resident_id if read.residents else ""
    return next_open(read, "") or first


def beside(read: RoundRead, current: str, step: int) -> str:
    """Who stands so many places further on the list; empty beyond its ends."""
    order = [line.resident_id for line in read.residents]
    place = order.index(current) + step if current in order else 0
    return order[place] if 0 <= place < len(order) else ""


def next_words(read: RoundRead, current: str) -> str:
    """`Next: room 14`, or that this is the last; no name."""
    line = read.line(next_open(read, current))
    return f"Next: {place_words(read, line)}" if line else "Nobody else is open on the list"


def outcome_words(outcome: RoundOutcome) -> str:
    """`Deferred: asleep`, or `Deferred until 01-Dec-2026: ...`, or that somebody is not here."""
    why = outcome.words or (outcome.reason.label if outcome.reason else "")
    until = f" until {clinical_date(outcome.until)}" if outcome.until else ""
    said = f"{outcome.outcome.label}{until}"
    return f"{said}: {why[:1].lower()}{why[1:]}" if why else said


def sign_words(family_name: str, *, has_next: bool) -> str:
    """`Sign for FAMILYNAME and next`."""
    return f"Sign for {family_name.upper()}{' and next' if has_next else ''}"


def summary(read: RoundRead) -> tuple[str, ...]:
    """What a round came to, in figures and in words."""
    on_list = {line.resident_id for line in read.residents}
    standing = [
        entry
        for who, entry in read.page.entries
        if entry.status is Status.CURRENT and who in on_list
    ]
    how = [entry.record.how for entry in standing if entry.record]
    seen = sum(each is not HowSeen.NOT_SEEN for each in how)
    actions = [
        each.record
        for _, each in read.page.actions
        if each.record and each.record.state is ActionState.OPEN
    ]
    loose = sum(bool(each.missing) for each in actions)
    away = sum(each.resident_id not in on_list for each in read.everyone)
    return tuple(
        filter(
            None,
            (
                f"{read.settled_words()}: {seen} seen or discussed, {len(how) - seen} not seen",
                _counted(len(actions), "action"),
                f"{_counted(loose, 'action')} without an owner or a due date" if loose else "",
                _away_words(read, away),
            ),
        )
    )


def _away_words(read: RoundRead, away: int) -> str:
    if read.of.programme is Programme.D2A:
        return f"{_counted(away, 'D2A resident')} not on the list"
    return f"{_counted(away, 'resident')} of this home not on the list"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def found(lines: Sequence[ResidentLine], typed: str) -> tuple[ResidentLine, ...]:
    """Those whose room is the typed one, else whose room or a name begins so; all for nothing."""
    wanted = " ".join(typed.casefold().split())
    if not wanted:
        return tuple(lines)
    in_room = tuple(line for line in lines if (line.room or "").casefold() == wanted)
    over_homes = len({line.home_id for line in lines}) > 1
    return in_room or tuple(line for line in lines if _begins(line, wanted, over_homes=over_homes))


def _begins(line: ResidentLine, wanted: str, *, over_homes: bool) -> bool:
    home = line.home_name if over_homes else None
    names = (line.family_name, line.given_name, line.preferred_name, line.room, home)
    texts = [text.casefold() for text in names if text]
    whole = f"{line.given_name or ''} {line.family_name}".casefold()
    return any(text.startswith(wanted) for text in (*texts, whole)) or wanted in (
        line.nhs_number or "-"
    )
