"""What F1 says is read from the definition; a clinical field whose name does not tell has help."""

from datetime import date, datetime
from typing import Any, get_args

import pytest

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.clock import PartialDate
from mdt_core.field_help import help_on, source_of
from mdt_core.fields import FieldSpec, Sensitivity, choices_of, fields_of
from mdt_core.record import Card, Record, Statement, all_kinds
from mdt_core.records.concerns import Concern
from mdt_core.records.falls import Fall
from mdt_core.records.observations import ObservationSet
from mdt_core.records.quick_texts import QuickText
from mdt_core.records.rounds import RoundEntry

CLINICAL = (Sensitivity.CLINICAL, Sensitivity.RESTRICTED)
DATES = (date, datetime, PartialDate)
TELLING_WORDS = 3
"""A name of so many words says what to write («Resident's own view»); «Note» and «Mouth» do not."""

KINDS = sorted(all_kinds(), key=lambda kind: kind.kind)


def is_clinical(kind: type[Record], spec: FieldSpec) -> bool:
    if issubclass(kind, Card):
        return kind.group(spec.group).sensitivity in CLINICAL
    return issubclass(kind, Statement) and kind.sensitivity in CLINICAL


def tells_by_itself(spec: FieldSpec) -> bool:
    """Closed answers, yes or no, dates, and numbers with their unit; or a name of some words."""
    leaves = {spec.annotation, *get_args(spec.annotation)}
    is_closed = bool(choices_of(spec)) or bool in leaves or any(each in leaves for each in DATES)
    is_text = str in leaves
    is_reference = spec.name.endswith("_id")
    has_words = len(spec.label.split()) >= TELLING_WORDS
    return is_closed or is_reference or bool(spec.unit) or has_words or not is_text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_clinical_text_whose_name_does_not_tell_has_help(kind: type[Record]) -> None:
    silent = [
        f"{spec.name} ({spec.label})"
        for spec in fields_of(kind)
        if is_clinical(kind, spec) and not spec.ask.help and not tells_by_itself(spec)
    ]
    assert silent == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_every_field_of_every_kind_can_be_asked_and_help_is_in_sentences(
    kind: type[Record],
) -> None:
    for spec in fields_of(kind):
        told = help_on(kind, spec.name)
        assert told.label == spec.label
        for line in told.lines:
            assert line.endswith((".", "?", "!")), line
            assert ".md" not in line
            assert line[0].isupper() or line[0] == "«"


@pytest.mark.parametrize(
    ("kind", "name", "lines"),
    [
        (
            ObservationSet,
            "respirations",
            ("Taken from 1 to 80 a minute.", "Usual: 8 to 40; another number is asked about"),
        ),
        (ObservationSet, "oxygen_flow", ("Taken from 0 to 60 litres a minute.",)),
        (ObservationSet, "pulse", ("Source: RCP NEWS2 (2017)",)),
        (RoundEntry, "note", ("What was seen", "Source: NHS England EHCH framework v3 (2023).")),
        (Fall, "floor_time", ("Source: NHS England falls response, PR2063.",)),
    ],
    ids=lambda given: given if isinstance(given, str) else None,
)
def test_help_names_range_unit_and_source(
    kind: type[Record], name: str, lines: tuple[str, ...]
) -> None:
    words = help_on(kind, name).words
    for line in lines:
        assert line in words


def test_a_field_that_does_not_exist_has_no_help() -> None:
    with pytest.raises(KeyError):
        help_on(Concern, "nothing")


@pytest.mark.parametrize("kind", [Concern, QuickText], ids=lambda kind: kind.kind)
def test_a_kind_of_our_own_claims_no_source(kind: Any) -> None:  # noqa: ANN401 - a class
    assert source_of(kind) == ""


@pytest.mark.parametrize("kind", [ObservationSet, RoundEntry, Fall], ids=lambda kind: kind.kind)
def test_a_source_names_its_year_and_no_chapter_of_ours(kind: type[Record]) -> None:
    assert "20" in source_of(kind)
    assert ".md" not in source_of(kind)
