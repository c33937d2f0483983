"""Needs, personal details, risks and infections refuse what cannot have been so, in words at the field."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.fields import fields_of
from mdt_core.record import Statement
from mdt_core.records.needs import Degree, EverydayNeeds, HolisticAssessment
from mdt_core.records.personal_details import PersonalDetails
from mdt_core.records.risks import InfectionState, InfectionStatus, Risk, RiskKind
from tests.support.needs import NEEDS_SAMPLES

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)


@dataclass(frozen=True)
class Refused:
    """A record that is refused, and at which field."""

    record_class: type[Statement]
    values: dict[str, Any]
    where: str


REFUSED = (
    Refused(PersonalDetails, {}, "Ethnic group"),
    Refused(PersonalDetails, {"told_on": TODAY}, "Ethnic group"),
    Refused(PersonalDetails, {"religion": "Hindu", "told_on": TOMORROW}, "Told on"),
    Refused(HolisticAssessment, {"completed_on": TODAY}, "Physical"),
    Refused(HolisticAssessment, {"completed_on": TOMORROW, "social": "Alone"}, "Completed on"),
    Refused(EverydayNeeds, {"seen_at": NOW}, "Eating and drinking"),
    Refused(EverydayNeeds, {"seen_at": NOW, "usual_eating": Degree.SLIGHT}, "Eating and drinking"),
    Refused(
        Risk, {"risk_kind": RiskKind.ACCIDENTS, "words": "Smokes", "until": TOMORROW}, "Ended on"
    ),
    Refused(InfectionStatus, {"state": InfectionState.CONFIRMED}, "Which"),
    Refused(InfectionStatus, {"state": InfectionState.NONE_KNOWN, "since": TOMORROW}, "Since"),
)


@pytest.mark.parametrize("given", REFUSED, ids=lambda given: f"{given.where}-{len(given.values)}")
def test_what_cannot_have_been_so_is_refused_at_its_field(given: Refused) -> None:
    with pytest.raises(InvalidInput) as refused:
        given.record_class(**given.values).require_possible(NOW)
    assert refused.value.where == given.where
    assert given.where in {spec.label for spec in fields_of(given.record_class)}


def test_what_people_write_of_needs_and_risks_is_taken() -> None:
    made = [sample() for sample in NEEDS_SAMPLES.values()]
    signed = [record for record in made if isinstance(record, Statement)]
    assert len(signed) > 5
    for record in signed:
        record.require_possible(NOW)


def test_no_infection_known_needs_no_name_and_a_no_is_an_answer() -> None:
    InfectionStatus(state=InfectionState.NONE_KNOWN, since=TODAY).require_possible(NOW)
    PersonalDetails(needs_interpreter=False).require_possible(NOW)
