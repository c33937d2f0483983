"""The tables of the first release, the triggers that keep changes, and the search index."""

import sqlalchemy as sa
from alembic import op

from mdt_core.store.dialects import sqlite

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_access_audit()
    _create_change()
    _create_device_state()
    _create_draft()
    _create_record()
    _create_relation()
    _create_resident_current()
    _create_standing()
    _create_source_identifier()
    _create_outbox()
    _create_own_word()
    _create_log_cursor()
    _create_sync_fact()
    sqlite.create_guards(op.get_bind())


def _create_access_audit() -> None:
    op.create_table(
        "access_audit",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("resident_id", sa.String(), nullable=True),
        sa.Column("home_id", sa.String(), nullable=True),
        sa.Column("record_id", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_access_audit")),
    )


def _create_change() -> None:
    op.create_table(
        "change",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("mid", sa.String(length=36), nullable=False),
        sa.Column("k", sa.String(), nullable=False),
        sa.Column("scope", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "k IN ('event','set','release','adopt','redact')", name=op.f("ck_change_k")
        ),
        sa.CheckConstraint("length(body_hash) IN (32, 64)", name=op.f("ck_change_body_hash")),
        sa.CheckConstraint("seq IS NULL OR seq > 0", name=op.f("ck_change_seq")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_change")),
        sa.UniqueConstraint("mid", name=op.f("uq_change_mid")),
    )
    op.create_index("ix_change_record_id", "change", ["record_id"], unique=False)
    op.create_index(
        "ix_change_of_the_service",
        "change",
        ["record_id"],
        unique=False,
        sqlite_where=sa.text("k IN ('release', 'adopt', 'redact')"),
    )
    op.create_index(
        "ix_change_scope_seq",
        "change",
        ["scope", "seq"],
        unique=True,
        sqlite_where=sa.text("seq IS NOT NULL"),
    )


def _create_device_state() -> None:
    op.create_table(
        "device_state",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_device_state")),
    )


def _create_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("resident_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "kind", "resident_id", name=op.f("pk_draft")),
    )


def _create_record() -> None:
    op.create_table(
        "record",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("resident_id", sa.String(), nullable=True),
        sa.Column("own_id", sa.String(), nullable=True),
        sa.Column("home_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.String(), nullable=True),
        sa.Column("due_at", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("has_siblings", sa.Boolean(), nullable=False),
        sa.Column("mid", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_record")),
        sa.UniqueConstraint("id", name=op.f("uq_record_id")),
    )
    op.create_index(
        "ix_record_home_id_kind_due_at", "record", ["home_id", "kind", "due_at"], unique=False
    )
    op.create_index("ix_record_kind_state", "record", ["kind", "state"], unique=False)
    op.create_index("ix_record_mid", "record", ["mid"], unique=False)
    op.create_index(
        "ix_record_own_id",
        "record",
        ["own_id"],
        unique=False,
        sqlite_where=sa.text("own_id IS NOT NULL"),
    )
    op.create_index(
        "ix_record_siblings",
        "record",
        ["resident_id"],
        unique=False,
        sqlite_where=sa.text("has_siblings = 1"),
    )
    op.create_index(
        "ix_record_resident_id_kind_occurred_at",
        "record",
        ["resident_id", "kind", "occurred_at"],
        unique=False,
    )


def _create_relation() -> None:
    op.create_table(
        "relation",
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("withdraws", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("target", "source", name=op.f("pk_relation")),
    )
    op.create_index(op.f("ix_relation_source"), "relation", ["source"], unique=False)


def _create_resident_current() -> None:
    op.create_table(
        "resident_current",
        sa.Column("resident_id", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=True),
        sa.Column("preferred_name", sa.String(), nullable=True),
        sa.Column("title_prefix", sa.String(), nullable=True),
        sa.Column("born", sa.String(), nullable=True),
        sa.Column("gender", sa.String(), nullable=False),
        sa.Column("nhs_number", sa.String(), nullable=True),
        sa.Column("died", sa.String(), nullable=True),
        sa.Column("is_deceased", sa.Boolean(), nullable=False),
        sa.Column("home_id", sa.String(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("stay_id", sa.String(), nullable=True),
        sa.Column("stay_type", sa.String(), nullable=True),
        sa.Column("stay_state", sa.String(), nullable=True),
        sa.Column("admitted_at", sa.String(), nullable=True),
        sa.Column("planned_end", sa.String(), nullable=True),
        sa.Column("allergy_state", sa.String(), nullable=False),
        sa.Column("allergy_words", sa.String(), nullable=False),
        sa.Column("allergy_siblings", sa.Boolean(), nullable=False),
        sa.Column("has_siblings", sa.Boolean(), nullable=False),
        sa.Column("news2_total", sa.Integer(), nullable=True),
        sa.Column("news2_missing", sa.String(), nullable=False),
        sa.Column("news2_at", sa.String(), nullable=True),
        sa.Column("news2_usual", sa.Integer(), nullable=True),
        sa.Column("last_entry_id", sa.String(), nullable=True),
        sa.Column("last_entry_at", sa.String(), nullable=True),
        sa.Column("see_again", sa.String(), nullable=True),
        sa.Column("open_actions", sa.Integer(), nullable=False),
        sa.Column("active_medicines", sa.Integer(), nullable=False),
        sa.Column("unverified_medicines", sa.Integer(), nullable=False),
        sa.Column("active_problems", sa.Integer(), nullable=False),
        sa.Column("sounds", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_resident_current")),
    )
    op.create_index(
        "ix_resident_current_home_id_stay_state",
        "resident_current",
        ["home_id", "stay_state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_resident_current_nhs_number"), "resident_current", ["nhs_number"], unique=False
    )


def _create_standing() -> None:
    op.create_table(
        "standing",
        sa.Column("resident_id", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_standing")),
    )


def _create_source_identifier() -> None:
    op.create_table(
        "source_identifier",
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("resident_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "system", "value", "resident_id", name=op.f("pk_source_identifier")
        ),
    )
    op.create_index(
        op.f("ix_source_identifier_resident_id"), "source_identifier", ["resident_id"], unique=False
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("mid", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued','acked','confirmed','quarantined')", name=op.f("ck_outbox_state")
        ),
        sa.ForeignKeyConstraint(
            ["n"],
            ["change.n"],
        ),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_outbox")),
        sa.UniqueConstraint("mid", name=op.f("uq_outbox_mid")),
    )
    op.create_index("ix_outbox_state", "outbox", ["state"], unique=False)


def _create_own_word() -> None:
    op.create_table(
        "own_word",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "word", name=op.f("pk_own_word")),
    )


def _create_log_cursor() -> None:
    op.create_table(
        "log_cursor",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("got_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_log_cursor")),
    )


def _create_sync_fact() -> None:
    op.create_table(
        "sync_fact",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sync_fact")),
    )
