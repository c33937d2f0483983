"""The full record of a fall answers what the quick one asked; an assessment makes its actions."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed
from mdt_core.record import Status
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.fall_answers import MedicinesKnown
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.falls_assessments import FallsAssessment
from mdt_core.records.medicines import ListSource, MedicineState
from mdt_core.records.observations import ObservationSet
from mdt_core.roles import Role
from mdt_core.store.projections import CHANGE
from mdt_core.store.queries.statements import Signed, cards, statements
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import stored_change
from mdt_core.use_cases.fall_details import (
    RecordedDetail,
    fall_detail_draft,
    record_fall_detail,
    record_falls_assessment,
)
from mdt_core.use_cases.falls import record_fall
from mdt_core.use_cases.rounds import withdraw
from tests.support import builders
from tests.support.memory_store import GP, STARTED, MemoryStore
from tests.use_cases.test_falls import AS_OF, CARER, Night

NURSE = builders.actor(Role.HOME_NURSE)


class Morning(Night):
    """The same home on the morning after a fall."""

    def __init__(self) -> None:
        super().__init__()
        self.fall_id = self.falls_again()

    def falls_again(self, **values: Any) -> str:  # noqa: ANN401
        return record_fall(self.store, by=CARER, draft=self.draft(**values)).fall_id

    def fill(self, fall_id: str = "", **values: Any) -> Draft[FallDetail]:  # noqa: ANN401
        draft = fall_detail_draft(self.who, fall_id or self.fall_id)
        for name, value in values.items():
            draft = draft.with_value(name, value)
        return draft

    def sign(self, **values: Any) -> RecordedDetail:  # noqa: ANN401
        return record_fall_detail(self.store, by=NURSE, draft=self.fill(**values))

    def details(self, *, only_current: bool = True) -> tuple[Signed[FallDetail], ...]:
        with self.store.reading() as connection:
            return statements(connection, FallDetail, self.who, only_current=only_current)

    def states(self) -> list[ActionState]:
        return [each.record.state for each in self.actions() if each.record]


@pytest.fixture
def morning() -> Morning:
    return Morning()


def test_the_full_record_answers_the_action_of_its_own_fall_alone(morning: Morning) -> None:
    other = morning.falls_again(occurred_at=utc_text(STARTED - timedelta(hours=3)))
    signed = morning.sign(certainty="witnessed")
    assert len(signed.answered) == 1
    assert sorted(morning.states()) == [ActionState.DONE, ActionState.OPEN]
    morning.sign(fall_id=other)
    assert morning.states() == [ActionState.DONE, ActionState.DONE]
    assert len(morning.details()) == 2


def test_it_holds_the_medicines_in_force_at_the_fall_with_date_and_source(
    morning: Morning,
) -> None:
    morning.list_medicine("Apixaban", dose="5 mg", frequency="twice a day")
    morning.list_medicine("Clopidogrel")
    morning.list_medicine("Ramipril", state=MedicineState.STOPPED, stopped="2026-01-02")
    morning.say_where_from()
    told = morning.sign().record
    assert sorted(told.medicines) == ["Apixaban, 5 mg, twice a day", "Clopidogrel"]
    assert (told.anticoagulants, told.antiplatelets) == (("apixaban",), ("clopidogrel",))
    assert (told.medicines_source, told.medicines_as_of) == (ListSource.MAR, AS_OF)
    assert told.medicines_known is MedicinesKnown.LISTED


def test_medicines_of_which_nothing_is_known_are_said_to_be_unknown(morning: Morning) -> None:
    told = morning.sign().record
    assert told.medicines_known is MedicinesKnown.UNKNOWN
    assert "Not known" in MedicinesKnown.UNKNOWN.label


def test_nobody_types_what_was_on_file(morning: Morning) -> None:
    told = morning.sign(medicines=["warfarin"], medicines_known="listed").record
    assert told.medicines_known is MedicinesKnown.UNKNOWN
    assert told.medicines == ()


def test_a_later_full_record_replaces_the_earlier_one_of_the_same_fall(morning: Morning) -> None:
    first = morning.sign(minutes_on_floor=20)
    second = morning.sign(minutes_on_floor=60)
    assert [each.id for each in morning.details()] == [second.record_id]
    status = {each.id: each.status for each in morning.details(only_current=False)}
    assert status[first.record_id] is not Status.CURRENT
    assert (first.record.is_long_lie, second.record.is_long_lie) == (False, True)
    assert second.answered == ()


def test_of_two_written_apart_both_stand_until_one_written_with_both_seen_replaces_both(
    morning: Morning,
) -> None:
    first = morning.sign(minutes_on_floor=20)
    unseen = morning.fill(minutes_on_floor=60).having_seen(())
    second = record_fall_detail(morning.store, by=NURSE, draft=unseen)
    assert {each.id for each in morning.details()} == {first.record_id, second.record_id}
    third = morning.sign(minutes_on_floor=45)
    assert [each.id for each in morning.details()] == [third.record_id]
    withdraw(morning.store, by=NURSE, record_id=third.record_id, reason="Of another fall")
    assert {each.id for each in morning.details()} == {first.record_id, second.record_id}


def test_what_replaced_both_replaces_both_on_every_computer_in_any_order(morning: Morning) -> None:
    morning.sign(minutes_on_floor=20)
    apart = morning.fill(minutes_on_floor=60).having_seen(())
    record_fall_detail(morning.store, by=NURSE, draft=apart)
    third = morning.sign(minutes_on_floor=45)
    with morning.store.reading() as connection:
        rows = connection.execute(select(CHANGE.c.mid, CHANGE.c.body)).all()
    changes = [stored_change(row.mid, row.body) for row in rows]
    for order in (changes, list(reversed(changes))):
        other = MemoryStore()
        other.receive(*order)
        with other.store.reading() as connection:
            standing = statements(connection, FallDetail, morning.who)
        assert [each.id for each in standing] == [third.record_id]


def test_a_full_record_that_came_while_another_was_written_is_not_replaced_unseen(
    morning: Morning,
) -> None:
    first = morning.sign(minutes_on_floor=20)
    (seen,) = morning.details()
    begun = morning.fill(minutes_on_floor=25).having_seen([seen.mid])
    came = morning.fill(minutes_on_floor=60).having_seen(())
    came_id = record_fall_detail(morning.store, by=NURSE, draft=came).record_id
    mine = record_fall_detail(morning.store, by=NURSE, draft=begun).record_id
    assert {each.id for each in morning.details()} == {came_id, mine}
    assert first.record_id not in (came_id, mine)


def test_the_first_observations_after_the_fall_are_linked(morning: Morning) -> None:
    taken = ObservationSet(taken_at=STARTED, pulse=80)
    with morning.store.deed(GP) as unit:
        change = unit.sign(taken, About(morning.who, morning.home_id, occurred_at=STARTED))
        for days in range(2, 54):  # the record is written long after
            at = STARTED + timedelta(days=days)
            unit.sign(taken, About(morning.who, morning.home_id, occurred_at=at))
        unit.commit()
    assert morning.sign().record.observations_id == change.envelope.record_id


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"told_at": "2027-01-01T00:00:00Z", "family_told": "told"}, "Told when"),
        (
            {"is_unhurt": True, "injuries": [{"site": "face", "injury": "cut"}]},
            "Looked all over and found no injury?",
        ),
        ({"response": ["nobody", "gp"]}, "Who was called"),
        ({"lying_systolic": 100, "lying_diastolic": 110}, "Lying, lower"),
        ({"whys": [{"why": str(n)} for n in range(6)]}, "Five whys"),
    ],
)
def test_what_cannot_have_been_so_is_refused_and_named(
    morning: Morning, values: dict[str, Any], where: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        morning.sign(**values)
    assert refused.value.where == where
    assert morning.states() == [ActionState.OPEN]


def test_a_full_record_of_a_withdrawn_fall_is_refused(morning: Morning) -> None:
    withdraw(morning.store, by=GP, record_id=morning.fall_id, reason="Another resident")
    with pytest.raises(InvalidInput, match="no longer"):
        morning.sign()


def test_the_action_is_stopped_with_its_fall(morning: Morning) -> None:
    withdraw(morning.store, by=GP, record_id=morning.fall_id, reason="Another resident")
    assert morning.states() == [ActionState.STOPPED]


def test_the_action_is_open_again_once_no_full_record_stands(morning: Morning) -> None:
    signed = morning.sign()
    assert morning.states() == [ActionState.DONE]
    withdraw(morning.store, by=NURSE, record_id=signed.record_id, reason="Another fall")
    assert morning.states() == [ActionState.OPEN]
    again = morning.sign()
    assert (len(again.answered), morning.states()) == (1, [ActionState.DONE])


def test_the_head_that_was_told_at_night_is_asked_about_again(morning: Morning) -> None:
    (fall,) = morning.falls()
    assert "head" not in fall_detail_draft(morning.who, fall.id, fall.record).values
    morning.falls_again(head="hit")
    hit = next(each for each in morning.falls() if each.record and each.record.head)
    assert fall_detail_draft(morning.who, hit.id, hit.record).values["head"] == "hit"


# The assessment


def assessing(morning: Morning, *factors: dict[str, Any]) -> Draft[FallsAssessment]:
    values = {"assessed_on": "2026-11-20", "factors": list(factors)}
    return Draft(FallsAssessment, morning.who, values)


def test_each_named_action_becomes_an_action_with_its_owner(morning: Morning) -> None:
    feet = {
        "factor": "feet",
        "state": "present",
        "finding": "Slippers too large",
        "action": "Buy slippers",
        "owner": "Ann Smith, daughter",
        "due": "2026-12-01",
    }
    record_falls_assessment(
        morning.store, by=NURSE, draft=assessing(morning, feet, {"factor": "vision"})
    )
    with morning.store.reading() as connection:
        found = [each.record for each in cards(connection, Action, morning.who) if each.record]
    (bought,) = [each for each in found if each.text == "Buy slippers"]
    assert (bought.owner, bought.due) == ("Ann Smith, daughter", date(2026, 12, 1))


@pytest.mark.parametrize(
    "factor",
    [
        {"factor": "feet", "state": "present", "action": "Buy slippers"},
        {"factor": "feet", "finding": "Slippers too large"},
    ],
)
def test_an_action_of_nobody_and_a_finding_without_an_answer_are_refused(
    morning: Morning, factor: dict[str, Any]
) -> None:
    before = len(morning.actions())
    with pytest.raises(InvalidInput, match="Feet and footwear"):
        record_falls_assessment(morning.store, by=NURSE, draft=assessing(morning, factor))
    assert len(morning.actions()) == before


def test_a_factor_stands_once_and_a_carer_does_not_assess(morning: Morning) -> None:
    twice = assessing(morning, {"factor": "feet"}, {"factor": "feet"})
    with pytest.raises(InvalidInput, match="twice"):
        record_falls_assessment(morning.store, by=NURSE, draft=twice)
    with pytest.raises(NotAllowed):
        record_falls_assessment(morning.store, by=CARER, draft=assessing(morning))
