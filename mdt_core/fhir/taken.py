"""What one resource becomes: a record under the source's own name for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from mdt_core.record import Record

R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True)
class Taken(Generic[R_co]):
    """A record with the key the source gives it and, for a statement, when it happened.

    `only_if_known` marks what is no news by itself (a past order, a withdrawn entry): it is written
    where an earlier file of the same source brought it, so that nothing stays «active» wrongly.
    """

    key: str
    record: R_co
    occurred_at: datetime | None = None
    only_if_known: bool = False
