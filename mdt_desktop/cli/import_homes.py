"""`mdt import homes`: editions of a council's directory of homes, oldest first, history kept.

One home after another in the same building is printed as a question and never merged by itself; a
person answers with --accept or --decline.
"""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from mdt_core.clock import clinical_date
from mdt_core.errors import InvalidInput, KnownError
from mdt_core.exchange.import_report import Progress
from mdt_core.exchange.tables.homes_directory import EditionFile, import_homes
from mdt_core.exchange.tables.homes_report import HomesReport
from mdt_core.exchange.tables.succeeding import decline_succession, open_successions
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.cancelling import noticing_cancel
from mdt_desktop.cli.print_sheet import day_of
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.run import words_of
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.session import Session


@dataclass(frozen=True)
class _Result:
    report: HomesReport
    accepted: tuple[tuple[str, str], ...] = ()
    declined: tuple[tuple[str, str], ...] = ()
    not_accepted: str = ""


def run(given: Namespace, terminal: Terminal) -> int:
    """Imports the editions, then carries out what was accepted; 3 where something was refused."""
    editions = _editions(given, terminal)
    pairs = tuple(_pair(each, "--accept") for each in given.accept)
    declined = tuple(_pair(each, "--decline") for each in given.decline)
    with unlocked(given, terminal) as session:
        with noticing_cancel() as cancel:
            report = import_homes(
                session.store,
                by=session.actor,
                editions=editions,
                area=given.area,
                progress=lambda now: _tell_progress(terminal, now),
                cancelled=cancel.is_set,
            )
        result = _Result(report)
        if pairs and not report.was_cancelled:
            result = _accepted(session, report, pairs, given.area)
        if declined and not report.was_cancelled:
            result = _declined(session, result, declined, given.area)
    if given.json:
        terminal.say_json(_as_json(result))
    else:
        terminal.say(*_lines(result))
    return _exit_code(result)


def _declined(
    session: Session, result: _Result, pairs: tuple[tuple[str, str], ...], area: str
) -> _Result:
    """Keeps a person's no; what is no open question is told and does not undo the import."""
    store, by = session.store, session.actor
    try:
        for old_id, new_id in pairs:
            decline_succession(store, by=by, area=area, old_id=old_id, new_id=new_id)
    except KnownError as refused:
        return replace(result, not_accepted=words_of(refused))
    left = open_successions(store, by=by, area=area)
    return replace(result, report=replace(result.report, successions=left), declined=pairs)


def _accepted(
    session: Session, report: HomesReport, pairs: tuple[tuple[str, str], ...], area: str
) -> _Result:
    """Carries out a person's yes; what cannot be carried out does not undo the import."""
    try:
        after = import_homes(
            session.store, by=session.actor, editions=(), area=area, accepted=pairs
        )
    except KnownError as refused:
        left = import_homes(session.store, by=session.actor, editions=(), area=area)
        left_open = replace(report, successions=left.successions)
        return _Result(left_open, not_accepted=words_of(refused))
    return _Result(replace(report, successions=after.successions), pairs)


def _exit_code(result: _Result) -> int:
    if result.report.was_cancelled:
        return exit_codes.CANCELLED
    is_refused = result.report.refused or result.not_accepted
    return exit_codes.REFUSED if is_refused else exit_codes.DONE


def _editions(given: Namespace, terminal: Terminal) -> list[EditionFile]:
    if given.as_of is None:
        return [EditionFile(path) for path in given.files]
    if len(given.files) > 1:
        raise InvalidInput("One day can only be that of one file.", where="--as-of")
    return [EditionFile(given.files[0], day_of(given.as_of, terminal, where="--as-of"))]


def _pair(text: str, where: str) -> tuple[str, str]:
    old, _, new = (part.strip() for part in text.partition("="))
    if not old or not new:
        message = f"«{text}» is not OLD=NEW, the identifiers of the two homes in the question."
        raise InvalidInput(message, where=where)
    return old, new


def _tell_progress(terminal: Terminal, now: Progress) -> None:
    terminal.tell(f"{now.done} of {now.total} editions {now.file}".strip())


def _as_json(result: _Result) -> dict[str, Any]:
    return {
        **result.report.as_json(),
        "accepted": [{"old_id": old, "new_id": new} for old, new in result.accepted],
        "declined": [{"old_id": old, "new_id": new} for old, new in result.declined],
        "not_accepted": result.not_accepted,
    }


def _lines(result: _Result) -> Iterator[str]:
    report = result.report
    for each in report.editions:
        yield f"{each.file}: {clinical_date(each.as_of)}, {each.lines} homes"
    yield f"created    {report.created} homes"
    yield f"updated    {report.updated}"
    yield f"unchanged  {report.unchanged}"
    yield f"refused    {len(report.refused)} lines"
    for line in report.refused:
        row = f", row {line.row}" if line.row else ""
        column = f", {line.column}" if line.column else ""
        yield f"  {line.file}{row}{column}: {line.reason}"
    if report.not_taken:
        yield "not taken"
        yield from (f"  {count:>6}  {name}" for name, count in sorted(report.not_taken.items()))
    yield from _answered(result)
    yield "questions" if report.successions else "No question is open."
    for asked in report.successions:
        yield f"  {asked.question}"
        yield f"      yes: --accept {asked.old_id}={asked.new_id}"
        yield f"      no:  --decline {asked.old_id}={asked.new_id}"
    if report.was_cancelled:
        yield "Cancelled. What is counted above is in; the rest is not."


def _answered(result: _Result) -> Iterator[str]:
    if result.accepted:
        yield f"accepted   {len(result.accepted)}"
    if result.declined:
        yield f"two homes  {len(result.declined)}"
    if result.not_accepted:
        yield f"not accepted  {result.not_accepted}"
