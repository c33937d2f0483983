"""Of what a resident's record holds two versions that a person must settle, in words for people.

Safety-critical groups and series alone: what can wait is in quieter lists. Neither version is used
as current wherever one of these words is shown.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from mdt_core.record import Card, MergeClass, Record, Status, kind_named
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.residents import AllergyState, Resident
from mdt_core.records.stays import Stay, StayState
from mdt_core.store import card_body
from mdt_core.store.projections import RECORD
from mdt_core.sync.fold import CardState


def two_versions_of(connection: Connection, resident_id: str) -> tuple[str, ...]:
    """What has two versions: `name`, `NHS number`, `stay` or the name of a medicine.

    Allergies have a line of their own wherever these words stand, and are told there.
    """
    rows = connection.execute(_UNSETTLED, {"resident": resident_id}).all()
    words = [words for row in rows for words in _words(row)]
    if len(connection.execute(_STAYS, {"resident": resident_id}).all()) > 1:
        words.append(Stay.title.lower())
    return tuple(dict.fromkeys(words))


def two_versions_words(of: Sequence[str]) -> str:
    """The one sentence, on screens and paper, for what has two versions."""
    return f"Two versions of: {', '.join(of)}. Neither is being used as current"


def _words(row: Row[Any]) -> Iterator[str]:
    record_class = kind_named(row.kind)
    if row.body is None:
        yield record_class.title.lower() if record_class else row.kind
    elif record_class is not None and issubclass(record_class, Card):
        state = card_body.state_from_text(row.body)
        for group in record_class.groups:
            if group.merge is MergeClass.SETTLE_NOW and _is_unsettled(state, group.name):
                yield _group_words(record_class, group.name, state)


def _is_unsettled(state: CardState, name: str) -> bool:
    return any(
        group.has_siblings for key, group in state.groups.items() if key.partition("/")[0] == name
    )


def _group_words(record_class: type[Record], group: str, state: CardState) -> str:
    if record_class is Resident:
        return "NHS number" if group == "nhs_number" else group.replace("_", " ")
    if record_class is MedicineLine:
        return str(card_body.values_of(state).get("medicine") or "a medicine")
    return record_class.title.lower()


_OF_RESIDENT = RECORD.c.resident_id == bindparam("resident")
_UNSETTLED = (
    select(RECORD.c.kind, RECORD.c.body)
    .where(
        _OF_RESIDENT,
        RECORD.c.has_siblings,
        RECORD.c.status == Status.CURRENT.value,
        RECORD.c.kind != AllergyState.kind,
    )
    .order_by(RECORD.c.kind.desc(), RECORD.c.id)
)
_STAYS = select(RECORD.c.id).where(
    _OF_RESIDENT,
    RECORD.c.kind == Stay.kind,
    or_(RECORD.c.state.is_(None), RECORD.c.state != StayState.ENDED.value),
)
