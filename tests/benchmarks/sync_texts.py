"""Changes to send: the year of `bulk`, and the same with natural English that never says a thing twice.

The English is this program's own: the sentences of its documents and of what its code says of itself.
A benchmark of packing needs it, since the few made-up findings of `people` pack far too well.
"""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from random import Random

from typing_extensions import override

from mdt_core.record import Record
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.store.intake import Logged
from mdt_core.store.unit_of_work import About
from tests.benchmarks import people
from tests.benchmarks.bulk import Filling

ROOT = Path(__file__).resolve().parents[2]
_SENTENCE = re.compile(r"[A-Z][a-z]+ [^\n.|`]{40,240}\.")


def year(changes: int, *, seed: int = 1) -> list[Logged]:
    """So many changes of a year as `bulk` makes them: homes and people first."""
    found = list(islice(Filling(Random(seed), changes).changes(), changes))
    assert len(found) == changes
    return found


def natural(changes: int) -> list[Logged]:
    """So many changes after the people, as they come: of ten eight observations, an entry, an action."""
    filling = _English(Random(3), changes)
    made = [each for each in filling.changes() if filling.has_begun]
    return made[:changes]


class _English(Filling):
    has_begun = False

    @override
    def _year(self, places: list[About]) -> Iterator[Logged]:
        said = cycle(sentences())
        self.has_begun = True
        for number in range(self.number * people.A_YEAR):
            self._now += timedelta(minutes=self.random.randrange(1, 9))
            record = self._record(number, said)
            about = self.random.choice(places)
            yield from self._logged(record, about, self._ids.record_id())

    def _record(self, number: int, said: Iterator[str]) -> Record:
        if number % 10 == 0:
            return RoundEntry(
                how=HowSeen.IN_PERSON,
                note=f"{next(said)} {next(said)}",
                plan=next(said),
                see_again=SeeAgain.NEXT_ROUND,
            )
        if number % 10 == 5:
            due = (self._now + timedelta(days=7)).date()
            return Action(text=next(said), owner="Home", due=due, state=ActionState.OPEN)
        (_entry, (_at, observations)) = people.recorded(self.random, 2)
        return observations


@cache
def sentences() -> tuple[str, ...]:
    """Every sentence once, in an order that a seed gives."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(ROOT.glob("docs/**/*.md"))]
    code = (*sorted(ROOT.glob("mdt_core/**/*.py")), *sorted(ROOT.glob("mdt_desktop/**/*.py")))
    texts += [text for file in code for text in _docstrings(file)]
    joined = (" ".join(text.split()) for text in texts)
    found = sorted({said for text in joined for said in _SENTENCE.findall(text)})
    Random(5).shuffle(found)
    return tuple(found)


def _docstrings(file: Path) -> Iterator[str]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, documented) and (text := ast.get_docstring(node)):
            yield text
