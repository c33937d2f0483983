"""How a world begins: the first resident comes, and every computer but the late one reads of it.

That day is lived through once for each set of computers, by the real steps; every other world of the
same set begins with copies of the disks as they were in its evening.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

from tests.sync.machine.computer import Computer, Evening
from tests.sync.machine.hub import Hub, Kept, new_folder
from tests.sync.machine.world import POSTS, World

Seats: TypeAlias = tuple[int, ...]
"""Which posts a world has."""


@dataclass(frozen=True)
class FirstDay:
    """The disks of a service and of its computers in the evening of their first day."""

    service: Kept
    computers: tuple[Evening, ...]


FirstDays: TypeAlias = dict[tuple[Seats, str], FirstDay]
"""The first days that were lived through, by who was there and to which home the resident came."""

_days = count()


def begun(known: FirstDays, seats: Seats, home_id: str) -> World:
    """A world on its second day; `known` is added to where nobody lived through this first one."""
    posts = [POSTS[each] for each in seats]
    if day := known.get((seats, home_id)):
        return World(posts, day.service, day.computers)
    world = World(posts)
    world.admit(world.computers[0], home_id, "Okonkwo")
    for computer in world.computers:
        if not computer.post.comes_late:
            world.exchange(computer)
    known[seats, home_id] = _kept(world.hub, world.computers)
    return world


def _kept(hub: Hub, computers: Sequence[Computer]) -> FirstDay:
    folder = new_folder() / str(next(_days))
    folder.mkdir()
    evenings = tuple(each.keep(folder / f"{each.name}.db") for each in computers)
    return FirstDay(hub.keep(folder / "service.db"), evenings)
