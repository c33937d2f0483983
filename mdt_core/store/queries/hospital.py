"""Who is back from hospital while nobody has said that the medicines were checked, in one question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, select

from mdt_core.clock import parse_utc
from mdt_core.record import Status
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.homes import ResidentLine

_COUNTS: Final = (
    EpisodePart.ADMITTED.value,
    EpisodePart.RETURNED.value,
    EpisodePart.MEDICINES_CHECKED.value,
)
"""A letter that was seen says nothing of the medicines."""


@dataclass(frozen=True)
class Back:
    """A resident who came back, and when."""

    line: ResidentLine
    at: datetime


def back_unchecked(connection: Connection, people: Mapping[str, ResidentLine]) -> tuple[Back, ...]:
    """Those of these people, the longest back first."""
    rows = connection.execute(_PARTS, {"residents": list(people)}).all() if people else ()
    newest: dict[str, Any] = {}
    for row in rows:
        newest.setdefault(row.resident_id, row)
    found = [
        Back(people[who], parse_utc(row.occurred_at))
        for who, row in newest.items()
        if row.state == EpisodePart.RETURNED.value
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.line.formal_name)))


_OF: BindParameter[Any] = bindparam("residents", expanding=True)
_PARTS = (
    select(RECORD.c.resident_id, RECORD.c.state, RECORD.c.occurred_at)
    .where(
        RECORD.c.resident_id.in_(_OF),
        RECORD.c.kind == HospitalEpisode.kind,
        RECORD.c.status == Status.CURRENT.value,
        RECORD.c.state.in_(_COUNTS),
    )
    .order_by(RECORD.c.occurred_at.desc(), RECORD.c.recorded_at.desc(), RECORD.c.mid.desc())
)
