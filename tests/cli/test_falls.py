"""`mdt import falls`: tried first, asked where in doubt, taken row by row."""

from pathlib import Path

from tests.cli.console import Console
from tests.exchange.tables import JOAN, saved_csv

HEADERS = ("NHS No", "Date", "Time", "Seen")
NIGHT = (JOAN[0], "2026-11-02", "03:10", "no")
NOBODY = ("9990000123", "2026-11-02", "03:10", "no")


def test_a_falls_list_is_tried_answered_and_taken(console: Console, tmp_path: Path) -> None:
    people = saved_csv(tmp_path, JOAN)
    assert console.run("import", "residents", people, "--home", "damson fold").code == 0
    path = saved_csv(tmp_path, NIGHT, NOBODY, headers=HEADERS, name="falls.csv")
    tried = console.run("import", "falls", path, "--dry-run")
    assert tried.code == 3
    assert "1 of 2 rows can be taken. 1 cannot" in tried.out
    assert "  not read: Seen" in tried.out
    assert "  row 3: Nobody on this device has this NHS number" in tried.out
    taken = console.run("import", "falls", path, "--column", "Seen=seen_by", "--json").json
    assert (taken["dry_run"], taken["created"]) == (False, 1)
    assert taken["columns"]["Seen"] == "seen_by"
    again = console.run("import", "falls", path, "--column", "Seen=seen_by")
    assert "unchanged  1" in again.out


def test_an_open_question_about_a_column_reads_nothing(console: Console, tmp_path: Path) -> None:
    path = saved_csv(tmp_path, ("2026-11-02",), headers=("Date",), name="falls.csv")
    asked = console.run("import", "falls", path)
    assert asked.code == 4
    assert "No column is «NHS No.». Say which it is." in asked.out
    wrong = console.run("import", "falls", path, "--column", "Date=when")
    assert wrong.code == 4
    assert "Choose one of nhs_number" in wrong.err
