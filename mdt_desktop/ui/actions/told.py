"""What is said to the other side once a row of a list was in sight. No Qt."""

from dataclasses import dataclass

from mdt_core.records.receipts import Reach
from mdt_core.store.queries.receipts import Version


@dataclass(frozen=True)
class Told:
    """That this version was shown here, and how far that brings it."""

    version: Version
    reach: Reach = Reach.SEEN
