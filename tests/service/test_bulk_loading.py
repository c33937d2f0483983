"""A region loaded in bulk is what the ordinary push of the same homes leaves, table by table."""

from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import text

from mdt_service.app import Parts, open_parts
from mdt_service.handlers import keeping
from mdt_service.hub.walls import EVERYTHING
from mdt_service.settings import Settings
from tests.benchmarks import region_load, region_share
from tests.benchmarks.region_homes import Home
from tests.service.conftest import emptied

HOMES = [Home(0, 2), Home(1, 1), Home(2, 1)]
ONE_MORE = Home(3, 1)

_IN_PLACE_OF_NUMBERS = {
    "change": "SELECT to_jsonb(t) - 'n' AS row FROM change t",
    "record": "SELECT to_jsonb(t) - 'no' AS row FROM record t",
    "search": "SELECT jsonb_build_array(s.words, r.id) AS row"
    " FROM search s LEFT JOIN record r ON r.no = s.rowid",
    "device_grant": "SELECT to_jsonb(t) - 'id' AS row FROM device_grant t",
    "service_meta": "SELECT to_jsonb(t.name) AS row FROM service_meta t",
}
"""What is compared of tables whose numbers the database gives, or that hold keys of their own."""

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY indexname"
_OUT_OF_TURN = """
    SELECT count(*) FROM change a JOIN change b ON a.scope = b.scope AND b.seq = a.seq + 1
    WHERE b.n < a.n
"""


def loaded(uri: str, load: Callable[[Parts], object]) -> Parts:
    """A begun service with a directory of homes, into which the homes are brought in one way."""
    parts = open_parts(Settings(database=emptied(uri)))
    keeping.begin(parts.service)
    region_share.list_homes(parts.service, [*HOMES, ONE_MORE])
    load(parts)
    return parts


def everything(uri: str) -> dict[str, list[str]]:
    """All rows of all tables, in an order of their own, and every index."""
    with psycopg.connect(uri) as owner:
        found = {"indexes": [row[0] for row in owner.execute(_INDEXES)]}
        for (table,) in owner.execute(_TABLES).fetchall():
            whole = f"SELECT to_jsonb(t) AS row FROM {table} t"  # noqa: S608 - names of tables
            query: Any = _IN_PLACE_OF_NUMBERS.get(table, whole)
            found[table] = sorted(str(row[0]) for row in owner.execute(query))
    return found


def test_a_bulk_load_leaves_what_pushes_leave_and_the_service_goes_on_from_there(
    postgresql: str,
) -> None:
    pushed = loaded(postgresql, lambda parts: region_share.push_homes(parts.service, HOMES))
    pushed.database.close()
    by_push = everything(postgresql)

    said: list[str] = []
    parts = loaded(
        postgresql,
        lambda _: region_load.load(postgresql, HOMES, processes=2, share=2, told=said.append),
    )
    in_bulk = everything(postgresql)
    assert {name: len(rows) for name, rows in in_bulk.items()} == {
        name: len(rows) for name, rows in by_push.items()
    }
    assert in_bulk == by_push
    assert len(in_bulk["change"]) == 4 * 50 + 4
    assert said

    region_share.push_homes(parts.service, [ONE_MORE])
    assert keeping.verify_logs(parts.service) == []
    with parts.database.reading(EVERYTHING) as connection:
        assert connection.execute(text(_OUT_OF_TURN)).scalar_one() == 0
    parts.database.close()
