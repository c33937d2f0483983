"""Which device and which workspace a store belongs to, kept inside the store itself."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from mdt_core.clock import parse_utc, utc_text
from mdt_core.errors import StoreProblem
from mdt_desktop.device.tables import DeviceStateRow

STATE = DeviceStateRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class DeviceState:
    """The facts of a store: `homes` are the ids of the homes it is for, empty until one is added.

    `incarnation` changes when a backup is restored, so that the service can tell the two apart.
    """

    device_id: str
    incarnation: str
    created_at: datetime
    name: str
    homes: tuple[str, ...] = ()
    is_practice: bool = False


def write_state(connection: Connection, state: DeviceState) -> None:
    """Writes the facts in place of those there were; the caller commits."""
    values = {
        "device_id": state.device_id,
        "incarnation": state.incarnation,
        "created_at": utc_text(state.created_at),
        "name": state.name,
        "homes": json.dumps(sorted(state.homes)),
        "is_practice": json.dumps(state.is_practice),
    }
    connection.execute(delete(STATE))
    rows = [{"name": name, "value": value} for name, value in values.items()]
    connection.execute(insert(STATE), rows)


def read_state(connection: Connection) -> DeviceState:
    """Reads the facts; raises StoreProblem where one is missing or cannot be read."""
    found = {row.name: row.value for row in connection.execute(select(STATE))}
    try:
        return DeviceState(
            device_id=found["device_id"],
            incarnation=found["incarnation"],
            created_at=parse_utc(found["created_at"]),
            name=found["name"],
            homes=tuple(json.loads(found["homes"])),
            is_practice=bool(json.loads(found["is_practice"])),
        )
    except (KeyError, ValueError) as error:
        raise StoreProblem(
            "The store does not say which device it belongs to.",
            next_step="Keep the folder as it is, and restore the newest backup.",
        ) from error


def keep_homes(connection: Connection, homes: Iterable[str]) -> None:
    """Writes the ids of the homes that this workspace is for; the caller commits."""
    write_state(connection, replace(read_state(connection), homes=tuple(sorted(homes))))
