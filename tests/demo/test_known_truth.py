"""What the plan says is what the store's own queries find."""

from collections import Counter
from datetime import date

from mdt_core.clock import age_text
from mdt_core.identifiers import NhsNumber
from mdt_core.record import Status
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.rounds import Round, RoundState
from mdt_core.store.queries.homes import home_page
from mdt_core.store.queries.rounds import round_id_for, round_page
from mdt_core.store.queries.statements import card_by_id, cards
from mdt_core.use_cases.paper import round_sheet
from tests.support.demo_home import LEAD, TODAY, DemoHome


def test_the_home_has_its_rooms_beds_and_residents(demo: DemoHome) -> None:
    truth = demo.truth
    with demo.memory.store.reading() as connection:
        page = home_page(connection, LEAD, truth.home_id)
    card = page.home.record
    assert card is not None
    assert (len(card.rooms), len(card.beds)) == (truth.rooms, truth.beds) == (24, 25)
    assert [each.name for each in card.units] == ["Bluebell", "Foxglove"]
    assert page.line.residents == len(truth.residents) == 24
    assert (page.line.in_hospital, page.line.d2a) == (1, 3)
    assert page.line.round_day == "Tuesday"
    assert page.line.last_round_on == truth.rounds[-1].isoformat() == "2026-11-17"


def test_all_four_allergy_states_occur_as_often_as_planned(demo: DemoHome) -> None:
    found = Counter(line.allergy_state for line in demo.lines())
    assert found == demo.truth.allergy_states
    assert set(found) == {"known", "none_known", "not_recorded", "unavailable"}


def test_numbers_are_valid_practice_numbers_and_all_different(demo: DemoHome) -> None:
    numbers = [line.nhs_number for line in demo.lines()]
    given = [NhsNumber(number) for number in numbers if number]
    assert all(number.is_practice for number in given)
    assert len(set(given)) == len(given) == 23
    assert demo.line("tadeusz").nhs_number is None
    assert {k: demo.line(k).nhs_number for k in demo.truth.residents} == demo.truth.nhs_numbers


def test_ages_run_from_65_to_104_and_one_date_of_birth_is_not_known(demo: DemoHome) -> None:
    born = {key: demo.line(key).born for key in demo.truth.residents}
    ages = [age_text(date.fromisoformat(day), TODAY) for day in born.values() if day]
    assert len(ages) == 23
    assert min(ages, key=_years) == "65 y"
    assert max(ages, key=_years) == "104 y"
    assert born["halima"] is None
    assert demo.line("halima").nhs_number is not None
    assert str(born["norman"]).endswith("-02-29")


def _years(age: str) -> int:
    return int(age.split(maxsplit=1)[0])


def test_names_that_are_easily_confused_are_marked(demo: DemoHome) -> None:
    similar = {line.formal_name for line in demo.lines() if line.is_similar}
    assert similar >= {
        "ASHWORTH, Doris (Mrs)",
        "ASHWORTH, Kenneth (Mr)",
        "CLARKE, Margaret (Mrs)",
        "CLARK, Marjorie (Miss)",
    }
    assert demo.line("margaret_clarke").born == demo.line("marjorie_clark").born
    assert max(len(line.formal_name) for line in demo.lines()) > 70


def test_places_of_residents_are_as_planned(demo: DemoHome) -> None:
    ids = {who: key for key, who in demo.truth.residents.items()}
    away = {ids[each.resident_id] for each in demo.lines() if each.stay_state == "hospital"}
    assert away == demo.truth.in_hospital == {"hubert"}
    for key in demo.truth.d2a:
        stay = demo.page(key).stays[0].record
        assert stay is not None
        assert stay.planned_end is not None
        assert stay.planned_end > TODAY
        assert stay.barriers
        left = stay.registration_days_left(TODAY)
        assert left is not None
        assert 60 < left <= 92


def test_scores_that_stand_out_are_the_planned_ones_and_no_others(demo: DemoHome) -> None:
    totals = {key: demo.line(key).news2_total for key in demo.truth.residents}
    raised = {key: total for key, total in totals.items() if total is not None and total >= 5}
    assert raised == {"eileen": 7, "mohammed": 6, "hubert": 10}
    assert totals["winston"] == 3
    assert totals["halima"] is None
    assert demo.line("halima").news2_missing == "temperature"
    assert demo.line("mohammed").news2_usual == 2
    assert demo.line("beryl").news2_usual is None


def test_medicines_problems_and_their_checks_are_counted(demo: DemoHome) -> None:
    truth, lines = demo.truth, demo.lines()
    assert sum(line.active_medicines for line in lines) == truth.active_medicines
    assert sum(line.unverified_medicines for line in lines) == truth.unverified_medicines > 0
    assert sum(line.active_problems for line in lines) == truth.problems
    assert all(page.medicine_list is not None for page in demo.pages())
    on_thinner = {
        key
        for key in truth.residents
        for line in demo.page(key).medicines
        if line.readable["medicine"] in ("apixaban", "edoxaban", "warfarin", "dalteparin")
    }
    assert on_thinner == truth.anticoagulated
    assert len(on_thinner) == 5


def test_what_a_round_stopped_is_no_longer_in_force(demo: DemoHome) -> None:
    past = {line.readable["medicine"]: line.record for line in demo.page("iris").past_medicines}
    assert set(past) == {"atorvastatin", "ramipril"}
    assert {str(each.stopped) for each in past.values() if each} == {"2026-10-13"}
    held = [line for line in demo.page("kenneth").medicines if line.readable["state"] == "on_hold"]
    assert [line.readable["medicine"] for line in held] == ["spironolactone"]


def test_observations_and_concerns_are_counted(demo: DemoHome) -> None:
    pages = demo.pages()
    assert sum(len(page.observations) for page in pages) == demo.truth.observation_sets
    assert sum(len(page.concerns) for page in pages) == demo.truth.concerns
    weights = [each.record.weight_kg for each in demo.page("eileen").observations if each.record]
    kept = [weight for weight in weights if weight]
    assert (str(kept[0]), str(kept[-1])) == ("48.2", "51.0")


def test_actions_are_open_overdue_and_done_as_planned(demo: DemoHome) -> None:
    found: list[Action] = []
    with demo.memory.store.reading() as connection:
        for who in demo.truth.residents.values():
            found += [each.record for each in cards(connection, Action, who) if each.record]
    still_open = [each for each in found if each.state is ActionState.OPEN]
    overdue = [each for each in still_open if each.due and each.due < TODAY]
    assert len(still_open) == demo.truth.open_actions
    assert len(overdue) == demo.truth.overdue
    assert 0 < len(overdue) < len(still_open)
    assert len(found) - len(still_open) == demo.truth.done_actions
    assert all((each.owner or each.owner_role) and each.due for each in found)


def test_eight_rounds_are_closed_and_hold_every_entry(demo: DemoHome) -> None:
    truth, signed = demo.truth, 0
    assert len(truth.rounds) == 8
    with demo.memory.store.reading() as connection:
        for day in truth.rounds:
            page = round_page(connection, LEAD, truth.home_id, day)
            header = card_by_id(connection, Round, round_id_for(truth.home_id, day))
            assert header is not None
            assert header.record is not None
            assert header.record.state is RoundState.COMPLETED
            assert header.record.attendees
            signed += len(page.entries)
    assert signed == truth.entries


def test_one_entry_was_withdrawn_and_says_why(demo: DemoHome) -> None:
    entries = demo.page("elwyn").entries
    withdrawn = [each for each in entries if each.status is Status.ENTERED_IN_ERROR]
    assert len(withdrawn) == demo.truth.withdrawn == 1
    assert withdrawn[0].withdrawn is not None
    assert withdrawn[0].withdrawn.reason == "Written for the wrong resident"


def test_the_sheet_of_the_last_round_can_be_gathered(demo: DemoHome) -> None:
    sheet = round_sheet(
        demo.memory.store,
        by=LEAD,
        home_id=demo.truth.home_id,
        day=demo.truth.rounds[-1],
        waiting=0,
        practice=True,
    )
    assert len(sheet.entries) == 9
    assert sheet.people_present[0] == LEAD.name
