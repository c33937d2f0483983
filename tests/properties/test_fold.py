"""The fold of cards: any order, any repetition, and no value lost that nobody named (P1, P3)."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from mdt_core.sync.change import Change, GroupWrite
from mdt_core.sync.fold import CardState, fold_card
from tests.properties.settings import FAST
from tests.support.builders import RESIDENT_ID, mid, newer_set

GROUPS = ("name", "birth", "contacts/c1")


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Changes of several devices; each names, per group, any of the changes made before it."""
    changes: list[Change] = []
    for number in range(draw(st.integers(1, 7))):
        names = draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=3, unique=True))
        before = [change.mid for change in changes]
        seen = st.lists(st.sampled_from(before), unique=True) if before else st.just([])
        writes = {
            name: GroupWrite(draw(st.none() | st.fixed_dictionaries({"v": st.integers(0, 2)})),
                             tuple(draw(seen)))
            for name in names
        }  # fmt: skip
        minutes = draw(st.integers(-3, 3))
        changes.append(newer_set(number, RESIDENT_ID, writes, minutes=minutes))
    return changes


def folded(changes: Iterable[Change]) -> CardState:
    state = CardState()
    for change in changes:
        state = fold_card(state, change)
    return state


def surviving(changes: Iterable[Change]) -> dict[str, set[str]]:
    """The oracle: what was written to each group, less what any other change named there."""
    written: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for change in changes:
        for name, write in (change.groups or {}).items():
            written.setdefault(name, set()).add(change.mid)
            named.setdefault(name, set()).update(set(write.base) - {change.mid})
    return {name: mids - named[name] for name, mids in written.items()}


@given(histories(), st.data())
@FAST
def test_any_order_and_any_repetition_give_the_same_card(
    changes: list[Change], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(changes), max_size=4))
    shuffled = data.draw(st.permutations([*changes, *again]))
    assert folded(shuffled) == folded(changes)


@given(histories())
@FAST
def test_no_value_disappears_unless_a_change_named_it(changes: list[Change]) -> None:
    groups = folded(changes).groups
    stands = {name: {head.mid for head in state.heads} for name, state in groups.items()}
    assert stands == surviving(changes)


@given(histories())
@FAST
def test_a_write_that_names_all_that_stands_leaves_one_value(changes: list[Change]) -> None:
    state = folded(changes)
    settled = {name: GroupWrite({"v": 9}, state.heads_of(name)) for name in state.groups}
    after = fold_card(state, newer_set(99, RESIDENT_ID, settled))
    assert all([head.mid for head in group.heads] == [mid(99)] for group in after.groups.values())


def test_a_change_that_names_itself_as_seen_is_not_lost() -> None:
    change = newer_set(1, RESIDENT_ID, {"name": GroupWrite({"family_name": "S"}, (mid(1),))})
    assert folded([change]).heads_of("name") == (mid(1),)


def test_the_newest_is_shown_first_by_time_and_then_by_identity() -> None:
    changes = [
        newer_set(number, RESIDENT_ID, {"name": GroupWrite({"v": number})}, minutes=minutes)
        for number, minutes in ((1, 5), (2, 0), (3, 5))
    ]
    shown = [head.mid for head in folded(changes).groups["name"].heads]
    assert shown == [*sorted((mid(1), mid(3)), reverse=True), mid(2)]


def test_equal_values_written_apart_are_not_two_versions() -> None:
    same = [newer_set(n, RESIDENT_ID, {"name": GroupWrite({"v": 1})}) for n in (1, 2)]
    other = newer_set(3, RESIDENT_ID, {"name": GroupWrite({"v": 2})})
    assert not folded(same).groups["name"].has_siblings
    assert folded([*same, other]).groups["name"].has_siblings
