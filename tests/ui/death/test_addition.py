"""After a death what became known of it is added from the page, and nothing else is offered there."""

from pytestqt.qtbot import QtBot

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.records.deaths import Death, DeathAddition, NotThere
from mdt_core.store.queries.statements import statements
from mdt_core.use_cases.deaths import record_death
from mdt_desktop.ui.context import Context, ToForm, ToResident
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.resident.areas import all_offers
from mdt_desktop.ui.resident.reading import read_again
from tests.support.ward import UNWELL, Ward
from tests.ui.episode.hands import choose, idle, opened


def test_why_it_was_not_the_preferred_place_is_added_on_the_screen(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    who = ward.of(UNWELL)
    before = all_offers(read_again(context.store, context.actor, who).page, context.actor)
    assert DeathAddition.kind not in [each.kind for each in before]
    values = {"time_known": "found", "died_at": utc_text(context.clock())}
    told = Draft(Death, who, {**values, "place": "hospital", "expected": "no"})
    record_death(context.store, by=context.actor, draft=told)
    offer, concern = all_offers(read_again(context.store, context.actor, who).page, context.actor)
    assert (offer.kind, concern.kind) == (DeathAddition.kind, "safeguarding")
    page = opened(qtbot, context, lambda: FormPage(context, concern.kind, who, ToResident(who)))
    assert isinstance(page, FormPage)
    assert page.form is not None
    assert offer.destination(who, ToResident(who)) == ToForm(offer.kind, who, ToResident(who))
    page = opened(qtbot, context, lambda: FormPage(context, offer.kind, who, ToResident(who)))
    assert isinstance(page, FormPage)
    assert page.form is not None
    choose(page.form, "not_there", "plan_not_known")
    page.save.click()
    idle(qtbot, context)
    with context.store.reading() as connection:
        (added,) = statements(connection, DeathAddition, who)
    assert added.record is not None
    assert added.record.not_there is NotThere.PLAN_NOT_KNOWN
