"""Records joined on one computer, or on two apart, are read alike on every computer and at the service."""

from typing import Any

import httpx2

from mdt_core.clock import PartialDate
from mdt_core.identifiers import NhsNumber
from mdt_core.records.residents import Resident
from mdt_core.records.stays import StayType
from mdt_core.roles import Role
from mdt_core.store.queries.duplicates import (
    Alike,
    kept_instead,
    possible_duplicates,
    side_of,
    standing_of,
)
from mdt_core.store.queries.everyone import everyone
from mdt_core.use_cases.duplicates import Deciding, decide, showed, undo
from mdt_core.use_cases.residents import place, save_resident
from mdt_desktop.device.workspace import OpenWorkspace
from tests.service.serving import Serving
from tests.store.deeds import admit
from tests.sync.conftest import Desk, NewDesk


def seen_here(desk: Desk) -> list[str]:
    with desk.workspace.store.reading() as connection:
        return [line.resident_id for line in everyone(connection, desk.actor)]


def read_under(desk: Desk, who: str) -> str | None:
    with desk.workspace.store.reading() as connection:
        return kept_instead(connection, who)


def again(desk: Desk, home_id: str) -> str:
    """A second record of a resident of the home, with another's NHS number."""
    store, by = desk.workspace.store, desk.actor
    person = Resident(
        family_name="Smith",
        given_name="Joan",
        born=PartialDate("1938-02-03"),
        nhs_number=NhsNumber("9990000018"),
    )
    resident_id, _ = save_resident(store, by=by, resident=person)
    more: dict[str, Any] = {"stay_type": StayType.PERMANENT, "admitted_at": store.clock()}
    place(store, by=by, resident_id=resident_id, home_id=home_id, **more)
    return resident_id


def join(desk: Desk, kept: str, other: str) -> None:
    workspace: OpenWorkspace = desk.workspace
    with workspace.store.reading() as connection:
        seen = tuple(showed(side_of(connection, desk.actor, who)) for who in (kept, other))
    told = Deciding(kept, other, kept, "One passport", "The daughter", (seen[0], seen[1]))
    decide(workspace.store, by=desk.actor, deciding=told)


def test_two_computers_that_join_opposite_ways_follow_neither_until_one_is_undone(
    served: Serving, new_desk: NewDesk
) -> None:
    gp, matron = (new_desk(name, Role.GP, served) for name in ("amina", "joy"))
    about = admit(gp.workspace)
    assert about.resident_id is not None
    assert about.home_id is not None
    one, other = about.resident_id, again(gp, about.home_id)
    for desk in (gp, matron):
        assert desk.exchange().agreed
    join(gp, one, other)
    join(matron, other, one)
    assert (seen_here(gp), seen_here(matron)) == ([one], [other])
    for desk in (gp, matron, gp):
        assert desk.exchange().agreed
    for desk in (gp, matron):
        assert sorted(seen_here(desk)) == sorted([one, other])
        with desk.workspace.store.reading() as connection:
            (pair,) = possible_duplicates(connection, desk.actor)
            assert Alike.DECIDED_APART in pair.alike
            assert standing_of(connection, one).disputed_with == (other,)
    undo(matron.workspace.store, by=matron.actor, one_id=one, other_id=other, reason="Start anew")
    join(matron, one, other)
    for desk in (matron, gp):
        assert desk.exchange().agreed
        assert seen_here(desk) == [one]
        assert read_under(desk, other) == one


def test_a_home_that_has_one_of_the_records_alone_loses_nobody_from_its_list(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace)
    assert about.resident_id is not None
    assert about.home_id is not None
    other, _ = save_resident(
        gp.workspace.store, by=gp.actor, resident=Resident(family_name="Smith", given_name="Joan")
    )
    gp.exchange()
    home = new_desk("rowan", Role.HOME_MANAGER, on_sqlite, about.home_id)
    home.exchange()
    before = seen_here(home)
    join(gp, about.resident_id, other)
    gp.exchange()
    assert home.exchange().agreed
    assert seen_here(home) == before == [about.resident_id]


def test_the_service_counts_the_pairs_that_wait_and_names_nobody(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    for _ in range(2):
        save_resident(
            gp.workspace.store,
            by=gp.actor,
            resident=Resident(family_name="Smith", nhs_number=NhsNumber("9990000018")),
        )
    gp.exchange()
    measured = httpx2.get(f"{on_sqlite.address}/metrics").text
    assert 'mdt_possible_duplicates{urgency="urgent"} 1.0' in measured
    assert "9990000018" not in measured
