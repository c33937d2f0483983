"""The locked window: the clock, the workspace's name, and who may unlock it. No word of a patient.

It loads without the store's packages; they come while the PIN is typed. Deriving the key takes up
to a second and runs on a runner.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from mdt_core.errors import KnownError
from mdt_desktop.qt.accessibility import Spoken, announce, speak_as
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.qt.text_field import TextField
from mdt_desktop.qt.words import Card, Heading, OneLine, Words
from mdt_desktop.ui.frame.centred import centred
from mdt_desktop.ui.unlock.presenter import (
    NOBODY,
    Tile,
    clock_words,
    is_complete_pin,
    problem_words,
    tiles_of,
    wait_of,
    wait_words,
)

if TYPE_CHECKING:
    from mdt_desktop.session import Session
    from mdt_desktop.ui.sync.must_meet import MustMeet
    from mdt_desktop.vault.slot import SlotHeader

WAS_PRESENTING: Final = (
    "You were presenting. Stop sharing your screen before you unlock: other names are shown then"
)
OPENING: Final = "Opening ..."
_TICK_MS: Final = 1_000

Unlock = Callable[[str, str], Any]
"""From person and secret to a session; what it gives is handed on untouched, so it is not typed."""


class UnlockPage(QWidget):
    """Tiles of people, and the PIN or passphrase of the chosen one.

    Signals:
        unlocked: what `unlock` gave; where the service has to be met first, once it was
        practice_pressed: nothing; somebody wants to practise with made-up residents
    """

    unlocked = Signal(object)
    practice_pressed = Signal()

    def __init__(
        self,
        unlock: Unlock,
        read_slots: Callable[[], tuple["SlotHeader", ...]],
        runner: BackgroundRunner,
        clock: Callable[[], datetime],
        *,
        workspace_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._unlock, self._read_slots = unlock, read_slots
        self._runner, self._clock = runner, clock
        self._tile: Tile | None = None
        self._wait_until: datetime | None = None
        self._then = ""
        self._buttons: list[tuple[Tile, Button]] = []
        self._session: Session | None = None
        self.meeting: MustMeet | None = None
        self._time = Heading("", 1, self)
        self._day = OneLine("", self)
        self._name = Heading(workspace_name, 2, self)
        self._tiles = FlowRow(self)
        self.notice = Words("", self, words="label")
        self.notice.hide()
        self.secret = TextField("PIN", parent=self)
        self.show_typing = QCheckBox("Show typing", self)
        self.words = Words("", self, words="problem")
        self.unlock_button = Button("Unlock", Kind.PRIMARY, icon_name="lock-open", parent=self)
        self.forgot = Button("Forgot PIN", Kind.LINK, parent=self)
        self.practise = Button("Practise with made-up residents", Kind.LINK, parent=self)
        self._ways = Words("", self)
        self._lay_out()
        self._wire()
        self._tick()

    def load(self) -> None:
        """Reads who may unlock."""
        self._runner.run(
            self._read_slots, then=self._on_slots, failed=self._on_unreadable, receiver=self
        )

    def warn_of_sharing(self) -> None:
        """Says that others may still see the screen; it stays until somebody unlocks."""
        self.notice.setText(WAS_PRESENTING)
        self.notice.show()

    def _lay_out(self) -> None:
        card = Card("", self)
        card.body.setSpacing(12)
        editor = self.secret.editor
        editor.setEchoMode(QLineEdit.EchoMode.Password)
        editor.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._name.setVisible(bool(self._name.text()))
        line = FlowRow(card)
        choices: tuple[QWidget, ...] = (
            *(self.unlock_button, self.show_typing, self.forgot),
            self.practise,
        )
        for choice in choices:
            line.add(choice)
        parts: tuple[QWidget, ...] = (
            *(self._time, self._day, self._name),
            *(self.notice, self._tiles),
        )
        for part in (*parts, self.secret, self.words, line, self._ways):
            card.add(part)
        self._ways.hide()
        self._card = centred(card, self)
        self._box = column(self)
        self._box.addWidget(self._card)

    def _wire(self) -> None:
        self.secret.edited.connect(self._on_typed)
        self.secret.editor.returnPressed.connect(self._try)
        self.unlock_button.clicked.connect(self._try)
        self.show_typing.toggled.connect(self._on_show_typing)
        self.forgot.clicked.connect(self._on_forgot)
        self.practise.clicked.connect(self.practice_pressed)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    # Who

    def _on_slots(self, headers: tuple["SlotHeader", ...]) -> None:
        self._tiles.clear()
        self._buttons = []
        for tile in tiles_of(headers):
            button = Button(tile.words, Kind.SEGMENT, parent=self._tiles)
            speak_as(button, Spoken.ONE_OF_SEVERAL)
            button.setMinimumHeight(button.fontMetrics().height() * 2 + 24)
            button.setAccessibleName(f"{tile.name}, {tile.role}")
            button.clicked.connect(partial(self._on_tile, tile))
            self._tiles.add(button)
            self._buttons.append((tile, button))
        if self._buttons:
            self._on_tile(self._buttons[0][0])
        else:
            self._tell(NOBODY)

    def _on_unreadable(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.secret.setEnabled(False)
        self.unlock_button.setEnabled(False)
        self._tell(problem_words(error))

    def _on_tile(self, tile: Tile, _is_on: bool = True) -> None:  # noqa: FBT001, FBT002 - a signal's
        self._tile = tile
        self._wait_until, self._then = tile.wait_until, ""
        for each, button in self._buttons:
            button.setChecked(each is tile)
        self.secret.set_label(tile.asked)
        self.forgot.setText(tile.forgot)
        self._ways.setText(tile.ways)
        self.secret.set_value("")
        self._tell("")
        self._tick()
        self.secret.editor.setFocus()

    # The try

    def _on_typed(self, _text: object) -> None:
        if self._tile is not None and is_complete_pin(self._tile, self.secret.value()):
            self._try()

    def _try(self) -> None:
        tile, typed = self._tile, self.secret.value()
        if tile is None or not typed or not self.secret.isEnabled() or self._left():
            return
        self._set_busy(is_busy=True)
        self._runner.run(
            partial(self._unlock, tile.person_id, typed),
            then=self._on_unlocked,
            failed=self._on_refused,
            receiver=self,
        )

    def _on_unlocked(self, session: "Session") -> None:
        self.secret.set_value("")
        if session.must_meet_service:
            self._meet_first(session)
        else:
            self._let_in(session)

    def _let_in(self, session: "Session") -> None:
        self._timer.stop()
        self.unlocked.emit(session)

    # The service has to be met first

    def _meet_first(self, session: "Session") -> None:
        from mdt_desktop.ui.frame.window import MainWindow  # noqa: PLC0415 - seldom needed
        from mdt_desktop.ui.sync.must_meet import MustMeet  # noqa: PLC0415 - loaded once it is needed

        window = self.window()
        if isinstance(window, MainWindow):
            window.closing.connect(self.finish)
        self._session = session
        self.meeting = MustMeet(session, self._runner, self._clock, self)
        self.meeting.met.connect(self._on_met)
        self.meeting.left.connect(self.finish)
        self._card.hide()
        self._box.addWidget(self.meeting)
        self.meeting.begin()

    def _on_met(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self._let_in(session)

    def finish(self) -> None:
        """Closes what was unlocked and not let in, and shows who may unlock."""
        session, self._session = self._session, None
        if session is None or self.meeting is None:
            return
        self.meeting.finish()
        if not self._runner.takes_work:  # the program ends
            session.close()
            return
        self.meeting.hide()
        self.meeting.deleteLater()
        self._card.show()
        self._set_busy(is_busy=False)
        self._runner.run(
            session.close, then=self._on_closed, failed=self._on_unreadable, receiver=self
        )

    def _on_closed(self, _nothing: None) -> None:
        if self._runner.takes_work:
            self.load()

    def _on_refused(self, error: Exception) -> None:
        self.secret.set_value("")
        self._set_busy(is_busy=False)
        if not isinstance(error, KnownError):
            raise error
        self._wait_until = wait_of(error)
        self._then = error.next_step
        self._tell(problem_words(error))
        self._tick()
        self.secret.editor.setFocus()

    def _set_busy(self, *, is_busy: bool) -> None:
        self.secret.setEnabled(not is_busy)
        self.unlock_button.setEnabled(not is_busy)
        self.words.setText(OPENING if is_busy else "")

    # The clock and the wait

    def _left(self) -> str:
        return wait_words(self._wait_until, self._clock())

    def _tick(self) -> None:
        now = self._clock()
        time, day = clock_words(now)
        self._time.setText(time)
        self._day.setText(day)
        if self._wait_until is None:
            return
        left = self._left()
        self.words.setText(f"{left}. {self._then}" if left and self._then else left)
        self.unlock_button.setEnabled(not left)
        if not left:
            self._wait_until = None

    def _tell(self, words: str) -> None:
        self.words.setText(words)
        announce(self, words)

    def _on_show_typing(self, is_shown: bool) -> None:  # noqa: FBT001 - as the signal gives it
        modes = QLineEdit.EchoMode
        self.secret.editor.setEchoMode(modes.Normal if is_shown else modes.Password)

    def _on_forgot(self) -> None:
        self._ways.setVisible(self._ways.isHidden())
        announce(self, self._ways.text() if self._ways.isVisible() else "")
