"""A backup is encrypted, whole and fresh, or it does not count; restoring deletes nothing."""

import secrets
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mdt_core.errors import StoreProblem
from mdt_desktop.device.backup import (
    Backup,
    back_up,
    back_up_daily,
    backups_in,
    kept,
    restored_copy,
)
from mdt_desktop.device.doctor import Weight, examine
from mdt_desktop.device.snapshot import Mark, verify
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from tests.store.deeds import NOON, Ward, admit, sign_entry

DAY = timedelta(days=1)


def _back_up(workspace: OpenWorkspace, at: datetime = NOON) -> Backup:
    return back_up(workspace.store_file, workspace.key.hex(), workspace.backups, at)


def test_a_backup_made_while_the_store_is_in_use_holds_every_change(
    workspace: OpenWorkspace,
) -> None:
    newest = sign_entry(workspace, admit(workspace))
    made = _back_up(workspace)
    reached = verify(made.path, workspace.key.hex())
    assert (reached.count, reached.newest_mid) == (4, newest)
    assert not made.path.read_bytes().startswith(b"SQLite format 3")
    assert made.path.stat().st_mode & 0o077 == 0
    assert [path.name for path in workspace.backups.iterdir()] == [made.path.name]


def test_a_stale_copy_is_refused(workspace: OpenWorkspace) -> None:
    about = admit(workspace)
    stale = _back_up(workspace)
    sign_entry(workspace, about)
    fresh = verify(_back_up(workspace, NOON + DAY).path, workspace.key.hex())
    with pytest.raises(StoreProblem, match="does not hold the newest changes"):
        verify(stale.path, workspace.key.hex(), fresh)
    with pytest.raises(StoreProblem, match="does not hold the newest changes"):
        restored_copy(
            stale.path,
            workspace.key.hex(),
            workspace.folder / "restored.db",
            incarnation="i-2",
            holds=fresh,
        )


def test_a_copy_of_another_history_of_the_same_length_is_refused(ward: Ward) -> None:
    workspace = ward.open()
    about = admit(workspace)
    before = _back_up(workspace)
    sign_entry(workspace, about)
    one = verify(_back_up(workspace, NOON + DAY).path, ward.key_hex)
    workspace.close()
    Workspace(ward.folder).restore(before.path, ward.key, NOON, ward.ids)
    workspace = ward.open()
    sign_entry(workspace, about)
    other = _back_up(workspace, NOON + 2 * DAY)
    workspace.close()
    assert verify(other.path, ward.key_hex).count == one.count
    with pytest.raises(StoreProblem, match="does not hold the newest changes"):
        verify(other.path, ward.key_hex, one)


def test_a_truncated_backup_is_refused(workspace: OpenWorkspace) -> None:
    admit(workspace)
    made = _back_up(workspace)
    made.path.write_bytes(made.path.read_bytes()[:-4096])
    with pytest.raises(StoreProblem, match="damaged"):
        verify(made.path, workspace.key.hex())


def test_a_backup_under_another_key_is_refused(workspace: OpenWorkspace) -> None:
    with pytest.raises(StoreProblem, match="not its key"):
        verify(_back_up(workspace).path, secrets.token_hex(32))


def test_an_empty_store_can_be_backed_up_too(workspace: OpenWorkspace) -> None:
    assert verify(_back_up(workspace).path, workspace.key.hex(), Mark()) == Mark()


def test_one_backup_a_day_is_made(workspace: OpenWorkspace) -> None:
    key, folder, store = workspace.key.hex(), workspace.backups, workspace.store_file
    assert back_up_daily(store, key, folder, NOON) is not None
    assert back_up_daily(store, key, folder, NOON + timedelta(hours=11)) is None
    assert back_up_daily(store, key, folder, NOON + timedelta(hours=13)) is not None
    assert back_up_daily(store, key, folder, NOON - 30 * DAY) is not None


def test_seven_days_and_four_weeks_are_kept() -> None:
    start = datetime(2026, 9, 1, 7, tzinfo=UTC)
    made = [Backup(start + day * DAY + hour, Path()) for day in range(85) for hour in _HOURS]
    days = sorted({backup.at.date() for backup in kept(made)}, reverse=True)
    assert [day.isoformat() for day in days] == [
        *("2026-11-24", "2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19"),
        *("2026-11-18", "2026-11-15", "2026-11-08"),
    ]
    assert {backup.at.hour for backup in kept(made)} == {17}


_HOURS = (timedelta(), timedelta(hours=10))


def test_old_backups_go_when_a_new_one_counts_and_not_before(workspace: OpenWorkspace) -> None:
    for day in range(20):
        _back_up(workspace, NOON + day * DAY)
    mine = workspace.backups / "store-mine.db"
    shutil.copy(backups_in(workspace.backups)[0].path, mine)
    assert len(backups_in(workspace.backups)) == 7 + 2
    assert mine.exists()


def test_a_backup_that_fails_drops_no_older_one(ward: Ward) -> None:
    workspace = ward.open()
    about = admit(workspace)
    for number in range(20):
        sign_entry(workspace, about, plan=f"Plan {number}. " * 50)
    old = [_back_up(workspace, NOON + day * DAY) for day in range(7)]
    workspace.close()
    written = bytearray(ward.store_file.read_bytes())
    written[len(written) // 2] ^= 1
    ward.store_file.write_bytes(written)
    with pytest.raises(StoreProblem, match="damaged"):
        back_up(ward.store_file, ward.key_hex, ward.folder / "backups", NOON + 30 * DAY)
    assert {backup.path for backup in old} == set((ward.folder / "backups").iterdir())


def test_restoring_gives_the_same_records_under_a_new_incarnation(ward: Ward) -> None:
    workspace = ward.open()
    about = admit(workspace)
    made = _back_up(workspace)
    incarnation = workspace.state.incarnation
    later = sign_entry(workspace, about)
    workspace.close()
    aside = Workspace(ward.folder).restore(made.path, ward.key, NOON, ward.ids)
    workspace = ward.open()
    weights = {finding.name: finding.weight for finding in examine(workspace, NOON)}
    assert workspace.state.incarnation != incarnation
    assert workspace.waiting() == 3
    workspace.close()
    assert {weights[name] for name in weights if name != "Disk"} == {Weight.WELL}
    assert aside is not None
    assert verify(aside, ward.key_hex).newest_mid == later


def test_restoring_works_where_the_store_is_gone_and_never_over_a_file(ward: Ward) -> None:
    workspace = ward.open()
    made = _back_up(workspace)
    workspace.close()
    with pytest.raises(StoreProblem, match="not replaced"):
        restored_copy(made.path, ward.key_hex, ward.store_file, incarnation="i-2")
    ward.store_file.unlink()
    assert Workspace(ward.folder).restore(made.path, ward.key, NOON, ward.ids) is None
    ward.open().close()


def test_an_open_workspace_is_not_restored_over(workspace: OpenWorkspace, ward: Ward) -> None:
    made = _back_up(workspace)
    with pytest.raises(StoreProblem, match="already open"):
        Workspace(ward.folder).restore(made.path, ward.key, NOON, ward.ids)
