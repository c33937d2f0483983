"""What PostgreSQL is given besides the tables: triggers that keep changes, and the search words.

The words are kept as the core's projections write them (`search`), so that the same statements run
on both engines; finding them here is the matter of the service's own pages.
"""

from sqlalchemy import Connection, text

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
)


def create_guards(connection: Connection) -> None:
    """Creates the triggers and the table of search words in a new database."""
    for statement in (*_FUNCTIONS, *_TRIGGERS, SEARCH_TABLE):
        connection.execute(text(statement))
