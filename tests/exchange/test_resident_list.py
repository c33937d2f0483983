"""A resident list: a dry run that tells the truth, then rows taken whole and once."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mdt_core.errors import ImportRefused
from mdt_core.exchange.import_report import Progress
from mdt_core.exchange.tables import resident_list
from mdt_core.exchange.tables.resident_list import (
    import_residents,
    take,
    terms_of,
)
from tests.exchange.imports import card, cards, changes
from tests.exchange.lists import NAMES, ROSE, elm_house, file, reasons, took, trial, with_cell
from tests.exchange.tables import ALAN, JOAN, csv_text, saved_csv, workbook
from tests.support.memory_store import GP, MemoryStore, changes_made
from tests.support.shared_data import shared_data


def test_a_dry_run_says_what_would_happen_and_changes_nothing(memory: MemoryStore) -> None:
    bad = with_cell(ALAN, "NHS No.", "999 123 4567")
    found = trial(memory, JOAN, bad, ROSE)
    assert (
        found.words == "2 of 3 rows can be taken. 1 cannot: see why. Nothing has been changed yet"
    )
    assert (found.created, found.updated, found.unchanged) == (2, 0, 0)
    [refused] = found.refused
    assert (refused.row, refused.column) == (3, "NHS No.")
    assert refused.reason == (
        "999 123 4567 is not a valid NHS number: the last digit does not fit. "
        "Check it, or choose «Not Known»"
    )
    assert changes(memory) == []


def test_where_all_rows_fit_nothing_more_is_said(memory: MemoryStore) -> None:
    assert trial(memory, JOAN).words == "1 of 1 rows can be taken. Nothing has been changed yet"


def test_a_row_becomes_a_resident(memory: MemoryStore) -> None:
    report = took(memory, JOAN)
    assert (report.created, reasons(report)) == (1, [])
    found = card(memory, "resident")
    assert (found["family_name"], found["given_name"], found["born"]) == (
        "Smith",
        "Joan",
        "1938-02-03",
    )
    assert (found["gender"], found["nhs_number"]) == ("female", "9990000018")
    assert report.not_taken == {}


def test_the_same_list_again_changes_nothing(memory: MemoryStore) -> None:
    terms = terms_of(home_id=elm_house(memory))
    took(memory, JOAN, ALAN, ROSE, terms=terms)
    before = changes(memory)
    memory.clock.advance(days=1)
    again = took(memory, JOAN, ALAN, ROSE, terms=terms)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    assert changes(memory) == before


def test_two_devices_make_one_resident_of_one_list(memory: MemoryStore) -> None:
    other = MemoryStore(seed=2)
    took(memory, JOAN, ROSE)
    took(other, JOAN, ROSE)
    assert [each.mid for each in changes(memory)] == [each.mid for each in changes(other)]


def test_the_same_list_from_excel_is_the_same_list(memory: MemoryStore) -> None:
    took(memory, JOAN[:5], headers=NAMES)
    numbers = (int(JOAN[0].replace(" ", "")), *JOAN[1:3], datetime.fromisoformat("1938-02-03"), "F")
    again = take(memory.store, by=GP, file=file(workbook(NAMES, numbers), memory), terms=terms_of())
    assert (again.unchanged, reasons(again)) == (1, [])


def test_the_report_is_json_in_the_words_of_every_import(memory: MemoryStore) -> None:
    report = took(memory, JOAN, with_cell(ALAN, "Sex", "?")).as_json()
    assert report["created"] == 1
    assert report["refused"][0]["row"] == 3
    assert {"updated", "unchanged", "not_taken", "records", "was_cancelled"} <= report.keys()


def test_importing_a_file_in_one_go(memory: MemoryStore, tmp_path: Path) -> None:
    path = saved_csv(tmp_path, JOAN, ALAN)
    assert import_residents(memory.store, by=GP, path=path).created == 2
    assert import_residents(memory.store, by=GP, path=path).unchanged == 2


def test_every_row_taken_is_in_the_access_audit(memory: MemoryStore) -> None:
    took(memory, JOAN)
    with memory.store.reading() as connection:
        audit = connection.exec_driver_sql("SELECT person_id, action, detail FROM access_audit")
        [(person, action, detail)] = audit.all()
    assert (person, action) == ("person-gp", "import")
    assert detail.startswith("Resident list, SHA-256 ")
    assert "list.csv" not in detail


# Many rows


def many(count: int) -> list[tuple[str, ...]]:
    return [
        ("", f"Resident{n}", "Pat", f"19{30 + n % 60}-01-{n % 28 + 1:02d}", "F")
        for n in range(count)
    ]


def test_transactions_hold_at_most_200_changes(memory: MemoryStore) -> None:
    sizes: list[int] = []
    with changes_made(memory) as made:
        before = 0

        def progress(_: Progress) -> None:
            nonlocal before
            sizes.append(len(made) - before)
            before = len(made)

        read = file(csv_text(many(450), NAMES), memory)
        take(memory.store, by=GP, file=read, terms=terms_of(), progress=progress)
    assert len(made) == sum(sizes) == 450
    assert max(sizes) <= resident_list.MOST_CHANGES


def test_cancelling_leaves_what_is_done_and_the_rest_comes_later(memory: MemoryStore) -> None:
    read = file(csv_text(many(450), NAMES), memory)
    calls = iter(range(10_000))

    def after_a_while() -> bool:
        return next(calls) > 300

    stopped = take(memory.store, by=GP, file=read, terms=terms_of(), cancelled=after_a_while)
    assert stopped.was_cancelled
    assert 0 < stopped.created < 450
    rest = take(memory.store, by=GP, file=read, terms=terms_of())
    assert stopped.created + rest.created == 450


def test_progress_counts_rows(memory: MemoryStore) -> None:
    heard: list[Progress] = []
    keep: Callable[[Progress], None] = heard.append
    read = file(csv_text(many(250), NAMES), memory)
    take(memory.store, by=GP, file=read, terms=terms_of(), progress=keep)
    assert (heard[0].done, heard[-1].done, heard[-1].total) == (0, 250, 250)


def test_dates_that_are_not_decided_keep_a_list_out(memory: MemoryStore, tmp_path: Path) -> None:
    path = saved_csv(
        tmp_path, ("Smith", "1938-02-03", "1938-02-03"), headers=("Surname", "DOB", "Born")
    )
    with pytest.raises(ImportRefused, match="No column is the NHS number or the date of birth"):
        import_residents(memory.store, by=GP, path=path)


def test_the_official_test_patients_come_in_once(memory: MemoryStore) -> None:
    path = shared_data("06_nhs_test_patients", "imms_api_test_patients.csv")
    report = import_residents(memory.store, by=GP, path=path)
    assert report.created == 1_401
    assert [(each.row, each.column) for each in report.refused] == [
        (2, "nhs_number"),
        (6, "nhs_number"),
    ]
    again = import_residents(memory.store, by=GP, path=path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1_401)
    assert len(cards(memory, "resident")) == 1_401


@pytest.mark.parametrize("name", ["PDS.csv", "RegisterPatients.csv"])
def test_other_official_lists_are_understood(memory: MemoryStore, name: str) -> None:
    path = shared_data("06_nhs_test_patients", "gpconnect_test_data", name)
    report = import_residents(memory.store, by=GP, path=path)
    assert report.created > 0
    assert all(each.reason for each in report.refused)
