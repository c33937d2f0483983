"""The vaccinations of a home: uptake of each programme, who is to be asked, and what is done about it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core import access
from mdt_core.measures.uptake import HOW_COUNTED
from mdt_core.records.vaccinations import StaffUptake, UptakeResponse, Vaccination
from mdt_core.use_cases.vaccinations import count_staff, respond_to_uptake
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Card, FlowRow, Words
from mdt_desktop.qt.layouts import clear
from mdt_desktop.ui.context import Context, ToClinic
from mdt_desktop.ui.home_cards import HomeCardsPage
from mdt_desktop.ui.paper.presenter import KEEP_SAFE
from mdt_desktop.ui.paper.save_dialog import ask_file
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.sync.words import paper_freshness
from mdt_desktop.ui.uptake.forms import HomeStatementForm, response_form, staff_form
from mdt_desktop.ui.uptake.paper import FILE_NAME, saved_report
from mdt_desktop.ui.uptake.presenter import UptakeCard, UptakeView, read_uptake, still_open


class UptakePage(HomeCardsPage[UptakeView]):
    """One card a programme, so that nothing is cut in large text."""

    concerned = frozenset(
        {"vaccination", "staff_uptake", "uptake_response", "stay", "resident", "withdrawal"}
    )

    def __init__(self, context: Context, home_id: str, parent: QWidget | None = None) -> None:
        super().__init__(context, home_id, "Vaccinations of the home", parent)
        self._may_write = access.may_write(context.actor, Vaccination, home_id)
        self.clinic = Button("Begin a clinic", Kind.PRIMARY, icon_name="syringe", parent=self)
        self.save_pdf = Button("Save the report as PDF", icon_name="save", parent=self)
        self.respond = response_form(context, self)
        self.staff = staff_form(context, self)
        self.buttons: dict[str, Button] = {}
        how = Card("How this is counted", self)
        how.add(Words(HOW_COUNTED, how))
        deeds = (self.clinic, self.save_pdf)
        self._put_together(deeds, (self._list, how), (self.respond, self.staff))
        for button in deeds:
            button.setVisible(self._may_write)
        self.clinic.clicked.connect(self._on_clinic)
        self.save_pdf.clicked.connect(self._on_save_pdf)
        self.respond.given.connect(self._on_response)
        self.staff.given.connect(self._on_counted)

    def load(self) -> None:
        """Reads the figures; the keyboard goes to the first deed."""
        self._read()
        (self.clinic if self._may_write else self.back).setFocus()

    @override
    def reading(self) -> Callable[[], UptakeView]:
        context = self._context
        return partial(read_uptake, context.store, context.actor, self._home_id, context.clock())

    @override
    def show_view(self, view: UptakeView) -> None:
        self.heading.setText(f"Vaccinations, {view.home}")
        clear(self._box)
        self.buttons.clear()
        self.cards = [self._card(card) for card in view.cards]
        for card in self.cards:
            self._box.addWidget(card)

    def _card(self, told: UptakeCard) -> Card:
        card = Card(told.title, self._list)
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
        self._save(respond_to_uptake, home_id=self._home_id, response=said)

    def _on_done(self, said: UptakeResponse | None) -> None:
        if said is not None:
            done = said.model_copy(update={"is_done": True})
            self._save(respond_to_uptake, home_id=self._home_id, response=done)

    def _on_counted(self, said: StaffUptake) -> None:
        self._save(count_staff, home_id=self._home_id, counted=said)

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
