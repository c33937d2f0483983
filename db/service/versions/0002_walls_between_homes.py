"""Roles and row level security on PostgreSQL; on SQLite there is nothing of the kind to make."""

from alembic import op

from mdt_service.hub import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        postgresql.create_roles(connection)
        postgresql.create_walls(connection)
