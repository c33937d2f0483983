"""What the paper screen decides and says, without Qt: the sheet, its file name, its printing and saving.

Making a sheet, drawing its pages, sending it to a queue and writing it to disk are plain functions for
the worker of long work. reportlab is loaded there, on first use. Nothing here claims that paper came out.
"""

import os
import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_weekday_date
from mdt_core.documents.contents import PaperLook, RoundSheet
from mdt_core.errors import NotPrinted, StoreProblem
from mdt_core.store.queries.rounds import round_page
from mdt_core.store.store import Store
from mdt_core.use_cases.paper import round_sheet

AUDIENCE: Final = "The home will see this. Clinician-only notes are left out."
NO_PRINTER: Final = (
    "No printer is set up on this computer. Save the PDF, or set up a printer and open this again"
)
KEEP_SAFE: Final = (
    "It holds details of residents: keep it where only those who care for them can read it"
)
_QUEUE_SECONDS: Final = 60


@dataclass(frozen=True)
class Made:
    """A sheet with its PDF, and the rooms on the list that are not signed."""

    sheet: RoundSheet
    look: PaperLook
    pdf: bytes
    unsigned_rooms: tuple[str, ...]


def make(
    store: Store,
    *,
    by: Actor,
    home_id: str,
    day: date,
    waiting: int,
    practice: bool,
    look: PaperLook,
) -> Made:
    """Gathers the sheet and sets it; raises NotFound, NotAllowed or NotPrinted in words."""
    from mdt_core.documents.round_sheet import render  # noqa: PLC0415 - reportlab, on the worker

    sheet = round_sheet(store, by=by, home_id=home_id, day=day, waiting=waiting, practice=practice)
    return Made(sheet, look, render(sheet, look=look), _unsigned_rooms(store, by, home_id, day))


def _unsigned_rooms(store: Store, by: Actor, home_id: str, day: date) -> tuple[str, ...]:
    with store.reading() as connection:
        page = round_page(connection, by, home_id, day)
    return tuple(
        line.room or "without a number"
        for line in page.residents
        if not page.is_signed_for(line.resident_id)
    )


def unsigned_words(rooms: Sequence[str]) -> str:
    """`Not signed and not on this sheet: room 4, room 7`; empty where all are."""
    if not rooms:
        return ""
    return f"Not signed and not on this sheet: {', '.join(f'room {room}' for room in rooms)}"


def heading(sheet: RoundSheet) -> str:
    """`Larch House, Tue 24-Nov-2026`."""
    return f"{sheet.home_name}, {clinical_weekday_date(sheet.round_date)}"


def about(sheet: RoundSheet) -> str:
    """`3 entries. Version 3`."""
    number = len(sheet.entries)
    return f"{number} {'entry' if number == 1 else 'entries'}. Version {sheet.version}"


def file_name(sheet: RoundSheet) -> str:
    """`round-sheet-larch-house-2026-11-24.pdf`: the home and the day, no word about a resident."""
    plain = unicodedata.normalize("NFKD", sheet.home_name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:_LONGEST_SLUG].strip("-")
    return f"round-sheet-{slug or 'home'}-{sheet.round_date.isoformat()}.pdf"


_LONGEST_SLUG: Final = 60


def save(pdf: bytes, path: Path) -> Path:
    """Writes the PDF whole or not at all, readable by its owner; raises StoreProblem in words."""
    target = path if path.suffix.casefold() == ".pdf" else path.with_name(path.name + ".pdf")
    unfinished = ""
    try:
        handle, unfinished = tempfile.mkstemp(prefix=".round-sheet-", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(target)
    except OSError as error:
        if unfinished:
            Path(unfinished).unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise StoreProblem(
            f"The PDF was not saved: {reason}", next_step="Choose another folder, then save again"
        ) from error
    return target


def send_to_queue(pdf: bytes, *, printer: str, copies: int, page: str) -> str:
    """Hands the PDF to the system's print queue and gives what the queue answered.

    The PDF goes through a pipe, so no file with residents' details is left. Raises NotPrinted with
    the queue's own words where it does not take it.
    """
    command = ["lp", "-d", printer, "-n", str(copies), "-t", "Round sheet", "-o", f"media={page}"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; the printer's name is one argument
            command, input=pdf, capture_output=True, timeout=_QUEUE_SECONDS, check=False
        )
    except FileNotFoundError as missing:
        raise NotPrinted(
            "Not printed: this computer has no print queue (lp)", next_step="Save the PDF instead"
        ) from missing
    except subprocess.TimeoutExpired as slow:
        raise NotPrinted(
            f"The print queue did not answer in {_QUEUE_SECONDS} seconds. Look at the printer"
            " before you print again",
        ) from slow
    answer = done.stderr if done.returncode else done.stdout
    words = answer.decode(errors="replace").strip()
    if done.returncode:
        raise NotPrinted(
            f"Not printed: the queue of {printer} did not take it: {words or done.returncode}",
            next_step="Choose another printer, or save the PDF",
        )
    return words
