"""A store opens only if it is encrypted, guarded and durable, and says in words why it does not."""

import os
import re
import secrets
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from mdt_core.errors import StoreProblem
from mdt_desktop.device import database
from mdt_desktop.device.database import (
    JOURNAL,
    SETTINGS,
    Setting,
    connect,
    create_database,
    open_engine,
    unmet_settings,
)
from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import Ward, admit, sign_entry

AGREED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
    "recursive_triggers": 1,
    "temp_store": 2,
    "cache_size": -65536,
    "busy_timeout": 10000,
    "wal_autocheckpoint": 20000,
}
WEAKER = {
    "journal_mode": "DELETE",
    "synchronous": "NORMAL",
    "foreign_keys": "OFF",
    "trusted_schema": "ON",
    "secure_delete": "OFF",
    "recursive_triggers": "OFF",
    "temp_store": "FILE",
    "cache_size": "-2000",
    "busy_timeout": "0",
    "wal_autocheckpoint": "0",
}


@pytest.mark.parametrize("name", AGREED)
def test_every_connection_of_the_pool_answers_as_agreed(
    workspace: OpenWorkspace, name: str
) -> None:
    opened = [workspace.engine.connect() for _ in range(8)]
    answers = {each.exec_driver_sql(f"PRAGMA {name}").scalar_one() for each in opened}
    for each in opened:
        each.close()
    assert answers == {AGREED[name]}


def test_every_agreed_setting_is_asserted_when_opening() -> None:
    assert {each.name: each.expected for each in (*SETTINGS, JOURNAL)} == AGREED


@pytest.mark.parametrize("name", AGREED)
def test_a_weaker_setting_is_noticed(ward: Ward, name: str) -> None:
    with closing(connect(ward.store_file, ward.key_hex)) as connection:
        assert unmet_settings(connection) == ()
        connection.execute(f"PRAGMA {name} = {WEAKER[name]}")
        assert unmet_settings(connection) == (name,)


def test_a_setting_that_is_not_accepted_stops_the_opening(ward: Ward) -> None:
    with (
        closing(connect(ward.store_file, ward.key_hex)) as connection,
        pytest.raises(StoreProblem, match="synchronous is 0, not 2"),
    ):
        database._arrange(connection, (Setting("synchronous", "OFF", 2),))


def test_a_wrong_key_opens_nothing_and_is_told_in_words(ward: Ward) -> None:
    before = ward.store_file.read_bytes()
    with pytest.raises(StoreProblem, match="this is not its key"):
        open_engine(ward.store_file, secrets.token_hex(32))
    assert ward.store_file.read_bytes() == before


@pytest.mark.parametrize("key", ["", "ab" * 31, "zz" * 32, "ab" * 32 + "'"])
def test_what_is_no_raw_key_never_reaches_sql(ward: Ward, key: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        open_engine(ward.store_file, key)


def test_a_plain_sqlite_file_is_refused(ward: Ward) -> None:
    ward.store_file.unlink()
    with closing(sqlite3.connect(ward.store_file)) as plain:
        plain.execute("CREATE TABLE change (n INTEGER)")
        plain.commit()
    with pytest.raises(StoreProblem, match="not encrypted"):
        ward.open()


@pytest.mark.parametrize("name", ["change_never_altered", "access_audit_never_deleted"])
def test_a_store_that_lost_a_guard_is_not_opened(ward: Ward, name: str) -> None:
    with closing(connect(ward.store_file, ward.key_hex)) as connection:
        connection.execute(f"DROP TRIGGER {name}")
    with pytest.raises(StoreProblem, match="lost the guards"):
        ward.open()


def test_a_missing_store_is_told_and_never_made(ward: Ward) -> None:
    ward.store_file.unlink()
    with pytest.raises(StoreProblem, match="No new one was made"):
        ward.open()
    with pytest.raises(StoreProblem, match="cannot be reached"):
        open_engine(ward.store_file, ward.key_hex)
    assert not ward.store_file.exists()


def test_an_empty_file_is_not_taken_for_a_new_store(ward: Ward) -> None:
    ward.store_file.write_bytes(b"")
    with pytest.raises(StoreProblem, match="is empty"):
        ward.open()
    assert ward.store_file.stat().st_size == 0


def test_a_file_that_is_no_store_is_refused(ward: Ward) -> None:
    ward.store_file.write_text("Minutes of the meeting\n" * 500)
    with pytest.raises(StoreProblem, match="not its key, or the beginning"):
        ward.open()


def test_an_encrypted_file_of_something_else_is_refused(ward: Ward) -> None:
    ward.store_file.unlink()
    create_database(ward.store_file, ward.key_hex)
    with pytest.raises(StoreProblem, match="not a store of this program"):
        ward.open()


def test_nobody_else_on_the_computer_may_read_the_files(workspace: OpenWorkspace) -> None:
    admit(workspace)
    modes = {path.name: path.stat().st_mode & 0o077 for path in workspace.folder.glob("store.db*")}
    assert len(modes) == 3
    assert set(modes.values()) == {0}


def test_no_file_of_the_folder_holds_a_word_of_a_record(ward: Ward) -> None:
    workspace = ward.open()
    sign_entry(workspace, admit(workspace, "Canaryweather"), plan="Canaryplan for tonight")
    while_open = [path.read_bytes() for path in ward.folder.iterdir() if path.is_file()]
    workspace.close()
    for written in (*while_open, ward.store_file.read_bytes()):
        assert not re.search(rb"canary(weather|plan)", written, re.IGNORECASE)
        assert not written.startswith(b"SQLite format 3")


@pytest.mark.skipif(os.name != "posix", reason="rights of files work otherwise on Windows")
def test_a_folder_that_may_not_be_written_is_told_in_words(ward: Ward, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path.parent, tmp_path.parent.parent, ward.folder):
        path.chmod(0o755)
    ward.folder.chmod(0o555)
    ward.store_file.chmod(0o444)
    program = [sys.executable, "-c", _OPEN_WITHOUT_RIGHTS, str(ward.store_file), ward.key_hex]
    told = subprocess.run(program, capture_output=True, text=True, check=False)
    ward.folder.chmod(0o700)
    assert told.stdout.startswith("Not saved. The folder of this workspace may be read but not")


_OPEN_WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from mdt_core.errors import StoreProblem
from mdt_desktop.device.database import open_engine
import sqlcipher3.dbapi2
from sqlalchemy import create_engine
create_engine("sqlite://", module=sqlcipher3.dbapi2).connect().close()  # loads all, while it may
if os.geteuid() == 0:
    os.setuid(65534)  # root may write anywhere; nobody may not
try:
    open_engine(Path(sys.argv[1]), sys.argv[2])
except StoreProblem as problem:
    print(problem)
"""
