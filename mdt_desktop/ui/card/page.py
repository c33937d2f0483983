"""The pages on which a card is changed: about a resident, with the details of a home, its equipment.

The card is read when the page is opened and again when saving was refused, so that what another
person wrote meanwhile is seen before it is written over.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.errors import KnownError, NotAllowed, NotFound
from mdt_core.kinds import parse
from mdt_core.record import Card, kind_named
from mdt_core.records.equipment import Equipment
from mdt_core.records.homes import Home
from mdt_core.store.queries.cards import OpenCard, open_card
from mdt_core.store.queries.places_in_use import held_in
from mdt_core.store.store import Store
from mdt_core.use_cases.cards import NumberElsewhere, save_card
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Heading
from mdt_desktop.ui.autosave import Offer
from mdt_desktop.ui.card.form import CardForm
from mdt_desktop.ui.card.layout import layout_of
from mdt_desktop.ui.context import Context, Destination, ToEquipment, ToHome
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.page import QuickFormPage
from mdt_desktop.ui.quick.presenter import QuickRead

_NOT_READABLE = (
    "Part of this was written by a newer program and cannot be changed here. Update first"
)


def read_card(store: Store, by: Actor, kind: type[Card], record_id: str) -> OpenCard[Any]:
    """Reads a card to change; raises NotFound."""
    with store.reading() as connection:
        if kind is Home:
            access.require_read(by, kind, record_id)
        card = open_card(connection, kind, record_id or None)
        if kind is Equipment and record_id:
            access.require_read(by, kind, str(card.values.get("home_id", "")))
        if kind is Home and record_id and card.is_readable:
            day = london_day(store.clock())
            card = replace(card, held=held_in(connection, record_id, card.values, day))
        return card


class _ChangingPage(QuickFormPage):
    """What both pages share: the card as it stands, what was changed, and what another changed."""

    def __init__(  # noqa: PLR0917 - what every page is made from
        self,
        context: Context,
        kind: type[Card],
        record_id: str,
        draft_of: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        layout_of(kind)
        super().__init__(context, kind, draft_of, back, parent)
        self._kind, self._record_id = kind, record_id
        self._card: OpenCard[Any] | None = None
        self.form: CardForm | None = None

    @override
    def load(self) -> None:
        self._read_card(self._on_card)

    def _read_card(self, then: Callable[[OpenCard[Any]], None]) -> None:
        context = self.context
        work = partial(read_card, context.store, context.actor, self._kind, self._record_id)
        context.runners.reads.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_card(self, card: OpenCard[Any]) -> None:
        raise NotImplementedError

    def _made(self, heading: str) -> CardForm:
        if self._card is None:
            raise TypeError("no card is read yet")
        clock, of = self.context.clock, self.resident_id
        self.form = CardForm(self._card, of, heading, clock, self)
        return self.form

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], Any]:
        if self.form is None:
            raise TypeError("there is no form yet")
        store, by = self.context.store, self.context.actor
        return partial(save_card, store, by=by, change=self.form.change())

    @override
    def _on_not_saved(self, error: Exception) -> None:
        super()._on_not_saved(error)
        if self.form is None or not isinstance(error, KnownError):
            return
        if isinstance(error, NumberElsewhere) and self.form.same_person is not None:
            self.form.same_person.show_elsewhere(error.message)
        elif self._record_id:
            self._read_card(partial(self._on_standing, error))

    def _on_standing(self, error: KnownError, card: OpenCard[Any]) -> None:
        if self.form is not None:
            self.form.take_up(card)
            self.message.show_message(f"Not saved. {error.message}. {error.next_step}", "red")
            if not any(field.problem for field in self.form.fields.values()):
                self.form.show_problem_at(error.where, error.message)


class CardPage(_ChangingPage):
    """A card of a resident (without an id a new one); raises NotFound for what has no form."""

    def __init__(  # noqa: PLR0917 - what every page is made from
        self,
        context: Context,
        kind: str,
        record_id: str,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        known = kind_named(kind)
        if known is None or not issubclass(known, Card):
            raise NotFound(f"There is no form «{kind}»", next_step="Update first")
        super().__init__(context, known, record_id, resident_id, back, parent)

    @override
    def _on_card(self, card: OpenCard[Any]) -> None:
        self._card = card
        super(_ChangingPage, self).load()

    @override
    def _show_form(self, read: QuickRead) -> None:
        if self._card is not None and not self._card.is_readable:
            self.message.show_message(_NOT_READABLE, "amber")
            return
        super()._show_form(read)

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        title = self._kind.title
        words = f"Change: {title}" if self._record_id else f"Add: {title}"
        return self._made(words)

    @override
    def deed_words(self) -> str:
        return f"Save for {self.opened.read.page.line.family_name.upper()}"


class _OfHomePage(_ChangingPage):
    """A card of a home: its own details, or something that it has; its name stands above."""

    @override
    def _build(self) -> None:
        super()._build()
        self.name = Heading("", 1, self)
        self.name.setContentsMargins(16, 8, 16, 0)
        self._box.insertWidget(0, self.name)

    def heading(self) -> str:
        """What the form is called."""
        raise NotImplementedError

    def name_words(self, card: OpenCard[Any]) -> str:
        """What stands above it."""
        raise NotImplementedError

    def home_of(self, card: OpenCard[Any]) -> str:
        """The home that has to be served to write it."""
        raise NotImplementedError

    @override
    def refresh(self, changes: Changes) -> None:
        """Stays as it is while it is typed; what another changed is said when it is saved."""

    @override
    def _on_card(self, card: OpenCard[Any]) -> None:
        self._card = card
        self.name.setText(self.name_words(card))
        self.bar.show_deeds(self.back_button)
        if not card.is_readable:
            self.message.show_message(_NOT_READABLE, "amber")
            return
        try:
            access.require_write(self.context.actor, self._kind, self.home_of(card))
        except NotAllowed as refusal:
            self.message.show_message(str(refusal), "amber")
            return
        self.put_form(self._made(self.heading()))
        self.autosave.load()

    @override
    def _on_failed(self, error: Exception) -> None:
        words = str(error) if isinstance(error, KnownError) else type(error).__name__
        self.bar.show_deeds(self.back_button)
        self.message.show_message(f"This home could not be read. {words}", "red")

    @override
    def _on_loaded(self, offer: Offer | None) -> None:
        if offer is None:
            self._start()
        else:
            self.head.ask_of(offer, self.name.text())


class HomeDetailsPage(_OfHomePage):
    """How to reach a home, its round, and whether it takes new residents; afterwards back to it."""

    def __init__(self, context: Context, home_id: str, parent: QWidget | None = None) -> None:
        super().__init__(context, Home, home_id, home_id, ToHome(home_id), parent)
        self.setAccessibleName("Home details")

    @override
    def heading(self) -> str:
        return "Home details"

    @override
    def name_words(self, card: OpenCard[Any]) -> str:
        return str(card.values.get("name", ""))

    @override
    def home_of(self, card: OpenCard[Any]) -> str:
        return self._record_id

    @override
    def deed_words(self) -> str:
        return "Save these details"


class EquipmentCardPage(_OfHomePage):
    """One thing that a home has (without an id a new one); afterwards back to the home's equipment."""

    def __init__(
        self, context: Context, home_id: str, record_id: str, parent: QWidget | None = None
    ) -> None:
        self._home_id = home_id
        back = ToEquipment(home_id)
        super().__init__(context, Equipment, record_id, record_id or home_id, back, parent)

    @override
    def _read_card(self, then: Callable[[OpenCard[Any]], None]) -> None:
        super()._read_card(then if self._record_id else partial(self._on_new, then))

    def _on_new(self, then: Callable[[OpenCard[Any]], None], card: OpenCard[Any]) -> None:
        then(replace(card, values={"home_id": self._home_id}))

    @override
    def heading(self) -> str:
        return "Details"

    @override
    def name_words(self, card: OpenCard[Any]) -> str:
        thing = parse(Equipment, card.values).record if self._record_id else None
        return thing.name if thing else "New equipment"

    @override
    def home_of(self, card: OpenCard[Any]) -> str:
        return str(card.values.get("home_id", ""))

    @override
    def deed_words(self) -> str:
        return "Save this equipment"
