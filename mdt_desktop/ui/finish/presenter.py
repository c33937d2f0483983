"""What the finish of a round shows and asks, without Qt: open items, figures, and when it can be signed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from mdt_core.action_line import ActionLine, parse
from mdt_core.actor import Actor
from mdt_core.clock import clinical_moment, london_day
from mdt_core.errors import InvalidInput
from mdt_core.records.actions import Action
from mdt_core.records.round_sign_offs import OpenKind
from mdt_core.records.rounds import Attendee
from mdt_core.roles import Role
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.rounds import RoundPage, last_attendees
from mdt_core.store.queries.statements import Kept
from mdt_core.store.queries.together import RoundOf
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.round_finish import (
    SigningOff,
    StillOpen,
    complete_action,
    open_in,
    sign_off_together,
)
from mdt_desktop.device.drafts import DraftStore
from mdt_desktop.ui.actions.reach import NO_NUMBER, opened_words
from mdt_desktop.ui.person_words import born_words, nhs_number_words
from mdt_desktop.ui.resident.words import facts_of
from mdt_desktop.ui.round.entry import owners_of
from mdt_desktop.ui.round.presenter import RoundRead, read_round, room_words

SAY_WHICH: Final = {
    "anyone_else": "Ask whether the home is worried about anyone else, and say what it said",
    "attendees": "Say who was there",
    "mode": "Choose how the round was held",
    "times": "Give when the round started and ended",
}


@dataclass(frozen=True)
class FinishRead:
    """A round as it stands, what is open in it, and who was at the last one."""

    round: RoundRead
    open: StillOpen
    drafts: tuple[ResidentLine, ...]
    last_there: tuple[Attendee, ...]
    today: date

    @property
    def counts(self) -> Mapping[OpenKind, int]:
        """How many are open of each kind; none is left out."""
        return self.open.counts(len(self.drafts))

    @property
    def signed_words(self) -> str:
        """Who signed the round and when; empty while nobody has."""
        parts = [part for part in self.round.page.parts if part.round is not None]
        signed = parts[0].sign_off if parts else None
        if signed is None or not all(part.sign_off for part in parts):
            return ""
        return f"Signed off by {signed.author.name}, {clinical_moment(signed.occurred_at)}"

    def opened_words(self, now: datetime) -> str:
        """Whether each home has opened its sheet; with several homes each is named."""
        parts = [part for part in self.round.page.parts if part.sheet is not None]
        names = self.round.page.names if len(parts) > 1 else {}
        said = [(names.get(part.home_id, ""), opened_words(part.sheet, now)) for part in parts]
        return "\n".join(f"{name}: {words}" if name else words for name, words in said)

    def phone_words(self, resident_id: str) -> str:
        """Whom to phone about an urgent action that the home has not seen."""
        part = next((p for p in self.round.page.parts if _is_on(p, resident_id)), None)
        return f"Phone {part.phone}" if part and part.phone else NO_NUMBER

    def people(self, by: Actor) -> tuple[Attendee, ...]:
        """Who can have been there: who signs or joined, the last ones, and those who work here."""
        known = [Attendee(id=by.person_id, name=by.name, role=by.role)]
        known += [*self._began(), *self.last_there]
        known += [
            Attendee(id=each.author.id, name=each.author.name, role=Role(each.author.role))
            for each in self.round.people
        ]
        return tuple({each.id: each for each in reversed(known)}.values())[::-1]

    def ticked(self, by: Actor) -> tuple[str, ...]:
        """Who is ticked before anything is pressed: who started or joined, and who came last time."""
        there = (*self._began(), *self.last_there)
        return tuple(dict.fromkeys((by.person_id, *(each.id for each in there))))

    def _began(self) -> tuple[Attendee, ...]:
        return tuple(who for each in self.round.page.headers() for who in each.attendees)

    def who(self, resident_id: str) -> str:
        """Whom an item is about, with birth and number, and over several homes in which."""
        lines = (*self.round.residents, *self.round.everyone)
        line = next((each for each in lines if each.resident_id == resident_id), None)
        if line is None:
            return "A resident who has moved"
        home = self.round.page.home_name_of(resident_id) or line.home_name
        words = who_words(line, self.today)
        return f"{home}. {words}" if self.round.of.is_over_homes else words


def read_finish(store: Store, drafts: DraftStore, actor: Actor, of: RoundOf) -> FinishRead:
    """Reads a round with what is open in it; raises KnownError where that may not or cannot be."""
    read = read_round(store, drafts, actor, of)
    running = [part for part in read.page.parts if part.sign_off is None]
    with store.reading() as connection:
        there = {
            each.id: each
            for part in read.page.parts
            for each in last_attendees(connection, actor, part.home_id, of.day, of.programme)
        }
    left = tuple(each for each in read.residents if each.resident_id in read.drafts)
    return FinishRead(
        read,
        open_in(running, actor.person_id),
        left,
        tuple(there.values()),
        london_day(store.clock()),
    )


def sign_round(
    store: Store,
    confirm: Callable[[str], None],
    *,
    by: Actor,
    of: RoundOf,
    said: SigningOff,
    secret: str,
) -> Changes:
    """Asks for the PIN first and signs the round then; raises WrongSecret and what `sign_off_together` raises."""
    confirm(secret)
    return sign_off_together(store, by=by, of=of, said=said)[1]


def confirms_words(read: FinishRead) -> str:
    """What signing confirms, word for word, so that it is read first."""
    waiting = read.open.to_confirm
    number = "1 entry" if len(waiting) == 1 else f"{len(waiting)} entries"
    said = [f"Signing confirms {number} that others wrote for you"]
    for who, entry in waiting:
        facts = "\n".join(f"{fact.label}: {fact.words}" for fact in facts_of(entry))
        said.append(f"{read.who(who)}, written by {entry.author.name}\n{facts}")
    return "\n\n".join(said)


def _is_on(part: RoundPage, resident_id: str) -> bool:
    return any(line.resident_id == resident_id for line in part.residents)


def lists_of(read: FinishRead) -> dict[str, list[str]]:
    """Those not reached, by the id of the round that each is in."""
    found: dict[str, list[str]] = {}
    for line in read.open.not_reached:
        found.setdefault(read.round.page.round_id_of(line.resident_id), []).append(line.resident_id)
    return found


def who_words(line: ResidentLine, today: date) -> str:
    """`Room 4, OKONKWO, Samuel (Mr). Born 22-Jan-1940 (86 y). NHS No. 999 000 0042`."""
    similar = "   ▲ Similar name" if line.is_similar else ""
    named = f"{room_words(line).capitalize()}, {line.formal_name}{similar}"
    return f"{named}. Born {born_words(line, today)}. NHS No. {nhs_number_words(line.nhs_number)}"


def what_is_missing(action: Kept[Action]) -> str:
    """What an action has not: its owner, who chases an owner outside, its day."""
    record = action.record
    if record is None:
        return "Not readable as a whole"
    return " and ".join(f"no {what}" for what in record.missing)


def completing(
    typed: str, read: FinishRead, action: Kept[Action], who: str, today: date
) -> Callable[..., Changes]:
    """The deed that gives an action what `@home fri` says; raises InvalidInput where that is unclear."""
    line = parse(f"action {typed}", today, owners_of(read.round.people))
    if line.questions:
        raise InvalidInput(line.questions[0].words, where="Owner and day")
    update = _update(line, action.record)
    if not update:
        raise InvalidInput("Type who and when, as in: @home fri", where="Owner and day")
    return partial(complete_action, resident_id=who, action_id=action.id, update=update)


def _update(line: ActionLine, action: Action | None) -> dict[str, object]:
    """What was typed; a person named for an owner outside is who chases it."""
    update: dict[str, object] = {"due": line.due} if line.due else {}
    outside = action.outside if action else None
    if line.outside:
        update |= {"outside": line.outside, "owner": None, "owner_role": None}
    if outside and not line.outside and line.owner_words:
        update |= {"chaser": line.owner or None, "chaser_role": line.owner_role}
    elif line.owner_words and not line.outside:
        update |= {"owner": line.owner or None, "owner_role": line.owner_role}
    if line.chaser_words:
        update |= {"chaser": line.chaser or None, "chaser_role": line.chaser_role}
    return update


def moment_of(typed: str, shown: str, stands: datetime, zone_of: datetime) -> datetime:
    """The moment a time field means: the exact one that it began with, where it was left as it was."""
    if typed == shown:
        return stands
    return datetime.fromisoformat(typed).replace(tzinfo=zone_of.tzinfo)
