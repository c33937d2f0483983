"""Where `Back` leads after going from screen to screen."""

from datetime import date

import pytest

from mdt_desktop.ui.context import (
    Destination,
    ToConcern,
    ToFall,
    ToHome,
    ToHomes,
    ToObservations,
    ToResident,
    ToRound,
)
from mdt_desktop.ui.frame.way import LONGEST, gone_to

HOMES, HOME = ToHomes(), ToHome("h")
WHO, TAB = ToResident("r"), ToResident("r", "Observations")
ROUND = ToRound("h", date(2026, 11, 24))


def gone(*through: Destination) -> list[Destination]:
    way: list[Destination] = []
    for destination in through:
        way = gone_to(way, destination)
    return way


@pytest.mark.parametrize("form", [ToObservations("r", TAB), ToFall("r", TAB), ToConcern("r", TAB)])
def test_a_form_that_was_left_is_no_place_to_come_back_to(form: Destination) -> None:
    assert gone(HOMES, HOME, WHO, form, TAB) == [HOMES, HOME, TAB]
    assert gone(HOMES, HOME, form, HOME) == [HOMES, HOME]
    assert gone(HOMES, HOME, form, ROUND) == [HOMES, HOME, ROUND]


def test_a_form_after_a_form_goes_back_to_before_both() -> None:
    way = gone(HOMES, HOME, ToFall("r", HOME), ToObservations("r", HOME))
    assert way == [HOMES, HOME, ToObservations("r", HOME)]
    assert gone_to(way, HOME) == [HOMES, HOME]


def test_going_to_where_one_came_from_is_going_back() -> None:
    assert gone(HOMES, HOME, HOMES) == [HOMES]
    assert gone(HOMES, HOME, WHO, HOME) == [HOMES, HOME]


def test_the_same_place_again_is_one_place() -> None:
    assert gone(HOMES, HOME, HOME) == [HOMES, HOME]
    assert gone(HOMES, WHO, TAB) == [HOMES, TAB]
    assert gone(HOMES, ToObservations("r", HOMES), ToObservations("r", HOMES))[1:] == [
        ToObservations("r", HOMES)
    ]


def test_another_resident_is_another_place() -> None:
    assert gone(HOMES, WHO, ToResident("s")) == [HOMES, WHO, ToResident("s")]


def test_the_way_does_not_grow_without_end() -> None:
    through = [ToResident(str(n)) for n in range(2 * LONGEST)]
    assert gone(*through) == through[-LONGEST:]
