"""Every item of the ReSPECT questionnaire of NHS England has a field of ours, and every answer one of ours."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from mdt_core.fields import Choice, answers_of, field_of
from mdt_core.records.capacity import CapacityAssessment
from mdt_core.records.ceilings import TreatmentFocus
from mdt_core.records.cpr_decisions import CprChoice, CprDecision
from mdt_core.records.respect_plans import ProxyKnown, RespectInvolvement, RespectPlan
from tests.support.shared_data import shared_data

Field = tuple[type[RespectPlan | CprDecision | CapacityAssessment], str]


def _of(*names: str) -> tuple[Field, ...]:
    return tuple((RespectPlan, name) for name in names)


ITEMS: Final[dict[str, tuple[Field, ...]]] = {
    "2554609755642": _of("summary"),
    "2835143121518": _of("other_documents"),
    "3313974242770": _of("proxy", "proxy_who"),
    "6121442206090": _of("proxy_who"),
    "8143298459836": _of("proxy"),
    "5090977699027": _of("values_most"),
    "914986869542": _of("fears_most"),
    "8477092546793": _of("guidance"),
    "7415469232414": _of("focus"),
    "5712690658400": _of("guidance"),
    "6194338778785": ((RespectPlan, "cpr"), (CprDecision, "cpr")),
    "6788228603760": ((RespectPlan, "cpr_on"), (CprDecision, "decided_on")),
    "1946967195753": ((CapacityAssessment, "question"),),
    "1554704924421": ((RespectPlan, "can_take_part"), (CapacityAssessment, "is_able")),
    "385690544151": ((RespectPlan, "cannot_how"), (CapacityAssessment, "because")),
    "5039098111353": _of("involvement"),
    "942556910304": _of("involvement_reason"),
    "3640427889643": _of("signed_by", "senior_by"),
    "7395725931613": _of("contacts"),
    "2406541432542": _of("reviews"),
    "6043503381422": _of("reviews"),
}
"""By the link of each item that is asked; groups are headings."""

SIGNATURES: Final = {
    "ReSPECT - clinical signature": "signed_by",
    "ReSPECT - senior responsible clinical signature": "senior_by",
}
ANSWERS: Final[dict[str, dict[str, Choice | bool]]] = {
    "8143298459836": {"Present": ProxyKnown.YES, "Absent": ProxyKnown.NO},
    "7415469232414": {
        "Prioritise extending life": TreatmentFocus.LIFE,
        "Balance extending life with comfort and extended values": TreatmentFocus.BALANCE,
        "Prioritise comfort": TreatmentFocus.COMFORT,
    },
    "6194338778785": {
        "Do not resuscitate status with supporting documentation (finding)": CprChoice.NOT_FOR,
        "For resuscitation (finding)": CprChoice.FOR,
        "Not for resuscitation (finding)": CprChoice.NOT_FOR,
        "For cardiopulmonary resuscitation (finding)": CprChoice.FOR,
        "Not for cardiopulmonary resuscitation (finding)": CprChoice.NOT_FOR,
    },
    "1554704924421": {"Has capacity": True, "Does not have capacity": False},
    "5039098111353": {
        "Person has mental capacity": RespectInvolvement.FULLY,
        "Person does not have mental capacity": RespectInvolvement.REPRESENTED,
        "Person less than 18 or 16 with sufficient": RespectInvolvement.YOUNG_ABLE,
        "Person less than 18 or 16 without sufficient": RespectInvolvement.YOUNG_NOT_ABLE,
        "Person less than 18 or 16 parental d": RespectInvolvement.YOUNG_PARENT,
    },
}


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    folder = ("03_nhs_england_igs", "Frameworks", "backup", "Questionnaire")
    raw = json.loads(shared_data(*folder, "ReSPECT.R4.json").read_text("utf-8"))
    return list(_every(raw["item"]))


def _every(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _every(item.get("item", []))


def test_every_item_that_is_asked_has_a_field(items: list[dict[str, Any]]) -> None:
    asked = {item["linkId"] for item in items if item["type"] != "group"}
    assert len(asked) >= 20
    assert asked <= ITEMS.keys()
    assert {item["linkId"] for item in items} >= ITEMS.keys()


def test_every_field_named_is_one_of_ours() -> None:
    for fields in ITEMS.values():
        for record_class, name in fields:
            assert field_of(record_class, name).label


def test_every_answer_offered_there_can_be_given_here(items: list[dict[str, Any]]) -> None:
    offered = {
        item["linkId"]: [each["valueCoding"]["display"] for each in item["answerOption"]]
        for item in items
        if item.get("answerOption")
    }
    for link, displays in offered.items():
        ours = ANSWERS.get(link, SIGNATURES)
        assert set(displays) == set(ours)


def test_our_answers_to_them_are_answers_of_those_fields() -> None:
    for link, answers in ANSWERS.items():
        known = set().union(*(answers_of(field_of(*each)) for each in ITEMS[link]))
        for answer in answers.values():
            assert str(answer).lower() in known
