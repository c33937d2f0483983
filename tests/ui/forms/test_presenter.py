"""Numbers and half-known dates as they are typed into any form."""

from datetime import datetime

import pytest

from mdt_core.fields import field_of
from mdt_desktop.ui.forms.presenter import NumberRead, needed_words, read_number, read_partly
from tests.ui.forms.kinds import Everything

NOW = datetime(2026, 11, 24, 7, 15)  # noqa: DTZ001 - as clocks in England show it
BREATHS = field_of(Everything, "breaths")
WEIGHT = field_of(Everything, "weight")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", NumberRead()),
        (" 16 ", NumberRead("16")),
        ("8", NumberRead("8")),
        ("31", NumberRead("31", question="31 a minute?")),
        ("0", NumberRead(problem="Breaths must be between 1 and 80 a minute")),
        ("16.5", NumberRead(problem="Breaths is a whole number")),
        ("many", NumberRead(problem="«many» is not a number such as 18")),
    ],
)
def test_a_whole_number_is_read_against_its_range(typed: str, read: NumberRead) -> None:
    assert read_number(BREATHS, typed) == read


@pytest.mark.parametrize(("typed", "figure"), [("52.5", "52.5"), ("300", "300")])
def test_a_decimal_is_kept_as_typed(typed: str, figure: str) -> None:
    assert read_number(WEIGHT, typed).figure == figure


@pytest.mark.parametrize("typed", ["1,200", "52,5"])
def test_a_comma_is_refused_since_it_means_two_things(typed: str) -> None:
    assert read_number(WEIGHT, typed).problem == f"«{typed}» is not a number such as 36.8"


@pytest.mark.parametrize(
    ("typed", "kept", "words"),
    [
        ("1943", "1943", "1943"),
        ("5/1943", "1943-05", "May-1943"),
        ("1943-05", "1943-05", "May-1943"),
        ("May 1943", "1943-05", "May-1943"),
        ("2/5/1943", "1943-05-02", "02-May-1943"),
        ("t", "2026-11-24", "24-Nov-2026"),
        ("", "", ""),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(typed: str, kept: str, words: str) -> None:
    read = read_partly(typed, NOW)
    assert (read.kept, read.words, read.problem) == (kept, words, "")


@pytest.mark.parametrize("typed", ["13/1943", "last spring", "2/5/43"])
def test_a_date_that_is_none_or_could_be_two_is_refused_in_words(typed: str) -> None:
    read = read_partly(typed, NOW)
    assert (read.kept, read.problem[:24]) == ("", "This is not understood. ")


def test_what_is_needed_is_asked_for_as_its_field_is_answered() -> None:
    said = {name: needed_words(field_of(Everything, name)) for name in ("at", "side", "steps")}
    assert said == {
        "at": "Fill this in. When cannot be left out",
        "side": "Choose an answer. Side cannot be left out",
        "steps": "Add at least one. Steps cannot be left out",
    }
