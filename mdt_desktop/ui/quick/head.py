"""What stands above every form about one resident: who it is, what is new, a draft left, messages."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import london_day
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.fields import MessageBar
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.autosave import Offer
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.draft_offer import DraftOfferBar
from mdt_desktop.ui.identity import identity_text
from mdt_desktop.ui.quick.arrivals import Arrivals
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.resident.presenter import crisis_words, crisis_words_in_short


class FormHead(QWidget):
    """The banner first, so that nothing is read before whose it is.

    Signals:
        taken_up: the `Offer` that the person goes on with
        put_away: nothing; the person starts anew
    """

    taken_up = Signal(object)
    put_away = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._offer: Offer | None = None
        self.banner = IdentityBanner(self)
        self.news = Arrivals(context, self)
        self.offer_bar = DraftOfferBar(self)
        self.message = MessageBar(self)
        box = column(self)
        for part in (self.banner, self.news, self.offer_bar, self.message):
            box.addWidget(part)
        self.banner.hide()
        self.offer_bar.taken_up.connect(self._on_taken_up)
        self.offer_bar.put_away.connect(self.put_away)

    def show_person(self, read: QuickRead) -> None:
        """Shows whose page this is, with the line that never scrolls away."""
        now, page = self._context.clock(), read.read.page
        self.banner.show_identity(identity_text(page.line, today=london_day(now)))
        words = crisis_words(page, self._context.got_at(page.line.home_id or ""), now)
        self.banner.show_crisis_line(words, short=crisis_words_in_short(page, now))
        self.banner.show()

    def ask(self, offer: Offer, read: QuickRead) -> None:
        """Asks whether to go on with a draft that was left."""
        self.ask_of(offer, read.read.page.line.family_name)

    def ask_of(self, offer: Offer, name: str) -> None:
        """Asks whether to go on with a draft that was left for that name."""
        self._offer = offer
        self.offer_bar.offer(offer.words(name, self._context.clock()))

    def _on_taken_up(self) -> None:
        self.taken_up.emit(self._offer)
