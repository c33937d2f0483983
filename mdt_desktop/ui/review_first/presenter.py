"""What the order of review shows: who, why, by which points, and what it is not. Free of Qt."""

from dataclasses import dataclass
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_moment
from mdt_core.record import kind_named
from mdt_core.review_first import Point, Standing
from mdt_core.store.queries.homes import ResidentLine, homes
from mdt_core.store.store import Store
from mdt_core.use_cases.review_first import ReviewOrder, look_at_order
from mdt_desktop.ui.home.presenter import row_of

MOST_SHOWN: Final = 50
WHAT_IT_IS: Final = (
    "An order for planning reviews, from facts that are recorded here. It is not a probability, decides"
    " nothing, and changes no round. It is not for falls: no score foretells who falls."
)
NOT_IN_IT: Final = (
    "Not in it: people without a home here, attendances at an emergency department without an admission,"
    " weights outside a MUST screen, and whatever nobody recorded. Few points do not mean that somebody is"
    " well."
)
RECORDED: Final = "That you look at this list is recorded."
CHANGED: Final = "Something has changed since this list was formed."


@dataclass(frozen=True)
class OrderRow:
    """One resident: how many points, who, where, and each point with its day and its source."""

    resident_id: str
    total: int
    who: str
    where: str
    why: str
    not_known: str

    @property
    def in_one(self) -> str:
        """Everything but who, for a narrow list."""
        total = "1 point" if self.total == 1 else f"{self.total} points"
        unknown = f"\nNot recorded: {self.not_known}" if self.not_known else ""
        place = ", ".join(self.where.splitlines())
        return f"{place}\n{total}\n{self.why}{unknown}"


@dataclass(frozen=True)
class OrderView:
    """The list as it was formed; `is_approved` says whether somebody approved the points."""

    home_id: str
    summary: str
    approval: str
    source: str
    is_approved: bool
    rows: tuple[OrderRow, ...]


def read_order(store: Store, by: Actor, home_id: str) -> OrderView:
    """Forms the list, which is recorded; raises NotAllowed."""
    return view_of(look_at_order(store, by=by, home_id=home_id))


def read_homes(store: Store, by: Actor) -> tuple[tuple[str, str], ...]:
    """The homes served by id and name."""
    with store.reading() as connection:
        return tuple((each.id, each.name) for each in homes(connection, by))


def view_of(order: ReviewOrder) -> OrderView:
    """Puts an order into words."""
    weights = order.weights
    return OrderView(
        home_id=order.home_id,
        summary=_summary(order),
        approval=weights.approval,
        source=weights.source,
        is_approved=bool(weights.approved_by),
        rows=tuple(_row(*each) for each in order.places[:MOST_SHOWN]),
    )


def _summary(order: ReviewOrder) -> str:
    number, formed = len(order.places), clinical_moment(order.formed_at)
    without = f"{order.without} others have none"
    if not number:
        return f"Nobody has a point. Formed {formed}"
    if number > MOST_SHOWN:
        return f"The first {MOST_SHOWN} of {number}; {without}. Choose one home for the rest. Formed {formed}"
    return f"{number} with points; {without}. Formed {formed}"


def _row(line: ResidentLine, standing: Standing) -> OrderRow:
    row = row_of(line)
    return OrderRow(
        resident_id=line.resident_id,
        total=standing.total,
        who=f"{row.name}\nBorn {row.born}\n{row.nhs_number}",
        where=f"{line.home_name}\nRoom {row.room}\n{row.stay}",
        why="\n".join(map(_words, standing.points)),
        not_known=", ".join(standing.not_known),
    )


def _words(point: Point) -> str:
    kind = kind_named(point.kind)
    return f"{point.line}. From: {kind.title if kind else point.kind}"
