"""What is decided about two records is refused until what stands in its way was put right."""

from dataclasses import replace

import pytest

from mdt_core.errors import InvalidInput, KnownError, NotAllowed, Refused
from mdt_core.identifiers import derived_id
from mdt_core.kinds import dump
from mdt_core.records.merges import ResidentMerge
from mdt_core.roles import KNOW_THE_PERSON, Role
from mdt_core.store.queries.duplicates import (
    possible_duplicates,
    same_number,
)
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.duplicates import decide, undo
from mdt_core.use_cases.settling import CameMeanwhile
from tests.support.builders import (
    OTHER_HOME_ID,
    actor,
    home,
    mid,
    newer_event,
    stay,
)
from tests.support.memory_store import GP, MemoryStore
from tests.support.two_records import (
    ABOUT_B,
    A,
    B,
    C,
    again,
    deciding,
    joan_twice,
    join,
)


@pytest.fixture
def memory() -> MemoryStore:
    return joan_twice()


def pairs(memory: MemoryStore) -> int:
    with memory.store.reading() as connection:
        return len(possible_duplicates(connection, GP))


# Two people


def test_two_people_are_never_asked_about_again(memory: MemoryStore) -> None:
    decide(memory.store, by=GP, deciding=deciding(memory, None))
    assert pairs(memory) == 0
    with memory.store.reading() as connection:
        assert same_number(connection, A) == (B,), "one of the two numbers is still wrong"
    undo(memory.store, by=GP, one_id=A, other_id=B, reason="The son says they are one")
    assert pairs(memory) == 1


# What has to be put right first


@pytest.mark.parametrize("part", ["why", "asked"])
def test_nothing_is_decided_without_a_reason_and_whom_they_asked(
    memory: MemoryStore, part: str
) -> None:
    on = replace(deciding(memory, A), **{part: " "})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="Say it before"):
        decide(memory.store, by=GP, deciding=on)


def test_nothing_is_decided_on_what_was_not_seen(memory: MemoryStore) -> None:
    on = deciding(memory, A)
    with memory.store.deed(GP) as unit:
        unit.write(again(given_name="Jean"), About(), record_id=B)
        unit.commit()
    with pytest.raises(CameMeanwhile, match="was changed while you looked"):
        decide(memory.store, by=GP, deciding=on)


@pytest.mark.parametrize("role", [Role.HOME_CARER, Role.D2A_COORDINATOR, Role.ADMINISTRATOR])
def test_a_role_that_is_not_named_decides_nothing(memory: MemoryStore, role: Role) -> None:
    assert role not in KNOW_THE_PERSON
    with pytest.raises(NotAllowed):
        decide(memory.store, by=actor(role), deciding=deciding(memory, A))


def test_an_entry_that_is_begun_is_signed_or_discarded_first(memory: MemoryStore) -> None:
    draft = {
        "person_id": "person-nurse",
        "kind": "fall",
        "resident_id": B,
        "body": "{}",
        "saved_at": "2026-11-24T07:00:00Z",
    }
    with memory.store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO draft VALUES (:person_id,:kind,:resident_id,:body,:saved_at)", draft
        )
    with pytest.raises(Refused, match="begun on this computer and not signed"):
        join(memory)


def test_the_record_that_lives_in_the_home_is_the_one_kept(memory: MemoryStore) -> None:
    with pytest.raises(Refused, match="The other record is the one placed in Elm House"):
        join(memory, kept=B, other=A)


def test_two_homes_are_not_made_one_by_joining(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        unit.write(home(name="Oak House"), About(), record_id=OTHER_HOME_ID)
        unit.write(stay(home_id=OTHER_HOME_ID), ABOUT_B, record_id=mid(902))
        unit.commit()
    with pytest.raises(Refused, match="One is placed in Elm House and the other in Oak House"):
        join(memory)


def test_the_dead_are_not_joined_to_the_living(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        unit.write(again(is_deceased=True), About(), record_id=B)
        unit.commit()
    with pytest.raises(Refused, match="has died, and the other does not"):
        join(memory)


def test_a_decision_is_undone_before_another_is_made(memory: MemoryStore) -> None:
    decide(memory.store, by=GP, deciding=deciding(memory, None))
    with pytest.raises(Refused, match="decided on these two records already"):
        join(memory)
    with pytest.raises(KnownError, match="Nothing is decided"):
        undo(memory.store, by=GP, one_id=A, other_id=derived_id("tests", "nobody"), reason="x")


@pytest.mark.parametrize(("one", "other"), [(A, C), (C, A)], ids=["first", "second"])
def test_nobody_is_joined_to_one_of_whom_two_people_decided_differently(
    memory: MemoryStore, one: str, other: str
) -> None:
    join(memory)
    for number, (who, whom) in enumerate(((A, B), (B, A)), 1):
        apart = ResidentMerge(
            other_id=whom, kept_id=B, decision="made elsewhere", why="Letter", asked="Ward"
        )
        memory.receive(
            newer_event(number, mid(number), ResidentMerge.kind, dump(apart), resident_id=who)
        )
    with memory.store.deed(GP) as unit:
        unit.write(again(nhs_number=None, source_identifiers=()), About(), record_id=C)
        unit.commit()
    with pytest.raises(Refused, match="decided on these two records already"):
        decide(memory.store, by=GP, deciding=deciding(memory, A, one, other))


def test_the_decision_is_kept_with_what_both_showed(memory: MemoryStore) -> None:
    join(memory)
    with memory.store.reading() as connection:
        signed = statements(connection, ResidentMerge, A)
    assert len(signed) == 2
    said = signed[0].record
    assert said is not None
    assert {each.record_id for each in said.showed} == {A, B}
    assert {each.home for each in said.showed} == {"Elm House", None}
