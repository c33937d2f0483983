"""Files in and out: `mdt import fhir` and `mdt print round-sheet`."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from mdt_desktop.cli.cancelling import noticing_cancel
from tests.cli.console import Console
from tests.exchange.bundles import condition, everyday, saved, stu3
from tests.support.shared_data import shared_data


def test_an_import_counts_what_came_in_and_a_second_one_is_unchanged(
    console: Console, tmp_path: Path
) -> None:
    path = saved(tmp_path, everyday())
    first = console.run("import", "fhir", path)
    assert first.code == 0
    assert "created    1 residents" in first.out
    assert "1 of 1 files" in first.err
    second = console.run("import", "fhir", path, "--json").json
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, 1)
    assert second["refused"] == []


def test_an_imported_resident_is_shown_by_the_number_of_the_source(
    console: Console, tmp_path: Path
) -> None:
    taken = console.run("import", "fhir", saved(tmp_path, everyday()), "--json").json
    shown = console.run("show", "resident", "P-1", "--json").json
    assert shown["resident_id"] == taken["bundles"][0]["resident_id"]
    assert [each["fields"]["text"] for each in shown["problems"]] == ["Heart failure"]
    assert shown["nhs_number"] is None


def test_something_new_in_a_file_is_an_update(console: Console, tmp_path: Path) -> None:
    console.run("import", "fhir", saved(tmp_path, everyday()))
    more = everyday(condition(id="condition-2", code={"text": "Gout"}))
    again = console.run("import", "fhir", saved(tmp_path, more), "--json").json
    assert (again["created"], again["updated"]) == (0, 1)


def test_a_refused_file_gives_exit_code_3_with_its_reason_and_the_others_are_in(
    console: Console, tmp_path: Path
) -> None:
    saved(tmp_path, everyday(), "a.json.gz")
    saved(tmp_path, stu3(), "b.json")
    done = console.run("import", "fhir", tmp_path / "a.json.gz", tmp_path / "b.json")
    assert done.code == 3
    assert "refused    1" in done.out
    assert "refused  b.json: " in done.out
    assert "created    1 residents" in done.out


def test_a_path_that_is_not_there_is_told(console: Console, tmp_path: Path) -> None:
    missing = console.run("import", "fhir", tmp_path / "nothing.json")
    assert missing.code in (3, 4)
    assert "nothing.json" in missing.out + missing.err


def test_a_real_record_comes_in_and_stays_as_it_is(console: Console) -> None:
    path = min(shared_data("01_synthea_r4", "alive70").glob("*.json.gz"))
    first = console.run("import", "fhir", path, "--json")
    assert (first.code, first.json["created"]) == (0, 1)
    assert first.json["not_taken"]
    assert console.run("import", "fhir", path, "--json").json["unchanged"] == 1


@pytest.fixture
def interrupting() -> Iterator[None]:
    """Ctrl+C interrupts, which it does not where the tests were started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupting")
def test_ctrl_c_is_noticed_once_and_the_second_one_ends_everything() -> None:
    with noticing_cancel() as cancel:
        assert not cancel.is_set()
        signal.raise_signal(signal.SIGINT)
        assert cancel.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_sheet_of_a_round_is_written_word_for_word(console: Console, tmp_path: Path) -> None:
    paper = tmp_path / "sheet.pdf"
    home = ("--home", "damson fold", "--day", "17-Nov-2026")
    done = console.run("print", "round-sheet", *home, "-o", paper)
    assert done.code == 0
    assert "Damson Fold, 17-Nov-2026, 9 entries." in done.out
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(paper).pages)
    assert "PRACTICE DATA" in words
    assert "Keep the planned end. If the lift is late, a bed downstairs at home" in words
    assert "Present Dr Nadia Rahman" in words


@pytest.mark.skipif(os.name != "posix", reason="the mode of a file is told on POSIX systems")
def test_a_sheet_is_readable_by_its_owner_alone_and_replaces_an_earlier_one(
    console: Console, tmp_path: Path
) -> None:
    paper = tmp_path / "sheet.pdf"
    paper.write_text("an earlier file")
    home = ("--home", "Damson Fold", "--day", "2026-11-17")
    answer = console.run("print", "round-sheet", *home, "-o", paper, "--json").json
    assert answer["file"] == str(paper)
    assert answer["entries"] == 9
    assert paper.read_bytes().startswith(b"%PDF")
    assert paper.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.parametrize(
    ("home", "day", "words"),
    [
        ("Elm House", "2026-11-17", "No home «Elm House» is in this workspace. There are: Damson"),
        ("Damson Fold", "today", "Nothing was signed in a round here on that day"),
        ("Damson Fold", "17/11/26", "«17/11/26» is not a day such as 2026-11-24 or 24-Nov-2026"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_in_words(
    console: Console, tmp_path: Path, home: str, day: str, words: str
) -> None:
    paper = tmp_path / "sheet.pdf"
    refused = console.run("print", "round-sheet", "--home", home, "--day", day, "-o", paper)
    assert refused.code == 4
    assert words in refused.err
    assert not paper.exists()


def test_a_folder_that_cannot_be_written_is_told(console: Console, tmp_path: Path) -> None:
    paper = tmp_path / "nowhere" / "sheet.pdf"
    home = ("--home", "Damson Fold", "--day", "2026-11-17")
    refused = console.run("print", "round-sheet", *home, "-o", paper)
    assert refused.code == 4
    assert "could not be written" in refused.err
