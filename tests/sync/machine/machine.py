"""The machine: people do what they do, everything else goes wrong, and in the end all is healed."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from typing_extensions import override

from mdt_core.record import Statement
from mdt_core.records.quick_texts import QuickText, Whose
from mdt_core.sync import protocol
from tests.support import builders
from tests.sync.machine.computer import Computer
from tests.sync.machine.healing import heal
from tests.sync.machine.world import HOMES, POSTS, World

SEATS = ((0, 1), (0, 2), (0, 3), (0, 1, 2), (0, 1, 3), (0, 2, 3), (0, 1, 2, 3))
"""Which posts a world may have."""

HARMS = ("none", "none", "lost there", "lost back", "repeated", "cut", "cut there", "late")
SKEWS = (timedelta(days=-3650), timedelta(hours=-1), timedelta(hours=1), timedelta(days=3650))

whose = st.integers(0, 3)
which = st.integers(0, 7)
harms = st.lists(st.sampled_from(HARMS), max_size=5)
home = st.sampled_from(HOMES)


class SyncMachine(RuleBasedStateMachine):
    """Two to four computers with other grants, and one service."""

    world: World | None = None

    @initialize(seats=st.sampled_from(SEATS), first=home)
    def begin(self, seats: tuple[int, ...], first: str) -> None:
        """The first resident is known before anything goes wrong."""
        self.world = World([POSTS[each] for each in seats])
        self.at.admit(self.one(0), first, "Okonkwo")
        for number in range(len(seats)):
            self.at.exchange(self.one(number))

    @property
    def at(self) -> World:
        """The world, which is there from the first step."""
        assert self.world is not None
        return self.world

    def one(self, number: int) -> Computer:
        """One of the computers."""
        return self.at.computers[number % len(self.at.computers)]

    def of_residents(self, computer: Computer, number: int) -> str | None:
        """One of the residents that a computer knows."""
        known = self.at.residents(computer)
        return known[number % len(known)] if known else None

    # What people do

    @rule(who=whose, where=home, name=st.sampled_from(["Smith", "Obi"]))
    def admit(self, who: int, where: str, name: str) -> None:
        self.at.admit(self.one(who), where, name)

    @rule(who=whose, about=which, what=st.sampled_from(["entry", "observations", "allergies"]))
    def sign(self, who: int, about: int, what: str) -> None:
        computer = self.one(who)
        resident_id = self.of_residents(computer, about)
        made: dict[str, Callable[[], Statement]] = {
            "entry": builders.entry,
            "observations": builders.observations,
            "allergies": lambda: builders.allergies("Latex"),
        }
        if resident_id:
            self.at.sign(computer, resident_id, made[what]())

    @rule(
        who=whose,
        about=which,
        words=st.sampled_from(
            [{"given_name": "Joan"}, {"given_name": "Jean"}, {"born": "1938-03"}, {"born": "1939"}]
        ),
        settles=st.booleans(),
    )
    def rewrite(self, who: int, about: int, words: dict[str, str], settles: bool) -> None:
        computer = self.one(who)
        resident_id = self.of_residents(computer, about)
        if resident_id:
            self.at.rewrite(computer, resident_id, settles=settles, **words)

    @rule(who=whose, number=which)
    def withdraw(self, who: int, number: int) -> None:
        computer = self.one(who)
        signed = self.at.statements(computer)
        if signed:
            self.at.withdraw(computer, signed[number % len(signed)])

    @rule(who=whose, about=which, where=home)
    def move(self, who: int, about: int, where: str) -> None:
        computer = self.one(who)
        resident_id = self.of_residents(computer, about)
        if resident_id:
            self.at.move(computer, resident_id, where)

    @rule(who=whose, about=which)
    def end_stay(self, who: int, about: int) -> None:
        computer = self.one(who)
        resident_id = self.of_residents(computer, about)
        if resident_id:
            self.at.end_stay(computer, resident_id)

    @rule(who=whose, about=which)
    def write_newer(self, who: int, about: int) -> None:
        computer = self.one(who)
        resident_id = self.of_residents(computer, about)
        if resident_id:
            self.at.write_newer(computer, resident_id)

    @rule(who=whose)
    def keep_a_quick_text(self, who: int) -> None:
        computer = self.one(who)
        owner = computer.actor.person_id
        self.at.keep(computer, QuickText(name="s", text="Seen", whose=Whose.MINE, owner=owner))

    # What goes wrong

    @rule(who=whose, harmed=harms)
    def exchange(self, who: int, harmed: list[str]) -> None:
        self.at.exchange(self.one(who), *harmed)

    @rule(who=whose, moment=st.integers(0, 9), harmed=harms)
    def die_in_an_exchange(self, who: int, moment: int, harmed: list[str]) -> None:
        self.at.exchange(self.one(who), *harmed, dies_at=moment)

    @rule(who=whose, commit=st.integers(0, 1))
    def the_service_dies_in_an_exchange(self, who: int, commit: int) -> None:
        self.at.exchange(self.one(who), service_dies_at=commit)

    @rule(who=whose)
    def deliver_late(self, who: int) -> None:
        self.at.deliver_late(self.one(who))

    @rule(who=whose, skew=st.sampled_from(SKEWS))
    def set_a_clock_wrong(self, who: int, skew: timedelta) -> None:
        self.one(who).skew = skew

    @rule(minutes=st.sampled_from([1, 45, 60 * 24 * 31]))
    def time_passes(self, minutes: int) -> None:
        self.at.hub.clock.advance(minutes=minutes)

    @rule(who=whose)
    def back_up(self, who: int) -> None:
        self.one(who).back_up()

    @rule(who=whose)
    def restore(self, who: int) -> None:
        if self.one(who).backup is not None:
            self.one(who).restore()

    @rule(who=whose)
    def copy_a_disk(self, who: int) -> None:
        self.one(who).copy()

    @rule(who=whose)
    def put_a_disk_back(self, who: int) -> None:
        if self.one(who).copied is not None:
            self.one(who).put_copy_back()

    @rule()
    def copy_the_service(self) -> None:
        self.at.copy_service()

    @precondition(lambda self: self.world is not None and self.world.service_copy is not None)
    @rule()
    def put_the_service_back(self) -> None:
        self.at.put_service_back()

    @rule()
    def the_service_asks_for_a_newer_program(self) -> None:
        self.at.hub.ask_for(protocol.NEWEST + 1)

    @rule()
    def the_service_is_content_again(self) -> None:
        if self.at.hub.parts.settings.protocol_oldest != protocol.OLDEST:
            self.at.hub.ask_for(protocol.OLDEST)

    @rule(who=whose)
    def take_grants(self, who: int) -> None:
        if who % len(self.at.computers):
            self.at.take_grants(self.one(who))

    @rule(who=whose)
    def give_grants(self, who: int) -> None:
        if who % len(self.at.computers):
            self.at.take_grants(self.one(who))
            self.at.give_grants(self.one(who))

    # What holds

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
