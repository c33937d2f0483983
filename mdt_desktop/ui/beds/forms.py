"""The short forms of the board: who it is about stands above, and the deed is named in the button."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.fields import choices_of, field_of
from mdt_core.records.bed_states import VoidReason
from mdt_core.records.d2a_referrals import DeclineReason
from mdt_core.records.homes import BedType, HomeStatus
from mdt_core.records.stays import Stay
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.fields import (
    Choice,
    ChoiceField,
    DateField,
    Field,
    NoteField,
    NumberField,
    TextField,
    Words,
)
from mdt_desktop.ui.beds.presenter import BoardRow, LaneRow
from mdt_desktop.ui.beds.side_panel import DESTINATIONS
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.quick.short_form import ShortForm


class Asks(Enum):
    """Each deed with its heading; the button adds whom it is about."""

    REFER = "Refer"
    OFFER = "Offer a bed"
    ACCEPT = "Accepted"
    DECLINE = "Declined"
    WITHDRAW = "Withdraw the referral"
    PLACE = "Place"
    RESERVE = "Reserve"
    VOID = "Make void"
    REOPEN = "Open bed again"
    REGISTER = "Register"
    DISCHARGE = "Discharge"
    SUSPEND = "Suspend the home, or lift it"
    TERMS = "Contract and retainer"
    ADD_BED = "Add a D2A bed"


@dataclass(frozen=True)
class Given:
    """What was entered: each value under the words of its field."""

    asks: Asks
    bed: BoardRow | None
    waiting: LaneRow | None
    values: dict[str, str] = field(compare=False)


BED: Final = "Bed"
_ASKED: Final = {
    Asks.REFER: (
        *("Who", "Family name", "Given name", "Born", "NHS number"),
        *("Hospital", "Ward", "No longer meets the criteria to reside", "Needs of the stay"),
    ),
    Asks.OFFER: (BED,),
    Asks.ACCEPT: ("Who answered",),
    Asks.DECLINE: ("Why declined", "Who answered", "Note"),
    Asks.WITHDRAW: ("Why withdrawn",),
    Asks.PLACE: (BED, "Admitted", "Why all the same", "Who decided that"),
    Asks.RESERVE: ("Reserved for",),
    Asks.VOID: ("Why void", "Since", "Retainer", "Note"),
    Asks.REOPEN: ("Last day",),
    Asks.REGISTER: ("Temporary registration from", "GMS3"),
    Asks.DISCHARGE: (
        *("Went to", "Left", "Services after leaving", "Services start"),
        "Summary to the usual practice",
    ),
    Asks.TERMS: ("Retainer", "Contract", "Commissioned from", "Commissioned until"),
    Asks.ADD_BED: ("Care home", "Room", "Type of bed"),
    Asks.SUSPEND: ("Status", "Reason", "Who decided", "What has to be so to lift it"),
}
_NEW: Final = "new"
_FOR_NEW: Final = ("Family name", "Given name", "Born", "NHS number")
_IF_SUSPENDED: Final = ("Why all the same", "Who decided that")


class BedForm(ShortForm):
    """One form for each deed of the board.

    Signals:
        given: the `Given` as entered
    """

    given = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, heading="", deed="Save", back="Back to the board", parent=parent)
        self._asks, self._bed, self._waiting = Asks.RESERVE, _NO_BED, _NOBODY
        self._suspended: frozenset[str] = frozenset()
        self._about = Words("", self)
        self._fields: dict[str, Field] = self._made()
        self._fields["Who"].edited.connect(self._fit)
        self._fields[BED].edited.connect(self._fit)
        self.lay_out(self._about, *self._fields.values())

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return self._fields

    def begin(
        self, asks: Asks, bed: BoardRow | None = None, waiting: LaneRow | None = None
    ) -> None:
        """Starts a deed for a bed, or for who waits."""
        self._asks, self._bed, self._waiting = asks, bed, waiting
        line = waiting.row.line if waiting else bed.row.line if bed else None
        self.heading.setText(asks.value)
        self.show_whose(line)
        self._about.setText(_about(asks, bed, waiting))
        self._about.setVisible(bool(self._about.text()))
        for each in self._fields.values():
            _clear(each)
        self.save.setText(_button(asks, bed, waiting))
        self.show_problem("", "")
        self._preset()
        self._show_terms()
        self._fit()
        next(self._fields[name] for name in _ASKED[asks] if self._is_asked(name)).setFocus()

    def offer_beds(self, beds: tuple[BoardRow, ...], chosen: str = "") -> None:
        """Offers these beds; those of a suspended home ask why all the same."""
        bed = self._list(BED)
        bed.set_choices(tuple(Choice(each.key, _bed_choice(each)) for each in beds))
        bed.set_value(chosen)
        self._suspended = frozenset(each.key for each in beds if "▲" in each.home)
        self._fit()

    def offer_people(self, people: tuple[ResidentLine, ...]) -> None:
        """Offers who is known here and has no home, and somebody new."""
        known = (Choice(each.resident_id, _person(each)) for each in people)
        self._list("Who").set_choices((Choice(_NEW, "Somebody new"), *known))
        self._list("Who").set_value("" if people else _NEW)
        self._fit()

    def offer_homes(self, homes: tuple[tuple[str, str], ...]) -> None:
        """Offers these homes, by id and name."""
        self._list("Care home").set_choices(tuple(Choice(*each) for each in homes))

    @override
    def give(self) -> None:
        values = {
            name: str(self._fields[name].value() or "")
            for name in _ASKED[self._asks]
            if self._is_asked(name)
        }
        self.given.emit(Given(self._asks, self._bed, self._waiting, values))

    def _made(self) -> dict[str, Field]:
        past, ahead = DateRule(direction=Direction.PAST), DateRule(direction=Direction.FUTURE)
        either = DateRule()
        dates = {
            "Born": past,
            "No longer meets the criteria to reside": past,
            "Admitted": past,
            "Since": past,
            "Last day": past,
            "Temporary registration from": past,
            "Left": past,
            "Services start": ahead,
            "Summary to the usual practice": past,
            "Commissioned from": either,
            "Commissioned until": either,
        }
        kept: dict[str, Field] = {
            "Who": ListField("Who", self),
            BED: ListField(BED, self),
            "Care home": ListField("Care home", self),
            "Type of bed": ChoiceField("Type of bed", _bed_types(), parent=self),
            "Went to": ChoiceField("Went to", _destinations(), parent=self),
            "Why declined": ChoiceField("Why declined", _choices(DeclineReason), parent=self),
            "Why void": ChoiceField("Why void", _choices(VoidReason), parent=self),
            "GMS3": ChoiceField(
                "GMS3", (Choice("yes", "Sent"), Choice("no", "Not sent yet")), parent=self
            ),
            "Status": ChoiceField("Status", _choices(HomeStatus), parent=self),
            "Retainer": NumberField(
                "Retainer", unit="pounds a day", has_decimals=True, parent=self
            ),
            "Needs of the stay": NoteField("Needs of the stay", parent=self),
            "Reason": NoteField("Reason", parent=self),
        }
        for name in dict.fromkeys(name for asked in _ASKED.values() for name in asked):
            if name in dates:
                kept[name] = DateField(name, now=self.local_now, rule=dates[name], parent=self)
            elif name not in kept:
                kept[name] = TextField(name, parent=self)
        order = dict.fromkeys(name for asked in _ASKED.values() for name in asked)
        return {name: kept[name] for name in order}

    def _preset(self) -> None:
        """Now, where a deed is most often said as it happens."""
        now = self.local_now().strftime("%Y-%m-%dT%H:%M")
        for asks, name, value in (
            (Asks.PLACE, "Admitted", now),
            (Asks.DISCHARGE, "Left", now),
            (Asks.VOID, "Since", now[:10]),
            (Asks.REGISTER, "Temporary registration from", now[:10]),
        ):
            found = self._fields[name]
            if asks is self._asks and isinstance(found, DateField):
                found.set_value(value)

    def _show_terms(self) -> None:
        """What is agreed now, to be changed."""
        state = self._bed.row.state if self._bed else None
        if self._asks is not Asks.TERMS or state is None:
            return
        told = {
            "Retainer": str(state.retainer) if state.retainer is not None else "",
            "Contract": state.contract_ref or "",
            "Commissioned from": _iso(state.commissioned_from),
            "Commissioned until": _iso(state.commissioned_until),
        }
        for name, value in told.items():
            field = self._fields[name]
            if isinstance(field, TextField):
                field.set_value(value)

    def _fit(self, _given: object = None) -> None:
        for name, each in self._fields.items():
            each.setVisible(self._is_asked(name))

    def _is_asked(self, name: str) -> bool:
        if name not in _ASKED[self._asks]:
            return False
        if self._asks is Asks.REFER and name in _FOR_NEW:
            return self._list("Who").value() == _NEW
        if self._asks is Asks.PLACE and name in _IF_SUSPENDED:
            return self._list(BED).value() in self._suspended
        return True

    def _list(self, name: str) -> ListField:
        found = self._fields[name]
        assert isinstance(found, ListField)  # noqa: S101 - as they were made
        return found


_NO_BED: BoardRow | None = None
_NOBODY: LaneRow | None = None


def _about(asks: Asks, bed: BoardRow | None, waiting: LaneRow | None) -> str:
    if waiting is not None:
        return f"{waiting.whence}\n{waiting.state}"
    if bed is None:
        return ""
    place = f"{bed.home}\n{bed.bed.replace(chr(10), ', ')}"
    return bed.home if asks is Asks.SUSPEND else f"{place}\n{bed.state}"


def _button(asks: Asks, bed: BoardRow | None, waiting: LaneRow | None) -> str:
    """The deed with the person it is for, or with the bed."""
    if waiting is not None:
        told = {
            Asks.OFFER: f"Offer the bed for {waiting.family}",
            Asks.ACCEPT: f"Accepted: {waiting.family}",
            Asks.DECLINE: f"Declined: {waiting.family}",
            Asks.WITHDRAW: f"Withdraw the referral of {waiting.family}",
        }
        return told.get(asks, f"{asks.value} {waiting.family}")
    if bed is None:
        return "Add the bed" if asks is Asks.ADD_BED else "Refer this person"
    if asks is Asks.TERMS:
        return f"Save for {bed.home.splitlines()[0]}, {bed.bed.splitlines()[0]}"
    if asks is Asks.SUSPEND:
        return f"Save for {bed.home.splitlines()[0]}"
    if bed.row.line is not None:
        return f"{asks.value} {bed.family}"
    return f"{asks.value}: {bed.home.splitlines()[0]}, {bed.bed.splitlines()[0]}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _clear(field: Field) -> None:
    if isinstance(field, ListField):
        field.clear()
    elif isinstance(field, TextField | NoteField | ChoiceField):
        field.set_value("")


def _bed_choice(row: BoardRow) -> str:
    home, bed = row.home.replace("\n", ", "), row.bed.replace("\n", ", ")
    return f"{home}: {bed}"


def _person(line: ResidentLine) -> str:
    return f"{line.formal_name}, born {line.born or 'not known'}"


def _destinations() -> tuple[Choice, ...]:
    spec = field_of(Stay, "destination")
    offered = [each for each in choices_of(spec) if each in DESTINATIONS]
    return tuple(Choice(str(each), each.label) for each in offered)


def _bed_types() -> tuple[Choice, ...]:
    offered = [each for each in BedType if each is not BedType.PERMANENT]
    return tuple(Choice(each.value, each.label) for each in offered)


def _choices(of: type[VoidReason] | type[DeclineReason] | type[HomeStatus]) -> tuple[Choice, ...]:
    return tuple(Choice(str(each), each.label) for each in of)
