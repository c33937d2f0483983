"""The «Falls» tab offers the full record of each fall, with its due time in words."""

from datetime import timedelta

from mdt_core.records.falls import Fall
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Author
from mdt_core.use_cases.fall_details import fall_detail_draft, record_fall_detail
from mdt_desktop.ui.context import Context, ToFullFall, ToResident
from mdt_desktop.ui.full_fall.offers import FullFallOffer, full_fall_offers
from mdt_desktop.ui.full_fall.presenter import read_on_file
from mdt_desktop.ui.resident.areas import AREAS
from mdt_desktop.ui.resident.reading import read_again
from tests.ui.full_fall.conftest import fell

(FALLS,) = [area for area in AREAS if area.title == "Falls"]


def offered(
    context: Context, who: str, after: timedelta = timedelta(0)
) -> tuple[FullFallOffer, ...]:
    read = read_again(context.store, context.actor, who)
    return full_fall_offers(FALLS, read, context.actor, context.clock() + after)


def test_each_fall_without_a_full_record_has_its_button_with_the_clock_in_words(
    context: Context, who: str
) -> None:
    fall_id = fell(context, who)
    (offer,) = offered(context, who)
    assert offer.words.endswith("due in 24 hours")
    assert offer.destination(who, ToResident(who)) == ToFullFall(who, fall_id, ToResident(who))
    (late,) = offered(context, who, timedelta(hours=27))
    assert late.words.endswith("overdue by 3 hours")


def test_a_fall_that_is_written_up_can_be_written_anew_for_four_weeks(
    context: Context, who: str
) -> None:
    draft = fall_detail_draft(who, fell(context, who)).with_value("certainty", "found")
    record_fall_detail(context.store, by=context.actor, draft=draft)
    (offer,) = offered(context, who)
    assert offer.words.endswith("again")
    assert offered(context, who, timedelta(days=29)) == ()


def test_the_full_record_of_an_imported_fall_is_offered_and_never_overdue(
    context: Context, who: str
) -> None:
    now = context.clock()
    fall = Fall(occurred_at=now - timedelta(days=40))
    source = Author("import:falls-list", "Imported from a falls list", "")
    with context.store.importing(context.actor, source, now) as unit:
        about = About(who, unit.home_of(who), occurred_at=fall.occurred_at)
        unit.sign(fall, about, record_id="listed-1")
        unit.commit()
    (offer,) = offered(context, who, timedelta(days=3))
    assert offer.words.endswith(", imported")
    read = read_on_file(context.store, context.actor, who, "listed-1")
    assert "none is due" in read.due


def test_other_areas_offer_none(context: Context, who: str) -> None:
    fell(context, who)
    read = read_again(context.store, context.actor, who)
    others = [area for area in AREAS if area is not FALLS]
    found = [full_fall_offers(area, read, context.actor, context.clock()) for area in others]
    assert not any(found)
