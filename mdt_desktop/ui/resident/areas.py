"""The forms that the areas of a resident's record offer, each to those alone who may write its kind.

Which areas there are stands in `area_list`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.deaths import Death
from mdt_core.records.episodes import HospitalEpisode, PlanReview
from mdt_core.records.falls import Fall
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.ui.context import (
    Destination,
    ToDeath,
    ToFall,
    ToForm,
    ToHospital,
    ToPlanReview,
)
from mdt_desktop.ui.resident.area_list import AREAS, Area, statement_named

__all__ = ["AREAS", "Area", "Offer", "all_offers", "every_offer", "offers"]

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


def offers(kinds: tuple[str, ...], page: ResidentPage, by: Actor) -> tuple[Offer, ...]:
    """The forms of these kinds that the person may fill in; after a death those that belong to it."""
    is_deceased = page.line.is_deceased
    classes = [
        each
        for each in map(statement_named, kinds)
        if each.goes_on_after_death or each.is_after_death == is_deceased
    ]
    return tuple(
        Offer(each.kind, f"Record: {each.title}")
        for each in classes
        if access.may_write(by, each, page.line.home_id)
    )


def all_offers(page: ResidentPage, by: Actor) -> tuple[Offer, ...]:
    """The forms of the areas offered under More that have no button among the deeds already."""
    return _offers_of((area for area in AREAS if area.is_under_more), page, by)


def every_offer(page: ResidentPage, by: Actor) -> tuple[Offer, ...]:
    """The forms of all areas that have no button among the deeds, for who searches them by name."""
    return _offers_of(AREAS, page, by)


def _offers_of(areas: Iterable[Area], page: ResidentPage, by: Actor) -> tuple[Offer, ...]:
    found = (offer for area in areas for offer in offers(area.offered, page, by))
    return tuple(dict.fromkeys(offer for offer in found if offer.kind not in _OWN_PAGES))
