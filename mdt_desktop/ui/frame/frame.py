"""The frame of the signed-in person: one screen at a time, and what stands around every screen.

Made for one person at unlock and deleted at lock. It owns the `Context` that its screens are given;
it knows where to go and when to leave, and nothing of what a screen is about.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from mdt_core.records.bed_states import BedState
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.changes import ChangeBus, Changes
from mdt_desktop.qt.fields import MessageBar
from mdt_desktop.qt.layouts import Scrolled, column
from mdt_desktop.session import Session
from mdt_desktop.settings import Settings
from mdt_desktop.ui.context import (
    Context,
    Destination,
    Runners,
    ToDuplicates,
    ToFinish,
    ToMeasures,
    ToMeeting,
    ToQuickTexts,
    ToRound,
    ToSync,
    ToToday,
)
from mdt_desktop.ui.frame import presenter
from mdt_desktop.ui.frame.overlays import Overlays
from mdt_desktop.ui.frame.presenting import (
    EDGE_COLOUR,
    EDGE_PX,
    STOP_FIRST,
    Presenting,
    PresentingBand,
)
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.frame.rail import SideRail
from mdt_desktop.ui.frame.regions import Regions, deed_bars, sides
from mdt_desktop.ui.frame.screens import Screen, make_screen
from mdt_desktop.ui.frame.sync_watch import SyncWatch
from mdt_desktop.ui.frame.titles import TITLES, WAYS, programme, title
from mdt_desktop.ui.frame.top_line import TopLine
from mdt_desktop.ui.frame.way import gone_to
from mdt_desktop.ui.frame.worklist_keeper import WorklistKeeper
from mdt_desktop.ui.frame.writing import Writing
from mdt_desktop.ui.keys.bindings import Bindings, Bound, bindings_in
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.sync.words import status_words
from mdt_desktop.ui.tour.steps import Region
from mdt_desktop.ui.tour.tour import Tour

_LEAST_SCREEN_PX: Final = 240
_NOT_IN_FIND: Final = frozenset(("find", "list.keys", "region.next", "region.before"))


class Frame(QWidget):
    """Top line, rail, message bar and the screen.

    Signals:
        lock_pressed: nothing; the person wants to lock
        settings_chosen: the `Settings` as they are now
        practice_pressed: nothing; the person enters practice, or leaves it
        place_changed: nothing; another screen is shown
    """

    lock_pressed = Signal()
    settings_chosen = Signal(object)
    practice_pressed = Signal()
    place_changed = Signal()

    def __init__(
        self,
        session: Session,
        runners: Runners,
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
        lock_words: str = "",
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._is_finished = False
        self._is_told = False
        self._way: list[Destination] = []
        self._screen: Screen | None = None
        self.sync, self.context = self._make_context(session, runners)
        self._top = TopLine(self)
        self._rail = SideRail(self)
        self._rail.offer("D2A", is_offered=session.actor.role in BedState.readers)
        self.message = MessageBar(self)
        self._holder = QStackedWidget(self)
        self._lay_out()
        self._over = Overlays(self.context, settings or Settings(), self._offered, self)
        self._over.more.show_lock_words(lock_words)
        self.tour = Tour(self, self._part_of)
        self.finder, self.more, self.keys = self._over.finder, self._over.more, self._over.keys
        self._writing = Writing(session, self.context, self)
        self._keeper = WorklistKeeper(session.store, self.context.bus, runners.long_work, self)
        self.presenting = Presenting(self._band, self.message, self)
        self._keys = Bindings(Where.EVERYWHERE, self)
        self._regions = Regions(self._present_regions, self)
        self._wire()
        self._add_keys()

    @property
    def page(self) -> QWidget | None:
        """The screen on show."""
        return self._holder.currentWidget()

    @property
    def place(self) -> Destination | None:
        """Where we are."""
        return self._way[-1] if self._way else None

    @property
    def is_in_round(self) -> bool:
        """Whether a round or meeting is on the screen, or a form that comes back to one."""
        place = self.place
        return isinstance(getattr(place, "back", place), ToRound | ToFinish | ToMeeting)

    def start(self) -> None:
        """Shows the first screen and what stands around it."""
        self._top.show_person(presenter.person_words(self.context.actor))
        self._show_sync()
        self.sync.begin()
        self.go(ToToday())
        self._writing.load()
        self._keeper.begin()

    def go(self, destination: Destination) -> None:
        """Leaves the present screen, which keeps its draft, and shows another."""
        if self._is_finished:
            return
        if not self.presenting.allows(destination):
            self.message.show_message(STOP_FIRST, "amber")
            return
        self._way = gone_to(self._way, destination)
        self._show(destination)

    def go_back(self) -> None:
        """Goes back to the screen before; does nothing on the first one."""
        if len(self._way) > 1 and self.presenting.allows(self._way[-2]):
            self._way.pop()
            self._show(self._way[-1])

    def finish(self) -> None:
        """Lets the screen keep what was typed, and goes nowhere afterwards: lock, or closing."""
        if not self._is_finished:
            self._is_finished = True
            self.sync.end()
            self._keeper.end()
            self._leave_page()

    def warn_of_lock(self, seconds: int) -> None:
        """Says that it will lock soon and how to stay."""
        second = "second" if seconds == 1 else "seconds"
        words = f"Locking in {seconds} {second}. Press any key to stay. Your draft is saved"
        self.message.show_message(words, "amber")

    def _make_context(self, session: Session, runners: Runners) -> tuple[SyncWatch, Context]:
        bus = ChangeBus(self)
        sync = SyncWatch(
            session.tie,
            bus,
            reads=runners.reads,
            runner=runners.sync,
            clock=session.clock,
            parent=self,
        )
        return sync, Context(
            store=session.store,
            drafts=session.drafts,
            actor=session.actor,
            clock=session.clock,
            runners=runners,
            bus=bus,
            go=self.go,
            is_practice=session.is_practice,
            sync=sync,
            got_at=sync.got,
            waiting=lambda: sync.standing.status.waiting,
            confirm=session.confirm,
            secret_word=session.secret_word,
            folder=session.workspace.folder,
            told=self._on_told,
            not_done=partial(self._on_told, tone="red"),
        )

    def _lay_out(self) -> None:
        self._outer = outer = column(self, gap=0)
        self._band = PresentingBand(self)
        outer.addWidget(self._band)
        outer.addWidget(self._top)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        content = column(gap=0)
        content.addWidget(self.message)
        self._scrolled = Scrolled(_LEAST_SCREEN_PX, self)
        self._scrolled.setWidget(self._holder)
        content.addWidget(self._scrolled, 1)
        middle.addWidget(self._rail)
        middle.addLayout(content, 1)
        outer.addLayout(middle, 1)

    def _wire(self) -> None:
        self._top.back_pressed.connect(self.go_back)
        self._top.find_pressed.connect(self._over.open_find)
        self._top.lock_pressed.connect(self.lock_pressed)
        self._rail.pressed.connect(self._on_way_pressed)
        self._rail.more_pressed.connect(self._over.open_more)
        self.sync.changed.connect(self._show_sync)
        self._top.sync_pressed.connect(self._on_sync)
        self.more.sync_pressed.connect(self._on_sync)
        self.presenting.changed.connect(self._on_presenting)
        self.finder.chosen.connect(self.go)
        self.more.chosen.connect(self.settings_chosen)
        self.more.tour_pressed.connect(self._on_tour)
        self.more.practice_pressed.connect(self.practice_pressed)
        self.more.lock_pressed.connect(self.lock_pressed)
        self.more.quick_texts_pressed.connect(self._on_quick_texts)
        self.more.chosen.connect(self._on_settings)
        self._over.closed.connect(self._on_panel_closed)
        self.context.bus.changed.connect(self._on_changed)

    def _add_keys(self) -> None:
        self._keys.bind_buttons((*self._top.commands(), *self._rail.commands()))
        self._keys.bind("region.next", self._on_next_region)
        self._keys.bind("region.before", self._on_region_before)
        self._keys.bind("keys", self._over.open_all_keys)
        self._keys.bind("list.keys", self._over.open_all_keys)
        self._keys.bind("present", self.presenting.toggle)
        self._keys.bind("tour", self._on_tour)
        self._keys.bind("go.duplicates", partial(self.go, ToDuplicates()))
        self._keys.bind("go.measures", partial(self.go, ToMeasures()))
        self._keys.bind("practice", self.practice_pressed.emit)

    def open_find(self) -> None:
        """Opens `Find` over the page."""
        self._over.open_find()

    def _offered(self) -> tuple[Bound, ...]:
        """What can be commanded now, for `Find` itself."""
        page = self.page
        own = [each for each in self._keys.offered() if each.command.id not in _NOT_IN_FIND]
        if not self.presenting.can_change:
            own = [each for each in own if each.command.id != "present"]
        there = bindings_in(page) if page is not None else ()
        return (*(each for one in there for each in one.offered() if not each.is_of_many), *own)

    def _on_presenting(self, is_on: bool) -> None:  # noqa: FBT001 - a signal's one argument
        """Hides every way that leads to others, and draws the edge that nobody overlooks."""
        self.tour.end()
        self._over.close_all()
        self.finder.hide_people(are_hidden=is_on)
        self._rail.setHidden(is_on)
        self._top.set_can_go_back(can_go_back=len(self._way) > 1 and not is_on)
        edge = EDGE_PX if is_on else 0
        self._outer.setContentsMargins(edge, edge, edge, edge)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.presenting.is_on:
            painter = QPainter(self)
            painter.setPen(QPen(QApplication.palette().color(EDGE_COLOUR), 2 * EDGE_PX))
            painter.drawRect(self.rect())  # half of the line lies outside
            painter.end()

    def _on_tour(self) -> None:
        self._over.close_all()
        self.tour.start()

    def _part_of(self, region: Region) -> QWidget | None:
        """Where a step of the tour points."""
        page = self.page
        bars = deed_bars(page) if page is not None else []
        return {
            **self._top.regions(),
            Region.TODAY: self._rail.way("Today"),
            Region.ROUND: page,
            Region.SIGNING: bars[0] if bars else page,
            Region.PRACTICE: self._rail.more,
        }[region]

    def _on_settings(self, _settings: Settings) -> None:
        if self.page is not None:
            self._over.serve(self.page)

    def _show(self, destination: Destination) -> None:
        self._leave_page()
        before = self.page
        made = make_screen(self.context, destination, self._holder)
        self._screen = made.screen
        self._holder.addWidget(made.widget)
        self._holder.setCurrentWidget(made.widget)
        if before is not None:
            self._holder.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._scrolled.verticalScrollBar().setValue(0)  # whose page it is stands at its top
        if not self._is_told:
            self.message.clear()
        self._is_told = False
        self._show_place(destination)
        self._keys.give_way(frozenset(each.where for each in bindings_in(made.widget)))
        self._over.serve(made.widget)
        self.presenting.take(made.widget)
        made.screen.load()
        self.place_changed.emit()

    def _leave_page(self) -> None:
        if self._screen is not None:
            self._screen.leave()

    def _show_place(self, destination: Destination) -> None:
        self._top.show_place(title(destination), programme(destination))
        is_free = len(self._way) > 1 and not self.presenting.is_on
        self._top.set_can_go_back(can_go_back=is_free)
        self._rail.mark(TITLES[type(destination)])
        home_id = getattr(destination, "home_id", "")
        resident_id = getattr(destination, "resident_id", "")
        if home_id or resident_id:
            self.context.runners.reads.run(
                partial(
                    presenter.home_name,
                    self.context.store,
                    self.context.actor,
                    home_id=home_id,
                    resident_id="" if home_id else resident_id,
                ),
                then=partial(self._on_home_name, destination),
                failed=self._on_read_failed,
                receiver=self,
            )

    def _on_home_name(self, destination: Destination, name: str) -> None:
        if destination == self.place:
            where = "   ".join(part for part in (name, programme(destination)) if part)
            self._top.show_place(title(destination), where)

    def _on_told(self, words: str, tone: str = "green") -> None:
        """Shows what is done, or not; the words still stand when the next screen has come."""
        self._is_told = True
        self.presenting.say(words, tone)

    def _on_read_failed(self, error: Exception) -> None:
        self.presenting.say(words_of(error), "red")

    def _on_changed(self, changes: Changes) -> None:
        if self._is_finished:
            return
        if self._screen is not None:
            self._screen.refresh(changes)

    def _on_way_pressed(self, word: str) -> None:
        self._rail.mark(TITLES[type(self.place)] if self.place else "")
        self.go(WAYS[word])

    def _show_sync(self) -> None:
        fresh = status_words(self.sync.standing, self.context.clock())
        self._top.show_freshness(fresh.words, fresh.in_full)

    def _on_sync(self) -> None:
        self.more.close_panel()
        self.go(ToSync())

    def _on_quick_texts(self) -> None:
        self.more.close_panel()
        self.go(ToQuickTexts())

    def _on_panel_closed(self, is_given_back: object) -> None:
        """Where the page below has gone meanwhile, its follower gets the keyboard."""
        if not is_given_back and self.page is not None:
            self._regions.enter(self.page)

    def _on_next_region(self) -> None:
        self._regions.go(1)

    def _on_region_before(self) -> None:
        self._regions.go(-1)

    def _present_regions(self) -> list[QWidget]:
        """Top line, rail, banner, page, its sides and deed bars; in an open panel, only its sheet."""
        if self._over.on_show is not None:
            return [self._over.on_show.sheet]
        page = self.page
        if page is None:
            return [self._top, self._rail]
        banners = [each for each in page.findChildren(IdentityBanner) if each.isVisible()]
        around = [self.tour.card, self._band, self._top, self._rail]
        return [*around, *banners, page, *sides(page), *deed_bars(page)]
