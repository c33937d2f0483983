"""The two short forms of the start screen: answering a concern, and confirming what was written for one.

Each is about one resident, whose banner it shows, or about a home, and names nobody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import clinical_moment
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.concerns import answer_concern
from mdt_core.use_cases.confirmations import confirm_entry
from mdt_desktop.qt.fields import Field, NoteField, Words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.quick.short_form import ShortForm
from mdt_desktop.ui.resident.words import NOT_READABLE, facts_of
from mdt_desktop.ui.today.rows import Asked
from mdt_desktop.ui.today.telling import ABOUT_HOME, concern_words

ANSWER: Final = "Answer to the home"
NOT_SEEN_AT_ONCE: Final = (
    "The home sees this once it is sent and they look. If it cannot wait, phone them"
)
BACK: Final = "Back to Today"


@dataclass(frozen=True)
class Given:
    """A deed as asked for, and what the start screen says once it is done."""

    work: Callable[[], Changes]
    said: str


class AnswerForm(ShortForm):
    """The home's words, and the answer to them.

    Signals:
        given: the `Given` deed
    """

    given = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, heading=ANSWER, deed="Answer", back=BACK, parent=parent)
        self._asked: Asked | None = None
        self._about = Words("", self)
        self.answer = NoteField(ANSWER, parent=self)
        self.lay_out(self._about, self.answer, Words(NOT_SEEN_AT_ONCE, self))

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {ANSWER: self.answer}

    def begin(self, asked: Asked, home: str) -> None:
        """Starts the form for one concern."""
        self._asked = asked
        self.show_whose(asked.line)
        told = asked.concern
        if told is None:
            return
        whose = f"{told.author.name}, {clinical_moment(told.occurred_at)}"
        about = "" if asked.line else f"{ABOUT_HOME}: {home}\n"
        self._about.setText(f"{about}{concern_words(told)}\n{whose}")
        self.answer.set_value("")
        self.save.setText(f"Answer for {_whom(asked, home)}")
        self.show_problem("", "")
        self.answer.setFocus()

    @override
    def give(self) -> None:
        if self._asked is None or self._asked.concern is None:
            return
        work = partial(
            _answer,
            self._context,
            self._asked.concern.id,
            self.answer.value(),
        )
        self.given.emit(Given(work, f"Answered. {NOT_SEEN_AT_ONCE}"))


class ConfirmForm(ShortForm):
    """The words of an entry that somebody else wrote, to be read before they are confirmed.

    Signals:
        given: the `Given` deed
    """

    given = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, heading="", deed="Confirm", back=BACK, parent=parent)
        self._asked: Asked | None = None
        self.entry = Words("", self)
        self.lay_out(self.entry)

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {}

    def begin(self, asked: Asked, home: str) -> None:
        """Shows one entry whole; one that cannot be read whole cannot be confirmed."""
        self._asked = asked
        self.show_whose(asked.line)
        entry = asked.entry
        if entry is None:
            return
        when = clinical_moment(entry.occurred_at)
        self.heading.setText(f"Written by {entry.author.name} for you, {when}")
        facts = [f"{fact.label}: {fact.words}" for fact in facts_of(entry)]
        self.entry.setText("\n".join(facts if entry.is_whole else (*facts, NOT_READABLE)))
        self.save.setText(f"Confirm for {_whom(asked, home)}")
        self.show_problem("", "")
        self.save.setEnabled(entry.is_whole)
        (self.save if entry.is_whole else self.cancel).setFocus()

    @override
    def give(self) -> None:
        if self._asked is None or self._asked.entry is None:
            return
        context = self._context
        work = partial(
            confirm_entry, context.store, by=context.actor, entry_id=self._asked.entry.id
        )
        self.given.emit(Given(work, "Confirmed"))


def _answer(context: Context, concern_id: str, words: str) -> Changes:
    return answer_concern(context.store, by=context.actor, concern_id=concern_id, words=words)[1]


def _whom(asked: Asked, home: str) -> str:
    return asked.line.family_name.upper() if asked.line else home
