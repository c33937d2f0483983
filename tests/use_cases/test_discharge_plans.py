"""The planned end and what stops discharge, as signed in an entry, stand on the stay at once or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.errors import NotAllowed, NotFound
from mdt_core.records.actions import ActionState
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import Stay
from mdt_core.roles import Role
from mdt_core.store.queries.homes import resident_by_id, residents_of
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.together import d2a_worklist
from mdt_core.use_cases.discharge_plans import withdrawn_words
from mdt_core.use_cases.rounds import SignedEntry, sign_entry, withdraw
from mdt_core.worklist import shipped_thresholds
from tests.support.memory_store import GP, STARTED, MemoryStore
from tests.support.nine_homes import NineHomes, make_nine_homes

TODAY = london_day(STARTED)
END = date(2026, 12, 3)
LINES: Mapping[str, Any] = {
    "planned_end": END.isoformat(),
    "barriers": ["care_at_home", "equipment"],
    "therapy": "Stairs with one person",
}


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def nine(memory: MemoryStore) -> NineHomes:
    return make_nine_homes(memory.store, GP)


def signed(memory: MemoryStore, who: str, lines: Mapping[str, Any] = LINES) -> SignedEntry:
    values = {"how": "video", "note": "Walks well", "see_again": "next_round", **lines}
    return sign_entry(memory.store, by=GP, draft=Draft(RoundEntry, who, values))


def page_of(memory: MemoryStore, who: str) -> ResidentPage:
    with memory.store.reading() as connection:
        return resident_page(connection, GP, who, today=TODAY)


def stay_of(memory: MemoryStore, who: str) -> Stay:
    page = page_of(memory, who)
    (stay,) = (each.record for each in page.stays if each.id == page.line.stay_id)
    assert stay is not None
    return stay


def test_what_an_entry_says_stands_on_the_stay_and_on_every_list(
    memory: MemoryStore, nine: NineHomes
) -> None:
    who = nine.who("Dunmore")
    written = signed(memory, who)
    assert "stay" in written.changes.kinds
    stay = stay_of(memory, who)
    assert stay.planned_end == END
    assert stay.barriers == ("Care at home not found", "Equipment or adaptations")
    with memory.store.reading() as connection:
        line = resident_by_id(connection, who)
        assert line is not None
        assert line.planned_end == END.isoformat()
        assert line in residents_of(connection, GP, str(line.home_id))


def test_the_next_week_s_worklist_says_what_is_waited_for(
    memory: MemoryStore, nine: NineHomes
) -> None:
    who = nine.who("Dunmore")
    signed(memory, who)
    with memory.store.reading() as connection:
        listed = d2a_worklist(
            connection,
            GP,
            list(nine.homes.values()),
            today=date(2026, 12, 1),
            thresholds=shipped_thresholds(),
        )
    (words,) = (
        reason.words
        for each in listed
        if each.resident_id == who
        for reason in each.reasons
        if reason.words.startswith("D2A weekly")
    )
    assert "Waiting for: Care at home not found, Equipment or adaptations" in words


def test_nothing_stops_discharge_leaves_nothing_on_the_stay(
    memory: MemoryStore, nine: NineHomes
) -> None:
    who = nine.who("Dunmore")
    signed(memory, who)
    signed(memory, who, {**LINES, "barriers": ["nothing"]})
    assert stay_of(memory, who).barriers == ()


def test_an_entry_that_says_the_same_changes_the_stay_no_more(
    memory: MemoryStore, nine: NineHomes
) -> None:
    who = nine.who("Dunmore")
    signed(memory, who)
    assert "stay" not in signed(memory, who).changes.kinds


def test_an_entry_that_may_not_be_signed_leaves_the_stay_as_it_was(
    memory: MemoryStore, nine: NineHomes
) -> None:
    who = nine.who("Dunmore")
    before = stay_of(memory, who)
    carer = replace(GP, person_id="carer-1", role=Role.HOME_CARER)
    values = {"how": "video", "note": "Walks well", "see_again": "next_round", **LINES}
    with pytest.raises(NotAllowed):
        sign_entry(memory.store, by=carer, draft=Draft(RoundEntry, who, values))
    assert stay_of(memory, who) == before


def test_a_failure_after_the_stay_was_written_leaves_neither_entry_nor_planned_end(
    memory: MemoryStore, nine: NineHomes
) -> None:
    who = nine.who("Dunmore")
    before = stay_of(memory, who)
    values = {"how": "video", "note": "Walks well", "see_again": "next_round", **LINES}
    with pytest.raises(NotFound):  # the answer to an action that is not there comes last
        sign_entry(
            memory.store,
            by=GP,
            draft=Draft(RoundEntry, who, values),
            answers=[("0192aaaa-0000-7000-8000-000000000000", ActionState.DONE)],
        )
    assert stay_of(memory, who) == before
    assert page_of(memory, who).entries == ()


def test_a_withdrawn_entry_gives_nothing_back_and_that_is_said(
    memory: MemoryStore, nine: NineHomes
) -> None:
    who = nine.who("Dunmore")
    written = signed(memory, who)
    assert withdrawn_words(page_of(memory, who)) == ""
    withdraw(memory.store, by=GP, record_id=written.entry_id)
    assert stay_of(memory, who).planned_end == END
    assert withdrawn_words(page_of(memory, who)) == (
        "The stay still says planned end 03-Dec-2026, from an entry that was withdrawn."
        " The next entry sets it"
    )
    signed(memory, who)
    assert withdrawn_words(page_of(memory, who)) == ""


def test_a_stay_that_is_not_d2a_is_left_alone(memory: MemoryStore, nine: NineHomes) -> None:
    with memory.store.reading() as connection:
        lines = [
            each for home in nine.homes.values() for each in residents_of(connection, GP, home)
        ]
    who = next(each.resident_id for each in lines if each.stay_type == "permanent")
    assert "stay" not in signed(memory, who).changes.kinds
