"""The machine: people do what they do, everything else goes wrong, and in the end all is healed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from typing_extensions import override

from mdt_core.records.quick_texts import QuickText, Whose
from mdt_core.sync import protocol
from tests.support import builders
from tests.sync.machine.computer import Computer
from tests.sync.machine.healing import heal
from tests.sync.machine.world import HOMES, POSTS, World

SEATS = ((0, 1), (0, 2), (0, 3), (0, 1, 2), (0, 1, 3), (0, 2, 3), (0, 1, 2, 3))
"""Which posts a world may have."""

HARMS = ("lost there", "lost back", "repeated", "cut", "cut there", "late")
SKEWS = (timedelta(days=-3650), timedelta(hours=-1), timedelta(hours=1), timedelta(days=3650))


@dataclass(frozen=True)
class Trouble:
    """What befalls one exchange."""

    harms: tuple[str, ...] = ()
    dies_at: int | None = None
    service_dies_at: int | None = None


def _harmed(before: int, harm: str) -> Trouble:
    return Trouble((*["none"] * before, harm))


# What people do with a resident


def _rewrite(*, settles: bool = False, **words: str) -> Callable[[World, Computer, str], None]:
    return lambda world, computer, resident_id: world.rewrite(
        computer, resident_id, settles=settles, **words
    )


def _withdraw(world: World, computer: Computer, _resident_id: str) -> None:
    for signed in world.statements(computer)[-1:]:
        world.withdraw(computer, signed)


def _quick_text(world: World, computer: Computer, _resident_id: str) -> None:
    owner = computer.actor.person_id
    world.keep(computer, QuickText(name="s", text="Seen", whose=Whose.MINE, owner=owner))


DEEDS: Mapping[str, Callable[[World, Computer, str], None]] = {
    "entry": lambda world, computer, who: world.sign(computer, who, builders.entry()),
    "observations": lambda world, computer, who: world.sign(computer, who, builders.observations()),
    "allergies": lambda world, computer, who: world.sign(
        computer, who, builders.allergies("Latex")
    ),
    "name": _rewrite(given_name="Jane"),
    "other name": _rewrite(given_name="Jean"),
    "born": _rewrite(born="1938-03"),
    "settled": _rewrite(given_name="June", settles=True),
    "withdraw": _withdraw,
    "to elm": lambda world, computer, who: world.move(computer, who, HOMES[0]),
    "to oak": lambda world, computer, who: world.move(computer, who, HOMES[1]),
    "end stay": lambda world, computer, who: world.end_stay(computer, who),
    "newer": lambda world, computer, who: world.write_newer(computer, who),
    "quick text": _quick_text,
}


# What befalls a computer or the service


def _restore(_world: World, computer: Computer) -> None:
    if computer.backup is not None:
        computer.restore()


def _put_copy_back(_world: World, computer: Computer) -> None:
    if computer.copied is not None:
        computer.put_copy_back()


def _old_image_comes_back(world: World, computer: Computer) -> None:
    """The disk is as it was before the last thing that was written and sent."""
    computer.copy()
    for resident_id in world.residents(computer)[:1]:
        world.sign(computer, resident_id, builders.entry())
        world.exchange(computer)
        computer.put_copy_back()
        world.sign(computer, resident_id, builders.entry(plan="Afterwards"))


def _put_service_back(world: World, _computer: Computer) -> None:
    if world.service_copy is not None:
        world.put_service_back()


def _asks_for_newer(world: World, _computer: Computer) -> None:
    is_newer = world.hub.parts.settings.protocol_oldest != protocol.OLDEST
    world.hub.ask_for(protocol.OLDEST if is_newer else protocol.NEWEST + 1)


def _take_grants(world: World, computer: Computer) -> None:
    if computer is not world.computers[0]:
        world.take_grants(computer)


def _give_grants(world: World, computer: Computer) -> None:
    world.take_grants(computer)
    world.give_grants(computer)


MISFORTUNES: Mapping[str, Callable[[World, Computer], None]] = {
    "late requests arrive": lambda world, computer: world.deliver_late(computer),
    "backup": lambda _world, computer: computer.back_up(),
    "restore": _restore,
    "disk image": lambda _world, computer: computer.copy(),
    "disk image put back": _put_copy_back,
    "an old image comes back": _old_image_comes_back,
    "service copied": lambda world, _computer: world.copy_service(),
    "service put back": _put_service_back,
    "newer program asked for, or no longer": _asks_for_newer,
    "grants taken": _take_grants,
    "grants given": _give_grants,
    "a minute": lambda world, _computer: world.hub.clock.advance(minutes=1),
    "a month": lambda world, _computer: world.hub.clock.advance(days=31),
}

whose = st.integers(0, 3)
which = st.integers(0, 3)
home = st.sampled_from(HOMES)
choice = st.integers(0, 500)
"""Which of those that a machine has to choose from."""
troubles = st.one_of(
    st.just(Trouble()),
    st.builds(_harmed, st.integers(0, 4), st.sampled_from(HARMS)),
    st.builds(lambda moment: Trouble(dies_at=moment), st.integers(0, 20)),
    st.builds(lambda commit: Trouble(service_dies_at=commit), st.integers(0, 9)),
)


class SyncMachine(RuleBasedStateMachine):
    """Two to four computers with other grants, and one service. A narrower one names less of each."""

    seats: Sequence[tuple[int, ...]] = SEATS
    deeds: Sequence[str] = tuple(DEEDS)
    misfortunes: Sequence[str] = tuple(MISFORTUNES)
    world: World | None = None

    @initialize(seats=choice, first=home)
    def begin(self, seats: int, first: str) -> None:
        """The first resident is known before anything goes wrong."""
        self.world = World([POSTS[each] for each in self.seats[seats % len(self.seats)]])
        self.at.admit(self.one(0), first, "Okonkwo")
        for computer in self.at.computers:
            self.at.exchange(computer)

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

    @rule(who=whose, about=which, what=choice, trouble=troubles)
    def write_and_exchange(self, who: int, about: int, what: int, trouble: Trouble) -> None:
        self.write(who, about, what)
        self.exchange(who, trouble)

    @rule(who=whose, trouble=troubles)
    def exchange(self, who: int, trouble: Trouble) -> None:
        self.at.exchange(
            self.one(who),
            *trouble.harms,
            dies_at=trouble.dies_at,
            service_dies_at=trouble.service_dies_at,
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

    @override
    def teardown(self) -> None:
        if self.world is None:
            return
        try:
            heal(self.world)
        finally:
            self.world.close()
