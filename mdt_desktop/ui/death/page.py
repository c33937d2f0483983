"""The page of a death: what is known of it, the PIN again, and afterwards what is still open by name."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.actor import Actor
from mdt_core.drafts import Draft, Problem
from mdt_core.records.actions import ActionState
from mdt_core.records.deaths import Death
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.deaths import record_death
from mdt_core.use_cases.rounds import answer_action
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, FlowRow, Heading, OneLine, Quiet, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.forms.fields_form import FieldsForm
from mdt_desktop.ui.forms.secret import SECRET, SecretField
from mdt_desktop.ui.person_words import born_words
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.page import QuickFormPage
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.resident.words import action_words

HAS_DIED: Final = "Resident has died"
_WITHDRAW: Final = (
    "The resident is on no list any more. If this is wrong, withdraw it in the timeline of the"
    " resident's page: everything is then as it was."
)
_NEEDED: Final = {
    "time_known": "Choose how the time is known",
    "died_at": "Give day and time, or press Now",
    "place": "Choose where",
    "expected": "Choose whether it was expected, or «Do not know»",
}


class DeathForm(FieldsForm):
    """When, where, whether expected, who verified; the secret is asked last and kept nowhere."""

    def __init__(self, read: QuickRead, context: Context, parent: QWidget | None = None) -> None:
        line = read.read.page.line
        super().__init__(Death, line.resident_id, "Death", context.clock, parent)
        for name in (
            *("time_known", "died_at", "place", "place_kind", "not_there"),
            *("expected", "verified_by", "note"),
        ):
            self.ask(name, needed=_NEEDED.get(name, ""))
        born = born_words(line, context.clock().date()).partition(" (")[0]
        name = line.family_name.upper()
        self.put(
            Words(
                f"Record the death of {name}, born {born}? This stops rounds and reminders. "
                "It can be withdrawn if wrong",
                self,
            )
        )
        self.secret = SecretField(context, "to record the death", self)
        self.put(self.secret)

    @override
    def problem(self) -> Problem | None:
        return super().problem() or self.secret.missing()

    @override
    def focus_field(self, name: str) -> None:
        if name == SECRET:
            self.secret.setFocus()
        else:
            super().focus_field(name)


class DeathPage(QuickFormPage):
    """A death of one resident; afterwards it stays and says what is still open."""

    def __init__(
        self,
        context: Context,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, Death, resident_id, back, parent)
        self.form: DeathForm | None = None

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        self.form = DeathForm(read, self.context, parent)
        return self.form

    @override
    def deed_words(self) -> str:
        return f"Record the death of {self.opened.read.page.line.family_name.upper()}"

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], Any]:
        secret = self.form.secret.take() if self.form else ""
        return partial(
            _record,
            self.context.store,
            by=self.context.actor,
            draft=draft,
            confirm=self.context.confirm,
            secret=secret,
        )

    @override
    def show_saved(self, saved: object, at_words: str, parent: QWidget) -> QWidget:
        shown = QWidget(parent)
        box = column(shown, gap=12)
        box.addWidget(Heading(at_words, 2, shown))
        box.addWidget(Words(_WITHDRAW, shown))
        card = Card("Still open for this person", shown)
        actions = [each for each in self.opened.read.page.open_actions if each.record]
        if not actions:
            card.add(Quiet("Nothing", card))
        for each in actions:
            if each.record is not None:
                card.add(self._open_action(each.id, action_words(each.record), card))
        box.addWidget(card)
        return shown

    def _open_action(self, action_id: str, words: str, parent: QWidget) -> FlowRow:
        row = FlowRow(parent)
        row.add(OneLine(words, row))
        stop = Button("Stop", parent=row)
        stop.setAccessibleName(f"Stop: {words}")
        stop.clicked.connect(partial(self._on_stop, action_id, stop))
        row.add(stop)
        return row

    def _on_stop(self, action_id: str, button: Button) -> None:
        button.setEnabled(False)
        work = partial(
            answer_action,
            self.context.store,
            by=self.context.actor,
            resident_id=self.resident_id,
            action_id=action_id,
            state=ActionState.STOPPED,
            outcome=HAS_DIED,
        )
        self.context.runners.deeds.run(
            work,
            then=partial(self._on_stopped, button),
            failed=partial(self._on_not_stopped, button),
            receiver=self,
        )

    def _on_stopped(self, button: Button, touched: Touched) -> None:
        button.setText("✓ Stopped")
        self.context.bus.publish(Changes(touched.kinds, touched.ids))

    def _on_not_stopped(self, button: Button, error: Exception) -> None:
        button.setEnabled(True)
        self.message.show_message(str(error), "red")


def _record(
    store: Store,
    *,
    by: Actor,
    draft: Draft[Death],
    confirm: Callable[[str], None],
    secret: str,
) -> tuple[str, Touched]:
    """Asks for the secret first; raises WrongSecret before anything is written."""
    confirm(secret)
    return record_death(store, by=by, draft=draft)
