"""Series of statements: two made apart are a visible conflict, and withdrawal gives back what stood."""

from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdt_core.record import Status
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change
from tests.support.builders import NINE_IN_THE_MORNING, RESIDENT_ID, allergies, mid, newer_event
from tests.support.care import not_for_cpr
from tests.support.memory_store import GP, MemoryStore

YES, NO = {"cpr": "for_cpr"}, {"cpr": "not_for_cpr"}


def decided(number: int, body: dict[str, Any], **more: Any) -> Change:  # noqa: ANN401
    return newer_event(number, mid(500 + number), "cpr_decision", body, minutes=number, **more)


def withdrawn(number: int, target: int, **more: Any) -> Change:  # noqa: ANN401
    body = {"reason": "wrong resident"}
    return newer_event(number, mid(500 + number), "withdrawal", body, corrects=mid(target), **more)


def statuses(memory: MemoryStore, *numbers: int) -> list[str]:
    return [memory.row(mid(500 + number))["status"] for number in numbers]


def marked(memory: MemoryStore, *numbers: int) -> list[bool]:
    return [memory.row(mid(500 + number))["has_siblings"] for number in numbers]


def test_two_decisions_made_apart_are_both_current_and_both_marked(memory: MemoryStore) -> None:
    memory.receive(decided(1, YES), decided(2, NO))
    assert statuses(memory, 1, 2) == ["current", "current"]
    assert marked(memory, 1, 2) == [True, True]


def test_two_decisions_that_say_the_same_are_not_a_conflict(memory: MemoryStore) -> None:
    memory.receive(decided(1, NO), decided(2, NO))
    assert marked(memory, 1, 2) == [False, False]


def test_settling_names_both_heads_and_clears_the_mark(memory: MemoryStore) -> None:
    memory.receive(decided(1, YES), decided(2, NO))
    with memory.store.deed(GP) as unit:
        settled = unit.sign(not_for_cpr(), About(RESIDENT_ID))
        unit.commit()
    assert settled.base == tuple(sorted((mid(1), mid(2))))
    assert statuses(memory, 1, 2) == ["superseded", "superseded"]
    row = memory.row(settled.envelope.record_id)
    assert (row["status"], row["has_siblings"]) == ("current", False)
    assert marked(memory, 1, 2) == [False, False]


def test_a_correction_that_names_a_head_as_seen_too_says_so_once(memory: MemoryStore) -> None:
    memory.receive(decided(1, YES))
    with memory.store.deed(GP) as unit:
        unit.sign(not_for_cpr(), About(RESIDENT_ID), corrects=mid(1))
        unit.commit()
    assert statuses(memory, 1) == ["superseded"]


def test_a_withdrawal_may_arrive_before_what_it_withdraws(memory: MemoryStore) -> None:
    memory.receive(withdrawn(2, 1))
    memory.receive(decided(1, YES))
    assert statuses(memory, 1) == [Status.ENTERED_IN_ERROR]


def test_who_withdrew_what_was_replaced_too_is_said_and_not_who_replaced_it(
    memory: MemoryStore,
) -> None:
    memory.receive(decided(1, YES), decided(2, NO, base=(mid(1),)), withdrawn(3, 1, minutes=5))
    with memory.store.reading() as connection:
        found = statements(connection, CprDecision, RESIDENT_ID, only_current=False)
    told = next(each.withdrawn for each in found if each.mid == mid(1))
    assert told is not None
    assert (told.reason, told.at) == ("wrong resident", NINE_IN_THE_MORNING + timedelta(minutes=5))


def test_withdrawing_one_of_two_settles_them(memory: MemoryStore) -> None:
    memory.receive(decided(1, YES), decided(2, NO), withdrawn(3, 1))
    assert marked(memory, 1, 2) == [False, False]
    assert statuses(memory, 1, 2) == [Status.ENTERED_IN_ERROR, "current"]


def test_what_a_withdrawn_statement_replaced_is_current_again(memory: MemoryStore) -> None:
    memory.receive(decided(1, YES), decided(2, NO, base=(mid(1),)), withdrawn(3, 2))
    assert statuses(memory, 1, 2) == ["current", Status.ENTERED_IN_ERROR]


def test_it_is_not_current_again_where_something_valid_replaced_the_withdrawn_one(
    memory: MemoryStore,
) -> None:
    chain = [decided(1, YES), decided(2, NO, base=(mid(1),)), decided(3, YES, base=(mid(2),))]
    memory.receive(*chain, withdrawn(4, 2))
    assert statuses(memory, 1, 2, 3) == ["superseded", Status.ENTERED_IN_ERROR, "current"]
    memory.receive(withdrawn(5, 3))
    assert statuses(memory, 1, 3) == ["current", Status.ENTERED_IN_ERROR]


def test_withdrawing_a_withdrawal_brings_nothing_back(memory: MemoryStore) -> None:
    memory.receive(decided(1, YES), withdrawn(2, 1), withdrawn(3, 2))
    assert statuses(memory, 1, 2) == [Status.ENTERED_IN_ERROR, Status.ENTERED_IN_ERROR]


def test_withdrawing_twice_is_withdrawing_once(memory: MemoryStore) -> None:
    memory.receive(decided(1, YES), withdrawn(2, 1), withdrawn(3, 1))
    assert statuses(memory, 1) == [Status.ENTERED_IN_ERROR]


def test_a_withdrawal_that_names_no_resident_still_refreshes_the_line(memory: MemoryStore) -> None:
    from tests.support.builders import allergies, resident  # noqa: PLC0415 - for this test alone

    with memory.store.deed(GP) as unit:
        unit.write(resident(), About(), record_id=RESIDENT_ID)
        change = unit.sign(allergies("latex"), About(RESIDENT_ID))
        unit.commit()
    assert memory.line(RESIDENT_ID)["allergy_state"] == "known"
    body = {"reason": "mistake"}
    memory.receive(
        newer_event(1, mid(1), "withdrawal", body, corrects=change.mid, resident_id=None)
    )
    assert memory.line(RESIDENT_ID)["allergy_state"] == "not_recorded"


def test_a_series_that_settles_itself_is_never_marked(memory: MemoryStore) -> None:
    lists = [
        newer_event(n, mid(500 + n), "medicine_list", {"source": source, "as_of": "2026-01-01"})
        for n, source in ((1, "mar"), (2, "gp_record"))
    ]
    memory.receive(*lists)
    assert statuses(memory, 1, 2) == ["current", "current"]
    assert marked(memory, 1, 2) == [False, False]


@st.composite
def series(draw: st.DrawFn) -> list[Change]:
    """Decisions and withdrawals, each naming any made before it."""
    made: list[Change] = []
    for number in range(draw(st.integers(1, 7))):
        before = list(range(number))
        is_withdrawal: bool = draw(st.booleans())
        if before and is_withdrawal:
            made.append(withdrawn(number, draw(st.sampled_from(before))))
        else:
            named: list[int] = []
            if before:
                named = draw(st.lists(st.sampled_from(before), unique=True))
            base = tuple(mid(each) for each in named)
            made.append(decided(number, draw(st.sampled_from([YES, NO])), base=base))
    return made


def expected(changes: list[Change]) -> dict[str, str]:
    """The oracle, told as a story: who is withdrawn, and who is replaced by something valid."""
    withdrawn_mids = {c.corrects for c in changes if c.envelope.kind == "withdrawal"}

    def is_replaced(target: str) -> bool:
        sources = [c.mid for c in changes if target in c.base]
        return any(each not in withdrawn_mids or is_replaced(each) for each in sources)

    def status(change: Change) -> str:
        if change.mid in withdrawn_mids:
            return "entered in error"
        return "superseded" if is_replaced(change.mid) else "current"

    return {change.envelope.record_id: status(change) for change in changes}


@given(series(), st.randoms(use_true_random=False))
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_statuses_and_marks_are_those_of_the_story_in_any_order(
    changes: list[Change], random: Random
) -> None:
    memory = MemoryStore()
    arrived = random.sample(changes, len(changes))
    memory.receive(*arrived)
    told = expected(changes)
    heads = [c for c in changes if c.envelope.kind == "cpr_decision"]
    heads = [c for c in heads if told[c.envelope.record_id] == "current"]
    differ = any(c.body != heads[0].body for c in heads)
    for change in changes:
        row = memory.row(change.envelope.record_id)
        assert row["status"] == told[change.envelope.record_id]
        assert bool(row["has_siblings"]) == (differ and change in heads)


def test_within_one_deed_each_signature_names_what_stands_then(memory: MemoryStore) -> None:
    memory.receive(decided(1, YES))
    with memory.store.deed(GP) as unit:
        unit.sign(allergies(), About(RESIDENT_ID))  # of another series, and not folded yet
        first = unit.sign(not_for_cpr(), About(RESIDENT_ID))
        second = unit.sign(not_for_cpr(), About(RESIDENT_ID))
        unit.sign(Withdrawal(reason="twice"), About(RESIDENT_ID), corrects=second.mid)
        third = unit.sign(not_for_cpr(), About(RESIDENT_ID))
        unit.commit()
    assert first.base == (mid(1),)
    assert second.base == (first.mid,)
    assert third.base == (first.mid,)
