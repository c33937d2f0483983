"""Whether a device's store has another self: a backup that was restored, or a copy of its folder."""

from typing import Any

from sqlalchemy import Select, bindparam, func, select

from mdt_service.hub.database import Deed
from mdt_service.hub.tables import INCARNATION


def other_life_at(connection: Deed, device_id: str, incarnation: str) -> str | None:
    """When another life of the device began after this one, which speaks all the same; None for the last."""
    asked = {"device": device_id, "of": incarnation}
    found: str | None = connection.execute(_NEWER, asked).scalar_one_or_none()
    return found


_OWN = select(INCARNATION.c.started_at).where(INCARNATION.c.id == bindparam("of")).scalar_subquery()
_NEWER: Select[Any] = select(func.max(INCARNATION.c.started_at)).where(
    INCARNATION.c.device_id == bindparam("device"),
    INCARNATION.c.id != bindparam("of"),
    INCARNATION.c.started_at >= _OWN,
)
