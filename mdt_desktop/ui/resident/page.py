"""The resident page: banner and crisis line that stay, deeds, and one tab at a time.

Layout, wiring and words; what is said of a resident is asked of the presenters. Reading a resident
for the first time is audited, so it runs as a deed.
"""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from mdt_core.clock import london_day
from mdt_core.errors import KnownError
from mdt_core.store.merged_medicines import TWO_LISTS
from mdt_core.store.queries.printed_copies import out_of_date
from mdt_core.store.queries.residents import ReadUnderAnother
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import MessageBar
from mdt_desktop.qt.layouts import Stack, column
from mdt_desktop.ui.context import (
    Context,
    ToCopies,
    ToDuplicates,
    ToResident,
    ToRound,
    ToVersions,
)
from mdt_desktop.ui.copies.bar import CopiesBar
from mdt_desktop.ui.copies.words import bar_words
from mdt_desktop.ui.duplicates.bar import IdentityBar
from mdt_desktop.ui.identity import identity_text
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Command, Where
from mdt_desktop.ui.medicines.requests import REQUESTS_TAB
from mdt_desktop.ui.medicines.tab import MedicinesTab
from mdt_desktop.ui.person_words import opened_words
from mdt_desktop.ui.resident.area_view import AreaTab, show_areas
from mdt_desktop.ui.resident.areas import AREAS, Offer, all_offers, every_offer
from mdt_desktop.ui.resident.card_deeds import CardDeeds
from mdt_desktop.ui.resident.deed_row import DeedRow
from mdt_desktop.ui.resident.deeds import (
    answer,
    put_off_missing,
    take_back,
    withdraw_with_reason,
)
from mdt_desktop.ui.resident.happening_view import Answer, HappeningView
from mdt_desktop.ui.resident.list_views import (
    CONTACT_COLUMNS,
    PROBLEM_COLUMNS,
    STAY_COLUMNS,
    ListTab,
    ObservationsTab,
)
from mdt_desktop.ui.resident.lists import (
    NO_CONTACTS,
    NO_OBSERVATIONS,
    NO_PROBLEMS,
    NO_STAYS,
    ContactRow,
    ProblemRow,
    StayRow,
    address_words,
    contact_rows,
    problem_rows,
    set_rows,
    stay_rows,
)
from mdt_desktop.ui.resident.missing_row import PuttingOff
from mdt_desktop.ui.resident.presenter import (
    allergy_versions,
    crisis_words,
    crisis_words_in_short,
    deeds,
    happening,
)
from mdt_desktop.ui.resident.reading import ResidentRead, open_for, read_again
from mdt_desktop.ui.resident.several import Several
from mdt_desktop.ui.resident.tabs import TABS, Tabs
from mdt_desktop.ui.resident.timeline import timeline
from mdt_desktop.ui.resident.timeline_view import TimelineView, Withdrawing
from mdt_desktop.ui.resident.ways import WAYS
from mdt_desktop.ui.versions.bar import VersionsBar


class ResidentPage(QWidget):
    """Everything recorded about one resident, opened at a tab (empty: what is happening)."""

    def __init__(
        self, context: Context, resident_id: str, tab: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Resident page")
        self._context, self._resident_id = context, resident_id
        self._read: ResidentRead | None = None
        self._build()
        self._open_at(tab)

    def load(self) -> None:
        """Opens the resident; the focus goes to the tabs once all is there."""
        work = partial(open_for, self._context.store, self._context.actor, self._resident_id)
        self._run_deed(work, self._on_opened)

    def refresh(self, changes: Changes) -> None:
        """Reads again what concerns this resident."""
        if self._read is None or not changes.concerns(self._resident_id):
            return
        work = partial(read_again, self._context.store, self._context.actor, self._resident_id)
        self._context.runners.reads.run(
            work, then=self._show, failed=self._on_failed, receiver=self
        )

    def leave(self) -> None:
        """Has no draft: what is done here is done at once."""

    # Building

    def _build(self) -> None:
        box = column(self)
        self.banner = IdentityBanner(self)
        self.versions = VersionsBar(self)
        self.versions.pressed.connect(self._on_versions)
        self.doubt, self.joined = IdentityBar(self), IdentityBar(self)
        self.doubt.pressed.connect(self._on_doubt)
        self.joined.pressed.connect(self._on_joined)
        self.copies = CopiesBar(self)
        self.copies.pressed.connect(self._on_copies)
        self.message = MessageBar(self)
        self.tabs = Tabs(self)
        self._stack = Stack(self)
        self._build_tabs()
        bars = (self.doubt, self.versions, self.joined, self.copies, self.message)
        for part in (self.banner, *bars, self._build_deeds(), self.tabs):
            box.addWidget(part)
        box.addWidget(self._stack, 1)
        for part in (self.banner, self.tabs, self._stack):
            part.hide()
        self.tabs.currentChanged.connect(self._on_tab)

    def _build_tabs(self) -> None:
        self.happening = HappeningView(self)
        self.timeline = TimelineView(self)
        self.observations = ObservationsTab(NO_OBSERVATIONS, self)
        role = self._context.actor.role  # what a role may not read is absent beside what it may
        shown = (area for area in AREAS if not area.beside or area.is_for(role))
        self.areas = tuple(AreaTab(area, self) for area in shown)
        for area in self.areas:
            area.chosen.connect(self._on_offer)
            area.withdrawn.connect(self._on_withdrawn)
        medicine_areas = self._beside("Medicines")
        self.medicines = MedicinesTab(self._context, self._here, medicine_areas, self)
        self.problems: ListTab[ProblemRow] = ListTab("Problems", PROBLEM_COLUMNS, NO_PROBLEMS, self)
        self.contacts: ListTab[ContactRow] = ListTab("Contacts", CONTACT_COLUMNS, NO_CONTACTS, self)
        self.stays: ListTab[StayRow] = ListTab("Stays", STAY_COLUMNS, NO_STAYS, self)
        self._cards = CardDeeds(
            self._context, self._resident_id, self._here, self.problems, self.contacts
        )
        for view in self._in_tabs():
            self._stack.addWidget(view)
        self._nothing = QWidget(self._stack)
        self._stack.addWidget(self._nothing)
        self.happening.answered.connect(self._on_answered)
        self.happening.way_chosen.connect(self._on_way)
        self.happening.put_off.connect(self._on_put_off)
        self.timeline.withdrawn.connect(self._on_withdrawn)

    def _beside(self, tab: str) -> dict[str, QWidget]:
        """The areas that stand in that tab, by their words."""
        return {each.area.title: each for each in self.areas if each.area.beside == tab}

    def _in_tabs(self) -> Iterator[QWidget]:
        """What each tab shows, in their order."""
        alone: dict[str, QWidget] = {
            "What is happening": self.happening,
            "Timeline": self.timeline,
            "Observations": self.observations,
            "Contacts": self.contacts,
            "Stays": self.stays,
            "Problems": self.problems,
            **{each.area.title: each for each in self.areas},
        }
        for title in TABS:
            areas = self._beside(title)
            if title == "Medicines":
                yield self.medicines
            elif areas:
                yield Several({title: alone[title], **areas}, self)
            else:
                yield alone[title]

    def _open_at(self, tab: str) -> None:
        """Opens a tab, or one of the lists in a tab, by its words; another word opens the first."""
        beside = {REQUESTS_TAB: "Medicines", **{area.title: area.beside for area in AREAS}}
        place = TABS.index(beside.get(tab) or tab) if (beside.get(tab) or tab) in TABS else 0
        self.tabs.setCurrentIndex(place)
        view = self._stack.widget(place)
        if isinstance(view, MedicinesTab | Several):
            view.open_at(tab)

    def _build_deeds(self) -> QWidget:
        self.deeds = DeedRow(self)
        self.concern, self.observe = self.deeds.concern, self.deeds.observe
        self.fall, self.write = self.deeds.fall, self.deeds.write
        self.deeds.chosen.connect(self._on_deed)
        self.deeds.offer_chosen.connect(self._on_offer)
        self._keys = Bindings(Where.RESIDENT, self)
        self._keys.bind_buttons(
            (
                ("resident.observe", self.observe),
                ("resident.write", self.write),
                ("resident.fall", self.fall),
                ("resident.concern", self.concern),
                ("resident.hospital", self.deeds.hospital),
                ("resident.request", self.deeds.request),
                ("resident.transfer", self.deeds.transfer),
                ("resident.plan_paper", self.deeds.plan_paper),
                ("resident.review", self.deeds.review),
                ("resident.death", self.deeds.death),
            )
        )
        return self.deeds

    # Reading

    def _on_opened(self, read: ResidentRead) -> None:
        self._show(read)
        for part in (self.banner, self.tabs, self._stack):
            part.show()
        self.tabs.setFocus()
        today = london_day(self._context.clock())
        announce(self, opened_words(read.page, today))

    def _show(self, read: ResidentRead) -> None:
        self._read = read
        page, actor, now = read.page, self._context.actor, self._context.clock()
        may = deeds(page, actor)
        self.banner.show_identity(identity_text(page.line, today=london_day(now)))
        words = crisis_words(page, self._context.got_at(page.line.home_id or ""), now)
        self.banner.show_crisis_line(words, short=crisis_words_in_short(page, now))
        self.versions.show_line(page.line)
        self.doubt.show_doubt(read.duplicates)
        self.joined.show_joined(read.duplicates)
        old = out_of_date(read.copies)
        self.copies.show_copies(old, bar_words(old))
        self.deeds.show_deeds(may, all_offers(page, actor))
        self._keys.offer_in_find(
            {
                Command(f"form.{each.kind}", each.words, Where.RESIDENT): partial(
                    self._on_offer, each
                )
                for each in every_offer(page, actor)
            }
        )
        self.happening.show_happening(
            happening(read, actor, now),
            allergy_versions(page),
            may_answer=may.answer_actions,
            may_put_off=may.put_off,
        )
        items = timeline(read, actor, now)
        self.timeline.show_items(items)
        show_areas(self.areas, items, read, actor, now)
        self.observations.show_read(read, set_rows(page))
        self.medicines.show_page(page)
        self.problems.show_rows(problem_rows(page))
        self._cards.show_page(page)
        self.contacts.show_above(address_words(page))
        self.contacts.show_rows(contact_rows(page))
        self.stays.show_rows(stay_rows(read, now))

    def _on_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)

    # Deeds

    def _run_deed(self, work: Callable[[], object], then: Callable[..., None]) -> None:
        self._context.runners.deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _here(self) -> ToResident:
        view = self._stack.currentWidget()
        inside = view.at if isinstance(view, MedicinesTab | Several) else ""
        return ToResident(self._resident_id, inside or TABS[self.tabs.currentIndex()])

    def _on_deed(self, pressed: Button) -> None:
        if pressed is self.write:
            self._on_write()
        else:
            self._on_way(pressed.text())

    def _on_write(self) -> None:
        home_id = self._read.page.line.home_id if self._read else None
        if home_id is not None:
            today = london_day(self._context.clock())
            self._context.go(ToRound(home_id, today, self._resident_id))

    def _on_versions(self) -> None:
        line = self._read.page.line if self._read else None
        if line and line.two_versions == (TWO_LISTS,) and not line.allergy_siblings:
            self._on_joined()  # two records' medicines are settled where the records are
            return
        self._context.go(ToVersions(self._resident_id, back=self._here()))

    def _on_doubt(self) -> None:
        other = self._read.duplicates.look_at if self._read else ""
        self._context.go(ToDuplicates(self._resident_id, other, self._here()))

    def _on_joined(self) -> None:
        if self.joined.kept_id:
            self._context.go(ToResident(self.joined.kept_id))
        else:
            self._context.go(ToDuplicates(self._resident_id, back=self._here()))

    def _on_copies(self) -> None:
        home_id = self._read.page.line.home_id if self._read else ""
        self._context.go(ToCopies(home_id or "", self._resident_id, self._here()))

    def _on_way(self, way: str) -> None:
        form = WAYS.get(way)
        if form is not None:
            self._context.go(form(self._resident_id, self._here()))

    def _on_offer(self, offer: Offer) -> None:
        self._context.go(offer.destination(self._resident_id, self._here()))

    def _on_put_off(self, wanted: PuttingOff) -> None:
        self._run_deed(
            partial(
                put_off_missing,
                self._context.store,
                by=self._context.actor,
                resident_id=self._resident_id,
                what=wanted.what,
                reason=wanted.reason,
                days=wanted.days,
            ),
            self._on_done,
        )

    def _on_answered(self, given: Answer) -> None:
        self._run_deed(
            partial(
                answer,
                self._context.store,
                by=self._context.actor,
                resident_id=self._resident_id,
                action_id=given.action_id,
                state=given.state,
            ),
            self._on_done,
        )

    def _on_withdrawn(self, wanted: Withdrawing) -> None:
        store, by = self._context.store, self._context.actor
        if wanted.reason:
            work = partial(
                withdraw_with_reason, store, by=by, item=wanted.item, reason=wanted.reason
            )
        else:
            work = partial(
                take_back,
                store,
                self._context.drafts,
                by=by,
                resident_id=self._resident_id,
                item=wanted.item,
            )
        self._run_deed(work, self._on_done)

    def _on_done(self, done: tuple[Touched, str]) -> None:
        touched, words = done
        self.message.show_message(words, "green")
        self._context.bus.publish(Changes(touched.kinds, touched.ids))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, ReadUnderAnother):
            for part in (self.banner, self.doubt, self.versions, self.copies, self.tabs):
                part.hide()
            self._stack.setCurrentWidget(self._nothing)
            self._stack.show()
            self.deeds.hide()
            self.joined.show_where_it_went(error)
            self.joined.look.setFocus()
            return
        words = str(error) if isinstance(error, KnownError) else type(error).__name__
        self.message.show_message(words, "red")
