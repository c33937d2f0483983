"""What a D2A entry says of its stay: the planned end and what stops discharge stand on the stay too.

Written in the transaction of the signature, so that worklists, lists and the bed's card never say
another day than the entry. A withdrawn entry gives back nothing by itself: which day was right before
is for a person to say, so what stands is named instead.
"""

from datetime import date

from mdt_core.clock import clinical_date, london_day
from mdt_core.record import Status
from mdt_core.records.rounds import DischargeBarrier, RoundEntry
from mdt_core.records.stays import Delay, Stay, StayState, delay_id
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.unit_of_work import About, UnitOfWork


def say_on_stay(unit: UnitOfWork, about: About, entry: RoundEntry) -> None:
    """Writes planned end and barriers of an entry on the running D2A stay, where they differ."""
    if entry.planned_end is None or about.resident_id is None:
        return
    line = resident_by_id(unit.connection, about.resident_id)
    kept = card_by_id(unit.connection, Stay, line.stay_id) if line and line.stay_id else None
    stay = kept.record if kept else None
    if kept is None or stay is None or not stay.stay_type.is_d2a or stay.state is StayState.ENDED:
        return  # nobody's bed, or one that cannot be read as a whole: the entry stands all the same
    delays = delays_now(stay, entry.barriers, london_day(unit.writing.at))
    said = {"planned_end": entry.planned_end, "delays": delays}
    where = About(about.resident_id, stay.home_id, responsible=about.responsible)
    unit.write(stay.model_copy(update=said), where, record_id=kept.id)


def delays_now(
    stay: Stay, barriers: tuple[DischargeBarrier, ...], today: date
) -> tuple[Delay, ...]:
    """The delays of a stay once these are what stops discharge: what was said goes on, or ends today.

    What ended stays with its days; «nothing» is nothing to wait for.
    """
    said = [each for each in barriers if each is not DischargeBarrier.NOTHING]
    kept = [
        each
        if each.ended is not None or each.barrier in said
        else each.model_copy(update={"ended": today})
        for each in stay.delays
    ]
    going_on = {each.barrier for each in kept if each.ended is None}
    new = [
        Delay(id=delay_id(each, today), barrier=each, since=today)
        for each in said
        if each not in going_on
    ]
    again = {each.id for each in new}  # one that was ended today by mistake goes on
    return (*(each for each in kept if each.id not in again), *new)


def withdrawn_words(page: ResidentPage) -> str:
    """What stands on the D2A stay though its entry was withdrawn; empty where an entry backs it."""
    stay = next((each.record for each in page.stays if each.id == page.line.stay_id), None)
    if stay is None or not stay.stay_type.is_d2a or stay.planned_end is None:
        return ""
    of_stay = [each for each in page.entries if each.occurred_at >= stay.admitted_at]
    saying = [
        each for each in of_stay if each.readable.get("planned_end") == stay.planned_end.isoformat()
    ]
    if not saying or any(each.status is Status.CURRENT for each in saying):
        return ""
    return (
        f"The stay still says planned end {clinical_date(stay.planned_end)}, from an entry that was"
        " withdrawn. The next entry sets it"
    )
