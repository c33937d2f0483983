"""Examines a workspace and says in plain words what is well and what is not; changes nothing.

No finding holds a word of a record: names of tables, counts and identifiers at most. What takes
long (folding everything again) is done in an encrypted copy, so that work goes on meanwhile.
"""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from mdt_core.clock import clinical_moment
from mdt_core.errors import InvalidInput, StoreProblem
from mdt_desktop.device import health
from mdt_desktop.device.backup import backups_in
from mdt_desktop.device.database import connect, unmet_settings
from mdt_desktop.device.migrations import HEAD, revision_of
from mdt_desktop.device.problems import in_words
from mdt_desktop.device.rebuilt import differences
from mdt_desktop.device.snapshot import damage
from mdt_desktop.device.workspace import OpenWorkspace
from mdt_desktop.spelling import spelling_problem

BACKUP_MAY_BE_OLD = timedelta(days=2)
FREE_BYTES_WANTED = 1024**3
_MEGABYTE = 1024**2

_RESTORE = "Close the program, keep the folder as it is, and restore the newest backup."
_REPORT = "Go on with paper if in doubt, make a backup, and report this."


_MAKE_ONE: Final = "Unlock the client, which makes one a day, or run: mdt backup"


class Weight(StrEnum):
    """How much a finding matters."""

    WELL = "well"
    ATTENTION = "attention"
    SERIOUS = "serious"


@dataclass(frozen=True)
class Finding:
    """One thing looked at, in words; `next_step` is empty where nothing is to be done."""

    name: str
    weight: Weight
    words: str
    next_step: str = ""


def examine(workspace: OpenWorkspace, at: datetime) -> tuple[Finding, ...]:
    """Looks at everything and gives one finding each; a check that cannot be made is a finding too."""
    return tuple(_checked(name, check, workspace, at) for name, check in _CHECKS.items())


_Check = Callable[[OpenWorkspace, datetime], tuple[Weight, str, str]]


def _checked(name: str, check: _Check, workspace: OpenWorkspace, at: datetime) -> Finding:
    try:
        with in_words():
            return Finding(name, *check(workspace, at))
    except StoreProblem as problem:
        return Finding(name, Weight.SERIOUS, problem.message, problem.next_step)


def _verdict(wrong: tuple[str, ...], well: str, next_step: str) -> tuple[Weight, str, str]:
    if not wrong:
        return Weight.WELL, well, ""
    return Weight.SERIOUS, "; ".join(wrong), next_step


def _settings(workspace: OpenWorkspace, _at: datetime) -> tuple[Weight, str, str]:
    with closing(connect(workspace.store_file, workspace.key.hex())) as connection:
        wrong = unmet_settings(connection)
    words = tuple(f"The setting {name} is not as it must be" for name in wrong)
    return _verdict(words, "The store is encrypted and every safety setting holds", _REPORT)


def _schema(workspace: OpenWorkspace, _at: datetime) -> tuple[Weight, str, str]:
    with closing(connect(workspace.store_file, workspace.key.hex())) as connection:
        revision = revision_of(connection)
    wrong = () if revision == HEAD else (f"The tables are at {revision}, not at {HEAD}",)
    return _verdict(wrong, f"The tables are those of this program ({HEAD})", _REPORT)


def _file(workspace: OpenWorkspace, _at: datetime) -> tuple[Weight, str, str]:
    with closing(connect(workspace.store_file, workspace.key.hex())) as connection:
        wrong = tuple(f"The file is damaged: {words}" for words in damage(connection))
    return _verdict(wrong, "Every page of the file is as it was written", _RESTORE)


def _changes(workspace: OpenWorkspace, _at: datetime) -> tuple[Weight, str, str]:
    with workspace.store.reading() as connection:
        wrong = health.altered_changes(connection)
        count = health.count_changes(connection)
    return _verdict(wrong, f"All {count} changes are word for word as signed", _RESTORE)


def _outbox(workspace: OpenWorkspace, _at: datetime) -> tuple[Weight, str, str]:
    with workspace.store.reading() as connection:
        wrong = health.outbox_gaps(connection)
    return _verdict(wrong, f"The outbox is complete; {workspace.waiting()} waiting", _REPORT)


def _audit(workspace: OpenWorkspace, _at: datetime) -> tuple[Weight, str, str]:
    with workspace.store.reading() as connection:
        wrong = health.broken_audit(connection)
    return _verdict(wrong, "The access record is an unbroken chain", _REPORT)


def _projections(workspace: OpenWorkspace, _at: datetime) -> tuple[Weight, str, str]:
    try:
        wrong = differences(workspace)
    except InvalidInput:
        return Weight.SERIOUS, "A change cannot be read, so screens were not compared", _RESTORE
    words = tuple(f"The table {name} differs from what the changes say" for name in wrong)
    return _verdict(words, "What screens show is what the changes say", _REPORT)


def _backup(workspace: OpenWorkspace, at: datetime) -> tuple[Weight, str, str]:
    newest = next(iter(backups_in(workspace.backups)), None)
    if newest is None:
        return Weight.ATTENTION, "There is no backup yet", _MAKE_ONE
    words = f"The newest backup is of {clinical_moment(newest.at)}"
    if at - newest.at > BACKUP_MAY_BE_OLD:
        return Weight.ATTENTION, words, _MAKE_ONE
    if newest.at > at:
        return Weight.ATTENTION, f"{words}, which is still to come", "Check the computer's clock."
    return Weight.WELL, words, ""


def _disk(workspace: OpenWorkspace, _at: datetime) -> tuple[Weight, str, str]:
    free = shutil.disk_usage(workspace.folder).free
    wanted = max(FREE_BYTES_WANTED, 3 * workspace.store_file.stat().st_size)
    words = f"The disk has {free // _MEGABYTE} MB free"
    if free < wanted:
        return Weight.ATTENTION, words, f"Free some space: {wanted // _MEGABYTE} MB are wanted."
    return Weight.WELL, words, ""


def _spelling(_workspace: OpenWorkspace, _at: datetime) -> tuple[Weight, str, str]:
    problem = spelling_problem()
    if problem:
        return (
            Weight.ATTENTION,
            problem,
            "Writing goes on without marks. Install the program again.",
        )
    return Weight.WELL, "The dictionary is there and spelling is marked", ""


_CHECKS: dict[str, _Check] = {
    "Encryption and settings": _settings,
    "Tables": _schema,
    "File": _file,
    "Changes": _changes,
    "Outbox": _outbox,
    "Access record": _audit,
    "Projections": _projections,
    "Backup": _backup,
    "Disk": _disk,
    "Spelling": _spelling,
}
