"""Deferred, in hospital, left: kept in the round's card, added up from two devices, refused in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.records.rounds import DeferReason, OutcomeKind, Round, RoundEntry, RoundState
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import RoundPage, deferrals, round_page
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.round_outcomes import defer, not_here, take_back_outcome
from mdt_core.use_cases.rounds import sign_entry, start_round
from tests.support.memory_store import GP, MemoryStore, changes_made
from tests.support.ward import Ward, make_ward

TODAY = date(2026, 11, 24)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP)


def started(memory: MemoryStore, ward: Ward, day: date = TODAY) -> str:
    residents = [ward.in_room(room) for room in ("1", "2", "4")]
    round_id, _ = start_round(
        memory.store, by=GP, home_id=ward.home_id, day=day, residents=residents
    )
    return round_id


def read(memory: MemoryStore, ward: Ward) -> RoundPage:
    with memory.store.reading() as connection:
        return round_page(connection, GP, ward.home_id, TODAY)


def test_several_are_deferred_at_once_and_one_is_taken_back(
    memory: MemoryStore, ward: Ward
) -> None:
    round_id = started(memory, ward)
    one, two = ward.in_room("1"), ward.in_room("2")
    defer(
        memory.store,
        by=GP,
        round_id=round_id,
        residents=(one, two),
        reason=DeferReason.NOT_REACHED,
    )
    take_back_outcome(memory.store, by=GP, round_id=round_id, resident_id=two)
    page = read(memory, ward)
    said = page.outcome_of(one)
    assert said is not None
    assert (said.reason, said.by) == (DeferReason.NOT_REACHED, GP.person_id)
    assert page.outcome_of(two) is None


def test_an_entry_signed_afterwards_goes_before_the_outcome(
    memory: MemoryStore, ward: Ward
) -> None:
    round_id, who = started(memory, ward), ward.in_room("1")
    not_here(
        memory.store,
        by=GP,
        round_id=round_id,
        resident_id=who,
        outcome=OutcomeKind.IN_HOSPITAL,
    )
    assert read(memory, ward).outcome_of(who) is not None
    values = {"how": "video", "note": "Back", "see_again": "next_round", "round_id": round_id}
    sign_entry(memory.store, by=GP, draft=Draft(RoundEntry, who, values))
    assert read(memory, ward).outcome_of(who) is None


def test_two_devices_add_up(memory: MemoryStore, ward: Ward) -> None:
    with changes_made(memory) as made:
        round_id = started(memory, ward)
    other = MemoryStore(seed=2)
    make_ward(other.store, GP)
    other.receive(*made)
    one, two = ward.in_room("1"), ward.in_room("2")
    with changes_made(memory) as here:
        defer(memory.store, by=GP, round_id=round_id, residents=(one,), reason=DeferReason.ASLEEP)
    defer(other.store, by=GP, round_id=round_id, residents=(two,), reason=DeferReason.ASLEEP)
    other.receive(*here)
    with other.store.reading() as connection:
        found = deferrals(connection, GP, ward.home_id, since=TODAY, before=date(2026, 12, 1))
    assert set(found) == {one, two}


def test_deferrals_of_earlier_rounds_are_found_newest_first(
    memory: MemoryStore, ward: Ward
) -> None:
    who = ward.in_room("1")
    for week in (3, 2, 1):
        day = TODAY - timedelta(weeks=week)
        defer(
            memory.store,
            by=GP,
            round_id=started(memory, ward, day),
            residents=(who,),
            reason=DeferReason.ASLEEP,
        )
    with memory.store.reading() as connection:
        found = deferrals(
            connection, GP, ward.home_id, since=TODAY - timedelta(weeks=2), before=TODAY
        )
    assert [each.held_on for each in found[who]] == [date(2026, 11, 17), date(2026, 11, 10)]


def test_what_cannot_be_is_refused_in_words(memory: MemoryStore, ward: Ward) -> None:
    round_id, who = started(memory, ward), ward.in_room("1")
    store = memory.store
    with pytest.raises(InvalidInput, match="Say in words"):
        defer(
            store,
            by=GP,
            round_id=round_id,
            residents=(who,),
            reason=DeferReason.OTHER,
            words=" ",
        )
    with pytest.raises(InvalidInput, match="after today"):
        defer(
            store,
            by=GP,
            round_id=round_id,
            residents=(who,),
            reason=DeferReason.ASLEEP,
            until=TODAY,
        )
    with pytest.raises(InvalidInput, match="not on the list"):
        defer(
            store,
            by=GP,
            round_id=round_id,
            residents=(ward.in_room("9"),),
            reason=DeferReason.ASLEEP,
        )
    with pytest.raises(InvalidInput, match="why this resident"):
        not_here(store, by=GP, round_id=round_id, resident_id=who, outcome=OutcomeKind.DEFERRED)
    carer = replace(GP, role=Role.HOME_CARER)
    with pytest.raises(NotAllowed):
        defer(store, by=carer, round_id=round_id, residents=(who,), reason=DeferReason.ASLEEP)
    assert read(memory, ward).outcome_of(who) is None


def test_a_round_that_is_signed_off_is_closed(memory: MemoryStore, ward: Ward) -> None:
    round_id, who = started(memory, ward), ward.in_room("1")
    with memory.store.deed(GP) as unit:
        closed = unit.card(Round, round_id).model_copy(update={"state": RoundState.COMPLETED})
        unit.write(closed, About(home_id=ward.home_id), record_id=round_id)
        unit.commit()
    with pytest.raises(Refused, match="signed off"):
        defer(memory.store, by=GP, round_id=round_id, residents=(who,), reason=DeferReason.ASLEEP)
    with pytest.raises(Refused, match="signed off"):
        take_back_outcome(memory.store, by=GP, round_id=round_id, resident_id=who)
