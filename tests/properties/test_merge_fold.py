"""Who is one person: the same for every order of the decisions, never a loop, never a choice."""

from hypothesis import given
from hypothesis import strategies as st

from mdt_core.store.merge_fold import Decision, disputed, read_under
from mdt_core.store.merges import people_under
from mdt_core.sync.change import Change, GroupWrite
from tests.properties.settings import FAST, SLOW
from tests.support.builders import mid, newer_event, newer_set
from tests.support.memory_store import MemoryStore

PEOPLE = ("a", "b", "c", "d", "e")


@st.composite
def decisions(draw: st.DrawFn) -> list[Decision]:
    found = []
    for number in range(draw(st.integers(0, 7))):
        one, other = draw(st.permutations(PEOPLE))[:2]
        kept = draw(st.sampled_from((one, other, one, other, None)))
        found.append(Decision(one, other, kept, f"d{number}"))
    return found


@given(decisions(), st.sets(st.sampled_from(PEOPLE)), st.data())
@FAST
def test_any_order_gives_the_same_and_nobody_is_read_under_somebody_read_under_another(
    told: list[Decision], present: set[str], data: st.DataObject
) -> None:
    found = read_under(told, present)
    assert read_under(data.draw(st.permutations([*told, *told[:2]])), present) == found
    assert not set(found.values()) & found.keys()
    assert set(found) | set(found.values()) <= present
    assert not disputed(told) & found.keys()


@given(decisions())
@FAST
def test_nobody_is_read_under_somebody_who_was_said_to_be_another(told: list[Decision]) -> None:
    found = read_under(told, PEOPLE)
    whose = {who: found.get(who, who) for who in PEOPLE}
    for each in told:
        if each.kept is None and not {each.one, each.other} <= disputed(told):
            assert whose[each.one] != whose[each.other]


def test_a_chain_ends_at_the_last_record_kept() -> None:
    chain = [Decision("a", "b", "b", "1"), Decision("b", "c", "c", "2")]
    assert read_under(chain, PEOPLE) == {"a": "c", "b": "c"}
    assert disputed(chain) == frozenset()


def test_opposite_ways_circles_and_two_ends_are_left_to_a_person() -> None:
    there_and_back = [Decision("a", "b", "b", "1"), Decision("b", "a", "a", "2")]
    circle = [
        Decision("a", "b", "b", "1"),
        Decision("b", "c", "c", "2"),
        Decision("c", "a", "a", "3"),
    ]
    two_ends = [Decision("a", "b", "b", "1"), Decision("a", "c", "c", "2")]
    parted = [Decision("a", "b", "b", "1"), Decision("a", "b", None, "2")]
    for told in (there_and_back, circle, two_ends, parted):
        assert read_under(told, PEOPLE) == {}
        assert disputed(told) == {who for each in told for who in (each.one, each.other)}


def test_who_is_not_here_hides_nobody() -> None:
    assert read_under([Decision("a", "b", "b", "1")], {"a"}) == {}


# The same through the store: whatever the order in which changes arrive

IDS = {name: mid(700 + place) for place, name in enumerate(PEOPLE)}


def changes_of(told: list[Decision], undone: int) -> list[Change]:
    made = [
        newer_set(
            700 + place,
            IDS[name],
            {"name": GroupWrite({"family_name": name.upper()}, ())},
        )
        for place, name in enumerate(PEOPLE)
    ]
    for place, name in enumerate(PEOPLE):
        body = {"state": "known", "allergies": [{"substance": name}]}
        seen = (mid(710 + place - 1),) if place else ()
        made.append(
            newer_event(
                710 + place,
                mid(720 + place),
                "allergy_state",
                body,
                base=seen,
                resident_id=IDS[name],
            )
        )
    for number, each in enumerate(told):
        made += copies(number, each)
    if told and undone < len(told):
        for side, who in enumerate((told[undone].one, told[undone].other)):
            made.append(
                newer_event(
                    900 + side,
                    mid(910 + side),
                    "withdrawal",
                    {"reason": "Wrong"},
                    corrects=mid(800 + 2 * undone + side),
                    resident_id=IDS[who],
                )
            )
    return made


def copies(number: int, decision: Decision) -> list[Change]:
    made = []
    for side, (who, other) in enumerate(
        ((decision.one, decision.other), (decision.other, decision.one))
    ):
        body = {"other_id": IDS[other], "decision": decision.id, "why": "w", "asked": "a"}
        if decision.kept is not None:
            body["kept_id"] = IDS[decision.kept]
        kind = "not_same_person" if decision.kept is None else "resident_merge"
        made.append(
            newer_event(
                800 + 2 * number + side,
                mid(850 + 2 * number + side),
                kind,
                body,
                resident_id=IDS[who],
            )
        )
    return made


@given(decisions(), st.integers(0, 8), st.data())
@SLOW
def test_the_store_is_the_same_for_every_order_and_after_a_rebuild(
    told: list[Decision], undone: int, data: st.DataObject
) -> None:
    changes = changes_of(told, undone)
    one, other = MemoryStore(1), MemoryStore(2)
    one.receive(*changes)
    for change in data.draw(st.permutations(changes)):
        other.receive(change)
    assert other.projections() == one.projections()
    one.store.rebuild()
    assert one.projections() == other.projections()
    left = [each for number, each in enumerate(told) if number != undone]
    expected = {IDS[who]: IDS[kept] for who, kept in read_under(left, PEOPLE).items()}
    with one.store.reading() as connection:
        assert people_under(connection, list(IDS.values())) == expected
