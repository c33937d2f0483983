"""Every item of the data set has a place that there is, or stands among what is left out with a reason."""

from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

import mdt_core
from mdt_core.data_dictionary import page
from mdt_core.data_dictionary_items import ENVELOPE, is_file, sections, sections_from
from mdt_core.errors import MdtError
from mdt_core.fields import fields_of, part_of
from mdt_core.record import all_kinds, kind_named

ROOT: Final = Path(mdt_core.__file__).parents[1]
SECTIONS: Final = sections()
OF_THE_MACHINERY: Final = frozenset(
    {
        *("concern_answer", "not_same_person", "practitioner", "put_off", "quick_text"),
        *("receipt", "resident_merge", "settlement", "restricted_withdrawal"),
    }
)
"""Kinds that answer no item of the data set: how people answer, settle, join and tidy up."""


def is_there(place: str) -> bool:
    """Whether a place names a kind, a field of it, a field of its rows, or a file of ours."""
    if place == ENVELOPE:
        return True
    if is_file(place):
        return (ROOT / place).is_file()
    kind, *names = place.split(".")
    model = kind_named(kind)
    for name in names:
        spec = {} if model is None else {each.name: each for each in fields_of(model)}
        if name not in spec:
            return False
        model = part_of(spec[name])  # type: ignore[assignment]
    return bool(names) or model is not None


def test_the_parts_of_the_data_set_are_all_there_in_their_order() -> None:
    assert [each.number for each in SECTIONS] == [f"1.{number}" for number in range(1, 13)]
    assert all(each.title and each.kept and each.left_out for each in SECTIONS)


def test_every_place_that_an_item_is_kept_in_is_there() -> None:
    places = [place for each in SECTIONS for _, found in each.kept for place in found]
    assert [place for place in places if not is_there(place)] == []
    assert len(places) > 400
    assert not is_there("fall.no_such_field")
    assert not is_there("care_plan.goals.no_such_field")
    assert not is_there("no_such_kind")
    assert not is_there("mdt_core/no_such_file.py")


def test_no_item_is_both_kept_and_left_out_and_every_reason_is_a_sentence() -> None:
    for each in SECTIONS:
        kept, left_out = dict(each.kept), dict(each.left_out)
        assert kept.keys() & left_out.keys() == set()
        for reason in left_out.values():
            assert reason.endswith(".")
            assert len(reason.split()) > 3
    names = [item for each in SECTIONS for item in (*dict(each.kept), *dict(each.left_out))]
    assert all(item.strip() == item and "|" not in item for item in names)


def test_every_kind_of_record_answers_an_item_or_is_one_of_the_machinery() -> None:
    named = {
        place.split(".")[0]
        for each in SECTIONS
        for _, found in each.kept
        for place in found
        if not is_file(place)
    }
    kinds = {kind.kind for kind in all_kinds()}
    assert kinds - named == OF_THE_MACHINERY


def test_the_page_shows_every_item_and_every_reason_in_the_order_of_the_parts() -> None:
    told = page()
    rows = [f"| {item} | " for each in SECTIONS for item, _ in each.kept]
    assert all(row in told for row in rows)
    first, second = told.split("\n# Left out\n")
    starts = [first.index(f"\n## {each.number} ") for each in SECTIONS]
    assert all(before < after for before, after in pairwise(starts))
    for each in SECTIONS:
        for item, reason in each.left_out:
            assert f"| {each.number} | {item} | {reason} |" in second
    assert "../" not in told


def test_an_item_that_stands_twice_is_refused_by_name() -> None:
    twice = (
        '{"1.1": {"title": "t", "kept": {"Pulse": "envelope", "Pulse": "fall"}, "left_out": {}}}'
    )
    with pytest.raises(MdtError, match="Pulse"):
        sections_from(twice)
