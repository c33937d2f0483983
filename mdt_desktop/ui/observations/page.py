"""The screen of one observation set: banner, form, score, and the deed that names the person.

Layout, wiring and words; what is a reading, a total or a reason to refuse is asked of the presenter.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from mdt_core import access
from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.errors import KnownError, NotAllowed
from mdt_core.records.observations import ObservationSet
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.observations import sign_observations
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import MessageBar
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.autosave import Autosave, Offer, not_saved_words, saved_words
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.draft_offer import DraftOfferBar
from mdt_desktop.ui.identity import identity_text
from mdt_desktop.ui.observations.body import ObservationBody
from mdt_desktop.ui.observations.deed_bar import DeedBar
from mdt_desktop.ui.observations.news import NewsBar
from mdt_desktop.ui.observations.presenter import must_look, news_since
from mdt_desktop.ui.resident.presenter import crisis_words, crisis_words_in_short
from mdt_desktop.ui.resident.reading import ResidentRead, open_for, read_again
from mdt_desktop.ui.resident.timeline import timeline

_LOOK_FIRST: Final = "Look at what is new before you save"
_DRAFT_FIRST: Final = "Go on with the draft that was left, or put it away, before you save"


class ObservationsPage(QWidget):
    """A new observation set for one resident; afterwards it goes back where it was asked for."""

    def __init__(
        self,
        context: Context,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Observations")
        self._context, self._resident_id, self._back = context, resident_id, back
        self._opened: ResidentRead | None = None
        self._latest: ResidentRead | None = None
        self._offer: Offer | None = None
        self._is_done = False
        self._must_look = False
        self.body: ObservationBody | None = None
        self.autosave = Autosave(context, ObservationSet.kind, resident_id, self)
        self._build()

    def load(self) -> None:
        """Opens the resident and asks whether a draft was left."""
        work = partial(open_for, self._context.store, self._context.actor, self._resident_id)
        self._context.runners.deeds.run(
            work, then=self._on_opened, failed=self._on_failed, receiver=self
        )

    def refresh(self, changes: Changes) -> None:
        """Looks whether anything about this resident has come in meanwhile."""
        if self._is_done or self._opened is None or not changes.concerns(self._resident_id):
            return
        work = partial(read_again, self._context.store, self._context.actor, self._resident_id)
        self._context.runners.reads.run(
            work, then=self._on_read_again, failed=self._on_failed, receiver=self
        )

    def leave(self) -> None:
        """Keeps the draft."""
        self.autosave.flush()

    # Building

    def _build(self) -> None:
        box = column(self)
        self.banner = IdentityBanner(self)
        self.news = NewsBar(self)
        self.offer_bar = DraftOfferBar(self)
        self.message = MessageBar(self)
        self._place = column()
        for part in (self.banner, self.news, self.offer_bar, self.message):
            box.addWidget(part)
        box.addLayout(self._place, 1)
        box.addWidget(self._build_deeds())
        self.banner.hide()
        self.news.looked.connect(self._on_looked)
        self.offer_bar.taken_up.connect(self._on_taken_up)
        self.offer_bar.put_away.connect(self._on_put_away)
        self.autosave.told.connect(self._on_told)
        self.autosave.loaded.connect(self._on_loaded)

    def _build_deeds(self) -> DeedBar:
        bar = DeedBar(self)
        self.status, self.back_button, self.save = bar.status, bar.back, bar.save
        self._bar = bar
        self.save.setEnabled(False)
        self.save.clicked.connect(self._on_save)
        self.back_button.clicked.connect(self._on_leave)
        for keys, slot in (
            ("Ctrl+Return", self._on_save),
            ("Ctrl+Enter", self._on_save),
            ("Esc", self._on_leave),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        return bar

    # Opening

    def _on_opened(self, read: ResidentRead) -> None:
        self._opened = read
        self._show_banner(read)
        family = read.page.line.family_name.upper()
        self.save.setText(f"Save for {family}")
        self.save.setToolTip("Ctrl+Enter")
        try:
            access.require_write(self._context.actor, ObservationSet, read.page.line.home_id)
        except NotAllowed as refusal:
            self.message.show_message(str(refusal), "amber")
            return
        self._show_form(read)
        self.autosave.load()

    def _show_banner(self, read: ResidentRead) -> None:
        now = self._context.clock()
        self.banner.show_identity(identity_text(read.page.line, today=london_day(now)))
        words = crisis_words(read.page, self._context.got_at(), now)
        self.banner.show_crisis_line(words, short=crisis_words_in_short(read.page))
        self.banner.show()

    def _show_form(self, read: ResidentRead) -> None:
        context = self._context
        self.body = ObservationBody(
            read.page, role=context.actor.role, clock=context.clock, parent=self
        )
        self._place.addWidget(self.body)
        self.body.edited.connect(self._on_edited)
        self.body.scored.connect(self._on_scored)
        self.body.form.finished.connect(self.save.setFocus)
        self.autosave.watch(self.body)
        self.body.setEnabled(False)  # until it is known whether a draft was left

    def _on_loaded(self, offer: Offer | None) -> None:
        if self.body is None or self._opened is None:
            return
        self._offer = offer
        if offer is None:
            self._start()
            return
        family = self._opened.page.line.family_name
        self.offer_bar.offer(offer.words(family, self._context.clock()))

    def _start(self) -> None:
        if self.body is not None:
            self.body.setEnabled(True)
            self.save.setEnabled(True)
            self.body.form.focus_first()

    def _on_taken_up(self) -> None:
        if self._offer is not None and self.body is not None:
            self.body.form.show_draft(self._offer.draft)
        self._offer = None
        self._start()

    def _on_put_away(self) -> None:
        self._offer = None
        self.autosave.put_away()
        self._start()

    # Typing

    def _on_edited(self, draft: Draft[ObservationSet]) -> None:
        self.autosave.keep(draft)

    def _on_scored(self, words: str) -> None:
        is_beside = self.body is not None and self.body.is_score_beside
        self._bar.show_score("" if is_beside else f"NEWS2 {words.partition(':')[0]}")

    def _on_told(self, words: str) -> None:
        self.status.setText(words)
        if words.startswith("Not saved") or "another" in words:
            self.message.show_message(words, "red")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1 and self.body is not None:
            self.body.panel.toggle_about()
            return
        super().keyPressEvent(event)

    # What comes in meanwhile

    def _on_read_again(self, now: ResidentRead) -> None:
        if self._opened is None or self._is_done:
            return
        before = self._opened.page
        words = news_since(before, now.page)
        if not words:
            return
        self._show_banner(now)
        self._must_look = self._must_look or must_look(before, now.page)
        actor, clock = self._context.actor, self._context.clock
        seen = {item.id for item in timeline(self._opened, actor, clock())}
        items = timeline(now, actor, clock())
        self.news.tell(words, tuple(item for item in items if item.id not in seen))
        self._latest = now

    def _on_looked(self) -> None:
        self._opened = self._latest
        self._must_look = False
        self.message.clear()

    # Saving and leaving

    def _on_save(self) -> None:
        if self.body is None or not self.save.isEnabled():
            return
        if self._offer is not None:
            self.message.show_message(_DRAFT_FIRST, "amber")
            return
        if self._must_look:
            self.message.show_message(_LOOK_FIRST, "amber")
            return
        self._leave_field()
        problem = self.body.form.problem()
        if problem is not None:
            self.message.show_message(problem.words, "amber")
            self.body.form.focus_field(problem.field)
            return
        self._sign(self.body.form.draft())

    def _leave_field(self) -> None:
        """The field in use is checked as if it had been left."""
        inside = QApplication.focusWidget()
        if inside is not None and self.isAncestorOf(inside):
            self.save.setFocus()

    def _sign(self, draft: Draft[ObservationSet]) -> None:
        self.save.setEnabled(False)
        self.autosave.keep(draft)
        self.autosave.flush()
        self.autosave.stop()
        work = partial(sign_observations, self._context.store, by=self._context.actor, draft=draft)
        self._context.runners.deeds.run(
            work, then=self._on_signed, failed=self._on_not_signed, receiver=self
        )

    def _on_signed(self, signed: tuple[str, Touched]) -> None:
        self._is_done = True
        _, touched = signed
        words = saved_words(self._context.clock())
        self.status.setText(words)
        self._context.told(words)
        self._context.bus.publish(Changes(touched.kinds, touched.ids))
        self._context.go(self._back)

    def _on_not_signed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self.autosave.resume()
        self.message.show_message(not_saved_words(error), "red")

    def _on_failed(self, error: Exception) -> None:
        words = str(error) if isinstance(error, KnownError) else type(error).__name__
        self.message.show_message(f"This resident could not be read. {words}", "red")

    def _on_leave(self) -> None:
        self.leave()
        self._context.go(self._back)
