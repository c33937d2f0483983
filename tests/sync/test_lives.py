"""A store that came back as it was before: the service tells, and what was written on it is not stuck."""

from collections.abc import Iterator

import pytest

from mdt_desktop.sync.trouble import Unreachable
from tests.support import builders
from tests.sync.machine.healing import heal
from tests.sync.machine.promises import QUARANTINED, QUEUED
from tests.sync.machine.world import HOMES, POSTS, World


@pytest.fixture
def world() -> Iterator[World]:
    made = World(POSTS[:2])
    made.admit(made.computers[0], HOMES[0], "Okonkwo")
    for each in made.computers:
        made.exchange(each)
    yield made
    made.close()


@pytest.fixture
def narrow() -> Iterator[World]:
    """With a computer whose person writes about a home that it does not serve."""
    made = World([POSTS[0], POSTS[3]])
    yield made
    made.close()


def states(world: World, number: int) -> list[str]:
    return [row.state for row in world.computers[number].queue()]


def test_a_disk_image_that_was_put_back_goes_on_as_a_new_life_and_loses_nothing(
    world: World,
) -> None:
    gp = world.computers[0]
    (resident_id,) = world.residents(gp)
    gp.copy()
    world.sign(gp, resident_id, builders.entry(plan="After the image, and sent"))
    world.exchange(gp)
    before = gp.workspace.state.incarnation
    gp.put_copy_back()
    world.sign(gp, resident_id, builders.entry(plan="After it came back"))
    assert gp.exchange().agreed
    assert gp.workspace.state.incarnation != before
    assert len(world.statements(gp)) == 2
    heal(world)


def test_a_restored_computer_whose_first_answer_is_lost_is_not_stuck(world: World) -> None:
    gp = world.computers[0]
    (resident_id,) = world.residents(gp)
    gp.back_up()
    gp.restore()
    world.sign(gp, resident_id, builders.entry())
    with pytest.raises(Unreachable):
        gp.exchange("none", "lost back")
    assert QUEUED in states(world, 0)
    assert gp.exchange().agreed
    heal(world)


def test_what_a_restored_service_never_took_is_judged_and_not_brought_back(narrow: World) -> None:
    surgery, other = narrow.computers
    narrow.exchange(surgery)
    narrow.exchange(other)
    narrow.copy_service()
    narrow.admit(other, HOMES[0], "Refused")
    narrow.exchange(other)
    assert set(states(narrow, 1)) == {QUARANTINED}
    narrow.admit(other, HOMES[0], "Never sent")
    narrow.put_service_back()
    assert other.exchange().refused == 6
    assert set(states(narrow, 1)) == {QUARANTINED}
    surgery.exchange()
    assert narrow.residents(surgery) == []
    heal(narrow)


def test_numbers_that_a_restored_service_gives_to_others_are_taken_over(world: World) -> None:
    first, second = world.computers
    (resident_id,) = world.residents(first)
    world.copy_service()
    world.sign(first, resident_id, builders.entry(plan="Numbered, then lost"))
    first.exchange()
    world.put_service_back()
    world.sign(second, resident_id, builders.entry(plan="Bears that number now"))
    second.exchange()
    first.exchange()
    heal(world)


def test_what_was_kept_apart_of_a_revoked_computer_is_kept_again_after_a_restore(
    world: World,
) -> None:
    gp = world.computers[1]
    (resident_id,) = world.residents(gp)
    world.revoke(gp)
    world.copy_service()
    world.sign(gp, resident_id, builders.entry(plan="Written after it was revoked"))
    world.exchange(gp)
    assert states(world, 1)[-1] == QUARANTINED
    world.put_service_back()
    world.exchange(gp)
    heal(world)


def test_what_was_read_back_and_is_refused_after_a_restore_is_told_as_refused(
    world: World,
) -> None:
    surgery, second = world.computers
    (resident_id,) = world.residents(second)
    world.take_grants(second)
    world.copy_service()
    world.give_grants(second)
    world.sign(second, resident_id, builders.entry(plan="Taken, and read back"))
    world.exchange(second)
    world.put_service_back()
    second.exchange()
    assert states(world, 1)[-1] == QUARANTINED
    surgery.exchange()
    heal(world)


def test_what_a_restore_lost_of_a_computer_revoked_since_is_kept_for_a_person(world: World) -> None:
    gp = world.computers[1]
    (resident_id,) = world.residents(gp)
    world.copy_service()
    world.sign(gp, resident_id, builders.entry(plan="Taken, read back, and lost by the restore"))
    world.exchange(gp)
    world.put_service_back()
    world.revoke(gp)
    world.exchange(gp)
    assert states(world, 1)[-1] == QUARANTINED
    heal(world)
