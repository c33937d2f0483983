"""A store is brought up to date in a copy, whole or not at all, and never by an older program."""

import shutil
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, exc, text
from sqlcipher3 import dbapi2

from mdt_core.errors import StoreProblem
from mdt_core.files import database_file
from mdt_core.store.dialects import sqlite
from mdt_core.store.tables import StoreRow
from mdt_desktop.device import database
from mdt_desktop.device.migrations import HEAD, is_migrated, migrate, revision_of
from mdt_desktop.device.outbox import OUTBOX
from mdt_desktop.device.snapshot import mark_of
from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import NOON, Ward, admit, sign_entry

NEXT = """
    from alembic import op
    import sqlalchemy as sa
    revision, down_revision = "9999", "0001"
    def upgrade():
        op.add_column("draft", sa.Column("note", sa.Text()))
        op.execute("UPDATE draft SET note = 'moved'")
    """
_LAST_STEP = "op.execute(\"UPDATE draft SET note = 'moved'\")"


@pytest.fixture
def newer_scripts(tmp_path: Path) -> Path:
    """The migrations as a later release may have them: one more revision."""
    return _scripts(tmp_path, NEXT)


def _scripts(tmp_path: Path, revision: str) -> Path:
    ignored = shutil.ignore_patterns("__pycache__")
    scripts = tmp_path / "newer 100%" / "client"
    shutil.copytree(database_file("client"), scripts, ignore=ignored)
    (scripts / "versions" / "9999_next.py").write_text(textwrap.dedent(revision))
    return scripts


def _revision(ward: Ward) -> str:
    with closing(database.connect(ward.store_file, ward.key_hex)) as connection:
        return revision_of(connection)


def test_the_newest_revision_is_the_one_the_program_expects() -> None:
    directory = ScriptDirectory(str(database_file("client")))
    assert directory.get_heads() == [HEAD]


def test_migrated_tables_are_those_of_the_models(workspace: OpenWorkspace) -> None:
    assert OUTBOX.metadata is StoreRow.metadata
    options = {"include_name": is_migrated, "compare_server_default": True}
    with workspace.engine.begin() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, StoreRow.metadata) == []


def test_migrated_tables_indexes_triggers_and_search_are_word_for_word_the_same(
    workspace: OpenWorkspace,
) -> None:
    plain = create_engine("sqlite://", module=dbapi2)
    with plain.begin() as connection:
        StoreRow.metadata.create_all(connection)
        sqlite.create_guards(connection)
        wanted = _written(connection)
    plain.dispose()
    with workspace.engine.begin() as connection:
        found = _written(connection)
    found.pop("alembic_version")
    found.pop("sqlite_autoindex_alembic_version_1", None)
    assert found == wanted
    assert {"change_never_deleted", "change_never_altered", "search", "outbox"} <= set(found)


def _written(connection: Connection) -> dict[str, object]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_schema")).all()
    return {row.name: sorted(_parts(row.sql or "")) for row in rows}


def _parts(sql: str) -> list[str]:
    """The lines of a table in any order: constraints may be written before or after each other."""
    return [" ".join(line.split()).rstrip(",") for line in sql.splitlines() if line.strip()]


def test_a_store_that_is_up_to_date_is_left_alone(ward: Ward) -> None:
    before = ward.store_file.stat()
    assert migrate(ward.store_file, ward.key_hex, NOON) is None
    assert ward.store_file.stat().st_ino == before.st_ino
    assert not (ward.folder / "backups").exists()


def test_an_older_store_is_brought_up_to_date_with_all_its_data(
    ward: Ward, newer_scripts: Path
) -> None:
    workspace = ward.open()
    about = admit(workspace)
    sign_entry(workspace, about)
    workspace.drafts.save("gp-1", "round_entry", about.resident_id or "", "{}", NOON)
    workspace.close()
    with closing(database.connect(ward.store_file, ward.key_hex)) as connection:
        before = mark_of(connection)
    backup = migrate(ward.store_file, ward.key_hex, NOON, newer_scripts)
    with closing(database.connect(ward.store_file, ward.key_hex)) as connection:
        assert mark_of(connection) == before
        assert connection.execute("SELECT body, note FROM draft").fetchall() == [("{}", "moved")]
        assert connection.execute("SELECT count(*) FROM search").fetchone()[0] > 0
    assert _revision(ward) == "9999"
    assert backup is not None
    with closing(database.connect(backup, ward.key_hex, "ro")) as connection:
        assert revision_of(connection) == HEAD
        assert mark_of(connection) == before


def test_a_store_of_a_newer_program_is_refused_and_untouched(
    ward: Ward, newer_scripts: Path
) -> None:
    migrate(ward.store_file, ward.key_hex, NOON, newer_scripts)
    database.connect(ward.store_file, ward.key_hex).close()
    before = ward.store_file.read_bytes()
    with pytest.raises(StoreProblem, match=r"newer program.*Nothing was changed"):
        ward.open()
    assert ward.store_file.read_bytes() == before


@pytest.mark.parametrize(
    ("failing", "error", "words"),
    [
        (
            'op.execute("DROP TABLE draft"); raise ZeroDivisionError("half")',
            ZeroDivisionError,
            "half",
        ),
        ('op.execute("SELECT nonsense FROM nowhere")', exc.OperationalError, "nowhere"),
        (
            "op.execute(\"INSERT INTO outbox (n, mid, state) VALUES (999, 'm', 'queued')\")",
            exc.IntegrityError,
            "FOREIGN KEY",
        ),
    ],
)
def test_a_migration_that_fails_leaves_the_store_as_it_was(
    ward: Ward, tmp_path: Path, failing: str, error: type[Exception], words: str
) -> None:
    workspace = ward.open()
    admit(workspace)
    workspace.close()
    before = ward.store_file.read_bytes()
    scripts = _scripts(tmp_path, NEXT.replace(_LAST_STEP, failing))
    with pytest.raises(error, match=words):
        migrate(ward.store_file, ward.key_hex, NOON, scripts)
    assert ward.store_file.read_bytes() == before
    assert sorted(path.name for path in ward.folder.glob("store.db*")) == ["store.db"]
    assert _revision(ward) == HEAD


def test_a_migration_that_would_lose_a_change_does_not_take_place(
    ward: Ward, tmp_path: Path
) -> None:
    workspace = ward.open()
    admit(workspace)
    workspace.close()
    losing = NEXT.replace(
        _LAST_STEP,
        'op.execute("DELETE FROM outbox"); op.execute("DROP TRIGGER change_never_deleted");'
        ' op.execute("DELETE FROM change WHERE n = 1")',
    )
    with pytest.raises(StoreProblem, match="does not hold the newest changes"):
        migrate(ward.store_file, ward.key_hex, NOON, _scripts(tmp_path, losing))
    assert _revision(ward) == HEAD


def test_nothing_is_migrated_while_another_connection_is_open(
    ward: Ward, newer_scripts: Path
) -> None:
    workspace = ward.open()
    admit(workspace)
    with workspace.engine.connect() as reading:
        reading.execute(text("SELECT count(*) FROM change"))
        with pytest.raises(StoreProblem, match="still writing"):
            migrate(ward.store_file, ward.key_hex, NOON, newer_scripts)
    workspace.close()
    assert _revision(ward) == HEAD


def test_migrating_says_nothing(
    ward: Ward,
    newer_scripts: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    migrate(ward.store_file, ward.key_hex, NOON, newer_scripts)
    assert capfd.readouterr() == ("", "")
    assert not [record for record in caplog.records if record.levelname != "DEBUG"]
