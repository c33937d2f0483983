"""One quick text being written: name, words with blanks, whose, and when the team reviews it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.field_help import help_on
from mdt_core.fields import field_of
from mdt_core.quick_text import Origin
from mdt_core.records.quick_texts import QuickText, Whose
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, NoteField, TextField
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.quick.short_form import ShortForm
from mdt_desktop.ui.quick_texts.presenter import Entered, QuickTextRow

_WHOSE = tuple(Choice(each.value, each.label) for each in Whose)


class QuickTextForm(ShortForm):
    """A new quick text, or a change of one.

    Signals:
        given: the `Entered` as filled; nothing of it is checked here
    """

    given = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context, heading="Quick text", deed="Save", back="Back to the list", parent=parent
        )
        self._id = ""
        self.name = TextField(_label("name"), hint="2 to 12 letters and figures, as seen")
        self.text = NoteField(
            _label("text"), hint="Write each blank in brackets, as [who]", lines=3
        )
        self.whose = ChoiceField(_label("whose"), _WHOSE)
        self.review = DateField(
            _label("review_on"), now=self.local_now, rule=DateRule(Direction.FUTURE), hint="As +52w"
        )
        for name, field in zip(("name", "text", "whose", "review_on"), self._all(), strict=True):
            field.explain(help_on(QuickText, name))
        self.whose.edited.connect(self._on_whose)
        self.lay_out(*self._all())

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {field.label: field for field in self._all()}

    def begin(self, row: QuickTextRow | None, *, may_approve: bool) -> None:
        """Starts with a row, or empty; a shipped wording is taken up for the team."""
        is_shipped = row is not None and row.origin is Origin.SHIPPED
        self._id = row.id if row is not None else ""
        self.heading.setText(_heading(row))
        self.name.set_value(row.name if row is not None else "")
        self.text.set_value(row.text if row is not None else "")
        is_team = row is not None and row.origin is not Origin.MINE
        self.whose.set_value((Whose.TEAM if is_team else Whose.MINE).value)
        self.whose.setVisible(may_approve and row is None)
        self.name.set_open(is_open=not is_shipped)
        self.review.set_value("")
        self._show_review()
        self.show_problem("", "")
        (self.text if is_shipped else self.name).setFocus()

    @override
    def give(self) -> None:
        self.given.emit(
            Entered(
                id=self._id,
                name=self.name.value(),
                text=self.text.value(),
                whose=self.whose.value() or Whose.MINE.value,
                review_on=self.review.value() if not self.review.isHidden() else "",
            )
        )

    def _all(self) -> tuple[Field, ...]:
        return (self.name, self.text, self.whose, self.review)

    def _show_review(self) -> None:
        is_team = self.whose.value() == Whose.TEAM.value
        self.review.setVisible(is_team)
        self.save.setText("Approve for the team" if is_team else "Save")

    def _on_whose(self, chosen: object) -> None:
        if not chosen:
            self.whose.set_value(Whose.MINE.value)
        self._show_review()


def _label(name: str) -> str:
    return field_of(QuickText, name).label


def _heading(row: QuickTextRow | None) -> str:
    if row is None:
        return "Add a quick text"
    return f"Quick text ;{row.name}"
