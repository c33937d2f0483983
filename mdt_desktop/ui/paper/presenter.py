"""What the paper screen decides and says, without Qt: the sheet, its file name, its printing and saving.

Making a sheet, drawing its pages, sending it to a queue and writing it to disk are plain functions for
the worker of long work. reportlab is loaded there, on first use. Nothing here claims that paper came out.
"""

import os
import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from mdt_core.actor import Actor
from mdt_core.clock import clinical_weekday_date
from mdt_core.documents.contents import Brief, Freshness, PaperLook, RoundSheet
from mdt_core.errors import KnownError, NotPrinted, StoreProblem
from mdt_core.store.queries.receipts import Awaited
from mdt_core.store.queries.rounds import RoundPage, round_page
from mdt_core.store.queries.together import RoundOf, together
from mdt_core.store.store import Store
from mdt_core.use_cases.briefs import brief
from mdt_core.use_cases.paper import record_print, round_sheet
from mdt_desktop.ui.paper.kind import PaperKind

AUDIENCE: Final = "The home will see this. Clinician-only notes are left out."
NO_PAPER: Final = {
    PaperKind.SHEET: "Nothing was signed in this round. Sign an entry first",
    PaperKind.BRIEF: "Nobody is on the list of this round. Plan it first",
}
NO_PRINTER: Final = (
    "No printer is set up on this computer. Save the PDF, or set up a printer and open this again"
)
KEEP_SAFE: Final = (
    "It holds details of residents: keep it where only those who care for them can read it"
)
_QUEUE_SECONDS: Final = 60


@dataclass(frozen=True)
class HomePaper:
    """One home that a paper is for; a round over several homes has a paper in each."""

    home_id: str
    name: str


@dataclass(frozen=True)
class Made:
    """A paper with its PDF, for which home, and the rooms on the list that are not signed."""

    home_id: str
    sheet: RoundSheet | Brief
    look: PaperLook
    pdf: bytes
    unsigned_rooms: tuple[str, ...]
    opened: Awaited | None = None
    """How far the sheet of a signed round has come at the other side."""

    @property
    def file_name(self) -> str:
        """What its file is called."""
        return file_name(self.sheet)

    def record(self, store: Store, *, by: Actor, how: str, copies: int) -> None:
        """Records that a copy exists."""
        record_print(store, by=by, home_id=self.home_id, sheet=self.sheet, how=how, copies=copies)


class Named(Protocol):
    """Something that has a file name."""

    @property
    def file_name(self) -> str:
        """What its file is called."""


def homes_of(store: Store, by: Actor, of: RoundOf, document: PaperKind) -> tuple[HomePaper, ...]:
    """The homes that have this paper, in the order of the round; the home itself where one is named."""
    with store.reading() as connection:
        found = together(connection, by, of)
    parts = found.parts
    if of.is_over_homes:
        has = {PaperKind.SHEET: _has_entries, PaperKind.BRIEF: _has_residents}[document]
        parts = tuple(part for part in parts if has(part))
    return tuple(HomePaper(part.home_id, found.names.get(part.home_id, "")) for part in parts)


def _has_entries(part: RoundPage) -> bool:
    return bool(part.entries)


def _has_residents(part: RoundPage) -> bool:
    return bool(part.residents)


def make(
    store: Store,
    *,
    by: Actor,
    of: RoundOf,
    document: PaperKind,
    waiting: int,
    practice: bool,
    look: PaperLook,
    fresh: Freshness | None = None,
) -> Made:
    """Gathers one home's paper and sets it; raises NotFound, NotAllowed or NotPrinted in words."""
    from mdt_core.documents.brief import render_brief  # noqa: PLC0415 - reportlab, on the worker
    from mdt_core.documents.round_sheet import render  # noqa: PLC0415 - the PDF writer is loaded once it is wanted

    if document is PaperKind.BRIEF:
        told = brief(store, by=by, of=of, waiting=waiting, practice=practice, fresh=fresh)
        return Made(of.home_id, told, look, render_brief(told, look=look), ())
    sheet = round_sheet(
        store,
        by=by,
        home_id=of.home_id,
        day=of.day,
        waiting=waiting,
        practice=practice,
        programme=of.programme,
        fresh=fresh,
    )
    pdf = render(sheet, look=look)
    with store.reading() as connection:
        page = round_page(connection, by, of.home_id, of.day, of.programme)
    return Made(of.home_id, sheet, look, pdf, _unsigned_rooms(page), page.sheet)


def _unsigned_rooms(page: RoundPage) -> tuple[str, ...]:
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


def why_words(error: Exception, *, before_fault: str = "Not printed. ") -> str:
    """Gives why a paper was not made or put out, and what to do; a fault of our own by its kind alone."""
    if isinstance(error, KnownError):
        return ". ".join(part.rstrip(".") for part in (error.message, error.next_step) if part)
    return f"{before_fault}The program met a fault of its own ({type(error).__name__})"


def heading(sheet: RoundSheet | Brief) -> str:
    """`Larch House, Tue 24-Nov-2026`."""
    return f"{sheet.home_name}, {clinical_weekday_date(sheet.round_date)}"


def about(sheet: RoundSheet | Brief) -> str:
    """`3 entries. Version 3`, `5 residents, 3 with something to have ready`."""
    if isinstance(sheet, Brief):
        number, ready = len(sheet.asked), sum(bool(each.ready) for each in sheet.asked)
        people = "1 resident" if number == 1 else f"{number} residents"
        return f"{people}, {ready} with something to have ready"
    number = len(sheet.entries)
    return f"{number} {'entry' if number == 1 else 'entries'}. Version {sheet.version}"


def file_name(sheet: RoundSheet | Brief) -> str:
    """`round-sheet-larch-house-2026-11-24.pdf`: the home and the day, no word about a resident."""
    plain = unicodedata.normalize("NFKD", sheet.home_name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:_LONGEST_SLUG].strip("-")
    kind = "brief" if isinstance(sheet, Brief) else "round-sheet"
    return f"{kind}-{slug or 'home'}-{sheet.round_date.isoformat()}.pdf"


def file_in(folder: Path, made: Named, taken: Collection[Path]) -> Path:
    """Where one of several papers is saved: two homes of one name do not write over each other."""
    path = folder / made.file_name
    number = 2
    while path in taken:
        path = path.with_name(f"{Path(made.file_name).stem}-{number}.pdf")
        number += 1
    return path


_LONGEST_SLUG: Final = 60


def save(pdf: bytes, path: Path, suffix: str = ".pdf") -> Path:
    """Writes the PDF, or another file, whole or not at all, readable by its owner; raises StoreProblem in words."""
    target = path if path.suffix.casefold() == suffix else path.with_name(path.name + suffix)
    unfinished = ""
    try:
        handle, unfinished = tempfile.mkstemp(prefix=".paper-", dir=target.parent)
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
