"""`mdt print round-sheet`: the sheet of a home's round as a PDF, counted as a print like any other."""

from argparse import Namespace
from datetime import UTC, date, datetime
from pathlib import Path

from mdt_core.clock import clinical_date, london_day
from mdt_core.documents.contents import PaperLook
from mdt_core.documents.round_sheet import render
from mdt_core.errors import InvalidInput
from mdt_core.use_cases.paper import record_print, round_sheet
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.places import home_named
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.private_files import write_privately
from mdt_desktop.ui.sync.words import paper_freshness

_FORMS = ("%Y-%m-%d", "%d-%b-%Y")


def run(given: Namespace, terminal: Terminal) -> int:
    """Records the copy, then writes it: no copy is ever without its record."""
    day = day_of(given.day, terminal)
    with unlocked(given, terminal) as session:
        home = home_named(session, given.home)
        waiting = session.waiting()
        sheet = round_sheet(
            session.store,
            by=session.actor,
            home_id=home.id,
            day=day,
            waiting=waiting,
            practice=session.is_practice,
            fresh=paper_freshness(session.tie.got_at(home.id), waiting, session.clock()),
        )
        output: Path = given.output.absolute()
        pdf = render(sheet, look=PaperLook())
        record_print(session.store, by=session.actor, home_id=home.id, sheet=sheet, how="saved")
        write_privately(output, pdf)
    if given.json:
        terminal.say_json(
            {
                "file": str(output),
                "home_id": home.id,
                "day": day.isoformat(),
                "document_id": sheet.document_id,
                "version": sheet.version,
                "entries": len(sheet.entries),
            }
        )
    else:
        entries = "1 entry" if len(sheet.entries) == 1 else f"{len(sheet.entries)} entries"
        terminal.say(f"{output}: {home.name}, {clinical_date(day)}, {entries}.")
    return exit_codes.DONE


def day_of(text: str, terminal: Terminal, *, where: str = "--day") -> date:
    """Reads `2026-11-24`, `24-Nov-2026` or `today`; raises InvalidInput."""
    if text.strip().casefold() == "today":
        return london_day(terminal.clock())
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise InvalidInput(f"«{text}» is not a day such as 2026-11-24 or 24-Nov-2026.", where=where)
