"""Who is on the TECHT caseload stands in the lists, is found by that word, and is said on the resident's page."""

from typing import Any

import pytest

from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.records.techt import TechtCaseload
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.home.presenter import Order, read_home, rows_of
from mdt_desktop.ui.resident.presenter import happening
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.residents.presenter import read_everyone, shown
from tests.support.ward import UNWELL, Ward
from tests.ui.equipment.things import furnish

ON: dict[str, Any] = {
    "state": "on",
    "since": "2026-11-20",
    "reasons": ["admissions"],
    "until": "2026-11-23",
}


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def say(context: Context, who: str, *, seen: tuple[str, ...] = (), **values: Any) -> str:  # noqa: ANN401
    draft = Draft(TechtCaseload, who, values).having_seen(seen)
    return record_statement(context.store, by=context.actor, draft=draft).record_id


def found(context: Context, ward: Ward, words: str) -> list[str]:
    """Who is found by these words, in the home's list and in that of all residents."""
    view = read_home(context.store, context.actor, ward.home_id, context.clock())
    rows = rows_of(view, Order.ROOM, words, frozenset())
    every = shown(read_everyone(context.store, context.actor), words).rows
    assert [row.resident_id for row in rows] == [row.key for row in every]
    assert all("TECHT caseload" in row.stay for row in rows)
    return [row.resident_id for row in rows]


def test_on_it_they_are_found_by_the_word_and_off_it_no_more(
    context: Context, ward: Ward, who: str
) -> None:
    assert found(context, ward, "techt") == []
    say(context, who, **ON)
    assert found(context, ward, "techt") == [who]
    with context.store.reading() as connection:
        line = resident_by_id(connection, who)
    assert line is not None
    assert line.is_techt
    read = read_again(context.store, context.actor, who)
    assert happening(read, context.actor, context.clock()).alerts[0] == (
        "TECHT caseload since 20-Nov-2026, until 23-Nov-2026 (this day is past: look again):"
        " Admissions to hospital"
    )
    ((standing, _),) = read.in_areas
    say(context, who, seen=(standing.mid,), state="off", since="2026-11-24")
    assert found(context, ward, "techt") == []
    again = read_again(context.store, context.actor, who)
    assert happening(again, context.actor, context.clock()).alerts == ()


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({**ON, "since": "2026-11-25", "until": "2026-12-01"}, "Since"),
        ({**ON, "until": "2026-11-19"}, "Until"),
        ({**ON, "reasons": []}, "Reasons"),
        ({**ON, "reasons": ["other"]}, "Note"),
    ],
    ids=("to come", "before", "no reason", "which other"),
)
def test_what_cannot_be_so_is_refused_at_its_field(
    context: Context, who: str, values: dict[str, Any], where: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        say(context, who, **values)
    assert refused.value.where == where


def test_what_is_lent_to_somebody_is_said_on_their_page_alone(
    context: Context, ward: Ward, who: str
) -> None:
    furnish(context.store, context.actor, ward)
    told = {}
    for each in (who, ward.in_room("2")):
        read = read_again(context.store, context.actor, each)
        told[each] = happening(read, context.actor, context.clock()).alerts
    assert told[who] == (
        "Has on loan from the home: Tablet computer, iPad 9, due back 17-Nov-2026 (overdue)",
    )
    assert told[ward.in_room("2")] == ()
