"""Who is on the caseload of the enhanced care home team (TECHT), over all homes of the device."""

from sqlalchemy import Connection, select

from mdt_core.record import Status
from mdt_core.records.techt import CaseloadState, TechtCaseload
from mdt_core.store.projections import RECORD


def on_techt_caseload(connection: Connection) -> frozenset[str]:
    """The ids of the residents who are on it; where two versions stand, either of them is enough."""
    return frozenset(connection.execute(_ON).scalars())


_ON = select(RECORD.c.resident_id).where(
    RECORD.c.kind == TechtCaseload.kind,
    RECORD.c.state == CaseloadState.ON.value,
    RECORD.c.status == Status.CURRENT.value,
    RECORD.c.resident_id.is_not(None),
)
