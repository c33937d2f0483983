"""The areas of a resident's record that have a tab of their own: which kinds it shows, which forms it offers.

A new area is a line in `AREAS`. What is shown there is said in the words of its definitions; a form
is offered to those alone who may write its kind. Free of Qt.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.record import Statement, kind_named
from mdt_core.records.deaths import Death
from mdt_core.records.episodes import HospitalEpisode, PlanReview
from mdt_core.records.falls import Fall
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.use_cases.care_decisions import CARE_DECISIONS
from mdt_desktop.ui.context import (
    Destination,
    ToDeath,
    ToFall,
    ToForm,
    ToHospital,
    ToPlanReview,
)


@dataclass(frozen=True)
class Area:
    """A tab: its words, the kinds of statement shown there, and those of them that have a form here.

    Without `forms` every kind has one.
    """

    title: str
    kinds: tuple[str, ...]
    forms: tuple[str, ...] | None = None

    @property
    def offered(self) -> tuple[str, ...]:
        """The kinds that a form is offered for."""
        return self.kinds if self.forms is None else self.forms


AREAS: Final = (
    Area("Decisions", tuple(kind.kind for kind in CARE_DECISIONS)),
    Area(
        "Care plan",
        (
            *("care_plan", "support_plan", "contingency_plan", "about_me", "preferred_place"),
            *("end_of_life_plan", "last_days_care", "just_in_case", PlanReview.kind),
        ),
    ),
    Area(
        "Falls",
        (Fall.kind, "fall_detail", "falls_assessment"),
        (Fall.kind, "falls_assessment"),
    ),
    Area(
        "Medicine reviews",
        (
            *("medicine_reconciliation", "medicine_review"),
            *("medication_issue", "covert_administration"),
        ),
    ),
)
"""In the order of their tabs."""

_OWN_PAGES: Final[Mapping[str, Callable[[str, Destination], Destination]]] = {
    Fall.kind: ToFall,
    HospitalEpisode.kind: ToHospital,
    PlanReview.kind: ToPlanReview,
    Death.kind: ToDeath,
}
"""Kinds whose form has a page of its own."""


@dataclass(frozen=True)
class Offer:
    """A form that this person may open: the kind, and the words of its button."""

    kind: str
    words: str

    def destination(self, resident_id: str, back: Destination) -> Destination:
        """Where the button goes."""
        own = _OWN_PAGES.get(self.kind)
        return own(resident_id, back) if own else ToForm(self.kind, resident_id, back)


def area_kinds() -> tuple[type[Statement], ...]:
    """Every kind that stands in an area, once; raises LookupError for one that is not registered."""
    names = dict.fromkeys(kind for area in AREAS for kind in area.kinds)
    return tuple(map(statement_named, names))


def statement_named(kind: str) -> type[Statement]:
    """The class of a kind of statement; raises LookupError where there is none."""
    found = kind_named(kind)
    if found is None or not issubclass(found, Statement):
        message = f"{kind} is no kind of statement"
        raise LookupError(message)
    return found


def offers(kinds: tuple[str, ...], page: ResidentPage, by: Actor) -> tuple[Offer, ...]:
    """The forms of these kinds that the person may fill in for this resident; none after a death."""
    if page.line.is_deceased:
        return ()
    classes = map(statement_named, kinds)
    return tuple(
        Offer(each.kind, f"Record: {each.title}")
        for each in classes
        if access.may_write(by, each, page.line.home_id)
    )


def all_offers(page: ResidentPage, by: Actor) -> tuple[Offer, ...]:
    """The forms of all areas that have no button among the resident's deeds already."""
    found = (offer for area in AREAS for offer in offers(area.offered, page, by))
    return tuple(dict.fromkeys(offer for offer in found if offer.kind not in _OWN_PAGES))
