"""The question that a change of name, birth or NHS number asks once more, with old and new in words."""

from typing import Any, ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.drafts import Problem
from mdt_core.fields import field_of
from mdt_core.record import Card as CardRecord
from mdt_core.record_words import stored_words
from mdt_core.use_cases.cards import SAYS_WHO_IT_IS, CardChange
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.fields import Card, Choice, ChoiceField, Words

_YES: Final = "yes"
_NO: Final = "no"
_SAID: Final = "You change who this record is of. Make sure that it is not another resident's"
_ANSWER: Final = "Say whether this is the same person"


class SamePerson(Card):
    """Shown while one of these fields is changed; an answer holds for the change it was given to.

    Signals:
        put_back: the names of the fields to which the old values come back
    """

    NAME: ClassVar[str] = "same_person"
    put_back = Signal(object)

    def __init__(self, kind: type[CardRecord], parent: QWidget | None = None) -> None:
        super().__init__("Is this the same person?", parent, tone="amber")
        self._kind = kind
        self._changed: dict[str, Any] = {}
        self._elsewhere = self._number_told = ""
        self._words = Words("", self)
        self.answer = ChoiceField(
            "The same person",
            (Choice(_YES, "Yes, correct the record"), Choice(_NO, "No, put the old back")),
            parent=self,
        )
        self.answer.edited.connect(self._on_answered)
        self.add(self._words)
        self.add(self.answer)
        self.setFocusProxy(self.answer)
        self.hide()

    @property
    def words(self) -> str:
        """What is asked, old and new."""
        return self._words.text()

    @property
    def is_number_meant(self) -> bool:
        """Whether it was said where else this NHS number stands, and answered after that."""
        is_told = bool(self._elsewhere) and self._number_told == self._changed.get("nhs_number")
        return is_told and self.answer.value() == _YES

    def show_change(self, change: CardChange[Any]) -> None:
        """Asks about the change as it is now; another change is asked anew."""
        changed = {n: change.now[n] for n in SAYS_WHO_IT_IS if n in change.now}
        if changed == self._changed:
            return
        self._changed = changed
        self.answer.set_value("")
        self.answer.show_problem("")
        lines = [self._line(name, change) for name in changed]
        self._words.setText("\n".join((_SAID, *lines)))
        self.setVisible(bool(changed))

    def show_elsewhere(self, words: str) -> None:
        """Says where else the NHS number stands, and asks again."""
        self._elsewhere, self._number_told = words, str(self._changed.get("nhs_number", ""))
        self._words.setText(f"{self._words.text()}\n▲ {words}")
        self.answer.set_value("")
        announce(self, words)

    def problem(self) -> Problem | None:
        """Not answered yet, while it is asked."""
        if not self._changed or self.answer.value() == _YES:
            self.answer.show_problem("")
            return None
        self.answer.show_problem(_ANSWER)
        return Problem(self.NAME, _ANSWER)

    def _line(self, name: str, change: CardChange[Any]) -> str:
        spec = field_of(self._kind, name)
        old, new = (
            stored_words(each.get(name), spec) or "nothing" for each in (change.was, change.now)
        )
        return f"{spec.label}: «{old}» becomes «{new}»"

    def _on_answered(self, _key: object) -> None:
        self.answer.show_problem("")
        if self.answer.value() == _NO:
            self.put_back.emit(tuple(self._changed))
