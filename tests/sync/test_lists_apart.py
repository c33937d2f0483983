"""One falls list taken in on two computers that have not exchanged: each fall stands once, and none is kept apart."""

from datetime import timedelta
from pathlib import Path

from mdt_core.clock import system_clock
from mdt_core.exchange.tables.falls_columns import fall_columns
from mdt_core.exchange.tables.falls_list import FALLS
from mdt_core.exchange.tables.sheet import read_sheet
from mdt_core.identifiers import NhsNumber
from mdt_core.records.falls import Fall
from mdt_core.records.residents import Resident
from mdt_core.roles import Role
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from mdt_service.hub.scopes import EVERY_HOME, Grant
from tests.exchange.tables import saved_csv
from tests.service.serving import Serving
from tests.store.deeds import GP, admit
from tests.sync.conftest import Desk, NewDesk

NUMBER = "999 000 0018"


def numbered(desk: Desk) -> About:
    """A resident who is known by a number."""
    about = admit(desk.workspace)
    with desk.workspace.store.deed(GP) as unit:
        person = unit.card(Resident, about.resident_id or "")
        known = person.model_copy(update={"nhs_number": NhsNumber.parse(NUMBER)})
        unit.write(known, About(about.resident_id), record_id=about.resident_id)
        unit.commit()
    return about


def falls(desk: Desk, about: About) -> list[str]:
    with desk.workspace.store.reading() as connection:
        return [each.mid for each in statements(connection, Fall, about.resident_id or "")]


def test_a_list_taken_in_on_two_computers_says_each_fall_once(
    on_sqlite: Serving, new_desk: NewDesk, tmp_path: Path
) -> None:
    amina = new_desk("amina", Role.GP, on_sqlite)
    second = Desk(tmp_path / "sam", GP, clock=lambda: system_clock() - timedelta(minutes=5))
    second.enrol(on_sqlite, Grant(EVERY_HOME, Role.GP))
    about = numbered(amina)
    amina.exchange()
    second.exchange()
    yesterday = f"{system_clock() - timedelta(days=1):%Y-%m-%d}"
    path = saved_csv(
        tmp_path,
        (NUMBER, "Okonkwo", yesterday, "03:10"),
        headers=("NHS No", "Surname", "Date", "Time"),
    )
    sheet = read_sheet(path)
    for desk in (amina, second):
        report = FALLS.take(desk.workspace.store, by=GP, sheet=sheet, columns=fall_columns(sheet))
        assert report.created == 1
    for desk in (amina, second, amina):
        assert desk.exchange().refused == 0
    assert falls(amina, about) == falls(second, about)
    assert len(falls(amina, about)) == 1
    second.workspace.close()
