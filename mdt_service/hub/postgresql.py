"""What PostgreSQL is given besides the tables: triggers, the search words, roles and their walls.

The words are kept as the core's projections write them (`search`), so that the same statements run
on both engines; finding them here is the matter of the service's own pages. Three roles: who owns the
tables, the service, which may not alter a change, and reports, which read no words of anybody.
"""

from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

import mdt_core.records  # noqa: F401 - registers every kind, also the restricted ones
from mdt_core.errors import StoreProblem
from mdt_core.record import restricted_kinds

SERVICE_ROLE = "mdt_service"
REPORT_ROLE = "mdt_report"

SEARCH_TABLE = "CREATE TABLE search (rowid BIGINT PRIMARY KEY, words TEXT NOT NULL)"

_FUNCTIONS = (
    """
    CREATE FUNCTION mdt_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP; END $body$
    """,
    """
    CREATE FUNCTION mdt_only_take_out_body() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        IF OLD.body IS NOT NULL AND NEW.body IS NULL
            AND (to_jsonb(NEW) - 'body') = (to_jsonb(OLD) - 'body') THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a change is never altered';
    END $body$
    """,
)

_TRIGGERS = (
    """
    CREATE TRIGGER change_never_deleted BEFORE DELETE ON change
    FOR EACH ROW EXECUTE FUNCTION mdt_refuse()
    """,
    """
    CREATE TRIGGER change_never_altered BEFORE UPDATE ON change
    FOR EACH ROW EXECUTE FUNCTION mdt_only_take_out_body()
    """,
    """
    CREATE TRIGGER change_never_emptied BEFORE TRUNCATE ON change
    FOR EACH STATEMENT EXECUTE FUNCTION mdt_refuse()
    """,
    """
    CREATE TRIGGER access_audit_never_altered BEFORE UPDATE OR DELETE ON access_audit
    FOR EACH ROW EXECUTE FUNCTION mdt_refuse()
    """,
    """
    CREATE TRIGGER received_audit_never_altered BEFORE UPDATE OR DELETE ON received_audit
    FOR EACH ROW EXECUTE FUNCTION mdt_refuse()
    """,
    """
    CREATE TRIGGER bundle_never_altered BEFORE UPDATE OR DELETE ON bundle
    FOR EACH ROW EXECUTE FUNCTION mdt_refuse()
    """,
)


def create_guards(connection: Connection) -> None:
    """Creates the triggers and the table of search words in a new database."""
    for statement in (*_FUNCTIONS, *_TRIGGERS, SEARCH_TABLE):
        connection.execute(text(statement))


# Roles


def take_role(raw: Any) -> None:  # noqa: ANN401 - a driver's connection
    """Makes a new connection the service's role, where who connected may be that."""
    raw.execute(_TAKE_ROLE)
    raw.commit()


def as_who_connected(connection: Connection) -> None:
    """Gives the role back until the transaction ends: only an owner alters tables."""
    connection.execute(text("SET LOCAL ROLE NONE"))


def why_no_walls(connection: Connection) -> str:
    """Why the walls would not hold for this connection, in words; empty where they do."""
    who = connection.execute(_WHO).one()
    if who.name != SERVICE_ROLE:
        return f"The service connects as {who.name}, which is not of the role {SERVICE_ROLE}"
    if who.passes:
        return f"The role {SERVICE_ROLE} may pass the walls between homes"
    return ""


def create_roles(connection: Connection) -> None:
    """Makes the two roles where the cluster has them not; raises StoreProblem where that is refused."""
    known = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    for role in (SERVICE_ROLE, REPORT_ROLE):
        if role in known:
            continue
        try:
            connection.execute(text(f"CREATE ROLE {role} NOLOGIN NOBYPASSRLS"))
        except ProgrammingError as error:
            raise StoreProblem(
                f"The role {role} is missing, and who owns this database may not make it",
                next_step=f"As PostgreSQL's administrator: CREATE ROLE {role} NOLOGIN",
            ) from error


# Walls: `mdt_service.hub.walls` opens them for one transaction

_SCOPES = "(SELECT string_to_array(current_setting('mdt.scopes', true), ','))::text[]"
_HOMES = "(SELECT string_to_array(current_setting('mdt.homes', true), ','))::text[]"

BY_SCOPE = f"""
    '*' = ANY ({_SCOPES}) OR scope = ANY ({_SCOPES})
    OR (split_part(scope, ':', 1) = 'home' AND (
        'home:*:' || split_part(scope, ':', 3) = ANY ({_SCOPES})
        OR 'home:' || split_part(scope, ':', 2) || ':*' = ANY ({_SCOPES})))
"""
BY_PLACE = f"'*' = ANY ({_HOMES}) OR coalesce(home_id, '-') = ANY ({_HOMES})"
BY_ENTITY = f"""
    '*' = ANY ({_HOMES}) OR EXISTS (
        SELECT FROM entity_scope WHERE entity = {{entity}}
        AND coalesce(home_id, {{unplaced}}) = ANY ({_HOMES}))
"""
_WHOSE_RECORD = BY_ENTITY.format(
    entity="coalesce(record.own_id, record.resident_id, record.id)",
    unplaced="CASE WHEN record.resident_id IS NULL THEN '-' ELSE 'unplaced' END",
)
ONLY_WHOLE = f"'*' = ANY ({_HOMES})"
ABOUT_NOBODY = "home_id IS NULL AND resident_id IS NULL"

NOT_RESTRICTED = f"""
    kind <> ALL (ARRAY[{", ".join(f"'{each}'" for each in restricted_kinds())}])
    OR EXISTS (SELECT FROM unnest({_SCOPES}) AS opened WHERE opened = '*' OR right(opened, 11) = ':restricted')
"""
"""Of a record alone, which has no scope: its words and when it was, not its text, lie outside the log."""

BY_NAME = {
    "entity_scope": BY_PLACE,
    "entity_left": BY_PLACE,
    "record": f"({_WHOSE_RECORD}) AND ({NOT_RESTRICTED})",
    "search": "EXISTS (SELECT FROM record WHERE record.no = search.rowid)",
    "draft": ONLY_WHOLE,
    "access_audit": ABOUT_NOBODY,
}
"""Which rows of a table a transaction sees and may write, where its columns do not say it."""

WITHOUT_POLICY = {
    "device_grant": "asked before any scope can be open, since it says which are",
}
"""Tables that name a home and have no policy, each with the reason."""

_ONLY_ADDED = ("access_audit", "received_audit", "bundle")
_NOT_USED = ("draft",)
_REPORTED = {
    "change": "n, k, scope, seq, record_id, device_id, received_at",
    "record": "no, id, kind, home_id, status, occurred_at, recorded_at, due_at, state, priority,"
    " has_siblings",
    "entity_scope": "entity, home_id, since",
    "scope_head": "scope, seq",
    "device": "id, name, enrolled_at, last_seen, app_version, revoked_at",
    "quarantine": "id, device_id, received_at, settled_at",
}
"""What reports may read: how much, where and when, but no name and no words."""


def create_walls(connection: Connection) -> None:
    """Puts a policy on each table of a scope, also against its owner, and gives the roles their rights."""
    found = connection.execute(_COLUMNS)
    columns = {row.table_name: frozenset(row.names) for row in found}
    for table, names in columns.items():
        seen = _policy(table, names)
        if seen:
            for statement in (
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
                f"CREATE POLICY only_what_is_open ON {table} USING ({seen}) WITH CHECK ({seen})",
            ):
                connection.exec_driver_sql(statement)
    for statement in _rights(_schema(connection)):
        connection.exec_driver_sql(statement)


def _policy(table: str, names: frozenset[str]) -> str:
    """The rule for the rows of a table; empty for one that names no scope and no resident."""
    if table in BY_NAME:
        return BY_NAME[table]
    if "scope" in names:
        return BY_SCOPE
    if "resident_id" in names:
        return BY_ENTITY.format(entity=f"{table}.resident_id", unplaced="'unplaced'")
    return ""


def _schema(connection: Connection) -> str:
    quoted = text("SELECT quote_ident(current_schema())")
    return str(connection.execute(quoted).scalar_one())


def _rights(schema: str) -> list[str]:
    all_tables = f"ALL TABLES IN SCHEMA {schema}"
    given = [
        f"REVOKE ALL ON {all_tables} FROM PUBLIC, {SERVICE_ROLE}, {REPORT_ROLE}",
        f"GRANT USAGE ON SCHEMA {schema} TO {SERVICE_ROLE}, {REPORT_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {all_tables} TO {SERVICE_ROLE}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {SERVICE_ROLE}",
        f"REVOKE UPDATE, DELETE ON change FROM {SERVICE_ROLE}",
        f"GRANT UPDATE (body) ON change TO {SERVICE_ROLE}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {SERVICE_ROLE}",
    ]
    given += [f"REVOKE UPDATE, DELETE ON {each} FROM {SERVICE_ROLE}" for each in _ONLY_ADDED]
    given += [f"REVOKE ALL ON {each} FROM {SERVICE_ROLE}" for each in _NOT_USED]
    given += [f"GRANT SELECT ({of}) ON {each} TO {REPORT_ROLE}" for each, of in _REPORTED.items()]
    return given


_TAKE_ROLE = """
    SELECT set_config('role', rolname, false) FROM pg_roles
    WHERE rolname = 'mdt_service' AND pg_has_role(oid, 'USAGE')
"""
_COLUMNS = text(
    "SELECT table_name, array_agg(column_name::text) AS names FROM information_schema.columns"
    " WHERE table_schema = current_schema() GROUP BY table_name ORDER BY table_name"
)
_WHO = text(
    "SELECT rolname AS name, rolsuper OR rolbypassrls AS passes"
    " FROM pg_roles WHERE rolname = current_user"
)
