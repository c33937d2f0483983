"""One card as a form opens it, and who else carries an NHS number. Reads only; names no form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import Connection, bindparam, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import NotFound
from mdt_core.kinds import Body, dump
from mdt_core.record import Card
from mdt_core.records.residents import Resident
from mdt_core.store import card_body
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.resident_current import home_of

C = TypeVar("C", bound=Card)


@dataclass(frozen=True)
class OpenCard(Generic[C]):
    """A card as it stands: its values as stored, and the groups of which two versions stand.

    `is_readable` is False where it is incomplete, so that no form can be filled with it. `held` says
    of entries of its sets, by id, why they cannot be withdrawn.
    """

    card_class: type[C]
    record_id: str | None
    values: Body
    in_two: frozenset[str] = frozenset()
    is_readable: bool = True
    held: Mapping[str, str] = field(default_factory=dict)


def open_card(connection: Connection, card_class: type[C], record_id: str | None) -> OpenCard[C]:
    """Gives a card to change, or an empty one without an id; raises NotFound."""
    if not record_id:
        return OpenCard(card_class, None, {})
    kept = card_by_id(connection, card_class, record_id)
    text = connection.execute(_BODY, {"id": record_id}).scalar_one_or_none()
    if kept is None or text is None:
        raise NotFound(f"This {card_class.title.lower()} is not on this device")
    state = card_body.state_from_text(text)
    in_two = {name.partition("/")[0] for name, group in state.groups.items() if group.has_siblings}
    values = dump(kept.record) if kept.record else kept.readable
    return OpenCard(
        card_class, record_id, values, frozenset(in_two), is_readable=kept.record is not None
    )


def number_elsewhere(
    connection: Connection, by: Actor, nhs_number: str, without: str
) -> tuple[str, ...]:
    """Who else carries this NHS number, in words; somebody out of the person's homes unnamed."""
    asked = {"kind": Resident.kind, "number": nhs_number, "without": without}
    return tuple(
        sorted(_whose(connection, by, row.id) for row in connection.execute(_CARRIERS, asked))
    )


def _whose(connection: Connection, by: Actor, resident_id: str) -> str:
    kept = card_by_id(connection, Resident, resident_id)
    person = kept.record if kept else None
    is_shown = access.may_read(by, Resident, home_of(connection, resident_id))
    if person is None or not is_shown:
        return "a resident who is not shown to you"
    born = f", born {person.born.display()}" if person.born else ""
    return f"{' '.join(filter(None, (person.given_name, person.family_name.upper())))}{born}"


_BODY = select(RECORD.c.body).where(RECORD.c.id == bindparam("id"))
_CARRIERS = select(RECORD.c.id).where(
    RECORD.c.kind == bindparam("kind"),
    RECORD.c.owner == bindparam("number"),
    RECORD.c.id != bindparam("without"),
    RECORD.c.resident_id.is_(None) | (RECORD.c.resident_id != bindparam("without")),
)
