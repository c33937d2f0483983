"""One entry of another set of the same card, such as the room of a bed; found as any of many answers.

The answers change while the form is open: what was chosen stays chosen while it is still there.
"""

from typing_extensions import override

from mdt_desktop.ui.forms.finding import Findable
from mdt_desktop.ui.forms.long_choice import LongChoiceField


class EntryField(LongChoiceField):
    """An answer that is another row of the form or of the card; `value()` is its id."""

    _wanted = ""

    def set_answers(self, answers: tuple[Findable, ...]) -> None:
        """Offers these from now on; what was typed and not chosen stays as it is."""
        if answers == self._answers:
            return
        self._answers = self._shown = answers
        self.all.setText(f"All {len(answers)}")
        self.all.setAccessibleName(f"{self.label}: show all {len(answers)} answers")
        self.all.setEnabled(bool(answers))
        if self._wanted:
            self.set_value(self._wanted)
        else:
            self._tell()

    @override
    def set_value(self, text: str) -> None:
        self._wanted = text
        super().set_value(text)

    @override
    def _on_text_edited(self, _text: str) -> None:
        self._wanted = ""
        super()._on_text_edited(_text)
