"""Takes the access audit of a device: a lane of its own, push only, that never waits for anything."""

from collections.abc import Sequence

from mdt_core.clock import utc_text
from mdt_core.sync.protocol import Audited, AuditHeader, AuditLine
from mdt_service import refusals
from mdt_service.hub import audit, devices
from mdt_service.hub.database import Deed
from mdt_service.service import Caller, Service


def take_audit(
    service: Service, caller: Caller, header: AuditHeader, lines: Sequence[AuditLine]
) -> Audited:
    """Keeps the lines that are new; raises Refusal where some before them have not come.

    A new incarnation may begin at any line, since a device trims what was taken long ago.
    """

    def deed(connection: Deed) -> Audited:
        life = devices.hold(connection, caller.device_id, header.incarnation, caller.at)
        is_first = life.audit_n == 0
        if header.after > life.audit_n and not is_first:
            raise refusals.expected(life.audit_n)
        new = [line for line in lines if line.n > max(life.audit_n, header.after)]
        before = header.chain if is_first else life.audit_chain
        if not new:
            return Audited(after=life.audit_n, chain=life.audit_chain)
        broken = audit.keep(connection, life.id, new, before, utc_text(caller.at))
        last = new[-1]
        devices.advance_audit(connection, life.id, n=last.n, chain=last.chain)
        return Audited(after=last.n, chain=last.chain, broken_at=broken)

    return service.database.deed(deed)
