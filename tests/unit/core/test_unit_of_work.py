"""One deed, one transaction: what is committed, what is rolled back, what is refused at the door."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mdt_core.errors import InvalidInput, NotAllowed, NotFound, StoreProblem
from mdt_core.fields import NOTE_LIMIT
from mdt_core.records.actions import Action
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.residents import Contact, Resident
from mdt_core.records.rounds import Round
from mdt_core.records.stays import Stay, StayState
from mdt_core.roles import Role
from mdt_core.store.projections import CHANGE
from mdt_core.store.tables import StoreRow
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import GroupWrite
from tests.support.builders import (
    HOME_ID,
    NINE_IN_THE_MORNING,
    OTHER_HOME_ID,
    RESIDENT_ID,
    SAMPLES,
    actor,
    entry,
    home,
    mid,
    newer_event,
    newer_set,
    observations,
    resident,
    stay,
)
from tests.support.care import not_for_cpr
from tests.support.memory_store import GP, MemoryStore, changes_made

ABOUT = About(RESIDENT_ID, HOME_ID)


def admit(memory: MemoryStore, home_id: str = HOME_ID) -> None:
    with memory.store.deed(GP) as unit:
        unit.write(home(), About(), record_id=home_id)
        unit.write(resident(), About(), record_id=RESIDENT_ID)
        unit.write(stay(home_id=home_id), About(RESIDENT_ID, home_id))
        unit.commit()


def count(memory: MemoryStore, table: str) -> int:
    with memory.store.reading() as connection:
        return len(connection.execute(select(StoreRow.metadata.tables[table])).all())


def test_leaving_without_commit_writes_nothing(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        unit.write(resident(), About())
        unit.audit("save resident", About())
    assert [count(memory, table) for table in ("change", "record", "access_audit")] == [0, 0, 0]


def test_an_error_in_the_middle_writes_nothing(memory: MemoryStore) -> None:
    def deed() -> None:
        with memory.store.deed(GP) as unit:
            unit.write(resident(), About())
            unit.card(Stay, mid(1))

    with pytest.raises(NotFound):
        deed()
    assert count(memory, "change") == 0


def test_commit_tells_what_was_touched(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        unit.write(resident(), About(), record_id=RESIDENT_ID)
        change = unit.sign(observations(), ABOUT)
        touched = unit.commit()
    assert touched.kinds == {"resident", "observation_set"}
    assert touched.ids == {RESIDENT_ID, change.envelope.record_id}


def test_a_change_appended_twice_is_there_once(memory: MemoryStore) -> None:
    change = newer_event(1, mid(501), "concern", {"how_soon": "today"})
    assert [memory.receive(change), memory.receive(change)] == [1, 0]
    assert count(memory, "change") == 1


def test_one_identity_with_two_texts_is_refused(memory: MemoryStore) -> None:
    memory.receive(newer_event(1, mid(501), "concern", {"how_soon": "today"}))
    with pytest.raises(StoreProblem, match="Two different changes"):
        memory.receive(newer_event(1, mid(501), "concern", {"how_soon": "this_round"}))


def test_a_write_names_every_value_that_stands(memory: MemoryStore) -> None:
    for number, name in ((1, "Smith"), (2, "Smyth"), (3, "Smithe")):
        memory.receive(newer_set(number, RESIDENT_ID, {"name": GroupWrite({"family_name": name})}))
    assert memory.row(RESIDENT_ID)["has_siblings"]
    with changes_made(memory) as made, memory.store.deed(GP) as unit:
        unit.write(Resident(family_name="Smithson"), About(), record_id=RESIDENT_ID)
        unit.commit()
    assert made[0].groups is not None
    assert made[0].groups["name"].base == tuple(sorted((mid(1), mid(2), mid(3))))
    assert not memory.row(RESIDENT_ID)["has_siblings"]


def test_groups_of_different_sensitivity_go_in_changes_of_their_own(memory: MemoryStore) -> None:
    with changes_made(memory) as made, memory.store.deed(GP) as unit:
        unit.write(resident(about_me="Likes tea"), About())
        unit.commit()
    groups = [set(change.groups or ()) for change in made]
    assert {"about", "alerts/a1"} in groups
    assert {
        "birth",
        "contacts/c1",
        "death",
        "name",
        "nhs_number",
        "source_identifiers/s1",
    } in groups


def test_saving_the_same_again_makes_no_change(memory: MemoryStore) -> None:
    admit(memory)
    before = count(memory, "change")
    with memory.store.deed(GP) as unit:
        unit.write(unit.card(Resident, RESIDENT_ID), About(), record_id=RESIDENT_ID)
        unit.write(resident(), About(), record_id=RESIDENT_ID)
        unit.commit()
    assert count(memory, "change") == before


def test_every_kind_can_be_written_and_read_back(memory: MemoryStore) -> None:
    from mdt_core.record import Card, Statement, kind_named  # noqa: PLC0415 - for this test alone

    admit(memory)
    for kind, sample in SAMPLES.items():
        record, record_class = sample(), kind_named(kind)
        assert record_class is not None
        role = GP.role if GP.role in record_class.writers else min(record_class.writers)
        with memory.store.deed(replace(GP, role=role)) as unit:
            if isinstance(record, Card):
                made = unit.write(record, ABOUT)
                assert issubclass(record_class, Card)
                assert unit.card(record_class, made) == record
            elif isinstance(record, Statement):
                change = unit.sign(record, ABOUT)
                assert unit.statement(change.envelope.record_id).body == change.body
            if kind not in ("stay", "resident"):
                unit.commit()


# The doors


def test_a_text_that_a_copy_slipped_past_its_class_is_refused(memory: MemoryStore) -> None:
    for note in ("x" * (NOTE_LIMIT + 1), "a\0b", "half \ud800"):
        with pytest.raises(InvalidInput), memory.store.deed(GP) as unit:
            unit.sign(entry().model_copy(update={"note": note}), ABOUT)


@pytest.mark.parametrize(
    "contacts",
    [
        [Contact(id="c1", name="Ann"), Contact(id="c1", name="Bob")],
        [Contact.model_construct(id="Not An Id", name="Ann")],
        [Contact.model_construct(id="", name="Ann")],
    ],
)
def test_members_that_would_overwrite_each_other_or_have_no_name_are_refused(
    memory: MemoryStore, contacts: list[Contact]
) -> None:
    with pytest.raises(InvalidInput), memory.store.deed(GP) as unit:
        unit.write(resident().model_copy(update={"contacts": tuple(contacts)}), About())


def test_an_id_that_is_signed_already_is_refused(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        unit.sign(entry(), ABOUT, record_id=mid(1))
        unit.commit()
    with pytest.raises(InvalidInput, match="signed already"), memory.store.deed(GP) as unit:
        unit.sign(entry(note="Other"), ABOUT, record_id=mid(1))


def test_a_correction_of_another_residents_entry_is_refused(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        change = unit.sign(entry(), ABOUT)
        unit.commit()
    with pytest.raises(InvalidInput, match="another resident"), memory.store.deed(GP) as unit:
        unit.sign(Withdrawal(reason="x"), About(mid(2)), corrects=change.mid)


def test_who_may_not_decide_may_not_withdraw_a_decision(memory: MemoryStore) -> None:
    with memory.store.deed(GP) as unit:
        change = unit.sign(not_for_cpr(), ABOUT)
        unit.commit()
    carer = actor(Role.HOME_CARER, HOME_ID)
    with pytest.raises(NotAllowed), memory.store.deed(carer) as unit:
        unit.sign(Withdrawal(reason="x"), ABOUT, corrects=change.mid)


def test_a_person_of_one_home_writes_nothing_of_another(memory: MemoryStore) -> None:
    admit(memory, OTHER_HOME_ID)
    nurse = actor(Role.HOME_NURSE, HOME_ID)
    deeds: tuple[Callable[[UnitOfWork], object], ...] = (
        lambda unit: unit.sign(observations(), About(RESIDENT_ID, OTHER_HOME_ID)),
        lambda unit: unit.sign(observations(), About(RESIDENT_ID, HOME_ID)),
        lambda unit: unit.sign(observations(), About(RESIDENT_ID)),
        lambda unit: unit.write(resident(language="Urdu"), About(), record_id=RESIDENT_ID),
        lambda unit: unit.write(stay(), About(RESIDENT_ID, HOME_ID)),
        lambda unit: unit.write(
            Round(home_id=OTHER_HOME_ID, held_on=date(2026, 11, 24)), About(home_id=HOME_ID)),
        lambda unit: unit.write(stay(home_id=OTHER_HOME_ID), About(mid(5))),
    )  # fmt: skip
    for deed in deeds:
        with pytest.raises(NotAllowed), memory.store.deed(nurse) as unit:
            deed(unit)
    manager = actor(Role.HOME_MANAGER, HOME_ID)
    with pytest.raises(NotAllowed), memory.store.deed(manager) as unit:
        unit.write(home(phone="0161"), About(), record_id=OTHER_HOME_ID)
    assert count(memory, "change") == 4


def test_a_resident_without_a_home_is_placed_by_whoever_takes_them_in(memory: MemoryStore) -> None:
    nurse = actor(Role.HOME_NURSE, HOME_ID)
    with memory.store.deed(nurse) as unit:
        person = unit.write(resident(), About())
        unit.write(stay(), About(person, HOME_ID))
        assert unit.home_of(person) == HOME_ID
        unit.commit()
    assert memory.line(person)["home_id"] == HOME_ID


# The home of a resident


def test_of_two_stays_going_on_at_once_the_later_is_the_current_one(memory: MemoryStore) -> None:
    admit(memory)
    later = stay(home_id=OTHER_HOME_ID, admitted_at=NINE_IN_THE_MORNING + timedelta(days=1))
    with memory.store.deed(GP) as unit:
        second = unit.write(later, About(RESIDENT_ID, OTHER_HOME_ID))
        assert unit.home_of(RESIDENT_ID) == OTHER_HOME_ID
        unit.write(
            later.model_copy(update={"state": StayState.ENDED}),
            About(RESIDENT_ID),
            record_id=second,
        )
        assert unit.home_of(RESIDENT_ID) == HOME_ID
        unit.commit()


def test_scopes_follow_the_residents_stay_and_the_sensitivity(memory: MemoryStore) -> None:
    admit(memory)
    with memory.store.deed(GP) as unit:
        unit.sign(observations(), ABOUT)
        unit.append(newer_event(1, mid(1), "unheard_of", {}))
        unit.append(newer_set(2, RESIDENT_ID, {"unheard": GroupWrite({})}))
        unit.commit()
    with memory.store.reading() as connection:
        scopes = list(connection.execute(select(CHANGE.c.scope).order_by(CHANGE.c.n)).scalars())
    assert scopes[0] == "ref"
    assert scopes[1:3] == ["unplaced:identity", "unplaced:clinical"]
    assert scopes[-3:] == [
        f"home:{HOME_ID}:clinical",
        f"home:{HOME_ID}:restricted",
        f"home:{HOME_ID}:restricted",
    ]


def test_reading_back_what_is_not_here_says_so(memory: MemoryStore) -> None:
    memory.receive(newer_set(1, mid(3), {"what": GroupWrite({})}, kind="action"))
    with memory.store.deed(GP) as unit:
        for record_id in (mid(2), mid(3)):
            with pytest.raises(NotFound):
                unit.statement(record_id)
        with pytest.raises(InvalidInput, match="Action is not recorded"):
            unit.card(Action, mid(3))
    assert json.loads(memory.row(mid(3))["body"])["what"]["heads"][0]["v"] == {}
