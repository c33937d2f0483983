"""What the one line of a resident says, worked out from rows and bodies; pure.

Nothing unknown is turned into a reassuring value: no allergy statement is «not recorded», two that
differ are both said, an incomplete set of observations has no total. Each part returns all of its
columns, so that what is no longer known does not stay.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Row

from mdt_core.clock import PartialDate, parse_utc, utc_text
from mdt_core.errors import InvalidInput
from mdt_core.identifiers import CheckedText, NhsNumber
from mdt_core.kinds import known_in
from mdt_core.record import Card
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind, Gender, Resident
from mdt_core.records.stays import Stay, StayState
from mdt_core.scores.news2 import News2, evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.store import card_body
from mdt_core.store.search import sounds_of

_UNNAMED = "Name not recorded"

Columns = dict[str, Any]
Said = Mapping[str, Any] | None
"""What a statement says, as its text reads; None where its words were removed."""


@dataclass(frozen=True, slots=True)
class Going:
    """A stay that goes on: its id and what can be read of it."""

    id: str
    values: Mapping[str, Any]


def said(text: str | None) -> Said:
    """Reads the text of a change that was checked when it came in."""
    found: Said = from_json(text) if text else None
    return found


def identity(person: Row[Any]) -> Columns:
    """Who it is, from the resident's card."""
    values = _readable(Resident, person)
    is_dead = _is_dead(person)
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
    heads = from_json(row.body).get("death", {}).get("heads", ())
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


def place(living: Sequence[Row[Any]], *, has_siblings: bool) -> Columns:
    """Where the resident stays; two stays at once are two versions of it."""
    stays = going_on(row for row in living if row.kind == Stay.kind and row.body)
    stay = stays[-1] if stays else None
    values = stay.values if stay else {}
    names = ("home_id", "room", "unit", "stay_type", "admitted_at", "planned_end")
    return {
        "stay_id": stay.id if stay else None,
        "stay_state": (_text(values, "state") or StayState.HERE.value) if stay else None,
        **{name: _text(values, name) for name in names},
        "has_siblings": len(stays) > 1 or has_siblings,
    }


def going_on(rows: Iterable[Row[Any]]) -> list[Going]:
    """The stays that have not ended; the last of them is the one shown."""
    stays = [Going(row.id, _readable(Stay, row)) for row in rows]
    open_stays = [stay for stay in stays if stay.values.get("state") != StayState.ENDED]
    return sorted(open_stays, key=lambda each: (_text(each.values, "admitted_at") or "", each.id))


def home_among(rows: Iterable[Row[Any]]) -> str | None:
    """The home of the stay that is shown."""
    stays = going_on(rows)
    return _text(stays[-1].values, "home_id") if stays else None


def allergies(heads: Sequence[Said]) -> Columns:
    """The state of allergies that the current heads of the series say."""
    if not heads:
        return _allergy_columns(AllergyStateKind.NOT_RECORDED, "")
    bodies = [head.get("body") if head else None for head in heads]
    if any(body != bodies[0] for body in bodies):
        words = "Two versions. Neither is being used as current"
        return {
            **_allergy_columns(AllergyStateKind.UNAVAILABLE, words),
            "allergy_siblings": True,
        }
    parsed = card_body.parsed(AllergyState, bodies[0] or {})
    if parsed.record is None or parsed.unknown:
        words = "The entry cannot be read in full here"
        return _allergy_columns(AllergyStateKind.UNAVAILABLE, words)
    words = "; ".join(_allergy_words(each) for each in parsed.record.allergies)
    return _allergy_columns(parsed.record.state, words)


def _allergy_columns(state: AllergyStateKind, words: str) -> Columns:
    return {"allergy_state": state.value, "allergy_words": words, "allergy_siblings": False}


def _allergy_words(allergy: Allergy) -> str:
    return f"{allergy.substance} – {allergy.reaction}" if allergy.reaction else allergy.substance


def observations(newest: Said, usual: Said) -> Columns:
    """The score of the newest set, and that of the resident's usual one."""
    columns: Columns = {
        "news2_total": None,
        "news2_missing": "",
        "news2_at": None,
        "news2_usual": None,
    }
    if newest is None:
        return columns
    score, usually = _score(newest), _score(usual) if usual else None
    return {
        "news2_total": score.total if score else None,
        "news2_missing": ", ".join(score.missing) if score else "not readable",
        "news2_at": _moment(newest),
        "news2_usual": usually.total if usually else None,
    }


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


def last_entry(newest: Said) -> Columns:
    """The newest entry of a round, and when the resident is to be seen again."""
    if newest is None:
        return dict.fromkeys(("last_entry_id", "last_entry_at", "see_again"))
    body = newest.get("body") or {}
    return {
        "last_entry_id": newest["id"],
        "last_entry_at": _moment(newest),
        "see_again": _text(body, "see_again_on") or _text(body, "see_again"),
    }


def counts(living: Sequence[Row[Any]]) -> Columns:
    """How many actions, medicines and problems there are to think of."""
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
    values = card_body.values_from_text(row.body)
    return known_in(MedicineLine, values, ("is_verified",)).get("is_verified") is True


def _readable(card_class: type[Card], row: Row[Any]) -> Mapping[str, Any]:
    values = card_body.values_from_text(row.body)
    return known_in(card_class, values, card_class.model_fields)
