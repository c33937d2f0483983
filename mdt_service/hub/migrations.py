"""Brings the database of the service to the tables of this program, by Alembic.

Done by `mdt-service init`, never by a starting service: one that finds other tables says so and does
not begin. The log itself is never altered by a migration; projections can be folded again.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from mdt_core.errors import StoreProblem
from mdt_core.files import database_file
from mdt_service.hub import postgresql
from mdt_service.hub.database import Database, Deed


def migrate(database: Database) -> None:
    """Creates or upgrades the tables; raises StoreProblem for a database of a newer program."""
    scripts = database_file("service")
    with database.reading() as connection:
        found = _revision(connection)
    known = {script.revision for script in _directory(scripts).walk_revisions()}
    if found is not None and found not in known:
        raise StoreProblem(
            f"This database was last used by a newer program (its tables are at {found})",
            next_step="Update the service. Nothing was changed.",
        )
    database.deed(lambda deed: _upgrade(deed, scripts))
    database.close()  # a new connection takes the role that there may not have been before


def is_migrated(database: Database) -> bool:
    """Whether the tables are those of this program."""
    with database.reading() as connection:
        return _revision(connection) == _directory(database_file("service")).get_current_head()


def _revision(connection: Deed) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _directory(scripts: Path) -> ScriptDirectory:
    return ScriptDirectory(str(scripts))


def _upgrade(connection: Deed, scripts: Path) -> None:
    if connection.dialect.name == "postgresql":
        postgresql.as_who_connected(connection)
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
