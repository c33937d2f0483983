"""The rows of the start screen for a home's own staff: who is back from hospital, and copies out of date. No Qt."""

from collections.abc import Iterator
from typing import Final

from mdt_core.clock import clinical_short_moment
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.hospital import Back
from mdt_core.store.queries.printed_copies import CopyInUse
from mdt_core.store.queries.today import Today
from mdt_desktop.ui.copies.words import copy_words, count_words, deed_words
from mdt_desktop.ui.today.rows import Deed, TodayRow, section
from mdt_desktop.ui.today.telling import person_row

BACK: Final = "Back from hospital, medicines not checked"
COPIES: Final = "Copies out of date"
MOST_NAMED: Final = 3


def back_rows(read: Today) -> tuple[TodayRow, ...]:
    """Those who are back and whose medicines nobody has checked; nothing where there is nobody."""
    return section(BACK, tuple(map(_back_row, read.back)), "") if read.back else ()


def _back_row(back: Back) -> TodayRow:
    return person_row(
        back.line,
        key=f"back:{back.line.resident_id}",
        symbol="▲",
        words="Check the medicines: back from hospital",
        when=f"Back {clinical_short_moment(back.at)}",
        deed=Deed.LOOK,
    )


def copy_rows(read: Today) -> tuple[TodayRow, ...]:
    """A row a home with copies out of date; nothing where there is none."""
    homes: dict[str, list[tuple[ResidentLine, CopyInUse]]] = {}
    for line, copy in read.old_copies:
        homes.setdefault(line.home_id or "", []).append((line, copy))
    rows = tuple(_copies_row(home_id, old) for home_id, old in homes.items() if home_id)
    return (TodayRow(f"heading:{COPIES}", COPIES, is_heading=True), *rows) if rows else ()


def _copies_row(home_id: str, old: list[tuple[ResidentLine, CopyInUse]]) -> TodayRow:
    copies = [copy for _, copy in old]
    deed = Deed(deed_words(copies))
    said = "Replaced, the old ones are not taken out yet" if deed is Deed.OLD_COPIES else ""
    return TodayRow(
        key=f"copies:{home_id}",
        symbol="▲",
        words="\n".join(filter(None, (count_words(copies), said, *_named(old)))),
        home=old[0][0].home_name,
        when="",
        deed=deed,
        home_id=home_id,
    )


def _named(old: list[tuple[ResidentLine, CopyInUse]]) -> Iterator[str]:
    """The first of them by room; the others are counted."""
    for line, copy in old[:MOST_NAMED]:
        room = f"Room {line.room}" if line.room else "No room"
        yield f"{room}, {line.formal_name}. {copy_words(copy)}"
    more = len(old) - MOST_NAMED
    if more > 0:
        yield f"{more} more"
