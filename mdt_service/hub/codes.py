"""One-time codes by which a device is enrolled: 80 random bits, 15 minutes, one use, five tries.

A code is twenty signs of base32: four that find it and sixteen that are secret and kept as a hash.
A wrong secret costs a try; a finder that nobody knows is answered alike.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, select, update

from mdt_core.clock import parse_utc, utc_text
from mdt_core.errors import InvalidInput, NotAllowed
from mdt_core.roles import Role
from mdt_service.hub.database import Deed
from mdt_service.hub.scopes import Grant
from mdt_service.hub.tables import ENROLMENT_CODE

LASTS = timedelta(minutes=15)
TRIES = 5
_HANDLE = 4
_SECRET = 16
_GROUP = 4
_NOISE_BYTES = 13


@dataclass(frozen=True, slots=True)
class NewDevice:
    """What a code stands for: the roles, and after how many days they end (None: never)."""

    grants: tuple[Grant, ...]
    days: int | None = None


class CodeRefused(NotAllowed):
    """The code is wrong, used or too old; which of these is not told."""

    def __init__(self) -> None:
        super().__init__(
            "This enrolment code is not valid",
            next_step="Check each sign, or ask for a new code: one lasts 15 minutes",
        )


def make_code(
    connection: Deed,
    new: NewDevice,
    *,
    made_by: str,
    at: datetime,
    random: Callable[[int], bytes],
) -> tuple[str, datetime]:
    """Keeps a new code; returns it as shown, in groups of four, and when it ends.

    Raises InvalidInput where nothing would be granted.
    """
    if not new.grants:
        raise InvalidInput("A device needs at least one role", where="Roles")
    signs = new_signs(random)
    ends = at + LASTS
    values = {
        "handle": handle_of(signs),
        "secret_hash": hash_of(signs),
        "grants": _grants_text(new),
        "made_by": made_by,
        "made_at": utc_text(at),
        "expires_at": utc_text(ends),
        "tries_left": TRIES,
        "used_by": None,
    }
    connection.execute(_DROP, {"finder": handle_of(signs)})
    connection.execute(insert(ENROLMENT_CODE), values)
    return shown(signs), ends


def new_signs(random: Callable[[int], bytes]) -> str:
    """Twenty signs of a new code."""
    return base64.b32encode(random(_NOISE_BYTES)).decode("ascii")[: _HANDLE + _SECRET]


def shown(signs: str) -> str:
    """A code as people read it, in groups of four."""
    return "-".join(signs[i : i + _GROUP] for i in range(0, len(signs), _GROUP))


def typed(code: str) -> str:
    """The signs of a code as somebody typed it."""
    return "".join(code.upper().split()).replace("-", "")


def handle_of(signs: str) -> str:
    """The part by which a code is found."""
    return signs[:_HANDLE]


def hash_of(signs: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(signs.encode("utf-8")).hexdigest()


def use_code(connection: Deed, code: str, *, device_id: str, at: datetime) -> NewDevice | None:
    """Uses a code up and returns what it stands for; None, with a try less, where it is not valid.

    The caller commits in either case, so that the try counts, and then refuses.
    """
    signs = typed(code)
    row = connection.execute(_HOLD, {"finder": handle_of(signs)}).one_or_none()
    if row is None or row.used_by is not None or row.tries_left == 0:
        return None
    if parse_utc(row.expires_at) <= at:
        return None
    if not hmac.compare_digest(row.secret_hash, hash_of(signs)):
        connection.execute(_TRIED, {"finder": row.handle})
        return None
    connection.execute(_USE, {"finder": row.handle, "by": device_id})
    return _new_device(row)


def _grants_text(new: NewDevice) -> str:
    grants = [
        {"home_id": each.home_id, "role": each.role.value, "person_id": each.person_id}
        for each in new.grants
    ]
    return json.dumps({"grants": grants, "days": new.days})


def _new_device(row: Row[Any]) -> NewDevice:
    kept = json.loads(row.grants)
    grants = (Grant(g["home_id"], Role(g["role"]), g["person_id"]) for g in kept["grants"])
    return NewDevice(tuple(grants), kept["days"])


def grants_from(
    home_id: str, roles: Sequence[str], person_id: str | None = None
) -> tuple[Grant, ...]:
    """Grants as named by an administrator; raises InvalidInput for a role that there is not."""
    known = {role.value: role for role in Role}
    for role in roles:
        if role not in known:
            raise InvalidInput(
                f"There is no role «{role[:40]}»", next_step=f"Roles are {', '.join(known)}"
            )
    return tuple(Grant(home_id, known[role], person_id) for role in roles)


_BY_FINDER = ENROLMENT_CODE.c.handle == bindparam("finder")
_DROP = delete(ENROLMENT_CODE).where(_BY_FINDER)
"""One finder in a million is given twice; the newer code is then the valid one."""
_HOLD: Select[Any] = select(ENROLMENT_CODE).where(_BY_FINDER).with_for_update()
_TRIED = update(ENROLMENT_CODE).where(_BY_FINDER).values(tries_left=ENROLMENT_CODE.c.tries_left - 1)
_USE = update(ENROLMENT_CODE).where(_BY_FINDER).values(used_by=bindparam("by"))
