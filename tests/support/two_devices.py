"""A clinician's laptop and a care home's computer: two real encrypted stores, each with its real window.

Each has a clock of its own, which may be wrong. One window is open at a time, as one person looks.
Between them stands either the real service, which can be reached only while changes are carried, or
the fold alone, which takes changes in any order and some twice.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Protocol

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from mdt_core.roles import Role
from mdt_desktop import player
from mdt_desktop.qt import style
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.session import Session, unlock_session
from mdt_desktop.setup import init_workspace
from mdt_desktop.sync.tie import Course, Tie
from mdt_desktop.ui.context import Runners
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.window import MainWindow
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState
from mdt_service.app import Parts
from mdt_service.handlers import keeping
from mdt_service.hub.scopes import EVERY_HOME, Grant
from tests.service.serving import running
from tests.support.exchange import Exchange
from tests.support.memory_store import TestClock
from tests.support.ward import Ward, make_ward

SECRET = "plain words of two devices"
_NO_KEYRING = KeyringState(name="none", reason="This computer has no keyring.")


@dataclass
class Device:
    """One computer with the person who is unlocked on it."""

    session: Session
    clock: TestClock

    @contextmanager
    def window(self) -> Iterator[Frame]:
        """Opens the window on the start screen, and closes it again."""
        runners = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long-work")))
        window = MainWindow(is_practice=True)
        shown = Frame(self.session, runners, window)
        window.show_part(shown)
        window.resize(1180, 820)
        window.show()
        shown.start()
        player.wait_for("Today, ")
        yield shown
        shown.finish()
        window.show_part(QWidget(window))
        shiboken6.delete(shown)
        for runner in (runners.reads, runners.deeds, runners.long_work):
            runner.close()
        window.close()
        shiboken6.delete(window)


class Way(Protocol):
    """What stands between the two computers."""

    def carry(self) -> None:
        """Brings to each what the other has written."""


class ByService:
    """The real service, at the same address each time that it is reached."""

    def __init__(self, parts: Parts, gp: Tie, home: Tie, home_id: str) -> None:
        self._parts, self._port = parts, 0
        self._grants = ((gp, Grant(EVERY_HOME, Role.GP)), (home, Grant(home_id, Role.HOME_CARER)))

    def carry(self) -> None:
        """Each exchanges until it has what the other sent; at first they are enrolled."""
        with running(self._parts, self._port) as address:
            if not self._port:
                self._port = int(address.rpartition(":")[2])
                for tie, grant in self._grants:
                    code = keeping.make_code(self._parts.service, [grant], made_by="the pair").code
                    tie.enrol(address, code)
            for tie, _grant in (*self._grants, *self._grants):
                ended = tie.exchange(Course())
                assert ended.report is not None, ended.error
                assert ended.report.agreed


@dataclass
class Pair:
    """The two computers, the way between them, and the residents that both know."""

    gp: Device
    home: Device
    way: Way
    ward: Ward


@contextmanager
def two_devices(
    folder: Path,
    app: QApplication,
    *,
    home_clock_wrong_by: timedelta = timedelta(0),
    service: Parts | None = None,
) -> Iterator[Pair]:
    """Founds both, makes the ward on the clinician's, and carries it to the home's once.

    By the service where one is given, which nobody has reached yet; else by the fold alone.
    """
    style.apply(app, style.Look())
    gp = _device(folder / "gp", "Dr Amina Shah", Role.GP, timedelta(0))
    home = _device(folder / "home", "Joy Adeyemi", Role.HOME_CARER, home_clock_wrong_by)
    ward = make_ward(gp.session.store, gp.session.actor)
    carer = replace(home.session.actor, homes=frozenset({ward.home_id}))
    home.session = replace(home.session, actor=carer)
    way: Way = Exchange(gp.session.store, home.session.store, Random(11))
    if service is not None:
        way = ByService(service, gp.session.tie, home.session.tie, ward.home_id)
    way.carry()
    yield Pair(gp, home, way, ward)
    gp.session.close()
    home.session.close()


def _device(folder: Path, name: str, role: Role, wrong_by: timedelta) -> Device:
    clock = TestClock()
    clock.now += wrong_by
    founded = init_workspace(
        folder,
        name=name,
        role=role,
        organisation="Larch House" if role is Role.HOME_CARER else "Elm Surgery",
        homes=["Rowan Court"],
        secret=SECRET,
        keyring=_NO_KEYRING,
        clock=clock,
        random=os.urandom,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    session = unlock_session(
        folder,
        person_id=founded.person_id,
        secret=SECRET,
        clock=clock,
        random=os.urandom,
        keyring=_NO_KEYRING,
    )
    return Device(session, clock)
