"""Worlds in which something once went wrong, lived through again step by step."""

from tests.support import builders
from tests.sync.machine.beginning import begun
from tests.sync.machine.happenings import MISFORTUNES
from tests.sync.machine.healing import heal
from tests.sync.machine.promises import QUARANTINED
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


def test_a_home_s_computer_places_nobody_in_another_home_in_several_pushes() -> None:
    """What it wrote about a resident of another home is kept apart, also once the service was put back."""
    world = begun({}, (0, 3), HOMES[0])
    surgery, narrow = world.computers
    try:
        world.admit(narrow, HOMES[0], "Obi")
        world.exchange(narrow)
        world.copy_service()
        (resident_id,) = world.residents(narrow)
        world.sign(narrow, resident_id, builders.entry())
        world.exchange(narrow)
        world.copy_service()
        world.exchange(surgery)
        world.put_service_back()
        heal(world)
        assert len([row for row in narrow.queue() if row.state == QUARANTINED]) == 4
    finally:
        world.close()


def test_a_redaction_is_told_in_the_log_that_the_resident_has_left_since() -> None:
    """The old home's computer keeps its resident while something of theirs is not settled, but not these words."""
    world = begun({}, (0, 3), HOMES[1])
    surgery, narrow = world.computers
    try:
        world.redact()
        (resident_id,) = world.residents(narrow)
        world.end_stay(narrow, resident_id)
        world.move(surgery, resident_id, HOMES[0])
        world.exchange(surgery)
        heal(world)
        assert narrow.without_words(world.redacted) == world.redacted
    finally:
        world.close()


def test_a_redaction_said_again_after_the_service_was_put_back_stops_nobody() -> None:
    """The words had replaced others: both redactions say so, and whoever read one reads the other."""
    world = begun({}, (0, 1), HOMES[0])
    surgery, second = world.computers
    try:
        (resident_id,) = world.residents(surgery)
        for substance in ("Latex", "Penicillin"):
            world.sign(surgery, resident_id, builders.allergies(substance))
            world.exchange(surgery)
        MISFORTUNES["a redaction is lost with the service"](world, second)
        heal(world)
    finally:
        world.close()
