"""Brings the file of a store to the tables of this program, by Alembic, without a word on its own.

A store is never changed where it lies: it is backed up, a copy is brought up to date and proved, and
the copy takes its place in one step. A store of a newer program is left untouched and said so.
"""

import shutil
from collections.abc import Collection
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine

from mdt_core.clock import to_second
from mdt_core.errors import StoreProblem
from mdt_core.files import database_file
from mdt_desktop.device.database import RawConnection, connect, create_database, open_engine
from mdt_desktop.device.problems import in_words
from mdt_desktop.device.snapshot import put_in_place, remove_files, settle, take_snapshot, verify

HEAD = "0001"
"""The newest revision under `db/client`; known here so that a usual start need not load Alembic."""

BACKUPS = "backups"


def new_store(path: Path, key_hex: str) -> Engine:
    """Makes a store with all its tables and gives it open; the caller closes it and names it."""
    create_database(path, key_hex)
    engine = open_engine(path, key_hex)
    _upgrade(engine, database_file("client"))
    return engine


def migrate(path: Path, key_hex: str, at: datetime, scripts: Path | None = None) -> Path | None:
    """Brings a closed store up to date; gives the backup made before, None where nothing was due.

    The caller holds the workspace's lock. Raises StoreProblem, with the store as it was, where it
    belongs to a newer program or the result is not whole. `scripts` is `db/client` unless given.
    """
    with closing(connect(path, key_hex)) as connection:
        found = revision_of(connection)
    if scripts is None and found == HEAD:
        return None
    scripts = scripts or database_file("client")
    head = _newest(scripts, found)
    if found == head:
        return None
    backup = _backup_name(path, head, at)
    backup.parent.mkdir(mode=0o700, exist_ok=True)
    mark = take_snapshot(path, key_hex, backup)
    upgraded = path.with_name(path.name + ".migrating")
    remove_files(upgraded)
    try:
        with in_words():
            shutil.copyfile(backup, upgraded)
            upgraded.chmod(0o600)
        _upgrade_copy(upgraded, key_hex, scripts)
        verify(upgraded, key_hex, mark)
        settle(path, key_hex)
        put_in_place(upgraded, path)
    finally:
        remove_files(upgraded)
    return backup


def is_up_to_date(engine: Engine) -> bool:
    """Whether an open store is as this program knows it; raises StoreProblem where it is none of ours."""
    with closing(engine.raw_connection()) as checked_out:
        return revision_of(cast("RawConnection", checked_out.driver_connection)) == HEAD


def revision_of(connection: RawConnection) -> str:
    """Reads the revision of an open store; raises StoreProblem where it is no store of ours."""
    query = "SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'"
    with in_words():
        if connection.execute(query).fetchone():
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if row:
                return str(row[0])
    raise StoreProblem(
        "This file opens with the key, but it is not a store of this program. Nothing was changed.",
        next_step="Choose the folder of a workspace.",
    )


def is_migrated(
    name: str | None, kind: str, _parents: Collection[object] | dict[str, str | None]
) -> bool:
    """Tells Alembic which tables are told by the models: all but those inside the search index."""
    return not (kind == "table" and name is not None and name.partition("_")[0] == "search")


def _newest(scripts: Path, found: str) -> str:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - 0.6 s that a usual start saves

    directory = ScriptDirectory(str(scripts))
    known = {script.revision for script in directory.walk_revisions()}
    if found not in known:
        raise StoreProblem(
            f"This workspace was last used by a newer program (its tables are at {found})."
            " Nothing was changed.",
            next_step="Update the program on this computer.",
        )
    return directory.get_current_head() or ""


def _upgrade_copy(path: Path, key_hex: str, scripts: Path) -> None:
    engine = open_engine(path, key_hex)
    try:
        _upgrade(engine, scripts)
    finally:
        engine.dispose()
    with closing(connect(path, key_hex)) as connection:
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise StoreProblem(
            f"The store could not be brought up to date: the table {broken[0]} would not fit."
            " Nothing was changed.",
            next_step="Go on with the program of before, and report this.",
        )
    settle(path, key_hex)


def _upgrade(engine: Engine, scripts: Path) -> None:
    with engine.connect() as connection:
        writes = connection.execution_options(writes=True)
        with writes.begin():
            _run_alembic(writes, scripts)


def _run_alembic(connection: Connection, scripts: Path) -> None:
    from alembic import command  # noqa: PLC0415 - as above
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _backup_name(path: Path, head: str, at: datetime) -> Path:
    return path.parent / BACKUPS / f"before-{head}-{to_second(at):%Y%m%dT%H%M%SZ}.db"
