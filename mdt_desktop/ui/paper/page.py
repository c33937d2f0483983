"""Print preview of a round's papers: see them, print them, save them. What is printed is what was kept.

A paper is of one home. Of a round over several homes each home's paper is stepped through, and all of
them can be printed or saved one after the other.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.records.printed_copies import CopiesTakenOut, PrintedCopy
from mdt_core.records.quick_texts import QuickText
from mdt_core.records.receipts import Receipt, side_of
from mdt_core.records.rounds import Programme
from mdt_core.store.queries.together import RoundOf
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.actions.reach import opened_words
from mdt_desktop.ui.actions.seen import Saying
from mdt_desktop.ui.actions.told import Told
from mdt_desktop.ui.context import Context, ToPlan, ToRound
from mdt_desktop.ui.paper.kind import PaperKind
from mdt_desktop.ui.paper.presenter import (
    NO_PAPER,
    HomePaper,
    Made,
    about,
    heading,
    homes_of,
    make,
    unsigned_words,
)
from mdt_desktop.ui.paper.print_page import TAKES_PDF, PageWords, PrintPage
from mdt_desktop.ui.paper.printing import PrinterNames, printers_here
from mdt_desktop.ui.paper.putting_out import Maker
from mdt_desktop.ui.sync.words import paper_freshness

_NOT_ON_IT: Final = frozenset({Receipt.kind, PrintedCopy.kind, CopiesTakenOut.kind, QuickText.kind})
"""The kinds that alter no paper; any other may stand on one: decisions, allergies, reasons, names."""


class PaperPage(PrintPage[HomePaper, Made]):
    """The papers of a round's day. `printers` and `takes_pdf` say what the system offers."""

    def __init__(  # noqa: PLR0917 - what its destination holds, in its order
        self,
        context: Context,
        home_id: str,
        day: date,
        programme: Programme = Programme.WEEKLY,
        document: PaperKind = PaperKind.SHEET,
        parent: QWidget | None = None,
        *,
        printers: PrinterNames | None = None,
        takes_pdf: bool = TAKES_PDF,
    ) -> None:
        words = PageWords(document.value, "home", "Back to the round", counted=" homes")
        super().__init__(
            context, words, parent, printers=printers or printers_here(), takes_pdf=takes_pdf
        )
        self._of, self._document = RoundOf(home_id, day, programme), document
        self._saying = Saying(context, self)
        self.lay_out()

    def load(self) -> None:
        """Asks which homes have this paper, and makes the first."""
        self._ask_homes()

    def refresh(self, changes: Changes) -> None:
        """Makes it again where something that stands on it has changed."""
        if not changes.kinds <= _NOT_ON_IT:
            self._ask_homes()

    # Which home

    def _ask_homes(self) -> None:
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(homes_of, context.store, context.actor, self._of, self._document),
                then=self._on_homes,
                failed=self._on_not_made,
                receiver=self,
            )

    def _on_homes(self, homes: tuple[HomePaper, ...]) -> None:
        """Stays at the home on show where it still has this paper."""
        here = self.whose.home_id if self._all else ""
        ids = [home.home_id for home in homes]
        place = ids.index(here) if here in ids else 0
        self.take_up(homes, place, NO_PAPER[self._document])

    # Making

    @override
    def maker(self, whose: HomePaper) -> Callable[[], Made]:
        context = self._context
        got = context.got_at(whose.home_id)
        return partial(
            make,
            context.store,
            by=context.actor,
            of=self._of.in_home(whose.home_id),
            document=self._document,
            waiting=context.waiting(),
            fresh=paper_freshness(got, context.waiting(), context.clock()),
            practice=context.is_practice,
            look=self.options.look(),
        )

    @override
    def all_makers(self) -> list[Maker]:
        return super().all_makers() if self.made is not None else []

    @override
    def is_of(self, made: Made, whose: HomePaper) -> bool:
        return made.home_id == whose.home_id

    @override
    def show_made(self, made: Made) -> None:
        unsigned = unsigned_words(made.unsigned_rooms)
        now = self._context.clock()
        said = "\n".join(filter(None, (about(made.sheet), self._opened_words(made, now))))
        self.options.show_document(heading(made.sheet), said, unsigned)
        if made.opened is not None and made.opened.seen_at is None:
            self._saying.say((Told(made.opened.version),))

    def _opened_words(self, made: Made, now: datetime) -> str:
        """For those who sent it: whether the other side has opened it."""
        is_ours = made.opened is None or made.opened.by is side_of(self._context.actor.role)
        return "" if is_ours else opened_words(made.opened, now)

    @override
    def go_back(self) -> None:
        of = self._of
        if self._document is PaperKind.BRIEF:
            self._context.go(ToPlan(of.home_id, of.day, of.programme))
        else:
            self._context.go(ToRound(of.home_id, of.day, programme=of.programme))
