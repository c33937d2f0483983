"""The tables of the service: the log and who may read it, beside the projections of the core.

`change` is the truth and append-only, as on a device, with the number, the digest and where it came
from in the same row. The projections are the core's own tables under this metadata, so that the same
fold writes them. The same statements run on SQLite and PostgreSQL.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mdt_core.store import tables as core

SERVICE = MetaData(naming_convention=core.NAMING)

BODY = core.ChangeRow.__table__.c.body.type  # type: ignore[attr-defined]
"""The type of a change's text, as the core keeps it."""

COUNTING = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database gives: SQLite does so for INTEGER alone."""

CHANGE = Table(
    "change",
    SERVICE,
    Column("n", COUNTING, primary_key=True),
    Column("mid", String(36), nullable=False, unique=True),
    Column("k", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("record_id", String, nullable=False),
    Column("body", BODY),
    Column("body_hash", String, nullable=False),
    Column("entity", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("device_id", String, nullable=False),
    Column("incarnation", String, nullable=False),
    Column("device_n", BigInteger, nullable=False),
    Column("received_at", String, nullable=False),
    CheckConstraint("k IN ('event','set','release','adopt','redact')", name="k"),
    CheckConstraint("seq > 0", name="seq"),
    CheckConstraint("length(body_hash) = 64", name="body_hash"),
    CheckConstraint("length(digest) = 64", name="digest"),
    Index("ix_change_scope_seq", "scope", "seq", unique=True),
    Index("ix_change_record_id", "record_id"),
    Index("ix_change_entity", "entity"),
)
"""`entity` is the resident, or the record itself where there is none; `device_n` the device's counter."""

SCOPE_HEAD = Table(
    "scope_head",
    SERVICE,
    Column("scope", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("digest", String, nullable=False),
    CheckConstraint("seq >= 0", name="seq"),
)

ENTITY_SCOPE = Table(
    "entity_scope",
    SERVICE,
    Column("entity", String, primary_key=True),
    Column("home_id", String),
    Column("since", String, nullable=False),
)
"""Whose log an entity lies in now; its row is also the lock of everything about the entity."""

ENTITY_LEFT = Table(
    "entity_left",
    SERVICE,
    Column("entity", String, primary_key=True),
    Column("home_id", String, primary_key=True),
    Column("left_at", String, nullable=False),
)
"""Homes that an entity was released from: their late notes are still taken."""

DEVICE = Table(
    "device",
    SERVICE,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("public_key", String, nullable=False, unique=True),
    Column("enrolled_at", String, nullable=False),
    Column("last_seen", String, nullable=False),
    Column("app_version", String, nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("revoked_at", String),
    Column("revoked_why", String),
)

INCARNATION = Table(
    "incarnation",
    SERVICE,
    Column("id", String, primary_key=True),
    Column("device_id", String, ForeignKey("device.id"), nullable=False),
    Column("started_at", String, nullable=False),
    Column("last_n", BigInteger, nullable=False),
    Column("audit_n", BigInteger, nullable=False),
    Column("audit_chain", String, nullable=False),
)
"""One life of a device's store: a restored backup begins a new one."""

DEVICE_MUTATION = Table(
    "device_mutation",
    SERVICE,
    Column("incarnation", String, ForeignKey("incarnation.id"), primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("mid", String, nullable=False),
)
"""Which change came under which counter: another one under the same is a fork."""

ADMINISTRATOR_CODE = Table(
    "administrator_code",
    SERVICE,
    Column("handle", String, primary_key=True),
    Column("secret_hash", String, nullable=False),
    Column("name", String, nullable=False),
    Column("expires_at", String, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("used_at", String),
    CheckConstraint("tries_left >= 0", name="tries_left"),
)
"""By which a named person signs in to the administrators' pages, once."""

ADMINISTRATOR_SESSION = Table(
    "administrator_session",
    SERVICE,
    Column("token_hash", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("began_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
    Column("ended_at", String),
)

DEVICE_GRANT = Table(
    "device_grant",
    SERVICE,
    Column("id", COUNTING, primary_key=True),
    Column("device_id", String, ForeignKey("device.id"), nullable=False, index=True),
    Column("home_id", String, nullable=False),
    Column("role", String, nullable=False),
    Column("person_id", String),
    Column("granted_at", String, nullable=False),
    Column("until", String),
    Column("revoked_at", String),
)

ENROLMENT_CODE = Table(
    "enrolment_code",
    SERVICE,
    Column("handle", String, primary_key=True),
    Column("secret_hash", String, nullable=False),
    Column("grants", Text, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("expires_at", String, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("used_by", String),
    CheckConstraint("tries_left >= 0", name="tries_left"),
)

QUARANTINE = Table(
    "quarantine",
    SERVICE,
    Column("id", COUNTING, primary_key=True),
    Column("mid", String, nullable=False, index=True),
    Column("device_id", String, ForeignKey("device.id"), nullable=False),
    Column("incarnation", String, nullable=False),
    Column("device_n", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", LargeBinary),
    Column("received_at", String, nullable=False),
    Column("settled_at", String),
    Column("settled_how", String),
    UniqueConstraint("incarnation", "device_n", "mid"),
)
"""What could not be accepted, kept as received, until a person at the service settles it."""

RECEIVED_AUDIT = Table(
    "received_audit",
    SERVICE,
    Column("incarnation", String, ForeignKey("incarnation.id"), primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("line", Text, nullable=False),
    Column("follows", Boolean, nullable=False),
    Column("received_at", String, nullable=False),
)

BUNDLE = Table(
    "bundle",
    SERVICE,
    Column("id", COUNTING, primary_key=True),
    Column("device_id", String, nullable=False, index=True),
    Column("counter", BigInteger, nullable=False),
    Column("hash", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("taken_at", String, nullable=False),
    Column("taken_by", String, nullable=False),
    Column("came_to", Text, nullable=False),
)
"""Every bundle file that was taken in, by whom, and what it came to; also each time it came again."""

ESCALATED = Table(
    "escalated",
    SERVICE,
    Column("action_id", String(36), primary_key=True),
    Column("due", String, primary_key=True),
    Column("after_days", Integer, primary_key=True, autoincrement=False),
    Column("told_at", String, nullable=False),
)
"""Which rungs the service told: its key is why no rung is told twice, by however many processes."""

SERVICE_META = Table(
    "service_meta",
    SERVICE,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)


def _core_tables() -> list[Table]:
    """The tables of the core but `change`, which has more columns here."""
    rows = [found for found in vars(core).values() if isinstance(found, type)]
    found = [getattr(row, "__table__", None) for row in rows if issubclass(row, core.StoreRow)]
    return [table for table in found if table is not None and table.name != "change"]


PROJECTIONS = tuple(table.to_metadata(SERVICE) for table in _core_tables())
"""What the fold and the use cases write, under this metadata."""
