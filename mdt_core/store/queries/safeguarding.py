"""Safeguarding concerns that stand, and when somebody has to look at one again; for those who may read it.

What is said later of a concern takes the place of what was said before, so that one concern has one day
to be looked at again. Knows no other kind, and says nothing to a role that may not read this one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import Connection

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.record import Statement, kind_named, restricted_kinds
from mdt_core.records.safeguarding import Safeguarding, SafeguardingStage
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.homes import ResidentLine, by_room, resident_by_id
from mdt_core.store.queries.statements import CURRENT, Signed, signed, statements_of


@dataclass(frozen=True)
class DueReview:
    """Of whom a concern is to be looked at again, since when, and under which reference."""

    line: ResidentLine
    due: date
    reference: str
    id: str


def reviews_due(
    connection: Connection, actor: Actor, people: Mapping[str, ResidentLine], day: date
) -> tuple[DueReview, ...]:
    """The concerns about these people, and about who has died, whose day has come, longest due first."""
    if actor.role not in Safeguarding.readers:
        return ()
    found = []
    for who, told in groupby(connection.execute(_TOLD), key=lambda row: str(row.resident_id)):
        line = people.get(who) or resident_by_id(connection, who)
        if line is None or not access.may_read(actor, Safeguarding, line.home_id):
            continue
        standing = standing_concerns(signed(connection, Safeguarding, row) for row in told)
        found += [
            DueReview(line, each.record.review_on, each.record.reference or "", each.id)
            for each in standing
            if each.record and each.record.review_on and each.record.review_on <= day
        ]
    return tuple(sorted(found, key=lambda each: (each.due, by_room(each.line), each.id)))


def standing_concerns(
    told: Iterable[Signed[Safeguarding]],
) -> tuple[Signed[Safeguarding], ...]:
    """Of one person's statements, the oldest first, the last one about each concern that is open.

    What is said to be about an earlier concern is about the one of its reference, or else about one
    that has none yet; without either it stands beside the others. Of several that have none it is said
    of the one to be looked at last, so that none goes out of sight with another.
    """
    standing: list[Signed[Safeguarding]] = []
    for each in told:
        if each.record is None:
            continue
        if each.record.is_more:
            standing = _without(standing, _key(each))
        if each.record.stage is not SafeguardingStage.CLOSED:
            standing.append(each)
    return tuple(standing)


def _without(standing: list[Signed[Safeguarding]], reference: str) -> list[Signed[Safeguarding]]:
    same = [each for each in standing if reference and _key(each) == reference]
    nameless = [each for each in standing if not _key(each)]
    followed = same or sorted(nameless, key=_looked_at_on)[-1:]
    return [each for each in standing if each not in followed]


def _looked_at_on(told: Signed[Safeguarding]) -> date:
    """The day to look at it again; one without a day comes last."""
    return (told.record.review_on if told.record else None) or date.max


def _key(told: Signed[Safeguarding]) -> str:
    reference = (told.record.reference if told.record else None) or ""
    return "".join(reference.split()).casefold()


def is_restricted_told(
    connection: Connection, actor: Actor, resident_id: str, home_id: str | None
) -> bool:
    """Whether the person is shown something restricted about a resident."""
    found = (kind_named(name) for name in restricted_kinds())
    kinds = [
        kind
        for kind in found
        if kind and issubclass(kind, Statement) and access.may_read(actor, kind, home_id)
    ]
    return bool(statements_of(connection, kinds, resident_id, limit=1))


_TOLD = CURRENT.where(RECORD.c.kind == Safeguarding.kind).order_by(
    RECORD.c.resident_id, RECORD.c.recorded_at, RECORD.c.mid
)
