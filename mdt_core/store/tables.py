"""The tables of the store as SQLModel rows; rows never leave the store.

`change` is the truth and is append-only (triggers in `dialects`). `relation`, `record`,
`resident_current`, `standing` and the search index are projections that can be rebuilt from it. `draft` and
`access_audit` are local. Identifiers, moments and bodies are text: the same on every engine.
"""

from sqlalchemy import CheckConstraint, Index, MetaData, Text, text
from sqlmodel import Field, SQLModel

from mdt_core.store.packing import PackedHash, PackedScope, PackedText

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}


class StoreRow(SQLModel):
    """Base of every row of the record store; its metadata is what migrations are compared with."""

    metadata = MetaData(naming_convention=NAMING)


def _index_of(rows: str, name: str, *columns: str, postgresql: str = "", **more: bool) -> Index:
    """An index of some rows alone, in the words of either engine."""
    where = text(postgresql or rows)
    return Index(name, *columns, sqlite_where=text(rows), postgresql_where=where, **more)  # type: ignore[arg-type]  # flags


class ChangeRow(StoreRow, table=True):
    """One change. `n` is its place in the order of arrival here; `seq` is given by the service."""

    __tablename__ = "change"
    __table_args__ = (
        CheckConstraint("k IN ('event','set','release','adopt','redact')", name="k"),
        CheckConstraint("seq IS NULL OR seq > 0", name="seq"),
        CheckConstraint("length(body_hash) IN (32, 64)", name="body_hash"),
        _index_of("seq IS NOT NULL", "ix_change_scope_seq", "scope", "seq", unique=True),
        Index("ix_change_record_id", "record_id"),
        _index_of("k IN ('release', 'adopt', 'redact')", "ix_change_of_the_service", "record_id"),
    )

    n: int | None = Field(default=None, primary_key=True)
    mid: str = Field(unique=True, max_length=36)
    k: str
    scope: str = Field(sa_type=PackedScope)
    seq: int | None = None
    record_id: str
    body: str | None = Field(sa_type=PackedText)
    body_hash: str = Field(sa_type=PackedHash)


class RelationRow(StoreRow, table=True):
    """One change says something of another: supersedes it, or withdraws it."""

    __tablename__ = "relation"

    target: str = Field(primary_key=True)
    source: str = Field(primary_key=True, index=True)
    withdraws: bool


class RecordRow(StoreRow, table=True):
    """What screens read: the fold. A statement's body is in its change; a card's is here.

    `resident_id` says whose page shows it. Where two records of residents were joined that is the one
    kept, and `own_id` says of whom it was written; otherwise that is empty.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_resident_id_kind_occurred_at", "resident_id", "kind", "occurred_at"),
        Index("ix_record_kind_state", "kind", "state"),
        Index("ix_record_home_id_kind_due_at", "home_id", "kind", "due_at"),
        Index("ix_record_mid", "mid"),
        _index_of(
            "has_siblings = 1", "ix_record_siblings", "resident_id", postgresql="has_siblings"
        ),
        _index_of("own_id IS NOT NULL", "ix_record_own_id", "own_id"),
    )

    no: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True, max_length=36)
    kind: str
    resident_id: str | None = None
    own_id: str | None = None
    home_id: str | None = None
    status: str
    occurred_at: str | None = None
    recorded_at: str | None = None
    due_at: str | None = None
    state: str | None = None
    owner: str | None = None
    priority: str | None = None
    has_siblings: bool = False
    mid: str
    body: str | None = Field(default=None, sa_type=PackedText)


class ResidentCurrentRow(StoreRow, table=True):
    """One line a resident, for lists and the banner; rebuilt with each change to the resident."""

    __tablename__ = "resident_current"
    __table_args__ = (Index("ix_resident_current_home_id_stay_state", "home_id", "stay_state"),)

    resident_id: str = Field(primary_key=True)
    family_name: str
    given_name: str | None = None
    preferred_name: str | None = None
    title_prefix: str | None = None
    born: str | None = None
    gender: str
    nhs_number: str | None = Field(default=None, index=True)
    died: str | None = None
    is_deceased: bool = False
    home_id: str | None = None
    room: str | None = None
    unit: str | None = None
    stay_id: str | None = None
    stay_type: str | None = None
    stay_state: str | None = None
    admitted_at: str | None = None
    planned_end: str | None = None
    allergy_state: str
    allergy_words: str = ""
    allergy_siblings: bool = False
    has_siblings: bool = False
    news2_total: int | None = None
    news2_missing: str = ""
    news2_at: str | None = None
    news2_usual: int | None = None
    last_entry_id: str | None = None
    last_entry_at: str | None = None
    see_again: str | None = None
    open_actions: int = 0
    active_medicines: int = 0
    unverified_medicines: int = 0
    active_problems: int = 0
    sounds: str = ""


class StandingRow(StoreRow, table=True):
    """What may be a reason to see a resident, until something is written of them (`standings`)."""

    __tablename__ = "standing"

    resident_id: str = Field(primary_key=True)
    since: str
    rules: str
    body: str = Field(sa_type=Text)


class SourceIdentifierRow(StoreRow, table=True):
    """The numbers of residents in other systems, to match an import again."""

    __tablename__ = "source_identifier"

    system: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    resident_id: str = Field(primary_key=True, index=True)


class DraftRow(StoreRow, table=True):
    """An unsigned form of one person for one resident; local, never synced."""

    __tablename__ = "draft"

    person_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    resident_id: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    saved_at: str


class AccessAuditRow(StoreRow, table=True):
    """Who did or read what, chained; no clinical text."""

    __tablename__ = "access_audit"

    n: int | None = Field(default=None, primary_key=True)
    at: str
    person_id: str
    role: str
    action: str
    resident_id: str | None = None
    home_id: str | None = None
    record_id: str | None = None
    detail: str = ""
    chain: str
