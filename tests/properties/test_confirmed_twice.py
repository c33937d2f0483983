"""Two versions are one decision confirmed twice only where nothing but the confirmation differs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.fields import fields_of
from mdt_core.kinds import dump
from mdt_core.record import Statement, all_kinds
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.consents import SharingConsent
from mdt_core.records.cpr_decisions import CprDecision
from tests.support.builders import SAMPLES

CONFIRMATION = frozenset({"still_right_on", "still_right_asked"})
CONFIRMED: tuple[type[Statement], ...] = (CprDecision, TreatmentCeiling, SharingConsent)


@given(data=st.data())
@pytest.mark.parametrize("kind", CONFIRMED, ids=lambda kind: kind.kind)
def test_what_differs_in_any_field_of_the_decision_itself_never_says_the_same(
    kind: type[Statement], data: st.DataObject
) -> None:
    body = dump(SAMPLES[kind.kind]())
    names = [spec.name for spec in fields_of(kind)]
    otherwise = data.draw(st.sets(st.sampled_from([*names, "a_field_of_a_newer_program"])))
    other: dict[str, Any] = {**body, **{name: [body.get(name), "other"] for name in otherwise}}
    says_the_same = kind.content_of(body) == kind.content_of(other)
    assert says_the_same == (otherwise <= CONFIRMATION)


def test_no_other_kind_leaves_anything_out_when_versions_are_compared() -> None:
    statements = [each for each in all_kinds() if issubclass(each, Statement)]
    assert {each for each in statements if each.confirmed_in} == set(CONFIRMED)
    assert {each.confirmed_in for each in CONFIRMED} == {CONFIRMATION}
