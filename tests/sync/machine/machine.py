"""The machine: people do what they do, everything else goes wrong, and in the end all is healed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from typing_extensions import override

from tests.sync.machine.beginning import FirstDays, begun
from tests.sync.machine.computer import Computer
from tests.sync.machine.happenings import DEEDS, MISFORTUNES, TROUBLES, Trouble
from tests.sync.machine.healing import heal
from tests.sync.machine.world import HOMES, World

SEATS = ((0, 1), (0, 2), (0, 3), (0, 1, 2), (0, 1, 3), (0, 2, 3), (0, 1, 2, 3), (0, 4), (0, 2, 4))
"""Which posts a world may have."""

SKEWS = (timedelta(days=-3650), timedelta(hours=-1), timedelta(hours=1), timedelta(days=3650))

whose = st.integers(0, 3)
which = st.integers(0, 3)
home = st.sampled_from(HOMES)
choice = st.integers(0, 500)
"""Which of those that a machine has to choose from."""


class SyncMachine(RuleBasedStateMachine):
    """Two to four computers with other grants, and one service. A narrower one names less of each."""

    seats: Sequence[tuple[int, ...]] = SEATS
    deeds: Sequence[str] = tuple(DEEDS)
    misfortunes: Sequence[str] = tuple(MISFORTUNES)
    troubles: Sequence[Trouble] = TROUBLES
    first_days: ClassVar[FirstDays] = {}
    """Those that were lived through; a machine with a fault in the code needs days of its own."""
    world: World | None = None

    @initialize(seats=choice, first=home)
    def begin(self, seats: int, first: str) -> None:
        """The first resident is known before anything goes wrong."""
        self.world = begun(self.first_days, self.seats[seats % len(self.seats)], first)

    @property
    def at(self) -> World:
        """The world, which is there from the first step."""
        assert self.world is not None
        return self.world

    def one(self, number: int) -> Computer:
        """One of the computers."""
        return self.at.computers[number % len(self.at.computers)]

    @rule(who=whose, where=home, name=st.sampled_from(["Smith", "Obi"]))
    def admit(self, who: int, where: str, name: str) -> None:
        self.at.admit(self.one(who), where, name)

    @rule(who=whose, about=which, what=choice)
    def write(self, who: int, about: int, what: int) -> None:
        computer = self.one(who)
        known = self.at.residents(computer)
        if known:
            deed = DEEDS[self.deeds[what % len(self.deeds)]]
            deed(self.at, computer, known[about % len(known)])

    @rule(who=whose, about=which, what=choice, trouble=choice)
    def write_and_exchange(self, who: int, about: int, what: int, trouble: int) -> None:
        self.write(who, about, what)
        self.exchange(who, trouble)

    @rule(who=whose, trouble=choice)
    def exchange(self, who: int, trouble: int) -> None:
        befalls = self.troubles[trouble % len(self.troubles)]
        self.at.exchange(
            self.one(who),
            *befalls.harms,
            dies_at=befalls.dies_at,
            service_dies_at=befalls.service_dies_at,
        )

    @rule(who=whose, what=choice)
    def suffer(self, who: int, what: int) -> None:
        name = self.misfortunes[what % len(self.misfortunes)]
        MISFORTUNES[name](self.at, self.one(who))

    @rule(who=whose, skew=st.sampled_from(SKEWS))
    def set_a_clock_wrong(self, who: int, skew: timedelta) -> None:
        self.one(who).skew = skew

    @invariant()
    def own_words_are_read_again(self) -> None:
        """P2 and P6 at every moment: what was committed here is here."""
        for computer in self.world.computers if self.world else ():
            assert computer.written <= computer.mids(), "P2: a committed change is gone"

    @invariant()
    def redacted_words_never_come_back(self) -> None:
        """Not even from a service that was put back and has forgotten that it took them out."""
        if self.world is None or not self.world.redacted:
            return
        for computer in self.world.computers:
            gone = computer.without_words(self.world.redacted)
            assert computer.gone <= gone, "redaction: words came back"
            computer.gone = gone

    @override
    def teardown(self) -> None:
        if self.world is None:
            return
        try:
            heal(self.world)
        finally:
            self.world.close()
