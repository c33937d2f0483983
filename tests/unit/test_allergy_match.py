"""Which recorded allergies are named by a medicine: a plain comparison of words, and no more."""

import pytest

from mdt_core.allergy_match import NOT_CHECKED, allergies_named


def named(medicine: str, *substances: str) -> list[str]:
    found = allergies_named(medicine, [{"substance": each} for each in substances])
    return [str(each["substance"]) for each in found]


@pytest.mark.parametrize(
    ("medicine", "substance"),
    [
        ("Penicillin V 250 mg", "penicillin"),
        ("phenoxymethylpenicillin 250 mg", "Penicillins (all)"),
        ("trimethoprim 200 mg tablets", "Trimethoprim, given in hospital"),
        ("sodium chloride", "Sodium"),
        ("ACE inhibitor", "ACE"),
    ],
)
def test_a_word_of_the_substance_in_the_name_is_found(medicine: str, substance: str) -> None:
    assert named(medicine, "Elastoplast", substance) == [substance]


@pytest.mark.parametrize(
    ("medicine", "substance"),
    [
        ("amoxicillin 500 mg", "penicillin"),
        ("sodium valproate", "Sodium fusidate"),
        ("paracetamol tablets", "Codeine tablets"),
        ("senna", ""),
    ],
)
def test_groups_are_not_known_and_common_words_alone_name_nothing(
    medicine: str, substance: str
) -> None:
    assert named(medicine, substance) == []
    assert "Groups of medicines" in NOT_CHECKED
