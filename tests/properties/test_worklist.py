"""A reason never goes away by itself: whatever the order of arrival, and with clocks an hour wrong.

Homes tell falls and concerns, clinicians sign entries that name what they had seen; all of it comes
to a third device in any order. What no entry names is listed there.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mdt_core.store.queries.worklist import with_reasons
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change
from mdt_core.worklist import Reason, shipped_thresholds
from tests.properties.settings import SLOW
from tests.support.builders import HOME_ID, RESIDENT_ID, mid, newer_event, resident, stay
from tests.support.memory_store import GP, STARTED, MemoryStore

NEXT_WEEK = date(2026, 12, 1)
BODIES = {
    "fall": {"head": "hit"},
    "concern": {"how_soon": "today", "words": "not herself"},
    "hospital_episode": {"part": "returned"},
}
SEEN = {"how": "video", "note": "Seen", "see_again": "if_concerned"}


@dataclass(frozen=True)
class Happened:
    """Something told, `hours` after the start by a clock that is `wrong` by so many hours."""

    kind: str
    hours: int
    wrong: int

    @property
    def at(self) -> datetime:
        return STARTED + timedelta(hours=self.hours + self.wrong)


@dataclass(frozen=True)
class Signed:
    """An entry that names some of what was told, and may be withdrawn later."""

    hours: int
    wrong: int
    names: frozenset[int]
    is_withdrawn: bool

    @property
    def at(self) -> datetime:
        return STARTED + timedelta(hours=self.hours + self.wrong)


HOURS = st.integers(0, 6)
WRONG = st.sampled_from((-1, 0, 0, 1))
TOLD = st.lists(st.builds(Happened, st.sampled_from(sorted(BODIES)), HOURS, WRONG), max_size=5)
ENTRIES = st.lists(
    st.builds(Signed, HOURS, WRONG, st.frozensets(st.integers(0, 4)), st.booleans()), max_size=4
)


def text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def told_id(number: int) -> str:
    return f"0197d2a0-0000-7000-8000-0000000a{number:04d}"


def at_its_time(change: Change, at: datetime) -> Change:
    return replace(change, envelope=replace(change.envelope, occurred_at=at, recorded_at=at))


def changes_of(told: list[Happened], entries: list[Signed]) -> list[Change]:
    made = []
    about: dict[str, Any] = {"resident_id": RESIDENT_ID, "home_id": HOME_ID}
    for number, each in enumerate(told):
        body = dict(BODIES[each.kind])
        if each.kind == "fall":
            body["occurred_at"] = text(each.at)
        if each.kind == "hospital_episode":
            body["happened_at"] = text(each.at)
        change = newer_event(number, told_id(number), each.kind, body, **about)
        made.append(at_its_time(change, each.at))
    for number, entry in enumerate(entries):
        named = [told_id(n) for n in sorted(entry.names) if n < len(told)]
        record_id = f"0197d2a0-0000-7000-8000-0000000b{number:04d}"
        said: dict[str, Any] = {**SEEN, **({"answers": named} if named else {})}
        change = newer_event(100 + number, record_id, "round_entry", said, **about)
        made.append(at_its_time(change, entry.at))
        if entry.is_withdrawn:
            gone = newer_event(
                200 + number,
                f"0197d2a0-0000-7000-8000-0000000c{number:04d}",
                "withdrawal",
                {"reason": "signed by mistake"},
                corrects=mid(100 + number),
                **about,
            )
            made.append(at_its_time(gone, entry.at))
    return made


def listed(memory: MemoryStore) -> tuple[Reason, ...]:
    with memory.store.reading() as connection:
        (one,) = with_reasons(
            connection, GP, HOME_ID, today=NEXT_WEEK, thresholds=shipped_thresholds()
        )
    return one.reasons


def a_home_with_one_resident() -> MemoryStore:
    memory = MemoryStore()
    with memory.store.deed(GP) as unit:
        unit.write(resident(), About(RESIDENT_ID, HOME_ID), record_id=RESIDENT_ID)
        unit.write(stay(), About(RESIDENT_ID, HOME_ID))
        unit.commit()
    return memory


@SLOW
@given(TOLD, ENTRIES, st.randoms(use_true_random=False))
def test_what_no_standing_entry_names_is_listed_in_every_order_of_arrival(
    told: list[Happened], entries: list[Signed], order: Random
) -> None:
    changes = changes_of(told, entries)
    order.shuffle(changes)
    memory = a_home_with_one_resident()
    for change in changes:
        memory.receive(change)
    answered = {n for entry in entries if not entry.is_withdrawn for n in entry.names}
    open_ids = {told_id(n) for n in range(len(told)) if n not in answered}
    found = {source: reason for reason in listed(memory) for source in reason.sources}
    assert {source for source in found if source.startswith(told_id(0)[:-4])} == open_ids
    standing = [entry for entry in entries if not entry.is_withdrawn]
    if not standing:
        assert not any(reason.is_late for reason in found.values())
        return
    arrived = [change.envelope.record_id for change in changes]
    last = max(
        (n for n, entry in enumerate(entries) if not entry.is_withdrawn),
        key=lambda n: (entries[n].at, mid(100 + n)),
    )
    last_place = arrived.index(f"0197d2a0-0000-7000-8000-0000000b{last:04d}")
    for number, each in enumerate(told):
        if told_id(number) in open_ids:
            late = each.at < entries[last].at and arrived.index(told_id(number)) > last_place
            assert found[told_id(number)].is_late == late


def test_the_same_changes_make_the_same_list_after_a_rebuild() -> None:
    memory = a_home_with_one_resident()
    told = [Happened("fall", 1, 1), Happened("concern", 2, -1)]
    for change in changes_of(told, [Signed(3, 0, frozenset({1}), is_withdrawn=False)]):
        memory.receive(change)
    before = listed(memory)
    memory.store.rebuild()
    assert listed(memory) == before
