"""`mdt print care-plans`: everybody's paper in a folder, named by room, each readable by its owner alone."""

import os
from pathlib import Path

from pypdf import PdfReader

from tests.cli.console import Console


def test_everybody_in_a_home_gets_a_file_named_by_room(console: Console, tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    asked = ("--home", "Damson Fold", "--paper", "transfer", "-o", folder, "--json")
    done = console.run("print", "care-plans", *asked)
    files = sorted(folder.glob("*.pdf"))
    assert done.code == (3 if done.json["refused"] else 0)
    assert sorted(done.json["files"]) == [path.name for path in files]
    everybody = len(files) + len(done.json["refused"])
    assert f"{everybody} of {everybody}" in done.err
    assert len(files) > 10
    assert all(path.name.startswith("transfer-summary-") for path in files)
    first = PdfReader(files[0]).pages[0].extract_text()
    assert "Hospital transfer summary" in first
    assert "PRACTICE DATA" in first
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_an_unknown_home_or_paper_is_told(console: Console, tmp_path: Path) -> None:
    nowhere = console.run("print", "care-plans", "--home", "Elm House", "-o", tmp_path / "p")
    assert nowhere.code == 4
    assert "No home «Elm House»" in nowhere.err
    assert not list(tmp_path.glob("p/*.pdf"))
