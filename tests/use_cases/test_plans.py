"""The plan of a round: kept in its card, refused in words, folded from two devices."""

from dataclasses import replace
from datetime import date

import pytest

from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.records.rounds import Round, RoundMode, RoundState, TakenOffReason
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import RoundPage, round_id_for, round_page
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.plans import RoundPlan, save_plan
from mdt_core.use_cases.rounds import start_round
from tests.support.memory_store import GP, MemoryStore, changes_made
from tests.support.ward import Ward, make_ward

TODAY = date(2026, 11, 24)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP)


def read(memory: MemoryStore, ward: Ward) -> RoundPage:
    with memory.store.reading() as connection:
        return round_page(connection, GP, ward.home_id, TODAY)


def header(memory: MemoryStore, ward: Ward) -> Round:
    kept = read(memory, ward).round
    assert kept is not None
    assert kept.record is not None
    return kept.record


def keep(memory: MemoryStore, ward: Ward, plan: RoundPlan, *, starts: bool = False) -> None:
    save_plan(memory.store, by=GP, home_id=ward.home_id, day=TODAY, plan=plan, starts=starts)


def test_a_plan_is_kept_with_order_ready_reasons_and_who_moved_whom(
    memory: MemoryStore, ward: Ward
) -> None:
    one, two, three = (ward.in_room(room) for room in ("4", "1", "9"))
    plan = RoundPlan(
        residents=(one, two),
        ready={one: " Lying and standing blood pressure "},
        taken_off={three: TakenOffReason.BY_PHONE},
        moved=(one,),
        reasons_shown=("a", "b"),
        mode=RoundMode.VIDEO,
        planned_minutes=45,
    )
    keep(memory, ward, plan)
    kept = header(memory, ward)
    assert kept.residents == (one, two)
    assert [(each.id, each.text) for each in kept.ready] == [
        (one, "Lying and standing blood pressure")
    ]
    assert [(each.id, each.reason) for each in kept.taken_off] == [(three, TakenOffReason.BY_PHONE)]
    assert [(each.id, each.name) for each in kept.moved] == [(one, GP.name)]
    assert (kept.mode, kept.planned_minutes, kept.state) == (
        RoundMode.VIDEO,
        45,
        RoundState.PLANNED,
    )
    assert kept.reasons_shown == ("a", "b")


def test_an_empty_text_and_putting_back_take_away_what_stood(
    memory: MemoryStore, ward: Ward
) -> None:
    one, two = ward.in_room("4"), ward.in_room("9")
    first = RoundPlan((one,), ready={one: "Weight"}, taken_off={two: TakenOffReason.SEEN})
    keep(memory, ward, first)
    keep(memory, ward, RoundPlan((one, two), read=(one,), ready={one: ""}, taken_off={two: None}))
    kept = header(memory, ward)
    assert (kept.ready, kept.taken_off, kept.residents) == ((), (), (one, two))


def test_a_d2a_resident_is_taken_off_only_when_absent(memory: MemoryStore, ward: Ward) -> None:
    d2a = ward.of("Patel")
    with pytest.raises(Refused, match="seen every week"):
        keep(memory, ward, RoundPlan((), taken_off={d2a: TakenOffReason.NEXT_ROUND}))
    keep(memory, ward, RoundPlan((), taken_off={d2a: TakenOffReason.IN_HOSPITAL}))
    assert header(memory, ward).taken_off[0].id == d2a


@pytest.mark.parametrize(
    "residents",
    [("4", "4"), ("4", "9")],
    ids=["twice", "on and off"],
)
def test_a_list_that_contradicts_itself_is_refused(
    memory: MemoryStore, ward: Ward, residents: tuple[str, str]
) -> None:
    plan = RoundPlan(
        tuple(ward.in_room(room) for room in residents),
        taken_off={ward.in_room("9"): TakenOffReason.SEEN},
    )
    with pytest.raises(InvalidInput):
        keep(memory, ward, plan)
    assert read(memory, ward).round is None


def test_starting_from_the_plan_is_one_deed_and_keeps_its_order(
    memory: MemoryStore, ward: Ward
) -> None:
    order = tuple(ward.in_room(room) for room in ("9", "1", "4"))
    keep(memory, ward, RoundPlan(order), starts=True)
    kept = header(memory, ward)
    assert (kept.state, kept.residents) == (RoundState.OPEN, order)
    assert kept.started_at == memory.clock.now
    assert [line.room for line in read(memory, ward).residents] == ["9", "1", "4"]


def test_what_another_device_added_since_the_plan_was_read_stays(
    memory: MemoryStore, ward: Ward
) -> None:
    one, two, three = (ward.in_room(room) for room in ("4", "1", "9"))
    keep(memory, ward, RoundPlan((one, two), ready={one: "Weight"}))
    start_round(memory.store, by=GP, home_id=ward.home_id, day=TODAY, residents=[three])
    keep(memory, ward, RoundPlan((two, one), read=(one, two), ready={two: "Bloods"}))
    kept = header(memory, ward)
    assert kept.residents == (two, one, three)
    assert {each.id for each in kept.ready} == {one, two}


def test_a_finished_round_is_not_planned_again(memory: MemoryStore, ward: Ward) -> None:
    keep(memory, ward, RoundPlan(()), starts=True)
    about, round_id = About(home_id=ward.home_id), round_id_for(ward.home_id, TODAY)
    with memory.store.deed(GP) as unit:
        ended = unit.card(Round, round_id).model_copy(update={"state": RoundState.COMPLETED})
        unit.write(ended, about, record_id=round_id)
        unit.commit()
    with pytest.raises(Refused, match="finished"):
        keep(memory, ward, RoundPlan((ward.in_room("1"),)))


def test_who_may_not_write_rounds_is_told_whom_to_ask(memory: MemoryStore, ward: Ward) -> None:
    carer = replace(GP, role=Role.HOME_CARER)
    with pytest.raises(NotAllowed, match="Ask"):
        save_plan(memory.store, by=carer, home_id=ward.home_id, day=TODAY, plan=RoundPlan(()))


def test_two_devices_plans_fold_into_one_round_alike_on_both(memory: MemoryStore) -> None:
    with changes_made(memory) as made:
        ward = make_ward(memory.store, GP)
    other = MemoryStore(seed=2)
    other.receive(*made)
    one, two, three = (ward.in_room(room) for room in ("4", "1", "9"))
    with changes_made(memory) as ours:
        keep(memory, ward, RoundPlan((one, two), ready={one: "Weight"}))
    with changes_made(other) as theirs:
        plan = RoundPlan((three, two), ready={two: "Bloods"}, taken_off={one: TakenOffReason.SEEN})
        keep(other, ward, plan)
    memory.receive(*theirs)
    other.receive(*ours)
    assert header(memory, ward) == header(other, ward)
    assert {each.text for each in header(memory, ward).ready} == {"Weight", "Bloods"}
    assert not memory.row(round_id_for(ward.home_id, TODAY))["has_siblings"]
