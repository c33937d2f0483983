"""Every item of the published plan standards has a field of ours, or stands in the list of what is left out.

The standards are read where they lie beside the checkout and are skipped in words where they do not. A
mandatory item may not be left out. Items of people, places, medicines and documents that other records
hold are named by the record that holds them.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from mdt_core.fields import field_of, fields_of, part_of
from mdt_core.record import kind_named
from mdt_core.records.risks import RiskKind
from tests.support.shared_data import shared_data

# Each rule: the beginning of an item's path (any case), and where the answer is kept: `kind.field`,
# `kind.field.field of its part`, or `envelope` for what the signature says. The longest rule wins.

ENVELOPE: Final = "envelope"
_WHO_WHEN: Final = {
    "person completing record": ENVELOPE,
    "date this plan was last updated": ENVELOPE,
}
_ABOUT_ME: Final = {
    "what is most important to me": "about_me.matters_most",
    "people who are important to me": "about_me.people",
    "how i communicate and how to communicate with me": "about_me.communication",
    "my wellness": "about_me.wellness",
    "please do and please": "about_me.do_and_do_not",
    "how and when to support me": "about_me.support",
    "also worth knowing about me": "about_me.also_worth_knowing",
    "date": "about_me.told_on",
    "supported to write this by": "about_me.supported_by",
    "location to multimedia file": "about_me.media",
}
_GOALS: Final = "needs, concerns or problems / goals and hopes"
_ACTIONS: Final = f"{_GOALS} / actions and activities"
_CARE_PLAN: Final = {
    **_WHO_WHEN,
    "strengths": "care_plan.strengths",
    "needs, concerns or problems": "care_plan.needs.text",
    _GOALS: "care_plan.goals.text",
    f"{_GOALS} / goal importance score": "care_plan.goals.importance",
    f"{_GOALS} / outcomes": "care_plan.goals.outcome",
    f"{_GOALS} / goal status": "care_plan.goals.progress",
    f"{_ACTIONS}": "care_plan.actions.what",
    f"{_ACTIONS} / who": "care_plan.actions.who",
    f"{_ACTIONS} / when": "care_plan.actions.when",
    f"{_ACTIONS} / suggested strategies": "care_plan.actions.strategies",
    f"{_ACTIONS} / status": "care_plan.actions.progress",
    f"{_ACTIONS} / status / free text": "care_plan.actions.progress_words",
    f"{_ACTIONS} / confidence": "care_plan.actions.confidence",
    f"{_ACTIONS} / date last updated": "care_plan.actions.updated_on",
    f"{_ACTIONS} / review date": "care_plan.actions.review_on",
    f"{_ACTIONS} / stage goal": "care_plan.actions.stage_goal",
    f"{_ACTIONS} / stage goal / outcome": "care_plan.actions.stage_outcome",
    f"{_ACTIONS} / stage goal / goal status": "care_plan.actions.stage_progress",
    "agreed with person": "care_plan.agreed_with",
    "agreed with person or legitimate representative / person full name": "care_plan.agreed_by",
    "agreed with person or legitimate representative / role": "care_plan.agreed_by",
    "care funding source": "care_plan.funding",
    "other care planning documents": "care_plan.documents.what",
    "planned review date": "care_plan.next_review",
    "responsibility for review": "care_plan.responsible",
    "location": "care_plan.prepared_at",
    "performing professional": "care_plan.prepared_by",
}
_CRISIS: Final = {
    **_WHO_WHEN,
    "trigger factors": "contingency_plan.situations.trigger",
    "contingency plan name": "contingency_plan.situations.name",
    "what should happen": "contingency_plan.situations.steps",
    "who should be contacted": "contingency_plan.contacts.name",
    "who should be contacted / role": "contingency_plan.contacts.role",
    "who should be contacted / contact details": "contingency_plan.contacts.phone",
    "agreed with person": "contingency_plan.agreed_with",
    "agreed with person or legitimate representative / person full name": (
        "contingency_plan.agreed_by"
    ),
    "agreed with person or legitimate representative / role": "contingency_plan.agreed_by",
    "planned review date": "contingency_plan.next_review",
    "responsibility for review": "contingency_plan.responsible",
    "coping strategies": "contingency_plan.coping.text",
    "coping strategies / start date": "contingency_plan.coping.since",
    "coping strategies / end date": "contingency_plan.coping.until",
    "relapse indicators": "contingency_plan.early_signs",
    "advance statement": "contingency_plan.advance_statement",
    "advance statement / advance statement / free text": "contingency_plan.statement_words",
    "advance statement / date": "contingency_plan.statement_on",
    "advance statement / location": "contingency_plan.statement_by",
    "advance statement / location of document": "contingency_plan.statement_location",
    "advance statement / performing professional": "contingency_plan.statement_by",
    "advance statement / person completing record": ENVELOPE,
    "anticipatory medicines/equipment": "contingency_plan.equipment",
    "location": "contingency_plan.prepared_at",
    "performing professional": "contingency_plan.prepared_by",
}
_SUPPORT: Final = {
    "person completing record": ENVELOPE,
    "additional support plan name": "support_plan.plans.name",
    "additional support plan content": "support_plan.plans.content",
    "planned review date": "support_plan.plans.review_on",
    "responsibility for review": "support_plan.plans.responsible",
    "date this plan was last updated": "support_plan.plans.updated_on",
    "location": "support_plan.plans.prepared_at",
    "performing professional": "support_plan.plans.prepared_by",
}
_ACP: Final = "involvement in advance care planning"
_INVOLVED: Final = f"{_ACP} / person and personal contacts involved in advance care planning"
_CPR: Final = "cardio-pulmonary resuscitation (cpr) decision"
_PALLIATIVE: Final = {
    _ACP: "end_of_life_plan.involved",
    f"{_INVOLVED} / free text": "end_of_life_plan.involved_words",
    f"{_INVOLVED} / name": "end_of_life_plan.people.name",
    f"{_INVOLVED} / relationship": "end_of_life_plan.people.relationship",
    f"{_INVOLVED} / relationship type": "end_of_life_plan.people.is_next_of_kin",
    f"{_INVOLVED} / role": "end_of_life_plan.people.relationship",
    "end of life care plans": "end_of_life_plan.plan_types",
    "end of life care plans / end of life care plan name / free text": "end_of_life_plan.plan_name",
    "end of life care plans / plan contents": "end_of_life_plan.contents",
    "end of life care plans / plan review date": "end_of_life_plan.next_review",
    "end of life care plans / responsibility for review": "end_of_life_plan.responsible",
    _CPR: "cpr_decision.cpr",
    f"{_CPR} / {_CPR} / free text": "cpr_decision.reasoning",
    f"{_CPR} / involvement in cpr decision": "cpr_decision.person_involved",
    f"{_CPR} / involvement in cpr decision  / person and personal contacts involved in the"
    " decision / name": "cpr_decision.family_who",
    f"{_CPR} / date for review": "cpr_decision.review_on",
    f"{_CPR} / location of document": "cpr_decision.original_place",
    f"{_CPR} / responsibility for review": "cpr_decision.decided_by",
    f"{_CPR} / responsibility for review / role": "cpr_decision.decided_by_role",
    f"{_CPR} / responsibility for review / professional identifier": (
        "cpr_decision.decided_by_number"
    ),
    "estimated prognosis": "end_of_life_plan.prognosis",
    "estimated prognosis / estimated prognosis / free text": "end_of_life_plan.prognosis_words",
    "person is on the palliative care register": "end_of_life_plan.on_register",
    "person is on the palliative care register  / free text": "end_of_life_plan.register_words",
    "anticipatory medicines/equipment": "just_in_case.state",
    "anticipatory medicines/equipment / statement": "just_in_case.location",
    "anticipatory medicines/equipment / anticipatory medicines and equipment / free text": (
        "just_in_case.note"
    ),
    "preferred place of death": "preferred_place.death",
    "preferred place of death / preferred place of death / name of the place": (
        "preferred_place.death_name"
    ),
    "preferred place of death / preferred place of death / type of place  / free text": (
        "preferred_place.wishes"
    ),
    "palliative care financial support": "end_of_life_plan.sr1",
    "palliative care financial support  / type of financial support / free text": (
        "end_of_life_plan.sr1_words"
    ),
}
_AFTER_DEATH: Final = {
    "actual place of death": "death.place_kind",
    "actual place of death / name of the place": "death.place",
    "date of death": "death.died_at",
}
_SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "about me": _ABOUT_ME,
    "care and support plan": _CARE_PLAN,
    "contingency plans": _CRISIS,
    "contingency/safety plans": _CRISIS,
    "additional support plans": _SUPPORT,
    "palliative and end of life care": _PALLIATIVE,
    "after death": _AFTER_DEATH,
}
OF_OTHER_RECORDS: Final = {
    "person demographics": "resident",
    "person demographics / person name / person first name": "resident.given_name",
    "person demographics / person name / person family name": "resident.family_name",
    "person demographics / date of birth": "resident.born",
    "person demographics / person's address": "resident.usual_address",
    "person demographics / organ and tissue donation": "last_days_care.donation",
    "gp practice": "resident.registered_practice",
    "personal contacts": "resident.contacts.name",
    "professional contacts": "practitioner.name",
    "alerts": "resident.alerts.text",
    "allergies and adverse reactions": "allergy_state.allergies.substance",
    "medications and medical devices": "medicine_line.medicine",
    "problem list": "problem.text",
    "problem list / problem list record entry / primary palliative": "end_of_life_plan.diagnosis",
    "social context": "stay.stay_type",
    "individual requirements": "personal_details.adjustments",
    "individual requirements / reasonable adjustment / reasonable adjustment record entry /"
    " reasonable adjustment flag": "personal_details.needs_adjustments",
    "individual requirements / impairment": "personal_details.impairments",
    "individual requirements / mobility": "everyday_needs.mobility_words",
    "individual requirements / cognition": "everyday_needs.cognition",
    "legal information": "attorney.proxies",
    "legal information / mental capacity assessment": "capacity_assessment",
    "legal information / advance decision": "advance_refusal",
}
"""What is no part of a plan, with where it is kept: those records have tests of their own."""
LEFT_OUT: Final = {
    "formulation": "a psychological formulation is written elsewhere; a support plan can quote it",
    "documents (including correspondence, audio and images)": "files are not kept yet",
}
LEFT_OUT_OF_ABOUT_ME: Final = {
    "/ coded value": "a heading's code is that of its field",
    "/ multi-media /": "no sound or picture is kept; where it lies is told",
}


def rows(name: str) -> list[dict[str, str]]:
    path = shared_data("04_prsb_standards", f"{name}.elements.csv")
    with path.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["type"] == "item"]


def plain(path: str) -> str:
    return re.sub(r"\s+", " ", path.replace("’", "'").casefold()).strip()


def where(path: str, rules: Mapping[str, str]) -> str:
    """The answer of the longest rule that the path begins with."""
    found = [rule for rule in rules if plain(path).startswith(plain(rule))]
    return rules[max(found, key=len)] if found else ""


def is_kept(place: str) -> bool:
    """Whether a place names a field that there is, of a kind or of a part of it."""
    if place == ENVELOPE:
        return True
    kind, *names = place.split(".")
    model: Any = kind_named(kind)
    for name in names:
        if model is None or name not in {spec.name for spec in fields_of(model)}:
            return False
        model = part_of(field_of(model, name))
    return bool(names) or model is not None


def places() -> Iterator[str]:
    for rules in _SECTIONS.values():
        yield from rules.values()


@pytest.mark.parametrize("standard", ["PersonalisedCSP", "PalliativeEOLC"])
def test_every_item_of_a_plan_standard_has_its_field(standard: str) -> None:
    lost, number = [], 0
    for row in rows(standard):
        section, _, rest = row["path"].partition(" / ")
        rules = _SECTIONS.get(plain(section))
        number += rules is not None
        place = where(rest, rules) if rules else where(row["path"], OF_OTHER_RECORDS)
        is_mandatory = row["mandatory_required_optional"] == "M"
        if not place and (is_mandatory or plain(section) not in LEFT_OUT):
            lost.append(row["path"])
        if is_mandatory and "." not in place:
            lost.append(f"mandatory, and no field is named: {row['path']}")
    assert lost == []
    assert number > 90


def test_every_place_that_an_item_is_said_to_be_kept_in_is_there() -> None:
    assert [place for place in places() if not is_kept(place)] == []
    assert not is_kept("care_plan.no_such_field")
    assert not is_kept("care_plan.goals.no_such_field")
    assert [place for place in OF_OTHER_RECORDS.values() if not is_kept(place)] == []


def test_every_item_of_about_me_has_its_field() -> None:
    lost = []
    for row in rows("AboutMe"):
        rest = row["path"].removeprefix("About Me / About Me record entry / ")
        if any(part in f"/ {plain(rest)}" for part in LEFT_OUT_OF_ABOUT_ME):
            continue
        if plain(rest).endswith("date last updated") or where(rest, _ABOUT_ME):
            continue
        lost.append(row["path"])
    assert lost == []


@pytest.mark.parametrize("name", ["PRSB-About-Me.R4", "frehsehr.About-Me.R4"])
def test_every_question_of_the_about_me_questionnaires_is_asked(name: str) -> None:
    said = questions(name)
    asked = [each for each in said if each["type"] not in {"display", "group"}]
    attached = {"resource name", "description", "content", "created", "about me attachment"}
    renamed = {"what is important to me": "what is most important to me"}
    lost = []
    for each in asked:
        text = plain(each["text"])
        if text in attached:
            continue  # a file beside it; none is kept
        if not where(renamed.get(text, text).replace("dont", "don't"), _ABOUT_ME):
            lost.append(text)
    assert lost == []
    assert len(asked) >= 7


def questions(name: str) -> list[dict[str, Any]]:
    path = shared_data(
        *("03_nhs_england_igs", "Frameworks", "backup", "Questionnaire"), f"{name}.json"
    )

    def walk(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for each in item.get("item", ()):
            yield each
            yield from walk(each)

    return list(walk(json.loads(path.read_text(encoding="utf-8"))))


RISKS: Final = {
    "risks to self": RiskKind.TO_SELF,
    "risks to others": RiskKind.TO_OTHERS,
    "risk from others": RiskKind.FROM_OTHERS,
    "risk of accidents": RiskKind.ACCIDENTS,
    "other risks": RiskKind.OTHER,
}
_OF_A_RISK: Final = {
    "start date of risk": "risk.since",
    "end date of risk": "risk.until",
    "risk": "risk.words",
    "other risks": "risk.words",
    "location": "risk.where",
    "performing professional": "risk.professional",
    "person completing record": ENVELOPE,
}


def test_every_risk_of_the_care_home_view_has_its_kind_and_its_fields() -> None:
    found, lost = set(), []
    for row in rows("CareHomeViewofSCR"):
        section, *rest = plain(row["path"]).split(" / ", 2)
        if section == "risks":
            found.add(rest[0])
            lost += [] if where(rest[1], _OF_A_RISK) else [row["path"]]
    assert found == set(RISKS)
    assert set(RISKS.values()) == set(RiskKind)
    assert lost == []
    assert [place for place in _OF_A_RISK.values() if not is_kept(place)] == []


EPACCS: Final = {
    "ATP001.1.1": "problem.text",
    "ATP001.1.2": "treatment_ceiling.focus",
    "ATP001.2": "just_in_case.state",
    "ATP001.3": "advance_refusal.state",
    "ATP001.4.1": "respect_plan.comfort_over_length",
    "ATP001.4.2": "respect_plan.values_most",
    "ATP001.5": "treatment_ceiling.decided_on",
    "ATP001.6": "treatment_ceiling.decided_by",
    "CON": "sharing_consent.state",
    "CPR001.1": "cpr_decision.cpr",
    "CPR001.2": "cpr_decision.reasoning",
    "CPR001.3": "cpr_decision.person_involved",
    "CPR001.6.1": "cpr_decision.family_involved",
    "CPR001.6.2": "cpr_decision.family_who",
    "CPR001.7.1": "cpr_decision.ambulance_told",
    "CPR001.7.2": "cpr_decision.told_who",
    "CPR001.8": "cpr_decision.decided_by",
    "CPR001.10": "cpr_decision.decided_by",
    "DIS001.1": "end_of_life_plan.function_words",
    "DIS001.2": ENVELOPE,
    "DOC001.1": "care_plan.documents.what",
    "DOC001.2": "care_plan.documents.location",
    "DOC001.3": "care_plan.documents.source",
    "EOL": "end_of_life_plan.on_register",
    "FUN": "end_of_life_plan.function_percent",
    "LPA001.1": "attorney.proxies",
    "LPA001.2": "attorney.proxies.name",
    "PRE001.1.2": "preferred_place.death",
    "PRE001.1.3": "preferred_place.death_name",
    "PRE001.2": "preferred_place.wishes",
    "PRE001.3": "care_plan.access_to_home",
    "PRE001.4": "preferred_place.said_on",
    "PRE001.5": ENVELOPE,
    "PRO": "end_of_life_plan.prognosis",
}


def test_every_item_of_epaccs_has_its_field() -> None:
    asked = [each["linkId"] for each in questions("EPaCCS") if each["type"] != "group"]
    assert sorted(set(asked) - set(EPACCS)) == []
    assert [place for place in EPACCS.values() if not is_kept(place)] == []
