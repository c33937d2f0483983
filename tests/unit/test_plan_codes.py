"""The answers of plans carry the SNOMED CT codes of the published value sets, each with a check digit that holds.

Source of the value sets: PRSB Palliative and End of Life Care 1.1.
"""

from typing import Any, Final

import pytest

from mdt_core.fields import choices_of, field_of, fields_of
from mdt_core.record import kind_named
from mdt_core.records.deaths import PlaceOfDeathKind
from mdt_core.records.end_of_life import (
    EndOfLifePlanType,
    GsfStage,
    Involved,
    Prognosis,
    Sr1,
)
from mdt_core.records.just_in_case import JustInCaseState
from mdt_core.records.preferences import PlaceOfDeath

CODED: Final = {
    Involved: "713662007 714747005 714361002 713665009 922321000000108",
    EndOfLifePlanType: "714748000 713600001 713580008 735324008 887701000000100 1107891000000106",
    Prognosis: "511401000000102 955231000000109 968211000000101 767503006 1413121000000106",
    GsfStage: "845701000000104 845721000000108 845751000000103 845771000000107",
    PlaceOfDeath: (
        "110481000000108 89761000000106 512071000000106 108401000000102 109401000000108"
        " 89751000000108 518741000000100 518771000000106 517161000000101 766391000000108"
        " 517131000000106 517111000000103"
    ),
    PlaceOfDeathKind: (
        "876879006 876884000 1325731000000106 876882001 183676005 713049009 714342001 713050009"
        " 713051008 876885004 876881008"
    ),
    Sr1: "871631000000101 768381000000107 514591000000108",
    JustInCaseState: "871021000000106 376201000000102",
}


@pytest.mark.parametrize("choice", CODED, ids=lambda choice: choice.__name__)
def test_the_answers_carry_the_codes_of_the_value_sets(choice: Any) -> None:  # noqa: ANN401
    codes = {each.code for each in choice if each.code}
    assert codes == set(CODED[choice].split())
    assert all(_holds(code) for code in codes)


def _holds(code: str) -> bool:
    """Whether the check digit of a SNOMED CT identifier holds (Verhoeff's scheme, 1969)."""
    turn = "0123456789 1576283094 5803796142 8916043527 9453126870 4286573901 2793806415 7046913258"
    times = (
        "0123456789 1234067895 2340178956 3401289567 4012395678"
        " 5987604321 6598710432 7659821043 8765932104 9876543210"
    )
    turns, table = turn.split(), times.split()
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = int(table[check][int(turns[place % 8][int(digit)])])
    return check == 0


def test_the_headings_of_about_me_carry_their_codes() -> None:
    about_me = kind_named("about_me")
    assert about_me is not None
    codes = [spec.code.code for spec in fields_of(about_me) if spec.code]
    assert len(codes) == 7
    assert all(_holds(code) for code in codes)
    assert not choices_of(field_of(about_me, "wellness"))
