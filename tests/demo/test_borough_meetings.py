"""MDT meetings of the borough: what the sketch says is what the screens' own queries find."""

from datetime import timedelta

from mdt_core.records.case_discussions import CaseDiscussion, CaseState
from mdt_core.records.meeting_minutes import MeetingMinutes
from mdt_core.records.meetings import MeetingState
from mdt_core.store.queries.meetings import MeetingPage, meeting_page, meetings, open_cases
from tests.demo.borough_store import DemoBorough
from tests.support.demo_home import LEAD, TODAY


def pages(borough: DemoBorough) -> list[MeetingPage]:
    """Every meeting, newest first."""
    since = TODAY - timedelta(days=400)
    with borough.memory.store.reading() as connection:
        lines = meetings(connection, LEAD, since)
        found = [meeting_page(connection, LEAD, each.meeting) for each in lines]
    return [each for each in found if each is not None]


def test_meetings_of_several_homes_are_held_minuted_and_prepared(borough: DemoBorough) -> None:
    truth, found = borough.truth.meetings, pages(borough)
    held = [each for each in found if each.header.state is MeetingState.COMPLETED]
    assert (len(held), len(found) - len(held)) == (truth.held, truth.prepared) == (2, 1)
    assert all(each.header.held_on < TODAY for each in held)
    minutes = borough.records(MeetingMinutes)
    assert len(minutes) == truth.parts == sum(len(each.parts) for each in held) == 6
    assert all(each.quorum == "Quorum met" for each in minutes)
    assert all(len(each.copies) >= 4 for each in minutes)
    in_one_home = [{a.organisation for a in part.meeting.attendees} for part in held[0].parts]
    homes = {part.home_name for part in held[0].parts}
    assert all(len(names & homes) == 1 for names in in_one_home)


def test_cases_dissents_and_what_was_carried_over_are_as_told(borough: DemoBorough) -> None:
    truth, found = borough.truth.meetings, pages(borough)
    cases = borough.records(CaseDiscussion)
    assert len(cases) == truth.cases == 7
    assert sum(each.dissent is not None for each in cases) == truth.dissents == 2
    assert sum(each.state is CaseState.OPEN for each in cases) == truth.dissents
    rows = [row for each in found for row in each.rows]
    assert sum(row.item.carried_from is not None for row in rows) == truth.carried == 2
    with borough.memory.store.reading() as connection:
        waiting = [open_cases(connection, LEAD, home.home_id) for home in borough.truth.homes]
    assert sum(map(len, waiting)) == truth.open_cases == 1
