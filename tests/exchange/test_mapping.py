"""Which column is what: proposed with reasons, asked where in doubt, remembered as text."""

import pytest

from mdt_core.errors import ImportRefused, InvalidInput
from mdt_core.exchange.tables.cells import DateOrder
from mdt_core.exchange.tables.mapping import (
    ColumnMapping,
    Meaning,
    Proposal,
    from_text,
    header_key,
    propose,
    require_ready,
)
from mdt_core.exchange.tables.sheet import Sheet, sheet_from
from tests.exchange.tables import ALAN, HEADERS, JOAN, csv_text


def sheet(*rows: tuple[str, ...], headers: tuple[str, ...] = HEADERS) -> Sheet:
    return sheet_from(csv_text(rows, headers).encode(), "list.csv")


def proposed(*rows: tuple[str, ...], headers: tuple[str, ...]) -> Proposal:
    return propose(sheet(*rows, headers=headers))


def test_headings_say_what_the_columns_are() -> None:
    found = propose(sheet(JOAN, ALAN))
    assert dict(found.mapping.columns) == {
        "NHS No.": Meaning.NHS_NUMBER,
        "Surname": Meaning.FAMILY_NAME,
        "Forename": Meaning.GIVEN_NAME,
        "DOB": Meaning.BORN,
        "Sex": Meaning.GENDER,
        "Room": Meaning.ROOM,
        "Stay type": Meaning.STAY_TYPE,
        "Admitted": Meaning.ADMITTED,
    }
    assert found.reasons["DOB"] == "Its heading is «DOB»"
    assert (found.questions, found.mapping.conflicts()) == ((), ())


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("NHS_NUMBER", Meaning.NHS_NUMBER),
        ("nhsNumber", Meaning.NHS_NUMBER),
        ("Date of Birth:", Meaning.BORN),
        ("DATE_OF_DEATH", Meaning.DIED),
        ("D.O.B.", Meaning.BORN),
        ("Next of Kin - Telephone", Meaning.CONTACT_PHONE),
    ],
)
def test_headings_are_known_in_any_dress(header: str, meaning: Meaning) -> None:
    assert proposed(("x", "y"), headers=(header, "z")).mapping.columns == {header: meaning}


def test_numbers_of_people_are_known_by_their_digits() -> None:
    found = proposed(
        ("Smith", "999 000 0018"), ("Bell", "9990000026"), headers=("Surname", "Ref. A")
    )
    assert found.mapping.headers_of(Meaning.NHS_NUMBER) == ("Ref. A",)
    assert "ten digits" in found.reasons["Ref. A"]


def test_two_columns_of_numbers_are_left_to_a_person() -> None:
    row = ("Smith", "9990000018", "9990000026")
    assert not proposed(row, headers=("Surname", "A", "B")).mapping.headers_of(Meaning.NHS_NUMBER)


def test_a_number_that_rows_share_is_not_the_number_of_a_person() -> None:
    rows = (("1", "Smith"), ("1", "Bell"))
    assert not proposed(*rows, headers=("ID", "Surname")).mapping.headers_of(Meaning.LOCAL_ID)
    rows = (("1", "Smith"), ("2", "Bell"))
    assert proposed(*rows, headers=("ID", "Surname")).mapping.headers_of(Meaning.LOCAL_ID) == (
        "ID",
    )


def test_of_two_columns_that_could_be_the_same_none_is_taken() -> None:
    found = proposed(("1938-02-03", "1938-02-03", "Smith"), headers=("DOB", "Born", "Surname"))
    assert not found.mapping.headers_of(Meaning.BORN)
    assert found.questions == ("«DOB» and «Born» could each be «Born». Choose one.",)


@pytest.mark.parametrize(
    ("dates", "order", "asked"),
    [
        (("02/03/1938", "25/12/1940"), DateOrder.DMY, ""),
        (("02/03/1938", "12/25/1940"), DateOrder.MDY, ""),
        (("25/12/1938", "12/25/1940"), None, "day first and month first in the same list"),
        (("02/03/1938", "04/05/1940"), None, "«02/03/1938» can be read in two ways"),
        (("1938-03-02", "05/05/1940"), None, ""),
    ],
)
def test_day_or_month_first_is_proven_by_the_list_or_asked(
    dates: tuple[str, ...], order: DateOrder | None, asked: str
) -> None:
    found = proposed(*((each, "Smith") for each in dates), headers=("DOB", "Surname"))
    assert found.mapping.date_order is order
    assert asked in " ".join(found.questions)
    assert bool(asked) == bool(found.questions)


def test_a_person_may_decide_otherwise() -> None:
    mapping = (
        propose(sheet(JOAN))
        .mapping.with_column("Room", None)
        .with_column("Sex", Meaning.TITLE)
        .with_date_order(DateOrder.DMY)
    )
    assert "Room" not in mapping.columns
    assert (mapping.columns["Sex"], mapping.date_order) == (Meaning.TITLE, DateOrder.DMY)


def test_what_keeps_a_list_from_being_read_is_said() -> None:
    assert ColumnMapping().conflicts() == (
        "No column is the family name.",
        "No column is the NHS number or the date of birth.",
    )
    doubled = ColumnMapping(
        {"A": Meaning.FULL_NAME, "B": Meaning.FAMILY_NAME, "C": Meaning.BORN, "D": Meaning.BORN}
    )
    assert doubled.conflicts() == (
        "«C» and «D» could each be «Born». Choose one.",
        "There is a family name and a whole name. Leave one out.",
    )
    with pytest.raises(ImportRefused, match="No column is the family name"):
        require_ready(ColumnMapping(), sheet(JOAN))


def test_a_mapping_is_remembered_for_the_same_headings_in_any_order() -> None:
    mapping = propose(sheet(JOAN)).mapping.with_date_order(DateOrder.DMY)
    assert from_text(mapping.as_text()) == mapping
    assert header_key(HEADERS) == header_key(reversed(HEADERS))
    assert header_key(HEADERS) != header_key(HEADERS[1:])
    assert mapping.fits(sheet(JOAN[::-1], headers=HEADERS[::-1]))


def test_a_mapping_of_another_list_is_refused() -> None:
    with pytest.raises(ImportRefused, match="not those of this list"):
        require_ready(propose(sheet(JOAN)).mapping, sheet(("x", "y"), headers=("A", "B")))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version":2,"columns":{},"date_order":null}',
        '{"version":1,"columns":{"A":"shoe"},"date_order":null}',
    ],
)
def test_a_mapping_that_cannot_be_read_is_asked_again(text: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        from_text(text)
