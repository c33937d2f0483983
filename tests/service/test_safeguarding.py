"""What is restricted never reaches a home: by no route, after no move, through no withdrawal and no raw SQL."""

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from mdt_core.records.corrections import RestrictedWithdrawal, Withdrawal
from mdt_core.records.stays import StayState
from mdt_core.roles import HOME_STAFF, READERS_OF_RESTRICTED, Role
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change
from mdt_core.use_cases.rounds import AnyWithdrawal
from mdt_service.handlers import keeping
from mdt_service.hub import restricted, walls
from mdt_service.hub.scopes import EVERY_HOME, Grant, readable
from tests.service.device import Device
from tests.service.serving import Serving, serving
from tests.service.test_scopes import asked_everything
from tests.service.ward import (
    HOME,
    OTHER_HOME,
    Make,
    Writer,
    by_home_nurse,
    clinician,
    home_computer,
    scope,
)
from tests.support import builders
from tests.support.care import safeguarding
from tests.support.memory_store import GP, TestClock, changes_made

WORDS = "Zinnia says that nobody came all night"
REASON = "Quillon was meant"


@dataclass
class Raised:
    """A resident of Elm House, of whom a GP raised a concern about the home."""

    gp: Device
    home: Device
    writer: Writer
    resident_id: str
    stay_id: str
    concern: Change

    def withdrawn(self, kind: type[AnyWithdrawal]) -> list[Change]:
        """A withdrawal of the concern, of this kind."""
        with changes_made(self.writer.memory) as made, self.writer.memory.store.deed(GP) as unit:
            unit.sign(kind(reason=REASON), About(self.resident_id, HOME), corrects=self.concern.mid)
            unit.commit()
        return made


@pytest.fixture
def raised(running: Serving, new_device: Make) -> Raised:
    """On either engine."""
    return raise_one(running, new_device)


@pytest.fixture
def on_one(on_sqlite: Serving, new_device: Make) -> Raised:
    """Where the engine does not matter."""
    return raise_one(on_sqlite, new_device)


def raise_one(running: Serving, new_device: Make) -> Raised:
    """The concern is at the service, and the home's computer has had its exchange since."""
    writer = Writer()
    resident_id, changes = writer.admit("Ramsbottom")
    stay_id = next(each.envelope.record_id for each in changes if each.envelope.kind == "stay")
    (concern,) = writer.sign(safeguarding(seen_or_said=WORDS), resident_id)
    gp = clinician(running, new_device)
    gp.wrote([*changes, concern])
    gp.sync()
    home = home_computer(running, new_device, HOME, "elm-computer")
    home.sync()
    return Raised(gp, home, writer, resident_id, stay_id, concern)


def told_to(device: Device, home_id: str, resident_id: str) -> bytes:
    """All that the device holds, and all that every route tells it when it asks for a home."""
    held = [text.encode() for text in device.bodies().values() if text]
    return b"\n".join((*held, *asked_everything(device, home_id, {resident_id})))


def test_no_route_tells_the_home_of_it_and_its_withdrawal_tells_nothing_either(
    running: Serving, new_device: Make, raised: Raised
) -> None:
    raised.gp.wrote(raised.withdrawn(RestrictedWithdrawal))
    assert [each["result"] for each in raised.gp.push().of("answer")] == ["applied"]
    raised.gp.sync()
    raised.home.sync()
    told = told_to(raised.home, HOME, raised.resident_id)
    assert b"Ramsbottom" in told
    for secret in (WORDS, REASON, raised.concern.mid, raised.concern.body_hash):
        assert secret.encode() not in told
    second = clinician(running, new_device, "second-laptop")
    second.sync()
    assert {WORDS in (each or "") for each in second.bodies().values()} == {True, False}
    names = {each["scope"] for each in raised.home.hello().said["scopes"]}
    assert not [name for name in names if "restricted" in name]


def test_it_stays_restricted_when_the_resident_moves_to_another_home(
    on_sqlite: Serving, new_device: Make, on_one: Raised
) -> None:
    new_home = home_computer(on_sqlite, new_device, OTHER_HOME, "oak-computer")
    new_home.sync()
    at = builders.NINE_IN_THE_MORNING
    ended = builders.stay(home_id=HOME, state=StayState.ENDED, ended_at=at)
    _, gone = on_one.writer.write(ended, on_one.resident_id, on_one.stay_id)
    _, arrived = on_one.writer.write(builders.stay(home_id=OTHER_HOME), on_one.resident_id)
    on_one.gp.wrote([*gone, *arrived])
    on_one.gp.sync()
    for device, home_id in ((on_one.home, HOME), (new_home, OTHER_HOME)):
        device.sync()
        told = told_to(device, home_id, on_one.resident_id)
        assert WORDS.encode() not in told
        assert on_one.concern.mid.encode() not in told
    assert any("Ramsbottom" in (text or "") for text in new_home.bodies().values())
    late = clinician(on_sqlite, new_device, "second-laptop")
    late.sync()
    assert WORDS in "".join(filter(None, late.bodies().values()))
    assert late.logs[scope("restricted", OTHER_HOME)].seq == 1  # the adoption


def test_what_would_tell_of_it_in_another_log_is_kept_apart(on_one: Raised) -> None:
    open_one = on_one.withdrawn(Withdrawal)
    on_one.gp.wrote(open_one)
    (answer,) = on_one.gp.push().of("answer")
    assert (answer["result"], answer["reason"]) == ("quarantined", restricted.TOLD_ELSEWHERE)
    (entry,) = on_one.writer.observe(on_one.resident_id)
    with changes_made(on_one.writer.memory) as hidden, on_one.writer.memory.store.deed(GP) as unit:
        about = About(on_one.resident_id, HOME)
        unit.sign(RestrictedWithdrawal(reason=REASON), about, corrects=entry.mid)
        unit.commit()
    on_one.gp.wrote([entry, *hidden])
    told = on_one.gp.push().of("answer")
    assert [each["result"] for each in told] == ["applied", "quarantined"]
    on_one.home.sync()
    assert entry.mid in on_one.home.bodies()
    assert open_one[0].mid not in on_one.home.bodies()


def test_a_home_raises_none_and_withdraws_none(on_one: Raised) -> None:
    more = on_one.writer.sign(safeguarding(), on_one.resident_id)
    written = by_home_nurse([*more, *on_one.withdrawn(RestrictedWithdrawal)])
    on_one.home.wrote(written)
    assert [each["result"] for each in on_one.home.push().of("answer")] == ["quarantined"] * 2


def test_a_computer_of_the_home_gets_nothing_restricted_also_where_a_gp_signs_in_there(
    on_sqlite: Serving, new_device: Make, on_one: Raised
) -> None:
    shared = new_device(on_sqlite, "shared-computer")
    grants = [Grant(HOME, Role.HOME_NURSE), Grant(HOME, Role.GP, GP.person_id)]
    made = keeping.make_code(on_sqlite.service, grants, made_by="tests")
    assert shared.enrol(made.code).status == 200
    shared.sync()
    own = on_one.writer.sign(safeguarding(seen_or_said=WORDS), on_one.resident_id)
    shared.wrote(own)
    (answer,) = shared.push().of("answer")
    assert (answer["result"], answer["scope"]) == ("applied", scope("restricted"))
    shared.sync()
    assert on_one.concern.mid not in shared.bodies()
    assert WORDS.encode() not in b"\n".join(asked_everything(shared, HOME, {on_one.resident_id}))


@pytest.mark.parametrize("role", sorted(HOME_STAFF))
def test_one_grant_to_a_home_closes_the_restricted_logs_of_the_device(role: Role) -> None:
    for reader in READERS_OF_RESTRICTED:
        grants = [Grant(EVERY_HOME, reader)]
        assert scope("restricted") in readable(grants, [HOME])
        opened = readable([*grants, Grant(OTHER_HOME, role)], [HOME, OTHER_HOME])
        assert [each for each in opened if each.endswith("restricted")] == []


ROWS_SEEN = {
    "a GP of every home": ([Grant(EVERY_HOME, Role.GP)], 1),
    "a social worker of the home": ([Grant(HOME, Role.SOCIAL_WORKER)], 1),
    "the manager of the home": ([Grant(HOME, Role.HOME_MANAGER)], 0),
    "a nurse and a GP at one computer": ([Grant(HOME, Role.HOME_NURSE), Grant(HOME, Role.GP)], 0),
    "a GP of the other home": ([Grant(OTHER_HOME, Role.GP)], 0),
}


def test_postgresql_itself_shows_a_home_no_row_of_it(
    new_postgresql: str, clock: TestClock, new_device: Make
) -> None:
    queries = (
        "SELECT count(*) FROM change WHERE scope LIKE '%restricted'",
        "SELECT count(*) FROM record WHERE kind = 'safeguarding'",
        "SELECT count(*) FROM search WHERE words LIKE '%zinnia%'",
    )
    with serving(new_postgresql, clock=clock) as running:
        raise_one(running, new_device)
        for who, (grants, rows) in ROWS_SEEN.items():
            with running.parts.database.reading(walls.for_reading(grants)) as connection:
                seen = [connection.execute(text(query)).scalar_one() for query in queries]
            assert seen == [rows] * len(queries), who
