"""The tables that only a device has, beside those of the core under the same metadata.

`outbox` holds no body: it says how far each change of this device has got. `device_state` says
which device and which workspace this file belongs to. `log_cursor` says how far each log of the
service was read, `sync_fact` what else is known of the service, `own_word` what
a person added for spelling.
"""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from mdt_core.store.tables import StoreRow


class OutboxRow(StoreRow, table=True):
    """One own or imported change on its way to the service; leaves only when acknowledged there."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state IN ('queued','acked','confirmed','quarantined')", name="state"),
        Index("ix_outbox_state", "state"),
    )

    n: int | None = Field(default=None, primary_key=True, foreign_key="change.n")
    mid: str = Field(unique=True, max_length=36)
    state: str
    reason: str | None = None


class DeviceStateRow(StoreRow, table=True):
    """One fact of this device by its name."""

    __tablename__ = "device_state"

    name: str = Field(primary_key=True)
    value: str


class LogCursorRow(StoreRow, table=True):
    """How far one scope's log was read, its digest there, and when it was last read to its end."""

    __tablename__ = "log_cursor"

    scope: str = Field(primary_key=True)
    seq: int
    digest: str
    got_at: str | None = None


class SyncFactRow(StoreRow, table=True):
    """One fact about the service by its name."""

    __tablename__ = "sync_fact"

    name: str = Field(primary_key=True)
    value: str


class OwnWordRow(StoreRow, table=True):
    """One word that a person added to their own for spelling; never sent."""

    __tablename__ = "own_word"

    person_id: str = Field(primary_key=True)
    word: str = Field(primary_key=True)
