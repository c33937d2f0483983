"""Worlds in which something once went wrong, lived through again step by step."""

from mdt_core.store.unit_of_work import About
from mdt_service.hub import quarantine
from mdt_service.hub.walls import EVERYTHING
from tests.support import builders
from tests.sync.machine.beginning import begun
from tests.sync.machine.happenings import MISFORTUNES
from tests.sync.machine.healing import heal
from tests.sync.machine.promises import QUARANTINED
from tests.sync.machine.world import HOMES, UNREAD


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


def test_what_was_taken_of_a_home_that_was_left_comes_back_a_month_after_a_restore() -> None:
    """Its own computer has let go of the words, and the one that read them brings them back too late to write."""
    world = begun({}, (0, 2, 4), HOMES[0])
    surgery, elm, _late = world.computers
    try:
        (resident_id,) = world.residents(surgery)
        world.move(surgery, resident_id, HOMES[1])
        MISFORTUNES["an old service comes back"](world, elm)
        world.exchange(surgery)
        MISFORTUNES["a month"](world, surgery)
        heal(world)
        with world.hub.service.database.reading(EVERYTHING) as connection:
            assert quarantine.waiting(connection) == 0
    finally:
        world.close()


def test_what_only_a_revoked_computer_read_is_not_taken_on_its_word() -> None:
    """Service and author were both put back; the one who read the move is revoked, and may be anybody's."""
    world = begun({}, (0, 1, 3), HOMES[1])
    surgery, _second, narrow = world.computers
    try:
        world.copy_service()
        surgery.back_up()
        MISFORTUNES["somebody moves while something waits"](world, narrow)
        world.put_service_back()
        surgery.restore()
        MISFORTUNES["revoked"](world, narrow)
        heal(world)
        with world.hub.service.database.reading(EVERYTHING) as connection:
            assert quarantine.waiting(connection) == 1, "its own entry waits for a person"
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


def test_a_redaction_that_the_service_lost_with_the_change_is_said_again() -> None:
    """Whoever read it brings it back; the keeper redacts again a change that is in no log any more."""
    world = begun({}, (0, 1), HOMES[1])
    surgery, second = world.computers
    try:
        world.copy_service()
        (resident_id,) = world.residents(surgery)
        world.rewrite(surgery, resident_id, settles=True, given_name="June")
        world.exchange(surgery)
        world.redact()
        for each in (second, surgery):
            world.exchange(each)
        world.put_service_back()
        heal(world)
        with world.hub.service.database.reading(EVERYTHING) as connection:
            assert quarantine.waiting(connection) == 0
    finally:
        world.close()


def test_a_move_that_the_service_lost_is_taken_from_the_home_that_read_it_by_a_person() -> None:
    """Its computer cannot prove that it came to read the resident: what it brings back waits."""
    world = begun({}, (0, 1, 2), HOMES[1])
    _, second, elm = world.computers
    try:
        world.copy_service()
        (resident_id,) = world.residents(second)
        world.move(second, resident_id, HOMES[0])
        for each in (second, elm):
            world.exchange(each)
        world.put_service_back()
        world.take_grants(second)
        world.exchange(elm)
        with world.hub.service.database.reading(EVERYTHING) as connection:
            assert {each.reason for each in quarantine.listed(connection)} == {UNREAD}
        heal(world)
        assert world.residents(elm) == [resident_id]
    finally:
        world.close()


def test_who_comes_late_shows_what_stands_apart_without_the_versions_that_were_replaced() -> None:
    """Two versions stand, one of them corrected over and over before the late computer first read it."""
    world = begun({}, (0, 2, 4), HOMES[0])
    surgery, elm, late = world.computers
    try:
        (resident_id,) = world.residents(surgery)
        world.rewrite(surgery, resident_id, settles=False, given_name="Jean")
        for name in ("Joan", "Johanna", "Hanna"):
            world.rewrite(elm, resident_id, settles=False, given_name=name)
        heal(world)
        assert len(late.bodies()) < len(surgery.bodies())
    finally:
        world.close()


def test_a_resident_is_placed_anew_where_the_stay_that_placed_them_is_redacted() -> None:
    """The stay of before counts again: its home's computer, from which they had gone, has them whole."""
    world = begun({}, (0, 3), HOMES[1])
    surgery, narrow = world.computers
    try:
        (resident_id,) = world.residents(surgery)
        with surgery.workspace.store.deed(surgery.actor) as unit:
            later = builders.stay(home_id=HOMES[0], admitted_at=surgery.clock())
            unit.write(later, About(resident_id))
            unit.commit()
        for each in (surgery, narrow):
            world.exchange(each)
        assert world.residents(narrow) == []
        world.redact()
        heal(world)
        assert world.residents(narrow) == [resident_id]
    finally:
        world.close()
