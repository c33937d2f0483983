"""From what a form of the board was given to the use case that writes it. No Qt.

Empty required answers are refused here, under the words of their field.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.errors import InvalidInput
from mdt_core.identifiers import NhsNumber
from mdt_core.records.bed_states import VoidReason
from mdt_core.records.d2a_referrals import D2aReferral, DeclineReason
from mdt_core.records.homes import BedType, HomeStatus
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import DischargeBarrier
from mdt_core.records.stays import Destination, Pathway
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases import d2a_beds, d2a_referrals, d2a_stays
from mdt_core.use_cases.d2a_stays import Leaving, Override
from mdt_desktop.ui.beds.forms import BED, Asks, Given
from mdt_desktop.ui.beds.presenter import BoardRow, LaneRow
from mdt_desktop.ui.beds.side_panel import Planned

_LONDON: Final = ZoneInfo("Europe/London")


def save_plan(store: Store, by: Actor, planned: Planned) -> Changes:
    """Writes planned end and what stops discharge; raises InvalidInput without either."""
    line = planned.row.row.line
    if line is None:
        raise InvalidInput("Nobody is in this bed")
    if not planned.end:
        raise InvalidInput("Give the planned end of this D2A stay", where="Planned end")
    barriers = tuple(DischargeBarrier(each) for each in planned.barriers)
    if DischargeBarrier.NOTHING in barriers and len(barriers) > 1:
        raise InvalidInput(
            "«Nothing: ready to go» cannot stand beside something that stops discharge",
            where="What stops discharge",
        )
    return d2a_stays.plan_discharge(
        store,
        by=by,
        resident_id=line.resident_id,
        planned_end=date.fromisoformat(planned.end[:10]),
        barriers=barriers,
        who_acts=planned.who_acts or None,
        next_step_by=_day(planned.next_step_by),
    )


def let_go(store: Store, by: Actor, row: BoardRow) -> Changes:
    """Ends the reservation of a bed."""
    home_id, bed_id = _bed(row)
    return d2a_beds.end_reservation(store, by=by, home_id=home_id, bed_id=bed_id)


def write(
    store: Store, by: Actor, given: Given, beds: tuple[BoardRow, ...], now: datetime
) -> Changes:
    """Does what a form asked; raises InvalidInput, naming the field, or what the deed raises."""
    return _DEEDS[given.asks](_Told(store, by, given, beds, now))


class _Told:
    """What a form told, read field by field."""

    def __init__(
        self, store: Store, by: Actor, given: Given, beds: tuple[BoardRow, ...], now: datetime
    ) -> None:
        self.store, self.by, self.now = store, by, now
        self._given, self._beds = given, beds

    def text(self, name: str) -> str:
        return self._given.values.get(name, "").strip()

    def needed(self, name: str) -> str:
        if not self.text(name):
            raise InvalidInput(f"{name} is not recorded", where=name)
        return self.text(name)

    def day(self, name: str) -> date | None:
        return _day(self.text(name))

    def moment(self, name: str) -> datetime:
        said = datetime.fromisoformat(self.needed(name))
        return said.replace(tzinfo=_LONDON)

    @property
    def waiting(self) -> LaneRow:
        if self._given.waiting is None:
            raise InvalidInput("Choose somebody who waits")
        return self._given.waiting

    @property
    def row(self) -> BoardRow:
        if self._given.bed is None:
            raise InvalidInput("Choose a bed")
        return self._given.bed

    @property
    def chosen_bed(self) -> tuple[str, str]:
        key = self.needed(BED)
        return _bed(next(each for each in self._beds if each.key == key))

    @property
    def resident_id(self) -> str:
        line = self.row.row.line
        if line is None:
            raise InvalidInput("Nobody is in this bed")
        return line.resident_id


def _refer(told: _Told) -> Changes:
    referral = D2aReferral(
        referred_at=told.now,
        hospital=told.needed("Hospital"),
        ward=told.text("Ward") or None,
        ready_on=told.day("No longer meets the criteria to reside"),
        pathway=Pathway.P2,
        needs=told.text("Needs of the stay") or None,
    )
    who = told.needed("Who")
    if who != "new":
        return d2a_referrals.refer(told.store, by=told.by, resident_id=who, referral=referral)[1]
    number, born = told.text("NHS number"), told.day("Born")
    person = Resident(
        family_name=told.needed("Family name"),
        given_name=told.text("Given name") or None,
        born=PartialDate(born.isoformat()) if born else None,
        nhs_number=NhsNumber(number) if number else None,
    )
    return d2a_referrals.refer_new_person(
        told.store, by=told.by, resident=person, referral=referral
    )[2]


def _offer(told: _Told) -> Changes:
    home_id, bed_id = told.chosen_bed
    return d2a_referrals.offer(
        told.store,
        by=told.by,
        referral_id=told.waiting.key,
        resident_id=told.waiting.row.line.resident_id,
        home_id=home_id,
        bed_id=bed_id,
    )


def _accept(told: _Told) -> Changes:
    return d2a_referrals.accept(
        told.store,
        by=told.by,
        referral_id=told.waiting.key,
        resident_id=told.waiting.row.line.resident_id,
        answered_by=told.needed("Who answered"),
    )


def _decline(told: _Told) -> Changes:
    return d2a_referrals.decline(
        told.store,
        by=told.by,
        referral_id=told.waiting.key,
        resident_id=told.waiting.row.line.resident_id,
        answered_by=told.needed("Who answered"),
        reason=DeclineReason(told.needed("Why declined")),
        note=told.text("Note"),
    )


def _withdraw(told: _Told) -> Changes:
    return d2a_referrals.withdraw_referral(
        told.store,
        by=told.by,
        referral_id=told.waiting.key,
        resident_id=told.waiting.row.line.resident_id,
        why=told.text("Why withdrawn"),
    )


def _place(told: _Told) -> Changes:
    home_id, bed_id = told.chosen_bed
    why, who = told.text("Why all the same"), told.text("Who decided that")
    return d2a_stays.place_in_bed(
        told.store,
        by=told.by,
        referral_id=told.waiting.key,
        resident_id=told.waiting.row.line.resident_id,
        home_id=home_id,
        bed_id=bed_id,
        admitted_at=told.moment("Admitted"),
        override=Override(why, who) if why or who else None,
    )[1]


def _reserve(told: _Told) -> Changes:
    home_id, bed_id = _bed(told.row)
    note = told.text("Reserved for")
    return d2a_beds.reserve_bed(told.store, by=told.by, home_id=home_id, bed_id=bed_id, note=note)


def _void(told: _Told) -> Changes:
    home_id, bed_id = _bed(told.row)
    return d2a_beds.void_bed(
        told.store,
        by=told.by,
        home_id=home_id,
        bed_id=bed_id,
        reason=VoidReason(told.needed("Why void")),
        since=date.fromisoformat(told.needed("Since")[:10]),
        note=told.text("Note"),
        retainer=_pounds(told.text("Retainer")),
    )


def _reopen(told: _Told) -> Changes:
    home_id, bed_id = _bed(told.row)
    last = told.day("Last day")
    return d2a_beds.reopen_bed(
        told.store, by=told.by, home_id=home_id, bed_id=bed_id, last_day=last
    )


def _register(told: _Told) -> Changes:
    return d2a_stays.register_temporarily(
        told.store,
        by=told.by,
        resident_id=told.resident_id,
        registered_on=date.fromisoformat(told.needed("Temporary registration from")[:10]),
        is_sent=told.needed("GMS3") == "yes",
    )


def _discharge(told: _Told) -> Changes:
    leaving = Leaving(
        destination=Destination(told.needed("Went to")),
        left_at=told.moment("Left"),
        services=told.text("Services after leaving") or None,
        services_start=told.day("Services start"),
        summary_sent_on=told.day("Summary to the usual practice"),
    )
    return d2a_stays.discharge(
        told.store, by=told.by, resident_id=told.resident_id, leaving=leaving
    )


def _suspend(told: _Told) -> Changes:
    return d2a_beds.set_home_status(
        told.store,
        by=told.by,
        home_id=told.row.row.home_id,
        status=HomeStatus(told.needed("Status")),
        reason=told.text("Reason"),
        decided_by=told.text("Who decided"),
        lifts_when=told.text("What has to be so to lift it"),
    )


def _set_terms(told: _Told) -> Changes:
    home_id, bed_id = _bed(told.row)
    return d2a_beds.set_bed_terms(
        told.store,
        by=told.by,
        home_id=home_id,
        bed_id=bed_id,
        retainer=_pounds(told.text("Retainer")),
        contract_ref=told.text("Contract") or None,
        commissioned_from=told.day("Commissioned from"),
        commissioned_until=told.day("Commissioned until"),
    )


def _add_bed(told: _Told) -> Changes:
    return d2a_beds.add_bed(
        told.store,
        by=told.by,
        home_id=told.needed("Care home"),
        room=told.text("Room"),
        bed_type=BedType(told.needed("Type of bed")),
    )[1]


_DEEDS: Final[Mapping[Asks, Callable[[_Told], Changes]]] = {
    Asks.REFER: _refer,
    Asks.OFFER: _offer,
    Asks.ACCEPT: _accept,
    Asks.DECLINE: _decline,
    Asks.WITHDRAW: _withdraw,
    Asks.PLACE: _place,
    Asks.RESERVE: _reserve,
    Asks.VOID: _void,
    Asks.REOPEN: _reopen,
    Asks.REGISTER: _register,
    Asks.DISCHARGE: _discharge,
    Asks.SUSPEND: _suspend,
    Asks.TERMS: _set_terms,
    Asks.ADD_BED: _add_bed,
}


def _bed(row: BoardRow) -> tuple[str, str]:
    if row.row.bed_id is None:
        raise InvalidInput("Nobody named this bed", next_step="Name the bed on the stay first")
    return row.row.home_id, row.row.bed_id


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _pounds(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        return Decimal(text.replace("£", "").replace(",", ""))
    except InvalidOperation as wrong:
        raise InvalidInput("Give pounds as 85.50", where="Retainer") from wrong
