"""The one line a resident that lists and banners read: worked out from the records, never from a clock.

Nothing unknown is turned into a reassuring value: no allergy statement is «not recorded», two that
differ are both said, an incomplete set of observations has no total.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update

from mdt_core.clock import PartialDate, parse_utc, utc_text
from mdt_core.errors import InvalidInput
from mdt_core.identifiers import CheckedText, NhsNumber
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

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]
CURRENT = ResidentCurrentRow.__table__  # type: ignore[attr-defined]

_UNNAMED = "Name not recorded"


def refresh(connection: Connection, resident_id: str) -> None:
    """Writes the line of one resident again from the records."""
    values = _values(connection, resident_id)
    if values is None:
        connection.execute(_FORGET, {"resident": resident_id})
        return
    line = {**_EMPTY, **values}
    if not connection.execute(_UPDATE, {"resident": resident_id, **line}).rowcount:
        connection.execute(_INSERT, line)


def home_of(connection: Connection, resident_id: str | None) -> str | None:
    """The home of the resident's current stay, from the stays themselves."""
    if resident_id is None:
        return None
    stays = _going_on(connection.execute(_STAYS, {"resident": resident_id}))
    return _text(stays[-1].values, "home_id") if stays else None


@dataclass(frozen=True)
class _Card:
    id: str
    values: Mapping[str, Any]


def _values(connection: Connection, resident_id: str) -> dict[str, Any] | None:
    row = connection.execute(_PERSON, {"resident": resident_id}).one_or_none()
    if row is None:
        return None
    living = connection.execute(_CARDS, {"resident": resident_id}).all()
    stays = _going_on(row for row in living if row.kind == Stay.kind and row.body)
    return {
        "resident_id": resident_id,
        **_identity(_as_card(Resident, row).values, is_dead=_is_dead(row)),
        **_stay(stays[-1] if stays else None),
        **_allergies(connection, resident_id),
        **_observations(connection, resident_id),
        **_last_entry(connection, resident_id),
        **_counts(living),
        "has_siblings": len(stays) > 1 or _has_siblings(connection, resident_id),
    }


def _identity(values: Mapping[str, Any], *, is_dead: bool) -> dict[str, Any]:
    family = _text(values, "family_name") or _UNNAMED
    return {
        "family_name": family,
        "given_name": _text(values, "given_name"),
        "preferred_name": _text(values, "preferred_name"),
        "title_prefix": _text(values, "title_prefix"),
        "born": _checked(PartialDate, values, "born"),
        "gender": _text(values, "gender") or Gender.UNKNOWN.value,
        "nhs_number": _checked(NhsNumber, values, "nhs_number"),
        "died": _checked(PartialDate, values, "died") if is_dead else None,
        "is_deceased": is_dead,
        "sounds": sounds_of(family),
    }


def _is_dead(row: Row[Any]) -> bool:
    """Whether every version that stands says so: one that does not keeps the person in the lists."""
    heads = json.loads(row.body).get("death", {}).get("heads", ())
    said = [head["v"] for head in heads if head["v"] is not None]
    return bool(said) and all(
        each.get("is_deceased") is True or _checked(PartialDate, each, "died") for each in said
    )


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


def _going_on(rows: Iterable[Row[Any]]) -> list[_Card]:
    """The stays that have not ended; the last of them is the one shown."""
    stays = [_as_card(Stay, row) for row in rows]
    going_on = [stay for stay in stays if stay.values.get("state") != StayState.ENDED]
    return sorted(going_on, key=lambda each: (_text(each.values, "admitted_at") or "", each.id))


def _allergies(connection: Connection, resident_id: str) -> dict[str, Any]:
    heads = _current_statements(connection, resident_id, AllergyState.kind, limit=20)
    if not heads:
        return {"allergy_state": AllergyStateKind.NOT_RECORDED.value}
    bodies = [head.get("body") if head else None for head in heads]
    if any(body != bodies[0] for body in bodies):
        return {
            "allergy_state": AllergyStateKind.UNAVAILABLE.value,
            "allergy_words": "Two versions. Neither is being used as current",
            "allergy_siblings": True,
        }
    parsed = card_body.parsed(AllergyState, bodies[0] or {})
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
        "news2_at": _moment(newest),
        "news2_usual": _usual_total(connection, resident_id),
    }


def _usual_total(connection: Connection, resident_id: str) -> int | None:
    usual = SetPurpose.USUAL.value
    sets = _current_statements(connection, resident_id, ObservationSet.kind, limit=1, state=usual)
    score = _score(sets[0]) if sets and sets[0] else None
    return score.total if score else None


def _moment(said: Mapping[str, Any]) -> str:
    return utc_text(parse_utc(said["occurred_at"]))


def _score(said: Mapping[str, Any]) -> News2 | None:
    """The score of a set that this program reads; never worked out past a word it does not know."""
    parsed = card_body.parsed(ObservationSet, said.get("body") or {})
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
    body = newest.get("body") or {}
    return {
        "last_entry_id": newest["id"],
        "last_entry_at": _moment(newest),
        "see_again": _text(body, "see_again_on") or _text(body, "see_again"),
    }


def _counts(living: Sequence[Row[Any]]) -> dict[str, Any]:
    found = Counter((row.kind, row.state) for row in living)
    active = MedicineState.ACTIVE.value
    lines = (
        row for row in living if row.body and (row.kind, row.state) == (MedicineLine.kind, active)
    )
    return {
        "open_actions": found[("action", "open")],
        "active_medicines": found[(MedicineLine.kind, active)],
        "active_problems": found[("problem", "active")],
        "unverified_medicines": sum(not _is_verified(row) for row in lines),
    }


def _is_verified(row: Row[Any]) -> bool:
    return _as_card(MedicineLine, row).values.get("is_verified") is True


def _has_siblings(connection: Connection, resident_id: str) -> bool:
    return connection.execute(_SIBLINGS, {"resident": resident_id}).first() is not None


def _as_card(card_class: type[Card], row: Row[Any]) -> _Card:
    values = card_body.values_from_text(row.body)
    return _Card(row.id, card_body.parsed(card_class, values).readable)


def _current_statements(
    connection: Connection, resident_id: str, kind: str, *, limit: int, state: str | None = None
) -> list[dict[str, Any] | None]:
    """The current statements of a kind, newest first; None for one whose words were removed.

    The texts were checked when they came in, so that they are only read here.
    """
    asked = {"resident": resident_id, "kind": kind, "most": limit}
    if state is None:
        rows = connection.execute(_STATEMENTS, asked)
    else:
        rows = connection.execute(_STATEMENTS_IN_STATE, {**asked, "state": state})
    return [json.loads(row.body) if row.body else None for row in rows]


# Statements made once: making them anew for each line takes longer than asking them.

_OF_RESIDENT = RECORD.c.resident_id == bindparam("resident")

_PERSON = select(RECORD.c.id, RECORD.c.body).where(
    RECORD.c.id == bindparam("resident"), RECORD.c.kind == Resident.kind, RECORD.c.body.is_not(None)
)
_KINDS = ("action", "problem", MedicineLine.kind, Stay.kind)
_CARDS = select(RECORD.c.id, RECORD.c.kind, RECORD.c.state, RECORD.c.body).where(
    _OF_RESIDENT,
    RECORD.c.kind.in_(_KINDS),
    or_(RECORD.c.kind == Stay.kind, RECORD.c.state.in_(("open", "active"))),
)
_STAYS = select(RECORD.c.id, RECORD.c.body).where(
    _OF_RESIDENT, RECORD.c.kind == Stay.kind, RECORD.c.body.is_not(None)
)
_SIBLINGS = select(RECORD.c.no).where(_OF_RESIDENT, RECORD.c.has_siblings).limit(1)
_STATEMENTS = (
    select(CHANGE.c.body)
    .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
    .where(
        _OF_RESIDENT,
        RECORD.c.kind == bindparam("kind"),
        RECORD.c.status == Status.CURRENT.value,
        RECORD.c.body.is_(None),
    )
    .order_by(RECORD.c.occurred_at.desc(), RECORD.c.recorded_at.desc(), RECORD.c.mid.desc())
    .limit(bindparam("most"))
)
_STATEMENTS_IN_STATE = _STATEMENTS.where(RECORD.c.state == bindparam("state"))
_FORGET = delete(CURRENT).where(CURRENT.c.resident_id == bindparam("resident"))
_INSERT = insert(CURRENT)
_UPDATE = update(CURRENT).where(CURRENT.c.resident_id == bindparam("resident"))
_EMPTY = {
    column.name: None if column.default is None else column.default.arg
    for column in CURRENT.columns
}
"""A line with nothing in it, so that what is no longer known does not stay."""
