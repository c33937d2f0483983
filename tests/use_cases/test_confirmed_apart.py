"""A decision confirmed as still right by two people apart is one decision; anything else stays two versions."""

from datetime import date
from typing import Any

import pytest

from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.kinds import dump
from mdt_core.store.queries.care_decisions import cpr_stands, two_decisions
from mdt_core.store.queries.versions import unsettled
from mdt_core.use_cases.plan_papers import plan_paper
from tests.support.builders import RESIDENT_ID, mid, newer_event
from tests.support.care import not_for_cpr
from tests.support.memory_store import GP, MemoryStore
from tests.use_cases.test_care_decisions import NEITHER, TODAY, care, confirm, head, memory, record

__all__ = ["memory"]


def test_one_decision_confirmed_by_two_apart_is_one_and_both_are_named(memory: MemoryStore) -> None:
    ben = {"still_right_on": date(2026, 11, 20), "still_right_asked": "Ben Cole, son"}
    record(memory, not_for_cpr())
    seen = head(memory).mid
    confirm(memory)
    body = dump(not_for_cpr(**ben))
    memory.receive(newer_event(1, mid(501), "cpr_decision", body, minutes=1, base=(seen,)))
    stands = cpr_stands(care(memory), TODAY)
    assert stands.is_plain
    assert "confirmed 24-Nov-2026" in stands.words
    assert any(
        line.startswith("Also confirmed 20-Nov-2026, Ben Cole, son") for line in stands.lines
    )
    assert two_decisions(care(memory)) == ()
    with memory.store.reading() as connection:
        assert unsettled(connection, GP, resident_id=RESIDENT_ID) == ()
    confirm(memory, asked="Cara Hill, attorney")
    assert len(care(memory).cpr) == 1


@pytest.mark.parametrize(
    "otherwise",
    [
        {"reasoning": "CPR would not succeed with her lungs"},
        {"decided_on": date(2026, 8, 13)},
        {"original_place": "GP records"},
        {"review": "on_date", "review_on": date(2027, 8, 12)},
    ],
    ids=lambda said: next(iter(said)),
)
def test_a_confirmation_of_anything_else_stays_a_second_version(
    memory: MemoryStore, otherwise: dict[str, Any]
) -> None:
    ben = {"still_right_on": date(2026, 11, 20), "still_right_asked": "Ben Cole, son"}
    record(memory, not_for_cpr())
    seen = head(memory).mid
    confirm(memory)
    body = {
        **dump(not_for_cpr(**ben)),
        **dump(not_for_cpr(**otherwise)),
        "still_right_on": "2026-11-20",
    }
    memory.receive(newer_event(1, mid(501), "cpr_decision", body, minutes=1, base=(seen,)))
    assert cpr_stands(care(memory), TODAY).words == NEITHER


def test_a_final_care_plan_is_printed_of_one_decision_confirmed_twice(memory: MemoryStore) -> None:
    record(memory, not_for_cpr())
    memory.receive(newer_event(1, mid(501), "cpr_decision", dump(not_for_cpr()), minutes=1))
    paper = plan_paper(
        memory.store,
        by=GP,
        resident_id=RESIDENT_ID,
        paper=PlanPaperKind.CLINICAL,
        waiting=0,
        practice=False,
    )
    part = paper.part("cpr_decision")
    assert part is not None
    assert not part.has_two
    assert len(part.versions) == 1
