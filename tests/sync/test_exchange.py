"""One exchange after the other between real stores and the real service, over real HTTP."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from mdt_core.clock import PartialDate
from mdt_core.records.residents import Resident
from mdt_core.roles import Role
from mdt_core.store.projections import CHANGE, RECORD, RESIDENT_CURRENT
from mdt_desktop.device import sync_book
from mdt_desktop.sync.trouble import LogDoesNotFollow
from tests.service.serving import Serving
from tests.store.deeds import admit, sign_entry
from tests.sync.conftest import Desk, NewDesk
from tests.sync.transports import Network


def rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """What a store shows, without the numbers of arrival."""
    found = {}
    with desk.workspace.store.reading() as connection:
        for table in (RECORD, RESIDENT_CURRENT):
            columns = [each for each in table.c if each.name not in ("no", "n")]
            found[table.name] = sorted(map(tuple, connection.execute(select(*columns))), key=str)
        texts = select(CHANGE.c.mid, CHANGE.c.scope, CHANGE.c.seq, CHANGE.c.body)
        found["change"] = sorted(map(tuple, connection.execute(texts)))
    return found


def test_two_computers_that_write_apart_show_the_same_after_they_have_exchanged(
    served: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, served)
    nurse = new_desk("joy", Role.GP, served)
    about = admit(gp.workspace)
    sent = gp.exchange()
    assert sent.agreed
    assert sent.sent == 3
    got = nurse.exchange()
    assert got.agreed
    assert got.got == 3
    assert about.resident_id in got.told.ids
    sign_entry(nurse.workspace, about, plan="From the home")
    sign_entry(gp.workspace, about, plan="From the surgery")
    for desk in (gp, nurse, gp):
        assert desk.exchange().agreed
    assert rows(gp) == rows(nurse)
    assert all(row[2] is not None for row in rows(gp)["change"])


def test_an_exchange_with_nothing_new_sends_and_gets_nothing(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    admit(gp.workspace)
    gp.exchange()
    again = gp.exchange()
    assert (again.sent, again.got, again.agreed) == (0, 0, True)


def test_an_exchange_with_nothing_new_is_one_request_and_still_agrees(
    served: Serving, new_desk: NewDesk
) -> None:
    gp, nurse = (new_desk(name, Role.GP, served) for name in ("amina", "joy"))
    about = admit(gp.workspace)
    gp.exchange()
    nurse.exchange()
    network = Network()
    again = nurse.exchange(network)
    assert network.asked == ["/v1/hello"]
    assert (again.sent, again.got, again.agreed) == (0, 0, True)
    sign_entry(gp.workspace, about, plan="Walks again")
    sending, getting = Network(), Network()
    assert gp.exchange(sending).agreed
    assert sending.asked[:3] == ["/v1/hello", "/v1/push", "/v1/pull"]
    assert nurse.exchange(getting).got == 1
    assert getting.asked == ["/v1/hello", "/v1/pull"]
    assert rows(gp) == rows(nurse)


def test_heads_that_differ_in_the_digest_alone_are_never_taken_for_agreement(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    admit(gp.workspace)
    gp.exchange()
    with sync_book.writing(gp.workspace.engine) as connection:
        place = max(sync_book.places(connection).values(), key=lambda each: each.seq)
        sync_book.keep_places(connection, [replace(place, digest="0" * 64)])
    with pytest.raises(LogDoesNotFollow):
        gp.exchange()


def test_what_is_told_as_waiting_is_what_waits(on_sqlite: Serving, new_desk: NewDesk) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    admit(gp.workspace)
    with gp.workspace.store.reading() as connection:
        assert sync_book.counts(connection).waiting == 3
    gp.exchange()
    with gp.workspace.store.reading() as connection:
        counts = sync_book.counts(connection)
    assert (counts.waiting, counts.oldest, counts.refused) == (0, None, 0)


def test_two_values_written_apart_stand_beside_each_other_on_both(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp, nurse = (new_desk(name, Role.GP, on_sqlite) for name in ("amina", "joy"))
    about = admit(gp.workspace)
    gp.exchange()
    nurse.exchange()
    for desk, born in ((gp, "1938-02-03"), (nurse, "1938-02-13")):
        with desk.workspace.store.deed(desk.actor) as unit:
            person = unit.card(Resident, about.resident_id or "")
            changed = person.model_copy(update={"born": PartialDate(born)})
            unit.write(changed, about, record_id=about.resident_id)
            unit.commit()
    for desk in (gp, nurse, gp):
        desk.exchange()
    assert rows(gp) == rows(nurse)
    with gp.workspace.store.reading() as connection:
        query = select(RECORD.c.has_siblings).where(RECORD.c.id == about.resident_id)
        assert connection.execute(query).scalar_one()
