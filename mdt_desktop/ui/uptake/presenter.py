"""The uptake of a home as it is shown: each programme with its counts, who is to be asked, what is done. No Qt.

Nothing is suppressed: these are the home's own residents, for those who read its notes. Staff stand in
numbers alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.measures.uptake import Uptake, UptakeState
from mdt_core.records.vaccinations import ResponseStep, UptakeResponse
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.statements import Signed
from mdt_core.store.queries.vaccinations import ProgrammeUptake, uptake_of_home
from mdt_core.store.store import Store
from mdt_core.use_cases.vaccinations import staff_words
from mdt_core.vaccination_rules import Programme, Standing, shipped_vaccination_rules
from mdt_desktop.ui.person_words import nhs_number_words

STAFF_NOT_COUNTED: Final = "Staff: not counted here yet"
_TO_ASK: Final = (UptakeState.NOT_RECORDED, UptakeState.WAITING, UptakeState.BEGUN)


@dataclass(frozen=True)
class ResponseLine:
    """What is done about low uptake: in words, and what marks it done (None where it is)."""

    words: str
    said: UptakeResponse | None


@dataclass(frozen=True)
class UptakeCard:
    """One programme: its figures, who is still to be asked, staff, and what is done."""

    programme: str
    title: str
    tag: str
    tone: str
    figures: tuple[str, ...]
    to_ask: tuple[str, ...]
    responses: tuple[ResponseLine, ...]

    @property
    def words(self) -> str:
        """Everything but names, to be read aloud."""
        return ". ".join((self.title, self.tag, *self.figures))


@dataclass(frozen=True)
class UptakeView:
    """The page: the home, the day, and a card for each programme that runs."""

    home: str
    day: date
    cards: tuple[UptakeCard, ...]


def read_uptake(store: Store, by: Actor, home_id: str, now: datetime) -> UptakeView:
    """Forms the figures of a home as on the day; raises NotAllowed."""
    day = london_day(now)
    with store.reading() as connection:
        home, found = uptake_of_home(connection, by, home_id, day, shipped_vaccination_rules())
    lines = {each.resident_id: each for each in home.lines}
    return UptakeView(home.home, day, tuple(_card(each, lines) for each in found))


def uptake_words(uptake: Uptake) -> str:
    """`8 of 11 vaccinated (72.7 %)`; without anybody eligible there is no percentage."""
    if uptake.percent is None:
        return "Nobody here whom the rules name"
    vaccinated = uptake.counts[UptakeState.VACCINATED]
    return f"{vaccinated} of {uptake.eligible} residents vaccinated ({uptake.percent} %)"


def _card(found: ProgrammeUptake, lines: dict[str, ResidentLine]) -> UptakeCard:
    uptake = found.uptake
    tag, tone = _tag(uptake)
    return UptakeCard(
        programme=uptake.programme.id,
        title=uptake.programme.title,
        tag=tag,
        tone=tone,
        figures=tuple(_figures(found)),
        to_ask=tuple(_to_ask(uptake, lines)),
        responses=tuple(_response(each) for each in found.responses if each.record),
    )


def _tag(uptake: Uptake) -> tuple[str, str]:
    programme = uptake.programme
    if programme.standing is Standing.NOT_PUBLISHED:
        return programme.source, "grey"
    if uptake.is_low:
        return f"Low: below the target of {programme.target_percent} %", "amber"
    if programme.target_percent is None:
        return "No target is set here", "grey"
    if uptake.percent is None:
        return f"Target {programme.target_percent} %", "grey"
    return f"At or above the target of {programme.target_percent} %", "green"


def _figures(found: ProgrammeUptake) -> Iterator[str]:
    uptake = found.uptake
    if uptake.programme.standing is not Standing.NOT_PUBLISHED:
        yield uptake_words(uptake)
        rest = (state for state in UptakeState if state is not UptakeState.VACCINATED)
        needed = (s for s in rest if s is not UptakeState.BEGUN or uptake.programme.doses > 1)
        yield ", ".join(f"{state.label} {uptake.counts[state]}" for state in needed)
    if uptake.not_known:
        yield f"Not known whether they may have it: {uptake.not_known}"
    if uptake.beyond:
        yield f"Vaccinated though the rules do not name them: {uptake.beyond}, not in the figure"
    yield (
        staff_words(found.staff.record)
        if found.staff and found.staff.record
        else (STAFF_NOT_COUNTED)
    )
    if uptake.programme.standing is Standing.CARRIED_OVER:
        yield source_words(uptake.programme)


def source_words(programme: Programme) -> str:
    """Where the rules of a programme are from."""
    return f"Rules: {programme.source}"


def _to_ask(uptake: Uptake, lines: dict[str, ResidentLine]) -> Iterator[str]:
    for each in uptake.placed:
        if uptake.is_counted(each) and each.state in _TO_ASK:
            line = lines[each.resident_id]
            room = f"Room {line.room}" if line.room else "No room"
            number = nhs_number_words(line.nhs_number)
            yield f"{room}  {line.formal_name}, NHS No. {number}: {each.state.label.lower()}"


def _response(each: Signed[UptakeResponse]) -> ResponseLine:
    said = each.record
    if said is None:
        return ResponseLine("This was written by a newer program", None)
    steps = [step.label for step in ResponseStep if step in said.steps]
    what = "; ".join((*steps, *((said.words,) if said.words else ())))
    state = "Done" if said.is_done else f"By {clinical_date(said.due)}"
    words = f"{state}, {said.group.label.lower()}: {what}. {said.owner}"
    return ResponseLine(words, None if said.is_done else said)


def still_open(responses: tuple[ResponseLine, ...]) -> tuple[ResponseLine, ...]:
    """Those not done; what was marked done later stands for the same one before it."""
    done = {_same(line.words.removeprefix("Done, ")) for line in responses if line.said is None}
    return tuple(
        line
        for line in responses
        if line.said is not None and _same(line.words.partition(", ")[2]) not in done
    )


def _same(words: str) -> str:
    return words.casefold()
