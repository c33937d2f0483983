"""The borough before it is written: its exact figures, its words, its names, and nobody in one bed twice."""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nhs_number.validate import calculate_checksum

from mdt_core.clock import clinical_time, is_working_day
from mdt_core.demo import PRACTICE_SEED
from mdt_core.demo.borough.calendar import clocks_back, round_days
from mdt_core.demo.borough.parts import home_names, medicine, part
from mdt_core.demo.borough.people import practice_numbers
from mdt_core.demo.borough.places import rooms_of
from mdt_core.demo.borough.scale import DISCHARGES, Scale, apportioned
from mdt_core.demo.borough.sketch import Sketch, sketch
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.errors import InvalidInput
from mdt_core.records.homes import HomeType, Neighbourhood
from mdt_core.records.observations import SoftSign
from mdt_core.records.stays import Destination, StayType
from tests.support.demo_home import TODAY
from tests.support.shared_data import shared_data


@pytest.fixture(scope="module")
def whole() -> Sketch:
    """The whole borough with eight weeks of rounds."""
    return sketch(Scale(), TODAY, PRACTICE_SEED)


def d2a(stays: Iterable[Sojourn]) -> list[Sojourn]:
    return [each for each in stays if each.is_d2a]


def test_the_whole_borough_has_its_published_size(whole: Sketch) -> None:
    assert len(whole.homes) == 56
    assert len(whole.current) == 1_400
    assert sum(each.is_death for each in whole.stays) == 420
    assert Counter(each.neighbourhood for each in whole.homes) == dict.fromkeys(Neighbourhood, 14)
    assert {each.home_type for each in whole.homes} == set(HomeType) - {HomeType.OTHER}


def test_d2a_discharges_are_the_published_581_with_their_exact_split(whole: Sketch) -> None:
    gone = [each for each in d2a(whole.stays) if each.left is not None]
    assert Counter(each.destination for each in gone) == {
        Destination.COMM: 347,
        Destination.NO_SERV: 139,
        Destination.NURS: 16,
        Destination.RES: 58,
        Destination.RIP: 21,
    }
    year = {(TODAY - each.left.date()).days for each in gone if each.left}
    assert min(year) >= 1
    assert max(year) <= 364


def test_sixty_d2a_beds_lie_in_fourteen_homes(whole: Sketch) -> None:
    beds: Counter[StayType] = Counter()
    for home in whole.homes:
        if home.d2a_kind is not None:
            beds[home.d2a_kind] += home.d2a_beds
    assert beds == {
        StayType.D2A_BLOCK: 40,
        StayType.D2A_SPOT: 14,
        StayType.COMPLEX_BEHAVIOUR: 6,
    }
    assert sum(each.d2a_kind is not None for each in whole.homes) == 14
    assert len({each.neighbourhood for each in whole.homes if each.d2a_kind}) == 4
    assert len(d2a(whole.current)) == 54


@pytest.mark.parametrize(("homes", "seed"), [(3, 1), (7, 2), (21, 3), (56, 4)])
def test_nobody_shares_a_room_with_another_at_one_time(homes: int, seed: int) -> None:
    made = sketch(Scale(homes, 1), TODAY, seed)
    rooms: dict[tuple[int, str], list[Sojourn]] = {}
    for stay in made.stays:
        rooms.setdefault((stay.home, stay.room), []).append(stay)
        assert 1 <= int(stay.room) <= rooms_of(made.homes[stay.home])
    for stays in rooms.values():
        for earlier, later in pairwise(sorted(stays, key=lambda each: each.came)):
            assert earlier.left is not None
            assert earlier.left < later.came
    assert len(made.current) == Scale(homes).residents
    assert len({each.person.key for each in made.current}) == len(made.current)


@settings(max_examples=200)
@given(
    total=st.integers(0, 5_000),
    weights=st.lists(st.integers(1, 1_000), min_size=1, max_size=60),
)
def test_shares_add_up_and_none_is_off_by_one_or_more(total: int, weights: list[int]) -> None:
    shares = apportioned(total, dict(enumerate(weights)))
    assert sum(shares.values()) == total
    for place, weight in enumerate(weights):
        assert abs(shares[place] - total * weight / sum(weights)) < 1


def test_a_smaller_borough_keeps_the_shape_of_the_discharges() -> None:
    assert Scale(56).discharges == DISCHARGES
    assert sum(Scale(28).discharges.values()) == round(581 / 2)
    assert Scale(28).discharges[Destination.COMM] == round(347 * 290 / 581)


@pytest.mark.parametrize(("homes", "weeks"), [(2, 8), (57, 8), (3, 0), (3, 53)])
def test_a_borough_that_cannot_be_made_is_refused_in_words(homes: int, weeks: int) -> None:
    with pytest.raises(
        InvalidInput, match=r"A borough has 3 to 56 homes|1 to 52 weeks can be told"
    ):
        Scale(homes, weeks)


# Names, numbers and words


def test_no_home_has_the_name_of_a_real_one() -> None:
    real: set[str] = set()
    for folder in ("care_homes", "care_homes_history"):
        for path in shared_data("09_trafford_places", folder).glob("*.csv"):
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
                real |= {row["name"].casefold() for row in csv.DictReader(opened)}
    assert len(real) > 500
    made_up = [name.replace("’", "'").casefold() for name in home_names()]
    assert len(set(made_up)) == 56
    assert not [name for name in made_up for known in real if name in known or known in name]


def test_the_places_that_serve_the_borough_are_made_up_too() -> None:
    texts = part("homes")
    ours = [texts["practice"], *(each.split(",")[0] for each in texts["pharmacies"])]
    for file in (
        ("general_practice", "trafford_general_practices.csv"),
        ("pharmacies", "trafford_pharmacies.csv"),
    ):
        path = shared_data("09_trafford_places", *file)
        real = path.read_text(encoding="utf-8-sig").casefold()
        assert not [name for name in ours if name.casefold() in real]


def test_numbers_are_valid_practice_numbers_and_nobody_has_anothers(whole: Sketch) -> None:
    people = {each.person.key: each.person for each in whole.stays}.values()
    numbers = [each.number for each in people if each.number]
    assert all(number.is_practice for number in numbers)
    assert len(set(numbers)) == len(numbers) == len(people) - len(whole.dirty.without_number)


def test_909_of_1000_stems_have_a_check_digit_and_the_others_are_left_out() -> None:
    usable = [
        calculate_checksum(str(stem)) in range(10) for stem in range(999_000_000, 999_100_000)
    ]
    assert 0.908 < sum(usable) / len(usable) < 0.910
    drawn = set(islice(practice_numbers(3), 15_000))
    assert len(drawn) == 15_000
    assert {str(number)[:9] for number in drawn}.isdisjoint({"999000000", "999123456"})


def test_no_two_residents_of_a_home_have_the_same_note_on_one_day(whole: Sketch) -> None:
    for held in whole.told.rounds:
        notes = [each.note for each in held.entries]
        assert len(set(notes)) == len(notes)
    every = [each.note for held in whole.told.rounds for each in held.entries]
    assert len(set(every)) > 0.8 * len(every)


def test_every_part_that_the_words_need_is_there() -> None:
    topics = part("entries")["topic"]
    for condition in part("conditions")["condition"]:
        assert set(condition["topics"]) <= set(topics)
        assert all(len(medicine(name)) == 7 for name in condition["medicines"])
    assert set(part("concerns")) == {sign.value for sign in SoftSign}
    owners = {who for topic in topics.values() for _, who, _ in topic["actions"]}
    assert owners == {"nurse", "carer", "team", "pharmacist", "matron"}


def test_telephone_numbers_are_of_the_range_kept_for_drama(whole: Sketch) -> None:
    numbers = re.findall(r"\b0\d{3} \d{3} \d{4}\b", repr(whole.stays[:300]))
    assert len(numbers) > 250
    assert all(number.startswith("0161 496 0") for number in numbers)


# Days


def test_rounds_are_on_working_days_before_today() -> None:
    made = sketch(Scale(8, 52), date(2027, 1, 6), 1)
    for home in made.homes:
        days = list(round_days(home, made.span))
        assert all(map(is_working_day, days))
        assert len(days) in (51, 52)
        assert days[-1] < date(2027, 1, 6)


@pytest.mark.parametrize(
    "today", [TODAY, date(2026, 10, 26), date(2026, 10, 25), date(2027, 3, 28)]
)
def test_the_hour_that_comes_twice_is_found_in_the_year_before(today: date) -> None:
    at = clocks_back(today)
    assert clinical_time(at) == "01:30 BST"
    assert clinical_time(at + timedelta(hours=1)) == "01:30 GMT"
    assert at < datetime(today.year, today.month, today.day, tzinfo=UTC)
