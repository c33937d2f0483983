"""What the list of all residents shows: rows, who matches what is typed, and how many. No Qt."""

from dataclasses import dataclass
from typing import Final

from mdt_core.actor import Actor
from mdt_core.store.queries.duplicates import possible_duplicates
from mdt_core.store.queries.everyone import everyone
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.search import words_of
from mdt_core.store.store import Store
from mdt_desktop.ui.home.presenter import ResidentRow, row_of, techt_words

MOST_SHOWN: Final = 200
"""Most rows on show at once: nobody reads more, and a list stays quick."""

NOT_PLACED: Final = "Not placed in a home"
NOBODY: Final = "No residents are on this device for you."
_LEAST_DIGITS: Final = 4
"""Fewer figures than these are a room, not part of a number or a birthday."""


@dataclass(frozen=True)
class EveryoneRow:
    """One resident with the home; `row` is as the list of the home shows it."""

    home: str
    row: ResidentRow

    @property
    def key(self) -> str:
        """The id of the resident."""
        return self.row.resident_id


@dataclass(frozen=True)
class EveryoneView:
    """The lines as read, and what is searched in each."""

    lines: tuple[ResidentLine, ...]
    homes: int
    searched: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Shown:
    """The rows on show and the words above them."""

    rows: tuple[EveryoneRow, ...]
    summary: str


def read_everyone(store: Store, actor: Actor) -> EveryoneView:
    """Reads everybody in one moment of the store."""
    with store.reading() as connection:
        return view_of(everyone(connection, actor))


def read_duplicates(store: Store, actor: Actor) -> int:
    """Counts the pairs of records that may be one person and wait for a person."""
    with store.reading() as connection:
        return len(possible_duplicates(connection, actor))


def duplicates_words(count: int) -> str:
    """The words of the button."""
    return f"Possible duplicates ({count})"


def view_of(lines: tuple[ResidentLine, ...]) -> EveryoneView:
    """Gives what the screen searches in from the lines as read."""
    homes = len({line.home_id for line in lines if line.home_id})
    return EveryoneView(lines, homes, tuple(_words(line) for line in lines))


def shown(view: EveryoneView, asked: str) -> Shown:
    """Gives the rows of those who match, by home and room, and says how many there are."""
    pairs = zip(view.lines, view.searched, strict=True)
    found = [line for line, words in pairs if _matches(line, words, asked)]
    rows = tuple(_row(line) for line in found[:MOST_SHOWN])
    return Shown(rows, _summary(view, asked, len(found), found))


def _row(line: ResidentLine) -> EveryoneRow:
    return EveryoneRow(line.home_name or NOT_PLACED, row_of(line))


def _words(line: ResidentLine) -> tuple[str, ...]:
    names = (line.family_name, line.given_name, line.preferred_name)
    parts = (*names, line.room, line.home_name, techt_words(line))
    return tuple(word for part in parts if part for word in words_of(part))


def _matches(line: ResidentLine, words: tuple[str, ...], asked: str) -> bool:
    """Whether each word typed begins a word of name, room or home, or the figures are in a number."""
    digits = "".join(letter for letter in asked if letter.isdecimal())
    if len(digits) >= _LEAST_DIGITS:
        return any(digits in number for number in _numbers(line))
    return all(any(word.startswith(token) for word in words) for token in words_of(asked))


def _numbers(line: ResidentLine) -> tuple[str, ...]:
    """The NHS number, and the birthday as written from either end."""
    born = (line.born or "").split("-")
    return (line.nhs_number or "", "".join(born), "".join(reversed(born)))


def _summary(view: EveryoneView, asked: str, matching: int, found: list[ResidentLine]) -> str:
    if not view.lines:
        return NOBODY
    total = f"{_counted(len(view.lines), 'resident')} in {_counted(view.homes, 'home')}"
    if matching == 0:
        return f"No resident found for «{asked.strip()}». You can see {total} on this device."
    hospital = sum(line.stay_state == "hospital" for line in found[:MOST_SHOWN])
    on_show = min(matching, MOST_SHOWN)
    words = f"By home and room. {on_show} of {total} shown, {hospital} of these in hospital"
    return f"{words}. Type a name, room or number to see others" if on_show < matching else words


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"
