"""Whether what screens read equals what the changes say: everything folded again in a copy."""

import hashlib
from dataclasses import replace

from sqlalchemy import Connection, Table, select, text

from mdt_core.store.tables import RecordRow, RelationRow, ResidentCurrentRow, SourceIdentifierRow
from mdt_desktop.device.database import open_engine
from mdt_desktop.device.snapshot import remove_files, take_snapshot
from mdt_desktop.device.workspace import OpenWorkspace

_PROJECTIONS: tuple[Table, ...] = (
    RecordRow.__table__,  # type: ignore[attr-defined]
    RelationRow.__table__,  # type: ignore[attr-defined]
    ResidentCurrentRow.__table__,  # type: ignore[attr-defined]
    SourceIdentifierRow.__table__,  # type: ignore[attr-defined]
)
_NOT_COMPARED = {"no"}
"""A record's number for the search index depends on the order in which changes came."""


def differences(workspace: OpenWorkspace) -> tuple[str, ...]:
    """Names the tables that a rebuild would change; the store itself is only read."""
    copy = workspace.folder / "examined.db"
    key_hex = workspace.key.hex()
    remove_files(copy)  # of an examination that was cut short
    take_snapshot(workspace.store_file, key_hex, copy)
    engine = open_engine(copy, key_hex)
    try:
        with engine.begin() as connection:
            kept = _digests(connection)
        replace(workspace.store, engine=engine).rebuild()
        with engine.begin() as connection:
            made = _digests(connection)
    finally:
        engine.dispose()
        remove_files(copy)
    return tuple(name for name in kept if kept[name] != made[name])


def _digests(connection: Connection) -> dict[str, str]:
    found = {table.name: _digest_of(connection, table) for table in _PROJECTIONS}
    return {**found, "search": _digest_of_search(connection)}


def _digest_of(connection: Connection, table: Table) -> str:
    columns = [column for column in table.columns if column.name not in _NOT_COMPARED]
    digest = hashlib.sha256()
    for row in connection.execute(select(*columns).order_by(*columns)):
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def _digest_of_search(connection: Connection) -> str:
    """The words of the index, each with the record that holds it."""
    connection.execute(_SEARCH_WORDS)
    digest = hashlib.sha256()
    for row in connection.execute(_WORDS_OF_RECORDS):
        digest.update(repr(tuple(row)).encode())
    connection.execute(text("DROP TABLE temp.search_words"))
    return digest.hexdigest()


_SEARCH_WORDS = text(
    "CREATE VIRTUAL TABLE temp.search_words USING fts5vocab(main, search, instance)"
)
_WORDS_OF_RECORDS = text(
    "SELECT DISTINCT term, id FROM temp.search_words LEFT JOIN record ON no = doc ORDER BY term, id"
)
