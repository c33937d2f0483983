"""The form of a card from its definition: opened as the card stands, giving back what was changed.

Groups of which two versions stand are not asked; they are named. A kept draft holds the changed
fields alone, and is put onto the card as it stands when it is taken up again.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.drafts import Draft, Problem
from mdt_core.errors import InvalidInput
from mdt_core.fields import FieldSpec, asked_in, field_of, fields_of
from mdt_core.kinds import checked
from mdt_core.record import Card
from mdt_core.record_words import stored_words
from mdt_core.store.queries.cards import OpenCard
from mdt_core.use_cases.cards import CardChange, changed_meanwhile, merged_members, said
from mdt_desktop.qt.fields import Quiet, Words
from mdt_desktop.qt.spread import SectionHeading
from mdt_desktop.ui.card.layout import layout_of
from mdt_desktop.ui.card.places import PlaceRows, tell_names
from mdt_desktop.ui.card.same_person import SamePerson
from mdt_desktop.ui.forms.fields_form import FieldsForm
from mdt_desktop.ui.forms.inputs import Clock
from mdt_desktop.ui.forms.parts import PartsField

_WAS: Final = "was"
_CLEARED: Final = "cleared"
_RECORD: Final = "record_id"
NOTHING_CHANGED: Final = "Nothing was changed"
_OTHER_DRAFT: Final = "What was left unsaved is of another entry. It is not used here"


class CardForm(FieldsForm):
    """The fields of one card, in the order and under the headings of its definition."""

    def __init__(
        self,
        card: OpenCard[Any],
        draft_of: str,
        heading: str,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(card.card_class, draft_of, heading, clock, parent)
        self._card, self._draft_of = card, draft_of
        self._kind = cast("type[Card]", card.card_class)
        layout = layout_of(self._kind)
        self._asked_specs = [spec for spec in fields_of(self._kind) if spec.name in layout.fields]
        self._ask_all(layout.by_line, clock)
        self.same_person: SamePerson | None = None
        if layout.asks_same_person and card.record_id:
            self.same_person = SamePerson(card.card_class, self)
            self.put(self.same_person)
            self.same_person.put_back.connect(self._on_put_back)
        for words in layout.foot:
            self.put(Quiet(words, self))
        self._show_values({**layout.begun, **card.values} if not card.record_id else card.values)
        self._base = self._stored() if card.record_id else {}
        self.show_fields()

    def _ask_all(self, by_line: frozenset[str], clock: Clock) -> None:
        section, in_two = "", []
        for spec in self._asked_specs:
            if spec.section != section:
                section = spec.section
                self.put(SectionHeading(section, self))
            if spec.group in self._card.in_two:
                in_two.append(spec.label)
                continue
            as_field = PlaceRows(spec, clock, self) if spec.name in by_line else None
            self.ask_as_defined(spec, as_field)
        if in_two:
            words = f"Two versions stand, to be settled before a change: {', '.join(in_two)}"
            self.put(Words(words, self, words="problem"))

    # What was changed

    def change(self) -> CardChange[Any]:
        """What was changed since the card was read."""
        now = self._stored()
        changed = {name: now.get(name) for name in self.fields if self._is_changed(name, now)}
        return CardChange(
            self._kind,
            self._card.record_id,
            self._was(),
            changed,
            resident_id=None if self._draft_of == self._card.record_id else self._draft_of,
            is_number_meant=self.same_person is not None and self.same_person.is_number_meant,
        )

    def _is_changed(self, name: str, now: Mapping[str, Any]) -> bool:
        return bool(_plain(now.get(name)) != _plain(self._base.get(name)))

    def _stored(self) -> dict[str, Any]:
        values = {name: field.stored() for name, field in self.fields.items()}
        asked = self._asked_after(values)
        return said({name: value for name, value in values.items() if name in asked})

    def _asked_after(self, values: Mapping[str, Any]) -> set[str]:
        """What is asked where these are the answers."""
        return {spec.name for spec in asked_in(self._kind, {**self._card.values, **values})}

    @override
    def show_fields(self) -> None:
        """A question that follows another answer is asked only while that is the answer."""
        asked = self._asked_after({name: field.stored() for name, field in self.fields.items()})
        for name, field in self.fields.items():
            field.setVisible(name in asked)

    def _was(self) -> dict[str, Any]:
        """The groups that are asked, as they were read."""
        groups = {spec.group for spec in self._asked_specs}
        names = {spec.name for spec in fields_of(self._kind) if spec.group in groups}
        return {name: value for name, value in self._card.values.items() if name in names}

    def _show_values(self, values: Mapping[str, Any]) -> None:
        for name, field in self.fields.items():
            if isinstance(field, PlaceRows):
                field.stand_on(values.get(name), self._card.held)
            else:
                field.show_stored(values.get(name))
        tell_names(self.fields)

    def take_up(self, card: OpenCard[Any]) -> None:
        """Takes the card as it stands now; what was changed here stays, and disputes are said."""
        change = self.change()
        was, self._card = self._was(), card
        self._show_values(card.values)
        self._base = self._stored()
        self._put_onto(change.now, was)

    def _put_onto(self, mine: Mapping[str, Any], was: Mapping[str, Any]) -> None:
        """Shows changed fields on the card as it stands; says where somebody else changed them."""
        for name in (name for name in mine if name in self.fields):
            spec, standing = field_of(self._kind, name), self._card.values
            field = self.fields[name]
            if isinstance(field, PartsField) and self._kind.group(spec.group).members:
                merged = merged_members(was.get(name), mine[name], standing.get(name))
                field.show_stored(merged.members)
                field.show_problem(_disputed(field, spec, merged.disputed, standing))
                continue
            field.show_stored(mine[name])
            theirs = changed_meanwhile(self._kind, spec.group, was, standing)
            if spec in theirs:
                field.show_problem(_theirs(spec, standing))
        self._on_edited(None)

    # As `QuickForm`

    @override
    def draft(self) -> Draft[Any]:
        """The changed fields; nothing where nothing was changed."""
        change = self.change()
        draft: Draft[Any] = Draft(self._kind, self._draft_of)
        if not change.now:
            return draft
        for name, value in change.now.items():
            draft = draft.with_value(name, value)
        cleared = [name for name in change.now if name not in draft.values]
        draft = draft.with_extra(_CLEARED, cleared).with_extra(_WAS, change.was)
        return draft.with_extra(_RECORD, self._card.record_id or "")

    @override
    def show_draft(self, draft: Draft[Any]) -> None:
        """A draft of another card is not used for this one."""
        if draft.extra.get(_RECORD, "") != (self._card.record_id or ""):
            self.put(Words(_OTHER_DRAFT, self))
            return
        cleared = dict.fromkeys(draft.extra.get(_CLEARED, ()))
        self._put_onto({**cleared, **draft.values}, draft.extra.get(_WAS, {}))

    @override
    def _problem_of_record(self) -> Problem | None:
        change = self.change()
        if not change.now:
            return Problem("", NOTHING_CHANGED)
        try:
            checked(self._kind, said({**self._card.values, **change.now}))
        except InvalidInput as error:
            where = self._field_in(error.message)
            self.show_problem_at(where, error.message)
            return Problem(where, error.message)
        return self.same_person.problem() if self.same_person else None

    def _field_in(self, words: str) -> str:
        found = (spec for spec in self._asked_specs if words.startswith(spec.label))
        return max(found, key=lambda spec: len(spec.label), default=self._asked_specs[0]).name

    @override
    def focus_field(self, name: str) -> None:
        if self.same_person is not None and name == self.same_person.NAME:
            self.same_person.setFocus()
        else:
            super().focus_field(name)

    @override
    def _on_edited(self, value: object) -> None:
        tell_names(self.fields)
        if self.same_person is not None:
            self.same_person.show_change(self.change())
        super()._on_edited(value)

    def _on_put_back(self, names: tuple[str, ...]) -> None:
        for name in names:
            if name in self.fields:
                self.fields[name].show_stored(self._card.values.get(name))
        self._on_edited(None)


def _theirs(spec: FieldSpec, standing: Mapping[str, Any]) -> str:
    now = stored_words(standing.get(spec.name), spec) or "nothing"
    return f"Changed by somebody else meanwhile: it now says «{now}». Yours is in the box"


def _disputed(
    field: PartsField, spec: FieldSpec, disputed: frozenset[str], standing: Mapping[str, Any]
) -> str:
    """What now stands of the entries that both changed; nothing where there are none."""
    if not disputed:
        return ""
    theirs = [each for each in standing.get(spec.name, ()) if each["id"] in disputed]
    by_line = field.words_of(theirs) if isinstance(field, PlaceRows) else ""
    now = by_line or (stored_words(theirs, spec) if theirs else "removed")
    return f"Changed by somebody else meanwhile, it now says «{now}». Yours is in the row"


def _plain(value: object) -> object:
    """Rows without what says nothing, so that a row shown and not touched is the row as kept."""
    if not isinstance(value, list):
        return value
    return [said(each) if isinstance(each, Mapping) else each for each in value]
