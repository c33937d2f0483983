"""Reads and writes `slots.json`, of which there are always two.

Without its slots a workspace cannot be opened by anyone, so each write goes to `slots.json` and then
to `slots.json.bak`, each in one step (a new file, synced, renamed). Each carries a digest that is
checked at every read: one damaged or missing copy is put right at the next write, the damaged file
kept aside. The digest finds bad disks, not bad people; against those stands the seal of each slot.
An older copy of the whole folder, put back, opens with the PINs of its day: who leaves for good
needs a new data key, which is the device room's to make.
"""

import errno
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from mdt_core.errors import StoreProblem
from mdt_desktop.vault.file_lock import locked
from mdt_desktop.vault.places import COPY_NAME, FILE_NAME, slot_files
from mdt_desktop.vault.slot import SlotSet, canonical, canonical_json

LOCK_NAME = "slots.lock"

_FORMAT = "mdt-slots"
_VERSION = 1
_LARGEST_BYTES = 1024 * 1024
_NEW_PREFIX, _NEW_SUFFIX = ".slots-", ".new"
_DAMAGED_SUFFIX = ".damaged"

_log = logging.getLogger("mdt.vault")


class _UnreadableError(Exception):
    """One copy is missing or damaged; its text says how."""


def read_slots(folder: Path) -> SlotSet:
    """Return the slots; raises StoreProblem, with the files untouched, where neither copy is good."""
    try:
        with locked(_lock_file(folder)):
            return _read(folder)
    except OSError as error:
        raise _not_done(error, "read") from error


def update_slots(folder: Path, change: Callable[[SlotSet], SlotSet]) -> SlotSet:
    """Read, change and write the slots with no one else in between; returns what was written.

    What `change` raises leaves the files as they were.
    """
    try:
        with locked(_lock_file(folder)):
            before = _read(folder)
            after = change(before).model_copy(update={"revision": before.revision + 1})
            _write(folder, after)
            return after
    except OSError as error:
        raise _not_done(error, "written") from error


def write_first_slots(folder: Path, slots: SlotSet) -> None:
    """Make the folder and write its first slots; raises StoreProblem where there are some already."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(folder / LOCK_NAME):
            if slot_files(folder):
                raise already_there()
            _write(folder, slots)
    except OSError as error:
        raise _not_done(error, "written") from error


def already_there() -> StoreProblem:
    """Return the error for a folder that must not get new keys over old ones."""
    return StoreProblem(
        "This folder already holds a workspace, and its keys are not replaced.",
        next_step="Unlock it, or choose an empty folder.",
    )


def _lock_file(folder: Path) -> Path:
    if not folder.is_dir():
        raise StoreProblem(
            "The folder of this workspace is not there.",
            next_step="Check that its disk is connected, or choose the folder again.",
        )
    return folder / LOCK_NAME


def _read(folder: Path) -> SlotSet:
    good, trouble = [], []
    for name in (FILE_NAME, COPY_NAME):
        try:
            good.append(_read_copy(folder / name))
        except _UnreadableError as error:
            trouble.append(f"{name} {error}")
    if not good:
        raise StoreProblem(
            f"The keys of this workspace cannot be read: {'; '.join(trouble)}. Nothing was changed.",
            next_step=f"Put back {FILE_NAME} from a backup of this folder.",
        )
    for words in trouble:
        _log.warning("one copy of the key slots is not usable, the other is: %s", words)
    return max(good, key=lambda slots: slots.revision)


def _read_copy(path: Path) -> SlotSet:
    try:
        with path.open("rb") as file:
            written = file.read(_LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise _UnreadableError("is missing") from None
    except OSError as error:
        raise _UnreadableError(f"cannot be read ({error.strerror})") from error
    return _decoded(written)


def _decoded(written: bytes) -> SlotSet:
    try:
        outer = json.loads(written[:_LARGEST_BYTES])
        _check_version(outer["format"], outer["version"])
        body = canonical_json(outer["body"])
        if outer["sha256"] != hashlib.sha256(body).hexdigest():
            raise _UnreadableError("is damaged (its digest does not fit)")
        return SlotSet.model_validate_json(body)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _UnreadableError("is damaged") from error


def _check_version(name: object, version: object) -> None:
    if name == _FORMAT and version != _VERSION:
        raise StoreProblem(
            f"This workspace was written by another version of the program (keys of version"
            f" {version!r}, known here: {_VERSION}). Nothing was changed.",
            next_step="Update the program on this computer.",
        )
    if name != _FORMAT:
        raise _UnreadableError("is not a file of key slots")


def _encoded(slots: SlotSet) -> bytes:
    body = canonical(slots)
    outer = {
        "format": _FORMAT,
        "version": _VERSION,
        "sha256": hashlib.sha256(body).hexdigest(),
        "body": json.loads(body),
    }
    return json.dumps(outer, indent=1).encode("ascii")


def _write(folder: Path, slots: SlotSet) -> None:
    written = _encoded(slots)
    _decoded(written)  # what could not be read again is not written at all
    for left_over in folder.glob(f"{_NEW_PREFIX}*{_NEW_SUFFIX}"):
        left_over.unlink()  # of a writer that was killed; we hold the lock
    for name in (FILE_NAME, COPY_NAME):
        _keep_aside_if_damaged(folder / name)
        _replace(folder / name, written)


def _keep_aside_if_damaged(path: Path) -> None:
    try:
        _read_copy(path)
    except _UnreadableError:
        if path.exists():
            path.replace(path.with_name(path.name + _DAMAGED_SUFFIX))


def _replace(path: Path, written: bytes) -> None:
    descriptor, name = tempfile.mkstemp(_NEW_SUFFIX, _NEW_PREFIX, path.parent)  # made with 0600
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # pragma: no cover - Windows has no handle of a folder to sync
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_done(error: OSError, deed: str) -> StoreProblem:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StoreProblem(
            "The disk is full, so the keys of this workspace could not be written. Nothing is lost.",
            next_step="Free some space, then try again.",
        )
    return StoreProblem(
        f"The keys of this workspace could not be {deed} ({error.strerror}). Nothing is lost.",
        next_step="Check that you may use the folder and that its disk is connected.",
    )
