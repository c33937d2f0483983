"""One thing of one resident (or home) in two versions: read both, decide, say why; or ask, or leave it.

Layout, wiring and words. The banner names one resident; nothing is chosen beforehand, and whoever
may not settle it reads it and asks. What comes in meanwhile is shown before anything is settled.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, KnownError
from mdt_core.record import Statement
from mdt_core.records.settlements import Settlement
from mdt_core.store.queries.versions import Unsettled
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.settling import CameMeanwhile, Settling, ask_to_settle, settle
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, Heading, MessageBar, Quiet, Words
from mdt_desktop.qt.layouts import InnerScroll, Inside, column
from mdt_desktop.ui.autosave import Autosave, Offer, not_saved_words, saved_words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.draft_offer import DraftOfferBar
from mdt_desktop.ui.forms.secret import SecretField
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.identity import identity_text
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.pairs import PairView
from mdt_desktop.ui.quick.deed_bar import DeedBar
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.versions.deciding import WHICH, DecidingForm
from mdt_desktop.ui.versions.presenter import (
    IN_ORDER,
    VersionsRead,
    both_had_seen,
    columns_of,
    heading_words,
    nothing_words,
    read_versions,
    read_versions_again,
    settled_words,
    until_words,
    who_settles_words,
)
from mdt_desktop.ui.versions.side_by_side import LEAST_EM, side_by_side

ASK: Final = "Ask the clinician responsible"
LEAVE: Final = "Leave for now"
_RING_PX: Final = 6
"""Room for the focus ring around the heading."""
_CHOOSE: Final = "Choose which is right"
_CAME: Final = "Another version came in. Read all of them, then choose again"
_SINCE: Final = "Other versions stand than when you wrote this. Read all of them, then choose again"
_ASKED: Final = "Asked. It stands among the actions of this resident"


class SettlingView(PairView):
    """The screen of two versions."""

    def __init__(
        self, context: Context, resident_id: str, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._resident_id, self._key = context, resident_id, key
        self.read: VersionsRead | None = None
        self.form: DecidingForm | None = None
        self.secret: SecretField | None = None
        self.autosave: Autosave | None = None
        self._offer: Offer | None = None
        self._after_layout = QTimer(self, singleShot=True, interval=0)
        self._after_layout.timeout.connect(self._place_deeds)
        self.banner = IdentityBanner(self)
        self.offer_bar, self.message = DraftOfferBar(self), MessageBar(self)
        self.heading = Heading("", 1)
        self._area, self.bar = InnerScroll(self), DeedBar(self)
        self._build()

    @override
    def load(self) -> None:
        """Opens the resident, which is audited, and asks whether a draft was left."""
        self._run(self._context.runners.deeds.run, read_versions, self._on_opened)

    @override
    def refresh(self, changes: Changes) -> None:
        """Reads again what concerns this resident; other versions than those on show are said."""
        is_here = not self._resident_id or changes.concerns(self._resident_id)
        if self.read is not None and is_here:
            self._run(self._context.runners.reads.run, read_versions_again, self._on_read_again)

    @override
    def leave(self) -> None:
        """Keeps what was typed."""
        if self.autosave is not None:
            self.autosave.leave()

    # Building

    def _build(self) -> None:
        self._box = box = column(self)
        self.ask = Button(ASK, parent=self.bar)
        self.later = Button(LEAVE, parent=self.bar)
        self.save = Button("Settle", Kind.PRIMARY, icon_name="check", parent=self.bar)
        self.bar.hold(self.ask, self.later, self.save)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self.banner, self.offer_bar, self.message):
            box.addWidget(part)
        box.addWidget(self._area, 1)
        box.addWidget(self.bar)
        self.banner.hide()
        self.ask.clicked.connect(self._on_ask)
        self.later.clicked.connect(self._on_leave)
        self.save.clicked.connect(self._on_save)
        self.offer_bar.taken_up.connect(self._on_taken_up)
        self.offer_bar.put_away.connect(self._on_put_away)
        keys = Bindings(Where.FORM, self)
        keys.bind("form.save", self._on_save)
        keys.bind("form.back", self._on_leave, button=self.later)

    def _show(self, read: VersionsRead) -> None:
        self.read = read
        self._box.addWidget(self.bar)  # out of what is about to be replaced
        if read.line is not None:
            today = london_day(self._context.clock())
            self.banner.show_identity(identity_text(read.line, today=today))
            self.banner.show()
        inside = Inside()
        box = column(inside, margin=16, gap=16)
        self.form = self.secret = None
        for part in self._parts(read, inside):
            box.addWidget(part)
        box.addStretch(1)
        self._area.setWidget(inside)
        self._show_deeds(read)
        self._place_deeds()
        self.heading.setFocus()

    def _parts(self, read: VersionsRead, inside: QWidget) -> list[QWidget]:
        versions = read.versions
        self.heading = Heading(
            heading_words(versions) if versions else nothing_words(read), 1, inside
        )
        self.heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading.setContentsMargins(_RING_PX, _RING_PX, _RING_PX, _RING_PX)
        parts: list[QWidget] = [self.heading]
        if versions is not None:
            if until := until_words(versions.of):
                tag = WrappedTag(inside)
                tag.show_words(until, "amber")
                parts.append(tag)
            parts.append(Quiet(IN_ORDER, inside))
            parts.append(side_by_side(columns_of(read), both_had_seen(read), inside))
            parts.append(self._deciding(read, inside))
            if self.secret is not None:
                parts.append(self.secret)
        if read.settled:
            before = Card("Settled before", inside)
            for each in read.settled:
                before.add(Words(settled_words(each), before))
            parts.append(before)
        return parts

    def _deciding(self, read: VersionsRead, inside: QWidget) -> QWidget:
        if not read.may_settle and read.versions is not None:
            return Words(who_settles_words(read.versions.of), inside, words="label")
        self.form = DecidingForm(read, self._context.clock, inside)
        self.form.edited.connect(self._on_edited)
        if read.versions is not None and _is_signed_with_pin(read.versions.of):
            self.secret = SecretField(self._context, "to settle this", inside)
        if self.autosave is not None:
            self.autosave.watch(self.form)
        return self.form

    def _show_deeds(self, read: VersionsRead) -> None:
        self.save.setText(f"Settle for {read.whom}")
        shown = [self.later]
        if read.versions is not None:
            shown = [
                *([self.ask] if read.may_ask else []),
                self.later,
                *([self.save] if read.may_settle else []),
            ]
        for button in shown:
            button.setEnabled(True)
        self.bar.show_deeds(*shown)

    def _place_deeds(self) -> None:
        """Below the page; where the versions stand one below another, after the last of them."""
        inside = self._area.widget()
        wanted = inside if inside is not None and self._is_narrow() else self
        box = wanted.layout()
        if self.bar.parentWidget() is not wanted and isinstance(box, QVBoxLayout):
            box.insertWidget(box.count() - (1 if wanted is inside else 0), self.bar)

    def _is_narrow(self) -> bool:
        """Whether there is no room for three columns side by side; asks nothing but the width."""
        return self.width() < 3 * LEAST_EM * self.fontMetrics().horizontalAdvance("n")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._after_layout.start()

    # Reading

    def _run(
        self,
        run: Callable[..., object],
        read: Callable[..., VersionsRead],
        then: Callable[[VersionsRead], None],
    ) -> None:
        context = self._context
        work = partial(read, context.store, context.actor, self._resident_id, self._key)
        run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_opened(self, read: VersionsRead) -> None:
        if read.versions is not None:
            self._key = read.versions.of.key
            if read.may_settle:
                self._keep_drafts()
        self._show(read)
        if self.autosave is not None:
            self.autosave.load()

    def _on_read_again(self, now: VersionsRead) -> None:
        """The columns change under nobody's hand: what is on show is compared, and that is said."""
        before = self.read
        if before is None or self._mids(before) == self._mids(now):
            return
        draft = self.form.draft() if self.form is not None else None
        self._show(now)
        if self.form is not None and draft is not None:
            self.form.show_draft(draft)  # what was typed stays, the choice does not
            self._say(_CAME, "amber")
        elif now.versions is None:
            if self.autosave is not None:
                self.autosave.stop()
            self._say("This was settled meanwhile", "amber")

    @staticmethod
    def _mids(read: VersionsRead) -> tuple[str, ...]:
        return read.versions.of.mids if read.versions else ()

    def _on_failed(self, error: Exception) -> None:
        self.bar.show_deeds(self.later)
        self._say(words_of(error), "red")

    def _say(self, words: str, tone: str) -> None:
        self.message.show_message(words, tone)

    # Drafts

    def _keep_drafts(self) -> None:
        """One draft for each thing that stands in two versions: reasons never go from one to another."""
        self.autosave = Autosave(self._context, Settlement.kind, self._key, self)
        self.autosave.loaded.connect(self._on_draft)
        self.autosave.told.connect(self.bar.tell)

    def _on_draft(self, offer: Offer | None) -> None:
        if offer is None or self.read is None or self.form is None:
            return
        self._offer = offer
        self.offer_bar.offer(offer.words(self.read.whom, self._context.clock()))

    def _on_taken_up(self) -> None:
        if self._offer is None or self.form is None:
            return
        self.form.show_draft(self._offer.draft)
        if self.form.is_of(self._offer.draft):
            self.form.why.setFocus()
        else:
            self._say(_SINCE, "amber")
            self.form.focus_field(WHICH)

    def _on_put_away(self) -> None:
        if self.autosave is not None:
            self.autosave.put_away()

    def _on_edited(self, draft: Draft[Any]) -> None:
        self.message.clear()
        if self.autosave is not None:
            self.autosave.keep(draft)

    # Deeds

    def _on_leave(self) -> None:
        self.leave()
        self.left.emit()

    def _on_save(self) -> None:
        settling = self._decided()
        if settling is None:
            return
        self.save.setEnabled(False)
        if self.autosave is not None:
            self.autosave.stop()
        context = self._context
        work = partial(settle, context.store, by=context.actor, settling=settling)
        if self.secret is not None:
            work = partial(_confirmed, context.confirm, self.secret.take(), work)
        context.runners.deeds.run(
            work, then=self._on_saved, failed=self._on_not_saved, receiver=self
        )

    def _decided(self) -> Settling | None:
        form = self.form
        if form is None or not self.save.isVisible() or not self.save.isEnabled():
            return None
        if not form.which.value():
            self._say(_CHOOSE, "amber")
            form.focus_field(WHICH)
            return None
        try:
            settling = form.settling()
        except InvalidInput as error:
            self._refuse(error)
            return None
        missing = self.secret.missing() if self.secret is not None else None
        if missing is not None:
            self._say(missing.words, "amber")
        return None if missing is not None else settling

    def _on_saved(self, written: Written) -> None:
        words = saved_words(self._context.clock(), what="Settled")
        announce(self, words)
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self.decided.emit(words)

    def _on_not_saved(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if self.autosave is not None:
            self.autosave.resume()
        if isinstance(error, CameMeanwhile):
            self._run(self._context.runners.reads.run, read_versions_again, self._on_read_again)
        if isinstance(error, KnownError):
            self._refuse(error)
        else:
            self._say(not_saved_words(error), "red")

    def _refuse(self, error: KnownError) -> None:
        self._say(words_of(error), "amber")
        if self.form is not None:
            self.form.focus_field(error.where)

    def _on_ask(self) -> None:
        if self.read is None or self.read.versions is None:
            return
        self.ask.setEnabled(False)
        context = self._context
        of = self.read.versions.of
        work = partial(ask_to_settle, context.store, by=context.actor, of=of, owner=self.read.lead)
        context.runners.deeds.run(
            work, then=self._on_asked, failed=self._on_not_asked, receiver=self
        )

    def _on_asked(self, written: Written) -> None:
        self._say(_ASKED, "green")
        self._context.bus.publish(Changes(written.kinds, written.ids))

    def _on_not_asked(self, error: Exception) -> None:
        self.ask.setEnabled(True)
        self._say(words_of(error), "amber")


def _is_signed_with_pin(of: Unsettled) -> bool:
    """Whether who settles it signs what asks for the PIN, as a CPR decision does."""
    return issubclass(of.record_class, Statement) and of.record_class.signed_with_pin


def _confirmed(confirm: Callable[[str], None], secret: str, work: Callable[[], Written]) -> Written:
    """Raises WrongSecret before anything is written."""
    confirm(secret)
    return work()
