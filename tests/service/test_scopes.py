"""Who reads what: no word of one home reaches another one, by any route, also when people move."""

from dataclasses import dataclass
from itertools import permutations

import pytest

from mdt_core.identifiers import derived_id
from mdt_core.records.stays import StayState
from mdt_core.roles import CLINICIANS, Role
from mdt_core.sync import chain
from mdt_core.sync.change import Change
from mdt_service.handlers import keeping
from mdt_service.hub.scopes import EVERY_HOME, PROVIDER, Grant, readable, sensitivities_for
from tests.service.device import Device
from tests.service.serving import Serving
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

HOMES = {name: derived_id("tests", name) for name in ("Elm House", "Oak House", "Ash House")}


@dataclass
class Town:
    """Three homes with a computer and two residents each, and what was written of each home."""

    devices: dict[str, Device]
    written: dict[str, list[Change]]


@pytest.fixture
def town(running: Serving, new_device: Make) -> Town:
    gp = clinician(running, new_device)
    written: dict[str, list[Change]] = {}
    for seed, (name, home_id) in enumerate(HOMES.items(), 1):
        writer = Writer(seed)
        for person in ("Smith", "Jones"):
            resident_id, changes = writer.admit(f"{person} of {name}", home_id)
            entry = writer.sign(builders.observations(), resident_id, home_id)
            written.setdefault(name, []).extend([*changes, *entry])
        gp.wrote(written[name])
    gp.sync()
    devices = {
        name: home_computer(running, new_device, home_id, name.replace(" ", "-"))
        for name, home_id in HOMES.items()
    }
    for device in devices.values():
        device.sync()
    return Town(devices, written)


def test_each_home_holds_all_that_is_its_own_and_nothing_else(town: Town) -> None:
    for name, device in town.devices.items():
        assert device.bodies().keys() == {change.mid for change in town.written[name]}


def asked_everything(device: Device, home_id: str, residents: set[str]) -> list[bytes]:
    """What every route tells a device that asks for another home's scopes and people."""
    told: list[bytes] = []
    for sensitivity in ("identity", "clinical", "restricted", "admin"):
        name = scope(sensitivity, home_id)
        told += device.pull(name).lines
        cursor = {"scope": name, "seq": 1, "digest": chain.start_of(name)}
        told += device.ask("/v1/pull", epoch=device.epoch, cursors=[cursor]).lines
        asked = [{"scope": name, "seq": seq} for seq in range(4)]
        told.append(str(device.ask("/v1/verify", epoch=device.epoch, asked=asked).said).encode())
        told += device.get(f"/v1/snapshot/{name}?epoch={device.epoch}").lines
        for own in (name, f"unplaced:{sensitivity}", "ref"):
            for resident_id in residents:
                target = f"/v1/snapshot/{own}?epoch={device.epoch}&resident={resident_id}"
                told += device.get(target).lines
    told.append(str(device.hello().said).encode())
    return told


@pytest.mark.parametrize(("asker", "other"), list(permutations(HOMES, 2)))
def test_no_route_tells_one_home_of_another(
    on_sqlite: Serving, new_device: Make, asker: str, other: str
) -> None:
    gp = clinician(on_sqlite, new_device)
    writer = Writer()
    resident_id, changes = writer.admit("Secret", HOMES[other])
    changes += writer.sign(builders.observations(), resident_id, HOMES[other])
    gp.wrote(changes)
    gp.push()
    device = home_computer(on_sqlite, new_device, HOMES[asker], "asker")
    device.hello()
    told = b"\n".join(asked_everything(device, HOMES[other], {resident_id}))
    assert told.count(b'"not_granted"') >= 8
    for change in changes:
        assert change.mid.encode() not in told
        assert change.body_hash.encode() not in told
    assert resident_id.encode() not in told
    assert HOMES[other].encode() not in told.replace(b'"scope":"home:' + HOMES[other].encode(), b"")


def test_a_home_is_not_shown_which_other_homes_there_are(town: Town) -> None:
    for name, device in town.devices.items():
        scopes = {each["scope"] for each in device.hello().said["scopes"]}
        assert all(HOMES[name] in each for each in scopes - {"ref"})


# Moves


def moved(writer: Writer, resident_id: str, stay_id: str, to: str) -> list[Change]:
    """The stay of before ended, and a new one in another home."""
    at = builders.NINE_IN_THE_MORNING
    ended = builders.stay(home_id=HOME, state=StayState.ENDED, ended_at=at)
    _, first = writer.write(ended, resident_id, stay_id)
    _, second = writer.write(builders.stay(home_id=to), resident_id)
    return [*first, *second]


@dataclass
class Move:
    """A resident with an entry in Elm House, about to move to Oak House."""

    gp: Device
    old: Device
    new: Device
    writer: Writer
    resident_id: str
    stay_id: str
    changes: list[Change]


@pytest.fixture
def move(running: Serving, new_device: Make) -> Move:
    writer = Writer()
    resident_id, changes = writer.admit()
    stay_id = next(c.envelope.record_id for c in changes if c.envelope.kind == "stay")
    changes = [*changes, *writer.observe(resident_id)]
    gp = clinician(running, new_device)
    gp.wrote(changes)
    gp.sync()
    old = home_computer(running, new_device, HOME, "elm-computer")
    new = home_computer(running, new_device, OTHER_HOME, "oak-computer")
    old.sync()
    new.sync()
    return Move(gp, old, new, writer, resident_id, stay_id, changes)


def test_a_move_is_told_to_both_homes_and_the_new_one_gets_the_history(move: Move) -> None:
    gone = moved(move.writer, move.resident_id, move.stay_id, OTHER_HOME)
    move.gp.wrote(gone)
    move.gp.sync()
    move.old.sync()
    move.new.sync()
    said = [text for log in move.old.logs.values() for text in log.bodies.values() if text]
    assert sum('"k":"release"' in text for text in said) == 2
    assert move.new.bodies() == {each.mid: each.text for each in (*move.changes, *gone)}


def test_a_computer_set_up_after_the_move_is_given_nothing_of_who_left(
    running: Serving, new_device: Make, move: Move
) -> None:
    move.gp.wrote(moved(move.writer, move.resident_id, move.stay_id, OTHER_HOME))
    move.gp.sync()
    late = home_computer(running, new_device, HOME, "second-elm-computer")
    late.sync()
    assert late.bodies() == {}
    assert late.logs[scope("clinical")].seq > 0
    target = f"/v1/snapshot/{scope('clinical')}?epoch={late.epoch}"
    assert move.changes[-1].text.encode() not in b"".join(late.get(target).lines)


def test_a_late_note_of_the_old_home_is_taken_into_the_new_homes_log(move: Move) -> None:
    late = move.writer.observe(move.resident_id, pulse=88)
    move.gp.wrote(moved(move.writer, move.resident_id, move.stay_id, OTHER_HOME))
    move.gp.sync()
    move.old.wrote(by_home_nurse(late))
    (answer,) = move.old.push().of("answer")
    assert (answer["result"], answer["scope"]) == ("applied", scope("clinical", OTHER_HOME))


def test_a_home_that_was_left_takes_nobody_back_by_a_late_stay(move: Move) -> None:
    _, back = move.writer.write(builders.stay(home_id=HOME, room="1"), move.resident_id)
    move.gp.wrote(moved(move.writer, move.resident_id, move.stay_id, OTHER_HOME))
    move.gp.sync()
    move.old.wrote(by_home_nurse(back))
    (answer,) = move.old.push().of("answer")
    assert answer["result"] == "quarantined"
    move.old.sync()
    assert move.old.adopted == set()
    assert move.new.pull(scope("clinical", OTHER_HOME)).of("scope_refused") == []


def test_a_month_after_the_move_the_old_home_writes_no_more(running: Serving, move: Move) -> None:
    late = move.writer.observe(move.resident_id, pulse=88)
    move.gp.wrote(moved(move.writer, move.resident_id, move.stay_id, OTHER_HOME))
    move.gp.sync()
    running.parts.clock.advance(days=31)  # type: ignore[attr-defined]
    move.old.wrote(by_home_nurse(late))
    (answer,) = move.old.push().of("answer")
    assert answer["result"] == "quarantined"


# Grants


def test_a_grant_ends_by_itself_and_by_a_person(running: Serving, new_device: Make) -> None:
    gp = clinician(running, new_device)
    gp.wrote(Writer().admit()[1])
    gp.sync()
    nurse = new_device(running, "elm-computer")
    made = keeping.make_code(
        running.service, [Grant(HOME, Role.HOME_NURSE)], made_by="tests", days=7
    )
    nurse.enrol(made.code)
    nurse.sync()
    assert nurse.bodies()
    running.parts.clock.advance(days=8)  # type: ignore[attr-defined]
    refused = nurse.pull(scope("identity")).of("scope_refused")
    assert [each["why"] for each in refused] == ["not_granted"]


def test_the_mark_of_the_grants_changes_with_them(running: Serving, new_device: Make) -> None:
    gp = clinician(running, new_device)
    gp.wrote([*Writer(1).admit()[1], *Writer(2).admit("Jones", OTHER_HOME)[1]])
    gp.sync()
    nurse = home_computer(running, new_device, HOME, "elm-computer")
    before = nurse.hello().said["grants"]
    assert nurse.pull("ref").said["grants"] == before
    keeping.give(running.service, nurse.name, [Grant(OTHER_HOME, Role.HOME_NURSE)], None)
    assert nurse.pull("ref").said["grants"] != before


@pytest.mark.parametrize("role", list(Role))
def test_only_clinicians_and_safeguarding_read_what_is_restricted(role: Role) -> None:
    restricted = "restricted" in sensitivities_for(role)
    clinical = role in {
        *(Role.GP, Role.ADVANCED_PRACTITIONER, Role.COMMUNITY_MATRON, Role.NURSE),
        *(Role.PHARMACIST, Role.ALLIED_HEALTH_PROFESSIONAL, Role.SOCIAL_WORKER),
    }
    assert restricted == clinical


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.QUALITY_OFFICER])
def test_who_runs_or_audits_the_service_reads_nothing_of_a_resident(role: Role) -> None:
    opened = readable([Grant(EVERY_HOME, role)], [HOME])
    assert opened.isdisjoint({scope("identity"), scope("clinical"), scope("restricted")})


@pytest.mark.parametrize("role", list(Role))
def test_headers_over_homes_are_for_clinicians_who_serve_every_home(role: Role) -> None:
    assert (PROVIDER in readable([Grant(EVERY_HOME, role)], [HOME])) == (role in CLINICIANS)
    assert PROVIDER not in readable([Grant(HOME, role)], [HOME])


def test_what_lies_in_no_home_is_for_those_alone_who_serve_every_home() -> None:
    assert Grant(EVERY_HOME, Role.GP).covers(None)
    assert not Grant(HOME, Role.GP).covers(None)


def test_a_home_places_nobody_in_another_home_who_is_in_none_yet(
    running: Serving, new_device: Make
) -> None:
    """Its changes may come one by one, so that the stay is not there when the rest is judged."""
    device = home_computer(running, new_device, OTHER_HOME, "other-home")
    writer = Writer()
    resident_id, admitted = writer.admit(home_id=HOME)
    observed = writer.observe(resident_id, pulse=71)
    results = []
    for each in by_home_nurse([*observed, *admitted]):
        device.wrote([each])
        results += [line["result"] for line in device.push(most=1).of("answer")]
    assert results == ["quarantined", "applied", "applied", "quarantined"]
    assert [each for each in device.bodies() if each] == []
    _, stay = writer.write(builders.stay(home_id=OTHER_HOME), resident_id)
    device.wrote(by_home_nurse(stay))
    assert [line["result"] for line in device.push().of("answer")] == ["applied"]
