"""Heals a world - the network holds, nobody dies, clocks stay as wrong as they are - and asks every promise."""

from mdt_core.errors import StoreProblem
from mdt_core.sync import protocol
from mdt_desktop.device import sync_book
from mdt_desktop.sync.trouble import SyncTrouble
from mdt_service.hub import log
from mdt_service.hub.walls import EVERYTHING
from tests.sync.machine.computer import Computer
from tests.sync.machine.forgotten import FORGOTTEN
from tests.sync.machine.hub import Inside
from tests.sync.machine.promises import (
    HEALED,
    QUEUED,
    Broken,
    Seen,
    p13_agreed_means_that_nothing_waits_and_digests_are_equal,
    readable,
    require,
    view,
)
from tests.sync.machine.world import World

ROUNDS = 5
"""In which everyone must have come to rest."""

QUIET_REQUESTS = 1
"""Of an exchange with nothing new: hello, whose heads are where the computer is."""

QUIET_BYTES = 6_000
"""Of such an exchange; a scope costs some 250 of them, a change none."""


def heal(world: World) -> None:
    """Lets everyone exchange until nothing moves; raises Broken where a promise does not hold."""
    world.hub.dies_at = None
    if world.hub.parts.settings.protocol_oldest != protocol.OLDEST:
        world.hub.ask_for(protocol.OLDEST)
    for computer in world.computers:
        world.deliver_late(computer)
    going = list(world.computers)
    for _ in range(ROUNDS):
        for computer in going:
            agree(world, computer)
        going = [each for each in world.computers if not is_at_rest(world, each)]
        if any((world.redact_again(), world.take_what_was_read_before())):
            going = list(world.computers)
        if not going:
            break
    require(not going, "P8", f"{len(going)} do not come to rest")
    seen = Seen(world)
    for promise in (*HEALED, *FORGOTTEN):
        promise(seen)
    _repeat(world)


def agree(world: World, computer: Computer) -> None:
    """One exchange that nothing disturbs; it must come to its end and say what is true."""
    try:
        report = computer.exchange()
    except (SyncTrouble, StoreProblem) as trouble:
        raise Broken(f"P8: {computer.name} is stopped: {trouble}") from trouble
    if report.agreed:
        p13_agreed_means_that_nothing_waits_and_digests_are_equal(world, computer)


def is_at_rest(world: World, computer: Computer) -> bool:
    """Whether nothing waits, and every log that it may read was read to its end."""
    if any(row.state == QUEUED for row in computer.queue()):
        return False
    with world.hub.service.database.reading(EVERYTHING) as connection:
        heads = log.heads_of(connection, readable(world, computer))
    with computer.workspace.store.reading() as connection:
        places = sync_book.places(connection)
    return all(
        head.seq == 0 or (scope in places and places[scope].digest == head.digest)
        for scope, head in heads.items()
    )


def _repeat(world: World) -> None:
    """P5 and P7: once more changes nothing and costs little, even where all is read anew."""
    computer = world.computers[0]
    before = view(computer)
    inside = computer.network.inner
    assert isinstance(inside, Inside)
    passed, asked = inside.passed, len(computer.network.asked)
    agree(world, computer)
    require(
        inside.passed - passed <= QUIET_BYTES, "P7", f"{inside.passed - passed} bytes for nothing"
    )
    require(len(computer.network.asked) - asked <= QUIET_REQUESTS, "P7", "requests for nothing")
    with sync_book.writing(computer.engine) as connection:
        sync_book.forget_places(connection)
    agree(world, computer)
    require(view(computer) == before, "P5", "reading everything once more changed something")
