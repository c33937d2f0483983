"""One case: banner, what is known, and the minute of it. Made anew for each resident.

So nothing of one resident can reach another. What is known stands as in the round, and open actions are
answered there. What comes in meanwhile is said as in the round, and stands there once it was looked at.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.store.queries.meetings import AgendaRow
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.autosave import Autosave, Offer
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.identity import identity_text
from mdt_desktop.ui.meeting.case_form import CaseForm
from mdt_desktop.ui.meeting.presenter import MeetingRead
from mdt_desktop.ui.meeting.stack import Roomy
from mdt_desktop.ui.round.answering import Answering
from mdt_desktop.ui.round.bars import AskBar
from mdt_desktop.ui.round.deeds import reread
from mdt_desktop.ui.round.desk import LOOK
from mdt_desktop.ui.round.know import Block, blocks
from mdt_desktop.ui.round.know_view import KnowView
from mdt_desktop.ui.round.news import News, must_look, news_between, news_words
from mdt_desktop.ui.round.panes import TwoPanes
from mdt_desktop.ui.round.side_panel import SidePanel
from mdt_desktop.ui.sync.words import as_known


class CaseDesk(QWidget):
    """Where one case is minuted.

    Signals:
        told: words for the foot
        wrote: the `Changes` of an answer to an action
    """

    told = Signal(object)
    wrote = Signal(object)

    def __init__(
        self,
        context: Context,
        page: ResidentPage,
        row: AgendaRow,
        read: MeetingRead,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self.page, self.row = context, page, row
        self._offer: Offer | None = None
        self._today = london_day(context.clock())
        self.banner = IdentityBanner(self)
        self.offer_bar, self.news_bar = AskBar(self), AskBar(self)
        self.news: tuple[News, ...] = ()
        self._latest = page
        self.know = KnowView(self._today, self)
        self.answering = Answering(context, self.know, self.resident_id, self)
        owners = read.owners(row.home_id)
        self.form = CaseForm(row, context.clock, self._today, owners, self)
        self.autosave = Autosave(context, "case_discussion", self.resident_id, self)
        self._build()
        self._show_page()
        self.form.setEnabled(False)
        self.autosave.load()

    @property
    def resident_id(self) -> str:
        """Whom the case is about."""
        return self.page.line.resident_id

    def _build(self) -> None:
        box = column(self)
        know = Roomy(self.know, "Know", self)
        self._write = Roomy(self.form, "Write", self)
        self.panes = TwoPanes(know, self._write, self)
        self.panel = SidePanel(know)
        for part in (self.banner, self.news_bar, self.offer_bar):
            box.addWidget(part)
        box.addWidget(self.panes, 1)
        self.form.edited.connect(self._on_edited)
        self.know.all_asked.connect(self.panel.open_block)
        self.answering.told.connect(self.told)
        self.answering.wrote.connect(self.wrote)
        self.offer_bar.answered.connect(self._on_offer_answered)
        self.news_bar.answered.connect(self._on_look)
        self.autosave.loaded.connect(self._on_loaded)
        self.autosave.told.connect(self.told)

    def _show_page(self) -> None:
        line = self.page.line
        self.banner.show_identity(identity_text(line, today=self._today))
        known = as_known(self._context.got_at(line.home_id or ""), self._context.clock())
        words = self._asked_words()
        asked = Block("asked", "Asked of the meeting", lines=(words,), whole=(words,))
        shown = (asked, *blocks(self.page, as_known=known, today=self._today))
        self.know.show_known(self.page, shown)

    def _asked_words(self) -> str:
        item = self.row.item
        carried = "Carried over from the last meeting" if item.carried_from else ""
        return ". ".join(filter(None, (item.question, item.asked_by or "", carried)))

    # What comes in meanwhile

    def look_again(self) -> None:
        """Reads the resident again, since something came in from elsewhere."""
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(reread, context.store, context.actor, self.resident_id),
                then=self._on_came_in,
                failed=self._on_not_read,
                receiver=self,
            )

    def why_not_signed(self) -> str:
        """What has to be looked at before this is signed; empty where nothing has."""
        return news_words(self.news, before_signing=True) if must_look(self.news) else ""

    def _on_came_in(self, page: ResidentPage) -> None:
        self._latest = page
        self.news = news_between(self.page, page, today=self._today)
        if self.news:
            words = news_words(self.news, before_signing=must_look(self.news))
            self.news_bar.ask(words, (LOOK,))
        else:
            self.news_bar.clear()

    def _on_not_read(self, error: Exception) -> None:
        self.told.emit(f"What is new could not be read. {error}")

    def _on_look(self, _place: int) -> None:
        block = Block("news", "New since you opened", whole=tuple(each.words for each in self.news))
        self.page, self.news = self._latest, ()
        self.news_bar.clear()
        self._show_page()
        self.panes.show_pane(0)
        self.panel.open_block(block)

    # The draft

    def _on_edited(self, draft: Draft[Any]) -> None:
        self.autosave.keep(draft)

    def _on_loaded(self, offer: Offer | None) -> None:
        if offer is None or self.row.case is not None:
            self._open()
            return
        self._offer = offer
        now = self._context.clock()
        self.offer_bar.offer_draft(offer.words(self.page.line.family_name, now))

    def _on_offer_answered(self, place: int) -> None:
        offer, self._offer = self._offer, None
        self.offer_bar.clear()
        if offer is not None and place == 0:
            self.form.show_draft(offer.draft)
            self.autosave.keep(offer.draft)
        elif offer is not None:
            self.autosave.put_away()
        self._open()

    def _open(self) -> None:
        """A signed case is read, not written again."""
        is_open = self.row.case is None
        if not is_open and self.row.case is not None:
            self.form.show_stored_case(self.row.case.readable)
        self.form.setEnabled(is_open)
        if is_open:
            self.autosave.watch(self.form)
            self.form.fields["situation"].setFocus()
