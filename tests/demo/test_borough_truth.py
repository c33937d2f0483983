"""What the sketch of the borough says is what the store's own queries find."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from mdt_core.clock import age_text, clinical_time, london_day
from mdt_core.identifiers import NhsNumber
from mdt_core.measures.d2a_outcomes import OutcomesAsked
from mdt_core.measures.resident_days import Period
from mdt_core.record import Status
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.concerns import Concern
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.falls import Fall, FloorTime, HeadStruck
from mdt_core.records.homes import BedType, Home
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import Round, RoundEntry, RoundState
from mdt_core.records.stays import Destination, Stay, StayState
from mdt_core.roles import Role
from mdt_core.store.queries.beds import bed_board
from mdt_core.store.queries.d2a_outcomes import d2a_outcomes
from tests.demo.borough_store import DemoBorough
from tests.support.memory_store import GP


def of_the_weeks(borough: DemoBorough, days: Iterable[datetime]) -> bool:
    return all(borough.truth.began <= london_day(day) < borough.truth.today for day in days)


def test_homes_and_who_lives_in_them(borough: DemoBorough) -> None:
    found = {line.id: line for line in borough.homes()}
    assert len(found) == len(borough.truth.homes) == 3
    for home in borough.truth.homes:
        line = found[home.home_id]
        assert (line.name, line.neighbourhood) == (home.name, home.neighbourhood.label)
        assert (line.residents, line.in_hospital, line.d2a) == (
            *(home.residents, home.in_hospital),
            home.d2a,
        )
        assert line.last_round_on == max(home.rounds).isoformat()
    assert borough.truth.current == sum(line.residents for line in found.values()) == 75


def test_d2a_beds_discharges_and_lengths_of_stay(borough: DemoBorough) -> None:
    truth = borough.truth.d2a
    beds = Counter(bed.bed_type for home in borough.cards(Home) for bed in home.beds)
    assert {kind: beds[BedType(kind.value)] for kind in truth.beds} == truth.beds
    stays = [each for each in borough.cards(Stay) if each.stay_type.is_d2a]
    gone = [each for each in stays if each.state is StayState.ENDED]
    assert Counter(each.destination for each in gone) == truth.discharges
    assert truth.overall_home == truth.discharges[Destination.COMM] + 7
    nights = sorted(
        (london_day(each.ended_at) - london_day(each.admitted_at)).days
        for each in gone
        if each.ended_at
    )
    assert tuple(nights) == truth.nights
    here = [each for each in stays if each.state is not StayState.ENDED]
    assert (len(here), sum(each.registered_on is not None for each in here)) == (
        truth.present,
        truth.registered,
    )


def test_occupied_bed_nights_are_the_midnights_with_somebody_in_the_bed(
    borough: DemoBorough,
) -> None:
    truth, nights = borough.truth, 0
    for stay in (each for each in borough.cards(Stay) if each.stay_type.is_d2a):
        first = max(london_day(stay.admitted_at), truth.began)
        last = london_day(stay.ended_at) if stay.ended_at else truth.today
        nights += (last - first).days
    assert nights == truth.d2a.occupied_nights
    assert 0.8 < nights / (364 * sum(truth.d2a.beds.values())) < 1


def test_deaths_and_admissions(borough: DemoBorough) -> None:
    truth = borough.truth
    dead = [each for each in borough.cards(Resident) if each.is_deceased]
    stays = borough.cards(Stay)
    by_death = [each for each in stays if each.destination is Destination.RIP]
    assert len(dead) == len(by_death) == truth.deaths == sum(each.deaths for each in truth.homes)
    assert all(each.died for each in dead)
    came = [each for each in stays if not each.stay_type.is_d2a]
    assert sum(london_day(each.admitted_at) >= truth.began for each in came) == truth.admissions


def test_rounds_held_and_missed_and_what_was_signed(borough: DemoBorough) -> None:
    truth = borough.truth
    rounds = borough.cards(Round)
    assert len(rounds) == truth.rounds == sum(len(each.rounds) for each in truth.homes)
    assert {each.state for each in rounds} == {RoundState.COMPLETED}
    assert sum(len(each.missed) for each in truth.homes) == truth.missed_rounds
    entries = borough.statements(RoundEntry)
    assert len(entries) == truth.entries
    by_home = Counter(each.record.round_id for _, each in entries if each.record)
    assert sum(by_home.values()) == sum(each.entries for each in truth.homes)
    assert {len(each.residents) for each in rounds} == set(by_home.values())
    withdrawn = [each for _, each in entries if each.status is Status.ENTERED_IN_ERROR]
    assert len(withdrawn) == truth.withdrawn


def test_the_report_of_d2a_gives_the_known_figures(borough: DemoBorough) -> None:
    truth = borough.truth
    period = Period(truth.began, truth.today - timedelta(days=1))
    with borough.memory.store.reading() as connection:
        found = d2a_outcomes(connection, GP, OutcomesAsked(period), borough.memory.clock())
    table = found.destinations
    assert {each.destination: each.count for each in table.shares} == truth.d2a.discharges
    assert (table.overall_home, table.not_recorded) == (truth.d2a.overall_home, 0)
    assert found.completed.stays == len(truth.d2a.nights)
    assert found.so_far.stays == truth.d2a.present
    assert found.use.occupied == truth.d2a.occupied_nights
    assert found.use.void == truth.d2a.void_days == sum(found.use.void_reasons.values()) > 0
    assert (found.use.void_cost, found.use.void_without_rate) == (truth.d2a.void_cost, 0)
    assert found.use.commissioned == len(period.days) * sum(truth.d2a.beds.values())


def test_the_board_has_every_d2a_bed_and_who_is_in_it(borough: DemoBorough) -> None:
    with borough.memory.store.reading() as connection:
        board = bed_board(connection, GP, borough.truth.today)
    assert len(board.beds) == sum(borough.truth.d2a.beds.values())
    taken = [each for each in board.beds if each.line is not None]
    assert (len(taken), [each for each in board.beds if each.is_shared]) == (
        borough.truth.d2a.present,
        [],
    )


def test_d2a_residents_are_seen_in_every_round_that_was_held(borough: DemoBorough) -> None:
    d2a_stays = [
        (who, stay)
        for who in borough.truth.residents.values()
        for stay in (each.record for each in borough.page(who).stays)
        if stay and stay.stay_type.is_d2a
    ]
    found = 0
    for who, entry in borough.statements(RoundEntry):
        at = entry.occurred_at
        found += any(
            who == resident and stay.admitted_at <= at and (not stay.ended_at or at < stay.ended_at)
            for resident, stay in d2a_stays
        )
    assert found == borough.truth.d2a.reviews > 0


def test_actions_are_open_overdue_and_answered_as_said(borough: DemoBorough) -> None:
    truth = borough.truth
    actions = borough.cards(Action)
    assert Counter(each.state for each in actions) == {
        ActionState.OPEN: truth.open_actions,
        ActionState.DONE: truth.done_actions,
        ActionState.NOT_DONE: truth.not_done_actions,
        ActionState.STOPPED: truth.stopped_actions,
    }
    still = [each for each in actions if each.state is ActionState.OPEN]
    assert sum(each.due < truth.today for each in still if each.due) == truth.overdue
    assert 0 < truth.overdue < truth.open_actions
    answered = [
        each for each in actions if each.state in (ActionState.NOT_DONE, ActionState.STOPPED)
    ]
    assert all(each.outcome for each in answered)
    assert sum(line.open_actions for line in borough.lines()) == truth.open_actions


def test_falls_with_their_parts_and_the_days_to_divide_them_by(borough: DemoBorough) -> None:
    truth, falls = borough.truth, borough.records(Fall)
    assert len(falls) == truth.falls == sum(each.falls for each in truth.homes)
    assert sum(each.head is HeadStruck.HIT for each in falls) == truth.falls_head
    long_lies = sum(each.floor_time is FloorTime.AN_HOUR_OR_MORE for each in falls)
    assert long_lies == truth.falls_long_lie
    assert sum(bool(each.blood_thinners) for each in falls) == truth.falls_on_blood_thinners
    per_thousand = 1_000 * truth.falls / truth.resident_days
    assert 4 < per_thousand < 14


def test_blood_thinners_told_with_a_fall_are_on_the_chart(borough: DemoBorough) -> None:
    told = [(who, each.record) for who, each in borough.statements(Fall) if each.record]
    for who, fall in told:
        charted = {each.readable["medicine"] for each in borough.page(who).medicines}
        assert set(fall.blood_thinners) <= charted


def test_resident_days_are_the_midnights_here_and_not_in_hospital(borough: DemoBorough) -> None:
    truth, days = borough.truth, 0
    away = hospital_nights(borough)
    for who in truth.residents.values():
        for stay in (each.record for each in borough.page(who).stays):
            if stay is None:
                continue
            day, left = truth.rounds_from, stay.ended_at
            while day < truth.today:
                is_here = london_day(stay.admitted_at) <= day and (
                    left is None or day < london_day(left)
                )
                days += is_here and (who, day) not in away
                day += timedelta(days=1)
    assert days == truth.resident_days == sum(each.resident_days for each in truth.homes)


def hospital_nights(borough: DemoBorough) -> set[tuple[str, object]]:
    nights: set[tuple[str, object]] = set()
    since: dict[str, datetime] = {}
    for who, each in borough.statements(HospitalEpisode):
        assert each.record is not None
        if each.record.part is EpisodePart.ADMITTED:
            since[who] = each.record.happened_at
        elif each.record.part is EpisodePart.RETURNED:
            nights |= _nights(borough, who, since.pop(who), each.record.happened_at)
    for who, at in since.items():
        nights |= _nights(borough, who, at, None)
    return nights


def _nights(
    borough: DemoBorough, who: str, since: datetime, until: datetime | None
) -> set[tuple[str, object]]:
    day, last = london_day(since), london_day(until) if until else borough.truth.today
    return {(who, day + timedelta(days=n)) for n in range((last - day).days)}


def test_hospital_admissions_returns_and_who_is_still_there(borough: DemoBorough) -> None:
    truth = borough.truth
    parts = Counter(each.part for each in borough.records(HospitalEpisode))
    assert parts[EpisodePart.ADMITTED] == truth.hospital_admissions > 0
    assert parts[EpisodePart.RETURNED] == truth.hospital_returns
    unchecked = parts[EpisodePart.RETURNED] - parts[EpisodePart.MEDICINES_CHECKED]
    assert unchecked == truth.unchecked_returns
    away = {line.resident_id for line in borough.lines() if line.stay_state == "hospital"}
    assert away == {truth.residents[key] for key in truth.in_hospital}


def test_concerns_and_observations_are_counted(borough: DemoBorough) -> None:
    truth = borough.truth
    concerns = borough.records(Concern)
    assert len(concerns) == truth.concerns == sum(each.concerns for each in truth.homes)
    assert all(each.words for each in concerns)
    assert len(borough.statements(ObservationSet)) == truth.observation_sets
    raised = {line.resident_id for line in borough.lines() if (line.news2_total or 0) >= 5}
    assert raised == {truth.residents[key] for key in truth.news2_raised}


def test_allergies_medicines_and_problems_of_those_who_live_here(borough: DemoBorough) -> None:
    truth, lines = borough.truth, borough.lines()
    assert Counter(line.allergy_state for line in lines) == truth.allergy_states
    assert sum(line.active_medicines for line in lines) == truth.active_medicines
    assert sum(line.unverified_medicines for line in lines) == truth.unverified_medicines
    assert sum(line.active_problems for line in lines) == truth.problems


def test_medicines_lists_checked_within_28_days_are_the_ones_named(borough: DemoBorough) -> None:
    truth, checked = borough.truth, set()
    for line in borough.lines():
        head = borough.page(line.resident_id).medicine_list
        assert head is not None
        assert head.record is not None
        is_new = (truth.today - london_day(head.record.as_of)).days <= 28
        if is_new and head.author.role == Role.PHARMACIST:
            checked.add(line.resident_id)
    assert checked == {truth.residents[key] for key in truth.checked_lists}
    assert len(checked) > len(borough.lines()) / 2


def test_numbers_are_those_of_the_sketch(borough: DemoBorough) -> None:
    truth = borough.truth
    numbers = {who: borough.page(who).line.nhs_number for who in truth.residents.values()}
    said = {truth.residents[key]: number for key, number in truth.nhs_numbers.items()}
    assert numbers == said
    given = [NhsNumber(number) for number in numbers.values() if number]
    assert len(set(given)) == len(given)


# The awkward cases


def test_some_have_no_birthday_and_some_no_number(borough: DemoBorough) -> None:
    dirty, lines = borough.truth.dirty, {line.resident_id: line for line in borough.lines()}
    assert {who for who, line in lines.items() if line.born is None} == set(dirty.without_birthday)
    assert {who for who, line in lines.items() if not line.nhs_number} == set(dirty.without_number)


def test_two_of_one_name_and_birthday_live_in_one_home_and_are_marked(
    borough: DemoBorough,
) -> None:
    lines = {line.resident_id: line for line in borough.lines()}
    one, other = (lines[who] for who in borough.truth.dirty.namesakes)
    assert (one.formal_name, one.born, one.home_id) == (
        *(other.formal_name, other.born),
        other.home_id,
    )
    assert one.nhs_number != other.nhs_number
    assert one.is_similar
    assert other.is_similar


def test_birthdays_on_29_february_and_an_age_of_104(borough: DemoBorough) -> None:
    lines = {line.resident_id: line for line in borough.lines()}
    dirty = borough.truth.dirty
    assert len(dirty.leap_birthdays) == 3
    assert all(str(lines[who].born).endswith("-02-29") for who in dirty.leap_birthdays)
    born = borough.page(dirty.aged_104).card.record
    assert born is not None
    assert born.born is not None
    assert age_text(born.born.earliest, borough.truth.today) == "104 y"


def test_a_fall_and_the_reading_after_it_came_at_01_30_of_the_night_with_two(
    borough: DemoBorough,
) -> None:
    who = borough.truth.dirty.twice_01_30
    falls = [each.occurred_at for by, each in borough.statements(Fall) if by == who]
    read = [each.occurred_at for each in borough.page(who).observations]
    assert "01:30 BST" in map(clinical_time, falls)
    assert "01:30 GMT" in map(clinical_time, read)


def test_a_transfer_from_home_to_home_and_a_readmission_are_of_one_day(
    borough: DemoBorough,
) -> None:
    dirty = borough.truth.dirty
    for who, is_same_home in ((dirty.transferred, False), (dirty.readmitted_same_day, True)):
        stays = [each.record for each in borough.page(who).stays if each.record]
        first, second = sorted(stays, key=lambda each: each.admitted_at)
        assert first.ended_at is not None
        assert london_day(first.ended_at) == london_day(second.admitted_at)
        assert first.ended_at < second.admitted_at
        assert (first.home_id == second.home_id) is is_same_home


def test_one_resident_died_while_the_round_was_running(borough: DemoBorough) -> None:
    who = borough.truth.dirty.died_in_round
    page = borough.page(who)
    ended = page.stays[0].record
    assert ended is not None
    assert ended.ended_at is not None
    running = [
        each
        for each in borough.cards(Round)
        if each.started_at and each.ended_at and each.started_at < ended.ended_at < each.ended_at
    ]
    assert [each for each in running if who in each.residents and each.home_id == ended.home_id]
    assert page.line.is_deceased
    assert page.entries[0].occurred_at < ended.ended_at
    assert not page.open_actions
    assert page.line.home_id is None


def test_everything_lies_before_the_day_of_the_demonstration(borough: DemoBorough) -> None:
    entries = [each.recorded_at for _, each in borough.statements(RoundEntry)]
    assert of_the_weeks(borough, entries)
    assert of_the_weeks(borough, [each.recorded_at for _, each in borough.statements(Fall)])
