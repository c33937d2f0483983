"""A program killed at any moment loses nothing that it had said is saved, and leaves nothing half.

A hundred kills, in four lots so that two cores share them. This proves our own transactions against
a dead process; a power cut is another matter and is proved elsewhere.
"""

import os
import random
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from mdt_core.store.projections import CHANGE, RECORD
from mdt_desktop.device.doctor import Weight, examine
from mdt_desktop.device.outbox import OUTBOX
from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import NOON, Ward, ward_in
from tests.support.kill import Promised, writers
from tests.support.killed_writer import CHANGES_A_DEED

KILLS_A_LOT = 25
MOST_DEEDS = 4
LONGEST_DELAY_S = 0.03

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills a forked program")


@pytest.mark.parametrize("lot", range(4))
def test_what_was_acknowledged_survives_every_kill(tmp_path: Path, lot: int) -> None:
    chance = random.Random(lot)
    ward = ward_in(tmp_path / "elm")
    ward.create()
    promised: list[Promised] = []
    with writers(ward.folder, ward.key_hex) as killing:
        for _ in range(KILLS_A_LOT):
            deeds, delay_s = chance.randint(0, MOST_DEEDS), chance.uniform(0, LONGEST_DELAY_S)
            promised += killing.killed_after(deeds, delay_s)
            _check(ward, promised)
    assert len(promised) > KILLS_A_LOT
    _check_all(ward)


def _check(ward: Ward, promised: list[Promised]) -> None:
    workspace = ward.open()
    with workspace.engine.begin() as connection:
        assert _kept(connection) >= set(promised)
        _check_nothing_half(connection)
    workspace.close()


def _kept(connection: Connection) -> set[Promised]:
    """What is in the change table, the record table and the outbox alike."""
    same = (OUTBOX.c.mid == CHANGE.c.mid) & (OUTBOX.c.n == CHANGE.c.n)
    rows = connection.execute(
        select(CHANGE.c.mid, CHANGE.c.body_hash)
        .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
        .join(OUTBOX, same)
        .where(RECORD.c.kind == "round_entry", CHANGE.c.body.is_not(None))
    )
    return {Promised(row.mid, row.body_hash) for row in rows}


def _check_nothing_half(connection: Connection) -> None:
    tables = ("change", "record", "outbox", "search", "resident_current", "access_audit")
    counts = {
        name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()  # noqa: S608
        for name in tables
    }
    deeds = counts["access_audit"]
    of_each = CHANGES_A_DEED * deeds
    three = dict.fromkeys(("change", "record", "outbox", "search"), of_each)
    assert counts == {**three, "resident_current": deeds, "access_audit": deeds}
    signed = "SELECT count(*) FROM draft JOIN record ON record.id = draft.resident_id"
    assert connection.execute(text(signed)).scalar_one() == 0


def _check_all(ward: Ward) -> None:
    workspace: OpenWorkspace = ward.open()
    findings = examine(workspace, NOON)
    workspace.close()
    serious = [finding for finding in findings if finding.weight is Weight.SERIOUS]
    assert serious == []
