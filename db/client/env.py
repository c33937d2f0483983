"""Alembic's way into a device's store: a connection that the program has already opened.

There is no alembic.ini and no address of a database here, since a store opens by its key alone.
"""

from alembic import context

from mdt_core.store.tables import StoreRow
from mdt_desktop.device import tables
from mdt_desktop.device.migrations import is_migrated

assert tables.OutboxRow.metadata is StoreRow.metadata  # noqa: S101 - importing adds the device's tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=StoreRow.metadata,
    include_name=is_migrated,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
