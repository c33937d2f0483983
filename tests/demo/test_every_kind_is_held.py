"""Every clinical kind of record stands in the practice home or in the borough, so that screens have it."""

from collections import Counter
from types import MappingProxyType
from typing import Final

from mdt_core.record import all_kinds
from tests.demo.borough_store import DemoBorough
from tests.support.demo_home import DemoHome

LEFT_OUT: Final = MappingProxyType(
    {
        "copies_taken_out": "says where a sheet of paper lies, and nothing was printed yet",
        "entry_confirmation": "comes as the GP reads what was written in her name; one waits for it",
        "escalation": "is raised by the practice service alone, when an action is overdue",
        "not_same_person": "is what somebody does with two records; those of the borough wait for it",
        "printed_copy": "says where a sheet of paper lies, and nothing was printed yet",
        "quick_text": "is how one person writes, not what is true of anybody",
        "receipt": "says what a computer got, and there is one computer",
        "resident_merge": "is what somebody does with two records; those of the borough wait for it",
        "restricted_withdrawal": "takes back what was restricted; nothing of it was wrong",
        "settlement": "is what somebody does with two versions; those of the home wait for it",
        "tool_licence": "is a contract of an organisation that does not exist",
    }
)
"""Why neither holds a record of these kinds."""


def test_every_clinical_kind_stands_in_the_practice_home_or_in_the_borough(
    demo: DemoHome, borough: DemoBorough
) -> None:
    told = Counter(
        text.partition('"kind":"')[2].partition('"')[0] for text in (*demo.texts, *borough.texts)
    )
    kinds = {kind.kind for kind in all_kinds()}
    assert {kind for kind in kinds if not told[kind]} == kinds & set(LEFT_OUT)
