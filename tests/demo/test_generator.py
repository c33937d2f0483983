"""The practice home is the same each time, lies in the past, and holds nobody who exists."""

import csv
import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from mdt_core.demo import PRACTICE_PASSPHRASE, plan
from mdt_core.demo.days import birthday, next_round, round_day
from mdt_core.demo.home import make_home
from mdt_core.demo.plan import Plan, damson_fold
from mdt_core.records.homes import Home
from mdt_core.store.queries.homes import homes
from mdt_core.use_cases.places import save_home
from tests.support.demo_home import LEAD, TODAY, DemoHome, demo_home
from tests.support.memory_store import MemoryStore
from tests.support.shared_data import shared_data


def test_one_seed_and_day_give_the_same_changes_in_another_store(demo: DemoHome) -> None:
    again = demo_home()
    assert again.texts == demo.texts
    assert again.truth == demo.truth


def test_another_seed_gives_other_numbers_and_readings_but_the_same_words(demo: DemoHome) -> None:
    other = demo_home(seed=7)
    assert not set(other.truth.nhs_numbers.values()) & set(demo.truth.nhs_numbers.values()) - {None}
    assert other.truth.open_actions == demo.truth.open_actions
    assert len(other.texts) == len(demo.texts)


@pytest.mark.parametrize(
    "today",
    [date(2026, 12, 26), date(2027, 3, 28), date(2027, 4, 5), date(2028, 2, 29)],
    ids=["christmas", "clocks go forward", "after easter", "leap day"],
)
def test_the_facts_hold_on_any_day_and_nothing_is_still_to_come(today: date) -> None:
    home = demo_home(today=today)
    totals = {line.family_name: line.news2_total for line in home.lines()}
    assert (totals["Gallagher"], totals["Entwistle"]) == (7, 10)
    assert home.truth.overdue == 11
    assert home.truth.rounds[-1] < today
    latest = max(re.findall(r'"(?:occurred|recorded)_at":"([^"]+)"', "".join(home.texts)))
    assert datetime.fromisoformat(latest) < datetime(today.year, today.month, today.day, tzinfo=UTC)


def test_the_changes_come_in_the_order_in_which_they_were_made(demo: DemoHome) -> None:
    recorded = [re.findall(r'"recorded_at":"([^"]+)"', text)[-1] for text in demo.texts]
    assert recorded == sorted(recorded)


def test_folding_everything_again_gives_what_is_kept() -> None:
    home = demo_home()
    kept = home.memory.projections()
    home.memory.store.rebuild()
    assert home.memory.projections() == kept


def test_an_empty_home_that_is_there_already_is_filled() -> None:
    memory = MemoryStore()
    home_id, _ = save_home(memory.store, by=LEAD, home=Home(name="Damson Fold"))
    truth = make_home(memory.store, by=LEAD, today=TODAY, home_id=home_id)
    assert truth.home_id == home_id
    with memory.store.reading() as connection:
        assert [each.residents for each in homes(connection, LEAD)] == [24]


def test_no_two_entries_say_the_same() -> None:
    entries = damson_fold().entry
    for texts in ([each.note for each in entries], [each.plan for each in entries]):
        assert Counter(texts).most_common(1)[0][1] == 1


def test_the_home_and_its_practice_have_no_real_name() -> None:
    home = damson_fold().home
    for folder, file, made_up in (
        ("care_homes", "trafford_care_homes.csv", home.name),
        ("general_practice", "trafford_general_practices.csv", home.practice),
        ("pharmacies", "trafford_pharmacies.csv", home.pharmacy.split(",")[0]),
    ):
        path = shared_data("09_trafford_places", folder, file)
        with path.open(encoding="utf-8-sig", newline="") as opened:
            names = [" ".join(row.values()).casefold() for row in csv.DictReader(opened)]
        assert len(names) > 20
        assert not [name for name in names if made_up.casefold() in name]


def test_telephone_numbers_are_of_the_range_kept_for_drama() -> None:
    numbers = re.findall(r"\b0\d{3} \d{3} \d{4}\b", repr(damson_fold()))
    assert len(numbers) > 24
    assert all(number.startswith("0161 496 0") for number in numbers)


def test_a_plan_that_names_nobody_is_refused() -> None:
    right = damson_fold().model_dump()
    wrong = {**right, "concern": [{**right["concern"][0], "who": "nobody"}]}
    with pytest.raises(ValidationError, match="names nobody, which is no resident"):
        Plan.model_validate(wrong)
    with pytest.raises(ValidationError, match="no medicine"):
        Plan.model_validate({**right, "medicine": {}})


def test_a_plan_is_read_from_its_folder_once() -> None:
    assert plan.read("damson_fold") == damson_fold()
    assert damson_fold() is damson_fold()


def test_rounds_are_on_working_days_and_a_weekend_looks_to_monday() -> None:
    assert next_round(date(2026, 11, 21)) == date(2026, 11, 23)
    assert round_day(date(2027, 1, 4), 1) == date(2026, 12, 29)


def test_a_birthday_gives_exactly_the_age() -> None:
    assert birthday("24-Nov", 80, TODAY) == date(1946, 11, 24)
    assert birthday("25-Nov", 80, TODAY) == date(1945, 11, 25)
    assert birthday("29-Feb", 87, TODAY) == date(1936, 2, 29)
    assert birthday(None, None, TODAY) is None


def test_the_passphrase_is_long_enough_for_any_workspace() -> None:
    assert len(PRACTICE_PASSPHRASE) >= 12
    assert PRACTICE_PASSPHRASE.isascii()


def test_concerns_are_written_by_staff_of_the_home(demo: DemoHome) -> None:
    concerns = [text for text in demo.texts if '"kind":"concern"' in text]
    assert len(concerns) == demo.truth.concerns
    assert all('"organisation":"Damson Fold"' in text for text in concerns)
