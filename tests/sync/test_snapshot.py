"""A large log is first read by snapshot: what was replaced stays away, and a cut load goes on."""

import json
from contextlib import suppress
from itertools import repeat

import pytest
from sqlalchemy import select

from mdt_core.clock import PartialDate
from mdt_core.records.quick_texts import QuickText, QuickTextState, Whose
from mdt_core.records.residents import Resident
from mdt_core.roles import Role
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.unit_of_work import About
from mdt_desktop.device import sync_book
from mdt_desktop.device.rebuilt import differences
from mdt_desktop.sync import first_load
from mdt_desktop.sync.engine import Exchange, Report
from mdt_desktop.sync.link import keep_counter
from mdt_desktop.sync.trouble import SyncTrouble
from mdt_service.handlers import pages
from tests.service.serving import Serving
from tests.store.deeds import admit, sign_entry
from tests.sync.conftest import Desk, NewDesk
from tests.sync.test_moves import people
from tests.sync.test_purge import texts
from tests.sync.transports import HARMS, Network

LEAST = 3
YEARS = 40


def rename_often(desk: Desk, about: About) -> None:
    """Corrects a resident's year of birth again and again, each time having seen the last value."""
    for number in range(YEARS):
        with desk.workspace.store.deed(desk.actor) as unit:
            person = unit.card(Resident, about.resident_id or "")
            changed = person.model_copy(update={"born": PartialDate(f"{1900 + number}-02-03")})
            unit.write(changed, about, record_id=about.resident_id)
            unit.commit()


def load(desk: Desk, network: Network, least: int = LEAST) -> Report:
    """One exchange that reads every log of a few changes by snapshot."""
    client = desk.client(network)
    space = desk.workspace
    try:
        exchange = Exchange(space.store, client, space.state.incarnation, desk.clock)
        exchange.snapshot_from = least
        return exchange.run()
    finally:
        keep_counter(space, client.counter)
        client.close()


def born(desk: Desk, about: About) -> str:
    with desk.workspace.store.deed(desk.actor) as unit:
        return str(unit.card(Resident, about.resident_id or "").born)


def cards(desk: Desk) -> dict[str, dict[str, list[str]]]:
    """The changes whose values every group of every card shows: more than one are two versions."""
    query = select(RECORD.c.id, RECORD.c.body).where(RECORD.c.body.is_not(None))
    with desk.workspace.store.reading() as connection:
        rows = connection.execute(query).all()
    return {
        row.id: {
            name: [head["mid"] for head in group["heads"]]
            for name, group in json.loads(row.body).items()
        }
        for row in rows
    }


def held(desk: Desk) -> int:
    """Changes that lie here with their words."""
    with desk.workspace.store.reading() as connection:
        query = select(CHANGE.c.mid).where(CHANGE.c.body.is_not(None))
        return len(connection.execute(query).all())


def rewrite_often(desk: Desk) -> None:
    """Writes a quick text again and again, each time both of its groups."""
    card, record_id = QuickText(name="s", text="Seen", whose=Whose.MINE, owner="amina"), None
    for number in range(YEARS):
        state = QuickTextState.WITHDRAWN if number % 2 else QuickTextState.IN_USE
        with desk.workspace.store.deed(desk.actor) as unit:
            written = card.model_copy(update={"text": f"Seen {number}", "state": state})
            record_id = unit.write(written, About(), record_id=record_id)
            unit.commit()


def test_a_first_load_shows_the_same_without_what_was_replaced(
    served: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, served)
    rewrite_often(gp)
    gp.exchange()
    late = new_desk("tom", Role.GP, served)
    assert load(late, Network()).agreed
    assert cards(late) == cards(gp)
    assert f"Seen {YEARS - 1}" in texts(late)
    assert held(late) == held(gp) - YEARS + 1
    assert differences(late.workspace) == ()


def test_no_value_stands_again_because_the_one_that_replaced_it_was_replaced_too(
    served: Serving, new_desk: NewDesk
) -> None:
    """The first change of a card stands by its other groups; so what followed on it is needed."""
    gp = new_desk("amina", Role.GP, served)
    about = admit(gp.workspace)
    rename_often(gp, about)
    sign_entry(gp.workspace, about, plan="Fluids")
    gp.exchange()
    network = Network()
    late = new_desk("tom", Role.GP, served)
    report = load(late, network)
    assert report.agreed
    assert any(path.startswith("/v1/snapshot/") for path in network.asked)
    assert born(late, about) == born(gp, about)
    assert cards(late) == cards(gp)
    assert people(late) == people(gp)
    assert differences(late.workspace) == ()
    rename_often(late, about)
    for desk in (late, gp, late):
        assert desk.exchange().agreed
    assert born(late, about) == born(gp, about)


CUTS = [each for each in HARMS if each not in ("none", "repeated", "cut there")]
"""What stops a request without a body."""


@pytest.mark.parametrize("harm", CUTS)
def test_a_first_load_that_is_harmed_at_any_request_goes_on_where_it_was(
    on_sqlite: Serving, new_desk: NewDesk, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    monkeypatch.setattr(pages, "LARGEST_PAGE", pages.LEAST_BUDGET)
    gp = new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace)
    for number in range(60):
        sign_entry(gp.workspace, about, plan=f"Plan {number} " + "and more words " * 40)
    gp.exchange()
    late = new_desk("tom", Role.GP, on_sqlite)
    reached = [0]
    for number in range(1, 6):
        network = Network(iter([*repeat("none", number), harm]))
        with suppress(SyncTrouble):
            load(late, network)
        reached.append(_reached(late))
    assert reached == sorted(reached)
    assert len(set(reached)) > 2
    report = load(late, Network())
    assert report.agreed
    assert report.got < 60
    assert people(late) == people(gp)
    assert held(late) == held(gp)
    assert differences(late.workspace) == ()


def _reached(desk: Desk) -> int:
    with desk.workspace.store.reading() as connection:
        return sum(place.seq for place in sync_book.places(connection).values())


def test_how_far_a_first_load_is_to_go_is_kept_and_a_shorter_log_ends_it() -> None:
    begun = {first_load.FACT: '{"a":50,"b":9,"gone":4}'}
    places = {
        scope: sync_book.Place(scope, seq, "") for scope, seq in (("a", 20), ("b", 9), ("c", 0))
    }
    heads = {"a": 30, "b": 12, "c": 2_000}
    assert first_load.loading(begun, heads, places) == {"a": 30, "c": 2_000}
    assert first_load.fact({}) == {first_load.FACT: ""}
