"""Finish: one column of what is open, each line settled where it stands, then the signature by PIN."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from mdt_core.clock import london_day
from mdt_core.errors import KnownError
from mdt_core.records.round_sign_offs import AnyoneElse, OpenKind
from mdt_core.records.rounds import DeferReason, Programme, RoundMode
from mdt_core.store.queries.together import RoundOf
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.round_finish import SigningOff
from mdt_core.use_cases.round_outcomes import defer_in
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Field, TextField
from mdt_desktop.qt.layouts import FlowRow, column
from mdt_desktop.qt.words import Card, Heading, MessageBar, Words
from mdt_desktop.ui.context import Context, ToPaper, ToRound
from mdt_desktop.ui.finish.details import Details
from mdt_desktop.ui.finish.presenter import (
    SAY_WHICH,
    FinishRead,
    completing,
    confirms_words,
    lists_of,
    read_finish,
    sign_round,
    what_is_missing,
)
from mdt_desktop.ui.finish.sections import Line, NotReached, OpenSection
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.round.panes import Scrolling
from mdt_desktop.ui.round.presenter import summary
from mdt_desktop.ui.round.signing import plain_words

_CONCERNS: Final = (
    *("round", "round_entry", "action", "withdrawal", "round_sign_off", "stay"),
    *("receipt", "entry_confirmation"),
)
HOW_TO_ADD: Final = "Press List, type the room, and Enter. Then finish again"


class FinishPage(QWidget):
    """The finish of a round of a day: of one home, or (empty) of every home that it was held in."""

    def __init__(
        self,
        context: Context,
        home_id: str,
        day: date,
        programme: Programme = Programme.WEEKLY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._of = context, RoundOf(home_id, day, programme)
        self.read: FinishRead | None = None
        self.details: Details | None = None
        self._is_running = False
        self._refused: Field | None = None
        self.message = MessageBar(self)
        self._heading, self._figures = Heading("", 2, self), Words(parent=self)
        self.not_reached = NotReached(self)
        self.sections: dict[OpenKind, OpenSection] = {
            kind: self.not_reached if kind is OpenKind.NOT_REACHED else OpenSection(kind, self)
            for kind in OpenKind
        }
        self.confirms = Words(parent=self)
        self.secret = TextField(f"Your {context.secret_word}", parent=self)
        self.sign = Button("Sign the round", Kind.PRIMARY, parent=self)
        self.paper = Button("Round sheet", Kind.PRIMARY, parent=self)
        self.back = Button("Back to the round", parent=self)
        self._build()
        self._connect()

    def load(self) -> None:
        """Reads what is open."""
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Reads again where something of the round has changed."""
        if changes.touches(*_CONCERNS):
            self._read()

    def leave(self) -> None:
        """Has no draft: each line is settled at once, and the secret is never kept."""

    def _build(self) -> None:
        outer = column(self, margin=8, gap=6)
        outer.addWidget(self.message)
        content = QWidget()
        box = column(content, margin=8, gap=14)
        box.addWidget(self._heading)
        self._open = Card("", content)
        for section in self.sections.values():
            self._open.add(section)
        self._rest = Card("", content)
        box.addWidget(self._open)
        box.addWidget(self._rest)
        self._end = Card("", content)
        self.secret.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.editor.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        deeds = FlowRow(self._end)
        for button in (self.back, self.paper, self.sign):
            deeds.add(button)
        last: tuple[QWidget, ...] = (self._figures, self.confirms, self.secret, deeds)
        for part in last:
            self._end.add(part)
        box.addWidget(self._end)
        box.addStretch(1)
        self._area = Scrolling(content, "Finish", self)
        outer.addWidget(self._area, 1)
        for each in (self._open, self._rest, self._end):
            each.hide()

    def _connect(self) -> None:
        self.sign.clicked.connect(self._on_sign)
        self.secret.editor.returnPressed.connect(self._on_sign)
        self.paper.clicked.connect(self._on_paper)
        self.back.clicked.connect(self._on_back)
        self.not_reached.deferred.connect(self._on_defer_all)
        for section in self.sections.values():
            section.opened.connect(self._on_opened)
            section.completed.connect(self._on_completed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        Bindings(Where.FINISH, self).bind_buttons(
            (("finish.sign", self.sign), ("finish.paper", self.paper))
        )

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is never out of sight."""
        if now is not None and self._area.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 0, now.fontMetrics().height() * 6)

    # Reading

    def _read(self) -> None:
        """Reads after the deeds that are under way, so that a draft just kept is seen."""
        context, deeds = self._context, self._context.runners.deeds
        if deeds.takes_work:
            deeds.run(
                partial(
                    read_finish,
                    context.store,
                    context.drafts,
                    context.actor,
                    self._of,
                ),
                then=self._on_read,
                failed=self._on_failed,
                receiver=self,
            )

    def _on_read(self, read: FinishRead) -> None:
        is_first, self.read = self.read is None, read
        self._heading.setText(f"Finish   {read.round.heading()}")
        self._figures.setText("\n".join(summary(read.round)))
        self._show_sections(read)
        is_signed = bool(read.signed_words)
        if is_first and not is_signed:
            self._add_details(read)
        self._show_end(read, is_signed=is_signed)
        if is_first:
            self._first_field(is_signed=is_signed).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sections(self, read: FinishRead) -> None:
        found = read.open
        lines = {
            OpenKind.NOT_REACHED: [
                Line(each.resident_id, read.who(each.resident_id)) for each in found.not_reached
            ],
            OpenKind.DRAFTS: [
                Line(each.resident_id, read.who(each.resident_id)) for each in read.drafts
            ],
            OpenKind.LOOSE_ACTIONS: [
                Line(
                    who,
                    f"{read.who(who)}: {each.readable.get('text', '')} ({what_is_missing(each)})",
                    each.id,
                )
                for who, each in found.loose_actions
            ],
            OpenKind.NOT_CONFIRMED: [
                Line(
                    who, f"{read.who(who)}: {each.responsible.name}, written by {each.author.name}"
                )
                for who, each in found.not_confirmed
                if each.responsible is not None
            ],
            OpenKind.NOT_SEEN: [
                Line(
                    who,
                    f"{read.who(who)}: {each.readable.get('text', '')}. {read.phone_words(who)}",
                )
                for who, each in found.not_seen
            ],
        }
        for kind, section in self.sections.items():
            section.show_lines(lines[kind])
        is_signed = bool(read.signed_words)
        opened = read.opened_words(self._context.clock())
        self.confirms.setText(opened if is_signed else confirms_words(read))
        self.confirms.setVisible(is_signed or bool(found.to_confirm))

    def _add_details(self, read: FinishRead) -> None:
        self.details = Details(read, self._context.actor, self._context.clock, self._rest)
        self.details.add_asked.connect(self._on_add)
        self.details.asked.connect(self._on_asked)
        self._rest.add(self.details)

    def _show_end(self, read: FinishRead, *, is_signed: bool) -> None:
        for part in (self._open, self._rest, self.secret, self.sign):
            part.setVisible(not is_signed)
        self._end.show()
        self.paper.setVisible(is_signed and read.round.has_paper())
        if is_signed:
            self._heading.setText(f"{read.signed_words}   {read.round.heading()}")

    def _first_field(self, *, is_signed: bool) -> QWidget:
        """The first open item, else the first question; after the signature its paper."""
        if is_signed or self.details is None:
            return self.back if self.paper.isHidden() else self.paper
        for kind in self.read.counts if self.read else ():
            section = self.sections[kind]
            return section.reason if isinstance(section, NotReached) else section.why
        return self.details.anyone_else

    # Settling

    def _on_defer_all(self, reason: DeferReason) -> None:
        if self.read is None:
            return
        self._run(
            partial(
                defer_in,
                self._context.store,
                by=self._context.actor,
                lists=lists_of(self.read),
                reason=reason,
            ),
            self._on_wrote,
        )

    def _on_completed(self, asked: tuple[Line, str]) -> None:
        line, typed = asked
        if self.read is None:
            return
        found = {each.id: each for _, each in self.read.open.loose_actions}
        today = london_day(self._context.clock())
        try:
            deed = completing(typed, self.read, found[line.action_id], line.resident_id, today)
        except KnownError as error:
            field = self.sections[OpenKind.LOOSE_ACTIONS].fields[line.action_id]
            field.show_problem(error.message)
            return
        self._run(partial(deed, self._context.store, by=self._context.actor), self._on_wrote)

    def _on_opened(self, resident_id: str) -> None:
        self._context.go(ToRound(self._of.home_id, self._of.day, resident_id, self._of.programme))

    def _on_add(self) -> None:
        self._context.told(HOW_TO_ADD)
        self._context.go(ToRound(self._of.home_id, self._of.day, programme=self._of.programme))

    def _on_asked(self) -> None:
        """Goes to the signature where nothing else is left to say."""
        is_ready = self.read is not None and not self.read.counts
        if is_ready and self.details is not None and self.details.missing() is None:
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_back(self) -> None:
        self._context.go(ToRound(self._of.home_id, self._of.day, programme=self._of.programme))

    def _on_paper(self) -> None:
        if self.read is not None and self.read.round.has_paper():
            self._context.go(ToPaper(self._of.home_id, self._of.day, self._of.programme))

    # Signing

    def _on_sign(self) -> None:
        read, details = self.read, self.details
        if read is None or details is None or self._is_running or read.signed_words:
            return
        if not self._is_complete(read, details):
            return
        times = details.times()
        if times is None:
            return
        said = SigningOff(
            mode=RoundMode(details.mode.value()),
            started_at=times[0],
            ended_at=times[1],
            anyone_else=AnyoneElse(details.anyone_else.value()),
            attendees=details.attendees(),
            next_round_on=details.next_day(),
            drafts=frozenset(each.resident_id for each in read.drafts),
            reasons={kind: self.sections[kind].why.value() for kind in read.counts},
        )
        self._run(
            partial(
                sign_round,
                self._context.store,
                self._context.confirm,
                by=self._context.actor,
                of=self._of,
                said=said,
                secret=self.secret.value(),
            ),
            self._on_signed,
        )

    def _is_complete(self, read: FinishRead, details: Details) -> bool:
        """Says the first thing that is missing at its field, and goes there."""
        self._clear_refusal()
        for kind, number in read.counts.items():
            why = self.sections[kind].why
            if not why.value().strip():
                words = "Settle these, or say why they stay open"
                return self._refuse(f"{kind.label}: {number}. {words}", why)
        if missing := details.missing():
            return self._refuse(SAY_WHICH[missing[0]], missing[1])
        if not self.secret.value():
            return self._refuse(f"Type your {self._context.secret_word} to sign", self.secret)
        return True

    def _clear_refusal(self) -> None:
        refused, self._refused = self._refused, None
        if refused is not None:
            refused.show_problem("")

    def _refuse(self, words: str, field: Field) -> bool:
        self._refused = field
        self.message.clear()
        field.show_problem(words)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _run(self, work: Callable[[], Written], then: Callable[[Written], None]) -> None:
        if self._is_running or not self._context.runners.deeds.takes_work:
            return
        self._is_running = True
        self.sign.setEnabled(False)
        self.message.clear()
        self._context.runners.deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _end_run(self) -> None:
        self._is_running = False
        self.sign.setEnabled(True)

    def _on_wrote(self, changes: Written) -> None:
        self._end_run()
        self._context.bus.publish(Changes(changes.kinds, changes.ids))

    def _on_signed(self, changes: Written) -> None:
        self.secret.set_value("")
        self._on_wrote(changes)
        self.message.show_message("The round is signed. Saved", "green")
        self.paper.show()
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: Exception) -> None:
        self._end_run()
        if self.secret.value():
            self.secret.set_value("")
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
        self.message.show_message(plain_words(error), "red")
