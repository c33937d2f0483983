"""What is known of residents for the order of review, in a bounded number of questions.

Reads alone. Falls are not read. Of a series in two versions neither is used.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, TypeVar

from sqlalchemy import Connection, bindparam, select

from mdt_core.clock import london_day, parse_utc
from mdt_core.record import Statement, Status
from mdt_core.records.assessments import FrailtyLevel
from mdt_core.records.episodes import HospitalEpisode
from mdt_core.records.escalations import Escalation
from mdt_core.records.medicines import MedicineList
from mdt_core.records.nutrition import MustScreen
from mdt_core.records.observations import ObservationSet
from mdt_core.records.skin_and_senses import Wound
from mdt_core.records.stays import StayType
from mdt_core.review_first import D2aBed, Known, Noted, Scored
from mdt_core.review_weights import Weights
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.lived import told
from mdt_core.store.queries.statements import Signed

S = TypeVar("S", bound=Statement)
_D2A: Final = frozenset(each.value for each in StayType if each.is_d2a)


def known_of(
    connection: Connection, lines: Sequence[ResidentLine], weights: Weights, today: date
) -> tuple[Known, ...]:
    """What is known of each of these residents, in their order."""
    people = [line.resident_id for line in lines]
    if not people:
        return ()
    episodes = _by_resident(connection, HospitalEpisode, people)
    calls = _by_resident(connection, Escalation, people)
    levels = _by_resident(connection, FrailtyLevel, people)
    screens = _by_resident(connection, MustScreen, people)
    wounds = _by_resident(connection, Wound, people)
    heads = _by_resident(connection, MedicineList, people)
    sets = _sets(connection, people, today - timedelta(days=weights.news2_days))
    return tuple(
        Known(
            who,
            episodes=_noted(episodes.get(who, ())),
            escalations=_noted(calls.get(who, ())),
            frailty=_newest(levels.get(who, ())),
            news2=_scored(line, sets),
            must=_newest(screens.get(who, ())),
            wounds=_noted(wounds.get(who, ())),
            d2a=_d2a(line),
            medicines=line.active_medicines,
            medicine_list=_newest(heads.get(who, ())),
        )
        for line in lines
        for who in (line.resident_id,)
    )


def _by_resident(
    connection: Connection, kind: type[S], people: Sequence[str]
) -> Mapping[str, Sequence[Signed[S]]]:
    found: dict[str, list[Signed[S]]] = defaultdict(list)
    for who, each in told(connection, kind, people):
        found[who].append(each)
    return found


def _noted(signed: Sequence[Signed[S]]) -> tuple[Noted[S], ...]:
    return tuple(
        Noted(each.id, london_day(each.occurred_at), each.record)
        for each in signed
        if each.record is not None
    )


def _newest(signed: Sequence[Signed[S]]) -> Noted[S] | None:
    """The newest one; None where it stands in two versions or cannot be read whole."""
    if not signed or signed[0].has_siblings:
        return None
    return next(iter(_noted(signed[:1])), None)


def _sets(connection: Connection, people: Sequence[str], since: date) -> Mapping[str, str]:
    """Sets of observations by resident and moment: `resident moment` to id."""
    asked = {"residents": list(people), "since": since.isoformat()}
    rows = connection.execute(_SETS, asked)
    return {f"{row.resident_id} {row.occurred_at}": row.id for row in rows}


def _scored(line: ResidentLine, sets: Mapping[str, str]) -> Scored | None:
    if line.news2_total is None or line.news2_at is None:
        return None
    found = sets.get(f"{line.resident_id} {line.news2_at}", "")
    day = london_day(parse_utc(line.news2_at))
    return Scored(found, day, line.news2_total, line.news2_usual)


def _d2a(line: ResidentLine) -> D2aBed | None:
    if line.stay_type not in _D2A or line.stay_id is None or line.admitted_at is None:
        return None
    return D2aBed(line.stay_id, london_day(parse_utc(line.admitted_at)))


_SETS = select(RECORD.c.id, RECORD.c.resident_id, RECORD.c.occurred_at).where(
    RECORD.c.kind == ObservationSet.kind,
    RECORD.c.status == Status.CURRENT.value,
    RECORD.c.resident_id.in_(bindparam("residents", expanding=True)),
    RECORD.c.occurred_at >= bindparam("since"),
)
