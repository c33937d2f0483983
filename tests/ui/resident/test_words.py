"""What the presenters say of single records: lists, registration, medicines, things not readable."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.record import Status
from mdt_core.records.concerns import Concern
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.stays import Stay, StayType
from mdt_core.roles import Role
from mdt_core.store.queries.statements import Kept, Signed
from mdt_core.sync.change import Author
from mdt_desktop.ui.observations.presenter import moment_of
from mdt_desktop.ui.resident.list_views import SET_COLUMNS, ListTab
from mdt_desktop.ui.resident.lists import SetRow, registration_words, set_rows
from mdt_desktop.ui.resident.medicines import medicines
from mdt_desktop.ui.resident.presenter import deeds
from mdt_desktop.ui.resident.reading import ResidentRead, read_again
from mdt_desktop.ui.resident.timeline import timeline
from mdt_desktop.ui.resident.words import author_words, facts_of
from tests.support.builders import actor
from tests.support.memory_store import GP, MemoryStore
from tests.ui.resident import people

NOW = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


def stay(**values: Any) -> Stay:  # noqa: ANN401
    return Stay(home_id="h", stay_type=StayType.D2A_BLOCK, admitted_at=NOW, **values)


@pytest.mark.parametrize(
    ("registered_on", "words"),
    [
        (None, "No temporary registration"),
        (date(2026, 8, 25), "Temporary until 25-Nov-2026: 1 day left"),
        (date(2026, 11, 20), "Temporary until 20-Feb-2027: 88 days left"),
        (date(2026, 8, 20), "Temporary until 20-Nov-2026: ended 4 days ago"),
    ],
)
def test_the_days_left_of_a_temporary_registration(registered_on: date | None, words: str) -> None:
    assert registration_words(stay(registered_on=registered_on), NOW) == words


def test_a_list_without_a_head_is_amber_and_says_so(memory: MemoryStore) -> None:
    who = people.bare(memory.store, GP)
    page = read_again(memory.store, GP, who).page
    view = medicines(page, NOW)
    assert view.is_old
    assert view.head == "No medicines recorded here. That does not mean that none are taken"


def test_a_carer_sees_no_deed_that_the_role_may_not_do(memory: MemoryStore) -> None:
    who = people.bare(memory.store, GP)
    page = read_again(memory.store, GP, who).page
    may = deeds(page, actor(Role.SOCIAL_WORKER))
    assert (may.observe, may.write_entry, may.answer_actions) == (False, False, True)


@pytest.mark.parametrize(
    ("by", "minutes", "undo", "withdraw"),
    [
        (GP, 10, True, False),
        (GP, 11, False, True),
        (actor(Role.NURSE), 1, False, True),
        (actor(Role.HOME_CARER), 1, False, False),
    ],
)
def test_who_may_take_back_or_withdraw(
    memory: MemoryStore, by: Actor, minutes: int, undo: bool, withdraw: bool
) -> None:
    who = people.bare(memory.store, GP)
    people.observe(memory.store, GP, who, days_ago=0)
    memory.clock.advance(minutes=minutes)
    read = read_again(memory.store, GP, who)
    (item,) = timeline(read, by, memory.clock())
    assert (item.may_undo, item.may_withdraw) == (undo, withdraw)


def test_the_newest_is_first_whatever_kind_it_is(memory: MemoryStore) -> None:
    who = people.bare(memory.store, GP)
    people.observe(memory.store, GP, who, days_ago=3)
    people.write_entry(memory.store, GP, who, "Well")
    people.observe(memory.store, GP, who, days_ago=1)
    read: ResidentRead = read_again(memory.store, GP, who)
    kinds = [item.kind for item in timeline(read, GP, memory.clock())]
    assert kinds == ["round_entry", "observation_set", "observation_set"]


def test_what_cannot_be_checked_is_shown_as_written() -> None:
    broken: Signed[Concern] = Signed(
        id="1",
        mid="m",
        record=None,
        readable={"words": "not herself"},
        status=Status.CURRENT,
        occurred_at=NOW,
        recorded_at=NOW,
        author=Author("p", "Grace Obi", "nurse", "Elm"),
        responsible=None,
        has_siblings=False,
    )
    words = [fact.words for fact in facts_of(broken)]
    assert "cannot be checked here" in words[0]
    assert words[1] == "not herself"


def test_who_wrote_and_who_is_responsible_are_both_said() -> None:
    scribe, gp = Author("p", "Grace Obi", "nurse", ""), Author("q", "Dr Shah", "gp", "")
    assert author_words(scribe, gp) == "Recorded by Grace Obi, Nurse for Dr Shah"
    assert author_words(scribe, scribe) == "Grace Obi, Nurse"


@pytest.mark.parametrize(
    ("local", "now", "utc"),
    [
        ("2026-07-01T12:00", datetime(2026, 7, 2, tzinfo=UTC), "2026-07-01T11:00"),
        ("2026-10-25T01:30", datetime(2026, 10, 25, 9, tzinfo=UTC), "2026-10-25T01:30"),
        ("2026-10-25T01:30", datetime(2026, 10, 25, 0, 45, tzinfo=UTC), "2026-10-25T00:30"),
    ],
)
def test_local_times_become_moments_also_when_the_clocks_go_back(
    local: str, now: datetime, utc: str
) -> None:
    assert moment_of(local, now).isoformat().startswith(utc)


def test_a_time_that_never_was_is_refused() -> None:
    with pytest.raises(Exception, match="this time did not exist"):
        moment_of("2026-03-29T01:30", NOW)


def test_the_list_of_sets_is_a_sound_model(
    qtbot: QtBot, memory: MemoryStore, qtmodeltester: ModelTester
) -> None:
    who = people.bare(memory.store, GP)
    for days in (3, 2, 1):
        people.observe(memory.store, GP, who, days_ago=days)
    tab: ListTab[SetRow] = ListTab("Sets", SET_COLUMNS, "No sets")
    qtbot.addWidget(tab)
    tab.show_rows(set_rows(read_again(memory.store, GP, who).page))
    qtmodeltester.check(tab.model)  # type: ignore[no-untyped-call]


def test_a_line_spoken_holds_every_word_of_it() -> None:
    memory = MemoryStore()
    page = read_again(memory.store, GP, people.bare(memory.store, GP)).page
    line = MedicineLine(
        medicine="warfarin", dose="3 mg", state=MedicineState.ACTIVE, reason="clots"
    )
    kept = Kept("1", line, {}, has_siblings=True)
    (view,) = medicines(replace(page, medicines=(kept,)), NOW).lines
    assert "warfarin — DOSE 3 mg" in view.spoken()
    assert "Two versions. Neither is being used as current" in view.spoken()
    assert "For clots" in view.spoken()
