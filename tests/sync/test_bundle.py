"""An exchange by files: between a real store and the real service, with no network in between."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_core.errors import KnownError
from mdt_core.roles import Role
from mdt_desktop.device import sync_book
from mdt_desktop.sync.bundle import Saved, Taken, outstanding, save_bundle, take_answer
from mdt_desktop.sync.report import Report
from mdt_desktop.sync.tie import Course, Tie
from mdt_service.cli import bundle as at_service
from mdt_service.hub import bundles
from tests.service.serving import Serving
from tests.store.deeds import admit, sign_entry
from tests.support.memory_store import TestClock
from tests.sync.conftest import NO_KEYRING, Desk, NewDesk
from tests.sync.test_exchange import rows

BY = "Joy Adeyemi"


@dataclass
class Stick:
    """Carries files between a computer and a service; each file is a new one."""

    folder: Path
    said: list[str] = field(default_factory=list)
    count: int = 0

    def save(self, desk: Desk) -> Path:
        self.count += 1
        path = self.folder / f"{self.count}.mdtbundle"
        self.saved: Saved = save_bundle(tie_of(desk), path)
        return path

    def answer(self, served: Serving, file: Path) -> Path:
        self.count += 1
        path = self.folder / f"answer-{self.count}.mdtbundle"
        at_service.take(served.parts, file, path, by=BY, say=self.said.append)
        return path

    def carry(self, desk: Desk, served: Serving) -> Report:
        """There and back."""
        return report_of(take(desk, self.answer(served, self.save(desk))))


def tie_of(desk: Desk) -> Tie:
    return Tie(desk.workspace, NO_KEYRING, desk.clock, secrets.token_bytes)


def take(desk: Desk, answer: Path) -> Taken:
    return take_answer(tie_of(desk), answer, Course())


def report_of(taken: Taken) -> Report:
    if taken.ended.error is not None:
        raise taken.ended.error
    assert taken.ended.report is not None
    return taken.ended.report


def waiting(desk: Desk) -> int:
    with desk.workspace.store.reading() as connection:
        return sync_book.counts(connection).waiting


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    folder = tmp_path / "stick"
    folder.mkdir()
    return Stick(folder)


def test_what_is_written_apart_arrives_at_both_ends_by_files(
    served: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    gp = new_desk("amina", Role.GP, served)
    home = new_desk("joy", Role.GP, served)
    about = admit(gp.workspace)
    gp.exchange()
    home.exchange()
    sign_entry(home.workspace, about, plan="From the home")
    sign_entry(gp.workspace, about, plan="From the surgery")
    gp.exchange()
    report = stick.carry(home, served)
    assert (report.sent, report.agreed) == (1, True)
    assert report.got >= 1
    gp.exchange()
    assert rows(gp) == rows(home)
