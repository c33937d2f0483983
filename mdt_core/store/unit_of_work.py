"""One deed, one transaction: changes, their projections, access audit and drafts, all or nothing.

`append` is the one seam where the ends differ: the `arrived` function given to the unit puts the
change in the device's outbox, or numbers it under its scope's head at the service.
Leaving without `commit` rolls everything back.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, delete, insert, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import to_second, utc_text
from mdt_core.errors import InvalidInput, NotFound, StoreProblem
from mdt_core.identifiers import IdSource
from mdt_core.kinds import Parsed, dump, parse
from mdt_core.record import Card, Record, Statement, Status
from mdt_core.store import card_body, projections, resident_current
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.tables import AccessAuditRow, DraftRow
from mdt_core.sync.canonical import canonical_text
from mdt_core.sync.change import Author, Change, ChangeKind, Envelope, GroupWrite, change_from_text
from mdt_core.sync.fold import CardState
from mdt_core.sync.scope import scope_of, sensitivity_of

AUDIT = AccessAuditRow.__table__  # type: ignore[attr-defined]
DRAFT = DraftRow.__table__  # type: ignore[attr-defined]

C = TypeVar("C", bound=Card)

Arrived = Callable[[Connection, int, Change], None]


@dataclass(frozen=True)
class Changes:
    """What a deed touched: kinds and record ids, for screens to decide whether to read again."""

    kinds: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Writing:
    """What every record written in one deed shares."""

    by: Actor
    at: datetime
    ids: IdSource
    device: str
    author: Author | None = None
    recorded_at: datetime | None = None
    is_derived: bool = False

    @property
    def signed_by(self) -> Author:
        """The author as written: the person, or the system a file came from."""
        return self.author or self.by.author


@dataclass(frozen=True)
class About:
    """Whom and which home a record is about, and when it happened (None: now)."""

    resident_id: str | None = None
    home_id: str | None = None
    occurred_at: datetime | None = None
    responsible: Author | None = None


@dataclass
class UnitOfWork:
    """An open write transaction of one person; made by `Store.deed`."""

    connection: Connection
    writing: Writing
    arrived: Arrived
    _residents: set[str] = field(default_factory=set)
    _kinds: set[str] = field(default_factory=set)
    _ids: set[str] = field(default_factory=set)

    # Writing records

    def sign(
        self,
        record: Statement,
        about: About,
        *,
        record_id: str | None = None,
        corrects: str | None = None,
    ) -> Change:
        """Signs a statement; in a series it names every current head as seen."""
        access.require_write(self.writing.by, type(record), about.home_id)
        base = self.series_heads(type(record), about.resident_id) if record.is_series else ()
        change = Change(
            mid=self.writing.ids.change_id(),
            change_kind=ChangeKind.EVENT,
            envelope=self._envelope(record, about, record_id or self.writing.ids.record_id()),
            body=dump(record),
            base=base,
            corrects=corrects,
        )
        return self._appended(change)

    def write(self, card: Card, about: About, *, record_id: str | None = None) -> str:
        """Writes the groups of a card that differ from what stands, naming what stands as seen.

        Groups of different sensitivity go in changes of their own, since each lies in one scope.
        Returns the card's id; a card that is the same already makes no change.
        """
        access.require_write(self.writing.by, type(card), about.home_id)
        card_id = record_id or self.writing.ids.record_id()
        state = self.card_state(card_id)
        writes = _differing(card, state)
        by_sensitivity: dict[str, dict[str, GroupWrite]] = {}
        for name, write in writes.items():
            sensitivity = sensitivity_of(type(card), name).value
            by_sensitivity.setdefault(sensitivity, {})[name] = write
        if card.kind == "resident":
            about = replace(about, resident_id=card_id)
        for groups in by_sensitivity.values():
            self._appended(
                Change(
                    mid=self.writing.ids.change_id(),
                    change_kind=ChangeKind.SET,
                    envelope=self._envelope(card, about, card_id),
                    groups=groups,
                )
            )
        return card_id

    def _appended(self, change: Change) -> Change:
        final = change.with_derived_mid() if self.writing.is_derived else change
        self.append(final)
        return final

    def _envelope(self, record: Record, about: About, record_id: str) -> Envelope:
        at = to_second(self.writing.recorded_at or self.writing.at)
        return Envelope(
            record_id=record_id,
            kind=record.kind,
            schema=record.schema_version,
            occurred_at=to_second(about.occurred_at) if about.occurred_at else at,
            recorded_at=at,
            author=self.writing.signed_by,
            device=self.writing.device,
            resident_id=about.resident_id,
            home_id=about.home_id,
            responsible=about.responsible,
        )

    def append(self, change: Change) -> bool:
        """Adds one change and folds it; False where it was here already.

        Raises StoreProblem where the same identity stands with another text.
        """
        query = select(CHANGE.c.body_hash).where(CHANGE.c.mid == change.mid)
        known = self.connection.execute(query).scalar_one_or_none()
        if known is not None:
            if known != change.body_hash:
                raise StoreProblem("Two different changes carry one identity; neither was altered")
            return False
        number = self.connection.execute(
            insert(CHANGE)
            .values(
                mid=change.mid,
                k=change.change_kind.value,
                scope=self._scope(change),
                record_id=change.envelope.record_id,
                body=change.text,
                body_hash=change.body_hash,
            )
            .returning(CHANGE.c.n)
        ).scalar_one()
        self._residents |= projections.project(self.connection, change)
        self.arrived(self.connection, number, change)
        self._note(change)
        return True

    def _scope(self, change: Change) -> str:
        home_id = resident_current.home_of(self.connection, change.envelope.resident_id)
        return scope_of(change, resident_home=home_id)

    def _note(self, change: Change) -> None:
        envelope = change.envelope
        self._kinds.add(envelope.kind)
        self._ids.update({envelope.record_id, envelope.resident_id or envelope.record_id})
        if envelope.resident_id:
            self._residents.add(envelope.resident_id)

    # Reading inside the deed

    def card_state(self, record_id: str) -> CardState:
        """The folded state of a card, empty where there is none."""
        query = select(RECORD.c.body).where(RECORD.c.id == record_id)
        body = self.connection.execute(query).scalar_one_or_none()
        return card_body.state_from_text(body) if body else CardState()

    def card(self, card_class: type[C], record_id: str) -> C:
        """A card as its class; raises NotFound, or InvalidInput where it is incomplete."""
        state = self.card_state(record_id)
        if not state.groups:
            raise NotFound(f"This {card_class.title.lower()} is not on this device")
        parsed: Parsed[C] = card_body.parsed_card(card_class, state)
        if parsed.record is None:
            raise InvalidInput("; ".join(parsed.problems), where=card_class.title)
        return parsed.record

    def series_heads(self, record_class: type[Statement], resident_id: str | None) -> tuple[str, ...]:
        """The changes of a resident's series that nothing replaces."""
        query = select(RECORD.c.mid).where(
            RECORD.c.resident_id == resident_id,
            RECORD.c.kind == record_class.kind,
            RECORD.c.status == "current",
        )
        return tuple(sorted(self.connection.execute(query).scalars()))

    def statement(self, record_id: str) -> Change:
        """The change that signed a statement; raises NotFound."""
        query = (
            select(CHANGE.c.mid, CHANGE.c.body)
            .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
            .where(RECORD.c.id == record_id, CHANGE.c.k == ChangeKind.EVENT.value)
        )
        row = self.connection.execute(query).one_or_none()
        if row is None or row.body is None:
            raise NotFound("This entry is not on this device")
        return change_from_text(row.mid, row.body)

    def status_of(self, mid: str) -> Status:
        """The status of the statement signed by a change."""
        return projections.status_of(self.connection, mid)

    def require_write(self, record_class: type[Record], home_id: str | None) -> None:
        """Raises NotAllowed unless the person may write records of that kind in that home."""
        access.require_write(self.writing.by, record_class, home_id)

    def home_of(self, resident_id: str) -> str | None:
        """The home of a resident's current stay as it stands inside this deed."""
        self._refresh()
        return resident_current.home_of(self.connection, resident_id)

    # Audit, drafts, the end

    def audit(self, action: str, about: About, *, record_id: str = "", detail: str = "") -> None:
        """Adds a line of who did what, chained to the one before; never clinical text."""
        query = select(AUDIT.c.chain).order_by(AUDIT.c.n.desc()).limit(1)
        before = self.connection.execute(query).scalar_one_or_none() or ""
        values = {
            "at": utc_text(self.writing.at),
            "person_id": self.writing.by.person_id,
            "role": self.writing.by.role.value,
            "action": action,
            "resident_id": about.resident_id,
            "home_id": about.home_id,
            "record_id": record_id or None,
            "detail": detail,
        }
        chain = hashlib.sha256((before + canonical_text(values)).encode()).hexdigest()
        self.connection.execute(insert(AUDIT).values(**values, chain=chain))

    def discard_draft(self, kind: str, resident_id: str) -> None:
        """Removes this person's draft of a form for a resident."""
        self.connection.execute(
            delete(DRAFT).where(
                DRAFT.c.person_id == self.writing.by.person_id,
                DRAFT.c.kind == kind,
                DRAFT.c.resident_id == resident_id,
            )
        )

    def commit(self) -> Changes:
        """Brings the residents' lines up to date and commits; returns what was touched."""
        self._refresh()
        self.connection.commit()
        return Changes(frozenset(self._kinds), frozenset(self._ids))

    def _refresh(self) -> None:
        for resident_id in sorted(self._residents):
            resident_current.refresh(self.connection, resident_id)
        self._residents.clear()


def _differing(card: Card, state: CardState) -> dict[str, GroupWrite]:
    wanted = card_body.group_values(card)
    gone = {name: None for name in state.live if "/" in name and name not in wanted}
    emptied = {name: {} for name in state.live if "/" not in name and name not in wanted}
    writes: dict[str, GroupWrite] = {}
    for name, value in {**wanted, **gone, **emptied}.items():
        full = _with_unknown(type(card), name, value, state)
        if name not in state.groups or any(h.value != full for h in state.groups[name].heads):
            writes[name] = GroupWrite(full, state.heads_of(name))
    return writes


def _with_unknown(
    card_class: type[Card], name: str, value: dict[str, object] | None, state: CardState
) -> dict[str, object] | None:
    """The value with what a newer program wrote in the same group and this one does not know."""
    standing = state.groups.get(name)
    if value is None or standing is None or standing.newest.value is None:
        return value
    set_name, _, member = name.partition("/")
    if member:
        unknown = parse(card_class, {set_name: [standing.newest.value]}).unknown.get(set_name, {})
        left = next(iter(unknown.values()), {})
    else:
        left = parse(card_class, standing.newest.value).unknown
    return {**{key: item for key, item in left.items() if key not in value}, **value}

