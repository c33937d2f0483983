"""What the import screen says and does, by the same functions as the command line. Free of Qt.

Everything that reads a file or the store is a plain function for a runner's thread. Nothing is
written before a person has seen what would be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from mdt_core.clock import clinical_date
from mdt_core.exchange.import_report import ImportReport, Progress
from mdt_core.exchange.tables.homes_report import HomesPreview, HomesReport
from mdt_core.exchange.tables.list_report import ListReport, PossibleDuplicate, Preview, RowResults
from mdt_core.exchange.tables.mapping import Meaning
from mdt_core.exchange.tables.resident_plan import NEW_PERSON
from mdt_core.fields import Choice
from mdt_core.names import visible
from mdt_core.store.queries.homes import ResidentLine
from mdt_desktop.ui.person_words import born_words, nhs_number_words

NOT_READ: Final = ""
"""The key of a column that is left out."""

REMEMBERED: Final = "As remembered for lists with these headings. Change what is not so."
BY_HEADING: Final = "By its heading"
EXAMPLES: Final = 3
_ANOTHER_PERSON: Final = "Another person, not here yet"


@dataclass(frozen=True)
class NotTaken:
    """One line of why something cannot be taken; `number` tells equal lines apart."""

    number: int
    file: str
    row: str
    column: str
    reason: str


@dataclass(frozen=True)
class RowLine:
    """A row that will be recorded: whose it is, when it was, and what it says."""

    row: int
    who: str
    when: str
    what: str


@dataclass(frozen=True)
class Doubt:
    """Somebody in a row who may be here already: the question, and the people it may be."""

    row: int
    question: str
    people: tuple[tuple[str, str], ...]


def meanings(columns: type[Choice] = Meaning) -> tuple[tuple[str, str], ...]:
    """What a column can be, beginning with «not read»."""
    return ((NOT_READ, "Not read"), *((each.value, each.label) for each in columns))


def examples_of(texts: Iterator[str]) -> str:
    """Gives the first few different texts of a column."""
    found: list[str] = []
    for text in texts:
        if text and text not in found:
            found.append(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
        if len(found) == EXAMPLES:
            break
    return " · ".join(found) or "empty"


_LONGEST: Final = 24


def doubts(found: RowResults, people: Mapping[str, ResidentLine], today: date) -> tuple[Doubt, ...]:
    """Gives the rows that may be somebody who is here, each with those it may be."""
    return tuple(_doubt(asked, people, today) for asked in found.possible_duplicates)


def _doubt(asked: PossibleDuplicate, people: Mapping[str, ResidentLine], today: date) -> Doubt:
    known = tuple(
        (each, _who(people[each], today)) for each in asked.resident_ids if each in people
    )
    question = f"Who is row {asked.row}? {asked.reason}"
    return Doubt(asked.row, question, (*known, (NEW_PERSON, _ANOTHER_PERSON)))


def who_lines(line: ResidentLine, today: date) -> tuple[str, str, str]:
    """Gives a person by name, date of birth and NHS number, a line each."""
    number = nhs_number_words(line.nhs_number).replace(" ", "\N{NO-BREAK SPACE}")
    return visible(line.formal_name), f"Born {born_words(line, today)}", f"NHS No. {number}"


def _who(line: ResidentLine, today: date) -> str:
    name, born, number = who_lines(line, today)
    return f"{name}\n{born}   {number}"


def why_of_list(found: RowResults) -> tuple[NotTaken, ...]:
    """Gives every reason of every row that is not taken."""
    return tuple(
        NotTaken(number, found.file, str(each.row), each.column, each.reason)
        for number, each in enumerate(found.refused)
    )


def why_of_homes(found: HomesPreview | HomesReport) -> tuple[NotTaken, ...]:
    """Gives every line, or whole file, that is not taken."""
    return tuple(
        NotTaken(number, each.file, str(each.row) if each.row else "", each.column, each.reason)
        for number, each in enumerate(found.refused)
    )


def why_of_bundles(found: ImportReport) -> tuple[NotTaken, ...]:
    """Gives every file that is not taken."""
    return tuple(
        NotTaken(number, each.file, "", "", each.reason)
        for number, each in enumerate(found.refused)
    )


def outcome_words(found: RowResults) -> str:
    """Gives what the rows that can be taken do, as «38 new, 3 with something new, 0 unchanged»."""
    return _counts(found.created, found.updated, found.unchanged)


def result_words(found: ListReport | ImportReport | HomesReport) -> str:
    """Gives what was done; after a cancel, that the rest is not in."""
    counts = _counts(found.created, found.updated, found.unchanged)
    if found.was_cancelled:
        return f"Cancelled. Taken in until then: {counts}. The rest is not in; take it in again"
    return f"Taken in: {counts}"


def would_bring_words(found: ImportReport) -> str:
    """Gives what the files would bring, by residents, and that nothing has been changed."""
    if not found.taken:
        return "No file can be taken: see why. Nothing has been changed"
    counts = _counts(found.created, found.updated, found.unchanged)
    return f"Residents: {counts}. Nothing has been changed yet"


def record_words(found: ImportReport) -> tuple[str, ...]:
    """Gives how many records that is; nothing where no file can be taken."""
    records = found.records
    counts = _counts(records.created, records.updated, records.unchanged)
    whole = "Each file is taken whole or not at all"
    return (f"Their records: {counts}. {whole}",) if found.taken else ()


def take_bundles_words(found: ImportReport) -> str:
    """Gives the words of the deed, as «Take in 3 files»; empty where there is none to take."""
    count = len(found.taken)
    return f"Take in {count:,} file{'' if count == 1 else 's'}" if count else ""


def _counts(created: int, updated: int, unchanged: int) -> str:
    return f"{created:,} new, {updated:,} with something new, {unchanged:,} as they were"


def left_out_words(not_taken: Mapping[str, int]) -> tuple[str, ...]:
    """Gives what of the rows taken is left out, as «Died: 3»."""
    return tuple(f"{name}: {count:,}" for name, count in sorted(not_taken.items()))


def take_words(preview: Preview) -> str:
    """Gives the words of the deed, as «Take in 41 residents»."""
    count = len(preview.taken)
    return f"Take in {count:,} resident{'' if count == 1 else 's'}"


def editions_words(preview: HomesPreview) -> str:
    """Gives what the editions hold, and that nothing has been changed."""
    if not preview.editions:
        return "No edition can be taken: see why. Nothing has been changed yet"
    first, last = preview.editions[0], preview.editions[-1]
    count = len(preview.editions)
    editions = "1 edition" if count == 1 else f"{count} editions"
    span = clinical_date(last.as_of)
    if count > 1:
        span = f"{clinical_date(first.as_of)} to {span}"
    return f"{editions}, {span}. {last.lines:,} homes in the newest. Nothing has been changed yet"


def progress_words(now: Progress, what: str) -> str:
    """Gives how far it is, as «12 of 45 rows»."""
    return f"{now.done:,} of {now.total:,} {what} {now.file}".strip()


def why_csv_name(paths: tuple[Path, ...]) -> str:
    """Gives the name under which the reasons are saved."""
    return f"{paths[0].stem}-not-taken.csv" if paths else "not-taken.csv"
