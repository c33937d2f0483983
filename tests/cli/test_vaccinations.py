"""`mdt import vaccinations`: tried first, taken row by row, told in words and as JSON."""

from pathlib import Path

from tests.cli.console import Console
from tests.exchange.tables import JOAN, saved_csv
from tests.exchange.test_vaccination_list import PLAIN


def test_a_vaccination_file_is_tried_and_taken(console: Console, tmp_path: Path) -> None:
    people = saved_csv(tmp_path, JOAN)
    assert console.run("import", "residents", people, "--home", "damson fold").code == 0
    row = {**PLAIN, "NHS_NUMBER": JOAN[0].replace(" ", ""), "PERSON_DOB": "19380203"}
    other = {**row, "NHS_NUMBER": "9990000123", "UNIQUE_ID": "a-2"}
    rows = [tuple(each.values()) for each in (row, other)]
    path = saved_csv(tmp_path, *rows, headers=tuple(PLAIN), name="batch.csv")
    tried = console.run("import", "vaccinations", path, "--dry-run")
    assert tried.code == 3
    assert "  row 3: Nobody on this device has this NHS number" in tried.out
    taken = console.run("import", "vaccinations", path, "--json").json
    assert (taken["dry_run"], taken["created"]) == (False, 1)
    assert "unchanged  1" in console.run("import", "vaccinations", path).out
    assert console.run("import", "vaccinations", people).code == 4
