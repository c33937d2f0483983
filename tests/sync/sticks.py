"""A stick that carries files between a computer without a network and the service, by the programs' own doors."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mdt_core.errors import KnownError
from mdt_core.roles import Role
from mdt_core.sync.bundle import LARGEST_CONTENT
from mdt_desktop.device import sync_book
from mdt_desktop.sync.bundle import Taken, save_bundle, take_answer
from mdt_desktop.sync.bundle_book import Saved
from mdt_desktop.sync.report import Report
from mdt_desktop.sync.tie import Course, Tie
from mdt_service.cli import bundle as at_service
from tests.service.serving import Serving
from tests.sync.conftest import NO_KEYRING, Desk, NewDesk

BY = "Joy Adeyemi"


@dataclass
class Stick:
    """Carries files between a computer and a service; each file is a new one."""

    folder: Path
    said: list[str] = field(default_factory=list)
    count: int = 0

    def save(self, desk: Desk, room: int = LARGEST_CONTENT) -> Path:
        self.count += 1
        path = self.folder / f"{self.count}.mdtbundle"
        self.saved: Saved = save_bundle(tie_of(desk), path, room=room)
        return path

    def answer(self, served: Serving, file: Path, room: int = LARGEST_CONTENT) -> Path:
        self.count += 1
        path = self.folder / f"answer-{self.count}.mdtbundle"
        at_service.take(served.parts, file, path, by=BY, say=self.said.append, room=room)
        return path

    def carry(self, desk: Desk, served: Serving) -> Report:
        """There and back."""
        return report_of(take(desk, self.answer(served, self.save(desk))))


def tie_of(desk: Desk) -> Tie:
    return Tie(desk.workspace, NO_KEYRING, desk.clock, secrets.token_bytes, desk.actor)


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


def connected(new_desk: NewDesk, served: Serving, name: str = "joy") -> Desk:
    """A computer that met the service once, and has no network since."""
    desk = new_desk(name, Role.GP, served)
    desk.exchange()
    return desk


def refusal(desk: Desk, answer: Path) -> str:
    """Why an answer is not taken in, with what to do; it is a sentence of ours."""
    with pytest.raises(KnownError) as refused:
        report_of(take(desk, answer))
    assert refused.value.next_step
    return refused.value.message


def refusal_there(served: Serving, file: Path, stick: Stick) -> str:
    """Why the service does not take a file in; no answer is written then."""
    answer = stick.folder / "never written"
    with pytest.raises(KnownError) as refused:
        at_service.take(served.parts, file, answer, by=BY, say=stick.said.append)
    assert not answer.exists()
    return refused.value.message


def deeds(desk: Desk) -> list[str]:
    """What the access audit of a computer says was done, in order."""
    with desk.workspace.store.reading() as connection:
        lines = sync_book.audit_after(connection, 0, most=1_000)
    return [str(each["action"]) for each in lines]
