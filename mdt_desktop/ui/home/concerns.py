"""The concerns of a home on its page, with how far each has come, and whom one can be raised about. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.concerns import Concern
from mdt_core.records.homes import Home
from mdt_core.records.printed_copies import PrintedCopy
from mdt_core.records.receipts import Reach, Side, side_of
from mdt_core.roles import CLINICIANS, HOME_STAFF
from mdt_core.store.queries.concerns import (
    SentConcern,
    home_concerns_sent,
    round_signed_on,
    sent_concerns,
)
from mdt_core.store.queries.printed_copies import CopyInUse, copies_in_use, out_of_date
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.store import Reading, Store
from mdt_desktop.device.sent import not_sent
from mdt_desktop.ui.actions.told import Told
from mdt_desktop.ui.concern.state import answer_words, phone_words, seen_words, strip_of
from mdt_desktop.ui.home.presenter import HomeView, read_home
from mdt_desktop.ui.today.telling import ABOUT_HOME, concern_words, who_words

MOST_SHOWN: Final = 3


@dataclass(frozen=True)
class ConcernLine:
    """One concern: its words with whom it is about and the answer, and how far it has come."""

    words: str
    state: str


@dataclass(frozen=True)
class ConcernsView:
    """The newest concerns, how many there are, and what is told to the other side by showing them."""

    lines: tuple[ConcernLine, ...] = ()
    number: int = 0
    told: tuple[Told, ...] = ()
    phone: str = ""
    """Whom to phone now, where one for today is not answered."""
    may_raise: bool = False
    out_of_hours: str = ""
    not_answered: int = 0
    begins_open: bool = False
    """Whoever raised them reads them at once; to the team, whose Today has them, the list comes first."""


@dataclass(frozen=True)
class HomeRead:
    """A home's page with its concerns, and the copies of plans there that are out of date."""

    home: HomeView
    concerns: ConcernsView
    old_copies: tuple[CopyInUse, ...] = ()


def read_home_page(store: Store, actor: Actor, home_id: str, now: datetime) -> HomeRead:
    """Reads the page, then its concerns; raises NotFound or NotAllowed."""
    view = read_home(store, actor, home_id, now)
    if not access.may_read(actor, Concern, home_id):
        return HomeRead(view, ConcernsView())
    with store.reading() as connection:
        return HomeRead(
            view,
            _concerns(connection, actor, home_id, view, now),
            _old_copies(connection, actor, home_id, view),
        )


def _old_copies(
    connection: Reading, actor: Actor, home_id: str, view: HomeView
) -> tuple[CopyInUse, ...]:
    if not access.may_read(actor, PrintedCopy, home_id):
        return ()
    living = [line.resident_id for line in view.lines if not line.is_deceased]
    return out_of_date(copies_in_use(connection, living))


def _concerns(
    connection: Reading, actor: Actor, home_id: str, view: HomeView, now: datetime
) -> ConcernsView:
    held = round_signed_on(connection, home_id)
    rounds = {home_id: held} if held else {}
    people = {line.resident_id: line for line in view.lines}
    about_people = sent_concerns(connection, people, now)
    about_home = home_concerns_sent(connection, actor, [home_id], rounds, now)
    found = sorted((*about_people, *about_home), key=_arrived, reverse=True)
    shown = found[:MOST_SHOWN]
    waiting = not_sent(connection, [each.told.id for each in shown])
    home = card_by_id(connection, Home, home_id)
    number = (home.record.out_of_hours_phone if home and home.record else None) or ""
    return ConcernsView(
        lines=tuple(_line(each, actor, now, waiting) for each in shown),
        phone=_phone(found, actor, number),
        number=len(found),
        told=tuple(told for each in shown for told in _told(each, actor)),
        may_raise=access.may_write(actor, Concern, home_id),
        out_of_hours=number,
        not_answered=sum(each.reply is None for each in found),
        begins_open=actor.role in HOME_STAFF,
    )


def _arrived(sent: SentConcern) -> int:
    return sent.arrived


def _phone(found: Sequence[SentConcern], actor: Actor, number: str) -> str:
    """For those who raised them: said once for all."""
    if actor.role not in HOME_STAFF:
        return ""
    return next(filter(None, (phone_words(each, number) for each in found)), "")


def _line(sent: SentConcern, actor: Actor, now: datetime, waiting: frozenset[str]) -> ConcernLine:
    about = who_words(sent.line) if sent.line else ABOUT_HOME
    seen = "" if actor.role in HOME_STAFF else seen_words(sent.reply, now)
    words = (concern_words(sent.told), about, answer_words(sent), seen)
    return ConcernLine(
        words="\n".join(filter(None, words)),
        state="   ".join(strip_of(sent, now, is_waiting=sent.told.id in waiting)),
    )


def _told(sent: SentConcern, actor: Actor) -> tuple[Told, ...]:
    """A clinician has got the concern; the home has seen the answer."""
    awaited, reply = sent.awaited, sent.reply
    if actor.role in CLINICIANS:
        is_new = awaited is not None and awaited.by is Side.TEAM and awaited.got_at is None
        return (Told(awaited.version, Reach.GOT),) if awaited is not None and is_new else ()
    if side_of(actor.role) is not Side.HOME or reply is None or reply.awaited is None:
        return ()
    return () if reply.awaited.seen_at is not None else (Told(reply.version),)
