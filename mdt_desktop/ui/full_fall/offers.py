"""The full records that a resident's falls still want, as buttons of the area they stand in. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from typing_extensions import override

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_short_moment
from mdt_core.record import Status
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.falls import Fall
from mdt_core.store.queries.statements import Signed
from mdt_desktop.ui.context import Destination, ToFullFall
from mdt_desktop.ui.full_fall.presenter import due_words, is_imported
from mdt_desktop.ui.resident.areas import Area, Offer
from mdt_desktop.ui.resident.reading import ResidentRead

_AGAIN_FOR: Final = timedelta(days=28)
"""For how long after a fall its full record is offered to be written anew."""

MOST_OFFERED: Final = 6
"""The newest falls first; after an import of years a row of buttons helps nobody."""


@dataclass(frozen=True)
class FullFallOffer(Offer):
    """The full record of one fall."""

    fall_id: str = ""

    @override
    def destination(self, resident_id: str, back: Destination) -> Destination:
        return ToFullFall(resident_id, self.fall_id, back)


def full_fall_offers(
    area: Area, read: ResidentRead, by: Actor, now: datetime
) -> tuple[FullFallOffer, ...]:
    """A button for each fall without a full record, and for those written up of the last weeks."""
    line = read.page.line
    if FallDetail.kind not in area.kinds or line.is_deceased:
        return ()
    if not access.may_write(by, FallDetail, line.home_id):
        return ()
    return tuple(islice(_offers(read, now), MOST_OFFERED))


def _offers(read: ResidentRead, now: datetime) -> Iterator[FullFallOffer]:
    details = _details(read)
    for fall in read.page.falls:
        found = details.get(fall.id, ())
        when = clinical_short_moment(fall.occurred_at)
        if not found:
            yield FullFallOffer(
                FallDetail.kind, f"Full record of {when}, {_due(fall, now)}", fall.id
            )
        elif len(found) > 1:
            yield FullFallOffer(FallDetail.kind, f"{len(found)} full records of {when}", fall.id)
        elif now - fall.recorded_at < _AGAIN_FOR:
            yield FullFallOffer(FallDetail.kind, f"Full record of {when} again", fall.id)


def _due(fall: Signed[Fall], now: datetime) -> str:
    if is_imported(fall.author):
        return "imported"
    return due_words(fall, (), now).removeprefix("Full record ").partition(",")[0]


def _details(read: ResidentRead) -> dict[str, tuple[Signed[Any], ...]]:
    found: dict[str, tuple[Signed[Any], ...]] = {}
    for signed, kind in read.in_areas:
        if kind is FallDetail and signed.status is Status.CURRENT:
            fall_id = str(signed.readable.get("fall_id", ""))
            found[fall_id] = (*found.get(fall_id, ()), signed)
    return found
