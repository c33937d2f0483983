"""A frailty level of somebody under 65 never goes without saying that the scale is not meant for them."""

from datetime import date

import pytest

from mdt_core.clock import PartialDate
from mdt_core.drafts import Draft
from mdt_core.records.assessments import FrailtyLevel
from mdt_core.scores.frailty_age import is_under_65
from mdt_core.use_cases.frailty import record_frailty
from mdt_core.use_cases.residents import save_resident
from tests.support import builders
from tests.support.memory_store import GP, MemoryStore

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("born", "under"),
    [
        ("1961-11-22", False),
        ("1961-11-23", True),
        ("1938", False),
        ("1980", True),
        ("1961", None),
        ("1961-11", None),
        (None, None),
    ],
)
def test_the_age_is_told_as_far_as_the_birth_is_known(
    born: str | None, *, under: bool | None
) -> None:
    assert is_under_65(PartialDate(born) if born else None, ON) is under


@pytest.mark.parametrize(
    ("born", "said", "kept"),
    [("1980-02-01", None, True), ("1980-02-01", False, True), ("1938-02-03", True, False)],
    ids=["nobody said", "said otherwise", "old enough"],
)
def test_the_date_of_birth_decides_what_is_recorded(
    born: str, *, said: bool | None, kept: bool
) -> None:
    memory = MemoryStore()
    person = builders.resident(born=PartialDate(born))
    who, _ = save_resident(memory.store, by=GP, resident=person)
    values = {"assessed_at": "2026-11-22T09:00:00Z", "level": "6", "under_65": said}
    draft = Draft(
        FrailtyLevel, who, {name: each for name, each in values.items() if each is not None}
    )
    assert record_frailty(memory.store, by=GP, draft=draft).record.under_65 is kept
