"""SQLite and SQLCipher: the triggers that keep changes, transactions as begun, full text by FTS5."""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine, Integer, Text, event, text

from mdt_core.store.batches import Batch

GUARD_TRIGGERS = (
    """
    CREATE TRIGGER change_never_deleted BEFORE DELETE ON change
    BEGIN SELECT RAISE(ABORT, 'a change is never deleted'); END
    """,
    """
    CREATE TRIGGER change_never_altered BEFORE UPDATE ON change
    WHEN NOT (
        NEW.n IS OLD.n AND NEW.mid IS OLD.mid AND NEW.k IS OLD.k
        AND NEW.record_id IS OLD.record_id AND NEW.body_hash IS OLD.body_hash
        AND (
            (OLD.seq IS NULL AND NEW.seq IS NOT NULL AND NEW.body IS OLD.body)
            OR (OLD.seq IS NOT NULL AND NEW.seq IS NULL AND NEW.body IS OLD.body
                AND NEW.scope IS OLD.scope)
            OR (OLD.body IS NOT NULL AND NEW.body IS NULL
                AND NEW.seq IS OLD.seq AND NEW.scope IS OLD.scope)
            OR (OLD.body IS NULL AND NEW.body IS NOT NULL AND OLD.k IN ('event', 'set')
                AND NEW.seq IS OLD.seq AND NEW.scope IS OLD.scope)
        )
    )
    BEGIN SELECT RAISE(ABORT, 'a change is never altered'); END
    """,
    """
    CREATE TRIGGER access_audit_never_deleted BEFORE DELETE ON access_audit
    BEGIN SELECT RAISE(ABORT, 'an access record is never deleted'); END
    """,
    """
    CREATE TRIGGER access_audit_never_altered BEFORE UPDATE ON access_audit
    BEGIN SELECT RAISE(ABORT, 'an access record is never altered'); END
    """,
)

SEARCH_TABLE = "CREATE VIRTUAL TABLE search USING fts5(words, tokenize='ascii', detail=none{})"
WITHOUT_CONTENT = ", content='', contentless_delete=1"
"""The index alone, without a second copy of the words; needs SQLite 3.43."""

_CONTENTLESS_FROM = (3, 43)


def create_guards(connection: Connection) -> None:
    """Creates the triggers and the full-text table in a new store."""
    version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
    can_leave_content = tuple(map(int, version.split(".")[:2])) >= _CONTENTLESS_FROM
    search_table = SEARCH_TABLE.format(WITHOUT_CONTENT if can_leave_content else "")
    for statement in (*GUARD_TRIGGERS, search_table):
        connection.execute(text(statement))


def has_guards(connection: Connection) -> bool:
    """Whether every trigger that keeps changes and access records stands word for word."""
    found = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    return set(map(_words, found.scalars())) >= _GUARDS


def _words(statement: str) -> tuple[str, ...]:
    return tuple(statement.split())


_GUARDS = frozenset(map(_words, GUARD_TRIGGERS))


def begin_as_asked(engine: Engine) -> None:
    """Makes a deed's transaction take the write lock at once, so that deeds queue and never deadlock."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def index_words(connection: Connection, found_by: Iterable[tuple[int, str, str]]) -> None:
    """Puts words in the index: each record's number, its kind and the words it is found by."""
    _INDEX.add(
        connection,
        [{"rowid": no, "words": f"{_kind_word(kind)} {words}"} for no, kind, words in found_by],
    )


def forget_words(connection: Connection, numbers: Iterable[int]) -> None:
    """Takes the words of these records out of the index."""
    rows = [{"no": number} for number in numbers]
    if rows:
        connection.execute(_FORGET, rows)


def clear_words(connection: Connection) -> None:
    """Empties the index before a rebuild."""
    connection.execute(text("DELETE FROM search"))


def merge_words(connection: Connection) -> bool:
    """Joins some of the pieces that commits have added to the index; False where none need it.

    Left to itself the engine joins sixteen of a size at once, in the commit of whoever comes then.
    """
    before: int = connection.execute(_WRITTEN).scalar_one()
    connection.execute(_MERGE, {"pages": _MERGED_PAGES})
    written: int = connection.execute(_WRITTEN).scalar_one()
    return written - before >= _LEAST_WRITTEN


def records_with(
    connection: Connection, tokens: tuple[str, ...], limit: int, kinds: tuple[str, ...] = ()
) -> list[int]:
    """The numbers of the records that hold every token as a word or its beginning, newest first.

    With `kinds`, only of those kinds: a name that stands in many notes hides nobody who bears it.
    """
    if not tokens:
        return []
    wanted = " AND ".join('"' + token.replace('"', '""') + '"*' for token in tokens)
    if kinds:
        wanted = f"({wanted}) AND ({' OR '.join(_kind_word(kind) for kind in kinds)})"
    rows = connection.execute(_FIND, {"wanted": wanted, "limit": limit})
    return [row[0] for row in rows]


def _kind_word(kind: str) -> str:
    """A word that nobody can write: a private-use sign before the kind's name."""
    return _KIND_SIGN + kind.replace("_", "")


_KIND_SIGN = "\ue200"
_FORGET = text("DELETE FROM search WHERE rowid = :no")
_MERGE = text("INSERT INTO search(search, rank) VALUES ('merge', :pages)")
_MERGED_PAGES = 16
_WRITTEN = text("SELECT total_changes()")
_LEAST_WRITTEN = 2
"""Of a merge that finds nothing to do, the command itself counts as one (sqlite.org/fts5.html)."""
_INDEX = Batch("search", {"rowid": Integer(), "words": Text()})
_FIND = text("SELECT rowid FROM search WHERE search MATCH :wanted ORDER BY rowid DESC LIMIT :limit")
