"""One program at a time has a workspace open, and a workspace is made whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mdt_core.errors import StoreProblem
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from tests.store.deeds import NOON, Ward, admit, ward_in

HOLD = """
import sys
from mdt_core.clock import system_clock
from mdt_core.identifiers import IdSource
from mdt_desktop.device.workspace import Workspace
from mdt_desktop.vault.data_key import DataKey
from pathlib import Path
import secrets
key = DataKey(bytes.fromhex(sys.argv[2]))
held = Workspace(Path(sys.argv[1])).open(key, system_clock, IdSource(system_clock, secrets.token_bytes))
print("open", flush=True)
sys.stdin.read()
"""


def test_a_second_program_is_refused_and_a_killed_one_leaves_no_lock(ward: Ward) -> None:
    command = [sys.executable, "-c", HOLD, str(ward.folder), ward.key_hex]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreProblem) as told:
            ward.open()
        assert told.value.message == "This workspace is already open on this computer."
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        ward.open().close()


def test_the_same_program_cannot_open_it_twice_either(workspace: OpenWorkspace, ward: Ward) -> None:
    with pytest.raises(StoreProblem, match="already open"):
        ward.open()
    assert workspace.state.device_id == "device-1"


def test_closing_gives_the_lock_back_and_leaves_one_file(ward: Ward) -> None:
    workspace = ward.open()
    admit(workspace)
    workspace.close()
    workspace.close()
    assert sorted(path.name for path in ward.folder.iterdir()) == ["lock", "store.db"]
    ward.open().close()


def test_a_failed_opening_gives_the_lock_back(ward: Ward) -> None:
    other = ward_in(ward.folder)
    with pytest.raises(StoreProblem, match="not its key"):
        other.open()
    ward.open().close()


def test_a_workspace_is_never_made_over_another_one(ward: Ward) -> None:
    before = ward.store_file.read_bytes()
    with pytest.raises(StoreProblem, match="already holds a workspace"):
        ward.create()
    assert ward.store_file.read_bytes() == before


def test_what_a_killed_first_start_left_does_not_stop_the_next(tmp_path: Path) -> None:
    ward = ward_in(tmp_path / "elm")
    ward.folder.mkdir()
    (ward.folder / "store.db.new").write_bytes(b"half")
    (ward.folder / "store.db.new-wal").write_bytes(b"half")
    assert not Workspace(ward.folder).has_store
    ward.create()
    ward.open().close()
    assert sorted(path.name for path in ward.folder.iterdir()) == ["lock", "store.db"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="folder of this workspace is not there"):
        ward_in(tmp_path / "gone").open()


def test_the_facts_of_the_device_are_kept(ward: Ward) -> None:
    workspace = ward.open()
    workspace.keep_homes(["home-b", "home-a"])
    workspace.close()
    workspace = ward.open()
    state = workspace.state
    workspace.close()
    assert (state.device_id, state.name, state.created_at) == ("device-1", "Elm House", NOON)
    assert (state.homes, state.is_practice) == (("home-a", "home-b"), True)
    assert workspace.store.device == "device-1"


def test_a_store_that_forgot_its_device_is_told(ward: Ward) -> None:
    workspace = ward.open()
    with workspace.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM device_state WHERE name = 'device_id'")
    workspace.close()
    with pytest.raises(StoreProblem, match="which device it belongs to"):
        ward.open()


def test_nothing_that_is_shown_of_a_workspace_holds_its_key(ward: Ward) -> None:
    workspace = ward.open()
    shown = f"{workspace!r} {workspace.engine!r} {workspace.engine.pool!r} {workspace.state!r}"
    workspace.close()
    assert ward.key_hex not in shown
