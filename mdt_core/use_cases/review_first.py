"""Looking at the order of review: for clinicians alone, and each look is recorded.

There is no way to the order that leaves no line in the audit.
"""

from dataclasses import dataclass
from datetime import datetime

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import NotAllowed
from mdt_core.review_first import READ, Standing, in_order, standing_of
from mdt_core.review_weights import Weights, shipped_weights
from mdt_core.roles import CLINICIANS
from mdt_core.store.queries.everyone import everyone
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.review_first import known_of
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About


@dataclass(frozen=True)
class ReviewOrder:
    """Who stands in the order, most points first, when it was formed, and by which points.

    `without` is how many residents were looked at and have no point.
    """

    home_id: str
    formed_at: datetime
    weights: Weights
    places: tuple[tuple[ResidentLine, Standing], ...]
    without: int


def may_look(by: Actor) -> bool:
    """Whether the order is shown to this person's role."""
    return by.role in CLINICIANS


def look_at_order(
    store: Store, *, by: Actor, home_id: str = "", weights: Weights | None = None
) -> ReviewOrder:
    """Forms the order of a home, or of all homes served, and records that it was looked at.

    Raises NotAllowed for whoever is no clinician and for a home that is not served.
    """
    if not may_look(by):
        raise NotAllowed("This order is for clinicians who plan reviews")
    if home_id:
        for kind in READ:
            access.require_read(by, kind, home_id)
    points = weights or shipped_weights()
    now = store.clock()
    with store.reading() as connection:
        lines = [
            line
            for line in everyone(connection, by)
            if line.home_id is not None and home_id in ("", line.home_id)
        ]
        known = known_of(connection, lines, points, london_day(now))
    with store.deed(by) as unit:  # nothing is given before this is written
        detail = f"{points.version}, {len(lines)} residents"
        unit.audit("view review order", About(home_id=home_id or None), detail=detail)
        unit.commit()
    by_id = {line.resident_id: line for line in lines}
    standing = in_order(standing_of(each, points, london_day(now)) for each in known)
    places = tuple((by_id[each.resident_id], each) for each in standing if each.points)
    return ReviewOrder(home_id, now, points, places, len(lines) - len(places))
