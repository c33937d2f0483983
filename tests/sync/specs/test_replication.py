"""Sending, reading, beginning again, access taken and given back, sizes and signs: as others specify it."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError
from sqlalchemy import func, select

from mdt_core.store.projections import RECORD
from mdt_core.store.unit_of_work import About
from mdt_desktop.device import sync_book
from mdt_desktop.device.outbox import OUTBOX
from mdt_desktop.sync.trouble import SyncTrouble
from mdt_service.hub.tables import CHANGE
from mdt_service.hub.walls import EVERYTHING
from tests.support import builders
from tests.sync.machine.computer import Computer
from tests.sync.machine.healing import heal
from tests.sync.machine.promises import QUARANTINED, QUEUED, view
from tests.sync.machine.world import HOMES, POSTS, World


@pytest.fixture
def world() -> Iterator[World]:
    """Two surgeries and a home, none of which has exchanged yet."""
    made = World(POSTS[:3])
    yield made
    made.close()


@pytest.fixture
def known(world: World) -> World:
    """The same with a resident whom everybody knows."""
    world.admit(world.computers[0], HOMES[0], "Okonkwo")
    for computer in world.computers:
        computer.exchange()
    return world


def in_the_log(world: World) -> int:
    with world.hub.service.database.reading(EVERYTHING) as connection:
        return int(connection.execute(select(func.count()).select_from(CHANGE)).scalar_one())


def okonkwo(world: World) -> str:
    (resident_id,) = world.residents(world.computers[0])
    return resident_id


def states(computer: Computer) -> set[str]:
    return {row.state for row in computer.queue()}


def test_a_device_that_only_writes_sends_all_and_one_that_only_reads_gets_all(world: World) -> None:
    writer, reader, _home = world.computers
    for name in ("Okonkwo", "Smith", "Obi"):
        world.admit(writer, HOMES[0], name)
        assert writer.exchange().sent == 3
    assert reader.exchange().got == 9
    assert view(writer) == view(reader)


def test_both_write_and_read_in_one_exchange(known: World) -> None:
    first, second, _home = known.computers
    for computer in (first, second):
        known.sign(computer, okonkwo(known), builders.entry())
    assert first.exchange().sent == 1
    told = second.exchange()
    assert (told.sent, told.got) == (1, 2)
    assert first.exchange().got == 1
    assert view(first) == view(second)


def test_a_place_that_was_forgotten_is_read_again_without_anything_doubled(known: World) -> None:
    first = known.computers[0]
    before = view(first)
    with sync_book.writing(first.engine) as connection:
        sync_book.forget_places(connection)
    assert first.exchange().got == 3
    assert view(first) == before


def test_what_is_sent_once_more_is_answered_as_known_and_doubles_nothing(known: World) -> None:
    first = known.computers[0]
    before = in_the_log(known)
    with sync_book.writing(first.engine) as connection:
        connection.execute(OUTBOX.update().values(state=QUEUED))
    assert first.exchange().agreed
    assert in_the_log(known) == before
    heal(known)


def test_without_access_nothing_new_is_read_and_what_is_written_waits_for_a_person(
    known: World,
) -> None:
    surgery, _second, home = known.computers
    known.take_grants(home)
    known.sign(surgery, okonkwo(known), builders.entry(plan="After access was taken"))
    surgery.exchange()
    known.sign(home, okonkwo(known), builders.observations())
    home.exchange()
    assert QUARANTINED in states(home)
    assert "After access was taken" not in str(home.bodies().values())


def test_with_access_given_back_everything_comes(known: World) -> None:
    surgery, _second, home = known.computers
    known.take_grants(home)
    known.sign(surgery, okonkwo(known), builders.entry(plan="While it was away"))
    surgery.exchange()
    home.exchange()
    known.give_grants(home)
    assert home.exchange().agreed
    assert "While it was away" in str(home.bodies().values())
    heal(known)


def test_a_device_of_one_home_never_gets_what_lies_in_another(known: World) -> None:
    surgery, _second, home = known.computers
    known.admit(surgery, HOMES[1], "Featherstone")
    surgery.exchange()
    home.exchange()
    assert "Featherstone" not in str(home.bodies().values())


@pytest.mark.parametrize("words", ["naïve Zoë – 37.5 °C", "日本語", "👵🏽", "a\u0301 e\u0308"])
def test_words_in_any_script_arrive_sign_by_sign(known: World, words: str) -> None:
    first, second, _home = known.computers
    known.sign(first, okonkwo(known), builders.entry(plan=words))
    first.exchange()
    second.exchange()
    assert view(first) == view(second)
    assert words in str(second.bodies().values())


def test_the_longest_text_arrives_and_a_longer_one_is_refused_where_it_is_written(
    known: World,
) -> None:
    first, second, _home = known.computers
    with pytest.raises(ValidationError, match="longer than 20,000 characters"):
        builders.entry(plan="x" * 20_001)
    known.sign(first, okonkwo(known), builders.entry(plan="x" * 20_000))
    assert first.exchange().agreed
    assert second.exchange().agreed
    assert "x" * 20_000 in str(second.bodies().values())


@pytest.mark.parametrize("commit", [0, 1])
def test_a_service_that_dies_under_a_push_is_sent_it_again(known: World, commit: int) -> None:
    first = known.computers[0]
    known.sign(first, okonkwo(known), builders.entry())
    known.exchange(first, service_dies_at=commit)
    assert first.exchange().agreed
    heal(known)


def test_many_waiting_entries_go_in_as_many_pages_as_they_need(known: World) -> None:
    first, second, _home = known.computers
    with first.workspace.store.deed(first.actor) as unit:
        for number in range(501):
            unit.sign(
                builders.observations(pulse=50 + number % 50), About(okonkwo(known), HOMES[0])
            )
        unit.commit()
    assert first.exchange().sent == 501
    assert first.network.asked.count("/v1/push") == 3
    assert second.exchange().got == 501


def test_what_was_withdrawn_is_withdrawn_on_a_device_that_comes_later(known: World) -> None:
    first, second, _home = known.computers
    known.sign(first, okonkwo(known), builders.entry())
    (signed,) = known.statements(first)
    first.exchange()
    known.withdraw(first, signed)
    first.exchange()
    second.exchange()
    with second.workspace.store.reading() as connection:
        status = select(RECORD.c.status).where(RECORD.c.id == signed)
        assert connection.execute(status).scalar_one() == "entered in error"


def test_two_values_written_apart_stand_on_every_device_until_one_names_both(known: World) -> None:
    first, second, _home = known.computers
    known.rewrite(first, okonkwo(known), settles=False, given_name="Jane")
    known.rewrite(second, okonkwo(known), settles=False, given_name="Jean")
    for computer in (first, second, first):
        computer.exchange()
    assert [has_siblings(each, okonkwo(known)) for each in (first, second)] == [True, True]
    known.rewrite(first, okonkwo(known), settles=True, given_name="June")
    first.exchange()
    second.exchange()
    assert [has_siblings(each, okonkwo(known)) for each in (first, second)] == [False, False]


def has_siblings(computer: Computer, record_id: str) -> bool:
    query = select(RECORD.c.has_siblings).where(RECORD.c.id == record_id)
    with computer.workspace.store.reading() as connection:
        return bool(connection.execute(query).scalar_one())


def test_a_refused_exchange_says_why_and_the_next_one_goes_on(known: World) -> None:
    first = known.computers[0]
    known.sign(first, okonkwo(known), builders.entry())
    with pytest.raises(SyncTrouble, match="cannot be reached"):
        first.exchange("none", "lost there")
    assert states(first) >= {QUEUED}
    assert first.exchange().agreed
