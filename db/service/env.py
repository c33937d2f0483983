"""Alembic's way into the service's database: a connection that the program has already opened."""

from alembic import context

from mdt_service.hub.tables import SERVICE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SERVICE,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
