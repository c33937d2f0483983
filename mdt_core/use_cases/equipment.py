"""Equipment of a home lent, brought back and cleaned; each deed is all or nothing.

What it is, its calibration, its faults and its end of use are changed on its card (`cards`).
"""

from collections.abc import Callable, Container
from datetime import date
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.fields import field_of
from mdt_core.records.equipment import Equipment, EquipmentType, LentTo, Loan
from mdt_core.records.residents import Resident
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork


def lend(
    store: Store,
    *,
    by: Actor,
    equipment_id: str,
    lent_to: LentTo,
    lent_on: date,
    resident_id: str = "",
    words: str = "",
    due_back: date | None = None,
) -> Changes:
    """Says who has it from a day on.

    Raises Refused for what is out already, faulty or no longer used, and InvalidInput, naming the field,
    for a loan without anybody, of a day to come, or due back before it began.
    """
    with store.deed(by) as unit:
        thing = unit.card(Equipment, equipment_id)
        _require_lendable(thing)
        if lent_to is LentTo.RESIDENT:
            if not resident_id:
                _refuse("lent_to", "Choose the resident")
            unit.card(Resident, resident_id)
        elif not words.strip():
            _refuse("words", "Say who has it")
        if lent_on > london_day(unit.writing.at):
            _refuse("lent_on", "This cannot be later than today")
        if due_back is not None and due_back < lent_on:
            _refuse("due_back", "It is due back before it was lent")
        loan = Loan(
            id=str(unit.writing.ids.record_id()),
            lent_to=lent_to,
            resident_id=(resident_id or None) if lent_to is LentTo.RESIDENT else None,
            words=None if lent_to is LentTo.RESIDENT else words.strip(),
            lent_on=lent_on,
            due_back=due_back,
        )
        return _write(unit, equipment_id, thing, (*thing.loans, loan), "lend equipment")


def take_back(
    store: Store,
    *,
    by: Actor,
    equipment_id: str,
    returned_on: date,
    cleaned_on: date | None = None,
) -> Changes:
    """Says that it came back, and whether it was cleaned.

    Raises Refused for what is not lent, and InvalidInput, naming the field, for days that cannot be so.
    """
    with store.deed(by) as unit:
        thing = unit.card(Equipment, equipment_id)
        loan = thing.loan
        if loan is None:
            raise Refused("It is not lent to anybody")
        if returned_on > london_day(unit.writing.at):
            _refuse("returned_on", "This cannot be later than today")
        if returned_on < loan.lent_on:
            _refuse("returned_on", f"It was lent on {clinical_date(loan.lent_on)}")
        ended = loan.model_copy(update={"returned_on": returned_on})
        cleaned = _cleaned(unit, ended, cleaned_on) if cleaned_on else ended
        return _write(unit, equipment_id, thing, _with(thing, cleaned), "take equipment back")


def clean(store: Store, *, by: Actor, equipment_id: str) -> Changes:
    """Says that what came back is cleaned, today; raises Refused where nothing waits for that."""
    with store.deed(by) as unit:
        thing = unit.card(Equipment, equipment_id)
        loan = thing.uncleaned
        if loan is None:
            raise Refused("Nothing waits to be cleaned")
        cleaned = _cleaned(unit, loan, london_day(unit.writing.at))
        return _write(unit, equipment_id, thing, _with(thing, cleaned), "clean equipment")


def require_possible(thing: Equipment, changed: Container[str], today: date) -> None:
    """Raises InvalidInput, naming the field, for what cannot be so of a thing.

    Only what was `changed` now is held to today.
    """
    for name in _BEHIND:
        day: date | None = getattr(thing, name)
        if name in changed and day is not None and day > today:
            _refuse_card(name, "This cannot be later than today")
    for name, words, is_wrong in _RULES:
        if is_wrong(thing):
            _refuse_card(name, words)


def _is_in_order(first: date | None, then: date | None) -> bool:
    return first is None or then is None or first <= then


_BEHIND: Final = ("checked_on", "faulty_since", "mended_on", "withdrawn_on")
_RULES: Final[tuple[tuple[str, str, Callable[[Equipment], bool]], ...]] = (
    (
        "other_type",
        "Say what it is",
        lambda it: it.equipment_type is EquipmentType.OTHER and not it.other_type,
    ),
    ("fault", "Say what is wrong with it", lambda it: bool(it.faulty_since) and not it.fault),
    ("faulty_since", "Say since when", lambda it: bool(it.fault) and not it.faulty_since),
    (
        "mended_on",
        "No fault is told that could be mended",
        lambda it: bool(it.mended_on) and not it.faulty_since,
    ),
    (
        "mended_on",
        "It cannot be mended before it was faulty",
        lambda it: not _is_in_order(it.faulty_since, it.mended_on),
    ),
    (
        "check_due",
        "The next one comes after the last one",
        lambda it: not _is_in_order(it.checked_on, it.check_due),
    ),
    (
        "withdrawn_why",
        "Say why it is no longer used",
        lambda it: bool(it.withdrawn_on) and not it.withdrawn_why,
    ),
    (
        "withdrawn_on",
        "Say since when it is no longer used",
        lambda it: bool(it.withdrawn_why) and not it.withdrawn_on,
    ),
)


def _require_lendable(thing: Equipment) -> None:
    if thing.is_withdrawn:
        raise Refused("It is no longer used")
    if thing.is_faulty:
        raise Refused("It is faulty", next_step="Say on its card that it is mended, then lend it")
    if thing.loan is not None:
        raise Refused("It is lent already", next_step="Say first that it came back")


def _cleaned(unit: UnitOfWork, loan: Loan, day: date) -> Loan:
    if day > london_day(unit.writing.at):
        _refuse("cleaned_on", "This cannot be later than today")
    if loan.returned_on is not None and day < loan.returned_on:
        _refuse("cleaned_on", "It came back after this day")
    return loan.model_copy(update={"cleaned_on": day})


def _with(thing: Equipment, changed: Loan) -> tuple[Loan, ...]:
    return tuple(changed if each.id == changed.id else each for each in thing.loans)


def _write(
    unit: UnitOfWork, equipment_id: str, thing: Equipment, loans: tuple[Loan, ...], deed: str
) -> Changes:
    about = About(home_id=thing.home_id)
    unit.write(thing.model_copy(update={"loans": loans}), about, record_id=equipment_id)
    unit.audit(deed, about, record_id=equipment_id)
    return unit.commit()


def _refuse(name: str, words: str) -> None:
    raise InvalidInput(words, where=field_of(Loan, name).label)


def _refuse_card(name: str, words: str) -> None:
    raise InvalidInput(words, where=field_of(Equipment, name).label)
