"""Versions apart: an old program sends all it has and is told; a newer one's words pass through it whole."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from mdt_core.roles import Role
from mdt_core.store.projections import CHANGE
from mdt_core.sync import protocol
from mdt_core.sync.change import Change, GroupWrite, change_from_text
from mdt_core.sync.requests import Code
from mdt_desktop.device import sync_book
from mdt_desktop.device.rebuilt import differences
from mdt_desktop.sync.link import ADDRESS
from mdt_desktop.sync.trouble import RefusedByService
from mdt_service.hub import quarantine
from mdt_service.hub.database import open_database
from tests.service.serving import Serving, running
from tests.store.deeds import admit
from tests.support.builders import mid, newer_event, newer_set, with_more
from tests.sync.conftest import Desk, NewDesk
from tests.sync.test_trouble import waiting

AUTHOR = {"id": "gp-2", "name": "Dr Yusuf Ali", "role": Role.GP.value, "registration": "GMC"}


@pytest.fixture
def newer_service(on_sqlite: Serving) -> Iterator[str]:
    """The address of the same service after an update: it speaks no version of this program."""
    settings = replace(
        on_sqlite.parts.settings,
        protocol_oldest=protocol.NEWEST + 1,
        protocol_newest=protocol.NEWEST + 3,
    )
    database = open_database(settings.database)
    with running(replace(on_sqlite.parts, settings=settings, database=database)) as address:
        yield address


def held(desk: Desk) -> dict[str, str]:
    """Every text here by its identity."""
    with desk.workspace.store.reading() as connection:
        rows = connection.execute(select(CHANGE.c.mid, CHANGE.c.body))
        return {row.mid: row.body for row in rows}


def test_a_program_that_is_too_old_sends_all_it_has_and_is_told_to_update(
    on_sqlite: Serving, new_desk: NewDesk, newer_service: str
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    admit(gp.workspace)
    with sync_book.writing(gp.workspace.engine) as connection:
        sync_book.keep_facts(connection, {ADDRESS: newer_service})
    report = gp.exchange()
    assert (report.must_update, report.agreed, report.sent) == (True, False, 3)
    assert "too old to receive" in " ".join(report.sentences())
    assert waiting(gp) == 0
    client = gp.client()
    with pytest.raises(RefusedByService) as refused:
        client.pull(protocol.Pull(epoch="any", cursors=()))
    assert refused.value.problem.code is Code.TOO_OLD
    client.close()


def newer(change: Change, **more: object) -> Change:
    """The same with words of a newer program around it."""
    return change_from_text(change.mid, with_more(change.text, author=AUTHOR, **more))


def test_what_this_program_does_not_know_goes_through_it_letter_for_letter(
    served: Serving, new_desk: NewDesk
) -> None:
    gp, nurse, tom = (new_desk(name, Role.GP, served) for name in ("amina", "joy", "tom"))
    about = admit(gp.workspace)
    who = about.resident_id or ""
    card = newer_set(1, who, {"name": GroupWrite({"family_name": "S", "spoken": {"as": "S."}})},
                     resident_id=who)  # fmt: skip
    statement = newer_event(2, mid(900), "tele_visit", {"link": "x", "deep": [{"y": 1}]},
                            resident_id=who)  # fmt: skip
    made = (newer(card, sign={"by": "newer"}), newer(statement, base=[], q=None))
    with gp.workspace.store.deed(gp.actor) as unit:
        for change in made:
            unit.append(change)
        unit.commit()
    for desk in (gp, nurse):
        report = desk.exchange()
        with served.service.database.reading() as connection:
            assert [each.reason for each in quarantine.listed(connection)] == []
        assert report.agreed
    for change in made:
        assert held(nurse)[change.mid] == change.text
    assert differences(nurse.workspace) == ()
    assert tom.exchange().agreed
    assert held(tom) == held(gp)
