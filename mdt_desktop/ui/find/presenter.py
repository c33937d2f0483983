"""What `Find` shows: residents with at least two identifiers, homes, and commands. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.errors import InvalidInput
from mdt_core.identifiers import NhsNumber
from mdt_core.names import formal_name
from mdt_core.store.queries.find import Found, find
from mdt_core.store.queries.homes import HomeLine, ResidentLine
from mdt_core.store.store import Store
from mdt_desktop.ui.keys.registry import Command

NOT_KNOWN = "Not Known"
SIMILAR = "~\u00a0Similar name"
TWO_VERSIONS = "◆\u00a0Two versions"


@dataclass(frozen=True)
class FoundRow:
    """One line of the answer; `resident_id` is empty for a home."""

    home_id: str
    resident_id: str
    name: str
    born: str
    nhs_number: str
    place: str
    command_id: str = ""

    @property
    def key(self) -> str:
        """What tells this line from every other."""
        return self.command_id or self.resident_id or self.home_id


def look_up(store: Store, actor: Actor, asked: str) -> tuple[FoundRow, ...]:
    """Reads who and what is found; homes stand after residents."""
    with store.reading() as connection:
        return rows_of(find(connection, actor, asked))


def rows_of(found: Found) -> tuple[FoundRow, ...]:
    """Gives a line for each resident and home found."""
    people = tuple(_resident_row(line) for line in found.residents)
    return (*people, *(_home_row(home) for home in found.homes))


def command_rows(asked: str, commands: Iterable[Command]) -> tuple[FoundRow, ...]:
    """Gives a line for each command that the typed words begin, with its key."""
    found = [each for each in commands if each.is_found_by(asked)]
    return tuple(
        FoundRow("", "", each.words, "", "", f"Command {each.shown}".strip(), each.id)
        for each in found
    )


def answer_words(asked: str, rows: tuple[FoundRow, ...], homes: tuple[str, ...]) -> str:
    """Says how much was found, or where one can look on this device."""
    if not asked.strip():
        return "Type a name, a room, an NHS number, or what you want to do."
    if rows and all(row.command_id for row in rows):
        return f"{_commands(len(rows))}. Press Enter."
    if rows:
        return f"{len(rows)} found. Check date of birth and NHS number, then press Enter."
    where = _listed(homes)
    return f"No resident found. You can see {where} on this device."


def spoken(row: FoundRow) -> str:
    """Gives a line as a screen reader says it."""
    if not row.resident_id:
        return f"{row.name}. {row.place}"
    return f"{row.name}. Born {row.born}. NHS number {row.nhs_number}. {row.place}"


def born_words(born: str | None) -> str:
    """Gives a date of birth as clinical screens write it, or that it is not known."""
    if not born:
        return NOT_KNOWN
    try:
        return PartialDate(born).display()
    except InvalidInput:
        return born  # written by another program; shown as it is


def nhs_number_words(number: str | None) -> str:
    """Gives an NHS number in its groups, or that it is not known."""
    if not number:
        return NOT_KNOWN
    try:
        return NhsNumber(number).spaced
    except InvalidInput:
        return f"{number} (not valid)"


def place_words(line: ResidentLine) -> str:
    """Gives room and home, that the person has died, or waits to be placed."""
    if line.is_deceased:
        return "Died"
    if not line.home_id:
        return "Not placed in a home"
    room = f"Room {line.room}" if line.room else "No room recorded"
    away = {"hospital": ", in hospital", "leave": ", on leave"}.get(line.stay_state or "", "")
    return f"{room}, {line.home_name}{away}"


def _resident_row(line: ResidentLine) -> FoundRow:
    name = formal_name(line.family_name, line.given_name, line.title_prefix)
    if line.preferred_name:
        name = f"{name} (prefers {line.preferred_name})"
    marks = (SIMILAR if line.is_similar else "", TWO_VERSIONS if line.has_siblings else "")
    return FoundRow(
        home_id=line.home_id or "",
        resident_id=line.resident_id,
        name="\n".join(part for part in (name, *marks) if part),
        born=born_words(line.born),
        nhs_number=nhs_number_words(line.nhs_number),
        place=place_words(line),
    )


def _home_row(home: HomeLine) -> FoundRow:
    return FoundRow(home.id, "", home.name, "", "", "Care home")


def _commands(number: int) -> str:
    return "1 command" if number == 1 else f"{number} commands"


def _listed(homes: tuple[str, ...]) -> str:
    most = 3
    match homes:
        case ():
            return "no homes"
        case (one,):
            return one
        case _ if len(homes) > most:
            return f"{len(homes)} homes"
        case _:
            return f"{', '.join(homes[:-1])} and {homes[-1]}"
