"""An open workspace and its service, for the window and the command line: connect, exchange, how it stands.

It keeps no connection between exchanges, and writes how far the counter grew after each. It opens no
window and starts no thread; each call belongs on a runner.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx2

from mdt_core.actor import Actor
from mdt_core.clock import Clock
from mdt_core.store.unit_of_work import Changes
from mdt_desktop.device.workspace import OpenWorkspace
from mdt_desktop.sync.account import Account, account_of
from mdt_desktop.sync.client import ServiceClient
from mdt_desktop.sync.engine import Exchange, Progress, Report
from mdt_desktop.sync.lease import look
from mdt_desktop.sync.link import client_of, enrol, keep_counter, link_of
from mdt_desktop.sync.status import USUAL, FreshFor, SyncStatus, sync_status
from mdt_desktop.vault.device_keyring import KeyringState, RandomBytes

APP_VERSION = "0.1.0"


@dataclass(frozen=True)
class Ended:
    """How an exchange ended: its report or what stopped it, and what came in until then."""

    report: Report | None = None
    error: Exception | None = None
    told: Changes = field(default_factory=Changes)


@dataclass
class Course:
    """An exchange under way, as seen from another thread: how far it is, and whether it goes on."""

    progress: Progress = field(default_factory=Progress)
    is_stopped: bool = False

    def tell(self, progress: Progress) -> None:
        """Takes down how far it is."""
        self.progress = progress

    def goes_on(self) -> bool:
        """Whether the next request may be made."""
        return not self.is_stopped


@dataclass(frozen=True)
class Tie:
    """One workspace and the service that it is, or may be, enrolled with."""

    workspace: OpenWorkspace
    keyring: KeyringState
    clock: Clock
    random: RandomBytes
    by: Actor
    """Who exchanges: their name stands with each file that is saved or taken in."""
    transport: Callable[[], httpx2.BaseTransport] | None = None

    def status(self) -> SyncStatus:
        """How things stand, as far as this computer knows."""
        with self.workspace.store.reading() as connection:
            return sync_status(connection)

    def count_use(self, used: timedelta) -> None:
        """Counts on how long this computer was used without the service."""
        look(self.workspace.store, self.clock(), used)

    def account(self) -> Account:
        """All that the sync screen and the report for support tell."""
        with self.workspace.store.reading() as connection:
            return account_of(connection, self.workspace.state)

    def enrol(self, address: str, code: str, pinned_ca: str = "") -> None:
        """Makes this device known by a one-time code; raises SyncTrouble, InvalidInput or Refused."""
        enrol(
            self.workspace,
            address=address.strip(),
            code=code.strip(),
            keyring=self.keyring,
            random=self.random,
            clock=self.clock,
            app_version=APP_VERSION,
            pinned_ca=pinned_ca.strip() or None,
        )

    def got_at(self, home_id: str) -> "Got":
        """When everything of a home was last got; of every home, the oldest, where none is named."""
        return Got.of(self.status(), home_id)

    def chance(self) -> float:
        """A number between 0 and 1, by which waits differ from computer to computer."""
        return int.from_bytes(self.random(4), "big") / 2**32

    def exchange(self, course: Course) -> Ended:
        """Does one exchange. What it took in is told even where it was stopped or failed."""
        link = link_of(self.workspace, self.keyring)
        if link is None:
            return Ended()
        transport = self.transport() if self.transport else None
        client = client_of(self.workspace, link, APP_VERSION, transport=transport)
        try:
            return self._exchanged(client, course)
        finally:
            keep_counter(self.workspace, client.counter)
            client.close()

    def _exchanged(self, client: ServiceClient, course: Course) -> Ended:
        incarnation = self.workspace.state.incarnation
        exchange = Exchange(
            self.workspace.store, client, incarnation, self.clock, course.tell, course.goes_on
        )
        try:
            report = exchange.run()
        except Exception as error:  # noqa: BLE001 - handed on whole, with what came in before it
            return Ended(error=error, told=exchange.told)
        return Ended(report=report, told=report.told)


@dataclass(frozen=True)
class Got:
    """How old what is shown may be: `at` is when all of it was last got, None where it never was.

    A workspace without a service knows what it knows: there is nothing to be got.
    """

    is_linked: bool = False
    at: datetime | None = None
    fresh_for: FreshFor = USUAL

    @staticmethod
    def of(status: SyncStatus, home_id: str) -> "Got":
        """That of a home, or of the one that was got longest ago."""
        if not status.is_linked:
            return Got()
        known = status.got_at or {}
        if home_id:
            return Got(is_linked=True, at=known.get(home_id), fresh_for=status.fresh_for)
        moments = [at for at in known.values() if at is not None]
        is_whole = bool(moments) and len(moments) == len(known)
        oldest = min(moments) if is_whole else None
        return Got(is_linked=True, at=oldest, fresh_for=status.fresh_for)
