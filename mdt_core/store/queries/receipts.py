"""How far a record has come: what receipts say of it, asked by their ids alone.

The earliest receipt of a side counts. Nothing is worked out from clocks or from silence: where there
is no receipt, nobody has seen it.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from mdt_core.clock import parse_utc
from mdt_core.records.actions import Action
from mdt_core.records.receipts import Reach, Side, receipt_id, side_of
from mdt_core.roles import HOME_STAFF
from mdt_core.store import card_body
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.statements import Kept

PHONE_AFTER: Final = timedelta(minutes=15)
"""How long an urgent action may wait to be seen before somebody is told to phone."""

_ASKED_OF_ACTION: Final = ("what", "who", "when")
"""The groups that a new version of an action has another of; progress is none."""


@dataclass(frozen=True)
class Version:
    """One version of a record: who wrote it last, when, and in which home it is to be seen."""

    record_id: str
    kind: str
    mid: str
    home_id: str
    by: str
    side: Side
    at: datetime


@dataclass(frozen=True)
class Awaited:
    """A version that the other side is to see, and how far it has come there (None: not known)."""

    version: Version
    by: Side
    got_at: datetime | None = None
    seen_at: datetime | None = None

    def is_to_phone(self, now: datetime) -> bool:
        """Whether it has waited so long to be seen that somebody is to be phoned."""
        return self.seen_at is None and now - self.version.at >= PHONE_AFTER


def reached(
    connection: Connection, asked: Mapping[str, tuple[Version, Side]]
) -> dict[str, Awaited]:
    """How far each of these versions has come on the side named, by the key it was asked with."""
    ids = {
        receipt_id(version.record_id, version.mid, version.home_id, side, reach): (key, reach)
        for key, (version, side) in asked.items()
        for reach in Reach
    }
    at: dict[tuple[str, Reach], datetime] = {}
    if ids:
        for row in connection.execute(_RECEIPTS, {"ids": list(ids)}):
            when = parse_utc(json.loads(row.body)["occurred_at"])
            place = ids[row.record_id]
            at[place] = min(when, at.get(place, when))
    return {
        key: Awaited(version, side, at.get((key, Reach.GOT)), at.get((key, Reach.SEEN)))
        for key, (version, side) in asked.items()
    }


def action_asked(row: Any, home_id: str | None) -> tuple[Version, Side] | None:  # noqa: ANN401 - a row
    """Which version of an action is to be seen on which side; None where that is its own side.

    `row` is a row of an action (id, body); it never leaves the store.
    """
    if home_id is None:
        return None
    groups = json.loads(row.body)
    heads = [head for name in _ASKED_OF_ACTION for head in groups.get(name, {}).get("heads", ())]
    if not heads:
        return None
    newest = max(heads, key=_order)
    version = Version(
        record_id=row.id,
        kind=Action.kind,
        mid=newest["mid"],
        home_id=home_id,
        by=newest["author"][0],
        side=side_of(newest["author"][2]),
        at=parse_utc(newest["recorded_at"]),
    )
    values = _newest_of(groups)
    side = _owner_side(values)
    return None if side is version.side else (version, side)


def actions_awaited(
    connection: Connection, actions: Collection[tuple[str | None, Kept[Action]]]
) -> dict[str, Awaited]:
    """How far actions have come, by their ids, each given with the home it is to be seen in."""
    homes = {action.id: home_id for home_id, action in actions}
    if not homes:
        return {}
    rows = connection.execute(_BODIES, {"ids": list(homes)})
    found = {row.id: action_asked(row, homes[row.id]) for row in rows}
    return reached(connection, {key: each for key, each in found.items() if each is not None})


def home_phones(connection: Connection, homes: Collection[str]) -> dict[str, str]:
    """The telephone of each of these homes that has one recorded."""
    if not homes:
        return {}
    rows = connection.execute(_BODIES, {"ids": list(homes)})
    found = {row.id: card_body.values_from_text(row.body).get("phone") for row in rows}
    return {home_id: str(phone) for home_id, phone in found.items() if phone}


def _owner_side(values: Mapping[str, Any]) -> Side:
    """Who is to see an action; one whose owner has no role is for the home."""
    role = values.get("owner_role") or values.get("chaser_role")
    return Side.HOME if role is None or role in HOME_STAFF else Side.TEAM


def _newest_of(groups: Mapping[str, Any]) -> Mapping[str, Any]:
    heads = groups.get("who", {}).get("heads", ())
    return next((head["v"] for head in heads if head["v"] is not None), {})


def _order(head: Mapping[str, Any]) -> tuple[str, str, str]:
    return (head["occurred_at"], head["recorded_at"], head["mid"])


_RECEIPTS = select(CHANGE.c.record_id, CHANGE.c.body).where(
    CHANGE.c.record_id.in_(bindparam("ids", expanding=True)), CHANGE.c.body.is_not(None)
)
_BODIES = select(RECORD.c.id, RECORD.c.body).where(
    RECORD.c.id.in_(bindparam("ids", expanding=True)), RECORD.c.body.is_not(None)
)
