"""One deed, one transaction: changes, their projections, access audit and drafts, all or nothing.

`append` is the one seam where the ends differ: the `arrived` function given to the unit puts the
change in the device's outbox, or numbers it under its scope's head at the service. Changes are kept
at once and folded together when something is read that they may have altered, at the latest on
`commit`. Leaving without it rolls everything back.
"""

from collections.abc import Callable, Collection, Container
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, bindparam, insert, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import to_second
from mdt_core.errors import InvalidInput, NotFound, StoreProblem
from mdt_core.identifiers import IdSource
from mdt_core.kinds import Parsed, checked, dump
from mdt_core.record import Card, Place, Record, Statement, Status, kind_named
from mdt_core.records.stays import Stay
from mdt_core.store import card_body, matching, projections, resident_current, statuses
from mdt_core.store.card_writes import differing
from mdt_core.store.deed_log import add_audit, discard_draft
from mdt_core.store.filled import require_card_filled, require_statement_filled
from mdt_core.store.merges import OWN_RESIDENT
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.sync.change import Author, Change, ChangeKind, Envelope, GroupWrite, stored_change
from mdt_core.sync.fold import CardState
from mdt_core.sync.scope import scope_of, sensitivity_of

C = TypeVar("C", bound=Card)

_AT_ONCE = 200
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

    _connection: Connection
    writing: Writing
    arrived: Arrived
    _unfolded: list[Change] = field(default_factory=list)
    _touched: projections.Touched = field(default_factory=set)
    _homes: dict[str, str | None] = field(default_factory=dict)
    _kinds: set[str] = field(default_factory=set)
    _ids: set[str] = field(default_factory=set)

    @property
    def connection(self) -> Connection:
        """The connection, with every change of this deed folded into what it reads."""
        self._fold()
        return self._connection

    # Writing records

    def sign(
        self,
        record: Statement,
        about: About,
        *,
        record_id: str | None = None,
        corrects: str | None = None,
        seen: Container[str] | None = None,
        replaces: Collection[str] = (),
    ) -> Change:
        """Signs a statement; in a series it names every current head, or what of it was `seen`.

        What is of no series replaces the changes that it is told to. A source that says again what
        it said under the same id gets the change of then. Raises InvalidInput for an id that is
        signed already, or a correction of another resident's entry.
        """
        record = checked(type(record), dump(record))
        self._require_writing(record, about)
        if not self.writing.is_derived:
            require_statement_filled(lambda: self.connection, self.writing.by, record)
        for mid in filter(None, (corrects, *replaces)):
            about = self._about_correcting(mid, about)
        said = self._signed_under(record_id) if record_id else None
        if said is not None:
            if self.writing.is_derived and said.body == dump(record):
                return said
            raise InvalidInput("This entry is signed already", next_step="Sign a correction")
        change = Change(
            mid=self.writing.ids.change_id(),
            change_kind=ChangeKind.EVENT,
            envelope=self._envelope(record, about, record_id or self.writing.ids.record_id()),
            body=dump(record),
            base=self._seen_heads(record, about.resident_id, seen)
            if record.is_series
            else tuple(sorted(replaces)),
            corrects=corrects,
        )
        return self._appended(change)

    def write(
        self,
        card: Card,
        about: About,
        *,
        record_id: str | None = None,
        settles: Container[str] = (),
    ) -> str:
        """Writes the groups of a card that differ from what stands, naming what stands as seen.

        Groups of different sensitivity go in changes of their own, since each lies in one scope.
        Returns the card's id; a card that is the same already makes no change. What a source writes
        is compared with its own last word alone. Two versions of a group that was left as read stay
        two, but for those that `settles` names. Raises InvalidInput for the id of another
        resident's card, or of another kind.
        """
        card = checked(type(card), dump(card))
        card_id = record_id or self.writing.ids.record_id()
        if card.kind == "resident":
            about = replace(about, resident_id=card_id)
        about = self._about_same_card(card, about, record_id)
        self._require_writing(card, about, record_id)
        derived = self.writing.is_derived
        state = (
            matching.said_state(self._connection, card_id, self.writing.signed_by.id)
            if derived
            else (self.card_state(record_id) if record_id else CardState())
        )
        by_sensitivity: dict[str, dict[str, GroupWrite]] = {}
        written = differing(card, state, settles)
        if not derived:
            require_card_filled(lambda: self.connection, self.writing.by, card, written)
        for name, write in written.items():
            sensitivity = sensitivity_of(type(card), name).value
            by_sensitivity.setdefault(sensitivity, {})[name] = write
        for one_scope in by_sensitivity.values():
            self._appended(
                Change(
                    mid=self.writing.ids.change_id(),
                    change_kind=ChangeKind.SET,
                    envelope=self._envelope(card, about, card_id),
                    groups=one_scope,
                )
            )
        return card_id

    def _about_same_card(self, card: Card, about: About, record_id: str | None) -> About:
        """What the card is about; a card of a record that was joined stays where it was written."""
        row = self._row(record_id) if record_id is not None else None
        if row is None:
            return about
        if row.kind != card.kind:
            raise InvalidInput(f"This is a record of another kind than «{card.title}»")
        if card.scope is not Place.RESIDENT or row.resident_id is None:
            return about
        if about.resident_id not in (row.resident_id, row.own):
            raise InvalidInput(f"This {card.title.lower()} is about another resident")
        return replace(about, resident_id=row.own)

    def _require_writing(self, record: Record, about: About, record_id: str | None = None) -> None:
        """The homes are the one named, the resident's own, and those of the record itself."""
        homes = {about.home_id, getattr(record, "home_id", None)}
        homes.add(self.home_of(about.resident_id))
        if record.scope is not Place.RESIDENT and record_id is not None:
            row = self._row(record_id)
            homes.add(record_id if row and record.kind == "home" else row and row.home_id)
        for home_id in homes - {None} or {None}:
            self.require_write(type(record), home_id)

    def _about_correcting(self, mid: str, about: About) -> About:
        """What a correction is about: whoever the entry was written of."""
        target = self.connection.execute(_TARGET, {"mid": mid}).one_or_none()
        if target is None:
            return about
        if about.resident_id not in (target.resident_id, target.own):
            raise InvalidInput("The entry to correct is about another resident")
        record_class = kind_named(target.kind)
        if record_class is not None:
            self.require_write(record_class, about.home_id)
        return replace(about, resident_id=target.own)

    def _signed_under(self, record_id: str) -> Change | None:
        row = self._row(record_id)
        return self.statement(record_id) if row is not None else None

    def _seen_heads(
        self, record: Statement, resident_id: str | None, seen: Container[str] | None
    ) -> tuple[str, ...]:
        """A person has seen every head, or what the form was opened on; a source its own alone."""
        told = (self._connection, record.kind, resident_id)
        if matching.may_be_altered(*told, self._unfolded):
            self._fold()
        if seen is not None and not self.writing.is_derived:
            return matching.series(*told, seen)
        heads = matching.series(*told)
        if not self.writing.is_derived:
            return heads
        return matching.said_among(self._connection, heads, self.writing.signed_by.id)

    def _row(self, record_id: str) -> Row[Any] | None:
        return self._reading_of(record_id).execute(_ROW, {"id": record_id}).one_or_none()

    def _reading_of(self, record_id: str) -> Connection:
        """The connection, folded where this deed wrote the record that is to be read."""
        is_written = any(each.envelope.record_id == record_id for each in self._unfolded)
        return self.connection if is_written else self._connection

    def _appended(self, change: Change) -> Change:
        if not self.writing.is_derived:
            self._keep(change)  # its mid was made just now
            return change
        derived = change.with_derived_mid()
        self.append(derived)
        return derived

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
        known = self._connection.execute(_KNOWN, {"mid": change.mid}).scalar_one_or_none()
        if known is not None:
            if known != change.body_hash:
                raise StoreProblem("Two different changes carry one identity; neither was altered")
            return False
        self._keep(change)
        return True

    def _keep(self, change: Change) -> None:
        """Keeps a change that cannot be here yet, to be folded with the others of this deed."""
        row = {
            "mid": change.mid,
            "k": change.change_kind.value,
            "scope": scope_of(change, resident_home=self.home_of(change.envelope.resident_id)),
            "record_id": change.envelope.record_id,
            "body": change.text,
            "body_hash": change.body_hash,
        }
        number = self._connection.execute(_ADD, row).scalar_one()
        self._unfolded.append(change)
        self.arrived(self._connection, number, change)
        self._note(change)
        if len(self._unfolded) >= _AT_ONCE:
            self._fold()

    def _note(self, change: Change) -> None:
        envelope = change.envelope
        self._kinds.add(envelope.kind)
        self._ids.update({envelope.record_id, envelope.resident_id or envelope.record_id})
        if envelope.kind == Stay.kind or kind_named(envelope.kind) is None:
            self._homes.clear()

    def _fold(self) -> None:
        """Folds the changes that were not yet folded, all at once."""
        if self._unfolded:
            touched = projections.project(self._connection, self._unfolded)
            self._touched |= touched
            self._ids.update(resident_id for resident_id, _ in touched if resident_id)
            self._unfolded.clear()

    # Reading inside the deed

    def card_state(self, record_id: str) -> CardState:
        """The folded state of a card, empty where there is none."""
        body = self._reading_of(record_id).execute(_BODY, {"id": record_id}).scalar_one_or_none()
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
        return stored_change(row.mid, row.body)

    def status_of(self, mid: str) -> Status:
        """The status of the statement signed by a change."""
        return statuses.status_of(self.connection, mid)

    def require_write(self, record_class: type[Record], home_id: str | None) -> None:
        """Raises NotAllowed unless the person may write records of that kind in that home."""
        access.require_write(self.writing.by, record_class, home_id)

    def home_of(self, resident_id: str | None) -> str | None:
        """The home of a resident's current stay as it stands inside this deed."""
        if resident_id is None:
            return None
        if resident_id not in self._homes:
            has_moved = any(_may_move(each, resident_id) for each in self._unfolded)
            connection = self.connection if has_moved else self._connection
            self._homes[resident_id] = resident_current.home_of(connection, resident_id)
        return self._homes[resident_id]

    # Audit, drafts, the end

    def audit(self, action: str, about: About, *, record_id: str = "", detail: str = "") -> None:
        """Adds a line of who did what, chained to the one before; never clinical text."""
        add_audit(
            self._connection,
            self.writing.by,
            self.writing.at,
            action,
            resident_id=about.resident_id,
            home_id=about.home_id,
            record_id=record_id or None,
            detail=detail,
        )

    def discard_draft(self, kind: str, resident_id: str) -> None:
        """Removes this person's draft of a form for a resident."""
        discard_draft(self._connection, self.writing.by, kind, resident_id)

    def commit(self) -> Changes:
        """Brings the residents' lines up to date and commits; returns what was touched."""
        self._fold()
        resident_current.refresh(self._connection, self._touched)
        self._touched.clear()
        self._connection.commit()
        return Changes(frozenset(self._kinds), frozenset(self._ids))


def _may_move(change: Change, resident_id: str) -> bool:
    """Whether a change may end, begin or alter a stay of a resident."""
    kind = change.envelope.kind
    is_stay = kind == Stay.kind or kind_named(kind) is None
    return is_stay and change.envelope.resident_id in (resident_id, None)


# Statements made once: making them anew for each change takes longer than asking them.

_KNOWN = select(CHANGE.c.body_hash).where(CHANGE.c.mid == bindparam("mid"))
_ADD = insert(CHANGE).returning(CHANGE.c.n)
_READ = select(RECORD.c.kind, RECORD.c.resident_id, OWN_RESIDENT.label("own"), RECORD.c.home_id)
_ROW = _READ.where(RECORD.c.id == bindparam("id"))
_TARGET = _READ.where(RECORD.c.mid == bindparam("mid"))
_BODY = select(RECORD.c.body).where(RECORD.c.id == bindparam("id"))
