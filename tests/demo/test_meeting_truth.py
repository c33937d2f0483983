"""MDT meetings of the practice home: what the plan says is what the screens' own queries find."""

from datetime import date

from mdt_core.records.meetings import MeetingState, Presence
from mdt_core.store.queries.meetings import MeetingPage, meeting_page, meetings, open_cases
from mdt_core.use_cases.minutes import meeting_minutes
from tests.support.demo_home import LEAD, DemoHome

SINCE = date(2026, 8, 1)
SOCIAL_CARE = "Ashfold Adult Social Care"


def pages(demo: DemoHome) -> list[MeetingPage]:
    """Every meeting, oldest first."""
    with demo.memory.store.reading() as connection:
        found = [
            meeting_page(connection, LEAD, line.meeting)
            for line in meetings(connection, LEAD, SINCE)
        ]
    return [each for each in reversed(found) if each is not None]


def test_meetings_are_held_and_prepared_on_their_days(demo: DemoHome) -> None:
    truth = demo.truth.meetings
    days: dict[MeetingState, list[date]] = {state: [] for state in MeetingState}
    for page in pages(demo):
        days[page.header.state].append(page.header.held_on)
    assert tuple(days[MeetingState.COMPLETED]) == truth.held
    assert tuple(days[MeetingState.PLANNED]) == truth.prepared
    assert (len(truth.held), len(truth.prepared)) == (2, 1)
    assert all(day < demo.truth.today for day in truth.held)


def test_cases_are_signed_carried_over_and_left_open_as_planned(demo: DemoHome) -> None:
    truth, found = demo.truth.meetings, pages(demo)
    rows = [row for page in found for row in page.rows]
    signed = [row.case.record for row in rows if row.case is not None]
    assert len(signed) == truth.cases == 5
    assert sum(bool(each and each.dissent) for each in signed) == truth.dissents == 2
    assert sum(row.item.carried_from is not None for row in rows) == truth.carried == 2
    keys = {who: key for key, who in demo.truth.residents.items()}
    with demo.memory.store.reading() as connection:
        waiting = open_cases(connection, LEAD, demo.truth.home_id)
    assert {keys[who] for who in waiting} == truth.open_cases == {"sheila"}
    assert {keys[row.line.resident_id] for row in found[-1].rows} == truth.agenda_ahead


def test_who_came_sent_apologies_and_has_a_copy_of_the_minutes(demo: DemoHome) -> None:
    truth, held = demo.truth.meetings, pages(demo)[:2]
    away = [each for page in held for each in page.attendees if each.presence is Presence.APOLOGIES]
    assert len(away) == truth.apologies == 2
    for page, organisations in zip(held, truth.organisations, strict=True):
        minutes = page.parts[0].minutes
        assert minutes is not None
        assert minutes.record is not None
        assert {each.organisation for each in minutes.record.copies} == organisations
        assert minutes.record.quorum == "Quorum met"
        assert len(organisations) > 2


def test_dissent_is_in_the_minutes_of_the_home_and_not_in_those_of_social_care(
    demo: DemoHome,
) -> None:
    page = pages(demo)[0]
    said = {
        organisation: repr(
            meeting_minutes(
                demo.memory.store,
                by=LEAD,
                meeting=page.meeting,
                part_id=page.parts[0].part_id,
                organisation=organisation,
                waiting=0,
                practice=True,
            )
        )
        for organisation in ("Damson Fold", SOCIAL_CARE)
    }
    assert "would move Kenneth next door now" in said["Damson Fold"]
    assert "would move Kenneth next door now" not in said[SOCIAL_CARE]
    assert "They stay together for now" in said[SOCIAL_CARE]
