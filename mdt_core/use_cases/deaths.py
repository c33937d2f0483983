"""Recording that a resident has died, and taking that back; all or nothing.

The statement says when, where and who verified; the resident's card and the stay follow in the same
transaction, so that no list names the person a moment longer.
"""

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, london_day, to_second
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, Refused
from mdt_core.fields import field_of
from mdt_core.place_of_death import Concordance, concordance
from mdt_core.record import Status
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.deaths import Death, DeathAddition
from mdt_core.records.homes import Home, HomeType
from mdt_core.records.preferences import PlaceOfDeath, PreferredPlace
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Destination, Stay, StayState
from mdt_core.store.queries.care_decisions import is_two
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.statements import card_by_id, statements
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.recording import Recorded, record_statement


def record_death(store: Store, *, by: Actor, draft: Draft[Death]) -> tuple[str, Changes]:
    """Records a death; returns the id.

    The resident leaves every list and the stay ends with it. Raises InvalidInput for a time to come,
    Refused where the death is recorded already.
    """
    problems = draft.problems()
    if problems:
        raise InvalidInput(problems[0].words, where=problems[0].field)
    told, who = draft.record(), draft.resident_id
    with store.deed(by) as unit:
        if to_second(told.died_at) > to_second(unit.writing.at):
            raise InvalidInput(
                "This cannot be later than now", where=field_of(Death, "died_at").label
            )
        person = unit.card(Resident, who)
        if person.is_deceased:
            raise Refused("The death of this resident is recorded already")
        about = About(who, unit.home_of(who), occurred_at=told.died_at)
        stay_id, stay = _stay_of(unit, who)
        preferred = _preferred(unit, who)
        _require_reason_fits(told, preferred, _home_type(unit, stay))
        known = {
            "stay_id": stay_id,
            "whereabouts": stay.state if stay else None,
            "preferred": preferred,
        }
        change = unit.sign(told.model_copy(update=known), about)
        died = PartialDate(london_day(told.died_at).isoformat())
        gone = person.model_copy(update={"is_deceased": True, "died": died})
        unit.write(gone, about, record_id=who)
        if stay is not None:
            ended = {
                "state": StayState.ENDED,
                "ended_at": told.died_at,
                "destination": Destination.RIP,
            }
            unit.write(stay.model_copy(update=ended), about, record_id=stay_id)
        unit.audit("record death", about, record_id=change.envelope.record_id)
        unit.discard_draft(Death.kind, who)
        return change.envelope.record_id, unit.commit()


def record_death_addition(
    store: Store, *, by: Actor, draft: Draft[DeathAddition]
) -> Recorded[DeathAddition]:
    """Signs what became known after a death was recorded.

    Raises Refused for somebody whose death is not recorded, and InvalidInput for a reason why not
    the preferred place where that was kept.
    """
    return record_statement(store, by=by, draft=draft, alongside=_require_fits)


def _require_fits(unit: UnitOfWork, added: DeathAddition, record_id: str) -> None:
    who = unit.statement(record_id).envelope.resident_id or ""
    found = statements(unit.connection, Death, who)
    if not found:
        raise Refused("The death of this resident is not recorded", next_step="Record it first")
    told = found[0].record
    if told is None:
        raise Refused("This was written by a newer program", next_step="Update first")
    stay = unit.card(Stay, told.stay_id) if told.stay_id else None
    whole = told.model_copy(
        update={
            "not_there": added.not_there,
            "place_kind": added.place_kind or told.place_kind,
        }
    )
    _require_reason_fits(whole, told.preferred, _home_type(unit, stay))


def withdraw_death(store: Store, *, by: Actor, record_id: str, reason: str) -> Changes:
    """Takes a recorded death back; the resident is where the record had the person until then.

    The statement stays, struck through, with the reason, and so does what was added to it. Raises
    Refused where it was withdrawn already, or by somebody who is neither its author nor a clinician.
    """
    with store.deed(by) as unit:
        change = unit.statement(record_id)
        who = change.envelope.resident_id or ""
        if unit.status_of(change.mid) is not Status.CURRENT:
            raise Refused("This entry was withdrawn or replaced already")
        told = _told(unit, who, record_id)
        is_own = change.envelope.author.id == by.person_id
        if not is_own and by.role not in Withdrawal.writers_of_others:
            raise Refused("Only its author or a clinician can withdraw an entry")
        unit.require_write(Death, change.envelope.home_id)
        _give_back_stay(unit, told, who)
        about = About(who, unit.home_of(who))
        alive = unit.card(Resident, who).model_copy(update={"is_deceased": False, "died": None})
        unit.write(alive, about, record_id=who)
        unit.sign(Withdrawal(reason=reason), about, corrects=change.mid)
        for added in statements(unit.connection, DeathAddition, who):
            unit.sign(Withdrawal(reason=reason), about, corrects=added.mid)
        unit.audit("withdraw death", about, record_id=record_id)
        return unit.commit()


def _stay_of(unit: UnitOfWork, resident_id: str) -> tuple[str | None, Stay | None]:
    line = resident_by_id(unit.connection, resident_id)
    stay_id = line.stay_id if line else None
    return stay_id, unit.card(Stay, stay_id) if stay_id else None


def _preferred(unit: UnitOfWork, resident_id: str) -> PlaceOfDeath | None:
    """The preferred place as it stands; None where nobody said one, or two versions stand."""
    heads = statements(unit.connection, PreferredPlace, resident_id)
    record = heads[0].record if heads and not is_two(heads) else None
    return record.death if record else None


def _home_type(unit: UnitOfWork, stay: Stay | None) -> HomeType | None:
    home = card_by_id(unit.connection, Home, stay.home_id) if stay else None
    return home.record.home_type if home and home.record else None


def _require_reason_fits(
    told: Death, preferred: PlaceOfDeath | None, home: HomeType | None
) -> None:
    found = concordance(preferred, told.place, told=told.place_kind, home=home)
    if told.not_there is not None and found is Concordance.KEPT:
        raise InvalidInput(
            "The preferred place as recorded was kept: leave this out, or correct the place",
            where=field_of(Death, "not_there").label,
        )


def _told(unit: UnitOfWork, resident_id: str, record_id: str) -> Death:
    found = statements(unit.connection, Death, resident_id)
    told = next((each.record for each in found if each.id == record_id), None)
    if told is None:
        raise Refused("This was written by a newer program", next_step="Update first")
    return told


def _give_back_stay(unit: UnitOfWork, told: Death, resident_id: str) -> None:
    """The stay goes on, unless somebody has placed the resident anew meanwhile."""
    if told.stay_id is None or unit.home_of(resident_id) is not None:
        return
    stay = unit.card(Stay, told.stay_id)
    back = {
        "state": told.whereabouts or StayState.HERE,
        "ended_at": None,
        "destination": None,
    }
    about = About(resident_id, stay.home_id)
    unit.write(stay.model_copy(update=back), about, record_id=told.stay_id)
