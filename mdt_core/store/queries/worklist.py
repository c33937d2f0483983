"""Who of a home should be seen and why, read in a bounded number of questions to the store.

Reads facts and hands them to `mdt_core.worklist`, which decides. A statement is answered when an
entry that stands names it; the place of arrival is the change's own number on this device.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import add_months_clamped, london_day, parse_utc
from mdt_core.record import Status, kind_named
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.concerns import Concern
from mdt_core.records.episodes import HospitalEpisode, PlanReview
from mdt_core.records.falls import Fall
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import DeferReason, RoundEntry, SeeAgain
from mdt_core.records.stays import Stay, StayState, StayType
from mdt_core.store import card_body
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.homes import ResidentLine, by_room, resident_by_id, residents_of
from mdt_core.store.queries.rounds import Deferral, deferrals
from mdt_core.store.queries.statements import kept
from mdt_core.worklist import (
    Deferred,
    Facts,
    Reason,
    Thresholds,
    Tier,
    Told,
    Unread,
    longest_unseen,
    reasons,
    tier_of,
)

_AWAY: Final = (StayState.HOSPITAL.value, StayState.LEAVE.value)
_D2A: Final = frozenset(kind.value for kind in StayType if kind.is_d2a)
_TOLD: Final = {
    Concern.kind: "concerns",
    Fall.kind: "falls",
    HospitalEpisode.kind: "episodes",
    PlanReview.kind: "plan_reviews",
    ObservationSet.kind: "observations",
}


@dataclass(frozen=True)
class Listed:
    """One resident with every reason to be seen, the most urgent first."""

    line: ResidentLine
    reasons: tuple[Reason, ...]
    facts: Facts

    @property
    def resident_id(self) -> str:
        """Who it is."""
        return self.line.resident_id

    @property
    def tier(self) -> Tier:
        """The most urgent tier among the reasons; the third where there is none."""
        return tier_of(self.reasons)

    @property
    def is_away(self) -> bool:
        """Whether the resident is in hospital or on leave."""
        return self.line.stay_state in _AWAY

    @property
    def is_d2a(self) -> bool:
        """Whether the weekly D2A rules hold."""
        return self.line.stay_type in _D2A

    @property
    def is_proposed(self) -> bool:
        """Whether the round should see this resident: there is a reason, and somebody to see."""
        return bool(self.reasons) and not self.is_away


def worklist(
    connection: Connection, actor: Actor, home_id: str, *, today: date, thresholds: Thresholds
) -> tuple[Listed, ...]:
    """Who is proposed for a round: by tier, then longest unseen, then room. Raises NotAllowed."""
    everyone = with_reasons(connection, actor, home_id, today=today, thresholds=thresholds)
    return tuple(each for each in everyone if each.is_proposed)


def with_reasons(
    connection: Connection, actor: Actor, home_id: str, *, today: date, thresholds: Thresholds
) -> tuple[Listed, ...]:
    """Everybody who lives in a home, in the order of the list. Raises NotAllowed."""
    access.require_read(actor, RoundEntry, home_id)
    lines = residents_of(connection, actor, home_id)
    found = listed(connection, actor, lines, today=today, thresholds=thresholds)
    return tuple(sorted(found, key=placed))


def listed(
    connection: Connection,
    actor: Actor,
    lines: Sequence[ResidentLine],
    *,
    today: date,
    thresholds: Thresholds,
) -> tuple[Listed, ...]:
    """Each of these residents with every reason to be seen, in the order given."""
    known = facts_of(connection, actor, lines, today=today, thresholds=thresholds)
    return tuple(
        Listed(line, reasons(facts, today=today, thresholds=thresholds), facts)
        for line in lines
        for facts in (known[line.resident_id],)
    )


def placed(each: Listed) -> tuple[Any, ...]:
    """What the list is ordered by: a reason, its tier, longest unseen, room."""
    return (not each.reasons, each.tier, longest_unseen(each.facts), by_room(each.line))


def reasons_for(
    connection: Connection, actor: Actor, resident_id: str, *, today: date, thresholds: Thresholds
) -> tuple[Reason, ...]:
    """Why one resident should be seen; nothing for somebody who is not on this device.

    Raises NotAllowed outside the person's homes and role.
    """
    line = resident_by_id(connection, resident_id)
    if line is None:
        return ()
    access.require_read(actor, RoundEntry, line.home_id)
    facts = facts_of(connection, actor, (line,), today=today, thresholds=thresholds)[resident_id]
    return reasons(facts, today=today, thresholds=thresholds)


# Facts


@dataclass
class _Found:
    """What has been read of one resident so far."""

    told: dict[str, list[Told[Any]]] = field(default_factory=lambda: defaultdict(list))
    actions: list[tuple[str, Action]] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    deferred: list[Deferred] = field(default_factory=list)
    stay: Stay | None = None
    entry: Row[Any] | None = None
    entry_body: Mapping[str, Any] = field(default_factory=dict)
    entry_device: str = ""


def facts_of(
    connection: Connection,
    actor: Actor,
    lines: Sequence[ResidentLine],
    *,
    today: date,
    thresholds: Thresholds,
) -> dict[str, Facts]:
    """What is known of each of these residents, by id: three questions, and one for each home."""
    found = {line.resident_id: _Found() for line in lines}
    asked = {"residents": list(found)}
    _read_entries(found, connection.execute(_ENTRIES, asked))
    since = add_months_clamped(today, -thresholds.look_back_months)
    weighed_since = add_months_clamped(since, -thresholds.look_back_months)
    _read_told(
        found, connection.execute(_STATEMENTS, {**asked, "since": weighed_since.isoformat()}), since
    )
    _read_cards(found, lines, connection.execute(_CARDS, asked))
    for home_id in sorted({line.home_id for line in lines if line.home_id}):
        put_off = deferrals(connection, actor, home_id, since=since, before=today)
        for who in put_off.keys() & found.keys():
            found[who].deferred += [_deferred(each) for each in put_off[who]]
    return {line.resident_id: _facts(found[line.resident_id], line) for line in lines}


def _deferred(each: Deferral) -> Deferred:
    said = each.outcome
    label = (
        said.reason.label.lower() if said.reason and said.reason is not DeferReason.OTHER else ""
    )
    why = ", ".join(part for part in (label, said.words or "") if part) or "no reason given"
    return Deferred(each.round_id, each.held_on, why, said.until)


def _read_entries(found: Mapping[str, _Found], rows: Iterable[Row[Any]]) -> None:
    """Newest first: the first of a resident is the last entry; all of them answer."""
    for row in rows:
        one = found[row.resident_id]
        raw = json.loads(row.text)
        said = raw.get("body") or {}
        if one.entry is None:
            one.entry, one.entry_body, one.entry_device = row, said, raw["device"]
        named = said.get("answers")
        if isinstance(named, list):
            one.answered.update(each for each in named if isinstance(each, str))
        if isinstance(said.get("round_id"), str):
            one.answered.add(said["round_id"])  # an entry of a round goes before a deferral in it


def _read_told(found: Mapping[str, _Found], rows: Iterable[Row[Any]], since: date) -> None:
    first = since.isoformat()
    for row in rows:
        one = found[row.resident_id]
        is_old = row.kind == ObservationSet.kind and row.occurred_at < first
        if is_old and '"weight_kg"' not in row.text:
            continue  # only earlier weights are compared with
        told = _told(row)
        one.told["unread" if isinstance(told.record, Unread) else _TOLD[row.kind]].append(told)
        if is_old:
            one.answered.add(row.id)


def _told(row: Row[Any]) -> Told[Any]:
    """A statement; in place of one that cannot be read whole, the title of its kind."""
    statement = kind_named(row.kind)
    assert statement is not None, "only kinds of this program are asked for"  # noqa: S101
    raw = json.loads(row.text)
    parsed = card_body.parsed(statement, raw.get("body") or {})
    record = parsed.record if parsed.record is not None else Unread(statement.title)
    return Told(row.id, record, parse_utc(row.occurred_at), row.n, raw["device"])


def _read_cards(
    found: Mapping[str, _Found], lines: Sequence[ResidentLine], rows: Iterable[Row[Any]]
) -> None:
    stays = {line.stay_id for line in lines}
    for row in rows:
        if row.kind == Action.kind:
            action = kept(Action, row).record
            if action is not None:
                found[row.resident_id].actions.append((row.id, action))
        elif row.id in stays:
            found[row.resident_id].stay = kept(Stay, row).record


def _facts(one: _Found, line: ResidentLine) -> Facts:
    told = one.told
    facts = Facts(
        concerns=told["concerns"],
        falls=told["falls"],
        episodes=told["episodes"],
        plan_reviews=told["plan_reviews"],
        observations=told["observations"],
        unread=told["unread"],
        usual_news2=line.news2_usual,
        stay=one.stay,
        stay_id=line.stay_id or "",
        open_actions=tuple(one.actions),
        deferred=tuple(one.deferred),
        answered=frozenset(one.answered),
    )
    if one.entry is None:
        return facts
    at = parse_utc(one.entry.occurred_at)
    return replace(
        facts,
        last_entry_id=one.entry.id,
        last_entry_at=at,
        last_entry_arrived=one.entry.n,
        last_entry_device=one.entry_device,
        see_again_on=_see_again_on(one.entry_body, london_day(at)),
        is_for_next_round=one.entry_body.get("see_again") == SeeAgain.NEXT_ROUND.value,
    )


_WEEKS: Final = {SeeAgain.TWO_WEEKS.value: 2, SeeAgain.FOUR_WEEKS.value: 4}


def _see_again_on(entry: Mapping[str, Any], written_on: date) -> date | None:
    """The day an entry asks for; None where it names none that can be read."""
    if entry.get("see_again") in _WEEKS:
        return written_on + timedelta(weeks=_WEEKS[entry["see_again"]])
    try:
        return date.fromisoformat(str(entry.get("see_again_on", ""))[:10])
    except ValueError:
        return None


# Statements made once: making them anew for each question takes longer than asking it.

_OF_THESE: BindParameter[Any] = bindparam("residents", expanding=True)
_NEWEST_FIRST = (RECORD.c.occurred_at.desc(), RECORD.c.recorded_at.desc(), RECORD.c.mid.desc())
_STANDING = (
    select(
        RECORD.c.id,
        RECORD.c.kind,
        RECORD.c.resident_id,
        RECORD.c.occurred_at,
        CHANGE.c.n,
        CHANGE.c.body.label("text"),
    )
    .join(CHANGE, CHANGE.c.mid == RECORD.c.mid)
    .where(
        RECORD.c.resident_id.in_(_OF_THESE),
        RECORD.c.status == Status.CURRENT.value,
        RECORD.c.body.is_(None),
        CHANGE.c.body.is_not(None),
    )
    .order_by(*_NEWEST_FIRST)
)
_ENTRIES = _STANDING.where(RECORD.c.kind == RoundEntry.kind)
_STATEMENTS = _STANDING.where(
    RECORD.c.kind.in_(tuple(_TOLD)),
    (RECORD.c.kind != ObservationSet.kind) | (RECORD.c.occurred_at >= bindparam("since")),
)
_CARDS = (
    select(RECORD.c.id, RECORD.c.kind, RECORD.c.resident_id, RECORD.c.body, RECORD.c.has_siblings)
    .where(
        RECORD.c.resident_id.in_(_OF_THESE),
        (RECORD.c.kind == Stay.kind)
        | ((RECORD.c.kind == Action.kind) & (RECORD.c.state == ActionState.OPEN.value)),
    )
    .where(RECORD.c.body.is_not(None))
    .order_by(RECORD.c.id)
)
