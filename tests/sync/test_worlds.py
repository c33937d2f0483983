"""Worlds in which something once went wrong, lived through again step by step."""

from tests.sync.machine.beginning import begun
from tests.sync.machine.happenings import MISFORTUNES
from tests.sync.machine.healing import heal
from tests.sync.machine.world import HOMES


def test_what_was_read_before_the_service_was_put_back_to_before_its_home_was_granted() -> None:
    """A revoked computer keeps words of a home whose logs the service had forgotten when it was revoked."""
    world = begun({}, (0, 1), HOMES[0])
    surgery, second = world.computers
    try:
        world.copy_service()
        world.admit(surgery, HOMES[1], "Smith")
        for each in world.computers:
            world.exchange(each)
        world.put_service_back()
        MISFORTUNES["revoked"](world, second)
        heal(world)
    finally:
        world.close()
