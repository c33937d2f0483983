"""Whatever can be written can be found, by itself and by its beginning."""

import json
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy import text as text_of

from mdt_core.quick_text import blanks_in, shipped_blanks
from mdt_core.records.residents import Resident
from mdt_core.store.dialects import sqlite
from mdt_core.store.search import sounds_of, words_of
from mdt_core.store.tables import StoreRow
from mdt_core.store.unit_of_work import About, UnitOfWork
from tests.properties.settings import FAST
from tests.support.builders import RESIDENT_ID, entry, home, resident
from tests.support.memory_store import GP, MemoryStore
from tests.support.shared_data import shared_data

kept_texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
).filter(str.strip)


def kept_in(memory: MemoryStore, text: str) -> set[str]:
    """Writes the text as a family name, as a note and as an address; returns the records' ids."""
    return kept_together(memory, [text])[text]


def kept_together(memory: MemoryStore, texts: list[str]) -> dict[str, set[str]]:
    with memory.store.deed(GP) as unit:
        kept = {text: _written(unit, text) for text in texts}
        unit.commit()
    return kept


def _written(unit: UnitOfWork, text: str) -> set[str]:
    person = unit.write(resident(family_name=text), About())
    signed = unit.sign(entry(note=text), About(person))
    return {person, signed.envelope.record_id, unit.write(home(address=text), About())}


def found(memory: MemoryStore, asked: str) -> set[str]:
    with memory.store.reading() as connection:
        numbers = sqlite.records_with(connection, words_of(asked), 10_000)
        record = StoreRow.metadata.tables["record"]
        rows = connection.execute(select(record.c.id).where(record.c.no.in_(numbers)))
        return set(rows.scalars())


def beginnings(text: str) -> list[str]:
    return [" ".join(islice(text.split(), words)) for words in (1, 2, 3)]


def test_every_naughty_string_is_found_wherever_it_stands() -> None:
    path = shared_data("12_torture", "blns", "blns.json")
    strings = [
        text
        for text in json.loads(path.read_text("utf-8"))
        if text.strip() and "\0" not in text and not blanks_in(text, shipped_blanks())
    ]
    assert len(strings) > 400
    memory = MemoryStore()
    kept = kept_together(memory, strings)
    missed = [
        (text, asked)
        for text, ids in kept.items()
        for asked in (text, *beginnings(text))
        if not ids <= found(memory, asked)
    ]
    assert missed == []


@given(kept_texts)
@example("O’Brien")
@example("½ ﷺ İ ß ŉ")
@FAST
def test_any_text_is_found_by_itself_and_by_its_first_words(text: str) -> None:
    memory = MemoryStore()
    ids = kept_in(memory, text)
    for asked in (text, text.upper(), *beginnings(text)):
        if asked.upper().lower() == asked.lower():
            assert ids <= found(memory, asked), asked


@given(st.text(max_size=40))
@FAST
def test_the_words_of_words_are_the_same_words(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words
    assert all(word and " " not in word for word in words)


@given(st.text(max_size=40))
@FAST
def test_any_question_gets_an_answer(text: str) -> None:
    found(MemoryStore(), text)


def test_a_whole_note_is_a_question_too() -> None:
    memory = MemoryStore()
    text = " ".join(f"word{number}" for number in range(2_000))
    ids = kept_in(memory, text)
    assert ids <= found(memory, text)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("O’Brien", "O'Brien"),
        ("O'Brien", "O’Brien"),
        ("Smith–Jones", "smith-jones"),
        ("Smith-Jones", "Smith—Jones"),
        ("Müller", "muller"),
        ("MÜLLER", "müller"),
        ("Straße", "strasse"),
        ("Łukasz", "łuk"),
        ("ﬁsh", "fish"),
        ("e\u0301clair", "éclair"),
        ("محمد", "محم"),
        ("हिन्दी", "हिन्दी"),
        ("999 000 0018", "9990000018"[:3]),
        ("2 😀 tablets", "😀"),
    ],
)
def test_people_find_a_name_however_it_is_typed(written: str, asked: str) -> None:
    memory = MemoryStore()
    assert kept_in(memory, written) <= found(memory, asked)


def test_a_question_without_a_word_finds_nothing() -> None:
    memory = MemoryStore()
    kept_in(memory, "Smith")
    assert found(memory, " \t ") == set()


def test_a_name_that_was_changed_is_found_only_by_the_new_one() -> None:
    memory = MemoryStore()
    with memory.store.deed(GP) as unit:
        unit.write(Resident(family_name="Abernathy"), About(), record_id=RESIDENT_ID)
        unit.write(Resident(family_name="Zouch"), About(), record_id=RESIDENT_ID)
        unit.commit()
    assert found(memory, "abern") == set()
    assert found(memory, "zou") == {RESIDENT_ID}


@pytest.mark.parametrize(
    ("one", "other"), [("Smith", "Smyth"), ("Clark", "Clarke"), ("Philips", "Phillips")]
)
def test_names_that_sound_alike_are_marked(one: str, other: str) -> None:
    assert sounds_of(one) == sounds_of(other)
    assert sounds_of(one) != sounds_of("Okonkwo")


@given(st.text(max_size=20))
@FAST
def test_any_family_name_has_a_sound(name: str) -> None:
    assert isinstance(sounds_of(name), str)


def test_the_index_is_put_in_order_step_by_step_and_finds_the_same() -> None:
    memory = MemoryStore()
    ids = set[str]()
    for number in range(12):
        ids |= kept_in(memory, f"Featherstone {number}")
    before = _pieces(memory)
    steps = 0
    while memory.store.merge_words():
        steps += 1
    assert steps > 0
    assert _pieces(memory) < 4 <= before
    assert not memory.store.merge_words()
    assert found(memory, "feather") == ids
    with memory.store.reading() as connection:
        connection.execute(text_of("INSERT INTO search(search) VALUES ('integrity-check')"))


def _pieces(memory: MemoryStore) -> int:
    """How many parts of the index were written apart: of each, one row at least."""
    with memory.store.reading() as connection:
        told = "SELECT count(DISTINCT id >> 37) FROM search_data WHERE id >= (1 << 37)"
        number: int = connection.execute(text_of(told)).scalar_one()
        return number
