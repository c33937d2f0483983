"""A list of observations: number and birthday agree or the row is left out; twice changes nothing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mdt_core.errors import ImportRefused, NotAllowed
from mdt_core.exchange.tables.list_report import ListReport
from mdt_core.exchange.tables.observations_columns import ObservationColumn, observation_columns
from mdt_core.exchange.tables.observations_list import OBSERVATIONS
from mdt_core.exchange.tables.sheet import read_sheet
from mdt_core.records.observations import Consciousness, ObservationSet, SpO2Scale
from mdt_core.roles import Role
from mdt_core.store.queries.statements import statements
from mdt_core.store.unit_of_work import About
from tests.exchange.tables import saved_csv
from tests.support import builders
from tests.support.memory_store import GP, MemoryStore
from tests.support.ward import HOME_NAME, Ward, make_ward

take_observations, try_observations = OBSERVATIONS.take, OBSERVATIONS.attempt
HEADERS = ("Home", "NHS No", "DOB", "Date", "Time", "RR", "Sats", "O2", "BP", "HR", "AVPU",
           "Temp", "Weight", "NEWS2", "Cuff")  # fmt: skip
EDITH = (HOME_NAME, "999 000 0026", "1931-06-11", "2026-11-02", "07:10", "18", "95%", "air",
         "128/74", "88", "A", "37.1", "51.2 kg", "1", "left")  # fmt: skip


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP, people=3)


def took(memory: MemoryStore, folder: Path, *rows: tuple[str, ...]) -> ListReport:
    sheet = read_sheet(saved_csv(folder, *rows, headers=HEADERS))
    columns = observation_columns(sheet)
    return take_observations(memory.store, by=GP, sheet=sheet, columns=columns)


def sets(memory: MemoryStore, who: str) -> list[ObservationSet]:
    with memory.store.reading() as connection:
        return [each.record for each in statements(connection, ObservationSet, who) if each.record]


def changed(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, cell) for name, cell in zip(HEADERS, EDITH, strict=True))


def test_a_row_is_a_set_with_every_reading_and_the_source_s_own_total(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    assert took(memory, tmp_path, EDITH).created == 1
    (taken,) = sets(memory, ward.in_room("2"))
    assert taken == ObservationSet(
        taken_at=datetime(2026, 11, 2, 7, 10, tzinfo=UTC),
        respirations=18,
        oxygen_percent=95,
        on_oxygen=False,
        systolic=128,
        diastolic=74,
        pulse=88,
        consciousness=Consciousness.ALERT,
        temperature=Decimal("37.1"),
        weight_kg=Decimal("51.2"),
        recorded_news2=1,
    )


def test_the_same_list_again_writes_nothing_and_another_reading_of_that_time_is_refused(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    took(memory, tmp_path, EDITH)
    memory.clock.advance(days=1)
    assert took(memory, tmp_path, EDITH).unchanged == 1
    (refused,) = took(memory, tmp_path, changed(HR="99")).refused
    assert "with other readings" in refused.reason
    assert len(sets(memory, ward.in_room("2"))) == 1


def test_a_dry_run_says_the_same_and_writes_nothing(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    sheet = read_sheet(saved_csv(tmp_path, EDITH, headers=HEADERS))
    columns = observation_columns(sheet)
    assert columns.left_out(sheet) == ("Cuff",)
    assert try_observations(memory.store, by=GP, sheet=sheet, columns=columns).created == 1
    assert sets(memory, ward.in_room("2")) == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"NHS No": "9990000019"}, "not a valid NHS number"),
        ({"NHS No": ""}, "whose it is is not known"),
        ({"NHS No": "9990000123"}, "Nobody on this device"),
        ({"DOB": "1931-06-12"}, "another date of birth"),
        ({"DOB": ""}, "no date of birth"),
        ({"Home": "Oak House"}, "The list says «Oak House»"),
        ({"Time": ""}, "none is made up"),
        ({"Date": "2026-12-24"}, "after today"),
        ({"HR": "8o"}, "is no reading"),
        ({"RR": "18.5"}, "is no reading"),
        ({"HR": "400"}, "must be between"),
        ({"BP": "128"}, "no pressure such as"),
        ({"AVPU": "fine"}, "is not understood"),
        ({"Temp": "37,1"}, "is no reading"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, dict) else None,
)
@pytest.mark.usefixtures("ward")
def test_a_row_in_doubt_is_left_out_whole_with_its_reason(
    memory: MemoryStore, tmp_path: Path, cells: dict[str, Any], reason: str
) -> None:
    report = took(memory, tmp_path, changed(**cells))
    assert report.created == 0
    assert reason in report.refused[0].reason


@pytest.mark.usefixtures("ward")
def test_a_row_without_a_reading_and_one_that_stands_twice_are_left_out(
    memory: MemoryStore, tmp_path: Path
) -> None:
    nothing = dict.fromkeys(HEADERS[5:], "")
    (empty,) = took(memory, tmp_path, changed(**nothing)).refused
    assert "no reading in this row" in empty.reason
    assert [each.row for each in took(memory, tmp_path, EDITH, changed(HR="99")).refused] == [2, 3]


def test_sets_are_scored_by_the_scale_that_stands_however_long_ago_it_was_chosen(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    who, chosen_at = ward.in_room("2"), datetime(2026, 9, 1, 9, tzinfo=UTC)
    chosen = builders.observations(spo2_scale=SpO2Scale.SCALE_2, taken_at=chosen_at)
    with memory.store.deed(GP) as unit:
        unit.sign(chosen, About(who, ward.home_id, occurred_at=chosen_at))
        unit.commit()
    each_hour = (chosen_at + timedelta(hours=passed) for passed in range(2, 203))
    often = [changed(Date=f"{at:%Y-%m-%d}", Time=f"{at:%H:%M}") for at in each_hour]
    assert took(memory, tmp_path, *often, EDITH).created == 202
    assert {each.spo2_scale for each in sets(memory, who)} == {SpO2Scale.SCALE_2}


@pytest.mark.usefixtures("ward")
def test_open_questions_and_a_person_who_may_not_record_stop_the_list(
    memory: MemoryStore, tmp_path: Path
) -> None:
    sheet = read_sheet(saved_csv(tmp_path, EDITH, headers=HEADERS))
    undecided = observation_columns(sheet, {"RR": ObservationColumn.PULSE})
    assert undecided.questions == ("«RR» and «HR» could each be «Pulse». Choose one.",)
    with pytest.raises(ImportRefused, match="Choose one"):
        try_observations(memory.store, by=GP, sheet=sheet, columns=undecided)
    office = builders.actor(Role.AUDITOR)
    with pytest.raises(NotAllowed):
        take_observations(memory.store, by=office, sheet=sheet, columns=observation_columns(sheet))
