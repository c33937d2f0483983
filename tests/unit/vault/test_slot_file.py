"""The slot file on a bad disk, a full disk, half written, and with two processes at it."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdt_core.errors import StoreProblem
from mdt_desktop.vault import create_workspace, slots
from mdt_desktop.vault.file_lock import locked
from tests.unit.vault.conftest import GP, NURSE, PASSPHRASE, Desk

MAIN, COPY = "slots.json", "slots.json.bak"


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_both_copies_are_the_same_and_for_the_owner_alone(desk: Desk) -> None:
    desk.create()

    main, copy = desk.folder / MAIN, desk.folder / COPY
    assert main.read_bytes() == copy.read_bytes()
    assert {main.stat().st_mode & 0o777, copy.stat().st_mode & 0o777} == {0o600}
    assert desk.folder.stat().st_mode & 0o777 == 0o700


def test_the_files_hold_neither_key_nor_pin(desk: Desk) -> None:
    key = desk.create()

    for written in content(desk.folder).values():
        assert key.hex().encode() not in written
        assert key.reveal() not in written
        assert b"482913" not in written


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(share=st.floats(0, 1, exclude_max=True), name=st.sampled_from([MAIN, COPY]))
def test_one_copy_cut_short_anywhere_is_made_good_by_the_other(
    tmp_path_factory: pytest.TempPathFactory, desk: Desk, share: float, name: str
) -> None:
    fresh = Desk(tmp_path_factory.mktemp("cut") / "workspace", desk.keyring)
    key = fresh.create()
    path = fresh.folder / name
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    assert fresh.unlock() == key
    assert (fresh.folder / MAIN).read_bytes() == (fresh.folder / COPY).read_bytes()
    assert (fresh.folder / f"{name}.damaged").read_bytes() == whole[: int(len(whole) * share)]


@pytest.mark.parametrize("name", [MAIN, COPY])
def test_a_missing_copy_is_made_again(
    desk: Desk, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    key = desk.create()
    (desk.folder / name).unlink()

    assert desk.unlock() == key
    assert (desk.folder / name).exists()
    assert f"{name} is missing" in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": "mdt-slots", "version": 1}',
        '{"format": "something else", "version": 1}',
        "[" * 100_000,
        '{"format": "mdt-slots", "version": 1, "sha256": "", "body": {}}',
        " " * (1024 * 1024 + 1),
    ],
    ids=["empty", "half", "list", "no body", "other file", "deep", "bad digest", "too large"],
)
def test_two_damaged_copies_are_told_in_words_and_left_as_they_are(desk: Desk, text: str) -> None:
    desk.create()
    for name in (MAIN, COPY):
        (desk.folder / name).write_text(text)
    before = content(desk.folder)

    with pytest.raises(StoreProblem, match=r"cannot be read: slots\.json is .*Nothing was changed"):
        slots(desk.folder)
    with pytest.raises(StoreProblem, match="from a backup"):
        desk.unlock()
    assert content(desk.folder) == before


def test_one_flipped_character_is_noticed(desk: Desk) -> None:
    desk.create()
    for name in (MAIN, COPY):
        path = desk.folder / name
        path.write_text(path.read_text().replace("Ada Example", "Ida Example"))

    with pytest.raises(StoreProblem, match="digest does not fit"):
        slots(desk.folder)


def test_missing_slots_are_told_as_missing(desk: Desk) -> None:
    desk.folder.mkdir()

    with pytest.raises(StoreProblem, match=r"slots.json is missing; slots.json.bak is missing"):
        slots(desk.folder)


def test_a_missing_folder_is_told_and_not_made(desk: Desk) -> None:
    with pytest.raises(StoreProblem, match="folder of this workspace is not there"):
        desk.unlock()
    assert not desk.folder.exists()


@pytest.mark.parametrize("name", [MAIN, COPY])
def test_a_file_of_a_newer_program_is_refused_and_left_as_it_is(desk: Desk, name: str) -> None:
    desk.create()
    path = desk.folder / name
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": 2}))
    before = content(desk.folder)

    with pytest.raises(StoreProblem, match="another version of the program"):
        desk.unlock()
    assert content(desk.folder) == before


def test_a_write_that_reached_only_the_first_copy_holds(desk: Desk) -> None:
    key = desk.create()
    old = (desk.folder / COPY).read_bytes()
    desk.add(key)
    (desk.folder / COPY).write_bytes(old)

    assert {slot.name for slot in slots(desk.folder)} == {NURSE.name, GP.name}


def test_the_left_over_of_a_killed_writer_is_swept_and_never_read(desk: Desk) -> None:
    key = desk.create()
    left_over = desk.folder / ".slots-killed.new"
    left_over.write_text('{"format": "mdt-sl')

    assert desk.unlock() == key
    assert not left_over.exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EIO, r"could not be written \(Input/output error\)")],
)
def test_a_write_that_fails_leaves_the_files_as_they_were(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    key = desk.create()
    before = content(desk.folder)

    def _failing(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _failing)
        with pytest.raises(StoreProblem, match=words):
            desk.unlock()
        with pytest.raises(StoreProblem, match=words):
            Desk(desk.folder / "another", desk.keyring).create()
    assert content(desk.folder) == before
    assert desk.unlock() == key


def test_a_copy_that_the_disk_refuses_is_passed_over(desk: Desk) -> None:
    desk.create()
    (desk.folder / MAIN).unlink()
    (desk.folder / MAIN).mkdir()

    assert slots(desk.folder)[0].name == NURSE.name


def test_a_lock_that_cannot_be_made_is_told(desk: Desk) -> None:
    desk.create()
    (desk.folder / "slots.lock").unlink()
    (desk.folder / "slots.lock").mkdir()

    with pytest.raises(StoreProblem, match="could not be read"):
        slots(desk.folder)


def test_a_folder_made_a_workspace_meanwhile_keeps_its_first_keys(desk: Desk) -> None:
    """Two first runs at once: the second finds keys only under the lock."""
    ring = desk.keyring
    raced: list[Desk] = []

    def _random(number: int) -> bytes:
        if not raced:
            raced.append(desk)
            desk.create()
        return os.urandom(number)

    with pytest.raises(StoreProblem, match="already holds a workspace"):
        create_workspace(desk.folder, person=GP, secret="482913", keyring=ring, random=_random)
    assert [slot.name for slot in slots(desk.folder)] == [NURSE.name]


def test_whoever_holds_the_lock_too_long_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "slots.lock"

    with (
        locked(lock),
        pytest.raises(StoreProblem, match="Another copy of the program"),
        locked(lock, patience_s=0.05),
    ):
        raise AssertionError("two held one lock")


ENROL = """
import os, sys
from pathlib import Path
from mdt_desktop.vault import PRACTICE_DERIVATION, DataKey, KeyringState, SlotPerson, add_slot
folder, key = Path(sys.argv[1]), DataKey(bytes.fromhex(sys.argv[2]))
for number in range(8):
    person = SlotPerson(id=f"{sys.argv[3]}{number}", name="N", role="Nurse")
    add_slot(folder, key, person=person, secret="seven grey herons", random=os.urandom,
             keyring=KeyringState("none", "none"), derivation=PRACTICE_DERIVATION)
    print(number, flush=True)
"""


def test_two_processes_at_once_lose_no_slot(bare_desk: Desk) -> None:
    key = bare_desk.create(PASSPHRASE)
    words = [sys.executable, "-c", ENROL, str(bare_desk.folder), key.hex()]

    both = [subprocess.Popen([*words, name], stdout=subprocess.DEVNULL) for name in ("a", "b")]

    assert [one.wait(timeout=50) for one in both] == [0, 0]
    assert len(slots(bare_desk.folder)) == 17
    assert bare_desk.unlock(PASSPHRASE, person="b7") == key


@pytest.mark.parametrize("enrolled", [1, 3, 6])
def test_a_killed_writer_loses_nothing_it_had_reported(bare_desk: Desk, enrolled: int) -> None:
    key = bare_desk.create(PASSPHRASE)
    words = [sys.executable, "-c", ENROL, str(bare_desk.folder), key.hex(), "k"]

    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        reported = [writer.stdout.readline() for _ in range(enrolled)]
        writer.kill()

    assert reported == [f"{number}\n" for number in range(enrolled)]
    assert len(slots(bare_desk.folder)) > enrolled
    assert bare_desk.unlock(PASSPHRASE, person=f"k{enrolled - 1}") == key
