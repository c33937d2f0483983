"""Who sees what on the start screen: the home its own, a quality officer nobody."""

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.safeguarding import Safeguarding
from mdt_core.roles import Role
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToResident,
)
from tests.support.care import safeguarding
from tests.support.ward import Ward
from tests.ui.actions.work import (
    make_work,
    raise_concern,
    write_entry,
)
from tests.ui.today.conftest import Open, choose, home_nurse, words


def test_home_staff_see_what_they_sent_and_what_is_for_them(
    opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    make_work(context.store, context.actor, ward)
    raise_concern(context.store, context.actor, ward, "Okonkwo")
    answered = raise_concern(context.store, context.actor, ward, "Patel")
    write_entry(context.store, context.actor, ward, "Patel", looked_at=(answered,))
    page = opened(home_nurse(ward))
    assert [row.words for row in page.model.rows if row.is_heading] == [
        "Needs you now (1)",
        "Actions for us, due and overdue (2)",
        "Concerns sent (2)",
        "Rounds today (1)",
    ]
    sent = {row.resident_id: row.when for row in page.model.rows if row.key.startswith("told:")}
    assert sent[ward.of("Okonkwo")] == "Written 24-Nov 07:15\n○ Not answered yet"
    assert sent[ward.of("Patel")] == "Written 24-Nov 07:15\n✓ Answered 07:15"
    assert visited == []


def test_a_home_not_served_is_not_there(opened: Open, context: Context, ward: Ward) -> None:
    raise_concern(context.store, context.actor, ward, "Okonkwo")
    elsewhere = Actor("p", "Dr Else", Role.GP, "Elm", frozenset({"another-home"}))
    page = opened(elsewhere)
    assert "Larch House" not in " ".join(row.home for row in page.model.rows)
    assert not [row for row in page.model.rows if row.resident_id]


def test_a_quality_officer_sees_no_resident(opened: Open, context: Context, ward: Ward) -> None:
    make_work(context.store, context.actor, ward)
    raise_concern(context.store, context.actor, ward, "Okonkwo")
    page = opened(Actor("q", "Pat Quality", Role.QUALITY_OFFICER, "Council"))
    assert words(page) == ["Residents, rounds and actions are not shown to your role. Homes are"]
    assert not page.deed.isVisible()


def test_a_concern_to_be_looked_at_again_is_shown_to_the_clinicians_alone(
    opened: Open, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    who = ward.of("Okonkwo")
    told = dump(
        safeguarding(
            noticed_at=context.clock(),
            referred_at=None,
            reference="LA 77",
            review_on=london_day(context.clock()),
        )
    )
    record_statement(context.store, by=context.actor, draft=Draft(Safeguarding, who, told))
    at_home = opened(home_nurse(ward))
    assert "afeguarding" not in " ".join(row.words for row in at_home.model.rows)
    assert "LA 77" not in " ".join(row.words for row in at_home.model.rows)
    page = opened()
    assert "Safeguarding, to be looked at again (1)" in words(page)
    choose(page, "Concern LA 77")
    page.deed.click()
    assert visited == [ToResident(who, "Safeguarding")]
