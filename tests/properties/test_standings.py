"""What is kept for the worklist says what the records say: after any changes, on any day.

Changes come in any order; between them something is kept, taken back, forgotten or rebuilt. Beside
every reading of what is kept stands one that works everything out from the records.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_core.store import standings
from mdt_core.store.queries.facts import deferred_of, standings_of, worked_out
from mdt_core.store.queries.homes import residents_of
from mdt_core.store.queries.worklist import with_reasons
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change, GroupWrite
from mdt_core.worklist import Reason, counts_since, reasons_of, shipped_thresholds
from mdt_core.worklist.standing_text import standing_from, text_of
from tests.properties.settings import SLOW
from tests.properties.test_stores_agree import changes as any_changes
from tests.support.builders import (
    HOME_ID,
    RESIDENT_ID,
    SAMPLES,
    mid,
    newer_event,
    newer_set,
    resident,
    stay,
)
from tests.support.memory_store import GP, STARTED, MemoryStore

TODAY = date(2026, 11, 24)
STAY, ACTION, ROUND = mid(700), mid(701), mid(702)
THRESHOLDS = shipped_thresholds()
CLOCKED = (
    ("cpr_decision", "review_on"),
    ("treatment_ceiling", "review_on"),
    ("respect_plan", "review_on"),
    ("liberty_safeguard", "authorised_to"),
    ("care_plan", "next_review"),
    ("contingency_plan", "next_review"),
    ("support_plan", "next_review"),
    ("end_of_life_plan", "gsf_on"),
    ("just_in_case", "expires_on"),
)
"""The kinds that run a clock of their own, each with the field that sets it."""
DAYS = [TODAY + timedelta(days=days) for days in (-40, 0, 1, 7, 30, 95)]


def at_its_time(change: Change, at: datetime) -> Change:
    return replace(change, envelope=replace(change.envelope, occurred_at=at, recorded_at=at))


def bodies(draw: st.DrawFn, at: datetime, before: list[str]) -> dict[str, dict[str, Any]]:
    """One body of each kind that the list looks at, some of them with what no program reads."""
    when, day = f"{at:%Y-%m-%dT%H:%M:%SZ}", (at + timedelta(days=9)).date().isoformat()
    some = draw(st.lists(st.sampled_from(before), max_size=4, unique=True)) if before else []
    names: dict[str, Any] = draw(
        st.sampled_from(({}, {"answers": some} if some else {}, {"round_id": ROUND}))
    )
    taken: dict[str, Any] = {"taken_at": when, "respirations": draw(st.sampled_from((16, 22, 25)))}
    taken |= draw(st.sampled_from(({}, {"weight_kg": "60.0"}, {"weight_kg": "50.0"})))
    taken |= draw(st.sampled_from(({}, {"purpose": "usual"}, {"consciousness": "newer"})))
    again: dict[str, str] = draw(
        st.sampled_from(({"see_again": "next_round"}, {"see_again": "two_weeks"}))
    )
    part = draw(st.sampled_from(("admitted", "returned", "medicines_checked")))
    clock, field = draw(st.sampled_from(CLOCKED))
    set_on = draw(st.sampled_from((day, f"{at:%Y-%m-%d}", "2026-11-25", 7)))
    return {
        clock: SAMPLES[clock]().model_dump(mode="json", exclude_none=True) | {field: set_on},
        "fall": {"occurred_at": when, "head": draw(st.sampled_from(("hit", "newer")))},
        "concern": {"how_soon": draw(st.sampled_from(("today", "newer"))), "words": "not herself"},
        "hospital_episode": {"part": part, "happened_at": when},
        "plan_review": {"next_due": day},
        "observation_set": taken,
        "round_entry": {"how": "video", "note": "Seen", **again, **names},
    }


@st.composite
def statements(draw: st.DrawFn, number: int) -> Change:
    at = STARTED - timedelta(days=draw(st.integers(0, 220)), hours=draw(st.integers(0, 23)))
    made = bodies(draw, at, [STAY, ROUND, ACTION, *(mid(500 + each) for each in range(number))])
    about: dict[str, Any] = {"resident_id": RESIDENT_ID, "home_id": HOME_ID}
    if number and draw(st.integers(0, 5)) == 0:
        body, wrong = {"reason": "by mistake"}, mid(draw(st.integers(0, number - 1)))
        gone = newer_event(number, mid(500 + number), "withdrawal", body, corrects=wrong, **about)
        return at_its_time(gone, at)
    kind = draw(st.sampled_from(sorted(made)))
    told = at_its_time(newer_event(number, mid(500 + number), kind, made[kind], **about), at)
    if kind == "fall" and draw(st.booleans()):
        return replace(told, envelope=replace(told.envelope, device="import:falls"))
    return told


@st.composite
def cards(draw: st.DrawFn, number: int) -> Change:
    about: dict[str, Any] = {"resident_id": RESIDENT_ID, "home_id": HOME_ID, "minutes": number}
    if draw(st.booleans()):
        due = (TODAY + timedelta(days=draw(st.integers(-9, 9)))).isoformat()
        what = {"what": {"text": "Bloods"}, "when": {"due": due}}
        what["progress"] = {"state": draw(st.sampled_from(("open", "done")))}
        writes = {name: GroupWrite(value) for name, value in what.items()}
        return newer_set(number, ACTION, writes, kind="action", **about)
    value = draw(st.sampled_from(({"state": "hospital"}, {"state": "ended"}, {"state": "here"})))
    delay = {"barrier": "funding", "since": "2026-11-20"}
    writes = {
        "whereabouts": GroupWrite(value),
        "planned_end": GroupWrite({"planned_end": "2026-12-24"}),
        "delays/funding:2026-11-20": GroupWrite(delay),
    }
    return newer_set(number, STAY, writes, kind="stay", **about)


@st.composite
def steps(draw: st.DrawFn) -> list[Change | str]:
    """Changes, and between them what a program does with what it keeps."""
    made: list[Change | str] = []
    for number in range(draw(st.integers(1, 7))):
        which = draw(st.sampled_from((statements, statements, cards, any_changes)))
        made.append(draw(which(number)))
        made += draw(st.lists(st.sampled_from(("keep", "keep", "rebuild", "forget")), max_size=2))
    return made


def a_home_with_a_resident() -> MemoryStore:
    memory = MemoryStore()
    with memory.store.deed(GP) as unit:
        unit.write(resident(), About(RESIDENT_ID, HOME_ID), record_id=RESIDENT_ID)
        unit.write(stay(), About(RESIDENT_ID, HOME_ID), record_id=STAY)
        unit.commit()
    return memory


def do(memory: MemoryStore, step: Change | str, number: int) -> None:
    match step:
        case "keep":
            memory.store.keep_standings()
        case "rebuild":
            memory.store.rebuild()
        case "forget":
            memory.store.forget([mid(number // 2)])
        case str():
            raise AssertionError(step)
        case change:
            memory.receive(change)


def require_same(memory: MemoryStore, days: Sequence[date] = DAYS) -> None:
    """Everybody's reasons on these days, from what is kept and from the records."""
    for day in days:
        with memory.store.reading() as connection:
            lines = residents_of(connection, GP, HOME_ID)
            asked: dict[str, Any] = {"today": day, "thresholds": THRESHOLDS}
            put_off = deferred_of(connection, GP, lines, **asked)
            since = counts_since(day, THRESHOLDS)
            fresh = worked_out(connection, lines, since=since, thresholds=THRESHOLDS)
            listed = with_reasons(connection, GP, HOME_ID, **asked)
        expected: dict[str, tuple[Reason, ...]] = {
            who: reasons_of(each, put_off.get(who, ()), **asked) for who, each in fresh.items()
        }
        assert {each.resident_id: each.reasons for each in listed} == expected
        assert {each.resident_id: each.last_entry_at for each in listed} == {
            who: each.last_entry_at for who, each in fresh.items()
        }


@settings(SLOW, max_examples=10)
@given(steps())
def test_the_kept_worklist_equals_the_computed_one_after_any_changes_on_any_day(
    history: list[Change | str],
) -> None:
    memory = a_home_with_a_resident()
    memory.store.keep_standings()
    for number, step in enumerate(history):
        do(memory, step, number)
        require_same(memory, (DAYS[1], DAYS[number % len(DAYS)]))
    while memory.store.keep_standings():
        pass
    require_same(memory)


@settings(SLOW, max_examples=10)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=4), st.data())
def test_what_is_kept_reads_back_as_it_was(numbers: list[int], data: st.DataObject) -> None:
    memory = a_home_with_a_resident()
    memory.receive(*(data.draw(statements(number)) for number in sorted(set(numbers))))
    with memory.store.reading() as connection:
        lines = residents_of(connection, GP, HOME_ID)
        since = counts_since(TODAY, THRESHOLDS)
        found = worked_out(connection, lines, since=since, thresholds=THRESHOLDS)
    for standing in found.values():
        assert standing_from(text_of(standing)) == standing


def test_a_row_is_used_while_it_holds_and_goes_with_whatever_is_written_of_its_resident() -> None:
    memory = a_home_with_a_resident()
    assert memory.store.keep_standings() == 1
    assert memory.store.keep_standings() == 0
    before, after = DAYS[0], DAYS[3]
    assert kept_on(memory, TODAY) == kept_on(memory, after) == {RESIDENT_ID}
    assert kept_on(memory, before) == set(), "its observations do not reach back so far"
    with memory.store.reading() as connection:
        other = replace(THRESHOLDS, news2_response=THRESHOLDS.news2_response + 1)
        asked: dict[str, Any] = {"since": counts_since(TODAY, other), "thresholds": other}
        assert not standings.kept(connection, [RESIDENT_ID], **asked)
    about: dict[str, Any] = {"resident_id": RESIDENT_ID, "home_id": HOME_ID}
    memory.receive(newer_event(1, mid(501), "concern", {"how_soon": "today"}, **about))
    assert kept_on(memory, TODAY) == set()
    assert memory.store.keep_standings() == 1
    with memory.store.deed(GP) as unit:
        unit.append(newer_event(2, mid(502), "withdrawal", {}, corrects=mid(1), **about))
        assert not standings.kept(
            unit.connection,
            [RESIDENT_ID],
            since=counts_since(TODAY, THRESHOLDS),
            thresholds=THRESHOLDS,
        ), "a deed reads what it has written itself"


def kept_on(memory: MemoryStore, day: date) -> set[str]:
    with memory.store.reading() as connection:
        lines = residents_of(connection, GP, HOME_ID)
        since = counts_since(day, THRESHOLDS)
        asked: dict[str, Any] = {"since": since, "thresholds": THRESHOLDS}
        found = standings.kept(connection, [each.resident_id for each in lines], **asked)
        assert (
            found.keys() <= standings_of(connection, lines, today=day, thresholds=THRESHOLDS).keys()
        )
    return set(found)
