"""The one line a resident that lists and banners read: worked out from the records, never from a clock.

Nothing unknown is turned into a reassuring value: no allergy statement is «not recorded», two that
differ are both said, an incomplete set of observations has no total.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from mdt_core.clock import PartialDate, utc_text
from mdt_core.errors import InvalidInput
from mdt_core.identifiers import CheckedText, NhsNumber
from mdt_core.kinds import parse
from mdt_core.record import Card, Status
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.observations import ObservationSet, SetPurpose
from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind, Gender, Resident
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import Stay, StayState
from mdt_core.scores.news2 import News2, evaluate
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
    return _text(stay.values, "home_id") if stay else None


@dataclass(frozen=True)
class _Card:
    id: str
    values: Mapping[str, Any]


def _values(connection: Connection, resident_id: str) -> dict[str, Any] | None:
    query = select(RECORD).where(RECORD.c.id == resident_id, RECORD.c.kind == Resident.kind)
    row = connection.execute(query).one_or_none()
    if row is None or not row.body:
        return None
    return {
        "resident_id": resident_id,
        **_identity(_as_card(Resident, row).values),
        **_stay(_current_stay(connection, resident_id)),
        **_allergies(connection, resident_id),
        **_observations(connection, resident_id),
        **_last_entry(connection, resident_id),
        **_counts(connection, resident_id),
        "has_siblings": _has_siblings(connection, resident_id),
    }


def _identity(values: Mapping[str, Any]) -> dict[str, Any]:
    family = _text(values, "family_name") or _UNNAMED
    died = _checked(PartialDate, values, "died")
    return {
        "family_name": family,
        "given_name": _text(values, "given_name"),
        "preferred_name": _text(values, "preferred_name"),
        "title_prefix": _text(values, "title_prefix"),
        "born": _checked(PartialDate, values, "born"),
        "gender": _text(values, "gender") or Gender.UNKNOWN.value,
        "nhs_number": _checked(NhsNumber, values, "nhs_number"),
        "died": died,
        "is_deceased": values.get("is_deceased") is True or died is not None,
        "sounds": sounds_of(family),
    }


def _text(values: Mapping[str, Any], name: str) -> str | None:
    """A text of a body that may not pass its class; anything else is as if it were not there."""
    value = values.get(name)
    return value if isinstance(value, str) and value else None


def _checked(kind: type[CheckedText], values: Mapping[str, Any], name: str) -> str | None:
    text = _text(values, name)
    try:
        return str(kind(text)) if text else None
    except InvalidInput:
        return None


def _stay(stay: _Card | None) -> dict[str, Any]:
    if stay is None:
        return {}
    names = ("home_id", "room", "unit", "stay_type", "admitted_at", "planned_end")
    return {
        "stay_id": stay.id,
        "stay_state": _text(stay.values, "state") or StayState.HERE.value,
        **{name: _text(stay.values, name) for name in names},
    }


def _current_stay(connection: Connection, resident_id: str) -> _Card | None:
    query = select(RECORD).where(RECORD.c.resident_id == resident_id, RECORD.c.kind == Stay.kind)
    stays = [_as_card(Stay, row) for row in connection.execute(query) if row.body]
    going_on = [stay for stay in stays if stay.values.get("state") != StayState.ENDED]
    latest = sorted(going_on, key=lambda each: (_text(each.values, "admitted_at") or "", each.id))
    return latest[-1] if latest else None


def _allergies(connection: Connection, resident_id: str) -> dict[str, Any]:
    heads = _current_statements(connection, resident_id, AllergyState.kind, limit=20)
    if not heads:
        return {"allergy_state": AllergyStateKind.NOT_RECORDED.value}
    bodies = [head.body if head else None for head in heads]
    if any(body != bodies[0] for body in bodies):
        return {
            "allergy_state": AllergyStateKind.UNAVAILABLE.value,
            "allergy_words": "Two versions. Neither is being used as current",
            "allergy_siblings": True,
        }
    parsed = parse(AllergyState, bodies[0] or {})
    if parsed.record is None or parsed.unknown:
        return {
            "allergy_state": AllergyStateKind.UNAVAILABLE.value,
            "allergy_words": "The entry cannot be read in full here",
        }
    return {
        "allergy_state": parsed.record.state.value,
        "allergy_words": "; ".join(_allergy_words(each) for each in parsed.record.allergies),
    }


def _allergy_words(allergy: Allergy) -> str:
    return f"{allergy.substance} – {allergy.reaction}" if allergy.reaction else allergy.substance


def _observations(connection: Connection, resident_id: str) -> dict[str, Any]:
    sets = _current_statements(connection, resident_id, ObservationSet.kind, limit=1)
    newest = sets[0] if sets else None
    if newest is None:
        return {}
    score = _score(newest)
    return {
        "news2_total": score.total if score else None,
        "news2_missing": ", ".join(score.missing) if score else "not readable",
        "news2_at": utc_text(newest.envelope.occurred_at),
        "news2_usual": _usual_total(connection, resident_id),
    }


def _usual_total(connection: Connection, resident_id: str) -> int | None:
    usual = SetPurpose.USUAL.value
    sets = _current_statements(connection, resident_id, ObservationSet.kind, limit=1, state=usual)
    score = _score(sets[0]) if sets and sets[0] else None
    return score.total if score else None


def _score(change: Change) -> News2 | None:
    """The score of a set that this program reads; never worked out past a word it does not know."""
    parsed = parse(ObservationSet, change.body or {})
    if parsed.record is None or parsed.unknown.keys() & ObservationSet.model_fields.keys():
        return None
    try:
        return evaluate(news2_input(parsed.record))
    except InvalidInput:
        return None


def _last_entry(connection: Connection, resident_id: str) -> dict[str, Any]:
    entries = _current_statements(connection, resident_id, RoundEntry.kind, limit=1)
    newest = entries[0] if entries else None
    if newest is None:
        return {}
    body = newest.body or {}
    return {
        "last_entry_id": newest.envelope.record_id,
        "last_entry_at": utc_text(newest.envelope.occurred_at),
        "see_again": _text(body, "see_again_on") or _text(body, "see_again"),
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
        RECORD.c.kind == MedicineLine.kind,
        RECORD.c.state == MedicineState.ACTIVE.value,
    )
    lines = [_as_card(MedicineLine, row) for row in connection.execute(query) if row.body]
    return sum(1 for line in lines if line.values.get("is_verified") is not True)


def _has_siblings(connection: Connection, resident_id: str) -> bool:
    query = select(RECORD.c.no).where(RECORD.c.resident_id == resident_id, RECORD.c.has_siblings)
    return connection.execute(query.limit(1)).first() is not None


def _as_card(card_class: type[Card], row: Row[Any]) -> _Card:
    state = card_body.state_from_text(row.body)
    return _Card(row.id, parse(card_class, card_body.values_of(state)).readable)


def _current_statements(
    connection: Connection, resident_id: str, kind: str, *, limit: int, state: str | None = None
) -> list[Change | None]:
    """The current statements of a kind, newest first; None for one whose words were removed."""
    query = (
        select(CHANGE.c.mid, CHANGE.c.body)
        .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
        .where(
            RECORD.c.resident_id == resident_id,
            RECORD.c.kind == kind,
            RECORD.c.status == Status.CURRENT.value,
            RECORD.c.body.is_(None),
        )
        .order_by(RECORD.c.occurred_at.desc(), RECORD.c.recorded_at.desc(), RECORD.c.mid.desc())
        .limit(limit)
    )
    if state is not None:
        query = query.where(RECORD.c.state == state)
    rows = connection.execute(query)
    return [change_from_text(row.mid, row.body) if row.body else None for row in rows]
