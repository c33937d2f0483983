"""Disk full, a removed file, a damaged page, a busy store: said in words, and nothing half saved."""

import errno
import os
import random
import shutil

import pytest
from sqlalchemy import exc, text

from mdt_core.errors import StoreProblem
from mdt_desktop.device.database import open_engine
from mdt_desktop.device.doctor import Weight, examine
from mdt_desktop.device.problems import in_words
from mdt_desktop.device.snapshot import verify
from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import NOON, Ward, admit, sign_entry

LONG_PLAN = f"{random.Random(1).getrandbits(64_000):x}"
"""A plan that takes as much of the disk as it has letters."""


def _count(workspace: OpenWorkspace, table: str) -> int:
    with workspace.engine.begin() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def test_a_full_disk_is_told_and_nothing_of_the_deed_stays(workspace: OpenWorkspace) -> None:
    about = admit(workspace)
    before = {name: _count(workspace, name) for name in ("change", "record", "outbox")}
    with workspace.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreProblem) as told:
        sign_entry(workspace, about, plan=LONG_PLAN)
    assert told.value.message == "Not saved. The disk is full. Your text is still here."
    assert told.value.next_step == "Free some space, then press Sign again."
    assert {name: _count(workspace, name) for name in before} == before


def test_after_the_disk_has_space_again_the_same_deed_is_saved(workspace: OpenWorkspace) -> None:
    about = admit(workspace)
    with workspace.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StoreProblem, match="disk is full"):
        sign_entry(workspace, about, plan=LONG_PLAN)
    with workspace.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert sign_entry(workspace, about, plan=LONG_PLAN)


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed on Windows")
@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_store_removed_while_open_takes_no_more_deeds(ward: Ward, is_replaced: bool) -> None:
    workspace = ward.open()
    about = admit(workspace)
    copy = shutil.copy(ward.store_file, ward.folder / "copy.db")
    ward.store_file.unlink()
    if is_replaced:
        shutil.copy(copy, ward.store_file)
    with pytest.raises(StoreProblem, match="removed or replaced while it was open"):
        sign_entry(workspace, about)
    with pytest.raises(StoreProblem, match=r"removed or replaced|cannot be reached"):
        workspace.close()


def test_a_store_that_another_connection_holds_is_told_as_busy(workspace: OpenWorkspace) -> None:
    about = admit(workspace)
    other = open_engine(workspace.store_file, workspace.key.hex())
    with workspace.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    with other.connect() as holding:
        holding.execution_options(writes=True).begin()
        with pytest.raises(StoreProblem, match="Another part of the program is still writing"):
            sign_entry(workspace, about)
    other.dispose()


def test_a_mistake_of_ours_is_not_dressed_up_as_the_persons(workspace: OpenWorkspace) -> None:
    with pytest.raises(exc.OperationalError), workspace.engine.begin() as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))


def test_an_error_text_holds_no_value_of_a_record(workspace: OpenWorkspace) -> None:
    with pytest.raises(exc.IntegrityError) as told:
        workspace.drafts.save("gp-1", "round_entry", "r-1", None, NOON)  # type: ignore[arg-type]
    assert "NOT NULL" in str(told.value)
    assert "gp-1" not in str(told.value)


@pytest.mark.parametrize("seed", range(8))
def test_one_flipped_bit_anywhere_in_the_store_is_found(ward: Ward, seed: int) -> None:
    workspace = ward.open()
    about = admit(workspace)
    for number in range(20):
        sign_entry(workspace, about, plan=f"Plan {number}. " * 50)
    workspace.close()
    written = bytearray(ward.store_file.read_bytes())
    chosen = random.Random(seed)
    written[chosen.randrange(16, len(written))] ^= 1 << chosen.randrange(8)
    ward.store_file.write_bytes(written)
    with pytest.raises(StoreProblem, match="damaged"):
        verify(ward.store_file, ward.key_hex)


def test_the_doctor_tells_a_damaged_page(ward: Ward) -> None:
    workspace = ward.open()
    about = admit(workspace)
    for number in range(20):
        sign_entry(workspace, about, plan=f"Plan {number}. " * 50)
    workspace.close()
    written = bytearray(ward.store_file.read_bytes())
    written[-100] ^= 1
    ward.store_file.write_bytes(written)
    workspace = ward.open()
    found = {finding.name: finding for finding in examine(workspace, NOON)}
    workspace.close()
    assert found["File"].weight is Weight.SERIOUS
    assert "HMAC" in found["File"].words
    assert "restore the newest backup" in found["File"].next_step


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "not written"),
        (errno.ENOENT, "cannot be reached"),
        (errno.EIO, "did not read or write"),
        (errno.ENOMEM, "no memory left"),
        (errno.EMFILE, "did not read or write"),
    ],
)
def test_what_the_system_reports_is_told_in_words(code: int, words: str) -> None:
    with pytest.raises(StoreProblem, match=words), in_words():
        raise OSError(code, os.strerror(code))
