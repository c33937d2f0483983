"""An NHS vaccination file: whose by number and birthday, nothing guessed, twice changes nothing."""

from datetime import datetime
from pathlib import Path

import pytest

from mdt_core.actor import Actor
from mdt_core.errors import ImportRefused, NotAllowed
from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.sheet import Sheet, read_sheet
from mdt_core.exchange.tables.vaccination_list import VACCINATIONS
from mdt_core.exchange.tables.vaccination_rows import NOT_NEW, VaccinationRow, published_columns
from mdt_core.records.vaccinations import Vaccination, VaccinationSite, Vaccine
from mdt_core.roles import Role
from mdt_core.store.queries.statements import Signed, statements
from mdt_core.store.store import Store
from mdt_core.use_cases.rounds import withdraw
from mdt_core.use_cases.vaccinations import record_vaccination
from tests.support import builders
from tests.support.memory_store import GP, MemoryStore
from tests.support.shared_data import shared_data
from tests.support.vaccinations import given
from tests.support.ward import UNWELL, Ward, make_ward

PLAIN = {
    "NHS_NUMBER": "9990000018",
    "PERSON_DOB": "19380203",
    "DATE_AND_TIME": "20261012T10300000",
    "SITE_CODE": "J82067",
    "UNIQUE_ID": "a-1",
    "UNIQUE_ID_URI": "https://supplier.example/",
    "ACTION_FLAG": "new",
    "PERFORMING_PROFESSIONAL_FORENAME": "Ellena",
    "PERFORMING_PROFESSIONAL_SURNAME": "O\\'Reilly",
    "VACCINATION_PROCEDURE_CODE": "822851000000102",
    "VACCINATION_PROCEDURE_TERM": "Seasonal influenza vaccination (procedure)",
    "DOSE_SEQUENCE": "1",
    "VACCINE_PRODUCT_TERM": "A vaccine suspension for injection",
    "BATCH_NUMBER": "AB1234",
    "EXPIRY_DATE": "20270331",
    "SITE_OF_VACCINATION_CODE": "368208006",
    "SITE_OF_VACCINATION_TERM": "Left upper arm structure (body structure)",
    "ROUTE_OF_VACCINATION_CODE": "1",
    "ROUTE_OF_VACCINATION_TERM": "By dart",
}


@pytest.fixture
def ward(memory: MemoryStore) -> Ward:
    return make_ward(memory.store, GP, people=2)


def sheet_of(folder: Path, *rows: dict[str, str]) -> Sheet:
    headers = tuple(PLAIN)
    lines = ["|".join(headers)]
    lines += ["|".join(f'"{({**PLAIN, **row})[name]}"' for name in headers) for row in rows]
    path = folder / "batch.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_sheet(path)


def take_vaccinations(store: Store, *, by: Actor, sheet: Sheet) -> ListReport:
    return VACCINATIONS.take(store, by=by, sheet=sheet, columns=published_columns(sheet))


def try_vaccinations(store: Store, *, by: Actor, sheet: Sheet) -> Preview:
    return VACCINATIONS.attempt(store, by=by, sheet=sheet, columns=published_columns(sheet))


def read_vaccination_rows(sheet: Sheet, now: datetime) -> tuple[VaccinationRow, ...]:
    return VACCINATIONS.rows(sheet, published_columns(sheet), now)


def took(memory: MemoryStore, folder: Path, *rows: dict[str, str]) -> ListReport:
    return take_vaccinations(memory.store, by=GP, sheet=sheet_of(folder, *rows))


def kept(memory: MemoryStore, who: str) -> tuple[Signed[Vaccination], ...]:
    with memory.store.reading() as connection:
        return statements(connection, Vaccination, who)


def test_a_row_is_a_vaccination_with_the_words_of_the_file(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    assert took(memory, tmp_path, {}).created == 1
    (found,) = kept(memory, ward.of(UNWELL))
    said = found.record
    assert said is not None
    assert (said.vaccine, said.occurred_on) == (Vaccine.INFLUENZA, "2026-10-12")
    assert (said.giver, said.site, said.route) == (
        "Ellena O'Reilly",
        VaccinationSite.LEFT_ARM,
        None,
    )
    assert (said.batch, said.dose_number, said.consent) == ("AB1234", 1, None)
    assert said.note is not None
    assert "Route of vaccination in the file: «By dart 1»" in said.note


def test_the_same_file_again_writes_nothing_and_what_was_withdrawn_stays_so(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    took(memory, tmp_path, {})
    assert took(memory, tmp_path, {}).unchanged == 1
    (found,) = kept(memory, ward.of(UNWELL))
    withdraw(memory.store, by=GP, record_id=found.id)
    assert took(memory, tmp_path, {}).unchanged == 1
    assert kept(memory, ward.of(UNWELL)) == ()


def test_a_trial_writes_nothing(memory: MemoryStore, ward: Ward, tmp_path: Path) -> None:
    found = try_vaccinations(memory.store, by=GP, sheet=sheet_of(tmp_path, {}))
    assert found.created == 1
    assert kept(memory, ward.of(UNWELL)) == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"PERSON_DOB": "19380204"}, "another date of birth"),
        ({"NHS_NUMBER": "9990000123"}, "Nobody on this device"),
        ({"NHS_NUMBER": ""}, "no NHS number"),
        ({"NHS_NUMBER": "9990000019"}, "last digit does not fit"),
        ({"PERSON_DOB": ""}, "no date of birth"),
        ({"DATE_AND_TIME": "20261125T100000"}, "later than today"),
        ({"DATE_AND_TIME": "19370101T100000"}, "before the person was born"),
        ({"DATE_AND_TIME": "20260230"}, "is no date of the vaccination"),
        ({"ACTION_FLAG": "delete"}, NOT_NEW),
        ({"UNIQUE_ID": ""}, "no identifier"),
        (
            {"VACCINATION_PROCEDURE_TERM": "", "VACCINE_PRODUCT_TERM": ""},
            "does not say which vaccine",
        ),
    ],
)
def test_a_row_in_doubt_is_left_out_with_its_reason(
    memory: MemoryStore, ward: Ward, tmp_path: Path, row: dict[str, str], reason: str
) -> None:
    report = took(memory, tmp_path, row)
    assert report.created == 0
    assert any(reason in each.reason for each in report.refused)
    assert kept(memory, ward.of(UNWELL)) == ()


def test_one_identifier_twice_and_other_words_for_one_that_is_here_are_refused(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    assert "same identifier" in took(memory, tmp_path, {}, {}).refused[0].reason
    took(memory, tmp_path, {})
    other = took(memory, tmp_path, {"BATCH_NUMBER": "ZZ9"})
    assert "in other words" in other.refused[0].reason
    assert len(kept(memory, ward.of(UNWELL))) == 1


def test_a_dose_recorded_here_on_that_day_is_not_made_twice(
    memory: MemoryStore, ward: Ward, tmp_path: Path
) -> None:
    draft = given(ward.of(UNWELL), occurred_on="2026-10-12")
    record_vaccination(memory.store, by=GP, draft=draft)
    assert "recorded here already" in took(memory, tmp_path, {}).refused[0].reason


@pytest.mark.parametrize(
    ("term", "vaccine"),
    [
        ("Severe acute respiratory syndrome coronavirus 2 vaccine", Vaccine.COVID_19),
        ("vaccine product containing only Human orthopneumovirus antigen", Vaccine.RSV),
        ("Pneumococcal vaccination", Vaccine.PNEUMOCOCCAL),
        ("Herpes zoster vaccination", Vaccine.SHINGLES),
        ("Haemophilus influenzae type b vaccination", Vaccine.OTHER),
        ("Measles mumps and rubella vaccination", Vaccine.OTHER),
    ],
)
def test_the_vaccine_is_known_by_the_words_of_the_procedure(
    memory: MemoryStore, tmp_path: Path, term: str, vaccine: Vaccine
) -> None:
    sheet = sheet_of(tmp_path, {"VACCINATION_PROCEDURE_TERM": term})
    (row,) = read_vaccination_rows(sheet, memory.clock())
    assert row.vaccination is not None
    assert row.vaccination.vaccine is vaccine


@pytest.mark.usefixtures("ward")
def test_another_table_and_another_role_are_refused(memory: MemoryStore, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("NHS No,Date\n1,2\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="PERSON_DOB"):
        take_vaccinations(memory.store, by=GP, sheet=read_sheet(tmp_path / "other.csv"))
    carer = builders.actor(Role.HOME_CARER)
    with pytest.raises(NotAllowed):
        take_vaccinations(memory.store, by=carer, sheet=sheet_of(tmp_path, {}))


@pytest.mark.parametrize(
    ("name", "vaccine", "wrong"),
    [("sample_valid_csv_data.csv", Vaccine.RSV, 0), ("test-batch-data.csv", Vaccine.OTHER, 1)],
)
def test_the_published_files_are_read(
    memory: MemoryStore, name: str, vaccine: Vaccine, wrong: int
) -> None:
    sheet = read_sheet(shared_data("07_immunisations_nhs", name))
    rows = read_vaccination_rows(sheet, memory.clock())
    assert {row.vaccination.vaccine for row in rows if row.vaccination} == {vaccine}
    refused = [problem for row in rows for problem in row.problems]
    assert [each.column for each in refused] == ["NHS_NUMBER"] * wrong
