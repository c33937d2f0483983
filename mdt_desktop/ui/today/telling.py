"""Rows of the start screen about what was told: concerns, late arrivals, entries to confirm. No Qt."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_short_moment
from mdt_core.records.concerns import Concern, ConcernAnswer, HowSoon
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.falls import Fall
from mdt_core.records.receipts import Reach, Side, side_of
from mdt_core.roles import CLINICIANS
from mdt_core.store.queries.arrivals import Arrival
from mdt_core.store.queries.concerns import SentConcern
from mdt_core.store.queries.confirmations import ToConfirm
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.statements import Signed
from mdt_core.store.queries.today import HomeToday, Today
from mdt_desktop.ui.actions.told import Told
from mdt_desktop.ui.concern.state import answer_words, phone_words, seen_words, strip_of
from mdt_desktop.ui.find.presenter import SIMILAR, born_words, nhs_number_words
from mdt_desktop.ui.quoted import quoted
from mdt_desktop.ui.today.rows import Asked, Deed, TodayRow

ABOUT_HOME: Final = "About the home"


@dataclass(frozen=True)
class Reader:
    """Who reads the start screen, when, and which records have not left this computer."""

    by: Actor
    now: datetime
    waiting: frozenset[str] = frozenset()

    @property
    def may_answer(self) -> bool:
        """Whether the person answers concerns."""
        return self.by.role in ConcernAnswer.writers


def who_words(line: ResidentLine) -> str:
    """Gives a resident with room, birthday and NHS number in one line."""
    room = f"room {line.room}" if line.room else "no room"
    mark = f" {SIMILAR}" if line.is_similar else ""
    number = nhs_number_words(line.nhs_number)
    return f"{line.formal_name}{mark}, {room}, born {born_words(line.born)}, NHS No. {number}"


def person_row(
    line: ResidentLine, *, key: str, symbol: str, words: str, when: str, deed: Deed
) -> TodayRow:
    """A row about one resident, named below the words; what a kind of row has beside is added to it."""
    return TodayRow(
        key=key,
        symbol=symbol,
        words=f"{words}\n{who_words(line)}",
        home=line.home_name,
        when=when,
        deed=deed,
        resident_id=line.resident_id,
        family=line.family_name.upper(),
    )


def is_for_today(told: Signed[Concern]) -> bool:
    """Whether the home asks for an answer today."""
    return bool(told.readable.get("how_soon") == HowSoon.TODAY.value)


def arrival_row(each: Arrival, reader: Reader) -> TodayRow:
    """What came and no entry has answered; a concern can be answered from here."""
    happened = clinical_short_moment(each.told.occurred_at)
    said = _told_words(each)
    if each.is_late:
        said = f"Arrived late: {said[:1].lower()}{said[1:]}"
    is_answerable = each.kind == Concern.kind and reader.may_answer
    asked = Asked(concern=each.told, line=each.line, home_id=each.line.home_id)
    row = person_row(
        each.line,
        key=f"told:{each.told.id}",
        symbol="▲",
        words=said,
        when=f"{happened}\nEntry {_entry_words(each.entry_at)}" if each.is_late else happened,
        deed=Deed.ANSWER if is_answerable else Deed.LOOK,
    )
    return replace(row, asked=asked) if is_answerable else row


def concern_words(told: Signed[Concern]) -> str:
    """Gives a concern: how soon, the home's own words, and what was seen."""
    asked = told.readable.get("how_soon")
    soon = next((h.label.lower() for h in HowSoon if h.value == asked), "")
    signs = ", ".join(sign.label for sign in told.record.soft_signs) if told.record else ""
    words = str(told.readable.get("words") or "")
    said = quoted(words, signs)
    return f"Concern, {soon}: {said}" if soon else f"Concern: {said}"


def sent_row(each: SentConcern, read: Today, reader: Reader) -> TodayRow:
    """A concern with how far it has come; a clinician can answer one about a home from here."""
    home = next((home for home in read.homes if home.id == each.home_id), None)
    about = who_words(each.line) if each.line else ABOUT_HOME
    is_answerable = reader.may_answer and not each.is_answered
    return TodayRow(
        key=f"told:{each.told.id}",
        symbol="✓" if each.is_answered else "▲",
        words="\n".join(
            filter(None, (concern_words(each.told), about, *_more(each, home, reader)))
        ),
        home=home.name if home else "",
        when="\n".join(strip_of(each, reader.now, is_waiting=each.told.id in reader.waiting)),
        deed=_sent_deed(each, is_answerable=is_answerable),
        resident_id=each.line.resident_id if each.line else "",
        home_id=each.home_id or "",
        family=each.line.family_name.upper() if each.line else "",
        told=_reply_seen(each),
        asked=Asked(concern=each.told, line=each.line, home_id=each.home_id)
        if is_answerable
        else None,
    )


def confirm_row(each: ToConfirm) -> TodayRow:
    """An entry that somebody else wrote for the person."""
    words = str(each.entry.readable.get("note") or each.entry.readable.get("plan") or "")
    first = f": «{words.splitlines()[0]}»" if words.strip() else ""
    row = person_row(
        each.line,
        key=f"confirm:{each.entry.id}",
        symbol="○",
        words=f"Entry by {each.entry.author.name} for you{first}",
        when=clinical_short_moment(each.entry.occurred_at),
        deed=Deed.CONFIRM,
    )
    return replace(row, asked=Asked(entry=each.entry, line=each.line, home_id=each.line.home_id))


def got_by_the_team(read: Today, by: Actor) -> tuple[Told, ...]:
    """What a clinician's device has got of the homes' concerns and no receipt says yet."""
    if by.role not in CLINICIANS:
        return ()
    awaited = [each.awaited for each in read.arrivals]
    awaited += [each.awaited for each in read.concerns]
    theirs = [each for each in awaited if each is not None and each.by is Side.TEAM]
    return tuple(Told(each.version, Reach.GOT) for each in theirs if each.got_at is None)


def _told_words(each: Arrival) -> str:
    """Says what came, in the home's words where there are some."""
    if each.kind == Fall.kind:
        return "Fall"
    if each.kind == HospitalEpisode.kind:
        part = each.told.readable.get("part")
        return next((p.label for p in EpisodePart if p.value == part), HospitalEpisode.title)
    return concern_words(each.told)


def _entry_words(at: datetime | None) -> str:
    return clinical_short_moment(at) if at else "none"


def _more(each: SentConcern, home: HomeToday | None, reader: Reader) -> tuple[str, ...]:
    """The answer and whom to phone; the number is for those who raised it."""
    if side_of(reader.by.role) is Side.TEAM:
        return (answer_words(each), seen_words(each.reply, reader.now))
    return (answer_words(each), phone_words(each, home.out_of_hours_phone if home else ""))


def _sent_deed(each: SentConcern, *, is_answerable: bool) -> Deed:
    if is_answerable:
        return Deed.ANSWER
    return Deed.LOOK if each.line else Deed.HOME


def _reply_seen(each: SentConcern) -> tuple[Told, ...]:
    reply = each.reply
    if reply is None or reply.awaited is None or reply.awaited.seen_at is not None:
        return ()
    return (Told(reply.version),)
