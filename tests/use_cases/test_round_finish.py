"""Signing off a round: what it closes, what it asks for, and what is refused afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.records.actions import Action
from mdt_core.records.round_sign_offs import AnyoneElse, OpenKind
from mdt_core.records.rounds import Attendee, DeferReason, RoundEntry, RoundMode, RoundState
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import RoundPage, last_attendees, round_page
from mdt_core.sync.change import Author
from mdt_core.use_cases.paper import round_sheet
from mdt_core.use_cases.round_finish import SigningOff, complete_action, sign_off, still_open
from mdt_core.use_cases.round_outcomes import defer
from mdt_core.use_cases.rounds import sign_entry, start_round, withdraw
from tests.support.memory_store import GP, MemoryStore
from tests.support.ward import Ward, make_ward

TODAY = date(2026, 11, 24)
NURSE = replace(GP, person_id="person-nurse", name="Grace Obi", role=Role.NURSE)
SAID = SigningOff(
    mode=RoundMode.VIDEO,
    started_at=datetime(2026, 11, 24, 6, 0, tzinfo=UTC),
    ended_at=datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
    anyone_else=AnyoneElse.NOBODY,
    attendees=(Attendee(id="p1", name="Grace Obi", role=Role.NURSE),),
    next_round_on=date(2026, 12, 1),
)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP)


@pytest.fixture
def round_id(memory: MemoryStore, ward: Ward) -> str:
    residents = [ward.in_room(room) for room in ("1", "2")]
    return start_round(memory.store, by=GP, home_id=ward.home_id, day=TODAY, residents=residents)[0]


def read(memory: MemoryStore, ward: Ward) -> RoundPage:
    with memory.store.reading() as connection:
        return round_page(connection, GP, ward.home_id, TODAY)


def entry(
    memory: MemoryStore, round_id: str, who: str, *actions: Action, for_gp: bool = False
) -> str:
    values = {"how": "video", "note": "Well", "see_again": "next_round", "round_id": round_id}
    author: Author | None = GP.author if for_gp else None
    signed = sign_entry(
        memory.store,
        by=NURSE if for_gp else GP,
        draft=Draft(RoundEntry, who, values),
        actions=actions,
        responsible=author,
    )
    return signed.entry_id


def sign(memory: MemoryStore, ward: Ward, said: SigningOff = SAID) -> str:
    return sign_off(memory.store, by=GP, home_id=ward.home_id, day=TODAY, said=said)[0]


def test_a_round_with_nothing_open_is_signed_with_the_hash_of_each_entry(
    memory: MemoryStore, ward: Ward, round_id: str
) -> None:
    ids = [entry(memory, round_id, ward.in_room(room)) for room in ("1", "2")]
    sign(memory, ward)
    page = read(memory, ward)
    assert page.sign_off is not None
    record = page.sign_off.record
    assert record is not None
    assert [each.entry_id for each in record.entries] == ids
    assert all(len(each.body_hash) == 64 for each in record.entries)
    assert {each.mid for each in record.entries} == {each.mid for _, each in page.entries}
    assert record.open_items == ()
    header = page.round.record if page.round else None
    assert header is not None
    assert (header.state, header.mode) == (RoundState.COMPLETED, RoundMode.VIDEO)
    assert header.attendees == SAID.attendees


def test_each_open_kind_needs_its_reason(memory: MemoryStore, ward: Ward, round_id: str) -> None:
    entry(memory, round_id, ward.in_room("1"), Action(text="Weigh"))
    with pytest.raises(InvalidInput, match=r"Not reached: 1\. Settle, or say why"):
        sign(memory, ward)
    left = frozenset({ward.in_room("1"), ward.in_room("2"), "of-nobody-on-the-list"})
    reasons = {OpenKind.NOT_REACHED: "Fire alarm"}
    with pytest.raises(InvalidInput, match="Actions without owner or date: 1"):
        sign(memory, ward, replace(SAID, reasons=reasons))
    reasons[OpenKind.LOOSE_ACTIONS] = "Home will name somebody"
    with pytest.raises(InvalidInput, match="Drafts not signed: 2"):
        sign(memory, ward, replace(SAID, reasons=reasons, drafts=left))
    reasons[OpenKind.DRAFTS] = "Will be finished tonight"
    sign(memory, ward, replace(SAID, reasons=reasons, drafts=left))
    page = read(memory, ward)
    assert page.sign_off is not None
    assert page.sign_off.record is not None
    said = {each.item: (each.number, each.reason) for each in page.sign_off.record.open_items}
    assert said == {
        OpenKind.NOT_REACHED: (1, "Fire alarm"),
        OpenKind.DRAFTS: (2, "Will be finished tonight"),
        OpenKind.LOOSE_ACTIONS: (1, "Home will name somebody"),
    }


def test_deferred_residents_and_completed_actions_are_not_open(
    memory: MemoryStore, ward: Ward, round_id: str
) -> None:
    one, two = ward.in_room("1"), ward.in_room("2")
    entry(memory, round_id, one, Action(text="Weigh"))
    defer(memory.store, by=GP, round_id=round_id, residents=(two,), reason=DeferReason.ASLEEP)
    ((_, action),) = still_open(read(memory, ward), GP.person_id).loose_actions
    complete_action(
        memory.store,
        by=GP,
        resident_id=one,
        action_id=action.id,
        update={"owner": "Grace Obi", "due": date(2026, 11, 27)},
    )
    sign(memory, ward)
    assert read(memory, ward).sign_off is not None


def test_entries_written_for_who_signs_are_confirmed_by_it_and_on_paper(
    memory: MemoryStore, ward: Ward, round_id: str
) -> None:
    mine = entry(memory, round_id, ward.in_room("1"), for_gp=True)
    entry(memory, round_id, ward.in_room("2"))
    found = still_open(read(memory, ward), GP.person_id)
    assert [each.id for _, each in found.to_confirm] == [mine]
    assert still_open(read(memory, ward), "somebody-else").counts(0) == {OpenKind.NOT_CONFIRMED: 1}

    def unconfirmed() -> list[bool]:
        sheet = round_sheet(
            memory.store,
            by=GP,
            home_id=ward.home_id,
            day=TODAY,
            waiting=0,
            practice=True,
        )
        return [each.unconfirmed for each in sheet.entries]

    assert unconfirmed() == [True, False]
    sign(memory, ward)
    assert unconfirmed() == [False, False]


def test_afterwards_the_header_is_closed_and_entries_only_amend(
    memory: MemoryStore, ward: Ward, round_id: str
) -> None:
    one = ward.in_room("1")
    first = entry(memory, round_id, one)
    defer(
        memory.store,
        by=GP,
        round_id=round_id,
        residents=(ward.in_room("2"),),
        reason=DeferReason.ASLEEP,
    )
    entry(memory, "", ward.in_room("2"))  # outside the round
    sign(memory, ward)
    with pytest.raises(Refused, match="signed off"):
        sign(memory, ward)
    with pytest.raises(Refused, match="header is closed"):
        start_round(
            memory.store, by=GP, home_id=ward.home_id, day=TODAY, residents=[ward.in_room("4")]
        )
    with pytest.raises(Refused, match="no entry in it to add to"):
        entry(memory, round_id, ward.in_room("2"))
    entry(memory, round_id, one)
    withdraw(memory.store, by=GP, record_id=first)
    assert len(read(memory, ward).entries) == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (replace(SAID, attendees=()), "Say who was there"),
        (replace(SAID, ended_at=SAID.started_at.replace(hour=5)), "before it started"),
        (replace(SAID, ended_at=SAID.ended_at.replace(hour=23)), "still to come"),
        (replace(SAID, started_at=SAID.started_at.replace(day=23)), "before its day"),
        (replace(SAID, next_round_on=TODAY), "a day after this round"),
    ],
)
def test_what_cannot_be_is_refused(
    memory: MemoryStore, ward: Ward, round_id: str, said: SigningOff, words: str
) -> None:
    assert round_id
    with pytest.raises(InvalidInput, match=words):
        sign(memory, ward, said)


def test_a_carer_cannot_sign_a_round(memory: MemoryStore, ward: Ward, round_id: str) -> None:
    for room in ("1", "2"):
        entry(memory, round_id, ward.in_room(room))
    carer = replace(GP, role=Role.HOME_CARER)
    with pytest.raises(NotAllowed):
        sign_off(memory.store, by=carer, home_id=ward.home_id, day=TODAY, said=SAID)


def test_who_was_at_the_last_round_is_known_at_the_next(
    memory: MemoryStore, ward: Ward, round_id: str
) -> None:
    for room in ("1", "2"):
        entry(memory, round_id, ward.in_room(room))
    sign(memory, ward)
    with memory.store.reading() as connection:
        assert last_attendees(connection, GP, ward.home_id, date(2026, 12, 1)) == SAID.attendees
        assert last_attendees(connection, GP, ward.home_id, TODAY) == ()
