"""A fall is recorded with what the medicines list said, and brings the full record with it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mdt_core.actor import Actor
from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, NotFound
from mdt_core.kinds import dump
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.falls import Fall
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.roles import Role
from mdt_core.store.queries.statements import Kept, Signed, cards, statements
from mdt_core.store.tables import AccessAuditRow, DraftRow
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import GroupWrite
from mdt_core.use_cases.falls import BloodThinnersListed, blood_thinners_listed, record_fall
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.residents import place, save_resident
from tests.support import builders
from tests.support.memory_store import GP, STARTED, MemoryStore

CARER = builders.actor(Role.HOME_CARER)
AS_OF = STARTED - timedelta(days=22)


class Night:
    """A home with one resident, at night."""

    def __init__(self) -> None:
        self.memory = MemoryStore()
        self.store = self.memory.store
        self.home_id = save_home(self.store, by=GP, home=builders.home())[0]
        self.who = save_resident(self.store, by=GP, resident=builders.resident())[0]
        place(
            self.store,
            by=GP,
            resident_id=self.who,
            home_id=self.home_id,
            stay_type=builders.stay().stay_type,
            admitted_at=STARTED - timedelta(days=9),
        )

    def list_medicine(self, name: str, **values: Any) -> None:  # noqa: ANN401
        plain = {"medicine": name, "state": MedicineState.ACTIVE, **values}
        with self.store.deed(GP) as unit:
            unit.write(MedicineLine(**plain), About(self.who, self.home_id))
            unit.commit()

    def say_where_from(self, source: ListSource = ListSource.MAR) -> None:
        with self.store.deed(GP) as unit:
            unit.sign(MedicineList(source=source, as_of=AS_OF), About(self.who, self.home_id))
            unit.commit()

    def listed(self) -> BloodThinnersListed:
        with self.store.reading() as connection:
            return blood_thinners_listed(connection, self.who)

    def falls(self) -> tuple[Signed[Fall], ...]:
        with self.store.reading() as connection:
            return statements(connection, Fall, self.who)

    def actions(self) -> tuple[Kept[Action], ...]:
        with self.store.reading() as connection:
            return cards(connection, Action, self.who)

    def draft(self, **values: Any) -> Draft[Fall]:  # noqa: ANN401
        return Draft(Fall, self.who, {"occurred_at": utc_text(STARTED), **values})


@pytest.fixture
def night() -> Night:
    return Night()


def test_a_carer_records_a_fall_of_which_nothing_is_known_but_when(night: Night) -> None:
    recorded = record_fall(night.store, by=CARER, draft=night.draft())
    (fall,) = night.falls()
    assert fall.id == recorded.fall_id
    assert fall.occurred_at == STARTED
    assert fall.record == Fall(occurred_at=STARTED)
    assert fall.author.role == Role.HOME_CARER.value


def test_the_full_record_is_asked_of_the_home_nurse_by_tomorrow_in_the_same_transaction(
    night: Night,
) -> None:
    recorded = record_fall(night.store, by=CARER, draft=night.draft())
    (action,) = night.actions()
    assert action.record is not None
    assert action.id == recorded.action_id
    assert action.record.text.startswith("Full falls record")
    assert action.record.owner_role is Role.HOME_NURSE
    assert str(action.record.due) == "2026-11-25"
    assert action.record.state is ActionState.OPEN
    assert recorded.changes.kinds == {"fall", "action"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"occurred_at": ""}, "Time of the fall"),
        ({"occurred_at": utc_text(STARTED + timedelta(hours=1))}, "later than now"),
        ({"head": "a bit"}, "Head: is not one of the answers"),
        ({"hurt": ["none", "cut"]}, "Choose either «None»"),
    ],
)
def test_a_fall_that_is_refused_leaves_neither_fall_nor_action(
    night: Night, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        record_fall(night.store, by=CARER, draft=night.draft(**wrong))
    assert (night.falls(), night.actions()) == ((), ())


@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        (builders.actor(Role.ADMINISTRATOR), NotAllowed),
        (builders.actor(Role.D2A_COORDINATOR), NotAllowed),
        (builders.actor(Role.HOME_NURSE, "another-home"), NotAllowed),
    ],
)
def test_who_may_not_record_a_fall_here_is_told_so(
    night: Night, by: Actor, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        record_fall(night.store, by=by, draft=night.draft())
    assert night.falls() == ()


def test_a_fall_of_nobody_on_this_device_is_refused(night: Night) -> None:
    with pytest.raises(NotFound):
        record_fall(night.store, by=GP, draft=Draft(Fall, "nobody", night.draft().values))


def test_the_draft_goes_and_the_deed_is_audited(night: Night) -> None:
    draft, audit = DraftRow.__table__, AccessAuditRow.__table__  # type: ignore[attr-defined]
    with night.store.deed(CARER) as unit:
        values = {"person_id": CARER.person_id, "kind": "fall", "resident_id": night.who}
        unit.connection.execute(draft.insert().values(**values, body="{}", saved_at="now"))
        unit.commit()
    recorded = record_fall(night.store, by=CARER, draft=night.draft())
    with night.store.reading() as connection:
        assert connection.execute(select(draft)).all() == []
        last = connection.execute(select(audit).order_by(audit.c.n.desc())).first()
    assert last is not None
    assert (last.action, last.record_id) == ("record fall", recorded.fall_id)
    assert last.detail == ""


def test_a_list_that_nobody_recorded_is_not_an_empty_one(night: Night) -> None:
    assert night.listed() == BloodThinnersListed((), is_list_recorded=False)


def test_the_fall_keeps_the_blood_thinners_that_were_listed_then(night: Night) -> None:
    night.list_medicine("Apixaban 5 mg tablets")
    night.say_where_from()
    record_fall(night.store, by=CARER, draft=night.draft())
    (fall,) = night.falls()
    assert fall.record is not None
    assert (fall.record.blood_thinners, fall.record.medicines_as_of) == (("apixaban",), AS_OF)


def test_a_list_has_its_date_and_source_where_somebody_said_them(night: Night) -> None:
    night.list_medicine("ramipril")
    assert night.listed() == BloodThinnersListed((), is_list_recorded=True)
    night.say_where_from(ListSource.DISCHARGE)
    assert night.listed().source is ListSource.DISCHARGE
    assert night.listed().as_of == AS_OF


@pytest.mark.parametrize(
    ("state", "is_found"),
    [
        (MedicineState.ACTIVE, True),
        (MedicineState.ON_HOLD, True),
        (MedicineState.UNKNOWN, True),
        (MedicineState.STOPPED, False),
        (MedicineState.COMPLETED, False),
    ],
)
def test_a_medicine_counts_unless_it_is_known_to_have_ended(
    night: Night, state: MedicineState, is_found: bool
) -> None:
    night.list_medicine("warfarin", state=state)
    assert bool(night.listed().names) is is_found


def test_a_stopped_medicine_with_two_versions_counts(night: Night) -> None:
    night.list_medicine("warfarin", state=MedicineState.STOPPED)
    with night.store.reading() as connection:
        (line,) = cards(connection, MedicineLine, night.who)
    other = dump(MedicineLine(medicine="warfarin", state=MedicineState.ACTIVE))
    write = GroupWrite({"state": other["state"]}, ())
    night.memory.receive(
        builders.newer_set(
            1, line.id, {"course": write}, kind="medicine_line", resident_id=night.who
        )
    )
    assert night.listed().has_two_versions
    assert night.listed().names == ("warfarin",)
