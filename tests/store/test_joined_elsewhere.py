"""A record is read under another one only while that one is here: nobody is hidden under who is not."""

from mdt_core.store.queries.everyone import everyone
from mdt_core.sync.change import Change, ChangeKind, GroupWrite
from tests.support.builders import mid, newer_event, newer_set
from tests.support.memory_store import GP, MemoryStore

KEPT, MERGED = mid(601), mid(602)


def card(number: int, who: str) -> Change:
    """A resident of whom nothing but a name is known."""
    return newer_set(number, who, {"name": GroupWrite({"family_name": "Smith"}, ())})


def decision(number: int, who: str, other: str) -> Change:
    """One copy of what was decided: keep the first of the two."""
    body = {"other_id": other, "kept_id": KEPT, "decision": "d1", "why": "w", "asked": "a"}
    return newer_event(number, mid(600 + number), "resident_merge", body, resident_id=who)


def moved(number: int, kind: ChangeKind) -> Change:
    """The service tells that the record kept has left this device's homes, or come back."""
    plain = card(number, KEPT)
    return Change(plain.mid, kind, plain.envelope)


def listed(memory: MemoryStore) -> list[str]:
    with memory.store.reading() as connection:
        return sorted(line.resident_id for line in everyone(connection, GP))


def test_nobody_is_hidden_under_a_record_that_has_not_come_or_has_left() -> None:
    memory = MemoryStore()
    memory.receive(card(1, MERGED), decision(11, MERGED, KEPT))
    assert listed(memory) == [MERGED]
    memory.receive(card(2, KEPT))
    assert listed(memory) == [KEPT]
    memory.receive(moved(3, ChangeKind.RELEASE))
    assert listed(memory) == [MERGED]
    before = memory.projections()
    memory.store.rebuild()
    assert memory.projections() == before


def test_one_copy_of_a_decision_is_enough_whichever_it_is() -> None:
    for who, other in ((KEPT, MERGED), (MERGED, KEPT)):
        memory = MemoryStore()
        memory.receive(card(1, MERGED), card(2, KEPT), decision(11, who, other))
        assert listed(memory) == [KEPT]
        assert memory.row(MERGED)["own_id"] == MERGED
