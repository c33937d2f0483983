"""`mdt import observations`: tried first, asked where in doubt, taken row by row."""

from pathlib import Path

from tests.cli.console import Console
from tests.exchange.tables import JOAN, saved_csv

HEADERS = ("NHS No", "Birthday", "Date", "Time", "Heart beats", "Temp")
TAKEN = (JOAN[0], "1938-02-03", "2026-11-02", "07:10", "84", "36.9")
NOBODY = ("9990000123", *TAKEN[1:])


def test_a_list_of_observations_is_asked_about_tried_and_taken(
    console: Console, tmp_path: Path
) -> None:
    people = saved_csv(tmp_path, JOAN)
    assert console.run("import", "residents", people, "--home", "damson fold").code == 0
    path = saved_csv(tmp_path, TAKEN, NOBODY, headers=HEADERS, name="sets.csv")
    asked = console.run("import", "observations", path)
    assert asked.code == 4
    assert "No column is «Born». Say which it is." in asked.out
    said = ("--column", "Birthday=born", "--column", "Heart beats=pulse")
    tried = console.run("import", "observations", path, *said, "--dry-run")
    assert tried.code == 3
    assert "1 of 2 rows can be taken. 1 cannot" in tried.out
    taken = console.run("import", "observations", path, *said, "--json").json
    assert (taken["dry_run"], taken["created"]) == (False, 1)
    assert taken["columns"]["Heart beats"] == "pulse"
