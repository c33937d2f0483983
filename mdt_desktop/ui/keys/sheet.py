"""The keys as a sheet: what each does, where, and how the same is done by hand. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

from mdt_desktop.ui.keys.registry import COMMANDS, STANDARD, Command, Where, is_single_character

EVERY_PLACE = "Fields, lists and buttons everywhere"
LETTERS_OFF = "Keys of a single character in lists are switched off in More"


@dataclass(frozen=True)
class Line:
    """A key, what it does, and what is pressed for the same where no one button is it."""

    keys: str
    words: str
    by_hand: str = ""


@dataclass(frozen=True)
class Section:
    """The keys of one place."""

    heading: str
    lines: tuple[Line, ...]


def sheet(places: Iterable[Where], *, has_letters: bool) -> tuple[Section, ...]:
    """Gives the keys of these places, then those that every place has."""
    sections = (_section(place, has_letters=has_letters) for place in places)
    standard = Section(EVERY_PLACE, tuple(Line(keys, words) for keys, words in STANDARD))
    return (*(each for each in sections if each.lines), standard)


def as_text(sections: Iterable[Section]) -> str:
    """Gives the sheet as plain text that can be printed."""
    return "\n\n".join(_text_of(each) for each in sections) + "\n"


def line_words(line: Line) -> str:
    """`Ctrl+K   Find`, with what is pressed instead."""
    by_hand = f". By hand: {line.by_hand}" if line.by_hand else ""
    return f"{line.words}{by_hand}"


def _text_of(section: Section) -> str:
    widest = max(len(line.keys) for line in section.lines)
    lines = (f"  {line.keys.ljust(widest)}  {line_words(line)}" for line in section.lines)
    return "\n".join((section.heading, *lines))


def _section(place: Where, *, has_letters: bool) -> Section:
    keyed = [each for each in COMMANDS if each.where is place and each.keys]
    return Section(place.value, tuple(_line(each) for each in keyed if has_letters or _acts(each)))


def _acts(command: Command) -> bool:
    return not (command.in_list and is_single_character(command.keys[0]))


def _line(command: Command) -> Line:
    in_list = " (in the list)" if command.in_list else ""
    return Line(command.all_shown, f"{command.words}{in_list}", command.by_hand)
