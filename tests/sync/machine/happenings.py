"""What the machine chooses from: what people do with a resident, and what befalls computers and service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mdt_core.records.quick_texts import QuickText, Whose
from mdt_core.sync import protocol
from tests.support import builders
from tests.sync.machine.computer import Computer
from tests.sync.machine.world import HOMES, World

HARMS = ("lost there", "lost back", "repeated", "cut", "cut there", "late")


@dataclass(frozen=True)
class Trouble:
    """What befalls one exchange."""

    harms: tuple[str, ...] = ()
    dies_at: int | None = None
    service_dies_at: int | None = None


CALM: tuple[Trouble, ...] = (Trouble(),)
HARMED = tuple(Trouble((*["none"] * before, harm)) for before in range(5) for harm in HARMS)
DEATHS = tuple(Trouble(dies_at=moment) for moment in range(21))
DEATHS_OF_THE_SERVICE = tuple(Trouble(service_dies_at=commit) for commit in range(10))
TROUBLES = (*CALM * 20, *HARMED, *DEATHS, *DEATHS_OF_THE_SERVICE * 2)
"""Each of the four about as often as the others."""


# What people do with a resident


def _rewrite(*, settles: bool = False, **words: str) -> Callable[[World, Computer, str], None]:
    return lambda world, computer, resident_id: world.rewrite(
        computer, resident_id, settles=settles, **words
    )


def _correct_twice(world: World, computer: Computer, resident_id: str) -> None:
    """A name is corrected, and the correction too, while the rest of the card stands."""
    for name in ("Joan", "Johanna"):
        world.rewrite(computer, resident_id, settles=False, given_name=name)


def _withdraw(world: World, computer: Computer, _resident_id: str) -> None:
    for signed in world.statements(computer)[-1:]:
        world.withdraw(computer, signed)


def _quick_text(world: World, computer: Computer, _resident_id: str) -> None:
    owner = computer.actor.person_id
    world.keep(computer, QuickText(name="s", text="Seen", whose=Whose.MINE, owner=owner))


Deed: TypeAlias = Callable[[World, Computer, str], None]
Misfortune: TypeAlias = Callable[[World, Computer], None]

DEEDS: Mapping[str, Deed] = {
    "entry": lambda world, computer, who: world.sign(computer, who, builders.entry()),
    "observations": lambda world, computer, who: world.sign(computer, who, builders.observations()),
    "allergies": lambda world, computer, who: world.sign(
        computer, who, builders.allergies("Latex")
    ),
    "name": _rewrite(given_name="Jane"),
    "other name": _rewrite(given_name="Jean"),
    "born": _rewrite(born="1938-03"),
    "settled": _rewrite(given_name="June", settles=True),
    "corrected twice": _correct_twice,
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


def _old_service_comes_back(world: World, computer: Computer) -> None:
    """The service is as it was before the last thing that was sent to it and read by others."""
    world.copy_service()
    for resident_id in world.residents(computer)[:1]:
        world.sign(computer, resident_id, builders.entry())
    for each in world.computers:
        world.exchange(each)
    world.put_service_back()


def _redaction_is_lost(world: World, _computer: Computer) -> None:
    """The service is put back to before a redaction that every computer had read."""
    world.copy_service()
    world.redact()
    for each in world.computers * 2:
        world.exchange(each)
        each.gone = each.without_words(world.redacted)
    world.put_service_back()
    for each in world.computers:
        world.exchange(each)


def _carry(world: World, computer: Computer) -> None:
    """A bundle is saved, brought at once, and its answer taken in."""
    _save_bundle(world, computer)
    _bring_bundles(world, computer)
    _take_answers(world, computer)


def _save_bundle(world: World, computer: Computer) -> None:
    world.stick_of(computer).save(computer)


def _bring_bundles(world: World, computer: Computer) -> None:
    """Whatever is on the stick comes to the service, some of it again."""
    world.stick_of(computer).bring(world.hub)


def _take_answers(world: World, computer: Computer) -> None:
    world.stick_of(computer).take_in(computer)


def _die_over_answers(world: World, computer: Computer) -> None:
    """An entry goes out by file, and the computer dies while the answer is taken in."""
    for resident_id in world.residents(computer)[:1]:
        world.sign(computer, resident_id, builders.entry(plan="By hand"))
    _save_bundle(world, computer)
    _bring_bundles(world, computer)
    for moment in (0, 2, 4, 6):
        world.stick_of(computer).take_in(computer, dies_at=moment)


def _moves_while_something_waits(world: World, computer: Computer) -> None:
    """Somebody writes about a resident who is moved elsewhere meanwhile."""
    for resident_id in world.residents(computer)[:1]:
        world.sign(computer, resident_id, builders.entry(plan="Written meanwhile"))
        world.move(world.computers[0], resident_id, HOMES[1])
        world.exchange(world.computers[0])
        world.exchange(computer)


def _asks_for_newer(world: World, _computer: Computer) -> None:
    is_newer = world.hub.parts.settings.protocol_oldest != protocol.OLDEST
    world.hub.ask_for(protocol.OLDEST if is_newer else protocol.NEWEST + 1)


def _take_grants(world: World, computer: Computer) -> None:
    if computer is not world.computers[0]:
        world.take_grants(computer)


def _revoke(world: World, computer: Computer) -> None:
    if computer is not world.computers[0]:
        world.revoke(computer)


def _give_grants(world: World, computer: Computer) -> None:
    world.take_grants(computer)
    world.give_grants(computer)


MISFORTUNES: Mapping[str, Misfortune] = {
    "late requests arrive": lambda world, computer: world.deliver_late(computer),
    "backup": lambda _world, computer: computer.back_up(),
    "restore": _restore,
    "disk image": lambda _world, computer: computer.copy(),
    "disk image put back": _put_copy_back,
    "an old image comes back": _old_image_comes_back,
    "service copied": lambda world, _computer: world.copy_service(),
    "service put back": _put_service_back,
    "an old service comes back": _old_service_comes_back,
    "a redaction is lost with the service": _redaction_is_lost,
    "somebody moves while something waits": _moves_while_something_waits,
    "newer program asked for, or no longer": _asks_for_newer,
    "grants taken": _take_grants,
    "grants given": _give_grants,
    "revoked": _revoke,
    "redaction": lambda world, _computer: world.redact(),
    "a bundle is carried": _carry,
    "a bundle is saved": _save_bundle,
    "bundles are brought": _bring_bundles,
    "answers are taken in": _take_answers,
    "a computer dies over an answer": _die_over_answers,
    "a minute": lambda world, _computer: world.hub.clock.advance(minutes=1),
    "a month": lambda world, _computer: world.hub.clock.advance(days=31),
}
