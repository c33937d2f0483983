"""Equipment of a home is lent, comes back and is cleaned; what cannot have been so is refused in words."""

from datetime import date
from typing import Any

import pytest

from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput, MdtError, NotAllowed, Refused
from mdt_core.records.equipment import Equipment, LentTo
from mdt_core.roles import Role
from mdt_core.store.queries.equipment import EquipmentCounts, equipment_counts, equipment_of
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_core.use_cases.equipment import clean, lend, take_back
from tests.support.memory_store import GP, MemoryStore
from tests.support.ward import Ward, make_ward

TODAY = date(2026, 11, 24)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP, 2)


def save(memory: MemoryStore, ward: Ward, by: Actor = GP, **values: Any) -> str:  # noqa: ANN401
    """A new pulse oximeter with these values as a form stores them."""
    now = {"equipment_type": "pulse_oximeter", **values}
    change = CardChange(Equipment, None, {"home_id": ward.home_id}, now, ward.home_id)
    return save_card(memory.store, by=by, change=change)[0]


def thing(memory: MemoryStore, ward: Ward) -> Equipment:
    with memory.store.reading() as connection:
        (only,) = equipment_of(connection, GP, ward.home_id)
    assert only.record is not None
    return only.record


def lent(memory: MemoryStore, which: str, day: date = TODAY, **said: Any) -> None:  # noqa: ANN401
    who = {"lent_to": LentTo.STAFF, "words": "Grace Obi", **said}
    lend(memory.store, by=GP, equipment_id=which, lent_on=day, **who)


def test_a_loan_goes_on_until_it_comes_back_and_then_waits_to_be_cleaned(
    memory: MemoryStore, ward: Ward
) -> None:
    which = save(memory, ward)
    who = ward.of("Achterberg")
    started, due = date(2026, 11, 3), date(2026, 11, 20)
    lent(memory, which, started, lent_to=LentTo.RESIDENT, resident_id=who, due_back=due)
    loan = thing(memory, ward).loan
    assert loan is not None
    assert (loan.resident_id, loan.words) == (who, None)
    assert thing(memory, ward).is_loan_overdue(TODAY)
    with pytest.raises(Refused, match="lent already"):
        lent(memory, which)
    take_back(memory.store, by=GP, equipment_id=which, returned_on=date(2026, 11, 22))
    assert thing(memory, ward).loan is None
    assert thing(memory, ward).uncleaned is not None
    clean(memory.store, by=GP, equipment_id=which)
    (ended,) = thing(memory, ward).loans
    assert (ended.returned_on, ended.cleaned_on) == (date(2026, 11, 22), TODAY)
    with pytest.raises(Refused, match="Nothing waits"):
        clean(memory.store, by=GP, equipment_id=which)
    with pytest.raises(Refused, match="not lent"):
        take_back(memory.store, by=GP, equipment_id=which, returned_on=TODAY)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"words": " "}, "Name"),
        ({"lent_to": LentTo.RESIDENT}, "Who has it"),
        ({"day": date(2026, 11, 25)}, "Lent on"),
        ({"due_back": date(2026, 11, 23)}, "Due back"),
    ],
    ids=("nobody", "no resident", "to come", "back before"),
)
def test_a_loan_that_cannot_be_so_is_refused_at_its_field(
    memory: MemoryStore, ward: Ward, said: dict[str, Any], where: str
) -> None:
    which = save(memory, ward)
    with pytest.raises(InvalidInput) as refused:
        lent(memory, which, **said)
    assert refused.value.where == where
    assert thing(memory, ward).loans == ()


def test_nothing_comes_back_before_it_was_lent_nor_is_cleaned_before_it_came_back(
    memory: MemoryStore, ward: Ward
) -> None:
    which = save(memory, ward)
    lent(memory, which, date(2026, 11, 20))
    for days, where in (
        ({"returned_on": date(2026, 11, 19)}, "Came back on"),
        ({"returned_on": date(2026, 11, 25)}, "Came back on"),
        ({"returned_on": TODAY, "cleaned_on": date(2026, 11, 23)}, "Cleaned on"),
        ({"returned_on": TODAY, "cleaned_on": date(2026, 11, 25)}, "Cleaned on"),
    ):
        with pytest.raises(InvalidInput) as refused:
            take_back(memory.store, by=GP, equipment_id=which, **days)
        assert refused.value.where == where
    assert thing(memory, ward).loan is not None


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"equipment_type": "other"}, "What it is"),
        ({"faulty_since": "2026-11-20"}, "What is wrong with it"),
        ({"fault": "The clip is broken"}, "Faulty since"),
        ({"faulty_since": "2026-11-25", "fault": "Clip"}, "Faulty since"),
        ({"mended_on": "2026-11-20"}, "Mended on"),
        (
            {"faulty_since": "2026-11-20", "fault": "Clip", "mended_on": "2026-11-19"},
            "Mended on",
        ),
        (
            {"checked_on": "2026-11-20", "check_due": "2026-11-01"},
            "Next calibration or service due",
        ),
        ({"withdrawn_on": "2026-11-20"}, "Why"),
        ({"withdrawn_why": "Lost"}, "Out of use since"),
    ],
    ids=("kind", "fault", "since", "to come", "no fault", "mended", "due", "why", "withdrawn"),
)
def test_a_card_that_cannot_be_so_is_refused_at_its_field(
    memory: MemoryStore, ward: Ward, values: dict[str, Any], where: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        save(memory, ward, **values)
    assert refused.value.where == where


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"faulty_since": "2026-11-20", "fault": "The clip is broken"}, "faulty"),
        ({"withdrawn_on": "2026-11-20", "withdrawn_why": "Lost"}, "no longer used"),
    ],
    ids=("faulty", "withdrawn"),
)
def test_what_is_faulty_or_no_longer_used_is_not_lent(
    memory: MemoryStore, ward: Ward, values: dict[str, Any], words: str
) -> None:
    which = save(memory, ward, **values)
    with pytest.raises(Refused, match=words):
        lent(memory, which)


def test_what_asks_for_something_is_counted_for_who_may_read_it_and_what_is_gone_is_not(
    memory: MemoryStore, ward: Ward
) -> None:
    save(memory, ward, check_due="2026-11-23")
    save(memory, ward, check_due="2026-11-24")
    save(memory, ward, faulty_since="2026-11-20", fault="Screen cracked", mended_on="2026-11-21")
    save(memory, ward, faulty_since="2026-11-20", fault="The clip is broken")
    gone: dict[str, Any] = {"withdrawn_on": "2026-11-20", "withdrawn_why": "Lost"}
    save(memory, ward, check_due="2026-11-01", **gone)
    late = save(memory, ward)
    lent(memory, late, date(2026, 11, 2), due_back=date(2026, 11, 9))
    auditor = Actor("a", "Ann Lee", Role.AUDITOR, "Board")
    with memory.store.reading() as connection:
        found = equipment_counts(connection, GP, ward.home_id, TODAY)
        assert found == EquipmentCounts(5, faulty=1, check_overdue=1, loan_overdue=1)
        assert equipment_counts(connection, auditor, ward.home_id, TODAY) == EquipmentCounts()
        with pytest.raises(NotAllowed):
            equipment_of(connection, auditor, ward.home_id)
    elsewhere = Actor("c", "Grace Obi", Role.HOME_CARER, "Elm", frozenset({"another"}))
    with pytest.raises(MdtError):
        save(memory, ward, by=elsewhere)
