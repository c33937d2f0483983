"""What a record says comes out of its answers whole: every text, choice, number, day and yes or no."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from mdt_core.answers import Answer, answers
from mdt_core.clock import PartialDate, clinical_date, clinical_moment
from mdt_core.fields import Choice
from mdt_core.record import Part, Statement
from mdt_core.use_cases.plan_papers import PRINTED
from tests.support.builders import SAMPLES

LONG = "; and so on, on many lines,\n" * 20 + "up to this last word"


@pytest.mark.parametrize("kind", PRINTED, ids=lambda kind: kind.kind)
def test_whatever_was_recorded_is_answered_whole(kind: type[Statement]) -> None:
    record = lengthened(SAMPLES[kind.kind]())
    told = list(words_of(answers(record)))
    values = list(values_in(record))
    assert any(LONG in each for each in values)
    assert sorted(values) == sorted(told)


def lengthened(part: Part) -> Part:
    """The record with every typed text of it made long."""
    return part.model_copy(update={name: _longer(value) for name, value in part})


def _longer(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_longer, value))
    if isinstance(value, Part):
        return lengthened(value)
    is_typed = isinstance(value, str) and not isinstance(value, Choice | PartialDate)
    return f"{value}{LONG}" if is_typed else value


def values_in(part: Part) -> Iterator[str]:
    """What a record holds, in words, without asking its definition."""
    for _, value in part:
        if isinstance(value, tuple) and value and isinstance(value[0], Part):
            for each in value:
                yield from values_in(each)
        elif isinstance(value, tuple):
            yield from ["; ".join(map(in_words, value))] if value else []
        elif value is not None and value != "":
            yield in_words(value)


def in_words(value: object) -> str:
    match value:
        case Choice():
            return value.label
        case PartialDate():
            return value.display()
        case bool():
            return "Yes" if value else "No"
        case datetime():
            return clinical_moment(value)
        case date():
            return clinical_date(value)
        case _:
            return str(value)


def words_of(told: tuple[Answer, ...]) -> Iterator[str]:
    for each in told:
        yield from [each.words] if not each.rows else []
        for row in each.rows:
            yield from words_of(row)
