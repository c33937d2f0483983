"""Text that could not be written (a full disk): kept through locking, and never closed on unsaid.

While the window is locked it stays in this program's memory and nowhere else: the person who typed it
finds it in the form after unlocking, nobody else does. Closing the program would lose it, so the first
press tries to write it once more and says what would be lost; a second one closes. Loads without the
store's packages.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from mdt_desktop.device.drafts import SavedDraft
    from mdt_desktop.session import Session
    from mdt_desktop.ui.frame.frame import Frame

CLOSE_AGAIN: Final = (
    "Free some room on this computer, or write it down. Close again to close now and lose it"
)
FOUND_AGAIN: Final = "What could not be saved before is still here: open the form again"


class HeldText(QObject):
    """What could not be written, from one unlocking to the next, and at closing."""

    def __init__(self, window: QWidget, frame: Callable[[], "Frame | None"]) -> None:
        super().__init__(window)
        self._window, self._frame = window, frame
        self._locked_away: tuple[SavedDraft, ...] = ()
        self._told: tuple[SavedDraft, ...] = ()
        self._is_trying = False
        window.installEventFilter(self)

    def ended(self, session: "Session") -> Callable[[], None]:
        """Takes what a session at its end could not write; gives what closes the session."""
        self._locked_away = session.drafts.held
        return session.close

    def give_to(self, frame: "Frame") -> None:
        """Hands it to the session that was unlocked, which tries at once to write it."""
        held, self._locked_away = self._locked_away, ()
        self._told = ()
        if held:
            frame.context.drafts.hold(held)
            self._write(frame, partial(self._on_tried_again, frame))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Close and self._holds_back():
            event.ignore()
            return True
        return False

    def _holds_back(self) -> bool:
        frame = self._frame()
        if frame is None or not frame.context.runners.deeds.takes_work:
            return False
        held = frame.context.drafts.held
        if not held or held == self._told:
            return False
        if not self._is_trying:
            self._is_trying = True
            self._write(frame, partial(self._on_tried, frame))
        return True

    def _write(self, frame: "Frame", done: Callable[[Exception | None], None]) -> None:
        write = frame.context.drafts.write_held
        frame.context.runners.deeds.run(write, then=done, failed=done, receiver=frame)

    def _on_tried(self, frame: "Frame", error: Exception | None) -> None:
        self._is_trying = False
        if error is None:
            self._window.close()
            return
        from mdt_desktop.ui.autosave import not_saved_words  # noqa: PLC0415 - see `loaded_late`

        self._told = held = frame.context.drafts.held
        forms = "1 form" if len(held) == 1 else f"{len(held)} forms"
        words = f"Not closed, since {forms} could not be saved. {not_saved_words(error)}"
        frame.message.show_message(f"{words}. {CLOSE_AGAIN}", "red")

    def _on_tried_again(self, frame: "Frame", _error: Exception | None) -> None:
        mine = frame.context.actor.person_id
        if any(each.person_id == mine for each in frame.context.drafts.held):
            frame.message.show_message(FOUND_AGAIN, "amber")
