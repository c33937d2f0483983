"""Anticholinergic burden from a site's own list: every part by name, and nothing unknown counted as 0."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.anticholinergic import (
    BurdenList,
    ListedLine,
    before_and_after,
    burden_facts,
    burden_list_from,
    burden_list_from_csv,
    parts_of,
    shipped_burden_list,
    taken_at,
    total_of,
)
from mdt_core.errors import MdtError
from mdt_core.records.medicine_reviews import MedicineReview, ReviewDecision, ReviewedMedicine
from tests.support.burden import OWN_LIST

HEAD = ",".join(OWN_LIST)
SAID = ",".join(OWN_LIST.values())
OWN = BurdenList(
    **OWN_LIST,
    scores={"amitriptyline": 3, "codeine": 1, "tramadol": 2, "senna": 0},
    codes={"777067000": "tramadol"},
)
LISTED = tuple(
    ListedLine(f"line-{place}", name)
    for place, name in enumerate(("amitriptyline 10 mg", "codeine", "ramipril", "senna"))
)


def decided(medicine: str, decision: str, how: str = "", line: str = "") -> ReviewedMedicine:
    return ReviewedMedicine(
        id=line or None,
        medicine=medicine,
        decision=ReviewDecision(decision),
        reason="Drowsy",
        how=how or None,
    )


def told(*rows: ReviewedMedicine, lines: tuple[ListedLine, ...] = LISTED) -> dict[str, str]:
    parts = parts_of(taken_at(lines, rows), OWN)
    review = MedicineReview(medicines=rows, burden_list=OWN.words, burden=parts)
    facts = burden_facts(review)
    return {fact.label.removeprefix("Anticholinergic burden "): fact.words for fact in facts}


BEFORE = "4 (3 for amitriptyline 10 mg, 1 for codeine, 0 for senna)"


@pytest.mark.parametrize(
    ("row", "after", "unlisted"),
    [
        (decided("amitriptyline 10 mg", "keep", line="line-0"), BEFORE, "ramipril"),
        (decided("amitriptyline 10 mg", "reduce", "Halve it", "line-0"), BEFORE, "ramipril"),
        (decided("Codeine", "stop"), "3 (3 for amitriptyline 10 mg, 0 for senna)", "ramipril"),
        (
            decided("amitriptyline", "switch", "to tramadol 50 mg", "line-0"),
            "3 (2 for tramadol 50 mg, 1 for codeine, 0 for senna)",
            "ramipril",
        ),
        (
            decided("amitriptyline", "switch", "", "line-0"),
            "1 (1 for codeine, 0 for senna)",
            "what amitriptyline is switched to (not said), ramipril",
        ),
        (decided("tramadol", "start"), f"6{BEFORE[1:-1]}, 2 for tramadol)", "ramipril"),
        (decided("codeine 30 mg", "start"), BEFORE.replace("codeine", "codeine and codeine 30 mg"), "ramipril"),
        (decided("lithium", "start"), BEFORE, "ramipril, lithium"),
    ],
    ids=["keep", "reduce", "stop", "switch", "not said", "start", "start again", "unknown"],
)  # fmt: skip
def test_the_decisions_of_a_review_are_applied_to_the_list_as_it_stood(
    row: ReviewedMedicine, after: str, unlisted: str
) -> None:
    words = told(row)
    assert words["after"] == f"{after}. Points are by medicine, whatever the dose"
    assert words["Not in the list, not counted"] == unlisted
    assert words["List"] == "Borough list, version own/1, approved by Dr Lee on 01-Nov-2026"
    if row.medicine != "codeine 30 mg":
        assert words["before"] == BEFORE


def test_what_is_taken_though_it_is_not_listed_counts_before_too_and_a_code_finds_its_medicine() -> (
    None
):
    words = told(decided("amitriptyline", "stop"), lines=(ListedLine("a", "Zydol", "777067000"),))
    assert words["before"] == "5 (2 for Zydol, 3 for amitriptyline)"
    assert words["after"].startswith("2 (2 for Zydol)")


def test_a_total_is_never_told_where_no_medicine_is_in_the_list() -> None:
    words = told(lines=(ListedLine("a", "ramipril"),))
    assert words["before"] == "no total, as none of these medicines is in the list"
    assert told(lines=()) == {}
    assert burden_facts(MedicineReview()) == ()
    none_left = told(decided("codeine", "stop"), lines=(ListedLine("a", "codeine"),))
    assert none_left["after"].startswith("no medicine")


@given(st.lists(st.sampled_from(["codeine", "tramadol", "ramipril", "senna", "Codeine 30 mg"])))
def test_a_total_is_the_sum_of_its_parts_and_every_medicine_stands_in_one(names: list[str]) -> None:
    lines = [ListedLine(str(place), name) for place, name in enumerate(names)]
    parts = parts_of(taken_at(lines, ()), OWN)
    entries = {OWN.entry_of(name) or name for name in names}
    assert len(parts) == len(entries)
    listed = [OWN.scores[each] for each in entries if each in OWN.scores]
    before, after = before_and_after(parts)
    assert before == after
    assert total_of(before) == (sum(listed) if listed else None)


def test_nothing_is_shipped_and_a_whole_list_is_read_from_either_file() -> None:
    assert not shipped_burden_list().is_installed
    codes = {"777067000": "tramadol"}
    text = json.dumps({**OWN_LIST, "scores": {"codeine": 1, "tramadol": 2}, "codes": codes})
    rows = [f"codeine,,1,{SAID}", f"tramadol,777067000,2,{SAID}"]
    table = "\n".join((f"\ufeffmedicine,code,points,{HEAD}", *rows))
    assert burden_list_from(text) == burden_list_from_csv(table)
    assert burden_list_from(text).entry_of("Tramadol hydrochloride 50 mg") == "tramadol"
    assert burden_list_from(text).entry_of("co-codamol") is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"licence": ""}, "name, version, source and licence, and who approved it"),
        ({"approved_by": " "}, "who approved it"),
        ({"approved_on": "last week"}, "day of approval"),
        ({"scores": {"codeine": 4}}, "not 0 to 3"),
        ({"scores": {"codeine": True}}, "not 0 to 3"),
        ({"scores": {"777067000": 2}}, "has no name"),
        ({"scores": {"codeine": 1, "Codeine": 1}}, "stands twice"),
        ({"codes": {"777067000": "tramadol"}}, "not in it"),
        ({"scores": 3}, "does not fit"),
        ({"more": 1}, "does not fit"),
    ],
)
def test_a_list_that_does_not_say_what_it_is_or_cannot_be_so_is_not_used(
    change: dict[str, Any], why: str
) -> None:
    with pytest.raises(MdtError, match=why):
        burden_list_from(json.dumps({**OWN_LIST, "scores": {"codeine": 1}, **change}))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "has no column medicine, or no row"),
        ([f"codeine,,1,{SAID}", f"codeine,,1,{SAID}"], "stands twice"),
        ([f"codeine,,1.5,{SAID}"], "not 0 to 3"),
        ([f"codeine,,1,{SAID}", f"tramadol,,2,Other{SAID}"], "different lists"),
        (["codeine,,1"], "does not say its name"),
    ],
    ids=["empty", "twice", "points", "two lists", "short"],
)
def test_a_table_that_cannot_be_so_is_not_used(rows: list[str], why: str) -> None:
    with pytest.raises(MdtError, match=why):
        burden_list_from_csv("\n".join((f"medicine,code,points,{HEAD}", *rows)))
