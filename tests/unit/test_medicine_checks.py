"""What a medicines list asks to be looked at: prompts from data with version and source."""

from datetime import date
from typing import Any

import pytest

from mdt_core.anticholinergic import NO_BURDEN_LIST, BurdenList, shipped_burden_list
from mdt_core.errors import MdtError
from mdt_core.medicine_checks import checks, rules_from, shipped_rules
from mdt_core.medicine_names import amounts_in_cui, begins_with, in_cui_case
from mdt_core.records.medicine_reviews import CovertAdministration, CovertState
from mdt_core.records.medicines import MedicineLine, MedicineState

TODAY = date(2026, 11, 24)
LIST = BurdenList(
    *("Own list", "own/1", "Dr Lee", "2026-11-01", "Own", "CC BY 4.0"),
    scores={"amitriptyline": 3, "codeine": 1, "tramadol": 2},
)


def line(name: str, **values: Any) -> MedicineLine:  # noqa: ANN401
    return MedicineLine(medicine=name, state=MedicineState.ACTIVE, **values)


def words(*names: str, **given: Any) -> list[str]:  # noqa: ANN401
    lines = [line(name) for name in names]
    found = checks(lines, covert=None, today=TODAY, **given)
    return [each.words for each in found if each.words != NO_BURDEN_LIST]


@pytest.mark.parametrize(
    ("names", "beginning"),
    [
        (("Warfarin sodium 3 mg",), "Warfarin sodium 3 mg: high-risk (anticoagulant). Recorded?"),
        (("methotrexate 2.5 mg tablets",), "methotrexate 2.5 mg tablets: high-risk (methotrexate)"),
        (("co-careldopa 25/100",), "co-careldopa 25/100: high-risk (time-critical"),
        (
            ("furosemide", "ramipril 5 mg"),
            "Sick-day medicines (DAMN), 2 groups: furosemide, ramipril",
        ),
        (("aspirin 75 mg", "clopidogrel"), "Blood thinners together (ACAP): aspirin, clopidogrel"),
    ],
)
def test_a_check_says_what_to_look_at(names: tuple[str, ...], beginning: str) -> None:
    assert any(each.startswith(beginning) for each in words(*names))


@pytest.mark.parametrize(
    "names",
    [("paracetamol",), ("furosemide", "bumetanide"), ("aspirin",), ("heparinoid cream",), ()],
    ids=["plain", "one group twice", "one blood thinner", "another word", "nothing"],
)
def test_no_check_where_the_rule_does_not_hold(names: tuple[str, ...]) -> None:
    assert not [each for each in words(*names) if "high-risk" not in each]


@pytest.mark.parametrize(
    ("number", "said"), [(5, ""), (6, "6 or more"), (9, "6 or more"), (10, "10 or more")]
)
def test_many_medicines_are_counted_once_each(number: int, said: str) -> None:
    names = [f"medicine {letter}" for letter in "abcdefghijkl"[:number]]
    found = words(*names, *names)
    assert found == (
        [f"{number} medicines: {said} (every line of the list is counted)"] if said else []
    )


def test_without_an_installed_list_the_burden_is_said_not_to_be_worked_out() -> None:
    assert not shipped_burden_list().is_installed
    (only,) = checks([line("amitriptyline")], covert=None, today=TODAY)
    assert only.words == NO_BURDEN_LIST
    assert checks([], covert=None, today=TODAY) == ()


def test_an_installed_list_gives_its_sum_with_each_part_its_source_and_what_it_does_not_know() -> (
    None
):
    names = ("amitriptyline 10 mg", "tramadol", "ramipril", "amitriptyline 25 mg")
    found = checks([line(name) for name in names], covert=None, today=TODAY, burden=LIST)
    told = {each.words: each for each in found}
    total = told[
        "Anticholinergic burden 5 (3 for amitriptyline 10 mg and amitriptyline 25 mg, 2 for tramadol)."
        " Not in the list, not counted: ramipril"
    ]
    assert total.source == (
        "Own list, version own/1, approved by Dr Lee on 01-Nov-2026: Own (CC BY 4.0)"
    )
    assert not total.is_note
    strong = "Anticholinergics of medium or high burden: "
    assert f"{strong}amitriptyline 10 mg and amitriptyline 25 mg, tramadol" in told


def test_a_low_total_asks_for_nothing_and_still_names_what_it_does_not_know() -> None:
    *_, low = checks([line("codeine"), line("senna")], covert=None, today=TODAY, burden=LIST)
    assert low.is_note
    assert (
        low.words == "Anticholinergic burden 1 (1 for codeine). Not in the list, not counted: senna"
    )
    (none,) = checks([line("senna")], covert=None, today=TODAY, burden=LIST)
    assert "burden: no total, as none of these medicines is in the list" in none.words


def test_covert_giving_without_an_authority_for_that_medicine_is_said() -> None:
    hidden = [line("sertraline 50 mg", instructions="Give covertly in jam")]
    authority = CovertAdministration(
        state=CovertState.AUTHORISED, medicines=("sertraline",), review_due=date(2026, 12, 1)
    )

    def told(covert: CovertAdministration | None, today: date = TODAY) -> str:
        return " ".join(each.words for each in checks(hidden, covert=covert, today=today))

    assert "no authority recorded" in told(None)
    assert "authority" not in told(authority)
    assert "review day is past" in told(authority, date(2026, 12, 2))
    other = authority.model_copy(update={"medicines": ("risperidone",)})
    assert "no authority recorded" in told(other)
    ended = authority.model_copy(update={"state": CovertState.ENDED})
    assert "no authority recorded" in told(ended)


def test_the_rules_say_where_they_are_from_and_every_name_finds_itself() -> None:
    rules = shipped_rules()
    assert rules.version
    assert rules.source
    assert rules.approved_by == ""
    assert [begins_with(name, rules.names) for name in rules.names] == list(rules.names)


@pytest.mark.parametrize("text", ['{"version": "1"}', '{"high_risk": [{}]}', '{"high_risk": 1}'])
def test_rules_that_lack_a_part_are_not_used(text: str) -> None:
    with pytest.raises(MdtError, match="do not fit"):
        rules_from(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("5mg", "5 mg"),
        ("5.0 mg", "5 mg"),
        (".5 mg", "0.5 mg"),
        ("2.50mg twice a day", "2.5 mg twice a day"),
        ("1000 mg", "1,000 mg"),
        ("1,000 mg", "1,000 mg"),
        ("10.0mg and 0.10 ml", "10 mg and 0.1 ml"),
        ("50 micrograms", "50 micrograms"),
        ("0.5%", "0.5%"),
        ("25mg/100mg", "25 mg/100 mg"),
        ("one tablet at 10.00", "one tablet at 10.00"),
        ("a gram", "a gram"),
    ],
)
def test_amounts_are_written_as_the_medication_line_asks(typed: str, shown: str) -> None:
    assert amounts_in_cui(typed) == shown
    assert amounts_in_cui(shown) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Apixaban 5 mg", "apixaban 5 mg"),
        ("APIXABAN", "apixaban"),
        ("Co-careldopa 25/100", "co-careldopa 25/100"),
        ("Sodium Valproate MR", "sodium valproate MR"),
        ("ELIQUIS", "ELIQUIS"),
        ("Fostair", "Fostair"),
    ],
)
def test_only_a_name_known_to_be_generic_is_put_in_lower_case(typed: str, shown: str) -> None:
    assert in_cui_case(typed, shipped_rules().names) == shown
