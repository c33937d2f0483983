"""What is done many times a day goes to its rows by an index, however many residents a store holds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from mdt_core.drafts import Draft
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.worklist import worklist
from mdt_core.use_cases.rounds import sign_entry
from mdt_core.worklist import shipped_thresholds
from tests.properties.test_standings import TODAY
from tests.support.memory_store import GP, MemoryStore
from tests.support.ward import UNWELL, Ward, make_ward

_GONE_THROUGH = ("SCAN record", "SCAN change", "ix_record_kind_state (kind=?)")
"""What the engine says where it looks at every record, or at every one of a kind."""

Asked = dict[str, Any]


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP)


@contextmanager
def asked_of(memory: MemoryStore) -> Iterator[Asked]:
    found: Asked = {}

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            found.setdefault(statement, parameters)

    event.listen(memory.store.engine, "before_cursor_execute", note)
    yield found
    event.remove(memory.store.engine, "before_cursor_execute", note)


def gone_through(memory: MemoryStore, asked: Asked) -> Sequence[str]:
    with memory.store.reading() as connection:
        plans = {
            statement: connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for statement, parameters in asked.items()
        }
        return [
            f"{row[3]}: {statement}"
            for statement, rows in plans.items()
            for row in rows
            if any(words in row[3] for words in _GONE_THROUGH)
        ]


def test_signing_an_entry_goes_through_nobody_else_s_records(
    memory: MemoryStore, ward: Ward
) -> None:
    values = {"how": "video", "note": "Seen", "see_again": "next_round"}
    with asked_of(memory) as asked:
        sign_entry(memory.store, by=GP, draft=Draft(RoundEntry, ward.of(UNWELL), values))
    assert len(asked) > 5
    assert gone_through(memory, asked) == []


def test_opening_a_resident_and_the_worklist_go_through_nobody_else_s_records(
    memory: MemoryStore, ward: Ward
) -> None:
    limits = shipped_thresholds()
    with asked_of(memory) as asked, memory.store.reading() as connection:
        resident_page(connection, GP, ward.of(UNWELL), today=TODAY)
        worklist(connection, GP, ward.home_id, today=TODAY, thresholds=limits)
    assert len(asked) > 5
    assert gone_through(memory, asked) == []
