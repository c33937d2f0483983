"""Words of entries, concerns and plans, put together from parts; one wording a day in each home."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from mdt_core.demo.borough.parts import part
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.records.observations import SoftSign

_TRIES = 60


@dataclass
class Wording:
    """Draws words; remembers the notes that each home has had on a day."""

    random: Random
    _used: set[tuple[object, ...]] = field(default_factory=set)

    def note(self, topic: str, *where: object) -> str:
        """A note on a topic that nobody else of that home and day has."""
        texts, general = part("entries")["topic"][topic], part("entries")["general"]
        fitting = [each for each in general["closings"] if each not in texts.get("never", ())]
        for _ in range(_TRIES):
            closings = self.random.sample(fitting, self.random.choice((1, 2)))
            words = " ".join(
                (self._one(texts["openings"]), self._one(texts["findings"]), *closings)
            )
            if (*where, words) not in self._used:
                self._used.add((*where, words))
                return words
        raise ValueError(f"the topic {topic} has too few words for one day")

    def plan(self, topic: str) -> str:
        """What was decided."""
        return self._one(part("entries")["topic"][topic]["plans"])

    def watch(self, topic: str) -> tuple[str, str, str]:
        """What to watch for, whom to call, by when."""
        what = self._one(part("entries")["topic"][topic]["watch"])
        return what, self.random.choice(("the surgery", "the matron", "111")), "the same day"

    def actions(self, topic: str) -> list[tuple[str, str, int]]:
        """None, one or two actions: text, who, days until due."""
        known: list[tuple[str, str, int]] = part("entries")["topic"][topic]["actions"]
        return self.random.sample(known, self.random.choices((0, 1, 2), (30, 50, 20))[0])

    def concern(self, sign: SoftSign, stay: Sojourn) -> str:
        """What the home writes about a sign that it sees."""
        texts = part("concerns")[sign.value]
        said = f"{self._one(texts['openings'])} {self._one(texts['more'])}"
        return said.format(name=f"{stay.person.title} {stay.person.family}")

    def general(self, what: str) -> str:
        """One of the general phrases."""
        return self._one(part("entries")["general"][what])

    def _one(self, choices: Any) -> str:  # noqa: ANN401 - a list of a TOML file
        return str(self.random.choice(choices))


TOPIC_OF_SIGN = {
    SoftSign.EATING: "eating",
    SoftSign.SLEEPIER: "review",
    SoftSign.CONFUSED: "mood",
    SoftSign.RESTLESS: "mood",
    SoftSign.WITHDRAWN: "mood",
    SoftSign.UNSTEADY: "mobility",
    SoftSign.BREATHLESS: "chest",
    SoftSign.BOWELS: "bowels",
    SoftSign.PAIN: "pain",
    SoftSign.SKIN: "skin",
}
"""Which topic of an entry answers a sign."""
