"""The medicines list in words, as the CUI medication line asks. Free of Qt.

Names are given as recorded, never shortened; one known to be generic stands in lower case. A list
says where it is from and as of when; it is neither a prescription nor a record of doses given.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mdt_core.blood_thinners import shipped_blood_thinners
from mdt_core.clock import clinical_date, london_day
from mdt_core.medicine_checks import shipped_rules
from mdt_core.medicine_names import amounts_in_cui, in_cui_case
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept
from mdt_desktop.ui.resident.missing import OLD_LIST_DAYS
from mdt_desktop.ui.resident.presenter import TWO_VERSIONS
from mdt_desktop.ui.resident.words import FROM_JOINED, kept_words, sentences

FOOT: Final = "This is not a prescription and not a record of doses given."
NO_MEDICINES: Final = "No medicines recorded here. That does not mean that none are taken"
_DASH: Final = "—"


@dataclass(frozen=True)
class Piece:
    """A run of words in a line; the medicine and its dose stand in bold."""

    words: str
    is_bold: bool = False


@dataclass(frozen=True)
class MedicineView:
    """One line: its pieces, marks of state, and what stands below it in grey."""

    id: str
    pieces: tuple[Piece, ...]
    marks: tuple[str, ...]
    below: str
    may_change: bool = False

    def spoken(self) -> str:
        """The whole line as one text."""
        return ". ".join((" ".join(piece.words for piece in self.pieces), *self.marks, self.below))


@dataclass(frozen=True)
class MedicinesView:
    """The whole tab; `is_old` says that the head is amber."""

    head: str
    is_old: bool
    lines: tuple[MedicineView, ...]
    past: tuple[MedicineView, ...]


def medicines(page: ResidentPage, now: datetime) -> MedicinesView:
    """Gives the list with its head: how many, as of when, from where, how many not checked."""
    head, is_old = _head(page, now)
    return MedicinesView(
        head,
        is_old,
        tuple(_view(line) for line in page.medicines),
        tuple(_view(line, is_past=True) for line in page.past_medicines),
    )


def _head(page: ResidentPage, now: datetime) -> tuple[str, bool]:
    count = len(page.medicines)
    many = f"{count} {'medicine' if count == 1 else 'medicines'}"
    unchecked = sum(not line.record.is_verified for line in page.medicines if line.record)
    checks = f"; {unchecked} unverified" if unchecked else ""
    head = page.medicine_list.record if page.medicine_list else None
    if head is None:
        if not count:
            return NO_MEDICINES, True
        return f"{many}, source and date of the list not recorded{checks}", True
    days = (london_day(now) - london_day(head.as_of)).days
    named = f" ({head.source_name})" if head.source_name else ""
    checked = f", checked by {head.checked_by}" if head.checked_by else ", not checked"
    age = f". {days} days old: check the source before you act" if days > OLD_LIST_DAYS else ""
    as_of = clinical_date(london_day(head.as_of))
    words = f"{many} as of {as_of} from {head.source.label}{named}{checked}{checks}{age}"
    return words, days > OLD_LIST_DAYS


def _view(kept: Kept[MedicineLine], *, is_past: bool = False) -> MedicineView:
    marks = (f"{TWO_VERSIONS}. One of them is shown",) if kept.has_siblings else ()
    line = kept.record
    if line is None:
        return MedicineView(kept.id, (Piece(kept_words(kept)),), (*marks, "Not readable"), "")
    state = () if line.state is MedicineState.ACTIVE else (line.state.label,)
    unchecked = () if line.is_verified or is_past else ("Unverified",)
    joined = (FROM_JOINED,) if kept.own_id else ()
    told = (*marks, *state, *unchecked, *joined)
    may_change = not (kept.has_siblings or kept.own_id)
    return MedicineView(kept.id, _pieces(line), told, _below(line), may_change)


def line_words(kept: Kept[MedicineLine]) -> str:
    """What stands of a medicine after its name, as one text; empty where it cannot be read."""
    if kept.record is None:
        return ""
    words = " ".join(piece.words for piece in _pieces(kept.record)[1:])
    return words.removeprefix(f"{_DASH} ")


def _pieces(line: MedicineLine) -> tuple[Piece, ...]:
    after = [amounts_in_cui(part) for part in (line.form, line.strength) if part]
    pieces = [Piece(amounts_in_cui(in_cui_case(line.medicine, _generics())), is_bold=True)]
    pieces += [Piece(f"{_DASH} {part}") for part in after]
    if line.dose:
        pieces += [Piece(f"{_DASH} DOSE"), Piece(amounts_in_cui(line.dose), is_bold=True)]
    needed = "when needed" if line.as_needed else ""
    rest = (line.route, line.frequency, needed, line.instructions)
    pieces += [Piece(f"{_DASH} {part}") for part in rest if part]
    return tuple(pieces)


def _generics() -> tuple[str, ...]:
    """The names that are known to be generic, of all rules."""
    return (*shipped_rules().names, *shipped_blood_thinners().names)


def _below(line: MedicineLine) -> str:
    parts = (
        f"For {line.reason}" if line.reason else "",
        f"Started {line.started.display()}" if line.started else "",
        f"Stopped {line.stopped.display()}" if line.stopped else "",
        f"Why stopped: {line.why_stopped}" if line.why_stopped else "",
        f"Prescriber {line.prescriber}" if line.prescriber else "",
        f"Checked {clinical_date(line.checked_on)}" if line.checked_on else "",
    )
    return sentences(*parts)
