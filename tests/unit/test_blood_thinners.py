"""Blood thinners are found by the whole first words of a generic name, and by nothing else."""

import pytest

from mdt_core.blood_thinners import (
    blood_thinner_in,
    blood_thinners_among,
    blood_thinners_from,
    shipped_blood_thinners,
)
from mdt_core.errors import MdtError


@pytest.mark.parametrize(
    ("medicine", "name"),
    [
        ("apixaban", "apixaban"),
        ("Apixaban 5 mg tablets", "apixaban"),
        ("WARFARIN sodium 3mg", "warfarin"),
        ("aspirin 75 mg dispersible", "aspirin"),
        ("heparin sodium 5,000 units", "heparin"),
        ("dipyridamole with aspirin", "dipyridamole"),
        ("heparinoid 0.3% cream", None),
        ("paracetamol", None),
        ("not aspirin", None),
        ("co-codamol", None),
        ("5 mg apixaban", None),
        ("", None),
    ],
)
def test_only_a_whole_first_word_is_a_match(medicine: str, name: str | None) -> None:
    assert blood_thinner_in(medicine) == name


def test_each_name_is_found_once_in_the_order_of_the_list() -> None:
    listed = ("Ramipril", "clopidogrel 75 mg", "Apixaban 5 mg", "apixaban 2.5 mg")
    assert blood_thinners_among(listed) == ("clopidogrel", "apixaban")


def test_the_names_say_where_they_are_from_and_that_nobody_approved_them_yet() -> None:
    shipped = shipped_blood_thinners()
    assert shipped.source == "BNF names, to be verified before clinical release"
    assert shipped.version
    assert shipped.approved_by == ""


def test_every_name_finds_itself_and_none_stands_twice() -> None:
    names = shipped_blood_thinners().names
    assert [blood_thinner_in(name) for name in names] == list(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "text", ['{"version": "1"}', '{"anticoagulants": [], "antiplatelets": []}']
)
def test_names_without_their_version_and_source_are_not_used(text: str) -> None:
    with pytest.raises(MdtError, match="do not fit"):
        blood_thinners_from(text)
