"""A round's list as a person is arranging it: pure steps, each of which gives a new arrangement.

What comes in meanwhile marks a row or adds one at the end; it never moves a row that stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar

from mdt_core.actor import Actor
from mdt_core.records.rounds import RoundMode, TakenOffReason
from mdt_core.use_cases.plans import RoundPlan, may_take_off
from mdt_core.worklist import sources_of
from mdt_desktop.ui.plan.reading import PlanHome, PlanRead

_NONE: Mapping[str, Any] = MappingProxyType({})
_T = TypeVar("_T")


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

    def plans(self, read: PlanRead) -> dict[str, RoundPlan]:
        """What is to be kept of it, for each home that can still be planned and has anything."""
        made = {home.id: self._plan(read, home) for home in read.open_homes}
        kept = {home.id for home in read.homes if home.header is not None}
        return {
            home_id: plan
            for home_id, plan in made.items()
            if not read.is_over_homes
            or home_id in kept
            or plan.residents
            or plan.ready
            or plan.taken_off
        }

    def _plan(self, read: PlanRead, home: PlanHome) -> RoundPlan:
        living = {each.resident_id for each in read.living_in(home)}
        known = self.known
        if read.is_over_homes:  # what was seen of one home is not told to another
            known &= _sources(read, home)
        return RoundPlan(
            residents=_among(self.order, living),
            read=self.read,
            ready={who: self.ready.get(who, "") for who in self.ready_touched & living},
            taken_off={who: self.off.get(who) for who in self.off_touched & living},
            moved=_among(self.order, self.moved_here & living),
            reasons_shown=tuple(sorted(known)),
            mode=self.mode,
            planned_minutes=self.minutes,
        )


def _among(order: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    these = frozenset(wanted)
    return tuple(who for who in order if who in these)


def begun(read: PlanRead, actor: Actor) -> Arranged:
    """The kept plan with who is newly proposed at its end; without one, everybody proposed."""
    parts = [_begun_in(read, home, actor) for home in read.homes]
    return Arranged(
        order=_all(part.order for part in parts),
        read=_all(part.read for part in parts),
        known=frozenset().union(*(part.known for part in parts)),
        added=frozenset().union(*(part.added for part in parts)),
        ready=_merged(part.ready for part in parts),
        off=_merged(part.off for part in parts),
        moved=_merged(part.moved for part in parts),
        minutes=next((part.minutes for part in parts if part.minutes), None),
        mode=next((part.mode for part in parts if part.mode), None),
    )


def _all(tuples: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(who for each in tuples for who in each))


def _merged(maps: Iterable[Mapping[str, _T]]) -> Mapping[str, _T]:
    return MappingProxyType({who: said for each in maps for who, said in each.items()})


def _begun_in(read: PlanRead, home: PlanHome, actor: Actor) -> Arranged:
    header, living = home.header, read.living_in(home)
    if header is None or not (header.residents or header.taken_off):
        order = tuple(each.resident_id for each in living if read.proposes(each))
        minutes = header.planned_minutes if header else None
        mode = header.mode if header else None
        return Arranged(order, known=_sources(read, home), minutes=minutes, mode=mode)
    standing = Arranged(
        order=_among(header.residents, (each.resident_id for each in living)),
        read=header.residents,
        known=frozenset(header.reasons_shown) or _sources(read, home),
        ready=MappingProxyType({each.id: each.text for each in header.ready}),
        off=MappingProxyType({each.id: each.reason for each in header.taken_off}),
        moved=MappingProxyType(
            {each.id: _mover(each.by, each.name, actor) for each in header.moved}
        ),
        minutes=header.planned_minutes,
        mode=header.mode,
    )
    return _with_newly_proposed(standing, read, (home,))


def _mover(person_id: str, name: str, actor: Actor) -> str:
    return "you" if person_id == actor.person_id else name


def _sources(read: PlanRead, home: PlanHome) -> frozenset[str]:
    living = read.living_in(home)
    return frozenset(sources_of(reason for each in living for reason in each.reasons))


def _all_sources(read: PlanRead) -> frozenset[str]:
    return frozenset(sources_of(reason for each in read.everyone for reason in each.reasons))


def _with_newly_proposed(arranged: Arranged, read: PlanRead, homes: Sequence[PlanHome]) -> Arranged:
    """A running round is not added to by itself: who is new stands beside its list."""
    new = tuple(
        each.resident_id
        for home in homes
        if not home.is_running
        for each in read.living_in(home)
        if read.proposes(each)
        and each.resident_id not in arranged.order
        and each.resident_id not in arranged.off
    )
    longer = replace(arranged, order=(*arranged.order, *new), added=arranged.added | frozenset(new))
    return grouped(longer, read)


def grouped(arranged: Arranged, read: PlanRead) -> Arranged:
    """The same home by home; inside a home nobody changes places."""
    if not read.is_over_homes:
        return arranged
    places = {home.id: place for place, home in enumerate(read.homes)}
    homes = {each.resident_id: places[each.line.home_id or ""] for each in read.everyone}
    order = sorted(arranged.order, key=lambda who: homes.get(who, len(places)))
    return replace(arranged, order=tuple(order))


def brought_up(arranged: Arranged, read: PlanRead, actor: Actor) -> Arranged:
    """The arrangement after something came in: what a person arranged stays as it is."""
    if not arranged.is_edited:
        again = begun(read, actor)
        if not any(home.header and home.header.residents for home in read.homes):
            again = replace(again, order=_kept_order(arranged.order, again.order))
        new = frozenset(again.order) - frozenset(arranged.order)
        again = replace(again, known=arranged.known, added=arranged.added | again.added | new)
        return grouped(again, read)
    living = {each.resident_id for each in read.everyone}
    order = tuple(who for who in arranged.order if who in living)
    return _with_newly_proposed(replace(arranged, order=order), read, read.homes)


def _kept_order(before: tuple[str, ...], now: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(now)
    stays = tuple(who for who in before if who in wanted)
    return (*stays, *(who for who in wanted if who not in before))


# What a person does


def moved_by(read: PlanRead, arranged: Arranged, who: str, step: int) -> Arranged:
    """One place up (-1) or down (+1), where there is a place; nobody leaves their home's rows."""
    order = list(arranged.order)
    if who not in order or not 0 <= order.index(who) + step < len(order):
        return arranged
    at = order.index(who)
    if read.home_of(order[at + step]) != read.home_of(who):
        return arranged
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
