"""A source that is imported: the same on every device, again without effect, beside what people wrote."""

from typing import Any

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.records.residents import Resident
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change
from tests.support.builders import (
    HOME_ID,
    NINE_IN_THE_MORNING,
    NURSE_AUTHOR,
    RESIDENT_ID,
    allergies,
    mid,
    observations,
    resident,
)
from tests.support.memory_store import GP, MemoryStore, changes_made

ABOUT = About(RESIDENT_ID, HOME_ID)


def imported(memory: MemoryStore, **values: Any) -> list[Change]:  # noqa: ANN401
    with (
        changes_made(memory) as made,
        memory.store.importing(GP, NURSE_AUTHOR, NINE_IN_THE_MORNING) as unit,
    ):
        unit.write(resident(**values), About(), record_id=RESIDENT_ID)
        unit.sign(allergies("latex"), ABOUT, record_id=mid(601))
        unit.sign(observations(), ABOUT, record_id=mid(602))
        unit.commit()
    return made


def test_an_import_is_word_for_word_the_same_on_two_devices() -> None:
    first, second = MemoryStore(1), MemoryStore(2)
    second.clock.advance(hours=5)
    with second.store.deed(GP) as unit:
        unit.sign(allergies("penicillin"), ABOUT)
        unit.commit()
    one, two = imported(first), imported(second)
    assert [(change.mid, change.text) for change in one] == [(c.mid, c.text) for c in two]


def test_a_second_run_of_an_import_is_a_duplicate_whatever_was_written_since(
    memory: MemoryStore,
) -> None:
    imported(memory)
    with memory.store.deed(GP) as unit:
        changed = unit.card(Resident, RESIDENT_ID).model_copy(update={"family_name": "Smyth"})
        unit.write(changed, About(), record_id=RESIDENT_ID)
        unit.sign(allergies("latex", "penicillin"), ABOUT)
        unit.commit()
    before = memory.projections()
    assert imported(memory) == []
    assert memory.projections() == before


def test_a_source_that_changed_its_word_stands_beside_what_a_person_wrote(
    memory: MemoryStore,
) -> None:
    imported(memory)
    with memory.store.deed(GP) as unit:
        changed = unit.card(Resident, RESIDENT_ID).model_copy(update={"family_name": "Smyth"})
        unit.write(changed, About(), record_id=RESIDENT_ID)
        unit.commit()
    imported(memory, family_name="Smithson", usual_address="2 Oak Road")
    with memory.store.deed(GP) as unit:
        groups = unit.card_state(RESIDENT_ID).groups
    said = {(head.value or {}).get("family_name") for head in groups["name"].heads}
    assert said == {"Smyth", "Smithson"}
    assert not groups["address"].has_siblings


def test_a_source_may_not_sign_other_words_under_the_same_id(memory: MemoryStore) -> None:
    imported(memory)
    with (
        pytest.raises(InvalidInput),
        memory.store.importing(GP, NURSE_AUTHOR, NINE_IN_THE_MORNING) as unit,
    ):
        unit.sign(allergies("eggs"), ABOUT, record_id=mid(601))
