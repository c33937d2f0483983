"""The vaccinations of a home: uptake of each programme, who is to be asked, and what is done about it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from mdt_core import access
from mdt_core.measures.uptake import HOW_COUNTED
from mdt_core.records.vaccinations import StaffUptake, UptakeResponse, Vaccination
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.vaccinations import count_staff, respond_to_uptake
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import clear, column, scrolled
from mdt_desktop.ui.context import Context, ToClinic, ToHome
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.paper.presenter import KEEP_SAFE
from mdt_desktop.ui.paper.save_dialog import ask_file
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.sync.words import paper_freshness
from mdt_desktop.ui.uptake.forms import HomeStatementForm, response_form, staff_form
from mdt_desktop.ui.uptake.paper import FILE_NAME, saved_report
from mdt_desktop.ui.uptake.presenter import UptakeCard, UptakeView, read_uptake, still_open

_CONCERNED: Final = frozenset(
    {"vaccination", "staff_uptake", "uptake_response", "stay", "resident", "withdrawal"}
)


class UptakePage(QStackedWidget):
    """One card a programme, so that nothing is cut in large text."""

    def __init__(self, context: Context, home_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Vaccinations of the home")
        self._context, self._home_id = context, home_id
        self._may_write = access.may_write(context.actor, Vaccination, home_id)
        self.heading = Heading("", 1, self)
        self.message = MessageBar(self)
        self.clinic = Button("Begin a clinic", Kind.PRIMARY, icon_name="syringe", parent=self)
        self.save_pdf = Button("Save the report as PDF", icon_name="save", parent=self)
        self.back = Button("Back to the home", parent=self)
        self.respond = response_form(context, self)
        self.staff = staff_form(context, self)
        self.buttons: dict[str, Button] = {}
        self.cards: list[Card] = []
        self._figures = QWidget(self)
        self._box = column(self._figures, gap=12)
        self._main = self._build()
        for part in (self._main, self.respond, self.staff):
            self.addWidget(part)
        for button in (self.clinic, self.save_pdf):
            button.setVisible(self._may_write)
        self._wire()

    def load(self) -> None:
        """Reads the figures; the keyboard goes to the first deed."""
        self._read()
        (self.clinic if self._may_write else self.back).setFocus()

    def refresh(self, changes: Changes) -> None:
        """Reads again where a figure may have changed."""
        if changes.kinds & _CONCERNED:
            self._read()

    def leave(self) -> None:
        """Has no draft: what is not saved is not kept."""

    def _build(self) -> QScrollArea:
        inside = QWidget(self)
        box = column(inside, margin=16, gap=12)
        row = FlowRow(inside)
        for button in (self.clinic, self.save_pdf, self.back):
            row.add(button)
        how = Card("How this is counted", inside)
        how.add(Words(HOW_COUNTED, how))
        for part in (self.heading, self.message, row, self._figures, how):
            box.addWidget(part)
        box.addStretch(1)
        return scrolled(inside, self)

    def _wire(self) -> None:
        self.clinic.clicked.connect(self._on_clinic)
        self.save_pdf.clicked.connect(self._on_save_pdf)
        self.back.clicked.connect(self._on_back)
        self.respond.given.connect(self._on_response)
        self.staff.given.connect(self._on_counted)
        for form in (self.respond, self.staff):
            form.cancelled.connect(self._show_main)

    def _read(self) -> None:
        context = self._context
        context.runners.reads.run(
            partial(read_uptake, context.store, context.actor, self._home_id, context.clock()),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_read(self, view: UptakeView) -> None:
        self.heading.setText(f"Vaccinations, {view.home}")
        clear(self._box)
        self.buttons.clear()
        self.cards = [self._card(card) for card in view.cards]
        for card in self.cards:
            self._box.addWidget(card)

    def _card(self, told: UptakeCard) -> Card:
        card = Card(told.title, self._figures)
        card.setAccessibleName(told.words)
        tag = WrappedTag(card)
        tag.show_words(told.tag, told.tone)
        card.add(tag)
        card.add(Words("\n".join(told.figures), card))
        if told.to_ask:
            names = "\n".join(told.to_ask)
            card.add(
                Words(f"Still to be asked or to have it ({len(told.to_ask)})", card, words="label")
            )
            card.add(Words(names, card))
        for line in told.responses:
            card.add(Words(line.words, card))
        if self._may_write:
            card.add(self._deeds(told, card))
        return card

    def _deeds(self, told: UptakeCard, card: Card) -> FlowRow:
        row = FlowRow(card)
        respond = Button("What is done about it", parent=row)
        respond.clicked.connect(partial(self._ask, self.respond, told))
        count = Button("Count staff", parent=row)
        count.clicked.connect(partial(self._ask, self.staff, told))
        found = {"respond": respond, "count": count}
        for number, line in enumerate(still_open(told.responses)):
            done = Button(f"Done: {line.words.partition(': ')[2]}", parent=row)
            done.clicked.connect(partial(self._on_done, line.said))
            found[f"done{number}"] = done
        for name, button in found.items():
            button.setAccessibleName(f"{button.text()}, {told.title}")
            self.buttons[f"{name} {told.programme}"] = button
            row.add(button)
        return row

    # Deeds

    def _ask(self, form: HomeStatementForm, told: UptakeCard) -> None:
        form.begin(told.programme, told.title)
        form.save.setEnabled(True)
        self.setCurrentWidget(form)

    def _on_response(self, said: UptakeResponse) -> None:
        self._save(respond_to_uptake, response=said)

    def _on_done(self, said: UptakeResponse | None) -> None:
        if said is not None:
            self._save(respond_to_uptake, response=said.model_copy(update={"is_done": True}))

    def _on_counted(self, said: StaffUptake) -> None:
        self._save(count_staff, counted=said)

    def _save(self, deed: Callable[..., Written], **said: object) -> None:
        context = self._context
        work = partial(deed, context.store, by=context.actor, home_id=self._home_id, **said)
        context.runners.deeds.run(
            work, then=self._on_saved, failed=self._on_not_saved, receiver=self
        )

    def _on_saved(self, written: Written) -> None:
        self._show_main()
        self.message.show_message("Saved", "green")
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self._read()

    def _on_not_saved(self, error: Exception) -> None:
        form = self.currentWidget()
        if isinstance(form, HomeStatementForm):
            form.show_problem("", words_of(error))
        else:
            self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _show_main(self) -> None:
        self.setCurrentWidget(self._main)

    def save_to(self, path: str) -> None:
        """Saves the report of the home as a PDF, with a line of who did."""
        context = self._context
        fresh = paper_freshness(context.got_at(self._home_id), context.waiting(), context.clock())
        context.runners.long_work.run(
            partial(saved_report, context, self._home_id, fresh, Path(path)),
            then=self._on_report,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_report(self, path: Path) -> None:
        self.message.show_message(f"Saved: {path.name}. {KEEP_SAFE}", "green")

    def _on_save_pdf(self) -> None:
        ask_file(self, "Save PDF", FILE_NAME, self.save_to)

    def _on_clinic(self) -> None:
        self._context.go(ToClinic(self._home_id))

    def _on_back(self) -> None:
        self._context.go(ToHome(self._home_id))
