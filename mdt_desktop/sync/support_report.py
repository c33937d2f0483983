"""The report that a person can send to support: numbers, states and marks, and no word about anybody.

Names of homes, residents and people, the reasons of refusals and the name of the workspace are left
out; homes are numbered, and what was refused is told by its kind and count alone.
"""

import platform
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from mdt_core.clock import utc_text
from mdt_core.record import restricted_kinds
from mdt_core.sync import protocol
from mdt_desktop.device.sync_book import Place
from mdt_desktop.sync.account import Account, Told
from mdt_desktop.sync.lease import Lease
from mdt_desktop.sync.standing import Standing
from mdt_desktop.sync.tie import APP_VERSION

TITLE = "Report for support. It holds no patient data."


def support_report(account: Account, standing: Standing, now: datetime) -> str:
    """Gives the report as text."""
    return "\n".join(_lines(account, standing, now)) + "\n"


def _lines(account: Account, standing: Standing, now: datetime) -> Iterator[str]:
    status, device = account.status, account.device
    yield TITLE
    yield f"Made {utc_text(now)} by version {APP_VERSION}, protocol {protocol.NEWEST}"
    yield f"System {platform.system()} {platform.release()}, Python {platform.python_version()}"
    yield f"Device {device.device_id}, incarnation {device.incarnation}"
    yield f"Practice data: {'yes' if device.is_practice else 'no'}"
    yield f"Enrolled {_moment(account.enrolled_at)}, pinned certificates: {account.is_pinned}"
    yield f"Service {status.address or 'none'}, epoch {account.epoch or 'none'}"
    yield f"Waiting {status.waiting}, oldest {_moment(status.oldest)}: {_kinds(account.waiting)}"
    yield f"Refused {status.refused}: {_kinds(account.refused)}"
    yield f"Last full agreement {_moment(status.agreed_at)}; of this sitting: {standing.has_agreed}"
    yield f"Without an exchange since {_moment(standing.apart_since)}"
    yield f"Network absent: {standing.is_without_network}; revoked: {standing.is_revoked}"
    yield f"Clock apart by {round(standing.skew.total_seconds())} s"
    yield _lease(status.lease, now)
    yield "Logs: number, digest, last read to the end"
    homes: dict[str, int] = {}
    for place in account.places:
        yield f"  {_scope(place, homes)}: {place.seq}, {place.digest[:16]}, {_moment(place.got_at)}"


def _lease(lease: Lease | None, now: datetime) -> str:
    if lease is None:
        return "Lease: none"
    return f"Lease until {utc_text(lease.until)}, clock set back: {lease.is_set_back(now)}"


def _scope(place: Place, homes: dict[str, int]) -> str:
    """`home 3: clinical`; a home's id is no name, but a number is shorter and says less still."""
    kind, _, rest = place.scope.partition(":")
    home_id, _, sensitivity = rest.rpartition(":")
    if kind != "home":
        return place.scope
    return f"home {homes.setdefault(home_id, len(homes) + 1)}: {sensitivity}"


def _kinds(told: tuple[Told, ...]) -> str:
    """What is restricted is not told by its kind: the report is read at a home too."""
    hidden = restricted_kinds()
    counts = Counter("restricted" if each.kind in hidden else each.kind for each in told)
    return ", ".join(f"{kind} {number}" for kind, number in sorted(counts.items())) or "none"


def _moment(at: datetime | None) -> str:
    return utc_text(at) if at else "never"
