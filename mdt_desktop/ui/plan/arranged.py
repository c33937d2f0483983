"""A round's list as a person is arranging it: pure steps, each of which gives a new arrangement.

What comes in meanwhile marks a row or adds one at the end; it never moves a row that stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.homes import Home
from mdt_core.records.rounds import Round, RoundMode, RoundState, TakenOffReason
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.queries.worklist import Listed, with_reasons
from mdt_core.store.store import Store
from mdt_core.use_cases.plans import RoundPlan, may_take_off
from mdt_core.worklist import Thresholds, shipped_thresholds, sources_of

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class PlanRead:
    """A home with every resident's reasons on the day of a round, and the plan as it is kept."""

    home_name: str
    round_time: str
    day: date
    everyone: tuple[Listed, ...]
    header: Round | None
    may_plan: bool
    thresholds: Thresholds

    @property
    def is_running(self) -> bool:
        """Whether somebody has started the round."""
        return self.header is not None and self.header.state is RoundState.OPEN

    @property
    def is_finished(self) -> bool:
        """Whether the round can no longer be planned."""
        ended = (RoundState.COMPLETED, RoundState.VOID)
        return self.header is not None and self.header.state in ended

    def one(self, resident_id: str) -> Listed | None:
        """One resident of the home, or None."""
        return next((each for each in self.everyone if each.resident_id == resident_id), None)


def read_plan(store: Store, actor: Actor, home_id: str, day: date) -> PlanRead:
    """Reads what a plan is made of in one moment; raises KnownError where that may not be."""
    thresholds = shipped_thresholds()
    with store.reading() as connection:
        home = card_by_id(connection, Home, home_id)
        kept = card_by_id(connection, Round, round_id_for(home_id, day))
        return PlanRead(
            home_name=str(home.readable.get("name", "")) if home else "",
            round_time=str(home.readable.get("round_time") or "") if home else "",
            day=day,
            everyone=with_reasons(connection, actor, home_id, today=day, thresholds=thresholds),
            header=kept.record if kept else None,
            may_plan=access.may_write(actor, Round, home_id),
            thresholds=thresholds,
        )


@dataclass(frozen=True)
class Arranged:
    """The list as it is arranged now.

    `known` are the records whose reasons the person has seen; `ready` and `off` hold all that
    stands, `..._touched` whose were changed here. `read` is the kept list that this began from.
    """

    order: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    put_on: frozenset[str] = frozenset()
    ready: Mapping[str, str] = field(default_factory=lambda: _NONE)
    ready_touched: frozenset[str] = frozenset()
    off: Mapping[str, TakenOffReason] = field(default_factory=lambda: _NONE)
    off_touched: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=lambda: _NONE)
    moved_here: frozenset[str] = frozenset()
    minutes: int | None = None
    mode: RoundMode | None = None
    is_edited: bool = False

    def plan(self) -> RoundPlan:
        """What is to be kept of it."""
        return RoundPlan(
            residents=self.order,
            read=self.read,
            ready={who: self.ready.get(who, "") for who in self.ready_touched},
            taken_off={who: self.off.get(who) for who in self.off_touched},
            moved=tuple(who for who in self.order if who in self.moved_here),
            reasons_shown=tuple(sorted(self.known)),
            mode=self.mode,
            planned_minutes=self.minutes,
        )


def begun(read: PlanRead, actor: Actor) -> Arranged:
    """The kept plan with who is newly proposed at its end; without one, everybody proposed."""
    header = read.header
    if header is None or not (header.residents or header.taken_off):
        order = tuple(each.resident_id for each in read.everyone if each.is_proposed)
        minutes = header.planned_minutes if header else None
        mode = header.mode if header else None
        return Arranged(order, known=_all_sources(read), minutes=minutes, mode=mode)
    living = {each.resident_id for each in read.everyone}
    standing = Arranged(
        order=tuple(who for who in header.residents if who in living),
        read=header.residents,
        known=frozenset(header.reasons_shown) or _all_sources(read),
        ready=MappingProxyType({each.id: each.text for each in header.ready}),
        off=MappingProxyType({each.id: each.reason for each in header.taken_off}),
        moved=MappingProxyType(
            {each.id: _mover(each.by, each.name, actor) for each in header.moved}
        ),
        minutes=header.planned_minutes,
        mode=header.mode,
    )
    return _with_newly_proposed(standing, read)


def _mover(person_id: str, name: str, actor: Actor) -> str:
    return "you" if person_id == actor.person_id else name


def _all_sources(read: PlanRead) -> frozenset[str]:
    return frozenset(sources_of(reason for each in read.everyone for reason in each.reasons))


def _with_newly_proposed(arranged: Arranged, read: PlanRead) -> Arranged:
    """A running round is not added to by itself: who is new stands beside its list."""
    if read.is_running:
        return arranged
    new = tuple(
        each.resident_id
        for each in read.everyone
        if each.is_proposed
        and each.resident_id not in arranged.order
        and each.resident_id not in arranged.off
    )
    return replace(arranged, order=(*arranged.order, *new), added=arranged.added | frozenset(new))


def brought_up(arranged: Arranged, read: PlanRead, actor: Actor) -> Arranged:
    """The arrangement after something came in: what a person arranged stays as it is."""
    if not arranged.is_edited:
        again = begun(read, actor)
        if read.header is None or not read.header.residents:
            again = replace(again, order=_kept_order(arranged.order, again.order))
        new = frozenset(again.order) - frozenset(arranged.order)
        return replace(again, known=arranged.known, added=arranged.added | again.added | new)
    living = {each.resident_id for each in read.everyone}
    order = tuple(who for who in arranged.order if who in living)
    return _with_newly_proposed(replace(arranged, order=order), read)


def _kept_order(before: tuple[str, ...], now: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(now)
    stays = tuple(who for who in before if who in wanted)
    return (*stays, *(who for who in wanted if who not in before))


# What a person does


def moved_by(arranged: Arranged, who: str, step: int) -> Arranged:
    """One place up (-1) or down (+1), where there is a place."""
    order = list(arranged.order)
    if who not in order or not 0 <= order.index(who) + step < len(order):
        return arranged
    at = order.index(who)
    order.insert(at + step, order.pop(at))
    return replace(
        arranged,
        order=tuple(order),
        moved=MappingProxyType({**arranged.moved, who: "you"}),
        moved_here=arranged.moved_here | {who},
        is_edited=True,
    )


def reasons_to_take_off(read: PlanRead, who: str) -> tuple[TakenOffReason, ...]:
    """Which of the six reasons hold for a resident."""
    listed = read.one(who)
    is_d2a = listed is not None and listed.is_d2a
    return tuple(each for each in TakenOffReason if may_take_off(each, is_d2a=is_d2a))


def taken_off(arranged: Arranged, who: str, reason: TakenOffReason) -> Arranged:
    """Off the list of this round, for a reason."""
    return replace(
        arranged,
        order=tuple(each for each in arranged.order if each != who),
        off=MappingProxyType({**arranged.off, who: reason}),
        off_touched=arranged.off_touched | {who},
        is_edited=True,
    )


def put_on(arranged: Arranged, who: str) -> Arranged:
    """On the list, at its end; nothing changes for somebody who is on it."""
    if who in arranged.order:
        return arranged
    was_off = who in arranged.off
    return replace(
        arranged,
        order=(*arranged.order, who),
        off=MappingProxyType({each: why for each, why in arranged.off.items() if each != who}),
        off_touched=arranged.off_touched | ({who} if was_off else set()),
        put_on=arranged.put_on | {who},
        is_edited=True,
    )


def with_ready(arranged: Arranged, who: str, text: str) -> Arranged:
    """What the home is asked to have ready, as typed."""
    return replace(
        arranged,
        ready=MappingProxyType({**arranged.ready, who: text}),
        ready_touched=arranged.ready_touched | {who},
        is_edited=True,
    )


def with_time(arranged: Arranged, minutes: int | None) -> Arranged:
    """How long the round is planned to take; None for what is usual."""
    return replace(arranged, minutes=minutes, is_edited=True)


def with_mode(arranged: Arranged, mode: RoundMode | None) -> Arranged:
    """How the round is to be held."""
    return replace(arranged, mode=mode, is_edited=True)


def seen(arranged: Arranged, read: PlanRead) -> Arranged:
    """The same with everything that stands taken as seen: what a person saves, they have read."""
    known = arranged.known | _all_sources(read)
    return replace(arranged, known=known, added=frozenset())


def kept(arranged: Arranged) -> Arranged:
    """The same after it was saved: nothing is changed any more."""
    return replace(
        arranged,
        read=arranged.order,
        ready_touched=frozenset(),
        off_touched=frozenset(),
        moved_here=frozenset(),
        is_edited=False,
    )
