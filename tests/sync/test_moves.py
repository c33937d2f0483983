"""Residents who move between homes: each home's computer holds its own people, and nobody else's."""

from datetime import timedelta

from sqlalchemy import select

from mdt_core.clock import system_clock
from mdt_core.records.homes import Home
from mdt_core.records.stays import Destination, StayType
from mdt_core.roles import Role
from mdt_core.store.projections import CHANGE, RESIDENT_CURRENT
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.residents import end_stay, place
from mdt_desktop.sync.status import sync_status
from tests.service.serving import Serving
from tests.store.deeds import GP, admit, sign_entry
from tests.sync.conftest import Desk, NewDesk


def people(desk: Desk) -> dict[str, str | None]:
    """Who is in which home, as this computer shows it."""
    query = select(RESIDENT_CURRENT.c.resident_id, RESIDENT_CURRENT.c.home_id)
    with desk.workspace.store.reading() as connection:
        return {row.resident_id: row.home_id for row in connection.execute(query)}


def texts(desk: Desk) -> str:
    """Every text that this computer holds."""
    with desk.workspace.store.reading() as connection:
        return "\n".join(connection.execute(select(CHANGE.c.body)).scalars())


def second_home(desk: Desk) -> str:
    with desk.workspace.store.deed(GP) as unit:
        home_id = unit.write(Home(name="Rowan Court"), About())
        unit.commit()
    return home_id


def move_out(desk: Desk, about: About) -> None:
    query = select(RESIDENT_CURRENT.c.stay_id).where(
        RESIDENT_CURRENT.c.resident_id == about.resident_id
    )
    with desk.workspace.store.reading() as connection:
        stay_id = connection.execute(query).scalar_one()
    end_stay(
        desk.workspace.store,
        by=GP,
        stay_id=stay_id,
        resident_id=about.resident_id or "",
        ended_at=system_clock() - timedelta(minutes=10),
        destination=Destination.RES,
    )


def test_a_home_gets_its_own_residents_and_never_a_word_about_anothers(
    served: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, served)
    about, other = admit(gp.workspace, "Okonkwo"), admit(gp.workspace, "Featherstone")
    sign_entry(gp.workspace, about, plan="Fluids for Okonkwo")
    sign_entry(gp.workspace, other, plan="Chest of Featherstone")
    gp.exchange()
    nurse = new_desk("joy", Role.HOME_NURSE, served, about.home_id or "")
    assert nurse.exchange().agreed
    assert people(nurse) == {about.resident_id: about.home_id}
    assert "Fluids for Okonkwo" in texts(nurse)
    assert "Featherstone" not in texts(nurse)


def test_who_moves_arrives_at_the_new_home_with_the_whole_record(
    served: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, served)
    about = admit(gp.workspace, "Okonkwo")
    sign_entry(gp.workspace, about, plan="Written in the first home")
    rowan = second_home(gp)
    gp.exchange()
    new_home = new_desk("kemi", Role.HOME_NURSE, served, rowan)
    assert new_home.exchange().agreed
    assert people(new_home) == {}
    move_out(gp, about)
    place(
        gp.workspace.store,
        by=GP,
        resident_id=about.resident_id or "",
        home_id=rowan,
        stay_type=StayType.PERMANENT,
        admitted_at=system_clock() - timedelta(minutes=5),
        room="3",
    )
    gp.exchange()
    assert new_home.exchange().agreed
    assert people(new_home) == {about.resident_id: rowan}
    assert "Written in the first home" in texts(new_home)
    assert new_home.exchange().agreed


def test_how_fresh_each_home_is_shown_to_be_is_when_its_logs_were_read(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace)
    with gp.workspace.store.reading() as connection:
        before = sync_status(connection)
    assert (before.waiting, before.all_sent, before.agreed_at) == (3, False, None)
    gp.exchange()
    with gp.workspace.store.reading() as connection:
        after = sync_status(connection)
    assert after.all_sent
    assert after.agreed_at is not None
    assert after.got_at is not None
    assert after.got_at[about.home_id or ""] is not None
