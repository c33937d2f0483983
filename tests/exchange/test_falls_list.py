"""A falls list: whose by NHS number alone, times not made up, words not lost, twice changes nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.errors import ImportRefused, NotAllowed
from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.falls_columns import FallColumn, fall_columns
from mdt_core.exchange.tables.falls_list import FALLS
from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.sheet import read_sheet
from mdt_core.records.falls import Fall, FallSeenBy, FloorTime, HeadStruck, Hurt
from mdt_core.roles import Role
from mdt_core.store.queries.statements import statements
from mdt_core.use_cases.falls import record_fall
from mdt_core.use_cases.rounds import withdraw
from tests.exchange.tables import saved_csv
from tests.support import builders
from tests.support.memory_store import GP, MemoryStore
from tests.support.ward import UNWELL, Ward, make_ward

take_falls, try_falls = FALLS.take, FALLS.attempt
HEADERS = ("NHS No", "Surname", "Date", "Time", "Location", "Witnessed", "Head", "Injury",
           "Time on floor", "Notes", "Risk score")  # fmt: skip
NIGHT = ("999 000 0018", "Achterberg", "2026-11-02", "03:10", "Sluice", "no", "unknown",
         "Bruising; sore elbow", "75 min", "Found by the bed", "9")  # fmt: skip
EDITH = ("9990000026", "featherstone", "2026-10-05", "14.30", "Lounge", "Yes", "no", "None",
         "", "", "")  # fmt: skip


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP, people=2)


def took(memory: MemoryStore, folder: Path, *rows: tuple[str, ...]) -> ListReport:
    sheet = read_sheet(saved_csv(folder, *rows, headers=HEADERS))
    return take_falls(memory.store, by=GP, sheet=sheet, columns=fall_columns(sheet))


def falls(memory: MemoryStore, who: str) -> list[Fall]:
    with memory.store.reading() as connection:
        return [each.record for each in statements(connection, Fall, who) if each.record]


def test_a_row_is_a_fall_in_our_answers_and_the_lists_own_words(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    assert took(memory, tmp_path, NIGHT, EDITH).created == 2
    (fall,) = falls(memory, ward.of(UNWELL))
    assert fall.occurred_at == datetime(2026, 11, 2, 3, 10, tzinfo=UTC)
    assert (fall.seen_by, fall.head) == (FallSeenBy.NOBODY, HeadStruck.NOT_KNOWN)
    assert (fall.hurt, fall.floor_time) == ((Hurt.BRUISE,), FloorTime.AN_HOUR_OR_MORE)
    assert fall.place is None
    assert fall.note is not None
    for words in ("Found by the bed", "Where in the list: «Sluice»", "«sore elbow»", "«75 min»"):
        assert words in fall.note


def test_the_same_list_again_writes_nothing_and_a_withdrawn_fall_stays_withdrawn(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    took(memory, tmp_path, NIGHT)
    with memory.store.reading() as connection:
        (signed,) = statements(connection, Fall, ward.of(UNWELL))
    memory.clock.advance(days=1)
    assert took(memory, tmp_path, NIGHT).unchanged == 1
    withdraw(memory.store, by=GP, record_id=signed.id, reason="Another resident")
    assert took(memory, tmp_path, NIGHT).unchanged == 1
    assert falls(memory, ward.of(UNWELL)) == []


def test_a_dry_run_says_the_same_and_writes_nothing(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    sheet = read_sheet(saved_csv(tmp_path, NIGHT, headers=HEADERS))
    columns = fall_columns(sheet)
    tried = try_falls(memory.store, by=GP, sheet=sheet, columns=columns)
    assert isinstance(tried, Preview)
    assert tried.created == 1
    assert columns.left_out(sheet) == ("Risk score",)
    assert falls(memory, ward.of(UNWELL)) == []


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("NHS No", "9990000019", "not a valid NHS number"),
        ("NHS No", "", "whose fall it was is not known"),
        ("NHS No", "9990000123", "Nobody on this device"),
        ("Surname", "Jones", "another family name"),
        ("Time", "", "none is made up"),
        ("Time", "25:10", "no time such as"),
        ("Date", "2026-12-24", "after today"),
        ("Date", "2026-11", "no whole date"),
        ("Date", "yesterday", "is not a date"),
    ],
)
@pytest.mark.usefixtures("ward")
def test_a_row_in_doubt_is_left_out_with_its_reason_and_the_others_are_taken(
    memory: MemoryStore, tmp_path: Path, column: str, text: str, reason: str
) -> None:
    wrong = tuple(
        text if name == column else cell for name, cell in zip(HEADERS, NIGHT, strict=True)
    )
    report = took(memory, tmp_path, wrong, EDITH)
    assert report.created == 1
    ((refused),) = report.refused
    assert refused.row == 2
    assert reason in refused.reason


@pytest.mark.usefixtures("ward")
def test_the_hour_that_comes_twice_is_not_guessed(memory: MemoryStore, tmp_path: Path) -> None:
    twice = (*NIGHT[:2], "2026-10-25", "01:30", *NIGHT[4:])
    (refused,) = took(memory, tmp_path, twice).refused
    assert "two ways" in refused.reason


def test_a_fall_recorded_here_within_the_hour_is_not_made_twice(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    at = datetime(2026, 11, 2, 3, 10, tzinfo=UTC) + timedelta(minutes=20)
    draft = Draft(Fall, ward.of(UNWELL), {"occurred_at": utc_text(at)})
    record_fall(memory.store, by=GP, draft=draft)
    (refused,) = took(memory, tmp_path, NIGHT).refused
    assert "recorded here already" in refused.reason


@pytest.mark.usefixtures("ward")
def test_one_fall_in_two_rows_is_asked_about(memory: MemoryStore, tmp_path: Path) -> None:
    report = took(memory, tmp_path, NIGHT, NIGHT)
    assert [each.row for each in report.refused] == [2, 3]
    assert report.created == 0


@pytest.mark.usefixtures("ward")
def test_columns_that_are_not_plain_are_asked_and_answered(
    memory: MemoryStore, tmp_path: Path
) -> None:
    headers = ("NHS No", "Date", "Incident date", "Time")
    row = ("9990000018", "02/11/2026", "03/11/2026", "03:10")
    sheet = read_sheet(saved_csv(tmp_path, row, headers=headers))
    asked = fall_columns(sheet)
    assert "could each be «Date of the fall»" in asked.questions[0]
    with pytest.raises(ImportRefused, match="could each be"):
        take_falls(memory.store, by=GP, sheet=sheet, columns=asked)
    answered = fall_columns(sheet, {"Incident date": None})
    assert "two ways" in answered.questions[0]
    decided = fall_columns(sheet, {"Incident date": None}, DateOrder.DMY)
    assert (decided.questions, decided.headers[FallColumn.DATE]) == ((), "Date")
    assert take_falls(memory.store, by=GP, sheet=sheet, columns=decided).created == 1


@pytest.mark.usefixtures("ward")
def test_who_may_not_record_a_fall_imports_none(memory: MemoryStore, tmp_path: Path) -> None:
    sheet = read_sheet(saved_csv(tmp_path, NIGHT, headers=HEADERS))
    officer = builders.actor(Role.QUALITY_OFFICER)
    with pytest.raises(NotAllowed):
        take_falls(memory.store, by=officer, sheet=sheet, columns=fall_columns(sheet))
    stranger = builders.actor(Role.HOME_NURSE, "another home")
    report = take_falls(memory.store, by=stranger, sheet=sheet, columns=fall_columns(sheet))
    assert (report.created, len(report.refused)) == (0, 1)
