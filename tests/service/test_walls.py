"""PostgreSQL itself keeps one home from another: no row without what was opened, also by raw SQL."""

from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from mdt_core.roles import Role
from mdt_core.sync import chain
from mdt_service.hub import lines, log, walls
from mdt_service.hub import postgresql as roles
from mdt_service.hub.database import Database, Deed, open_database
from mdt_service.hub.log import Entry, Origin
from mdt_service.hub.scopes import EVERY_HOME, Grant, readable
from mdt_service.hub.walls import EVERYTHING, NOTHING, Opened
from tests.service.conftest import driver, emptied
from tests.service.device import Device
from tests.service.serving import Serving, serving
from tests.service.ward import HOME, OTHER_HOME, Make, Writer, clinician, scope
from tests.support import builders

SIX = {
    "a GP of every home": [Grant(EVERY_HOME, Role.GP)],
    "a nurse of Elm House": [Grant(HOME, Role.HOME_NURSE)],
    "the manager of Oak House": [Grant(OTHER_HOME, Role.HOME_MANAGER)],
    "a social worker of Elm House": [Grant(HOME, Role.SOCIAL_WORKER)],
    "a quality officer of every home": [Grant(EVERY_HOME, Role.QUALITY_OFFICER)],
    "an administrator of every home": [Grant(EVERY_HOME, Role.ADMINISTRATOR)],
}
WITH_ROWS = ("change", "scope_head", "entity_scope", "record", "resident_current", "search")
ORIGIN = Origin("raw", "raw", "2026-11-24T07:15:00Z")


@pytest.fixture(scope="module")
def town(postgresql: str) -> Iterator[Serving]:
    """Two homes with one resident each, pushed as devices do; no test here leaves anything in it."""
    emptied(postgresql)
    with serving(postgresql) as served:
        gp = clinician(served, lambda served, name: Device(served.address, name))
        for seed, home in enumerate((HOME, OTHER_HOME), 1):
            writer = Writer(seed)
            resident_id, changes = writer.admit(f"Resident {seed}", home)
            gp.wrote([*changes, *writer.sign(builders.observations(), resident_id, home)])
        assert gp.push().status == 200
        gp.close()
        lines.keep_all(served.parts.database)
        yield served


def seen(database: Database, query: str, opened: Opened = NOTHING) -> list[str]:
    with database.reading(opened) as connection:
        return sorted(map(str, connection.execute(text(query)).scalars()))


def done(statement: str, connection: Deed) -> int:
    """How many rows a statement touched."""
    return int(connection.execute(text(statement)).rowcount)


def unwalled(database: Database) -> list[str]:
    with database.reading() as connection:
        return unwalled_in(connection)


def unwalled_in(connection: Deed) -> list[str]:
    """Tables with a column that names a scope, a home or a resident, and no forced policy of their own."""
    query = """
        SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
        AND a.attname IN ('scope', 'home_id', 'resident_id', 'entity', 'words') AND NOT a.attisdropped
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                 AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
    """
    return sorted(connection.execute(text(query)).scalars())


def test_every_table_of_a_scope_has_a_policy_that_binds_its_owner_too(town: Serving) -> None:
    database = town.parts.database
    assert unwalled(database) == sorted(roles.WITHOUT_POLICY)
    with database.reading() as connection, connection.begin_nested() as undone:
        roles.as_who_connected(connection)
        connection.execute(text("CREATE TABLE later (id integer, scope text)"))
        assert "later" in unwalled_in(connection)
        undone.rollback()


def test_a_transaction_that_opened_nothing_sees_no_row_of_any_scope(town: Serving) -> None:
    database = town.parts.database
    for table in WITH_ROWS:
        query = f"SELECT count(*) FROM {table}"  # noqa: S608 - the names are ours
        assert seen(database, query, EVERYTHING) != ["0"], table
        assert seen(database, query) == ["0"], table


def test_each_of_six_roles_sees_by_raw_sql_just_the_scopes_that_are_its_own(town: Serving) -> None:
    database = town.parts.database
    scopes = set(seen(database, "SELECT DISTINCT scope FROM change", EVERYTHING))
    assert len(scopes) == 4
    for who, grants in SIX.items():
        opened = walls.for_reading(grants)
        mine = readable(grants, (HOME, OTHER_HOME)) & scopes
        for table in ("change", "scope_head"):
            query = f"SELECT DISTINCT scope FROM {table}"  # noqa: S608 - the names are ours
            assert set(seen(database, query, opened)) == mine, who
        homes = {home for home in (HOME, OTHER_HOME) if any(home in each for each in mine)}
        for table in ("entity_scope", "resident_current"):
            query = f"SELECT DISTINCT home_id FROM {table}"  # noqa: S608 - the names are ours
            assert set(seen(database, query, opened)) == homes, who
        people = "SELECT DISTINCT resident_id FROM record"
        found = "SELECT count(DISTINCT words) FROM search WHERE words LIKE '%resident%'"
        assert len(seen(database, people, opened)) == len(homes), who
        assert seen(database, found, opened) == [str(len(homes))], who


def test_six_roles_write_to_their_own_homes_logs_and_to_no_other(town: Serving) -> None:
    database = town.parts.database
    change = Writer(9).admit()[1][0]

    def add(connection: Deed, home: str, grants: Sequence[Grant]) -> None:
        walls.open_to(connection, walls.for_writing(grants, ()))
        log.append(connection, [Entry(change, scope("identity", home), "x")], ORIGIN)
        raise Undone("undone")

    for who, grants in SIX.items():
        served = {grant.home_id for grant in grants}
        for home in (HOME, OTHER_HOME):
            may = bool(served & {EVERY_HOME, home})
            told = "undone" if may else "row-level security policy"
            with pytest.raises((Undone, ProgrammingError), match=told):
                database.deed(partial(add, home=home, grants=grants))
            assert who


class Undone(Exception):
    """Takes back what was written."""


OF_THE_OTHER_HOME = (
    f"INSERT INTO scope_head VALUES ('home:{OTHER_HOME}:admin', 0, repeat('0', 64))",  # noqa: S608
    f"INSERT INTO entity_scope VALUES ('new', '{OTHER_HOME}', 'now')",  # noqa: S608
    f"INSERT INTO entity_left VALUES ('new', '{OTHER_HOME}', 'now')",  # noqa: S608
    "INSERT INTO record (id, kind, status, mid, has_siblings) VALUES ('n', 'x', 'y', 'm', false)",
    "INSERT INTO source_identifier VALUES ('s', 'v', 'new')",
    "INSERT INTO search VALUES (999999, 'words')",
)


@pytest.mark.parametrize("opened", [NOTHING, walls.for_writing([Grant(HOME, Role.GP)], ())])
def test_rows_of_another_home_are_neither_added_nor_altered_by_raw_sql(
    town: Serving, opened: Opened
) -> None:
    database = town.parts.database
    for statement in OF_THE_OTHER_HOME:
        with pytest.raises(ProgrammingError, match="row-level security"):
            database.deed(partial(done, statement), opened)
    of_other = f"WHERE scope LIKE 'home:{OTHER_HOME}:%'"
    for statement in (
        f"UPDATE change SET body = NULL {of_other}",  # noqa: S608 - the names are ours
        f"UPDATE scope_head SET seq = 0 {of_other}",  # noqa: S608
        f"DELETE FROM scope_head {of_other}",  # noqa: S608
        f"UPDATE entity_scope SET home_id = '{HOME}' WHERE home_id = '{OTHER_HOME}'",  # noqa: S608
        f"DELETE FROM resident_current WHERE home_id = '{OTHER_HOME}'",  # noqa: S608
    ):
        count = database.deed(partial(done, statement), opened)
        assert count == 0, statement


def test_what_was_opened_is_closed_again_with_the_transaction(town: Serving) -> None:
    database = town.parts.database
    for _ in range(3):
        assert seen(database, "SELECT count(*) FROM change", EVERYTHING) != ["0"]
        assert seen(database, "SELECT count(*) FROM change") == ["0"]


def test_reports_read_how_much_and_where_but_no_name_and_no_word(town: Serving) -> None:
    database = town.parts.database

    def ask(connection: Deed, query: str) -> int:
        roles.as_who_connected(connection)
        connection.execute(text(f"SET LOCAL ROLE {roles.REPORT_ROLE}"))
        return int(connection.execute(text(query)).scalar_one())

    counts = "SELECT count(n) FROM change"
    assert database.deed(lambda deed: ask(deed, counts)) == 0
    assert database.deed(lambda deed: ask(deed, counts), EVERYTHING) == 8
    for query in (
        "SELECT count(body) FROM change",
        "SELECT count(body) FROM record",
        "SELECT count(words) FROM search",
        "SELECT count(family_name) FROM resident_current",
        "SELECT count(body) FROM quarantine",
        "SELECT count(secret_hash) FROM enrolment_code",
        "UPDATE device SET name = 'x' RETURNING 1",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            database.deed(partial(ask, query=query), EVERYTHING)


def test_a_service_that_may_pass_the_walls_says_so(town: Serving, postgresql: str) -> None:
    with town.parts.database.reading() as connection:
        assert roles.why_no_walls(connection) == ""
    engine = create_engine(driver(postgresql))
    with engine.connect() as connection:
        assert "not of the role mdt_service" in roles.why_no_walls(connection)
    engine.dispose()


@pytest.fixture
def as_in_the_guide(postgresql: str) -> Iterator[tuple[str, str]]:
    """A database that a login owns who is no administrator, and the address of the service's own login."""
    engine = create_engine(driver(postgresql), isolation_level="AUTOCOMMIT")
    drop = ("DROP DATABASE IF EXISTS guide", *(f"DROP ROLE IF EXISTS {each}" for each in LOGINS))
    with engine.connect() as connection:
        roles.create_roles(connection)
        for statement in (
            *drop,
            "CREATE ROLE guide_owner LOGIN",
            "CREATE ROLE guide_service LOGIN IN ROLE mdt_service",
            "CREATE DATABASE guide OWNER guide_owner",
        ):
            connection.execute(text(statement))
        yield address(postgresql, LOGINS[0]), address(postgresql, LOGINS[1])
        for statement in drop:
            connection.execute(text(statement))
    engine.dispose()


LOGINS = ("guide_owner", "guide_service")


def address(uri: str, login: str) -> str:
    return uri.replace("postgresql://postgres:@/postgres", f"postgresql://{login}:@/guide")


def test_an_owner_who_is_no_administrator_makes_the_tables_and_another_login_serves(
    as_in_the_guide: tuple[str, str], new_device: Make
) -> None:
    owner, service = as_in_the_guide
    with serving(owner):
        pass
    with serving(service) as served:
        gp: Device = clinician(served, new_device)
        gp.wrote(Writer().admit()[1])
        gp.sync()
        assert len(gp.bodies()) == 3
    database = open_database(owner)
    assert seen(database, "SELECT count(*) FROM change") == ["0"]
    database.close()


def test_a_log_begins_only_where_it_is_open(town: Serving) -> None:
    start = {"of": "ref", "start": chain.start_of("ref")}
    begin = text("INSERT INTO scope_head (scope, seq, digest) VALUES (:of, 0, :start)")
    with pytest.raises(ProgrammingError, match="row-level security"):
        town.parts.database.deed(lambda deed: deed.execute(begin, start))
