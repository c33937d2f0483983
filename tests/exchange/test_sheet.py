"""A table is read as it lies in its file, or refused with the place and the reason."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.errors import ImportRefused
from mdt_core.exchange.tables.cells import guarded
from mdt_core.exchange.tables.limits import LONGEST_FIELD, column_letters
from mdt_core.exchange.tables.sheet import Sheet, read_sheet, sheet_from
from tests.properties.settings import FAST
from tests.support.shared_data import shared_data

SPECTRUM = (
    "comma_in_quotes",
    "empty",
    "empty_crlf",
    "escaped_quotes",
    "json",
    "newlines",
    "newlines_crlf",
    "quotes_and_newlines",
    "simple",
    "simple_crlf",
    "utf8",
)


def sheet(text: str | bytes) -> Sheet:
    return sheet_from(text.encode() if isinstance(text, str) else text, "list.csv")


def rows(found: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in found.rows]


def refusal(content: str | bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        sheet(content)
    return str(refused.value)


@pytest.mark.parametrize("name", SPECTRUM)
def test_every_odd_csv_is_read_as_its_makers_say(name: str) -> None:
    folder = shared_data("12_torture", "csv-spectrum")
    content = (folder / "csvs" / f"{name}.csv").read_bytes()
    if name.endswith("_crlf"):  # the line ends that the name promises, whatever the copy has
        content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    found = sheet(content)
    expected = json.loads((folder / "json" / f"{name}.json").read_text("utf-8"))
    assert [dict(zip(found.headers, cells, strict=True)) for cells in rows(found)] == expected


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a mark"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_said(encoding: str, said: str) -> None:
    found = sheet("Name,Room\r\nZoë O’Brien,12\r\n".encode(encoding))
    assert (rows(found), found.encoding) == ([("Zoë O’Brien", "12")], said)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(
        [("Name", "Note"), ("Smith", "a, b; c"), ("Bell", "d, e")]
    )
    assert rows(sheet(text.getvalue())) == [("Smith", "a, b; c"), ("Bell", "d, e")]


def test_excels_own_line_names_the_delimiter() -> None:
    found = sheet("sep=;\r\nName;Note\r\nSmith;a,b,c\r\n")
    assert (found.headers, found.rows[0].number) == (("Name", "Note"), 3)


def test_mixed_line_ends_and_blank_lines_keep_the_row_numbers_of_excel() -> None:
    found = sheet('Name,Note\r\nSmith,"two\nlines"\n\r\nBell,x\rMoss,y')
    assert [(row.number, row.cells[0]) for row in found.rows] == [
        (2, "Smith"),
        (4, "Bell"),
        (5, "Moss"),
    ]


def test_a_title_above_the_headings_is_passed_over_and_said() -> None:
    found = sheet("Elm House residents\n\nName,Room\nSmith,12\n")
    assert (found.headers, found.rows[0].number) == (("Name", "Room"), 4)
    assert found.notes == ("What stands above row 3 was taken as a title.",)


def test_headings_are_made_unique_and_blank_ones_get_a_letter() -> None:
    assert sheet("Name,,Name\na,b,c\n").headers == ("Name", "Column B", "Name (2)")


def test_a_short_row_is_filled_and_a_long_one_keeps_its_cells() -> None:
    assert rows(sheet("a,b\n1\n1,2,3\n")) == [("1", ""), ("1", "2", "3")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no table"),
        (b"Name,Room\n", "no rows"),
        (b"Name,Room\nSm\x00ith,1\n", "Line 2: The file holds a character"),
        (b"Name,Room\n\x81\xff,1\n", "Line 2: The file is neither UTF-8 nor Windows-1252"),
        (b'Name,Room\n"Smith,1\nBell,2\n', "quotation mark is missing"),
        (b'Name,Room\n"Smith"x,1\n', "quotation mark is missing"),
        (b"\xff\xfeN\x00a\x00\x00", "not whole UTF-16"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "locked by a password, or in the format before 2007"),
        (b"Name,Room\n" + b"1,1\n" * 200_001, "more than 200,000 rows"),
        (b"a,b\n" + b"," * 600 + b"x\n", "Row 2: The row has 601 cells"),
        (b"a,b\n1," + b"x" * (LONGEST_FIELD + 1), "Row 2, column B: A cell is longer"),
        (b"a,b\n1," + b"x" * 10_000_000, "longer than can be kept"),
        (b"x" * (20 * 1024**2 + 1), "larger than 20 MB"),
        (b"Name,Name,Name (2)\n1,2,3\n", "same heading"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_only_tables_that_are_there_are_read(tmp_path: Path) -> None:
    for name, words in (("list.pdf", "Only CSV and XLSX"), ("list.csv", "no such file")):
        with pytest.raises(ImportRefused, match=words):
            read_sheet(tmp_path / name)


@given(st.binary(max_size=400))
@FAST
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    try:
        found = sheet(content)
    except ImportRefused:
        return
    assert all(len(cells) >= len(found.headers) for cells in rows(found))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    unreadable = Path("/proc/self/mem")  # opens, and fails at the first byte
    if not unreadable.exists():
        pytest.skip("no file here fails while it is read")
    path = tmp_path / "list.csv"
    path.symlink_to(unreadable)
    with pytest.raises(ImportRefused, match="The file cannot be read"):
        read_sheet(path)


@pytest.mark.parametrize(
    ("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_of_excel(place: int, letters: str) -> None:
    assert column_letters(place) == letters


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_what_excel_would_run_as_a_formula_is_written_as_text(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"
    assert guarded("1938") == "1938"
