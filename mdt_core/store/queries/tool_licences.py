"""The permissions for tools that belong to somebody else, as recorded for each organisation."""

from sqlalchemy import Connection, select

from mdt_core.records.tool_licences import ToolLicence
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import Kept, kept


def tool_licences(connection: Connection) -> tuple[Kept[ToolLicence], ...]:
    """Every permission that can be read, whatever became of it."""
    rows = connection.execute(select(RECORD).where(RECORD.c.kind == ToolLicence.kind))
    found = (kept(ToolLicence, row) for row in rows)
    return tuple(each for each in found if each.record is not None)


def held_permissions(connection: Connection) -> tuple[ToolLicence, ...]:
    """What the permissions say; one with two versions that wait for settling allows nothing."""
    found = tool_licences(connection)
    return tuple(each.record for each in found if each.record and not each.has_siblings)
