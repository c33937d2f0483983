"""One resident's entry: banner, what came in, Know, Write. Made anew for each resident.

So nothing of one resident can reach another: not a draft, not a focus, not a late answer of a worker.
The form is closed until it is known whether a draft was left, and never changes under the hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from mdt_core.clock import london, london_day
from mdt_core.drafts import Draft
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.autosave import Autosave, Offer
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.identity import identity_text
from mdt_desktop.ui.round.action_answers import Answer
from mdt_desktop.ui.round.answering import Answering
from mdt_desktop.ui.round.bars import AskBar
from mdt_desktop.ui.round.deeds import reread
from mdt_desktop.ui.round.entry import EntryDraft, beginning
from mdt_desktop.ui.round.know import Block, blocks
from mdt_desktop.ui.round.know_view import KnowView
from mdt_desktop.ui.round.news import News, must_look, news_between, news_words
from mdt_desktop.ui.round.panes import Scrolling, TwoPanes
from mdt_desktop.ui.round.presenter import Person
from mdt_desktop.ui.round.reach import ActionsReach
from mdt_desktop.ui.round.recorded import Recorded, recorded_of
from mdt_desktop.ui.round.side_panel import SidePanel
from mdt_desktop.ui.round.signed_here import ThisRound, entries_here
from mdt_desktop.ui.round.write_form import WriteForm
from mdt_desktop.ui.sync.words import as_known

BRING_BACK: Final = "Bring it back"
LOOK: Final = "Look"
_WRITE: Final = 1


class EntryDesk(QWidget):
    """The place where one entry about one resident is written.

    Signals:
        ready: nothing; the form is open for typing
        told: words for the foot: what was saved, or why not
        wrote: the `Changes` of a deed done here other than signing
    """

    ready = Signal()
    told = Signal(object)
    wrote = Signal(object)

    def __init__(
        self,
        context: Context,
        page: ResidentPage,
        people: Sequence[Person],
        *,
        here: ThisRound,
        takes_up_draft: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._page, self._latest = context, page, page
        self._takes_up_draft, self.here = takes_up_draft, here
        self._offer: Offer | None = None
        self._put_away: Offer | None = None
        self.news: tuple[News, ...] = ()
        self._answers_under_way, self._waiting = 0, list[Callable[[], None]]()
        self.banner = IdentityBanner(self)
        self.news_bar, self.offer_bar = AskBar(self), AskBar(self)
        self.know = KnowView(self._today(), self)
        self.reach = ActionsReach(context, self.know, self)
        self.answering = Answering(context, self.know, self.resident_id, self)
        self._beginning = beginning(self.resident_id, self.recorded)
        self.form = WriteForm(
            self._beginning,
            actor=context.actor,
            people=people,
            recorded=self.recorded,
            today=self._today(),
            now=self._local_now,
            parent=self,
        )
        self.autosave = Autosave(context, RoundEntry.kind, self.resident_id, self)
        self._build()
        self._connect()
        self._show_page(page)
        self.form.setEnabled(False)
        self.autosave.load()

    @property
    def resident_id(self) -> str:
        """Whom the entry is about."""
        return self._page.line.resident_id

    @property
    def page(self) -> ResidentPage:
        """The resident as looked at: what the entry is signed upon."""
        return self._page

    @property
    def recorded(self) -> Recorded:
        """What of the resident the entry is held against, as looked at."""
        return recorded_of(self._page)

    @property
    def draft(self) -> EntryDraft:
        """What has been written so far: empty while nothing but what a stay brings stands there."""
        return self._written(self.form.draft)

    @property
    def is_asking(self) -> bool:
        """Whether a draft that was left waits to be gone on with or put away."""
        return self._offer is not None

    def focus_note(self) -> None:
        """Goes to where writing starts, or to the question that comes first."""
        if self.is_asking:
            self.offer_bar.focus_answer()
        elif self.panes.shows(_WRITE):
            self.form.note.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.panes.focus_switch()

    def look_again(self) -> None:
        """Reads the resident again, since something came in from elsewhere."""
        self._read_again(self._on_came_in)

    def once_answered(self, then: Callable[[], None]) -> None:
        """Calls back when every answer to an action is saved and read: mostly at once."""
        self._waiting.append(then)
        self._call_the_waiting()

    def _build(self) -> None:
        box = column(self)
        know = Scrolling(self.know, "Know", self)
        self._write = write = Scrolling(self.form, "Write", self)
        self.panes = TwoPanes(know, write, self)
        self.panel = SidePanel(know)
        for part in (self.banner, self.news_bar, self.offer_bar):
            box.addWidget(part)
        box.addWidget(self.panes, 1)
        keeps_place = self.banner.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.banner.setSizePolicy(keeps_place)

    def _connect(self) -> None:
        self.form.edited.connect(self._on_edited)
        self.form.moved.connect(self._on_moved)
        self.autosave.loaded.connect(self._on_loaded)
        self.autosave.told.connect(self.told)
        self.autosave.watch(self.form)
        self.form.grown.connect(partial(self.autosave.watch, self.form))
        self.know.all_asked.connect(self.panel.open_block)
        self.know.answered.connect(self._on_answered)
        self.answering.told.connect(self.told)
        self.answering.wrote.connect(self.wrote)
        self.answering.saved.connect(self._on_answer_saved)
        self.answering.not_saved.connect(self._end_answer)
        self.panel.closed.connect(self.focus_note)
        self.panes.chosen.connect(self._on_pane)
        self.offer_bar.answered.connect(self._on_offer_answered)
        self.news_bar.answered.connect(self._on_look)

    def _on_pane(self, place: int) -> None:
        if place == _WRITE:
            self.focus_note()

    def _show_page(self, page: ResidentPage) -> None:
        self._page = self._latest = page
        self.banner.show_identity(identity_text(page.line, today=self._today()))
        self.know.show_known(page, self._blocks(page))
        self.reach.watch(page)
        self.form.medicines.set_recorded(self.recorded)

    def _blocks(self, page: ResidentPage) -> tuple[Block, ...]:
        of = as_known(self._context.got_at(page.line.home_id or ""), self._context.clock())
        known = blocks(page, as_known=of, today=self._today())
        return (*entries_here(page, self.here), *known)

    def _today(self) -> date:
        return london_day(self._context.clock())

    def _local_now(self) -> datetime:
        return london(self._context.clock()).replace(tzinfo=None)

    # The draft

    def _written(self, draft: EntryDraft) -> EntryDraft:
        return Draft(RoundEntry, self.resident_id) if draft == self._beginning else draft

    def _on_edited(self, draft: EntryDraft) -> None:
        self.autosave.keep(self._written(draft))
        self._on_moved()

    def _on_moved(self) -> None:
        """Keeps what is being written in sight: the line of the cursor, or the whole field."""
        widget = self.form.focusWidget()
        if isinstance(widget, QPlainTextEdit):
            at = widget.viewport().mapTo(self.form, widget.cursorRect().bottomLeft())
            self._write.bring_in_sight(at.y())
        elif widget is not None:
            for corner in (widget.rect().bottomLeft(), widget.rect().topLeft()):
                self._write.bring_in_sight(widget.mapTo(self.form, corner).y())

    def _on_loaded(self, offer: Offer | None) -> None:
        if offer is None:
            self._open_form()
        elif self._takes_up_draft:
            self._take_up(offer)
        else:
            self._offer = offer
            now = self._context.clock()
            self.offer_bar.offer_draft(offer.words(self._page.line.family_name, now))
            self.ready.emit()

    def _on_offer_answered(self, place: int) -> None:
        offer, self._offer = self._offer, None
        if offer is None:
            self._bring_back()
        elif place == 0:
            self.offer_bar.clear()
            self._take_up(offer)
        else:
            self._put_away = offer
            self.autosave.put_away()
            self.offer_bar.ask("Draft put away", (BRING_BACK,), tone="info")
            self._open_form()

    def _bring_back(self) -> None:
        """Takes up the draft that was put away; what was typed since then is not overwritten."""
        if not self.draft.is_empty:
            self.told.emit("Not brought back: there is new text in the form. Clear it first")
        elif self._put_away is not None:
            self.offer_bar.clear()
            self._take_up(self._put_away)

    def _take_up(self, offer: Offer) -> None:
        self.form.show_draft(offer.draft)
        self.autosave.keep(offer.draft)
        self._open_form()

    def _open_form(self) -> None:
        self.form.setEnabled(True)
        self.autosave.watch(self.form)
        self.focus_note()
        self.ready.emit()

    # What came in

    def _on_came_in(self, page: ResidentPage) -> None:
        self._latest = page
        self.news = news_between(self._page, page, today=self._today())
        if self.news:
            words = news_words(self.news, before_signing=must_look(self.news))
            self.news_bar.ask(words, (LOOK,))

    def _on_look(self, _place: int) -> None:
        block = Block("news", "New since you opened", whole=tuple(each.words for each in self.news))
        self.news = ()
        self.news_bar.clear()
        self._show_page(self._latest)
        self.panes.show_pane(0)
        self.panel.open_block(block)

    # Open actions

    def _on_answered(self, _answer: Answer) -> None:
        self._answers_under_way += 1

    def _on_answer_saved(self, answer: Answer) -> None:
        self._read_again(partial(self._on_read_after_answer, answer), self._on_answer_not_read)

    def _on_answer_not_read(self, error: Exception) -> None:
        self._on_not_read(error)
        self._end_answer()

    def _end_answer(self, _answer: Answer | None = None) -> None:
        self._answers_under_way -= 1
        self._call_the_waiting()

    def _call_the_waiting(self) -> None:
        while self._waiting and not self._answers_under_way:
            self._waiting.pop(0)()

    def _on_read_after_answer(self, answer: Answer, page: ResidentPage) -> None:
        """Our own answer is no news; what else came in meanwhile is."""
        if not answer.said:
            still = {kept.id: kept for kept in page.open_actions}
            if answer.action_id in still:
                self.know.row(answer.action_id).show_open(still[answer.action_id])
        self._page = replace(self._page, open_actions=page.open_actions)
        self.know.show_actions(page.open_actions)
        self.reach.watch(page)
        if news_between(self._page, page, today=self._today()):
            self._on_came_in(page)
        self._end_answer()

    def _read_again(
        self,
        then: Callable[[ResidentPage], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        context = self._context
        if not context.runners.reads.takes_work:
            return
        context.runners.reads.run(
            partial(reread, context.store, context.actor, self.resident_id),
            then=then,
            failed=failed or self._on_not_read,
            receiver=self,
        )

    def _on_not_read(self, error: Exception) -> None:
        self.told.emit(f"What is new could not be read. {error}")
