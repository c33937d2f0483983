"""Who may use the administrators' pages: a code that works once, and the session that it begins.

Codes are those of devices in their form (`codes`), and are made from the command line alone. A session
is a random token of which the hash is kept; it ends when it is not used, and after some hours in any case.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, select, text, update

from mdt_core.actor import Actor
from mdt_core.clock import parse_utc, utc_text
from mdt_core.roles import Role
from mdt_core.store.deed_log import add_audit
from mdt_service.hub import codes
from mdt_service.hub.database import Deed
from mdt_service.hub.tables import ADMINISTRATOR_CODE, ADMINISTRATOR_SESSION

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=4)
_KEPT_EVERY = timedelta(minutes=1)
_TOKEN_BYTES = 32


def make_code(
    connection: Deed, name: str, *, at: datetime, random: Callable[[int], bytes]
) -> tuple[str, datetime]:
    """Keeps a new code for a person; returns it as shown, and when it ends."""
    signs = codes.new_signs(random)
    ends = at + codes.LASTS
    values = {
        "handle": codes.handle_of(signs),
        "secret_hash": codes.hash_of(signs),
        "name": name,
        "expires_at": utc_text(ends),
        "tries_left": codes.TRIES,
        "used_at": None,
    }
    connection.execute(_DROP, {"finder": values["handle"]})
    connection.execute(insert(ADMINISTRATOR_CODE), values)
    return codes.shown(signs), ends


def use_code(connection: Deed, code: str, *, at: datetime) -> str | None:
    """Uses a code up and returns whose it was; None, with a try less, where it is not valid."""
    signs = codes.typed(code)
    row = connection.execute(_HOLD, {"finder": codes.handle_of(signs)}).one_or_none()
    if row is None or row.used_at is not None or row.tries_left == 0:
        return None
    if parse_utc(row.expires_at) <= at:
        return None
    if not hmac.compare_digest(row.secret_hash, codes.hash_of(signs)):
        connection.execute(_TRIED, {"finder": row.handle})
        return None
    connection.execute(_USE, {"finder": row.handle, "at": utc_text(at)})
    return str(row.name)


def begin(connection: Deed, name: str, *, at: datetime, random: Callable[[int], bytes]) -> str:
    """Begins a session; returns its token, of which the hash is kept."""
    token = base64.urlsafe_b64encode(random(_TOKEN_BYTES)).decode("ascii").rstrip("=")
    now = utc_text(at)
    values = {"token_hash": _hash(token), "name": name, "began_at": now, "seen_at": now}
    connection.execute(insert(ADMINISTRATOR_SESSION), values)
    return token


def who(connection: Deed, token: str, *, at: datetime) -> str | None:
    """Whose session this is; None where it is none, or has ended."""
    row = connection.execute(_SESSION, {"of": _hash(token)}).one_or_none()
    return str(row.name) if row is not None and _goes_on(row, at) else None


def seen(connection: Deed, token: str, *, at: datetime) -> None:
    """Keeps that a session was used; at most once a minute."""
    before = utc_text(at - _KEPT_EVERY)
    connection.execute(_SEEN, {"of": _hash(token), "at": utc_text(at), "before": before})


def end(connection: Deed, token: str, *, at: datetime) -> None:
    """Ends a session."""
    connection.execute(_END, {"of": _hash(token), "at": utc_text(at)})


def wrote_down(
    connection: Deed, name: str, at: datetime, action: str, *, device: str = "", detail: str = ""
) -> None:
    """Adds a line to the service's own chained audit: who did what to which device, and no word of a resident."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ONE_AT_A_TIME)
    by = Actor(f"administrator:{name}", name, Role.ADMINISTRATOR, "")
    about = {"resident_id": None, "home_id": None, "record_id": device or None, "detail": detail}
    add_audit(connection, by, at, action, **about)


def _goes_on(row: Row[Any], at: datetime) -> bool:
    is_used = parse_utc(row.seen_at) + IDLE > at
    return row.ended_at is None and is_used and parse_utc(row.began_at) + LONGEST > at


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


_BY_FINDER = ADMINISTRATOR_CODE.c.handle == bindparam("finder")
_DROP = delete(ADMINISTRATOR_CODE).where(_BY_FINDER)
_HOLD: Select[Any] = select(ADMINISTRATOR_CODE).where(_BY_FINDER).with_for_update()
_TRIED = (
    update(ADMINISTRATOR_CODE)
    .where(_BY_FINDER)
    .values(tries_left=ADMINISTRATOR_CODE.c.tries_left - 1)
)
_USE = update(ADMINISTRATOR_CODE).where(_BY_FINDER).values(used_at=bindparam("at"))
_OF = ADMINISTRATOR_SESSION.c.token_hash == bindparam("of")
_SESSION: Select[Any] = select(ADMINISTRATOR_SESSION).where(_OF)
_SEEN = (
    update(ADMINISTRATOR_SESSION)
    .where(_OF, ADMINISTRATOR_SESSION.c.seen_at < bindparam("before"))
    .values(seen_at=bindparam("at"))
)
_END = update(ADMINISTRATOR_SESSION).where(_OF).values(ended_at=bindparam("at"))
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('access_audit'))")
