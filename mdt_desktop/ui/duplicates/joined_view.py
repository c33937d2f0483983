"""What was joined to a resident's record: which records, who decided it and why, and the way to undo it.

Where both list different medicines, a prescriber or pharmacist says here which of them hold.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core import access
from mdt_core.clock import clinical_moment, london_day
from mdt_core.errors import KnownError
from mdt_core.record import settlers
from mdt_core.records.medicines import MedicineLine
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.duplicates import Compared, settle_medicines, undo
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, FlowRow, Heading, MessageBar, Quiet, Words
from mdt_desktop.qt.layouts import InnerScroll, Inside, column
from mdt_desktop.ui.autosave import saved_words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.duplicates.presenter import (
    Begun,
    JoinedRead,
    decided_words,
    joined_words,
    medicine_words,
    read_joined,
)
from mdt_desktop.ui.duplicates.reasons import HOLDING, MedicinesForm, UndoForm
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.identity import identity_text
from mdt_desktop.ui.pairs import PairView
from mdt_desktop.ui.quick.deed_bar import DeedBar
from mdt_desktop.ui.quick.widgets import WrappedTag

HEADING: Final = "Records joined to this one"
NOTHING: Final = "No record is joined to this one"
MEDICINES: Final = (
    "Medicines of two records. Neither list is being used as current. Check the MAR before you act"
)
COPY: Final = "Copy what is still needed into an entry of this record, then put it away"
PUT_AWAY: Final = "Put it away"
_NOT_CHOSEN: Final = "The lines that are not chosen are stopped, each in its own record"


class JoinedView(PairView):
    """The screen of joined records."""

    def __init__(self, context: Context, resident_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._resident_id = context, resident_id
        self.read: JoinedRead | None = None
        self.undoing: dict[str, UndoForm] = {}
        self.medicines: MedicinesForm | None = None
        self.banner, self.message = IdentityBanner(self), MessageBar(self)
        self.heading = Heading(HEADING, 1)
        self._area, self.bar = InnerScroll(self), DeedBar(self)
        self.back = Button("Back", parent=self.bar)
        self._build()

    @override
    def load(self) -> None:
        """Opens the resident, which is audited."""
        self._run(self._context.runners.deeds.run)

    @override
    def refresh(self, changes: Changes) -> None:
        """Reads again what concerns this resident, unless something is being typed here."""
        if self.read is not None and changes.concerns(self._resident_id) and not self._is_typed():
            self._run(self._context.runners.deeds.run)

    def _build(self) -> None:
        box = column(self)
        self.bar.hold(self.back)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self.banner, self.message):
            box.addWidget(part)
        box.addWidget(self._area, 1)
        box.addWidget(self.bar)
        self.banner.hide()
        self.back.clicked.connect(self.left)
        self.bar.show_deeds(self.back)

    def _is_typed(self) -> bool:
        forms = [form.why for form in self.undoing.values()]
        if self.medicines is not None:
            forms.append(self.medicines.why)
        return any(str(field.value()).strip() for field in forms)

    # Showing

    def _show(self, read: JoinedRead) -> None:
        self.read, self.undoing, self.medicines = read, {}, None
        today = london_day(self._context.clock())
        self.banner.show_identity(identity_text(read.line, today=today))
        self.banner.show()
        inside = Inside()
        box = column(inside, margin=16, gap=16)
        self.heading = Heading(HEADING if read.joined else NOTHING, 1, inside)
        self.heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self.heading)
        begun = [self._begun(each, inside) for each in read.begun]
        for part in (*begun, *self._medicines(read, inside), *self._joined(read, inside)):
            box.addWidget(part)
        box.addStretch(1)
        self._area.setWidget(inside)
        self.heading.setFocus()

    def _joined(self, read: JoinedRead, inside: QWidget) -> list[QWidget]:
        shown: list[QWidget] = []
        for each in read.joined:
            card = Card(joined_words(each), inside)
            if each.decision is not None:
                card.add(Words(decided_words(each.decision), card))
            if read.may_undo:
                form = UndoForm(f"Undo for {read.line.family_name.upper()}", card)
                form.wanted.connect(partial(self._on_undo, each.record_id))
                card.add(form)
                self.undoing[each.record_id] = form
            shown.append(card)
        return shown

    def _begun(self, begun: Begun, inside: QWidget) -> QWidget:
        """What was typed, to be copied into an entry of the record kept, or put away."""
        card = Card(f"{begun.title}, begun and not signed", inside, tone="amber")
        card.add(Words(f"Last saved {clinical_moment(begun.saved_at)}. {COPY}", card))
        for label, words in begun.lines:
            card.add(Quiet(label, card))
            told = Words(words, card, words="reading")
            told.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            card.add(told)
        away = Button(PUT_AWAY, parent=card)
        away.clicked.connect(partial(self._on_put_away, begun))
        row = FlowRow(card)
        row.add(away)
        card.add(row)
        return card

    def _on_put_away(self, begun: Begun) -> None:
        context = self._context
        work = partial(context.drafts.discard, context.actor.person_id, begun.kind, begun.record_id)
        context.runners.deeds.run(
            work, then=self._on_put_away_done, failed=self._on_failed, receiver=self
        )

    def _on_put_away_done(self, _nothing: None) -> None:
        self._run(self._context.runners.deeds.run)

    def _medicines(self, read: JoinedRead, inside: QWidget) -> list[QWidget]:
        if not read.medicines:
            return []
        tag = WrappedTag(inside)
        tag.show_words(MEDICINES, "amber")
        lines = tuple((each.id, medicine_words(each)) for each in read.medicines)
        if not read.may_settle_medicines:
            named = access.listed(settlers(MedicineLine, "course"))
            told = "\n".join(words for _, words in lines)
            return [tag, Words(told, inside), Words(f"This is settled by {named}", inside)]
        self.medicines = MedicinesForm(lines, read.line.family_name.upper(), inside)
        self.medicines.wanted.connect(self._on_medicines)
        return [tag, Words(_NOT_CHOSEN, inside), self.medicines]

    # Reading and deeds

    def _run(self, run: Callable[..., object]) -> None:
        work = partial(read_joined, self._context.store, self._context.actor, self._resident_id)
        run(work, then=self._show, failed=self._on_failed, receiver=self)

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_undo(self, record_id: str, reason: object) -> None:
        self._write(
            partial(undo, one_id=self._resident_id, other_id=record_id, reason=str(reason)),
            self.undoing[record_id].undo,
        )

    def _on_medicines(self) -> None:
        form, read = self.medicines, self.read
        if form is None or read is None:
            return
        holding = frozenset(form.holding.value())
        if not holding:
            self.message.show_message("Choose which of them hold", "amber")
            form.focus_field(HOLDING)
            return
        compared = Compared(
            self._resident_id,
            frozenset(each.id for each in read.medicines),
            holding,
            why=str(form.why.value()),
            asked=str(form.asked.value()),
        )
        self._write(partial(settle_medicines, compared=compared), form.save)

    def _write(self, deed: Callable[..., Written], button: Button) -> None:
        button.setEnabled(False)
        context = self._context
        context.runners.deeds.run(
            partial(deed, context.store, by=context.actor),
            then=self._on_saved,
            failed=partial(self._on_not_saved, button),
            receiver=self,
        )

    def _on_saved(self, written: Written) -> None:
        words = saved_words(self._context.clock(), what="Decided")
        announce(self, words)
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self.decided.emit(words)

    def _on_not_saved(self, button: Button, error: Exception) -> None:
        button.setEnabled(True)
        if not isinstance(error, KnownError):
            raise error
        self.message.show_message(words_of(error), "amber")
        if self.medicines is not None:
            self.medicines.focus_field(error.where)
