"""A workbook is measured before it is read, and its cells come out as a person would type them."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.errors import ImportRefused
from mdt_core.exchange.tables.sheet import Sheet, sheet_from
from tests.exchange.tables import repacked, workbook
from tests.properties.settings import FAST


def sheet(text: str | bytes) -> Sheet:
    return sheet_from(text.encode() if isinstance(text, str) else text, "list.csv")


def rows(found: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in found.rows]


def refusal(content: str | bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        sheet(content)
    return str(refused.value)


def test_numbers_dates_and_truths_of_excel_come_back_as_they_were_typed() -> None:
    found = sheet(
        workbook(
            ("NHS", "Born", "Seen", "At", "Weight", "Yes", "Large", "Midnight"),
            (
                9990000018,
                date(1938, 2, 3),
                datetime.fromisoformat("2026-11-24T07:15"),
                time(9),
                61.5,
                True,
                9.99e20,
                datetime.fromisoformat("1938-02-03"),
            ),
        )
    )
    expected = ("9990000018", "1938-02-03", "2026-11-24 07:15:00", "09:00:00", "61.5", "TRUE")
    assert rows(found)[0] == (*expected, "9.99e+20", "1938-02-03")
    assert found.encoding == "XLSX"


def test_row_numbers_are_those_that_excel_shows() -> None:
    found = sheet(workbook((), ("Name", "Room"), (), ("Smith", "12")))
    assert [row.number for row in found.rows] == [4]


def test_the_first_worksheet_is_read_and_said_and_another_can_be_chosen() -> None:
    book = openpyxl.Workbook()
    for title, name in (("Elm", "Smith"), ("Oak", "Bell")):
        page = book.create_sheet(title)
        page.append(["Name", "Room"])
        page.append([name, 1])
    del book["Sheet"]
    hidden = book.create_sheet("Secret", 0)
    hidden.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    first = sheet_from(content.getvalue(), "list.xlsx")
    assert (rows(first), first.notes) == (
        [("Smith", "1")],
        ("The first of 2 worksheets is read: «Elm».",),
    )
    assert rows(sheet_from(content.getvalue(), "list.xlsx", worksheet="Oak")) == [("Bell", "1")]
    with pytest.raises(ImportRefused, match="no such worksheet"):
        sheet_from(content.getvalue(), "list.xlsx", worksheet="Secret")


@pytest.mark.parametrize(
    "place", [b'r="XFD1048576"', b"r = 'XFD9'", b'r="A1048576"', b'r="CVH60000"']
)
def test_cells_a_million_rows_apart_are_refused_before_they_fill_the_memory(place: bytes) -> None:
    bomb = repacked(
        workbook(("Name", "Room"), ("Smith", 12)), lambda _, part: part.replace(b'r="B2"', place)
    )
    assert "The worksheet reaches to" in refusal(bomb)


def test_a_claimed_size_does_not_matter_where_the_cells_lie_close() -> None:
    claimed = repacked(
        workbook(("Name", "Room"), ("Smith", 12)),
        lambda _, part: part.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
    )
    assert rows(sheet(claimed)) == [("Smith", "12")]


def test_a_workbook_that_grows_beyond_measure_is_refused() -> None:
    bomb = repacked(
        workbook(("Name", "Room"), ("Smith", 12)),
        lambda name, part: part + b" " * 60_000_000 if "sheet1" in name else part,
    )
    assert "beyond all measure" in refusal(bomb)


def test_entities_are_not_expanded() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = repacked(
        workbook(("Name", "Room"), ("Smith", "&b;")),
        lambda name, part: (
            entity + part.replace(b"&amp;b;", b"&b;") if "shared" in name.lower() else part
        ),
    )
    try:
        found = rows(sheet(content))
    except ImportRefused:
        return
    assert "aaaa" not in str(found)


def test_a_worksheet_in_another_alphabet_is_refused() -> None:
    content = repacked(
        workbook(("Name", "Room"), ("Smith", 12)),
        lambda name, part: part.decode().encode("utf-16") if "sheet1" in name else part,
    )
    assert "damaged" in refusal(content)


def test_macros_and_pictures_are_left_out() -> None:
    content = workbook(("Name", "Room"), ("Smith", 12))
    with_more = io.BytesIO(content)
    with zipfile.ZipFile(with_more, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/vbaProject.bin", b"\x00" * 5_000_000)
        book.writestr("xl/worksheets/../../evil.xml", b"x")
    assert rows(sheet(with_more.getvalue())) == [("Smith", "12")]


def test_a_part_given_twice_and_too_many_parts_are_refused() -> None:
    content = workbook(("Name", "Room"), ("Smith", 12))
    many = io.BytesIO(content)
    with zipfile.ZipFile(many, "a") as book:
        for number in range(1_001):
            book.writestr(f"xl/media/{number}.png", b"")
    assert "damaged" in refusal(many.getvalue())
    twice = io.BytesIO(content)
    with zipfile.ZipFile(twice, "a") as book:
        book.writestr("XL/workbook.xml", b"<x/>")
    assert "damaged" in refusal(twice.getvalue())


def test_a_locked_workbook_is_refused_in_words() -> None:
    content = bytearray(workbook(("Name", "Room"), ("Smith", 12)))
    for header, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = content.find(header)
        while start >= 0:
            content[start + flags] |= 1
            start = content.find(header, start + 4)
    assert "locked by a password" in refusal(bytes(content))


def test_a_workbook_without_its_list_of_sheets_is_refused() -> None:
    broken = repacked(
        workbook(("Name", "Room"), ("Smith", 12)),
        lambda name, part: b"<workbook" if name == "xl/workbook.xml" else part,
    )
    assert "damaged" in refusal(broken)


def test_a_character_that_cannot_be_kept_is_refused_with_its_cell() -> None:
    content = workbook(("Name", "Room"), ("Smith", "Elm_x0000_"))  # how Excel spells U+0000
    assert "Row 2, column B: A cell holds a character" in refusal(content)


@given(st.integers(0, 2**32), st.integers(1, 255))
@FAST
def test_a_damaged_workbook_is_read_or_refused(place: int, by: int) -> None:
    content = bytearray(workbook(("Name", "Room"), ("Smith", 12)))
    content[place % len(content)] ^= by
    try:
        sheet(bytes(content))
    except ImportRefused as refused:
        assert str(refused)  # noqa: PT017 - either way is right; anything else is not
