"""The store defends itself: a change or an access record can be neither removed nor altered."""

import itertools

import pytest
from sqlalchemy import Connection, exc, text

from mdt_core.records.homes import Home
from mdt_core.store.unit_of_work import About
from mdt_desktop.device.outbox import waiting
from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import GP, admit, sign_entry

COLUMNS = ("n", "mid", "k", "scope", "seq", "record_id", "body", "body_hash")
NEW_VALUES = {
    "n": "n + 1000",
    "mid": "'another'",
    "k": "'adopt'",
    "scope": "'home:elsewhere:clinical'",
    "seq": "7",
    "record_id": "'another'",
    "body": "'{}'",
    "body_hash": "printf('%064d', 1)",
}
NEVER = r"a change is never (altered|deleted)"


def _refused(workspace: OpenWorkspace, *statements: str, words: str = NEVER) -> None:
    *allowed, refused = statements
    with workspace.engine.connect() as connection, connection.begin() as transaction:
        before = _all_changes(connection)
        for statement in allowed:
            connection.execute(text(statement))
        with pytest.raises(exc.IntegrityError, match=words):
            connection.execute(text(refused))
        transaction.rollback()
    with workspace.engine.connect() as connection:
        assert _all_changes(connection) == before


def _all_changes(connection: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text("SELECT * FROM change ORDER BY n"))]


def _alters(workspace: OpenWorkspace, assignments: str) -> None:
    _refused(workspace, f"UPDATE change SET {assignments} WHERE n = 1")  # noqa: S608


@pytest.mark.parametrize(
    "columns",
    [
        chosen
        for size in (1, 2)
        for chosen in itertools.combinations(COLUMNS, size)
        if set(chosen) not in ({"seq"}, {"seq", "scope"})
    ],
    ids="+".join,
)
def test_no_column_of_a_change_can_be_altered(
    workspace: OpenWorkspace, columns: tuple[str, ...]
) -> None:
    admit(workspace)
    _alters(workspace, ", ".join(f"{name} = {NEW_VALUES[name]}" for name in columns))


@pytest.mark.parametrize(
    "assignments",
    [
        "scope = scope",
        "seq = NULL",
        "body = NULL, body_hash = printf('%064d', 1)",
        "body = NULL, scope = 'home:elsewhere:clinical'",
        "body = NULL, seq = 7",
    ],
)
def test_even_what_changes_little_is_refused(workspace: OpenWorkspace, assignments: str) -> None:
    admit(workspace)
    _alters(workspace, assignments)


def test_a_change_is_never_deleted(workspace: OpenWorkspace) -> None:
    admit(workspace)
    _refused(workspace, "DELETE FROM change WHERE n = 1")
    _refused(workspace, "DELETE FROM change")


@pytest.mark.parametrize(
    "columns",
    [
        "n, 'another', k, scope, seq, record_id, '{}', body_hash",
        "n + 1000, mid, k, scope, seq, record_id, '{}', body_hash",
        "n, mid, k, scope, seq, record_id, body, body_hash",
    ],
)
def test_replacing_is_deleting_and_is_refused(workspace: OpenWorkspace, columns: str) -> None:
    admit(workspace)
    sql = f"INSERT OR REPLACE INTO change SELECT {columns} FROM change WHERE n = 1"  # noqa: S608
    _refused(workspace, sql)
    _refused(workspace, sql.replace("INSERT OR REPLACE", "REPLACE"))


def test_an_upsert_cannot_alter_a_change(workspace: OpenWorkspace) -> None:
    admit(workspace)
    _refused(
        workspace,
        "INSERT INTO change SELECT * FROM change WHERE n = 1"
        " ON CONFLICT (n) DO UPDATE SET body = '{}'",
    )


def test_two_numbered_changes_of_a_scope_cannot_share_a_number(workspace: OpenWorkspace) -> None:
    admit(workspace)
    _refused(
        workspace,
        "UPDATE change SET seq = 7, scope = 'ref' WHERE n = 1",
        "UPDATE OR REPLACE change SET seq = 7, scope = 'ref' WHERE n = 2",
    )


def test_the_service_may_number_a_change_once_with_the_scope_it_chose(
    workspace: OpenWorkspace,
) -> None:
    admit(workspace)
    with workspace.engine.begin() as connection:
        connection.execute(text("UPDATE change SET seq = 7, scope = 'ref' WHERE n = 1"))
    _alters(workspace, "seq = 8")
    _alters(workspace, "seq = NULL, scope = 'home:elsewhere:clinical'")


def test_a_restored_service_may_number_a_change_anew_and_change_nothing_else(
    workspace: OpenWorkspace,
) -> None:
    admit(workspace)
    with workspace.engine.begin() as connection:
        for number in ("7, scope = 'ref'", "NULL", "8"):
            connection.execute(text(f"UPDATE change SET seq = {number} WHERE n = 1"))  # noqa: S608
    _alters(workspace, "seq = NULL, body_hash = printf('%064d', 1)")


@pytest.mark.parametrize(
    "assignments",
    [
        "body = NULL",
        "body = '{}', body_hash = printf('%064d', 1)",
        "body = '{}', scope = 'home:elsewhere:clinical'",
        "body = '{}', seq = 7",
        "body = '{}', k = 'adopt'",
    ],
)
def test_words_that_were_taken_out_come_back_with_nothing_else_altered(
    workspace: OpenWorkspace, assignments: str
) -> None:
    admit(workspace)
    with workspace.engine.begin() as connection:
        connection.execute(text("UPDATE change SET body = NULL WHERE n = 1"))
    _alters(workspace, assignments)


def test_what_the_service_said_has_no_words_to_put_back(workspace: OpenWorkspace) -> None:
    admit(workspace)
    with workspace.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO change (mid, k, scope, seq, record_id, body, body_hash)"
                " SELECT 'said', 'redact', scope, 9, record_id, NULL, body_hash FROM change"
                " WHERE n = 1"
            )
        )
    _refused(workspace, "UPDATE change SET body = '{}' WHERE mid = 'said'")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM access_audit",
        "UPDATE access_audit SET person_id = 'another'",
        "UPDATE access_audit SET detail = detail",
        "INSERT OR REPLACE INTO access_audit SELECT * FROM access_audit",
    ],
)
def test_an_access_record_is_neither_removed_nor_altered(
    workspace: OpenWorkspace, statement: str
) -> None:
    admit(workspace)
    _refused(workspace, statement, words="an access record is never")


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("INSERT INTO outbox (n, mid, state) VALUES (999, 'm', 'queued')", "FOREIGN KEY"),
        ("UPDATE outbox SET state = 'sent'", "ck_outbox_state"),
        ("UPDATE outbox SET mid = NULL", "NOT NULL"),
        ("UPDATE outbox SET mid = 'same'", "UNIQUE"),
        (
            "INSERT INTO change VALUES (99,'m','note','s',NULL,'r','{}',printf('%064d',1))",
            "ck_change_k",
        ),
        (
            "INSERT INTO change VALUES (99,'m','set','s',0,'r','{}',printf('%064d',1))",
            "ck_change_seq",
        ),
        ("INSERT INTO change VALUES (99,'m','set','s',NULL,'r','{}','abc')", "ck_change_body_hash"),
    ],
)
def test_each_constraint_holds(workspace: OpenWorkspace, statement: str, constraint: str) -> None:
    admit(workspace)
    _refused(workspace, statement, words=constraint)


def test_every_change_of_a_deed_waits_in_the_outbox_in_its_order(workspace: OpenWorkspace) -> None:
    sign_entry(workspace, admit(workspace))
    with workspace.engine.begin() as connection:
        queued = connection.execute(text("SELECT n, mid, state FROM outbox ORDER BY n")).all()
        changes = connection.execute(text("SELECT n, mid, 'queued' FROM change ORDER BY n")).all()
        assert queued == changes
        assert waiting(connection) == len(changes)


def test_a_deed_that_is_left_without_commit_queues_nothing(workspace: OpenWorkspace) -> None:
    before = workspace.waiting()
    with workspace.store.deed(GP) as work:
        work.write(Home(name="Never"), About())
    assert workspace.waiting() == before
