"""Two records side by side: read both, decide who they are and why, or leave it.

Names two people and edits neither, so it shows no banner; both stand with every identifier. Nothing
is chosen beforehand, and what changes meanwhile is shown before anything is decided.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.errors import KnownError
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.duplicates import Deciding, decide, showed, undo
from mdt_core.use_cases.settling import CameMeanwhile
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, Columns, Heading, MessageBar, Quiet, Words
from mdt_desktop.qt.layouts import InnerScroll, Inside, column
from mdt_desktop.ui.autosave import saved_words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.duplicates.presenter import (
    ALIKE_WORDS,
    HEADING,
    IN_ORDER,
    Comparing,
    confirm_words,
    decided_words,
    read_comparing,
    read_comparing_again,
    records_of,
    who_decides_words,
)
from mdt_desktop.ui.duplicates.reasons import TWO_PEOPLE, WHO, DecideForm, UndoForm
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.pairs import PairView
from mdt_desktop.ui.quick.deed_bar import DeedBar
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.versions.side_by_side import LEAST_EM, LineRow

LEAVE: Final = "Leave for now"
_CHOOSE: Final = "Choose who they are"
_JOIN, _NOT_YET = "Join them", "Not yet"
_CHANGED: Final = "One of the records was changed. Read both, then choose again"
_GONE: Final = "This was decided meanwhile"


class CompareView(PairView):
    """The screen of two records."""

    def __init__(
        self, context: Context, one_id: str, other_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._ids = context, (one_id, other_id)
        self.read: Comparing | None = None
        self.form: DecideForm | None = None
        self.undoing: UndoForm | None = None
        self.message, self.heading = MessageBar(self), Heading(HEADING, 1)
        self._area, self.bar = InnerScroll(self), DeedBar(self)
        self.later = Button(LEAVE, parent=self.bar)
        self.save = Button("Decide", Kind.PRIMARY, icon_name="check", parent=self.bar)
        self._after_layout = QTimer(self, singleShot=True, interval=0)
        self._after_layout.timeout.connect(self._show_question)
        self._build()

    @override
    def load(self) -> None:
        """Opens both records, which is audited."""
        self._run(self._context.runners.deeds.run, read_comparing, self._show)

    @override
    def refresh(self, changes: Changes) -> None:
        """Reads again what concerns either; another content than the one on show is said."""
        if self.read is not None and any(changes.concerns(each) for each in self._ids):
            self._run(self._context.runners.reads.run, read_comparing_again, self._on_read_again)

    @override
    def leave(self) -> None:
        """Has no draft: nothing about a person is written here before it is decided."""

    def _build(self) -> None:
        box = column(self)
        self.bar.hold(self.later, self.save)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.addWidget(self.message)
        box.addWidget(self._area, 1)
        box.addWidget(self.bar)
        self.later.clicked.connect(self._on_leave)
        self.save.clicked.connect(self._on_save)
        keys = Bindings(Where.FORM, self)
        keys.bind("form.save", self._on_save)
        keys.bind("form.back", self._on_leave, button=self.later)

    # Showing

    def _show(self, read: Comparing) -> None:
        self.read, self.form, self.undoing = read, None, None
        inside = Inside()
        box = column(inside, margin=16, gap=16)
        for part in self._parts(read, inside):
            box.addWidget(part)
        box.addStretch(1)
        self._area.setWidget(inside)
        self.save.setText(f"Decide for {read.whom}")
        self.save.setEnabled(True)
        can_decide = read.may_decide and not read.decided
        self.bar.show_deeds(self.later, *([self.save] if can_decide else []))
        self.heading.setFocus()

    def _parts(self, read: Comparing, inside: QWidget) -> list[QWidget]:
        self.heading = Heading(HEADING, 1, inside)
        self.heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading.setContentsMargins(6, 6, 6, 6)
        parts: list[QWidget] = [self.heading]
        for alike in read.alike:
            tag = WrappedTag(inside)
            tag.show_words(ALIKE_WORDS[alike], "amber")
            parts.append(tag)
        parts += [Quiet(IN_ORDER, inside), self._side_by_side(read, inside)]
        return [*parts, *self._deciding(read, inside)]

    def _side_by_side(self, read: Comparing, inside: QWidget) -> QWidget:
        shown = Columns(inside, least_em=LEAST_EM)
        for record in records_of(read):
            card = Card(record.heading, shown)
            for line in record.lines:
                card.add(LineRow(line, card))
            card.body.addStretch(1)
            shown.add(card)
        return shown

    def _deciding(self, read: Comparing, inside: QWidget) -> list[QWidget]:
        if not read.may_decide:
            return [Words(who_decides_words(), inside, words="label")]
        if not read.decided:
            one, other = (side.line.resident_id for side in read.sides)
            self.form = DecideForm((one, other), inside)
            self.form.question.answered.connect(self._on_answered)
            return [self.form]
        said = Card("Decided before", inside)
        for each in read.decided:
            said.add(Words(decided_words(each), said))
        self.undoing = UndoForm(f"Undo for {read.whom}", said)
        self.undoing.wanted.connect(self._on_undo)
        said.add(self.undoing)
        return [said]

    # Reading

    def _run(
        self,
        run: Callable[..., object],
        read: Callable[..., Comparing],
        then: Callable[[Comparing], None],
    ) -> None:
        context = self._context
        work = partial(read, context.store, context.actor, *self._ids)
        run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_read_again(self, now: Comparing) -> None:
        """What is on show changes under nobody's hand without a word; the reasons typed stay."""
        before = self.read
        if before is None or (before.sides, before.decided) == (now.sides, now.decided):
            return
        typed = (self.form.why.value(), self.form.asked.value()) if self.form else None
        self._show(now)
        if self.form is not None and typed is not None:
            self.form.why.set_value(typed[0])
            self.form.asked.set_value(typed[1])
        self._say(_GONE if now.decided and not before.decided else _CHANGED, "amber")

    def _on_failed(self, error: Exception) -> None:
        self.bar.show_deeds(self.later)
        self._say(words_of(error), "red")

    def _say(self, words: str, tone: str) -> None:
        self.message.show_message(words, tone)

    # Deeds

    def _on_leave(self) -> None:
        self.left.emit()

    def _on_save(self) -> None:
        form, read = self.form, self.read
        if form is None or read is None or not self.save.isEnabled():
            return
        if not form.who.value():
            self._say(_CHOOSE, "amber")
            form.focus_field(WHO)
        elif form.who.value() == TWO_PEOPLE:
            self._decide()
        else:
            form.question.ask(confirm_words(read, form.who.value()), (_JOIN, _NOT_YET))
            form.question.focus_answer()
            self._after_layout.start()

    def _show_question(self) -> None:
        if self.form is not None:
            self._area.ensureWidgetVisible(self.form.question, 0, 16)

    def _on_answered(self, place: object) -> None:
        if place == 0:
            self._decide()

    def _decide(self) -> None:
        if self.form is None or self.read is None:
            return
        one, other = self.read.sides
        who = self.form.who.value()
        deciding = Deciding(
            one.line.resident_id,
            other.line.resident_id,
            None if who == TWO_PEOPLE else who,
            why=str(self.form.why.value()),
            asked=str(self.form.asked.value()),
            seen=(showed(one), showed(other)),
        )
        self._write(partial(decide, deciding=deciding))

    def _on_undo(self, reason: object) -> None:
        one_id, other_id = self._ids
        self._write(partial(undo, one_id=one_id, other_id=other_id, reason=str(reason)))

    def _write(self, deed: Callable[..., Written]) -> None:
        self.save.setEnabled(False)
        context = self._context
        context.runners.deeds.run(
            partial(deed, context.store, by=context.actor),
            then=self._on_saved,
            failed=self._on_not_saved,
            receiver=self,
        )

    def _on_saved(self, written: Written) -> None:
        words = saved_words(self._context.clock(), what="Decided")
        announce(self, words)
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self.decided.emit(words)

    def _on_not_saved(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if not isinstance(error, KnownError):
            raise error
        if isinstance(error, CameMeanwhile):
            self._run(self._context.runners.reads.run, read_comparing_again, self._on_read_again)
        self._say(words_of(error), "amber")
        if self.form is not None:
            self.form.focus_field(error.where)
