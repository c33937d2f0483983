"""Two records of one person: found, decided by a person who may and who saw both, and undone again."""

from dataclasses import replace
from datetime import date

import pytest

from mdt_core.clock import PartialDate
from mdt_core.documents.contents import every_text
from mdt_core.errors import NotAllowed
from mdt_core.identifiers import NhsNumber
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import AllergyState
from mdt_core.records.rounds import DeferReason, RoundMode
from mdt_core.records.settlements import Way
from mdt_core.roles import Role
from mdt_core.store.matching import residents_known_as
from mdt_core.store.queries.duplicates import (
    Alike,
    count_duplicates,
    joined_with,
    kept_instead,
    possible_duplicates,
    same_number,
)
from mdt_core.store.queries.everyone import everyone
from mdt_core.store.queries.find import find, resident_ids_for
from mdt_core.store.queries.homes import resident_by_id, unplaced_residents
from mdt_core.store.queries.residents import ReadUnderAnother, resident_page
from mdt_core.store.queries.rounds import round_page
from mdt_core.store.queries.statements import cards, statements
from mdt_core.store.queries.version_details import versions_of
from mdt_core.store.queries.versions import settles_now
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.duplicates import Compared, settle_medicines, undo
from mdt_core.use_cases.paper import round_sheet
from mdt_core.use_cases.round_outcomes import defer, take_back_outcome
from mdt_core.use_cases.rounds import start_round
from mdt_core.use_cases.settling import CameMeanwhile, Settling, settle
from tests.support.builders import (
    HOME_ID,
    actor,
    allergies,
    entry,
    observations,
)
from tests.support.care import not_for_cpr
from tests.support.memory_store import GP, MemoryStore
from tests.support.two_records import (
    ABOUT_A,
    ABOUT_B,
    A,
    B,
    C,
    again,
    joan_twice,
    join,
    with_facts,
)


@pytest.fixture
def memory() -> MemoryStore:
    return joan_twice()


def pairs(memory: MemoryStore) -> dict[frozenset[str], tuple[Alike, ...]]:
    with memory.store.reading() as connection:
        found = possible_duplicates(connection, GP)
    return {frozenset({p.one.resident_id, p.other.resident_id}): p.alike for p in found}


def third(memory: MemoryStore, **values: object) -> None:
    with memory.store.deed(GP) as unit:
        unit.write(again(source_identifiers=(), **values), About(), record_id=C)
        unit.commit()


# Who is asked about


def test_one_nhs_number_in_two_records_is_urgent(memory: MemoryStore) -> None:
    assert pairs(memory) == {frozenset({A, B}): (Alike.NHS_NUMBER, Alike.NAME_AND_BIRTH)}
    with memory.store.reading() as connection:
        (pair,) = possible_duplicates(connection, GP)
        assert pair.is_urgent
        assert same_number(connection, A) == (B,)
        assert count_duplicates(connection).urgent == 1


def test_the_same_name_and_birthday_with_other_numbers_can_wait(memory: MemoryStore) -> None:
    third(memory, given_name="JOÁN", nhs_number=NhsNumber("9990000026"))
    found = pairs(memory)
    assert found[frozenset({A, C})] == (Alike.NAME_AND_BIRTH,)
    with memory.store.reading() as connection:
        assert count_duplicates(connection).when_convenient == 2
        assert same_number(connection, C) == ()


@pytest.mark.parametrize(
    ("first", "born"),
    [("Jean", "1938-02-03"), ("Joan", "1968-02-03"), ("Joan", "1938")],
    ids=["a twin", "a daughter of the same name", "a year alone"],
)
def test_another_first_name_or_day_is_another_person(
    memory: MemoryStore, first: str, born: str
) -> None:
    third(memory, given_name=first, born=PartialDate(born), nhs_number=None)
    assert all(C not in pair for pair in pairs(memory))


def test_a_person_of_one_home_is_asked_about_nobody_outside_it(memory: MemoryStore) -> None:
    with memory.store.reading() as connection:
        assert possible_duplicates(connection, actor(Role.HOME_CARER, HOME_ID)) == ()


# What joining does to reading


def test_after_joining_there_is_one_resident_and_nothing_is_lost(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        unit.sign(observations(), ABOUT_B)
        unit.write(Action(text="Weigh weekly"), ABOUT_B)
        unit.commit()
    join(memory)
    with memory.store.reading() as connection:
        assert [line.resident_id for line in everyone(connection, GP)] == [A]
        assert unplaced_residents(connection, GP) == ()
        page = resident_page(connection, GP, A)
        (taken,) = page.observations
        (action,) = page.open_actions
        assert (taken.resident_id, action.own_id) == (B, B)
        assert page.line.open_actions == 1
        assert page.line.news2_total == 0
        (joined,) = joined_with(connection, A)
        assert joined.record_id == B
        assert joined.decision is not None
        assert joined.decision.readable["why"] == "One passport, seen today"
        assert possible_duplicates(connection, GP) == ()


def test_the_record_that_was_joined_says_where_it_went_and_is_never_opened(
    memory: MemoryStore,
) -> None:
    join(memory)
    with memory.store.reading() as connection:
        assert kept_instead(connection, B) == A
        with pytest.raises(ReadUnderAnother) as went:
            resident_page(connection, GP, B)
    assert went.value.kept_id == A


@pytest.mark.parametrize("asked", ["H-9", "999 000 0026", "9990000026", B], ids=str)
def test_either_ones_numbers_find_the_one_kept(asked: str) -> None:
    memory = joan_twice()
    with memory.store.deed(GP) as unit:
        unit.write(again(nhs_number=NhsNumber("9990000026")), About(), record_id=B)
        unit.commit()
    join(memory)
    with memory.store.reading() as connection:
        assert resident_ids_for(connection, asked) == (A,)
        assert [line.resident_id for line in find(connection, GP, asked).residents] == [A]


def test_different_allergies_stand_side_by_side_until_a_person_settles_them(
    memory: MemoryStore,
) -> None:
    with_facts(memory)
    join(memory)
    with memory.store.reading() as connection:
        line = resident_by_id(connection, A)
        assert line is not None
        assert line.allergy_siblings
        found = next(e for e in settles_now(connection, GP) if e.record_class is AllergyState)
        both = versions_of(connection, found, memory.store.device)
    assert found.resident_id == A
    assert len(both.versions) == 2
    keep = next(v.mid for v in both.versions if "Latex" in str(v.value))
    chosen = Settling(both.of, Way.KEPT, why="Ward list", asked="Daughter", keep=keep)
    settle(memory.store, by=GP, settling=chosen)
    with memory.store.reading() as connection:
        (now,) = statements(connection, AllergyState, A)
        assert "Latex" in str(now.readable)


def test_different_medicines_of_two_records_are_not_used_as_one_list(memory: MemoryStore) -> None:
    with_facts(memory)
    join(memory)
    with memory.store.reading() as connection:
        line = resident_by_id(connection, A)
        assert line is not None
        assert line.has_siblings
        assert "medicines" in line.two_versions
        assert len(cards(connection, MedicineLine, A)) == 2


def test_the_medicines_are_one_list_when_a_prescriber_has_compared_them(
    memory: MemoryStore,
) -> None:
    with_facts(memory)
    join(memory)
    with memory.store.reading() as connection:
        lines = cards(connection, MedicineLine, A)
    keep = next(each.id for each in lines if each.own_id is None)
    chosen = Compared(A, frozenset(each.id for each in lines), frozenset({keep}), "MAR", "Ward")
    with pytest.raises(NotAllowed, match="Which medicines hold is settled by"):
        settle_medicines(memory.store, by=actor(Role.NURSE), compared=chosen)
    with pytest.raises(CameMeanwhile):  # one that did not stand there
        settle_medicines(
            memory.store, by=GP, compared=replace(chosen, holding=frozenset({keep, B}))
        )
    settle_medicines(memory.store, by=GP, compared=chosen)
    with memory.store.reading() as connection:
        line = resident_by_id(connection, A)
        assert line is not None
        assert line.active_medicines == 1
        assert "medicines" not in line.two_versions
        states = {
            each.id: each.record and each.record.state
            for each in cards(connection, MedicineLine, A)
        }
    assert states[keep] is MedicineState.ACTIVE
    assert list(states.values()).count(MedicineState.STOPPED) == 1
    with pytest.raises(CameMeanwhile):
        settle_medicines(memory.store, by=GP, compared=chosen)


def test_medicines_that_all_hold_stay_one_list(memory: MemoryStore) -> None:
    with_facts(memory)
    join(memory)
    with memory.store.reading() as connection:
        seen = frozenset(each.id for each in cards(connection, MedicineLine, A))
    settle_medicines(memory.store, by=GP, compared=Compared(A, seen, seen, "Both", "GP record"))
    with memory.store.reading() as connection:
        line = resident_by_id(connection, A)
    assert line is not None
    assert (line.two_versions, line.active_medicines) == ((), 2)


def test_the_same_medicines_in_both_records_are_one_list(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        for about in (ABOUT_A, ABOUT_B):
            unit.sign(allergies("Penicillin"), about)
        unit.commit()
    join(memory)
    with memory.store.reading() as connection:
        line = resident_by_id(connection, A)
        assert line is not None
        assert (line.two_versions, line.allergy_siblings) == ((), False)


def test_a_source_finds_the_record_that_it_told_of(memory: MemoryStore) -> None:
    join(memory)
    with memory.store.reading() as connection:
        hospital = residents_known_as(connection, [("Hospital", "H-9")], "9990000018")
        by_number = residents_known_as(connection, [("GP", "1")], "9990000018")
    assert hospital == {B}
    assert by_number == {A}


# Undoing


def test_undoing_has_both_stand_as_before(memory: MemoryStore) -> None:
    with_facts(memory)
    before = memory.projections()
    join(memory)
    undo(memory.store, by=GP, one_id=B, other_id=A, reason="Another Joan Smith after all")
    after = memory.projections()
    assert after["resident_current"] == before["resident_current"]
    assert set(before["record"]) <= set(after["record"])


def test_what_was_written_meanwhile_stays_where_it_was_written(memory: MemoryStore) -> None:
    with_facts(memory)
    with memory.store.deed(GP) as unit:
        action_id = unit.write(Action(text="Weigh weekly"), ABOUT_B)
        taken = unit.sign(observations(pulse=60), ABOUT_B)
        unit.commit()
    join(memory)
    with memory.store.deed(GP) as unit:
        done = Action(text="Weigh weekly", state=ActionState.DONE)
        unit.write(done, ABOUT_A, record_id=action_id)
        unit.sign(Withdrawal(reason="Misread"), ABOUT_A, corrects=taken.mid)
        unit.sign(allergies("Latex", "Penicillin"), ABOUT_A)
        unit.sign(observations(pulse=90), ABOUT_A)
        unit.commit()
    with memory.store.reading() as connection:
        assert len(statements(connection, AllergyState, A)) == 1
    undo(memory.store, by=GP, one_id=A, other_id=B, reason="Two people")
    with memory.store.reading() as connection:
        (closed,) = cards(connection, Action, B)
        assert closed.record is not None
        assert closed.record.state is ActionState.DONE
        assert statements(connection, ObservationSet, B) == ()
        (of_b,) = statements(connection, AllergyState, B)
        assert of_b.record == allergies("Latex")
        (of_a,) = statements(connection, AllergyState, A)
        assert of_a.record == allergies("Latex", "Penicillin")
        assert [s.record and s.record.pulse for s in statements(connection, ObservationSet, A)] == [
            90
        ]


def test_joined_again_after_an_undo_is_joined(memory: MemoryStore) -> None:
    join(memory)
    undo(memory.store, by=GP, one_id=A, other_id=B, reason="Not sure")
    assert A in {who for pair in pairs(memory) for who in pair}
    join(memory)
    with memory.store.reading() as connection:
        assert kept_instead(connection, B) == A


def test_a_rebuild_gives_the_same(memory: MemoryStore) -> None:
    with_facts(memory)
    join(memory)
    before = memory.projections()
    memory.store.rebuild()
    assert memory.projections() == before


# Rounds


def test_a_round_names_the_person_once_under_the_record_kept_and_both_after_an_undo(
    memory: MemoryStore,
) -> None:
    day = date(2026, 11, 24)
    round_id, _ = start_round(
        memory.store, by=GP, home_id=HOME_ID, day=day, residents=(B, A), mode=RoundMode.VIDEO
    )
    why = DeferReason.ASLEEP
    defer(memory.store, by=GP, round_id=round_id, residents=[B], reason=why)
    join(memory)
    with memory.store.reading() as connection:
        page = round_page(connection, GP, HOME_ID, day)
        assert [line.resident_id for line in page.residents] == [A]
        outcome = page.outcome_of(A)
        assert outcome is not None
        assert outcome.reason is DeferReason.ASLEEP
    take_back_outcome(memory.store, by=GP, round_id=round_id, resident_id=A)
    undo(memory.store, by=GP, one_id=A, other_id=B, reason="Two people")
    with memory.store.reading() as connection:
        page = round_page(connection, GP, HOME_ID, day)
        assert [line.resident_id for line in page.residents] == [B, A]
        assert page.outcome_of(B) is None


def test_paper_names_the_record_kept(memory: MemoryStore) -> None:
    day = date(2026, 11, 24)
    with memory.store.deed(GP) as unit:
        unit.write(again(given_name="Joanna", nhs_number=None), About(), record_id=B)
        unit.commit()
    round_id, _ = start_round(
        memory.store, by=GP, home_id=HOME_ID, day=day, residents=(B,), mode=RoundMode.VIDEO
    )
    with memory.store.deed(GP) as unit:
        unit.sign(entry(round_id=round_id), About(B, HOME_ID))
        unit.commit()
    join(memory)
    sheet = round_sheet(memory.store, by=GP, home_id=HOME_ID, day=day, waiting=0, practice=True)
    (on_paper,) = sheet.entries
    words = " ".join(every_text((on_paper,)))
    assert "Joan" in words
    assert "Joanna" not in words
    assert "999 000 0018" in words


def test_what_was_signed_just_now_in_the_other_record_is_named_as_seen(
    memory: MemoryStore,
) -> None:
    join(memory)
    with memory.store.deed(GP) as unit:
        first = unit.sign(not_for_cpr(), ABOUT_B)
        second = unit.sign(not_for_cpr(), ABOUT_A)
        unit.commit()
    assert second.base == (first.mid,)
