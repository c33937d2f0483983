"""What a person decides about two versions: which is right or what is, why, and whom they asked.

Nothing is chosen beforehand. The form knows what was answered and settles nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.drafts import Draft
from mdt_core.field_help import help_on
from mdt_core.fields import field_of
from mdt_core.records.settlements import Settlement, Way
from mdt_core.use_cases.settling import ASKED, WHY, Settling
from mdt_desktop.qt.fields import Choice, ChoiceField, Field, NoteField, TextField
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.versions.anew import AnewForm
from mdt_desktop.ui.versions.presenter import (
    VersionsRead,
    asked_anew,
    choices_of_way,
    rows_of_all,
    together,
)

WHICH: Final = "Which is right"
ANEW, COMBINED = Way.ANEW.value, Way.COMBINED.value
_CHOICE, _TYPED, _SEEN = "choice", "typed", "seen"


class DecidingForm(QWidget):
    """The choice, the fields of writing anew while that is chosen, and the two reasons.

    Signals:
        edited: the `Draft` as it stands
    """

    edited = Signal(object)

    def __init__(
        self, read: VersionsRead, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        if read.versions is None:
            raise TypeError("nothing is to be settled")
        self._versions = read.versions
        offered = tuple(Choice(key, words) for key, words in choices_of_way(read))
        self.which = ChoiceField(WHICH, offered, parent=self)
        self.anew = AnewForm(
            *(asked_anew(read.versions), read.home_names, clock, self),
            rows=rows_of_all(read.versions),
        )
        self._begun = self.anew.typed()
        self.why = NoteField(field_of(Settlement, "why").label, lines=1, parent=self)
        self.asked = TextField(field_of(Settlement, "asked").label, parent=self)
        self._build()

    def settling(self) -> Settling:
        """What was decided; raises InvalidInput for what was typed and cannot be read."""
        choice = self.which.value()
        is_written = choice in (ANEW, COMBINED)
        return Settling(
            of=self._versions.of,
            way=Way(choice) if is_written else Way.KEPT,
            why=str(self.why.value()),
            asked=str(self.asked.value()),
            keep="" if is_written else choice,
            values=self.anew.values() if is_written else {},
        )

    def draft(self) -> Draft[Settlement]:
        """The form as it stands, bound to the versions that were seen."""
        draft = Draft(Settlement, self._versions.of.key)
        for name, field in (("why", self.why), ("asked", self.asked)):
            draft = draft.with_value(name, str(field.value()).strip())
        choice, typed = self.which.value(), self.anew.typed()
        if not choice and typed == self._begun:
            return draft
        said = {_CHOICE: choice, _TYPED: typed, _SEEN: list(self._versions.of.mids)}
        for name, value in said.items():
            draft = draft.with_extra(name, value)
        return draft

    def show_draft(self, draft: Draft[Any]) -> None:
        """Shows what a draft keeps, and its choice where it was made of these very versions.

        Rows come back only with these: they began with the rows of all versions that stood.
        """
        self.why.set_value(str(draft.values.get("why", "")))
        self.asked.set_value(str(draft.values.get("asked", "")))
        is_of = self.is_of(draft)
        typed: Mapping[str, str] = draft.extra.get(_TYPED, {})
        self.anew.show_typed(typed, has_rows=is_of)
        if is_of:
            self.which.set_value(str(draft.extra.get(_CHOICE, "")))
        self._show_anew()

    def is_of(self, draft: Draft[Any]) -> bool:
        """Whether a draft was written about these very versions, or chose nothing yet."""
        return tuple(draft.extra.get(_SEEN, ())) in ((), self._versions.of.mids)

    def focus_field(self, where: str) -> None:
        """Goes to the field that a refusal names, and says it there."""
        found: dict[str, Field] = {WHY: self.why, ASKED: self.asked, WHICH: self.which}
        found.update({field.label: field for field in self.anew.fields.values()})
        if where in found:
            found[where].setFocus()

    def _build(self) -> None:
        box = column(self, gap=12)
        for part in (self.which, self.anew, self.why, self.asked):
            box.addWidget(part)
        self.why.explain(help_on(Settlement, "why"))
        self.asked.explain(help_on(Settlement, "asked"))
        self.anew.hide()
        self.which.edited.connect(self._on_which)
        for field in (self.why, self.asked):
            field.edited.connect(self._on_edited)
        self.anew.edited.connect(self._on_edited)

    def _on_which(self, _value: object) -> None:
        if self.which.value() == COMBINED:
            self.anew.show_typed(together(self._versions))
        self._show_anew()
        self._on_edited()

    def _show_anew(self) -> None:
        self.anew.setVisible(self.which.value() in (ANEW, COMBINED))

    def _on_edited(self, _value: object = None) -> None:
        self.edited.emit(self.draft())
