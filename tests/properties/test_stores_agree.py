"""Two and three stores fed the same changes in other orders hold the same; rebuilding changes nothing.

The changes hold what a newer program may send: unknown kinds, groups, fields and choices, bodies
that do not pass their class, statements and cards under one id, and references to what never comes.
"""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mdt_core.store.intake import Logged
from mdt_core.sync.change import Change, GroupWrite
from tests.properties.settings import SLOW
from tests.support.builders import HOME_ID, OTHER_HOME_ID, RESIDENT_ID, mid, newer_event, newer_set
from tests.support.memory_store import MemoryStore

OTHER_RESIDENT = mid(900)
ODD: list[Any] = ["x", "paused", 7, True, None, [], ["x"], [1], {"x": 1}, [{"x": 1}], ""]
NAMES = {
    "resident": ("family_name", "born", "nhs_number", "is_deceased", "contacts", "gender", "newer"),
    "stay": ("home_id", "state", "admitted_at", "room", "stay_type", "newer"),
    "action": ("text", "state", "due", "owner", "priority"),
    "medicine_line": ("medicine", "state", "is_verified"),
    "triage": ("anything",),
    "allergy_state": ("state", "allergies", "newer"),
    "observation_set": ("taken_at", "respirations", "temperature", "spo2_scale", "purpose"),
    "round_entry": ("how", "note", "see_again", "see_again_on"),
    "withdrawal": ("reason",),
    "cpr_decision": ("cpr",),
    "bed_rail": ("anything",),
}
CARDS = ("resident", "stay", "action", "medicine_line", "triage")
STATEMENTS = tuple(kind for kind in NAMES if kind not in CARDS)
GROUPS = {
    "resident": ("name", "birth", "death", "contacts/c1", "contacts", "newer", "carers/k1"),
    "stay": ("placement", "whereabouts", "room"),
    "action": ("what", "progress"),
    "medicine_line": ("course", "check"),
    "triage": ("whole",),
}

usual: dict[str, list[Any]] = {
    "family_name": ["Smith", "Jones"],
    "born": ["1938"],
    "is_deceased": [True, False],
    "home_id": [HOME_ID, OTHER_HOME_ID],
    "state": ["here", "ended", "open", "active", "known", "none_known"],
    "admitted_at": ["2026-01-02T03:04:05Z", "2026-02-02T03:04:05Z"],
    "taken_at": ["2026-01-02T03:04:05Z"],
    "respirations": [16, 31],
    "temperature": ["36.8"],
    "allergies": [[{"substance": "latex"}], [{"substance": "latex", "reaction": "rash"}]],
    "cpr": ["for_cpr", "not_for_cpr"],
}


def bodies(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        name: st.sampled_from(usual.get(name, ["words"])) | st.sampled_from(ODD)
        for name in NAMES[kind]
    }
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def changes(draw: st.DrawFn, number: int) -> Change:
    before = [mid(each) for each in range(number)]
    some = st.lists(st.sampled_from([*before, mid(999), mid(number)]), max_size=3)
    about: dict[str, Any] = {
        "resident_id": draw(st.sampled_from([RESIDENT_ID, RESIDENT_ID, OTHER_RESIDENT, None])),
        "home_id": draw(st.sampled_from([HOME_ID, OTHER_HOME_ID, None])),
        "minutes": draw(st.integers(-2, 2)),
    }
    if draw(st.booleans()):
        kind = draw(st.sampled_from(CARDS))
        records = [RESIDENT_ID] if kind == "resident" else [mid(800), mid(801)]
        names = draw(st.lists(st.sampled_from(GROUPS[kind]), max_size=3, unique=True))
        values = st.none() | bodies(kind)
        writes = {name: GroupWrite(draw(values), tuple(draw(some))) for name in names}
        return newer_set(number, draw(st.sampled_from(records)), writes, kind=kind, **about)
    kind = draw(st.sampled_from(STATEMENTS))
    record = draw(st.sampled_from([mid(500 + number), mid(500 + number), mid(700), mid(800)]))
    corrects = draw(st.none() | st.sampled_from([*before, mid(999)]))
    body = draw(bodies(kind))
    base = tuple(draw(some))
    return newer_event(number, record, kind, body, base=base, corrects=corrects, **about)


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    return [draw(changes(number)) for number in range(draw(st.integers(1, 10)))]


@given(histories(), st.data())
@SLOW
def test_three_stores_fed_in_other_orders_hold_the_same(
    history: list[Change], data: st.DataObject
) -> None:
    kept = []
    for seed in (1, 2, 3):
        memory = MemoryStore(seed)
        order = history if seed == 1 else data.draw(st.permutations(history))
        cut = data.draw(st.integers(0, len(order)))
        memory.receive(*order[:cut])
        memory.receive(*order[cut:], *order[:2])
        kept.append(memory.projections())
    assert kept[0] == kept[1] == kept[2]


@given(histories(), st.data())
@SLOW
def test_pages_taken_in_hold_what_changes_one_by_one_hold(
    history: list[Change], data: st.DataObject
) -> None:
    one_by_one, paged = MemoryStore(1), MemoryStore(2)
    for change in history:
        one_by_one.receive(change)
    order = data.draw(st.permutations([*history, *history[:2]]))
    cut = data.draw(st.integers(0, len(order)))
    for page in (order[:cut], order[cut:]):
        paged.store.take_in([Logged(change, "ref") for change in page])
    assert paged.projections() == one_by_one.projections()


@given(histories())
@SLOW
def test_rebuilding_gives_what_was_kept(history: list[Change]) -> None:
    memory = MemoryStore()
    memory.receive(*history)
    before = memory.projections()
    memory.store.rebuild()
    assert memory.projections() == before


@given(histories())
@SLOW
def test_every_change_is_shown_by_a_record(history: list[Change]) -> None:
    memory = MemoryStore()
    memory.receive(*history)
    shown = {row[0] for row in memory.projections()["record"]}
    says_something = [c for c in history if c.groups is None or c.groups]
    assert shown == {change.envelope.record_id for change in says_something}
