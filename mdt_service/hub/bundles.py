"""Bundle files at the service: the keys that open and sign them, and which were taken in, by whom.

The secrets lie in the service's own database, which holds the words they guard in any case; a backup
brings them back with it. What was taken in is kept for ever, as the audit of a door beside the network.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import Row, insert, select

from mdt_core.sync import sealing
from mdt_service.hub.database import Deed
from mdt_service.hub.tables import BUNDLE, SERVICE_META

BEGUN = "Begun, and not brought to its end: take the same file in again"

_NAMES = ("bundle_reader", "bundle_signer")


@dataclass(frozen=True, repr=False)
class BundleKeys:
    """The secrets of the service for files."""

    reader_secret: bytes
    signer_secret: bytes

    @cached_property
    def reader(self) -> str:
        """The key for which files to the service are sealed."""
        return sealing.reader_key(self.reader_secret)

    @cached_property
    def signer(self) -> str:
        """The key by which its answers are known."""
        return sealing.signer_key(self.signer_secret)


@dataclass(frozen=True, slots=True)
class Taken:
    """One file that was taken in; `came_to` tells counts and refusals, and nothing clinical.

    It is written down before anything of the file is taken, as BEGUN, and again with what it came to.
    """

    device_id: str
    counter: int
    hash: str
    made_at: str
    taken_at: str
    taken_by: str
    came_to: str


def make_keys(connection: Deed, *, random: Callable[[int], bytes]) -> None:
    """Gives a service its keys for files, once."""
    if keys_of(connection) is None:
        secrets = [base64.b64encode(random(sealing.KEY_BYTES)).decode("ascii") for _ in _NAMES]
        rows = [
            {"name": name, "value": secret} for name, secret in zip(_NAMES, secrets, strict=True)
        ]
        connection.execute(insert(SERVICE_META), rows)


def keys_of(connection: Deed) -> BundleKeys | None:
    """The keys; None in a database that an older program began."""
    found = {row.name: row.value for row in connection.execute(_SECRETS)}
    if len(found) < len(_NAMES):
        return None
    return _keys(*(found[name] for name in _NAMES))


@lru_cache(maxsize=1)
def _keys(reader: str, signer: str) -> BundleKeys:
    """Worked out once: every hello names the public halves."""
    return BundleKeys(base64.b64decode(reader), base64.b64decode(signer))


def keep(connection: Deed, taken: Taken) -> None:
    """Writes down that a file was taken in."""
    values = {name: getattr(taken, name) for name in _COLUMNS}
    connection.execute(insert(BUNDLE), values)


def listed(connection: Deed) -> tuple[Taken, ...]:
    """Every file that was taken in, in order; one that was cut off stands as BEGUN."""
    found: list[Taken] = []
    begun: dict[Taken, int] = {}
    for each in map(_taken, connection.execute(select(BUNDLE).order_by(BUNDLE.c.id))):
        beginning = replace(each, came_to=BEGUN)
        if beginning in begun and each != beginning:
            found[begun.pop(beginning)] = each  # an end stands for the last beginning alone
            continue
        if each == beginning:
            begun[each] = len(found)
        found.append(each)
    return tuple(found)


def _taken(row: Row[Any]) -> Taken:
    return Taken(*(getattr(row, name) for name in _COLUMNS))


_COLUMNS = tuple(Taken.__dataclass_fields__)
_SECRETS = select(SERVICE_META.c.name, SERVICE_META.c.value).where(SERVICE_META.c.name.in_(_NAMES))
