"""The store defends itself: an access record that is a chain, drafts of one person, triggers that refuse."""

import hashlib

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DatabaseError

from mdt_core.store.tables import StoreRow
from mdt_core.store.unit_of_work import About
from mdt_core.sync.canonical import canonical_text
from tests.support.builders import (
    HOME_ID,
    RESIDENT_ID,
    entry,
)
from tests.support.memory_store import GP, MemoryStore

ABOUT = About(RESIDENT_ID, HOME_ID)


def count(memory: MemoryStore, table: str) -> int:
    with memory.store.reading() as connection:
        return len(connection.execute(select(StoreRow.metadata.tables[table])).all())


def test_access_audit_is_a_chain_that_shows_any_change_to_it(memory: MemoryStore) -> None:
    for action in ("view resident", "print", "export"):
        with memory.store.deed(GP) as unit:
            unit.audit(action, ABOUT, record_id=RESIDENT_ID, detail="sheet")
            unit.commit()
    with memory.store.reading() as connection:
        table = StoreRow.metadata.tables["access_audit"]
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
    before = ""
    for row in rows:
        said = {name: row[name] for name in row if name not in ("n", "chain")}
        before = hashlib.sha256((before + canonical_text(said)).encode()).hexdigest()
        assert row["chain"] == before
    assert [row["action"] for row in rows] == ["view resident", "print", "export"]


def test_a_draft_goes_with_the_deed_and_only_that_persons(memory: MemoryStore) -> None:
    draft = StoreRow.metadata.tables["draft"]
    kept = {"kind": "round_entry", "resident_id": RESIDENT_ID, "body": "{}", "saved_at": "x"}
    with memory.store.deed(GP) as unit:
        for person in (GP.person_id, "another"):
            unit.connection.execute(insert(draft).values(person_id=person, **kept))
        unit.commit()
    with memory.store.deed(GP) as unit:
        unit.discard_draft("round_entry", RESIDENT_ID)
    assert count(memory, "draft") == 2
    with memory.store.deed(GP) as unit:
        unit.discard_draft("round_entry", RESIDENT_ID)
        unit.commit()
    assert count(memory, "draft") == 1


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM change",
        "UPDATE change SET body = 'x'",
        "UPDATE change SET mid = 'x'",
        "UPDATE change SET k = 'set'",
        "UPDATE change SET body_hash = body_hash, scope = 'ref'",
        "INSERT OR REPLACE INTO change SELECT n, mid, k, scope, seq, record_id, 'x', '' FROM change",
        "UPDATE change SET seq = 0",
        "DELETE FROM access_audit",
        "UPDATE access_audit SET action = 'x'",
    ],
)
def test_the_store_refuses_to_alter_or_delete(memory: MemoryStore, attack: str) -> None:
    with memory.store.deed(GP) as unit:
        unit.sign(entry(), ABOUT)
        unit.audit("sign", ABOUT)
        unit.commit()
    with pytest.raises(DatabaseError), memory.store.deed(GP) as unit:
        unit.connection.exec_driver_sql(attack)


def test_numbering_and_redaction_pass_the_guard_once(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        unit.sign(entry(), ABOUT)
        unit.connection.exec_driver_sql("UPDATE change SET seq = 1, scope = 'ref'")
        unit.connection.exec_driver_sql("UPDATE change SET body = NULL")
        unit.commit()
    with pytest.raises(DatabaseError), memory.store.deed(GP) as unit:
        unit.connection.exec_driver_sql("UPDATE change SET seq = 2")
