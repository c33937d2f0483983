"""The text of a change: kept as received, whatever a newer program put in it (P14); refused in words."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from mdt_core.errors import InvalidInput
from mdt_core.store.projections import CHANGE
from mdt_core.sync.change import Change, GroupWrite, change_from_text
from tests.support.builders import RESIDENT_ID, mid, newer_event, newer_set, with_more
from tests.support.memory_store import MemoryStore

EVENT = newer_event(1, mid(501), "concern", {"words": "pale"}, base=tuple(sorted((mid(2), mid(3)))))
SET = newer_set(4, RESIDENT_ID, {"name": GroupWrite({"family_name": "S"}, (mid(5),))})


@pytest.mark.parametrize("change", [EVENT, SET])
def test_a_change_is_read_back_as_it_was_written(change: Change) -> None:
    read = change_from_text(change.mid, change.text)
    assert read == change
    assert (read.text, read.body_hash) == (change.text, change.body_hash)


def test_words_of_a_newer_program_anywhere_keep_the_text_and_its_hash(memory: MemoryStore) -> None:
    author = {**json.loads(EVENT.text)["author"], "registration": "NMC 1"}
    text = with_more(
        EVENT.text,
        author=author,
        newer={"deep": [{"x": 1}]},
        base=sorted((mid(2), mid(3)), reverse=True),
    )
    change = change_from_text(mid(9), text)
    assert change.text == text
    memory.receive(change)
    with memory.store.reading() as connection:
        kept = connection.execute(select(CHANGE.c.body, CHANGE.c.body_hash)).one()
    assert tuple(kept) == (text, change.body_hash)


def test_an_alternative_spelling_of_a_moment_is_kept_as_received() -> None:
    text = with_more(EVENT.text, recorded_at="2026-11-24T10:00:00+01:00")
    change = change_from_text(mid(9), text)
    assert change.text == text
    assert change.envelope.recorded_at == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_moment_of_another_zone_is_written_in_utc() -> None:
    at = datetime(2026, 11, 24, 10, tzinfo=timezone(timedelta(hours=1)))
    change = newer_event(1, mid(2), "concern", {})
    local = replace(change.envelope, occurred_at=at, recorded_at=at)
    assert (
        '"occurred_at":"2026-11-24T09:00:00Z"'
        in Change(change.mid, change.change_kind, local, body={}).text
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": "merge"},
        {"body": "text"},
        {"body": None},
        {"author": "Grace"},
        {"author": {"id": "x"}},
        {"occurred_at": "yesterday"},
        {"occurred_at": 5},
        {"base": "m1"},
        {"base": [1]},
        {"corrects": 7},
        {"sv": "one"},
        {"resident_id": ["r"]},
        {"responsible": []},
    ],
)
def test_a_text_that_is_no_change_is_refused_in_words(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        change_from_text(mid(1), with_more(EVENT.text, **wrong))


@pytest.mark.parametrize(
    "groups",
    [[], "x", {"name": 1}, {"name": {}}, {"name": {"v": "x"}}, {"name": {"v": {}, "base": 1}}],
)
def test_groups_that_are_none_are_refused_in_words(groups: object) -> None:
    with pytest.raises(InvalidInput):
        change_from_text(mid(1), with_more(SET.text, groups=groups))


def test_a_change_too_large_is_refused_when_written_and_when_read() -> None:
    large = newer_event(1, mid(2), "concern", {"words": "é" * 40_000})
    with pytest.raises(InvalidInput, match="64 KiB"):
        _ = large.text
    with pytest.raises(InvalidInput, match="64 KiB"):
        change_from_text(mid(1), with_more(EVENT.text, body={"words": "é" * 40_000}))
