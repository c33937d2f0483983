"""The doctor finds each thing that can be wrong, says it without a word of a record, and alters nothing."""

from contextlib import closing
from datetime import timedelta

import pytest

from mdt_desktop.device.backup import back_up
from mdt_desktop.device.database import connect
from mdt_desktop.device.doctor import Finding, Weight, examine
from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import NOON, Ward, admit, sign_entry


def _examined(workspace: OpenWorkspace) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(workspace, NOON)}


def _spoil(ward: Ward, *statements: str) -> None:
    """Does what somebody with the key and a tool could do, past the guards."""
    with closing(connect(ward.store_file, ward.key_hex)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def test_a_sound_workspace_is_well_and_left_as_it_was(workspace: OpenWorkspace) -> None:
    sign_entry(workspace, admit(workspace))
    back_up(workspace.store_file, workspace.key.hex(), workspace.backups, NOON)
    before = sorted(path.name for path in workspace.folder.rglob("*"))
    found = _examined(workspace)
    assert {name for name, finding in found.items() if finding.weight is not Weight.WELL} <= {
        "Disk"
    }
    assert sorted(path.name for path in workspace.folder.rglob("*")) == before
    assert found["Changes"].words == "All 4 changes are word for word as signed"


@pytest.mark.parametrize(
    ("statement", "name", "words"),
    [
        (
            "UPDATE change SET body = (SELECT body FROM change WHERE n = 1)",
            "Changes",
            "not as it was signed",
        ),
        ("UPDATE change SET body = x'01ff00' WHERE n = 2", "Changes", "not as it was signed"),
        ("UPDATE change SET body = '{}' WHERE n = 2", "Changes", "not as it was signed"),
        ("DELETE FROM outbox WHERE n = 2", "Outbox", "would never be sent"),
        ("DELETE FROM change WHERE n = 2", "Outbox", "which is not there"),
        ("UPDATE outbox SET n = 77 WHERE n = 2", "Outbox", "which is not there"),
        ("UPDATE access_audit SET person_id = 'x' WHERE n = 1", "Access record", "at line 1"),
        ("DELETE FROM access_audit WHERE n = 1", "Access record", "at line 2"),
        ("DELETE FROM record WHERE kind = 'stay'", "Projections", "The table record differs"),
        ("UPDATE resident_current SET room = '13'", "Projections", "resident_current differs"),
        ("DELETE FROM search WHERE rowid = 1", "Projections", "The table search differs"),
        ("UPDATE alembic_version SET version_num = '0000'", "Tables", "are at 0000, not at"),
        ("DROP TABLE alembic_version", "Tables", "not a store of this program"),
    ],
)
def test_what_was_altered_past_the_guards_is_found(
    ward: Ward, statement: str, name: str, words: str
) -> None:
    workspace = ward.open()
    sign_entry(workspace, admit(workspace))
    _spoil(ward, statement)
    found = _examined(workspace)
    workspace.close()
    assert found[name].weight is Weight.SERIOUS
    assert words in found[name].words
    assert found[name].next_step
    assert "Okonkwo" not in str(found)


def test_a_change_that_the_service_has_numbered_needs_no_outbox_row(ward: Ward) -> None:
    workspace = ward.open()
    admit(workspace)
    _spoil(ward, "UPDATE change SET seq = 1 WHERE n = 2", "DELETE FROM outbox WHERE n = 2")
    weight = _examined(workspace)["Outbox"].weight
    workspace.close()
    assert weight is Weight.WELL


def test_missing_and_old_backups_are_told(workspace: OpenWorkspace) -> None:
    assert _examined(workspace)["Backup"].words == "There is no backup yet"
    for days, words in ((-3, "of 21-Nov-2026"), (2, "still to come")):
        at = NOON + timedelta(days=days)
        back_up(workspace.store_file, workspace.key.hex(), workspace.backups, at)
        found = _examined(workspace)["Backup"]
        assert found.weight is Weight.ATTENTION
        assert words in found.words


def test_little_free_space_is_told(
    workspace: OpenWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mdt_desktop.device.doctor.FREE_BYTES_WANTED", 2**80)
    found = _examined(workspace)["Disk"]
    assert found.weight is Weight.ATTENTION
    assert "are wanted" in found.next_step


def test_an_examination_that_was_cut_short_does_not_mislead_the_next(
    workspace: OpenWorkspace,
) -> None:
    admit(workspace)
    for ending in ("", "-wal", "-shm"):
        (workspace.folder / f"examined.db{ending}").write_bytes(b"left over")
    assert _examined(workspace)["Projections"].weight is Weight.WELL
    assert not list(workspace.folder.glob("examined*"))
