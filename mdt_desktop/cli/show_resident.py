"""`mdt show resident`: one resident, found by a number; where several fit, none is guessed."""

from argparse import Namespace

from mdt_core import access
from mdt_core.clock import london_day
from mdt_core.errors import NotFound
from mdt_core.records.residents import Resident
from mdt_core.store.queries.find import resident_ids_for
from mdt_core.store.queries.homes import ResidentLine, resident_by_id
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.resident_json import candidate_json, resident_json
from mdt_desktop.cli.resident_words import born_words, number_words, page_lines
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.session import Session
from mdt_desktop.ui.resident.reading import open_for


def run(given: Namespace, terminal: Terminal) -> int:
    """Shows the resident, or lists those who fit."""
    with unlocked(given, terminal) as session:
        found = _found(session, " ".join(given.number))
        if len(found) > 1:
            return _list(found, given, terminal)
        read = open_for(session.store, session.actor, found[0].resident_id)
        got = session.tie.got_at(read.page.line.home_id or "")
    if given.json:
        terminal.say_json(resident_json(read))
    else:
        if session.is_practice:
            terminal.say("PRACTICE DATA – not real people")
        terminal.say(*page_lines(read, session.actor, terminal.clock(), got))
    return exit_codes.DONE


def _found(session: Session, number: str) -> tuple[ResidentLine, ...]:
    with session.store.reading() as connection:
        ids = resident_ids_for(connection, number)
        lines = [resident_by_id(connection, each) for each in ids]
    seen = tuple(
        line for line in lines if line and access.may_read(session.actor, Resident, line.home_id)
    )
    if not seen:
        raise NotFound(
            "No resident with that number is in this workspace.",
            next_step="Give the NHS number, our identifier, or the number in the system that sent"
            " the record.",
        )
    return seen


def _list(found: tuple[ResidentLine, ...], given: Namespace, terminal: Terminal) -> int:
    if given.json:
        terminal.say_json({"several": [candidate_json(line) for line in found]})
        return exit_codes.SEVERAL
    terminal.say("Several residents have that number. Show one of them by its identifier:")
    today = london_day(terminal.clock())
    for line in found:
        born, number = born_words(line, today), number_words(line)
        terminal.say(f"  {line.formal_name}   Born {born}   NHS No. {number}")
        terminal.say(f"      {line.resident_id}")
    return exit_codes.SEVERAL
