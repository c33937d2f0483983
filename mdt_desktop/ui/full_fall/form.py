"""The form of the full falls record: the shared form of its kind, with its fall, a body map and facts.

What was on file at the time of the fall is shown and not asked. A draft of another fall brings that
fall with it, so that no answer is ever signed under a fall that it was not given for.
"""

from typing import Any, Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft, Problem
from mdt_core.fields import FieldSpec, asked_in, field_of, fields_of
from mdt_core.records.fall_details import FallDetail
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Card, Field, Heading, OneLine, Words
from mdt_desktop.qt.layouts import clear, column
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.fall.presenter import SAY_SOMETHING
from mdt_desktop.ui.forms.record_form import RecordForm
from mdt_desktop.ui.full_fall.injuries import InjuriesField
from mdt_desktop.ui.full_fall.presenter import OnFile, head_words
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.quick.widgets import WrappedTag

_CORRECT: Final = "Correct the record that stands"
_CORRECT_BOTH: Final = "Begin with what both say alike"


class FullFallForm(RecordForm):
    """The full record of one fall."""

    def __init__(
        self, read: QuickRead, context: Context, fall_id: str, parent: QWidget | None = None
    ) -> None:
        self.fall_id = fall_id
        self.on_file: OnFile | None = None
        self._hidden: frozenset[str] = frozenset(FallDetail.by_the_deed)
        super().__init__(FallDetail, read, context, parent)
        self._box.insertWidget(1, self._make_head())

    def _make_head(self) -> QWidget:
        self.head_card = Card("", self, tone="info")
        self._fall = Heading("", 3, self.head_card)
        self.due = Words("", self.head_card, words="label")
        self.medicines = WrappedTag(self.head_card)
        self._told = QWidget(self.head_card)
        self._told_box = column(self._told, gap=4)
        self.apart = WrappedTag(self.head_card)
        self.correct = Button(_CORRECT, parent=self.head_card)
        self.correct.clicked.connect(self._on_correct)
        self.correct.hide()
        for part in (
            *(self._fall, self.due, self.apart, self.correct),
            *(self.medicines, self._told),
        ):
            self.head_card.add(part)
        return self.head_card

    def show_on_file(self, on_file: OnFile) -> None:
        """Shows the fall and what was on file; what was told of the head is the first answer."""
        self.fall_id, self.on_file = on_file.fall_id, on_file
        self._fall.setText(on_file.heading)
        self.due.setText(on_file.earlier or on_file.due)
        self.medicines.show_words(
            on_file.medicine_words, "amber" if on_file.is_alarming else "grey"
        )
        clear(self._told_box)
        for answer in on_file.answers:
            self._told_box.addWidget(OneLine(f"{answer.label}: {answer.words}", self._told))
        self.apart.setVisible(bool(on_file.apart))
        self.apart.show_words("\n".join(on_file.apart), "amber")
        self.correct.setText(_CORRECT_BOTH if len(on_file.seen) > 1 else _CORRECT)
        self.correct.setVisible(bool(on_file.standing))
        if on_file.head and not self.fields["head"].stored():
            self.fields["head"].show_stored(on_file.head)
        self.show_fields()

    def _on_correct(self) -> None:
        """Shows what stands of this very fall, to be corrected; what is typed already stays."""
        if self.on_file is None:
            return
        told = {"head": self.on_file.head}
        for name, value in self.on_file.standing.items():
            field = self.fields.get(name)
            if field is not None and field.stored() in (None, "", [], told.get(name, "")):
                field.show_stored(value)
        self.correct.hide()
        self._unfold()
        self._on_edited(None)

    @override
    def focus_first(self) -> None:
        """Where two stand that is said before anything is asked."""
        if self.on_file is not None and self.on_file.apart and not self.correct.isHidden():
            self.correct.setFocus()
        else:
            super().focus_first()

    @override
    def ask(self, name: str, *, needed: str = "", as_field: Field | None = None) -> Field:
        if name == "injuries":
            as_field = InjuriesField(field_of(FallDetail, name), self._clock, self)
        field = super().ask(name, needed=needed, as_field=as_field)
        if name == "head_signs":
            self.facts = WrappedTag(self)
            self.put(self.facts)
        return field

    @override
    def _ask_all(self, specs: list[FieldSpec]) -> None:
        super()._ask_all([spec for spec in specs if spec.name not in self._hidden])

    @override
    def show_fields(self) -> None:
        values = {name: field.stored() for name, field in self.fields.items()}
        asked = {spec.name for spec in asked_in(FallDetail, values)}
        for spec in fields_of(FallDetail):
            if spec.name in self.fields:
                self.fields[spec.name].setVisible(spec.name in asked)
        words = head_words(self.on_file, values) if self.on_file else ()
        self.facts.setVisible(bool(words))
        self.facts.show_words("\n".join(words), "amber")

    @override
    def draft(self) -> Draft[Any]:
        draft = super().draft()
        if draft.is_empty:
            return draft
        seen = self.on_file.seen if self.on_file else ()
        return draft.with_value("fall_id", self.fall_id).having_seen(seen)

    @override
    def problem(self) -> Problem | None:
        if not self.draft().values.keys() - {"fall_id", "head"}:
            return Problem("certainty", SAY_SOMETHING)
        return super().problem()

    @override
    def show_draft(self, draft: Draft[Any]) -> None:
        self.fall_id = str(draft.values.get("fall_id") or self.fall_id)
        super().show_draft(draft)
