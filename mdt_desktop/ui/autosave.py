"""Keeps an unsigned form while a person types, and offers it again to that person for that resident.

A draft is saved 1 s after the last key, at least every 3 s while typing, and at once when the focus
leaves a field, the form is hidden or the window is left. Saving and looking for a draft run on the
deeds runner, so they come in order with signing, which removes it. A draft never goes to another
person or resident.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, Protocol

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import clinical_date, clinical_time, london, london_day
from mdt_core.drafts import Draft, draft_from_text
from mdt_core.errors import KnownError, Refused
from mdt_desktop.ui.context import Context

AFTER_LAST_KEY_MS: Final = 1_000
WHILE_TYPING_MS: Final = 3_000
OTHER_RESIDENT: Final = "This draft belongs to another resident and cannot be used here"
OTHER_PERSON: Final = "This draft belongs to another person and cannot be used here"
_NOT_SAVED: Final = "Not saved"
_STILL_HERE: Final = "Your text is still here"
_LEFT: Final = "Not saved when you left"
_HELD: Final = "What you typed is kept until you close the program: open the form again"
_LEAVING: Final = (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.WindowDeactivate)


class KeptDraft(Protocol):
    """A form as the draft store gives it back."""

    @property
    def person_id(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def resident_id(self) -> str: ...

    @property
    def body(self) -> str: ...

    @property
    def saved_at(self) -> datetime: ...


@dataclass(frozen=True)
class Offer:
    """A draft that was left, for the person to go on with or put away."""

    draft: Draft[Any]
    saved_at: datetime

    def words(self, family_name: str, now: datetime) -> str:
        """Gives the question, with the day where it was not today."""
        day = london_day(self.saved_at)
        when = f"at {clinical_time(self.saved_at)}"
        if day != london_day(now):
            when = f"on {clinical_date(day)} {when}"
        name = family_name.upper()
        return f"You left a draft for {name} {when}. Go on with it, or put it away"


def taken_up(kept: KeptDraft, *, person_id: str, resident_id: str) -> Offer:
    """Gives a kept draft back; raises Refused for one of another person or resident."""
    if kept.resident_id != resident_id:
        raise Refused(OTHER_RESIDENT)
    if kept.person_id != person_id:
        raise Refused(OTHER_PERSON)
    return Offer(draft_from_text(kept.kind, kept.resident_id, kept.body), kept.saved_at)


def saved_words(at: datetime, *, what: str = "Saved") -> str:
    """Gives `Saved 10:42:07` in London time."""
    return f"{what} {london(at):%H:%M:%S}"


def not_saved_words(error: Exception) -> str:
    """Gives why nothing was saved, that the text is still here, and what to do."""
    if not isinstance(error, KnownError):
        why = f"The program met a fault of its own ({type(error).__name__})."
        return f"{_NOT_SAVED}. {why} {_STILL_HERE}. Try again"
    said = error.message.rstrip(".")
    parts = (
        "" if said.startswith(_NOT_SAVED) else _NOT_SAVED,
        said,
        "" if _STILL_HERE in said else _STILL_HERE,
        error.next_step.rstrip("."),
    )
    return ". ".join(part for part in parts if part)


def left_words(error: Exception) -> str:
    """Gives why what was typed was not saved when its form was left, and where it is now."""
    said = not_saved_words(error).removeprefix(f"{_NOT_SAVED}. ").replace(f"{_STILL_HERE}. ", "")
    return f"{_LEFT}. {_HELD}. {said}"


class Autosave(QObject):
    """The draft of one form of one kind, by the signed-in person, about one resident.

    Signals:
        saved: the moment, each time the draft was written
        told: the words of the present state, as «Draft saved 10:42:07»
        loaded: the `Offer` of a kept draft, or None; once for each `load`
    """

    saved = Signal(object)
    told = Signal(object)
    loaded = Signal(object)

    def __init__(
        self, context: Context, kind: str, resident_id: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._kind, self._resident_id = context, kind, resident_id
        self._draft: Draft[Any] | None = None
        self._written = ""
        self._words = ""
        self._is_stopped = self._is_left = False
        self._pause = self._timer(AFTER_LAST_KEY_MS)
        self._longest = self._timer(WHILE_TYPING_MS)

    @property
    def words(self) -> str:
        """The state in words; empty before anything was typed."""
        return self._words

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that has not been written yet."""
        return self._draft is not None and self._draft.as_text() != self._written

    def watch(self, form: QWidget) -> None:
        """Saves at once when the focus leaves any part of the form, or the form is left."""
        for part in (form, *form.findChildren(QWidget)):
            part.installEventFilter(self)

    def keep(self, draft: Draft[Any]) -> None:
        """Takes the form as it stands now; raises Refused for a draft about somebody else."""
        if draft.resident_id != self._resident_id:
            raise Refused(OTHER_RESIDENT)
        self._draft = draft
        if self._is_stopped:
            return
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def flush(self) -> None:
        """Writes what is not written yet, without waiting for the next pause."""
        self._pause.stop()
        self._longest.stop()
        if self._draft is None or self._is_stopped or not self.is_unsaved:
            return
        if not self._context.runners.deeds.takes_work:
            return  # the program is closing, and asked every page to leave before it did
        text, at = self._draft.as_text(), self._context.clock()
        self._written = text
        work = self._discarding() if self._draft.is_empty else self._saving(text, at)
        self._run(work, partial(self._on_saved, at))

    def leave(self) -> None:
        """Writes what is not written yet; what fails from now on is said by the window."""
        self._is_left = True
        self.flush()

    def load(self) -> None:
        """Asks for the kept draft, once what was left just now is written; `loaded` answers."""
        drafts, person, kind = self._context.drafts, self._context.actor.person_id, self._kind
        if not self._context.runners.deeds.takes_work:
            return  # the program is closing
        self._context.runners.deeds.run(
            partial(drafts.load, person, kind, self._resident_id),
            then=self._on_loaded,
            failed=self._on_load_failed,
            receiver=self,
        )

    def put_away(self) -> None:
        """Removes the kept draft."""
        self._draft, self._written = None, ""
        self._run(self._discarding(), self._on_put_away)

    def stop(self) -> None:
        """Saves no more: the form is being signed, and signing removes the draft."""
        self._is_stopped = True
        self._pause.stop()
        self._longest.stop()
        person, drafts = self._context.actor.person_id, self._context.drafts
        if self._context.runners.deeds.takes_work:
            self._run(partial(drafts.let_go, person, self._kind, self._resident_id), _nothing)

    def resume(self) -> None:
        """Saves again: signing failed, and the form is as it was."""
        self._is_stopped, self._written = False, ""
        self.flush()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(self.flush)
        return timer

    def _saving(self, text: str, at: datetime) -> Callable[[], None]:
        person = self._context.actor.person_id
        return partial(self._context.drafts.save, person, self._kind, self._resident_id, text, at)

    def _discarding(self) -> Callable[[], None]:
        person = self._context.actor.person_id
        return partial(self._context.drafts.discard, person, self._kind, self._resident_id)

    def _run(self, work: Callable[[], None], then: Callable[[None], None]) -> None:
        """Also while the form is being left: what fails then is said by the window."""
        window = self._context.bus
        self._context.runners.deeds.run(
            work, then=partial(self._if_here, then), failed=self._on_not_saved, receiver=window
        )

    def _if_here(self, then: Callable[[None], None], nothing: None) -> None:
        if shiboken6.isValid(self):
            then(nothing)

    def _tell(self, words: str) -> None:
        self._words = words
        self.told.emit(words)

    def _on_saved(self, at: datetime, _nothing: None) -> None:
        self._tell(saved_words(at, what="Draft saved"))
        self.saved.emit(at)

    def _on_put_away(self, _nothing: None) -> None:
        self._tell("Draft put away")

    def _on_not_saved(self, error: Exception) -> None:
        if self._is_left or not shiboken6.isValid(self):
            self._context.not_done(left_words(error))
            return
        self._written = ""
        self._tell(not_saved_words(error))
        if not self._is_stopped:
            self._longest.start()

    def _on_loaded(self, kept: KeptDraft | None) -> None:
        offer = None
        try:
            if kept is not None:
                person = self._context.actor.person_id
                offer = taken_up(kept, person_id=person, resident_id=self._resident_id)
        except KnownError as refusal:
            self._tell(str(refusal))
        self.loaded.emit(offer)

    def _on_load_failed(self, error: Exception) -> None:
        why = error.message if isinstance(error, KnownError) else type(error).__name__
        self._tell(f"Whether a draft was left could not be read. {why}")
        self.loaded.emit(None)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LEAVING:
            self.flush()
        return False


def _nothing(_done: None) -> None:
    """What is let go of is not said."""
