"""`mdt import residents`: a list of residents of one home, tried first, with questions and answers.

Nothing is guessed: what two columns could be, which way dates go and who a row may be are printed
as questions with the option that answers each. A list with an open question about its columns is
not read at all; a row with an open question is left out, and the others are taken.
"""

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput
from mdt_core.exchange.import_report import Progress
from mdt_core.exchange.tables.list_report import ListReport, Preview, RowResults
from mdt_core.exchange.tables.resident_list import (
    ListFile,
    candidates,
    dry_run,
    list_file,
    take,
    terms_of,
)
from mdt_core.exchange.tables.resident_plan import NEW_PERSON, Terms
from mdt_core.exchange.tables.sheet import Sheet, read_sheet
from mdt_core.records.stays import StayType
from mdt_core.store.queries.homes import ResidentLine
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.cancelling import noticing_cancel
from mdt_desktop.cli.list_columns import Columns, columns_of
from mdt_desktop.cli.list_results import (
    cancelled_lines,
    exit_code,
    refused_lines,
    results_json,
)
from mdt_desktop.cli.places import home_named
from mdt_desktop.cli.print_sheet import day_of
from mdt_desktop.cli.profile import folder_of, unlocked
from mdt_desktop.cli.resident_json import candidate_json
from mdt_desktop.cli.resident_words import born_words, number_words
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.remembered_columns import remember
from mdt_desktop.session import Session

_NOON = time(12, tzinfo=UTC)


def run(given: Namespace, terminal: Terminal) -> int:
    """Tries or takes the list; 3 where a row is left out, 4 where the columns are not decided."""
    stay_type, answers = _stay_type(given.stay_type), _answers(given.answer)
    with unlocked(given, terminal) as session:
        home = home_named(session, given.home)
        sheet = read_sheet(given.file, worksheet=given.worksheet)
        columns = columns_of(sheet, given, folder_of(given, terminal))
        if columns.questions:
            return _ask(sheet, columns, given, terminal)
        file = list_file(sheet, columns.mapping, terminal.clock)
        terms = terms_of(home_id=home.id, stay_type=stay_type, answers=_known(answers, file))
        found = _found(session, file, terms, given, terminal)
        people = candidates(session.store, by=session.actor, found=found)
    if isinstance(found, ListReport) and found.taken:
        _remember(sheet, columns, given, terminal)
    if given.json:
        terminal.say_json(_as_json(found, columns, people))
    else:
        terminal.say(*_lines(found, sheet, columns, people, terminal))
    return exit_code(found)


def _found(
    session: Session, file: ListFile, terms: Terms, given: Namespace, terminal: Terminal
) -> Preview | ListReport:
    as_of = _as_of(given.as_of, terminal)
    if given.dry_run:
        return dry_run(session.store, by=session.actor, file=file, terms=terms, as_of=as_of)
    with noticing_cancel() as cancel:
        return take(
            session.store,
            by=session.actor,
            file=file,
            terms=terms,
            as_of=as_of,
            progress=lambda now: _tell_progress(terminal, now),
            cancelled=cancel.is_set,
        )


def _tell_progress(terminal: Terminal, now: Progress) -> None:
    terminal.tell(f"{now.done} of {now.total} rows, {now.residents} residents {now.file}")


def _remember(sheet: Sheet, columns: Columns, given: Namespace, terminal: Terminal) -> None:
    """What cannot be kept is told; the list is in all the same."""
    reason = remember(sheet, columns.mapping, folder_of(given, terminal))
    if reason:
        terminal.tell(f"The columns are not remembered. {reason}")


# What was given


def _stay_type(text: str | None) -> StayType | None:
    if text is None:
        return None
    wanted = text.strip().casefold()
    for each in StayType:
        if wanted in (each.value, each.label.casefold()):
            return each
    known = ", ".join(each.value for each in StayType)
    raise InvalidInput(f"«{text}» is no type of stay. Choose one of {known}.", where="--stay-type")


def _answers(given: list[str]) -> dict[int, str]:
    answers: dict[int, str] = {}
    for text in given:
        row, _, who = (part.strip() for part in text.partition("="))
        if not row.isdecimal() or not who:
            message = f"«{text}» is no answer such as 12={NEW_PERSON}, or 12= and an identifier."
            raise InvalidInput(message, where="--answer")
        answers[int(row)] = who
    return answers


def _known(answers: dict[int, str], file: ListFile) -> dict[int, str]:
    missing = sorted(answers.keys() - {row.number for row in file.rows})
    if missing:
        raise InvalidInput(f"The list has no row {missing[0]}.", where="--answer")
    return answers


def _as_of(text: str | None, terminal: Terminal) -> datetime | None:
    if text is None:
        return None
    day, today = day_of(text, terminal, where="--as-of"), london_day(terminal.clock())
    if day > today:
        raise InvalidInput("A list cannot be of a day still to come.", where="--as-of")
    return None if day == today else datetime.combine(day, _NOON)


# What is said


def _ask(sheet: Sheet, columns: Columns, given: Namespace, terminal: Terminal) -> int:
    asked = [
        {"question": each.words, "answered_by": each.answered_by} for each in columns.questions
    ]
    if given.json:
        terminal.say_json({"questions": asked, "columns": columns.as_json()})
    else:
        terminal.say("Nothing was read. Answer first", *columns.lines(sheet), "questions")
        for each in columns.questions:
            terminal.say(f"  {each.words}", f"      {each.answered_by}")
    return exit_codes.NOT_DONE


def _as_json(
    found: Preview | ListReport, columns: Columns, people: dict[str, ResidentLine]
) -> dict[str, Any]:
    return {
        **results_json(found),
        "columns": columns.as_json(),
        "candidates": {each: candidate_json(line) for each, line in people.items()},
    }


def _lines(
    found: Preview | ListReport,
    sheet: Sheet,
    columns: Columns,
    people: dict[str, ResidentLine],
    terminal: Terminal,
) -> Iterator[str]:
    if isinstance(found, Preview):
        yield found.words
    yield from (f"  {note}" for note in sheet.notes)
    yield from columns.lines(sheet)
    yield f"created    {found.created} residents"
    yield f"updated    {found.updated}"
    yield f"unchanged  {found.unchanged}"
    yield from refused_lines(found)
    yield from _questions(found, people, terminal)
    if found.not_taken:
        yield "not taken"
        yield from (f"  {count:>6}  {name}" for name, count in found.not_taken.items())
    yield from cancelled_lines(found)


def _questions(
    found: RowResults, people: dict[str, ResidentLine], terminal: Terminal
) -> Iterator[str]:
    if found.possible_duplicates:
        yield "questions"
    today = london_day(terminal.clock())
    for asked in found.possible_duplicates:
        yield f"  Who is row {asked.row}? {asked.reason}"
        for each in asked.resident_ids:
            line = people.get(each)
            who = "a resident whom you may not see"
            if line:
                born, number = born_words(line, today), number_words(line)
                who = f"{line.formal_name}   Born {born}   NHS No. {number}"
            yield f"      --answer {asked.row}={each}   {who}"
        yield f"      --answer {asked.row}={NEW_PERSON}   another person"
