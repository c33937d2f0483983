"""Rows of a resident list as people: every cell read, every problem said with its column.

Pure: the day is passed in and no store is asked. A row with one problem is no person; all of its
problems are listed, so that a list is mended in one go.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from mdt_core.clock import PartialDate
from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables import cells
from mdt_core.exchange.tables.limits import column_letters
from mdt_core.exchange.tables.mapping import ColumnMapping, Meaning, require_ready
from mdt_core.exchange.tables.sheet import Sheet, SheetRow
from mdt_core.identifiers import NhsNumber
from mdt_core.records.residents import Gender
from mdt_core.records.stays import StayType

_T = TypeVar("_T")
_TITLE = ("mr", "mrs", "miss", "ms", "mx", "dr", "rev", "sir", "dame", "lady", "prof")


@dataclass(frozen=True)
class RowProblem:
    """Why a row cannot be taken: the heading concerned (may be empty) and the reason in words."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class Person:
    """What a row says of a person; None where it is silent."""

    family_name: str
    given_name: str | None = None
    title_prefix: str | None = None
    preferred_name: str | None = None
    born: PartialDate | None = None
    gender: Gender | None = None
    nhs_number: NhsNumber | None = None
    died: PartialDate | None = None
    address: str | None = None
    practice: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_relationship: str | None = None
    local_id: str | None = None
    home: str | None = None
    room: str | None = None
    unit: str | None = None
    stay_type: StayType | None = None
    admitted: PartialDate | None = None

    @property
    def name_and_birth(self) -> tuple[str, str, str]:
        """What two rows without numbers are told apart by."""
        return same_person_key(self.family_name, self.given_name or "", self.born or "")


def same_person_key(family: str, given: str, born: str) -> tuple[str, str, str]:
    """Name and birthday, case and spaces aside."""
    return (" ".join(family.split()).casefold(), " ".join(given.split()).casefold(), str(born))


@dataclass(frozen=True)
class Row:
    """One row: a person, or the problems that keep it from being one; notes say what was mended."""

    number: int
    person: Person | None
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()


def read_rows(sheet: Sheet, mapping: ColumnMapping, *, today: date) -> tuple[Row, ...]:
    """Reads every row; raises ImportRefused where the columns are not decided."""
    require_ready(mapping, sheet)
    return tuple(_Reading(sheet, mapping, today, row).read() for row in sheet.rows)


@dataclass
class _Reading:
    """One row while it is read."""

    sheet: Sheet
    mapping: ColumnMapping
    today: date
    row: SheetRow
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self) -> Row:
        if any(cell.strip() for cell in self.row.cells[len(self.sheet.headers) :]):
            letters = column_letters(len(self.sheet.headers))
            self._problem(f"Column {letters}", "There are more cells than headings. Check it.")
        values = {**self._names(), **self._identity(), **self._contact(), **self._stay()}
        self._check_whole(values)
        if self.problems:
            return Row(self.row.number, None, tuple(self.problems))
        return Row(self.row.number, Person(**values), notes=tuple(self.notes))

    # Parts of a person

    def _names(self) -> dict[str, Any]:
        family, given, title = (
            self._text(Meaning.FAMILY_NAME),
            self._text(Meaning.GIVEN_NAME),
            self._text(Meaning.TITLE),
        )
        if self.mapping.headers_of(Meaning.FULL_NAME):
            family, given, title = self._whole_name(given, title)
        elif not family:
            self._problem(self._header(Meaning.FAMILY_NAME), "The family name is empty.")
        return {
            "family_name": family,
            "given_name": given or None,
            "title_prefix": title or None,
            "preferred_name": self._text(Meaning.PREFERRED_NAME) or None,
        }

    def _whole_name(self, given: str, title: str) -> tuple[str, str, str]:
        header = self._header(Meaning.FULL_NAME)
        whole = self._text(Meaning.FULL_NAME)
        family, comma, rest = (part.strip() for part in whole.partition(","))
        if not family or not comma:
            said = "The name is empty." if not whole else f"«{whole[:60]}» has no comma."
            next_step = "Write FAMILY NAME, Given, or give the two names a column each."
            self._problem(header, f"{said} {next_step}")
            return "", given, title
        before, bracket, after = rest.partition("(")
        if bracket and after.rstrip(") .").casefold() in _TITLE:
            rest, title = before.strip(), title or after.rstrip(") ")
        return family, given or rest, title

    def _identity(self) -> dict[str, Any]:
        order = self.mapping.date_order
        return {
            "nhs_number": self._read(Meaning.NHS_NUMBER, cells.read_nhs_number, blanks=False),
            "born": self._read(
                Meaning.BORN, lambda text: cells.read_birth(text, order, self.today)
            ),
            "died": self._read(Meaning.DIED, lambda text: cells.read_past(text, order, self.today)),
            "gender": self._read(Meaning.GENDER, cells.read_gender, blanks=False),
            "address": self._joined(Meaning.ADDRESS) or None,
            "practice": self._optional(Meaning.PRACTICE),
            "local_id": self._optional(Meaning.LOCAL_ID),
        }

    def _contact(self) -> dict[str, Any]:
        name = self._optional(Meaning.CONTACT_NAME)
        phone = self._read(Meaning.CONTACT_PHONE, cells.read_phone)
        if phone and phone[1]:
            self.notes.append("Telephone: a 0 that was lost was put back")
        if phone and not name:
            self.notes.append("Contact without a name: not taken")
        return {
            "contact_name": name,
            "contact_phone": phone[0] if phone else None,
            "contact_relationship": self._optional(Meaning.CONTACT_RELATIONSHIP),
        }

    def _stay(self) -> dict[str, Any]:
        order = self.mapping.date_order
        admitted = self._read(
            Meaning.ADMITTED, lambda text: cells.read_past(text, order, self.today)
        )
        if admitted is not None and not admitted.is_full:
            self._problem(self._header(Meaning.ADMITTED), "The day of admission is not given.")
        return {
            "home": self._optional(Meaning.HOME),
            "room": self._optional(Meaning.ROOM),
            "unit": self._optional(Meaning.UNIT),
            "stay_type": self._read(Meaning.STAY_TYPE, cells.read_stay_type),
            "admitted": admitted,
        }

    def _check_whole(self, values: Mapping[str, Any]) -> None:
        """Rules across cells."""
        born, died = values["born"], values["died"]
        if self.problems:
            return
        if values["nhs_number"] is None and (born is None or not born.is_full):
            header = self._header(Meaning.BORN) or self._header(Meaning.NHS_NUMBER)
            reason = (
                "There is neither an NHS number nor a full date of birth to know the person by."
            )
            self._problem(header, reason)
        if born and died and died.earliest < born.earliest and not born.startswith(died):
            self._problem(self._header(Meaning.DIED), "The death is before the birth. Check both.")

    # Cells

    def _read(
        self, meaning: Meaning, read: Callable[[str], _T], *, blanks: bool = True
    ) -> _T | None:
        text = self._text(meaning)
        if not text or (blanks and cells.is_blank(text)):
            return None
        try:
            return read(text)
        except InvalidInput as wrong:
            reason = " ".join(filter(None, (wrong.message, wrong.next_step)))
            self._problem(self._header(meaning), reason)
            return None

    def _optional(self, meaning: Meaning) -> str | None:
        text = self._text(meaning)
        return None if cells.is_blank(text) else text

    def _joined(self, meaning: Meaning) -> str:
        texts = (self._cell(header) for header in self.mapping.headers_of(meaning))
        return "\n".join(dict.fromkeys(text for text in texts if not cells.is_blank(text)))

    def _text(self, meaning: Meaning) -> str:
        headers = self.mapping.headers_of(meaning)
        return " ".join(self._cell(headers[0]).split()) if headers else ""

    def _cell(self, header: str) -> str:
        return self.row.cells[self.sheet.headers.index(header)].strip()

    def _header(self, meaning: Meaning) -> str:
        return next(iter(self.mapping.headers_of(meaning)), "")

    def _problem(self, column: str, reason: str) -> None:
        self.problems.append(RowProblem(self.row.number, column, reason))


def repeated(rows: Iterable[Row]) -> dict[int, tuple[int, str]]:
    """Rows that name a person of an earlier row: the row number, the earlier one, and the reason.

    Two valid NHS numbers are two people, also of one name and birthday.
    """
    people = [(row.number, row.person) for row in rows if row.person is not None]
    by_number: dict[str, int] = {}
    by_name: dict[tuple[str, str, str], int] = {}
    found: dict[int, tuple[int, str]] = {}
    without = Counter(person.name_and_birth for _, person in people if person.nhs_number is None)
    for number, person in sorted(people, key=lambda each: (each[1].nhs_number is None, each[0])):
        key = person.name_and_birth
        if person.nhs_number is None and key in by_name:
            found[number] = (by_name[key], "name and date of birth")
        elif person.nhs_number is not None and person.nhs_number in by_number:
            found[number] = (by_number[person.nhs_number], "NHS number")
        elif person.nhs_number is not None:
            by_number[person.nhs_number] = number
        if without[key]:
            by_name.setdefault(key, number)
    return found
