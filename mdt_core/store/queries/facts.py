"""What is known of residents for the worklist, read from their records in a bounded number of questions.

A statement is answered when an entry that stands names it, and the stay somebody is new in by an
assessment of needs too; the place of arrival is the change's own number on this device. What was
worked out before is kept (`mdt_core.store.standings`) and read sooner; nothing here writes it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, select

from mdt_core.actor import Actor
from mdt_core.clock import add_months_clamped, london_day, parse_utc
from mdt_core.record import Status, kind_named
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.concerns import Concern
from mdt_core.records.episodes import HospitalEpisode, PlanReview
from mdt_core.records.falls import Fall
from mdt_core.records.needs import HolisticAssessment
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import DeferReason, RoundEntry, SeeAgain
from mdt_core.records.stays import Stay
from mdt_core.store import card_body, standings
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.rounds import Deferral, deferrals
from mdt_core.store.queries.statements import kept
from mdt_core.worklist import (
    Deferred,
    Facts,
    Standing,
    Thresholds,
    Told,
    Unread,
    counts_since,
    standing_of,
)
from mdt_core.worklist.clocks import CLOCKS
from mdt_core.worklist.plan_clocks import PLAN_CLOCKS

_TOLD: Final = {
    Concern.kind: "concerns",
    Fall.kind: "falls",
    HospitalEpisode.kind: "episodes",
    PlanReview.kind: "plan_reviews",
    ObservationSet.kind: "observations",
    **dict.fromkeys((*CLOCKS, *PLAN_CLOCKS), "clocks"),
}


def standings_of(
    connection: Connection,
    lines: Sequence[ResidentLine],
    *,
    today: date,
    thresholds: Thresholds,
) -> dict[str, Standing]:
    """What may be a reason for each of these residents, by id, on that day or later.

    As it is kept; for whoever was written about since, worked out from their records.
    """
    since = counts_since(today, thresholds)
    found = standings.kept(
        connection, [line.resident_id for line in lines], since=since, thresholds=thresholds
    )
    missing = [line for line in lines if line.resident_id not in found]
    return {**found, **worked_out(connection, missing, since=since, thresholds=thresholds)}


def worked_out(
    connection: Connection,
    lines: Sequence[ResidentLine],
    *,
    since: date,
    thresholds: Thresholds,
) -> dict[str, Standing]:
    """The same from the records themselves, for observations from that day on."""
    known = _facts_since(connection, lines, since, thresholds) if lines else {}
    return {
        who: standing_of(facts, since=since, thresholds=thresholds) for who, facts in known.items()
    }


def facts_of(
    connection: Connection,
    actor: Actor,
    lines: Sequence[ResidentLine],
    *,
    today: date,
    thresholds: Thresholds,
) -> dict[str, Facts]:
    """What is known of each of these residents, by id: three questions, and one for each home."""
    since = counts_since(today, thresholds)
    known = _facts_since(connection, lines, since, thresholds)
    put_off = deferred_of(connection, actor, lines, today=today, thresholds=thresholds)
    return {who: replace(facts, deferred=put_off.get(who, ())) for who, facts in known.items()}


def deferred_of(
    connection: Connection,
    actor: Actor,
    lines: Sequence[ResidentLine],
    *,
    today: date,
    thresholds: Thresholds,
) -> dict[str, tuple[Deferred, ...]]:
    """Who of these residents was put off in a round before that day, newest first: a question a home."""
    since, wanted = counts_since(today, thresholds), {line.resident_id for line in lines}
    found: dict[str, tuple[Deferred, ...]] = defaultdict(tuple)
    for home_id in sorted({line.home_id for line in lines if line.home_id}):
        put_off = deferrals(connection, actor, home_id, since=since, before=today)
        for who in put_off.keys() & wanted:
            found[who] += tuple(_deferred(each) for each in put_off[who])
    return found


def _facts_since(
    connection: Connection, lines: Sequence[ResidentLine], since: date, thresholds: Thresholds
) -> dict[str, Facts]:
    found = {line.resident_id: _Found() for line in lines}
    asked = {"residents": list(found)}
    _read_entries(found, connection.execute(_ENTRIES, asked))
    weighed_since = add_months_clamped(since, -thresholds.look_back_months)
    weighed = {**asked, "since": weighed_since.isoformat()}
    _read_told(found, connection.execute(_STATEMENTS, weighed), since)
    _read_cards(found, lines, connection.execute(_CARDS, asked))
    return {line.resident_id: _facts(found[line.resident_id], line) for line in lines}


@dataclass
class _Found:
    """What has been read of one resident so far."""

    told: dict[str, list[Told[Any]]] = field(default_factory=lambda: defaultdict(list))
    actions: list[tuple[str, Action]] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    stay: Stay | None = None
    entry: Row[Any] | None = None
    entry_body: Mapping[str, Any] = field(default_factory=dict)
    entry_device: str = ""


def _deferred(each: Deferral) -> Deferred:
    said = each.outcome
    label = (
        said.reason.label.lower() if said.reason and said.reason is not DeferReason.OTHER else ""
    )
    why = ", ".join(part for part in (label, said.words or "") if part) or "no reason given"
    return Deferred(each.round_id, each.held_on, why, said.until)


def _read_entries(found: Mapping[str, _Found], rows: Iterable[Row[Any]]) -> None:
    """Newest first: the first entry of a resident is the last; all answer, assessments of needs too."""
    for row in rows:
        one = found[row.resident_id]
        raw = json.loads(row.text)
        said = raw.get("body") or {}
        if one.entry is None and row.kind == RoundEntry.kind:
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
        one.told[_list_of(told, row.kind)].append(told)


def _list_of(told: Told[Any], kind: str) -> str:
    if not isinstance(told.record, Unread):
        return _TOLD[kind]
    return "unread_sets" if kind == ObservationSet.kind else "unread"


def _told(row: Row[Any]) -> Told[Any]:
    """A statement; in place of one that cannot be read whole, the title of its kind."""
    statement = kind_named(row.kind)
    assert statement is not None, "only kinds of this program are asked for"  # noqa: S101 - a fault of ours
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
        clocks=told["clocks"],
        observations=told["observations"],
        unread=told["unread"],
        unread_sets=told["unread_sets"],
        usual_news2=line.news2_usual,
        stay=one.stay,
        stay_id=line.stay_id or "",
        open_actions=tuple(one.actions),
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
    asked = entry.get("see_again")
    if isinstance(asked, str) and asked in _WEEKS:  # a newer program may write a list here
        return written_on + timedelta(weeks=_WEEKS[asked])
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
_ENTRIES = _STANDING.where(RECORD.c.kind.in_((RoundEntry.kind, HolisticAssessment.kind)))
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
