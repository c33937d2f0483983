"""Who lived where and was away when, as rates and reports need it: formed from stays and hospital episodes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, bindparam

from mdt_core.measures.resident_days import Lived, Span
from mdt_core.record import Statement
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.stays import Stay, StayState
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import CURRENT, NEWEST_FIRST, Signed, signed

S = TypeVar("S", bound=Statement)

_AWAY: Final = (StayState.HOSPITAL, StayState.LEAVE)


def lived(
    stays: Mapping[str, Sequence[Stay]],
    episodes: Mapping[str, Sequence[Signed[HospitalEpisode]]],
) -> tuple[Lived, ...]:
    """The stays of each resident with the times spent elsewhere."""
    return tuple(
        Lived(
            who,
            tuple(Span(each.admitted_at, each.ended_at) for each in own),
            away(own, episodes.get(who, ())),
        )
        for who, own in stays.items()
    )


def away(stays: Sequence[Stay], episodes: Sequence[Signed[HospitalEpisode]]) -> tuple[Span, ...]:
    """When somebody was in hospital or on leave, by the episodes and by the stays themselves."""
    return (*_in_hospital(episodes), *_away_now(stays))


def told(
    connection: Connection, statement: type[S], people: Iterable[str]
) -> tuple[tuple[str, Signed[S]], ...]:
    """The statements of a kind about these people with whose each is, newest first."""
    asked = {"kind": statement.kind, "residents": sorted(people)}
    rows = connection.execute(_TOLD_OF, asked).all()
    return _signed(connection, statement, rows)


def told_of_all(connection: Connection, statement: type[S]) -> tuple[tuple[str, Signed[S]], ...]:
    """Every statement of a kind that stands, with whose each is, newest first."""
    return _signed(connection, statement, connection.execute(_TOLD, {"kind": statement.kind}).all())


def _signed(
    connection: Connection, statement: type[S], rows: Iterable[Any]
) -> tuple[tuple[str, Signed[S]], ...]:
    return tuple((row.resident_id, signed(connection, statement, row)) for row in rows)


def _in_hospital(episodes: Sequence[Signed[HospitalEpisode]]) -> tuple[Span, ...]:
    """From each admission to the return that followed it; the first of two admissions counts."""
    spans: list[Span] = []
    since: datetime | None = None
    for each in sorted(episodes, key=lambda told: told.occurred_at):
        part = each.record.part if each.record else None
        if part is EpisodePart.ADMITTED and since is None:
            since = each.occurred_at
        elif part is EpisodePart.RETURNED and since is not None:
            spans.append(Span(since, each.occurred_at))
            since = None
    return (*spans, Span(since)) if since is not None else tuple(spans)


def _away_now(stays: Sequence[Stay]) -> tuple[Span, ...]:
    """Who is in hospital or on leave by the stay itself, since then."""
    return tuple(
        Span(each.state_since, each.ended_at)
        for each in stays
        if each.state in _AWAY and each.state_since is not None
    )


_TOLD = CURRENT.where(
    RECORD.c.kind == bindparam("kind"), RECORD.c.resident_id.is_not(None)
).order_by(*NEWEST_FIRST)
_TOLD_OF = _TOLD.where(RECORD.c.resident_id.in_(bindparam("residents", expanding=True)))
