"""The tables of the first release on either engine, and the triggers that keep what was received.

Not released yet: the tables are made from the program's own description, which a test compares with
what stands afterwards. With the first release they are written out here and no longer altered.
"""

import sqlalchemy as sa
from alembic import op

from mdt_core.store.dialects import sqlite
from mdt_service.hub import postgresql
from mdt_service.hub.tables import SERVICE

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

AUDIT_GUARDS = (
    """
    CREATE TRIGGER bundle_never_deleted BEFORE DELETE ON bundle
    BEGIN SELECT RAISE(ABORT, 'what was taken in by a file is never forgotten'); END
    """,
    """
    CREATE TRIGGER bundle_never_altered BEFORE UPDATE ON bundle
    BEGIN SELECT RAISE(ABORT, 'what was taken in by a file is never altered'); END
    """,
    """
    CREATE TRIGGER received_audit_never_deleted BEFORE DELETE ON received_audit
    BEGIN SELECT RAISE(ABORT, 'received audit is never deleted'); END
    """,
    """
    CREATE TRIGGER received_audit_never_altered BEFORE UPDATE ON received_audit
    BEGIN SELECT RAISE(ABORT, 'received audit is never altered'); END
    """,
)


def upgrade() -> None:
    connection = op.get_bind()
    SERVICE.create_all(connection)
    if connection.dialect.name == "postgresql":
        postgresql.create_guards(connection)
        return
    sqlite.create_guards(connection)
    for statement in AUDIT_GUARDS:
        connection.execute(sa.text(statement))
