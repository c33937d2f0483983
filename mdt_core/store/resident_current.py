"""The one line a resident that lists and banners read: worked out from the records, never from a clock.

Nothing unknown is turned into a reassuring value: no allergy statement is «not recorded», two that
differ are both said, an incomplete set of observations has no total.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from mdt_core.record import Status
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import AllergyStateKind, allergy_words
from mdt_core.scores.news2 import evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.store import card_body
from mdt_core.store.search import sounds_of
from mdt_core.store.tables import ChangeRow, RecordRow, ResidentCurrentRow
from mdt_core.sync.change import Change, change_from_text

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]
CURRENT = ResidentCurrentRow.__table__  # type: ignore[attr-defined]

_UNNAMED = "Name not recorded"


def refresh(connection: Connection, resident_id: str) -> None:
    """Writes the line of one resident again from the records."""
    values = _values(connection, resident_id)
    connection.execute(delete(CURRENT).where(CURRENT.c.resident_id == resident_id))
    if values is not None:
        connection.execute(insert(CURRENT).values(**values))


def home_of(connection: Connection, resident_id: str | None) -> str | None:
    """The home of the resident's current stay, from the stays themselves."""
    if resident_id is None:
        return None
    stay = _current_stay(connection, resident_id)
    return stay.values.get("home_id") if stay else None


@dataclass(frozen=True)
class _Card:
    id: str
    values: Mapping[str, Any]
    has_siblings: bool


def _values(connection: Connection, resident_id: str) -> dict[str, Any] | None:
    person = _card(connection, resident_id)
    if person is None:
        return None
    return {
        "resident_id": resident_id,
        **_identity(person),
        **_stay(_current_stay(connection, resident_id)),
        **_allergies(connection, resident_id),
        **_observations(connection, resident_id),
        **_last_entry(connection, resident_id),
        **_counts(connection, resident_id),
        "has_siblings": _has_siblings(connection, resident_id),
    }


def _identity(person: _Card) -> dict[str, Any]:
    values = person.values
    family = values.get("family_name") or _UNNAMED
    return {
        "family_name": family,
        "given_name": values.get("given_name"),
        "preferred_name": values.get("preferred_name"),
        "title_prefix": values.get("title_prefix"),
        "born": values.get("born"),
        "gender": values.get("gender", "unknown"),
        "nhs_number": values.get("nhs_number"),
        "died": values.get("died"),
        "is_deceased": bool(values.get("is_deceased", False)),
        "sounds": sounds_of(family),
    }


def _stay(stay: _Card | None) -> dict[str, Any]:
    if stay is None:
        return {}
    values = stay.values
    names = ("home_id", "room", "unit", "stay_type", "admitted_at", "planned_end")
    return {
        "stay_id": stay.id,
        "stay_state": values.get("state", "here"),
        **{name: values.get(name) for name in names},
    }


def _current_stay(connection: Connection, resident_id: str) -> _Card | None:
    query = select(RECORD).where(RECORD.c.resident_id == resident_id, RECORD.c.kind == "stay")
    stays = [_as_card(row) for row in connection.execute(query)]
    going_on = [stay for stay in stays if stay.values.get("state") != "ended"]
    latest = sorted(going_on, key=lambda s: (s.values.get("admitted_at") or "", s.id))
    return latest[-1] if latest else None


def _allergies(connection: Connection, resident_id: str) -> dict[str, Any]:
    heads = _current_statements(connection, resident_id, "allergy_state", limit=20)
    bodies = [head.body or {} for head in heads]
    if not bodies:
        return {"allergy_state": AllergyStateKind.NOT_RECORDED.value}
    if any(body != bodies[0] for body in bodies):
        return {
            "allergy_state": AllergyStateKind.UNAVAILABLE.value,
            "allergy_words": "Two versions. Neither is being used as current",
            "allergy_siblings": True,
        }
    return {
        "allergy_state": bodies[0].get("state", AllergyStateKind.UNAVAILABLE.value),
        "allergy_words": "; ".join(allergy_words(each) for each in bodies[0].get("allergies", ())),
    }


def _observations(connection: Connection, resident_id: str) -> dict[str, Any]:
    sets = _current_statements(connection, resident_id, "observation_set", limit=1)
    usual = _usual_set(connection, resident_id)
    if not sets:
        return {}
    score = _score(sets[0])
    return {
        "news2_total": score.total if score else None,
        "news2_missing": ", ".join(score.missing) if score else "not readable",
        "news2_at": sets[0].envelope.occurred_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "news2_usual": usual,
    }


def _usual_set(connection: Connection, resident_id: str) -> int | None:
    sets = _current_statements(
        connection, resident_id, "observation_set", limit=1, state="usual"
    )
    score = _score(sets[0]) if sets else None
    return score.total if score else None


def _score(change: Change) -> Any:  # noqa: ANN401 - News2 or None
    parsed = ObservationSet.model_validate(change.body) if _reads(change) else None
    return evaluate(news2_input(parsed)) if parsed else None


def _reads(change: Change) -> bool:
    try:
        ObservationSet.model_validate(change.body)
    except ValueError:
        return False
    return True


def _last_entry(connection: Connection, resident_id: str) -> dict[str, Any]:
    entries = _current_statements(connection, resident_id, "round_entry", limit=1)
    if not entries:
        return {}
    envelope, body = entries[0].envelope, entries[0].body or {}
    return {
        "last_entry_id": envelope.record_id,
        "last_entry_at": envelope.occurred_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "see_again": body.get("see_again_on") or body.get("see_again"),
    }


def _counts(connection: Connection, resident_id: str) -> dict[str, Any]:
    query = (
        select(RECORD.c.kind, RECORD.c.state, func.count())
        .where(
            RECORD.c.resident_id == resident_id,
            RECORD.c.kind.in_(("action", "medicine_line", "problem")),
        )
        .group_by(RECORD.c.kind, RECORD.c.state)
    )
    found = {(row[0], row[1]): row[2] for row in connection.execute(query)}
    return {
        "open_actions": found.get(("action", "open"), 0),
        "active_medicines": found.get(("medicine_line", "active"), 0),
        "active_problems": found.get(("problem", "active"), 0),
        "unverified_medicines": _unverified(connection, resident_id),
    }


def _unverified(connection: Connection, resident_id: str) -> int:
    query = select(RECORD).where(
        RECORD.c.resident_id == resident_id,
        RECORD.c.kind == "medicine_line",
        RECORD.c.state == "active",
    )
    lines = [_as_card(row) for row in connection.execute(query)]
    return sum(1 for line in lines if not line.values.get("is_verified", False))


def _has_siblings(connection: Connection, resident_id: str) -> bool:
    query = select(RECORD.c.no).where(RECORD.c.resident_id == resident_id, RECORD.c.has_siblings)
    return connection.execute(query.limit(1)).first() is not None


def _card(connection: Connection, record_id: str) -> _Card | None:
    row = connection.execute(select(RECORD).where(RECORD.c.id == record_id)).one_or_none()
    return _as_card(row) if row is not None and row.body else None


def _as_card(row: Row[Any]) -> _Card:
    state = card_body.state_from_text(row.body)
    return _Card(row.id, card_body.values_of(state), row.has_siblings)


def _current_statements(
    connection: Connection, resident_id: str, kind: str, *, limit: int, state: str | None = None
) -> list[Change]:
    query = (
        select(CHANGE.c.mid, CHANGE.c.body)
        .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
        .where(
            RECORD.c.resident_id == resident_id,
            RECORD.c.kind == kind,
            RECORD.c.status == Status.CURRENT.value,
            CHANGE.c.body.is_not(None),
        )
        .order_by(RECORD.c.occurred_at.desc(), RECORD.c.recorded_at.desc(), RECORD.c.mid.desc())
        .limit(limit)
    )
    if state is not None:
        query = query.where(RECORD.c.state == state)
    return [change_from_text(row.mid, row.body) for row in connection.execute(query)]
