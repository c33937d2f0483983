"""The tables on both engines are those described, keep what they were given, and refuse the rest."""

from pathlib import Path
from random import Random

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mdt_core.errors import StoreProblem
from mdt_service.app import Parts
from mdt_service.handlers import keeping
from mdt_service.hub import lines, meta
from mdt_service.hub.database import Away, Database, Deed, NoRoom, open_database
from mdt_service.hub.migrations import is_migrated, migrate
from mdt_service.hub.scratch import scratch_store
from mdt_service.hub.tables import SERVICE
from mdt_service.hub.walls import EVERYTHING
from mdt_service.settings import Settings
from tests.service.serving import Serving
from tests.service.ward import Make, Writer, clinician
from tests.support.memory_store import TestClock

SEARCH = {
    "search",
    "search_config",
    "search_content",
    "search_data",
    "search_docsize",
    "search_idx",
}


def test_the_migrations_make_the_tables_that_the_program_describes(running: Serving) -> None:
    with running.parts.database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name not in SEARCH},
        )
        assert compare_metadata(context, SERVICE) == []


def test_init_again_changes_neither_tables_nor_epoch(running: Serving) -> None:
    service = running.service
    with service.database.reading() as connection:
        epoch = meta.epoch_of(connection)
    assert keeping.begin(service) == epoch
    assert is_migrated(service.database)


def test_a_database_of_a_newer_program_is_left_alone(on_sqlite: Serving) -> None:
    database = on_sqlite.parts.database
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreProblem, match="newer program"):
        migrate(database)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM change",
        "UPDATE change SET seq = seq + 100",
        "UPDATE change SET body = 'x'",
        "UPDATE change SET body_hash = body_hash, scope = 'ref'",
    ],
)
def test_a_change_is_never_deleted_nor_altered(
    running: Serving, new_device: Make, statement: str
) -> None:
    gp = clinician(running, new_device)
    gp.wrote(Writer().admit()[1])
    gp.push()
    with pytest.raises(DBAPIError):
        running.parts.database.deed(lambda deed: deed.execute(text(statement)), EVERYTHING)
    assert keeping.verify_logs(running.service) == []


def test_words_may_be_taken_out_and_the_chain_holds(running: Serving, new_device: Make) -> None:
    gp = clinician(running, new_device)
    gp.wrote(Writer().admit()[1])
    gp.sync()
    taken_out = text("UPDATE change SET body = NULL WHERE seq = 1")
    found = running.parts.database.deed(lambda deed: deed.execute(taken_out).rowcount, EVERYTHING)
    assert found == 2
    assert keeping.verify_logs(running.service) == []
    other = clinician(running, new_device, "second-laptop")
    other.sync()
    digests = {name: log.digest for name, log in gp.logs.items()}
    assert {name: log.digest for name, log in other.logs.items()} == digests


def test_a_database_that_is_away_or_full_is_told_in_words(tmp_path: Path) -> None:
    away = open_database(f"sqlite:///{tmp_path / 'no folder' / 'service.db'}")
    with pytest.raises(Away), away.reading():
        pass
    full = open_database(f"sqlite:///{tmp_path / 'service.db'}")
    parts = Parts(Settings(), full, TestClock(), Random(1).randbytes)
    keeping.begin(parts.service)
    with pytest.raises(NoRoom):
        full.deed(_fill)
    full.close()
    away.close()


def _fill(connection: Deed) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count = 1")
    row = "INSERT INTO service_meta (name, value) VALUES (?, ?)"
    for number in range(100):
        connection.exec_driver_sql(row, (f"filling {number}", "x" * 4_000))


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(StoreProblem, match="SQLite or PostgreSQL"):
        open_database("mysql://user@host/name")


def test_the_projections_are_those_of_a_devices_own_store(
    running: Serving, new_device: Make
) -> None:
    writer = Writer()
    resident_id, changes = writer.admit()
    changes += writer.observe(resident_id)
    gp = clinician(running, new_device)
    gp.wrote(changes)
    gp.push()
    columns = "id, kind, resident_id, status, occurred_at, state, has_siblings, mid"
    query = f"SELECT {columns} FROM record ORDER BY id"  # noqa: S608 - columns written above
    assert rows(running.parts.database, query) == rows(Database(writer.memory.store.engine), query)
    line = "SELECT family_name, home_id, room, allergy_state, news2_total FROM resident_current"
    lines.keep_all(running.parts.database)
    assert rows(running.parts.database, line) == rows(Database(writer.memory.store.engine), line)


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading(EVERYTHING) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_scratch_store_is_empty_and_of_its_own() -> None:
    first = scratch_store("a", TestClock(), Random(1).randbytes)
    second = scratch_store("b", TestClock(), Random(2).randbytes)
    assert rows(Database(first.engine), "SELECT * FROM change") == []
    assert first.engine is not second.engine
    first.engine.dispose()
    second.engine.dispose()
