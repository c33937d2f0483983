"""Print preview of plans' papers, of one resident or of a whole home, with progress and giving up.

What is printed is what was on show, or for a home what stands when its turn comes. A final plan that two
versions forbid offers a draft with both; a transfer summary is never held up by that.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.errors import KnownError
from mdt_core.records.printed_copies import CopiesTakenOut, CopyPlace, PrintedCopy
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Choice, ChoiceField, ManyChoiceField
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.paper.print_page import TAKES_PDF, PageWords, PrintPage
from mdt_desktop.ui.paper.printing import PrinterNames, printers_here
from mdt_desktop.ui.paper.putting_out import Maker, Out, PutOut
from mdt_desktop.ui.plan_paper.presenter import (
    AUDIENCES,
    MadePlan,
    Whose,
    about,
    heading,
    make,
    may_be_skipped,
    people,
    skipped_words,
)
from mdt_desktop.ui.sync.words import paper_freshness

NOBODY: Final = "Nobody lives in this home, so that there is no plan to print"
IT_PRINTED: Final = "It printed"
_REGISTER: Final = frozenset({PrintedCopy.kind, CopiesTakenOut.kind})
_PLACES: Final = tuple(Choice(place.value, place.label) for place in CopyPlace)
_KINDS: Final = tuple(Choice(kind.name, kind.value) for kind in PlanPaperKind)
_STATES: Final = (Choice("final", "Final"), Choice("draft", "Draft, not for use"))
_WORDS: Final = PageWords("Care plans", "resident", "Back")


class PlanPaperPage(PrintPage[Whose, MadePlan]):
    """The papers of one resident, or of everybody in a home where no resident is named."""

    def __init__(  # noqa: PLR0917 - what its destination holds, in its order
        self,
        context: Context,
        paper: PlanPaperKind,
        home_id: str,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
        *,
        printers: PrinterNames | None = None,
        takes_pdf: bool = TAKES_PDF,
    ) -> None:
        super().__init__(
            context, _WORDS, parent, printers=printers or printers_here(), takes_pdf=takes_pdf
        )
        self._back = back
        self._resident_id, self._home_id = resident_id, home_id
        self._skipped: list[tuple[Whose, KnownError]] = []
        self._unsure: Out | None = None
        self.kind = ChoiceField("Paper", _KINDS, parent=self)
        self.kind.set_value(paper.name)
        self.state = ChoiceField("For use", _STATES, parent=self)
        self.state.set_value("final")
        self.places = ManyChoiceField("Copies for", _PLACES, parent=self)
        self.options.ask_first(self.state)
        self.options.ask_first(self.kind)
        self.options.ask_last(self.places)
        self.lay_out()
        self.stop = Button("Stop after this one", parent=self)
        self.stop.hide()
        self._box.insertWidget(1, self.stop)
        self.kind.edited.connect(self._on_asked)
        self.state.edited.connect(self._on_asked)
        self.places.edited.connect(self._on_places)
        self.message.acted.connect(self._on_it_printed)
        self.stop.clicked.connect(self._on_stop)
        self.putting_out.progressed.connect(self._on_progressed)

    def load(self) -> None:
        """Asks whose papers these are, and makes the first."""
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(people, context.store, context.actor, self._resident_id, self._home_id),
                then=self._on_people,
                failed=self._on_not_made,
                receiver=self,
            )

    def refresh(self, changes: Changes) -> None:
        """Makes it again where something about who is on show has changed."""
        is_of_register = changes.kinds <= _REGISTER
        if self._all and not is_of_register and changes.concerns(self.whose.resident_id):
            self._make()

    def _on_people(self, everybody: tuple[Whose, ...]) -> None:
        self.take_up(everybody, 0, NOBODY)

    @override
    def go_back(self) -> None:
        self._context.go(self._back)

    # Which paper

    def _kind(self) -> PlanPaperKind:
        return PlanPaperKind[self.kind.value()]

    def _is_draft(self) -> bool:
        return self.state.value() == "draft"

    def _on_asked(self, _key: object) -> None:
        """One of each always holds: taking a choice back means the first."""
        for field, usual in ((self.kind, PlanPaperKind.CLINICAL.name), (self.state, "final")):
            if not field.value():
                field.set_value(usual)
        self._make()

    def _on_places(self, _keys: object) -> None:
        """One copy for each place; another number can still be asked for."""
        self.options.show_copies(max(1, len(self.places.value())))

    def _places(self) -> tuple[CopyPlace, ...]:
        return tuple(map(CopyPlace, self.places.value()))

    # Making

    @override
    def maker(self, whose: Whose) -> Callable[[], MadePlan]:
        context = self._context
        got = context.got_at(whose.home_id)
        return partial(
            make,
            context.store,
            context.drafts,
            by=context.actor,
            whose=whose,
            kind=self._kind(),
            look=self.options.look(),
            waiting=context.waiting(),
            practice=context.is_practice,
            is_draft=self._is_draft(),
            fresh=paper_freshness(got, context.waiting(), context.clock()),
        )

    @override
    def is_of(self, made: MadePlan, whose: Whose) -> bool:
        asked = (whose, self._kind(), self._is_draft())
        return asked == (made.whose, made.paper.paper, made.paper.is_draft)

    @override
    def show_made(self, made: MadePlan) -> None:
        self.message.hide()
        self.options.show_document(heading(made), about(made), "")

    @override
    def as_put_out(self, made: MadePlan) -> MadePlan:
        return replace(made, places=self._places())

    @override
    def all_makers(self) -> list[Maker]:
        places = self._places()
        return [partial(self._or_skipped, whose, self.maker(whose), places) for whose in self._all]

    def _or_skipped(
        self, whose: Whose, maker: Callable[[], MadePlan], places: tuple[CopyPlace, ...]
    ) -> MadePlan | None:
        """Runs on the worker; what cannot be printed is kept to be said when the others are out."""
        try:
            return replace(maker(), places=places)
        except KnownError as error:
            if not may_be_skipped(error):
                raise
            self._skipped.append((whose, error))
            return None

    @override
    def _make(self) -> None:
        if self._all:
            self.options.show_audience(AUDIENCES[self._kind()])
        super()._make()

    @override
    def _on_not_made(self, error: Exception) -> None:
        """Who is refused does not hold up the others."""
        super()._on_not_made(error)
        if len(self._all) > 1 and may_be_skipped(error) and not self.putting_out.is_busy:
            self.options.set_ready(is_ready=True)
            self.options.print_button.setEnabled(False)
            self.options.save_button.setEnabled(False)

    # How far it is, and what came of it

    @override
    def _begin(self, number: int, said: str) -> None:
        super()._begin(number, said)
        self._skipped = []
        self.stop.setVisible(number > 1)
        self._on_progressed(0)

    def _on_progressed(self, behind: int) -> None:
        if self._number > 1:
            self.message.show_message(f"{behind} of {self._number} care plans")

    def _on_stop(self) -> None:
        self.putting_out.give_up()
        self.stop.hide()

    @override
    def _on_put_out(self, done: PutOut) -> None:
        self.stop.hide()
        super()._on_put_out(done)

    @override
    def _show_stopped(self, words: str, done: PutOut) -> None:
        self._unsure = done.unsure
        deed = IT_PRINTED if done.unsure is not None else ""
        self.message.show_message(words, "red", deed=deed)

    def _on_it_printed(self, _words: object) -> None:
        """A person saw it come out, whatever the printer answered: then the copy exists."""
        if self._unsure is not None:
            made, self._unsure = self._unsure, None
            self._begin(1, "Recorded as printed")
            self.putting_out.it_printed(made)

    @override
    def saved_words(self, number: int) -> str:
        return "Saved"

    @override
    def done_words(self, done: PutOut) -> str:
        is_several = self._number > 1
        of = f"{done.number} of {self._number}: " if is_several else ""
        out = self.out_words(done, is_several=is_several)
        said = f"{of}{out if done.number else 'nothing was printed or saved'}"
        return ". ".join(filter(None, (said, skipped_words(self._skipped))))
