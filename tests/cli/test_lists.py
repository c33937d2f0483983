"""`mdt import residents`: tried first, asked where in doubt, answered by options, remembered."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_desktop.remembered_columns import REMEMBERED
from tests.cli.console import Console, Outcome
from tests.exchange.tables import ALAN, HEADERS, JOAN, saved_csv, workbook
from tests.support.shared_data import shared_data

HOME = ("--home", "damson fold")
DAY_FIRST = ("--date-order", "dmy")
WRONG = ("9990000019", "Cole", "Ann", "1939-01-31", "F", "15", "Permanent", "2026-10-05")
EILEEN = ("", "Gallagher", "Eileen", "1936-02-19", "F", "12", "Permanent", "2026-10-05")


def took(console: Console, path: Path, *more: object) -> Outcome:
    return console.run("import", "residents", path, *HOME, *more)


def remembered(console: Console) -> list[Path]:
    return sorted((console.folder / REMEMBERED).glob("*"))


def test_a_dry_run_says_what_can_be_taken_and_changes_nothing(
    console: Console, tmp_path: Path
) -> None:
    path = saved_csv(tmp_path, JOAN, ALAN, WRONG)
    tried = took(console, path, "--dry-run")
    assert tried.code == 3
    first = "2 of 3 rows can be taken. 1 cannot: see why. Nothing has been changed yet"
    assert tried.out.splitlines()[0] == first
    assert "  row 4, NHS No.: 999 000 0019 is not a valid NHS number" in tried.out
    assert "  DOB = born   Its heading is «DOB»" in tried.out
    assert console.run("show", "resident", JOAN[0]).code == 4
    assert remembered(console) == []
    again = took(console, path, "--dry-run", "--json").json
    assert (again["dry_run"], again["created"], again["words"]) == (True, 2, first)


def test_rows_are_taken_and_the_same_list_again_changes_nothing(
    console: Console, tmp_path: Path
) -> None:
    path = saved_csv(tmp_path, JOAN, ALAN)
    first = took(console, path)
    assert (first.code, "created    2 residents" in first.out) == (0, True)
    assert "2 of 2 rows, 2 residents list.csv" in first.err
    shown = console.run("show", "resident", JOAN[0]).out
    assert "SMITH, Joan" in shown
    assert "Room 12   Damson Fold   Permanent since 02-Mar-2026" in shown
    later = Console(console.folder, now=console.now + timedelta(days=7))
    second = took(later, path, "--json").json
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, 2)
    assert (second["refused"], second["dry_run"]) == ([], False)


def test_a_type_of_stay_given_for_the_list_holds_where_the_list_is_silent(
    console: Console, tmp_path: Path
) -> None:
    headers = [each for each in HEADERS if each != "Stay type"]
    row = [text for text, header in zip(JOAN, HEADERS, strict=True) if header != "Stay type"]
    path = saved_csv(tmp_path, row, headers=headers)
    assert took(console, path, "--stay-type", "d2a block").code == 0
    assert "D2A block since 02-Mar-2026" in console.run("show", "resident", JOAN[0]).out


def test_two_columns_that_could_be_one_are_asked_and_answered(
    console: Console, tmp_path: Path
) -> None:
    headers = ("DOB", "Born", "Surname")
    path = saved_csv(tmp_path, ("1938-02-03", "Leeds", "Smith"), headers=headers)
    asked = took(console, path)
    assert asked.code == 4
    assert "«DOB» and «Born» could each be «Born». Choose one." in asked.out
    assert '--column "HEADING=MEANING" chooses' in asked.out
    in_json = took(console, path, "--json")
    assert in_json.code == 4
    assert [each["question"] for each in in_json.json["questions"]] == [
        "«DOB» and «Born» could each be «Born». Choose one."
    ]
    answered = took(console, path, "--column", "DOB=born")
    assert (answered.code, "created    1 residents" in answered.out) == (0, True)
    assert "  not read: Born" in answered.out


def test_day_or_month_first_is_asked_answered_and_remembered(
    console: Console, tmp_path: Path
) -> None:
    headers = ("Surname", "DOB")
    path = saved_csv(tmp_path, ("Smith", "02/03/1938"), headers=headers)
    asked = took(console, path)
    assert asked.code == 4
    assert "«02/03/1938» can be read in two ways" in asked.out
    assert "--date-order dmy" in asked.out
    assert took(console, path, "--date-order", "dmy").code == 0
    [kept] = remembered(console)
    assert json.loads(kept.read_text("utf-8"))["date_order"] == "dmy"
    again = took(console, path)
    assert (again.code, "unchanged  1" in again.out) == (0, True)
    assert "  DOB = born   As remembered" in again.out


def test_what_is_remembered_is_asked_again_where_a_list_shows_otherwise(
    console: Console, tmp_path: Path
) -> None:
    headers = ("Surname", "DOB")
    took(console, saved_csv(tmp_path, ("Smith", "02/03/1938"), headers=headers), *DAY_FIRST)
    american = saved_csv(
        tmp_path, ("Bell", "12/25/1940"), ("Cole", "02/03/1939"), headers=headers, name="b.csv"
    )
    asked = took(console, american)
    assert asked.code == 4
    words = "«12/25/1940» does not fit the order remembered for these lists (Day/month/year)."
    assert words in asked.out
    assert took(console, american, "--date-order", "mdy").code == 0


def test_who_a_row_may_be_is_asked_with_names_and_the_others_are_taken(
    console: Console, tmp_path: Path
) -> None:
    path = saved_csv(tmp_path, JOAN, EILEEN)
    asked = took(console, path)
    assert asked.code == 3
    assert "created    1 residents" in asked.out
    assert "Who is row 3? Somebody of this name and date of birth is here" in asked.out
    [line] = [line for line in asked.out.splitlines() if "GALLAGHER, Eileen (Mrs)" in line]
    assert "Born 19-Feb-1936 (90 y)   NHS No. 999 726 9055" in line
    told = took(console, path, "--json").json
    [maybe] = told["possible_duplicates"][0]["resident_ids"]
    assert told["candidates"][maybe]["name"] == "GALLAGHER, Eileen (Mrs)"
    assert f"--answer 3={maybe} " in line
    before = console.run("show", "resident", maybe, "--json").json["resident_id"]
    answered = took(console, path, "--answer", f"3={maybe}")
    assert (answered.code, before) == (0, maybe)
    assert took(console, path).code == 0


def test_a_row_may_be_another_person(console: Console, tmp_path: Path) -> None:
    taken = took(console, saved_csv(tmp_path, EILEEN), "--answer", "2=new", "--json")
    assert (taken.code, taken.json["created"]) == (0, 1)


def test_columns_may_be_given_as_a_file(console: Console, tmp_path: Path) -> None:
    headers = ("A", "B", "C")
    path = saved_csv(tmp_path, ("Smith", "02/03/1938", "Joan"), headers=headers)
    columns = {"A": "family_name", "B": "born", "C": "given_name"}
    kept = {"version": 1, "columns": columns, "date_order": "dmy"}
    file = tmp_path / "columns.json"
    file.write_text(json.dumps(kept), encoding="utf-8")
    taken = took(console, path, "--mapping", file, "--json")
    assert (taken.code, taken.json["columns"], taken.json["created"]) == (0, columns, 1)
    other = saved_csv(tmp_path, ("Smith", "1"), headers=("A", "Z"), name="other.csv")
    refused = took(console, other, "--mapping", file)
    assert (refused.code, "The list has no column «B»" in refused.err) == (4, True)


def test_headings_that_are_a_person_are_not_remembered(console: Console, tmp_path: Path) -> None:
    path = saved_csv(tmp_path, JOAN[:2], headers=("9990000026", "Bell"))
    columns = ("--column", "Bell=family_name", "--column", "9990000026=nhs_number")
    taken = took(console, path, *columns)
    assert taken.code == 0
    assert "not remembered. A heading looks like a date or an NHS number" in taken.err
    assert remembered(console) == []


def test_a_workbook_is_read_and_says_which_worksheet(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook(HEADERS, JOAN, title="People"))
    assert took(console, path, "--worksheet", "People", "--dry-run").code == 0
    refused = took(console, path, "--worksheet", "Staff")
    assert (refused.code, "There is no such worksheet" in refused.err) == (4, True)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--stay-type", "hotel"), "«hotel» is no type of stay. Choose one of permanent,"),
        (("--column", "Shoe=born"), "«Shoe=born» names no column of this list. There are: NHS No."),
        (("--column", "Sex=shoe"), "«shoe» is not what a column can be"),
        (("--answer", "2"), "«2» is no answer such as 12=new"),
        (("--answer", "99=new"), "The list has no row 99"),
        (("--as-of", "2027-01-01"), "A list cannot be of a day still to come"),
        (("--mapping", "nowhere.json"), "The file with the columns cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_taken(
    console: Console, tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    refused = took(console, saved_csv(tmp_path, JOAN), *more)
    assert (refused.code, words in refused.err) == (4, True), refused.err
    assert console.run("show", "resident", JOAN[0]).code == 4


def test_a_home_or_a_file_that_is_not_there_is_told(console: Console, tmp_path: Path) -> None:
    path = saved_csv(tmp_path, JOAN)
    nowhere = console.run("import", "residents", path, "--home", "Elm House")
    assert (nowhere.code, "No home «Elm House» is in this workspace" in nowhere.err) == (4, True)
    missing = took(console, tmp_path / "gone.csv")
    assert (missing.code, "There is no such file" in missing.err) == (4, True)


def test_an_older_list_brings_nothing_back(console: Console, tmp_path: Path) -> None:
    took(console, saved_csv(tmp_path, JOAN))
    moved = (*JOAN[:5], "14", *JOAN[6:])
    older = took(console, saved_csv(tmp_path, moved), "--as-of", "2026-10-01", "--json").json
    assert (older["unchanged"], older["updated"]) == (1, 0)
    assert "Room 12 " in console.run("show", "resident", JOAN[0]).out


def test_official_test_patients_come_in_once(console: Console) -> None:
    path = shared_data("06_nhs_test_patients", "imms_api_test_patients.csv")
    first = took(console, path, "--json")
    assert first.json["created"] > 0
    again = took(console, path, "--json").json
    assert (again["created"], again["updated"]) == (0, 0)
    assert again["unchanged"] == first.json["created"]
