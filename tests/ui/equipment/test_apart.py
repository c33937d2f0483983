"""One thing changed on two computers apart: both versions stand, wait among what can wait, and loans add up."""

from datetime import date
from typing import Any

import pytest

from mdt_core.records.equipment import Equipment, LentTo
from mdt_core.records.settlements import Way
from mdt_core.store.queries.cards import open_card
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_core.use_cases.equipment import lend
from mdt_core.use_cases.settling import Settling, settle
from mdt_desktop.ui.equipment.presenter import EquipmentRow, read_equipment
from mdt_desktop.ui.versions.presenter import read_versions
from mdt_desktop.ui.versions.quiet import quiet_rows
from tests.support.memory_store import GP, MemoryStore, changes_made
from tests.support.ward import Ward, make_ward
from tests.ui.equipment.things import furnish

Apart = tuple[MemoryStore, MemoryStore, Ward, str]


@pytest.fixture
def apart() -> Apart:
    """Two computers that know the same, with the id of one thing."""
    here, there = MemoryStore(1), MemoryStore(2)
    with changes_made(here) as made:
        ward = make_ward(here.store, GP, 2)
        which = furnish(here.store, GP, ward)["NX-1"]
    there.receive(*made)
    return here, there, ward, which


def fault(memory: MemoryStore, which: str, words: str) -> None:
    with memory.store.reading() as connection:
        was = open_card(connection, Equipment, which).values
    now = {"faulty_since": "2026-11-23", "fault": words}
    save_card(memory.store, by=GP, change=CardChange(Equipment, which, was, now))


def lent_to(memory: MemoryStore, which: str, words: str) -> None:
    said: dict[str, Any] = {"lent_to": LentTo.HOME, "lent_on": date(2026, 11, 24), "words": words}
    lend(memory.store, by=GP, equipment_id=which, **said)


def shown(memory: MemoryStore, ward: Ward, which: str) -> EquipmentRow:
    view = read_equipment(memory.store, GP, ward.home_id, memory.clock())
    return next(row for row in view.rows if row.record_id == which)


def test_two_faults_told_apart_stand_both_until_one_is_chosen(apart: Apart) -> None:
    here, there, ward, which = apart
    fault(here, which, "The clip is broken")
    with changes_made(there) as made:
        fault(there, which, "Shows no figure")
    here.receive(*made)
    row = shown(here, ward, which)
    assert row.has_two_versions
    assert row.states[0].words == "Two versions stand: look at both"
    (waiting,) = quiet_rows(here.store, GP)
    assert (waiting.whose, waiting.home) == ("The home", "Larch House")
    found = read_versions(here.store, GP, "", waiting.key).versions
    assert found is not None
    assert len(found.versions) == 2
    kept = found.versions[0].mid
    settle(
        here.store,
        by=GP,
        settling=Settling(found.of, Way.KEPT, "Looked at it", "Grace Obi", keep=kept),
    )
    row = shown(here, ward, which)
    assert not row.has_two_versions
    assert row.states[0].words.startswith("Faulty since 23-Nov-2026: ")


def test_loans_of_two_computers_are_both_kept(apart: Apart) -> None:
    here, there, ward, which = apart
    lent_to(here, which, "Rowan Court")
    with changes_made(there) as made:
        lent_to(there, which, "Elm House")
    here.receive(*made)
    with here.store.reading() as connection:
        loans = open_card(connection, Equipment, which).values["loans"]
    assert {loan["words"] for loan in loans} == {"Rowan Court", "Elm House"}
    row = shown(here, ward, which)
    assert not row.has_two_versions
    assert "Lent twice, as two people told it apart: ask who has it" in row.words
    assert "Lent to Rowan Court" in row.words
    assert "Lent to Elm House" in row.words
