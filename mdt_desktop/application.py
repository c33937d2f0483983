"""The program while it runs: the only place that knows every part and puts them together.

Locked window, first-run window or the frame of a signed-in person stand in one window. The store's
packages are loaded on a runner while the PIN is typed. Locking keeps the draft, blanks the window at
once, closes every connection and forgets the key.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from os import urandom
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from mdt_core.errors import KnownError
from mdt_core.london import system_clock
from mdt_desktop import loaded_late, logs, paths
from mdt_desktop.qt import style
from mdt_desktop.qt.painted import once_painted
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.settings import Settings, load_settings, save_settings
from mdt_desktop.ui.frame.held_text import HeldText
from mdt_desktop.ui.frame.idle import IdleWatch
from mdt_desktop.ui.frame.last_exchange import LastExchange
from mdt_desktop.ui.frame.loading import Loading
from mdt_desktop.ui.frame.system_lock import SystemLock
from mdt_desktop.ui.frame.window import MainWindow
from mdt_desktop.ui.unlock.making_practice import MakingPractice
from mdt_desktop.ui.unlock.page import UnlockPage
from mdt_desktop.vault.places import has_workspace

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

    from mdt_desktop.practice import Practice
    from mdt_desktop.session import Session
    from mdt_desktop.ui.first_run.page import FirstRunPage
    from mdt_desktop.ui.first_run.presenter import FirstPerson
    from mdt_desktop.ui.frame.frame import Frame
    from mdt_desktop.vault.device_keyring import KeyringState

Probe = Callable[[], "KeyringState"]


class Application(QObject):
    """The program while it runs on one workspace folder."""

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        *,
        clock: Callable[[], datetime] = system_clock,
        random: Callable[[int], bytes] = urandom,
        probe: Probe | None = None,
        practice: bool = False,
        bus: "QDBusConnection | None" = None,
    ) -> None:
        super().__init__()
        self._app, self._folder, self._clock, self._random = app, folder, clock, random
        self._probe: Probe = probe or partial(loaded_late.probe_safely, random)
        self._is_practice = practice
        self._keyring: KeyringState | None = None
        self._session: Session | None = None
        self._frame: Frame | None = None
        self._locked: UnlockPage | FirstRunPage | None = None
        self._settings = load_settings(paths.settings_file(folder))
        self._reads, self._deeds = BackgroundRunner("reads"), BackgroundRunner("deeds")
        self._long_work, self._sync = BackgroundRunner("long-work"), BackgroundRunner("sync")
        self.loading = Loading(self._reads, self._long_work, self.tell_fault, self)
        self._practice: Practice | None = None
        self._is_locking = False
        self._apply_look()  # before the window measures its words
        self.window = MainWindow(is_practice=practice)
        self._last = LastExchange(self.window, lambda: self._frame)
        self._held = HeldText(self.window, lambda: self._frame)
        self._system = SystemLock(bus, self)
        self._idle = IdleWatch(app, clock, timedelta(minutes=self._settings.idle_minutes))
        self._wire()

    def start(self) -> None:
        """Shows the window: locked, or the first-run form where there is no workspace."""
        self.window.resize(1180, 820)
        self._show_locked()
        self.window.show()

    def run(self) -> int:
        """Runs until the window is closed; gives the exit code."""
        return self._app.exec()

    @property
    def frame(self) -> "Frame | None":
        """The frame of the signed-in person; None while locked."""
        return self._frame

    def lock(self) -> None:
        """Keeps the draft, blanks the window, and closes the store as soon as work is done."""
        frame = self._frame
        if frame is None:
            return
        self._is_locking = True
        self._idle.end()
        self._frame = None
        was_presenting = frame.presenting.is_on
        self.window.blank()
        try:
            frame.finish()
        finally:  # whatever a screen does when it is left, the window stays blank
            self._app.clipboard().clear()
            page = self._unlock_page()
            if was_presenting:
                page.warn_of_sharing()
            self.window.show_part(page)
            self._close_when_idle()

    def close(self) -> None:
        """Ends the threads after what they accepted, then the session."""
        self._is_locking = False
        self._idle.end()
        if self._frame is not None:
            self._frame.finish()
            shiboken6.delete(self._frame)  # results still on their way find nobody to tell
            self._frame = None
        for runner in self._runners():
            runner.close()
        if self._practice is not None:
            self._practice.throw_away()
        elif self._session is not None:
            self._session.close()
        self._practice = self._session = None

    def exchange(self) -> None:
        """The network is back: exchanges at once."""
        if self._frame is not None:
            self._frame.sync.ask()

    def tell_fault(self, error: BaseException) -> None:
        """Reports an error of ours with a reference number; the program goes on."""
        words = logs.fault_words(logs.report(error, self._random))
        if self._frame is not None:
            self._frame.message.show_message(words, "red")
        elif self._locked is not None and self.window.part is self._locked:
            self._locked.words.setText(words)

    def _wire(self) -> None:
        self.window.closing.connect(self._on_closing)
        self.window.leave_pressed.connect(self.lock)
        self._system.locking.connect(self.lock)
        self._idle.expired.connect(self.lock)
        self._idle.warned.connect(self._on_idle_warned)
        self._idle.stayed.connect(self._on_stayed)
        for runner in self._runners():
            runner.became_idle.connect(self._close_when_idle)

    def _runners(self) -> tuple[BackgroundRunner, ...]:
        return (self._reads, self._long_work, self._sync, self._deeds)

    # Locked

    def _show_locked(self) -> None:
        (self._show_unlock if has_workspace(self._folder) else self._show_first_run)()

    def _show_unlock(self) -> None:
        page = self._unlock_page()
        self.window.show_part(page)
        self._once_shown(page.load)

    def _unlock_page(self) -> UnlockPage:
        page = UnlockPage(
            self._unlock,
            partial(loaded_late.read_slots, self._folder),
            self._deeds,
            self._clock,
            workspace_name=self._settings.workspace_name,
            parent=self.window.holder,
        )
        page.unlocked.connect(self._on_unlocked)
        page.practice_pressed.connect(self.practise)
        self._locked = page
        return page

    def _show_first_run(self) -> None:
        from mdt_desktop.ui.first_run.page import FirstRunPage  # noqa: PLC0415 - rarely needed

        page = FirstRunPage(self._make, self._known_keyring, self._deeds, self.window.holder)
        page.made.connect(self._on_founded)
        self._locked = page
        self.window.show_part(page)
        self._once_shown(page.load)

    def _once_shown(self, load: Callable[[], object]) -> None:
        """Reads the slots, and loads what comes after the PIN, once the window has been painted."""
        once_painted(self.window, partial(self._warm_up, load))

    def _warm_up(self, load: Callable[[], object]) -> None:
        if not self._deeds.takes_work:  # it was closed before it was seen
            return
        load()
        self.loading.begin()

    def _known_keyring(self) -> "KeyringState":
        """Asks for the keyring; one that is not safe now is asked for again next time."""
        if self._keyring is None or not self._keyring.is_safe:
            self._keyring = self._probe()
        return self._keyring

    def _unlock(self, person_id: str, secret: str) -> "Session":
        return loaded_late.unlock(
            self._folder,
            person_id=person_id,
            secret=secret,
            clock=self._clock,
            random=self._random,
            keyring=self._known_keyring(),
        )

    def _make(self, person: "FirstPerson") -> "Session":
        from mdt_desktop.setup import init_workspace  # noqa: PLC0415 - see `loaded_late`
        from mdt_desktop.vault import PRACTICE_DERIVATION  # noqa: PLC0415 - loaded once it is needed

        founded = init_workspace(
            self._folder,
            name=person.name,
            role=person.role,
            organisation=person.organisation,
            homes=person.homes,
            secret=person.secret,
            keyring=self._known_keyring(),
            clock=self._clock,
            random=self._random,
            derivation=PRACTICE_DERIVATION if self._is_practice else None,
            practice=self._is_practice,
        )
        return self._unlock(founded.person_id, person.secret)

    # Signed in

    def _on_unlocked(self, session: "Session") -> None:
        from mdt_desktop.ui.context import Runners  # noqa: PLC0415 - see `loaded_late`
        from mdt_desktop.ui.frame.frame import Frame  # noqa: PLC0415 - loaded once it is needed

        self._session = session
        if self._practice is None:
            self._keep(self._settings.with_change("workspace_name", session.workspace_name))
        is_training = self._practice is not None
        self.window.set_practice(is_practice=session.is_practice, can_leave=is_training)
        runners = Runners(self._reads, self._deeds, self._long_work, self._sync)
        around, words = self.window.holder, self._system.words
        frame = Frame(session, runners, around, settings=self._settings, lock_words=words)
        frame.lock_pressed.connect(self.lock)
        frame.practice_pressed.connect(self._on_practice_pressed)
        frame.place_changed.connect(self._fit_idle)
        frame.tour.ended.connect(self._on_tour_ended)
        frame.settings_chosen.connect(self._on_settings)
        self.window.show_part(frame)
        self._frame = frame
        frame.start()
        self._fit_idle()
        self._idle.begin()
        if session.actor.person_id in self._settings.tour_due.split():
            frame.tour.start()
        if not is_training:
            self._held.give_to(frame)
            self._long_work.run(
                session.back_up_daily, then=_nothing, failed=self._on_not_backed_up, receiver=self
            )

    def _on_not_backed_up(self, error: Exception) -> None:
        """Today's copy failed: said once, quietly; the store itself is as it was."""
        if not isinstance(error, KnownError):
            self.tell_fault(error)
        elif self._frame is not None:
            self._frame.message.show_message(f"No backup was made today. {error}", "amber")

    def _close_when_idle(self) -> None:
        """Closes the store once nothing uses it; called whenever a runner has nothing left.

        Only then can somebody unlock, since a workspace is open once or not at all.
        """
        session, page = self._session, self.window.part
        if not self._is_locking or session is None:
            return
        if all(runner.is_idle for runner in self._runners()):
            practice, self._practice = self._practice, None
            self._session, self._is_locking = None, False
            end = self._held.ended(session) if practice is None else practice.throw_away
            self._deeds.run(end, then=_nothing, failed=self.tell_fault, receiver=self)
            if practice is not None:
                self.window.set_practice(is_practice=self._is_practice)
                self._show_locked()
            elif isinstance(page, UnlockPage):
                page.load()
            if isinstance(self.window.part, MakingPractice):
                self._make_practice()

    def _on_closing(self) -> None:
        if self._frame is not None:
            self._frame.finish()

    def _on_idle_warned(self, seconds: int) -> None:
        if self._frame is not None:
            self._frame.warn_of_lock(seconds)

    def _on_stayed(self) -> None:
        if self._frame is not None:
            self._frame.message.clear()

    def practise(self) -> None:
        """Leaves what is open, keeps its drafts, and makes a workspace of made-up residents."""
        self.lock()
        page = MakingPractice(self.window.holder)
        page.left.connect(self._show_locked)
        self.window.show_part(page)
        if self._session is None:  # else once it is closed
            self._make_practice()

    def _make_practice(self) -> None:
        self._long_work.run(
            partial(loaded_late.begin_practice, self._clock, self._random),
            then=self._on_practice_made,
            failed=self._on_practice_failed,
            receiver=self,
        )

    def _on_practice_made(self, practice: "Practice") -> None:
        if not isinstance(self.window.part, MakingPractice):  # it was left meanwhile
            end = practice.throw_away
            self._long_work.run(end, then=_nothing, failed=self.tell_fault, receiver=self)
            return
        self._practice = practice
        self._on_unlocked(practice.session)

    def _on_practice_failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if isinstance(self.window.part, MakingPractice):
            self.window.part.words.setText(str(error))

    def _on_practice_pressed(self) -> None:
        """The same press enters and leaves."""
        (self.practise if self._practice is None else self.lock)()

    # Tour

    def _on_founded(self, session: "Session") -> None:
        """Who has just made the workspace is shown round, until the tour was ended once."""
        self._keep(self._settings.with_tour(session.actor.person_id, is_due=True))
        self._on_unlocked(session)

    def _on_tour_ended(self) -> None:
        if self._session is not None:
            self._keep(self._settings.with_tour(self._session.actor.person_id, is_due=False))

    # Settings

    def _fit_idle(self) -> None:
        """The time without use is longer while a round is on the screen."""
        is_round = self._frame is not None and self._frame.is_in_round
        settings = self._settings
        minutes = settings.round_minutes if is_round else settings.idle_minutes
        self._idle.set_allowed(timedelta(minutes=minutes))

    def _on_settings(self, settings: Settings) -> None:
        for name in ("tour_due", "workspace_name"):  # kept here alone
            settings = settings.with_change(name, getattr(self._settings, name))
        self._keep(settings)
        self._fit_idle()
        self._apply_look()

    def _keep(self, settings: Settings) -> None:
        if settings == self._settings:
            return
        self._settings = settings
        self._long_work.run(
            partial(save_settings, paths.settings_file(self._folder), settings),
            then=_nothing,
            failed=self._on_not_kept,
            receiver=self,
        )

    def _on_not_kept(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if self._frame is not None:
            self._frame.message.show_message(str(error), "amber")

    def _apply_look(self) -> None:
        palette = PALETTES[self._settings.palette]
        style.apply(self._app, style.Look(palette, self._settings.text_percent / 100))


def _nothing(_given: object) -> None:
    """Done."""
