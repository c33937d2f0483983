"""The small form for one change of an action: owner, date, note, or why it was not done.

For one action the banner says whose it is and nobody else is named; for several only a new owner can
be given, and no resident is named at all. It checks nothing and keeps no draft.
"""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.action_line import Owner
from mdt_core.field_help import help_on
from mdt_core.records.actions import Action
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.fields import Choice, DateField, Field, NoteField, Words
from mdt_desktop.ui.actions.deeds import Answer, Asks
from mdt_desktop.ui.actions.presenter import ActionRow, owner_choice
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.quick.short_form import ShortForm

HEADINGS: Final = {
    Asks.OWNER: "Reassign",
    Asks.DUE: "Another date",
    Asks.NOTE: "Note",
    Asks.REASON: "Not done",
}
_FIELD_OF: Final = {Asks.OWNER: "Owner", Asks.DUE: "Due", Asks.NOTE: "Note", Asks.REASON: "Action"}
"""What errors call the field of each thing that is asked for."""


class ActionForm(ShortForm):
    """One field for one deed.

    Signals:
        given: the `Answer` as entered
    """

    given = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, heading="", deed="Save", back="Back to the list", parent=parent)
        self._asks, self._rows = Asks.NOTE, tuple[ActionRow, ...]()
        self._owners: tuple[Owner, ...] = ()
        self._about = Words("", self)
        self.owner = ListField("New owner", self)
        self.chaser = ListField("Who chases it", self)
        self.due = DateField(
            "Due",
            now=self.local_now,
            rule=DateRule(direction=Direction.FUTURE),
            hint="For example fri, +2w or 2/12",
            parent=self,
        )
        self.note = NoteField("What has been done so far", parent=self)
        self.reason = NoteField("Why it was not done", parent=self)
        for field in (self.note, self.reason):
            field.explain(help_on(Action, "outcome"))
        self.owner.edited.connect(self._on_owner)
        self.lay_out(self._about, *self.fields.values())

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {
            _FIELD_OF[Asks.OWNER]: self.owner,
            "Chaser": self.chaser,
            _FIELD_OF[Asks.DUE]: self.due,
            _FIELD_OF[Asks.NOTE]: self.note,
            _FIELD_OF[Asks.REASON]: self.reason,
        }

    def begin(self, asks: Asks, rows: tuple[ActionRow, ...]) -> None:
        """Starts the form for one action, or for the owner of several."""
        self._asks, self._rows = asks, rows
        self.heading.setText(HEADINGS[asks])
        self._about.setText("\n".join(f"• {row.text}" for row in rows))
        self.show_whose(rows[0].line if len(rows) == 1 else None)
        for offered in (self.owner, self.chaser):
            offered.set_choices(())
        self.due.set_value("")
        self.note.set_value(rows[0].note)
        self.reason.set_value("")
        self.save.setText(self._save_words())
        for name, field in self.fields.items():
            field.setVisible(name == _FIELD_OF[asks])
        self.show_problem("", "")
        self.fields[_FIELD_OF[asks]].setFocus()

    def offer(self, owners: tuple[Owner, ...]) -> None:
        """Offers these people and roles as owners."""
        self._owners = owners
        actor = self._context.actor
        choices = (Choice(str(n), owner_choice(each, actor)) for n, each in enumerate(owners))
        self.owner.set_choices(tuple(choices))
        people = ((n, each) for n, each in enumerate(owners) if each.outside is None)
        self.chaser.set_choices(
            tuple(Choice(str(n), owner_choice(each, actor)) for n, each in people)
        )

    def _chosen(self, field: ListField) -> Owner | None:
        return self._owners[int(field.value())] if field.value() else None

    def _on_owner(self, _key: object) -> None:
        """Somebody has to chase an owner who does not use this program."""
        owner = self._chosen(self.owner)
        self.chaser.setVisible(owner is not None and owner.outside is not None)

    def _save_words(self) -> str:
        deed = HEADINGS[self._asks]
        if len(self._rows) > 1:
            return f"{deed} {len(self._rows)} actions"
        return f"{deed} for {self._rows[0].family}"

    @override
    def give(self) -> None:
        words = self.note.value() if self._asks is Asks.NOTE else self.reason.value()
        self.given.emit(
            Answer(
                asks=self._asks,
                rows=self._rows,
                owner=self._chosen(self.owner),
                chaser=self._chosen(self.chaser),
                due=self.due.value(),
                words=words,
            )
        )
