"""The data dictionary says what the registry holds, and nothing of safety is ever carried over."""

import re
from typing import Final

import pytest

from mdt_core.data_dictionary import PAGE, page
from mdt_core.fields import fields_of
from mdt_core.record import Record, Statement, all_kinds

NEVER_WHOLE: Final = frozenset(
    {
        *("observation_set", "cpr_decision", "treatment_ceiling", "respect_plan"),
        *("advance_refusal", "capacity_assessment", "sharing_consent", "liberty_safeguard"),
        *("fall", "fall_detail", "falls_assessment", "death", "medication_issue", "safeguarding"),
    }
)
"""Kinds of which no field starts from last time: findings, scores, decisions, capacity, consent, harm."""
NEVER: Final = re.compile(
    r"(^|_)(cpr|ceiling|capacity|consent|harm|score|scored|examination|examined|finding|findings"
    r"|decision|prognosis|gsf|severity|respirations|oxygen|systolic|pulse|temperature|weight)(_|$)"
)
"""Names of fields of which the same is true in any kind."""
KINDS: Final = sorted(all_kinds(), key=lambda kind: kind.kind)


def carried_over(kind: type[Record]) -> set[str]:
    return {spec.name for spec in fields_of(kind) if spec.may_copy_forward}


def test_the_page_is_what_the_registry_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "run ./dev dictionary and commit the page"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_nothing_found_decided_or_consented_to_starts_from_last_time(kind: type[Record]) -> None:
    carried = carried_over(kind)
    assert not (kind.kind in NEVER_WHOLE and carried)
    assert [name for name in carried if NEVER.search(name)] == []


def test_the_kinds_that_are_never_carried_over_exist() -> None:
    assert {kind.kind for kind in KINDS} >= NEVER_WHOLE


def test_only_what_replaces_what_stood_before_is_carried_over() -> None:
    with_it = {kind.kind for kind in KINDS if carried_over(kind) and issubclass(kind, Statement)}
    series = {kind.kind for kind in KINDS if issubclass(kind, Statement) and kind.is_series}
    assert with_it <= series
