"""After a restore of the service nothing that any device holds is lost; snapshots and audit."""

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from mdt_core.records.actions import Action, ActionState
from mdt_core.sync.canonical import canonical_text
from mdt_core.sync.change import Change
from mdt_core.sync.wire import change_line, compact
from mdt_service.app import Parts
from mdt_service.handlers import keeping
from mdt_service.hub.database import open_database
from mdt_service.metrics import Metrics
from tests.service.device import Answer, Device
from tests.service.serving import Serving
from tests.service.serving import running as run
from tests.service.ward import HOME, Make, Writer, clinician, home_computer, scope
from tests.support import builders


def recover(device: Device, *lines: str) -> Answer:
    head = {
        "t": "recover",
        "incarnation": device.incarnation,
        "epoch": device.epoch,
        "count": len(lines),
    }
    return device.tell("/v1/recover", [compact(head), *lines])


def held(device: Device) -> list[str]:
    return [compact({"t": "held", "mid": mid}) for mid in device.bodies()]


def test_devices_bring_back_what_a_restored_service_lost(
    on_sqlite: Serving, new_device: Make, tmp_path: Path
) -> None:
    gp = clinician(on_sqlite, new_device)
    nurse = home_computer(on_sqlite, new_device, HOME, "elm-computer")
    writer = Writer()
    resident_id, changes = writer.admit()
    gp.wrote(changes)
    gp.sync()
    database = on_sqlite.parts.database
    backup = tmp_path / "backup.db"
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"VACUUM INTO '{backup}'")
    lost = written_on(gp.name, writer.observe(resident_id))
    gp.wrote(lost)
    gp.sync()
    nurse.sync()
    assert nurse.bodies()[lost[0].mid]

    restored = tmp_path / "restored.db"
    shutil.copy(backup, restored)
    parts = _parts_on(on_sqlite, f"sqlite:///{restored}")
    keeping.new_epoch(parts.service)
    with run(parts) as address:
        nurse2 = _moved_to(nurse, address)
        assert nurse2.pull(scope("clinical")).said["code"] == "epoch"
        refused = nurse2.tell("/v1/push", nurse2.push_lines([], 0))
        assert (refused.status, refused.said["code"]) == (409, "epoch")
        nurse2.epoch = refused.said["epoch"]
        missing = [each["mid"] for each in recover(nurse2, *held(nurse2)).of("missing")]
        assert missing == [lost[0].mid]
        lines = [change_line({"n": 0, "mid": mid}, nurse2.bodies()[mid]) for mid in missing]
        (answer,) = recover(nurse2, *lines).of("answer")
        assert (answer["result"], answer["scope"]) == ("applied", scope("clinical"))
        assert recover(nurse2, *held(nurse2)).of("missing") == []
        gp2 = _moved_to(gp, address)
        gp2.hello()
        assert gp2.push().said["code"] == "expect"
        nurse2.close()
        gp2.close()
    parts.database.close()


def _parts_on(served: Serving, url: str) -> Parts:
    return replace(served.parts, database=open_database(url), metrics=Metrics())


def _moved_to(device: Device, address: str) -> Device:
    """The same device, its store as it was, speaking to another address."""
    moved = Device(address, device.name, counter=device.counter, epoch=device.epoch)
    moved.logs, moved.outbox, moved.after = device.logs, device.outbox, device.after
    moved.n = device.n
    return moved


# What a device may bring back


def brought_by(device: Device, changes: Iterable[Change], **head: str) -> set[str]:
    """What became of changes brought back: the result, or the reason for which one is kept apart."""
    device.hello()
    lines = [change_line({"n": 0, "mid": each.mid, **head}, each.text) for each in changes]
    return {each.get("reason", each["result"]) for each in recover(device, *lines).of("answer")}


def written_on(device: str, changes: Iterable[Change], role: str = "gp") -> list[Change]:
    """The same words, as a person of this role writes them on that device."""
    found = []
    for each in changes:
        author = replace(each.envelope.author, role=role)
        found.append(replace(each, envelope=replace(each.envelope, device=device, author=author)))
    return found


@dataclass(frozen=True)
class Elm:
    """Elm House: a resident whom a GP's laptop admitted, an entry that the service lost, the computer."""

    resident_id: str
    lost: list[Change]
    computer: Device


@pytest.fixture
def elm(on_sqlite: Serving, new_device: Make) -> Elm:
    gp = clinician(on_sqlite, new_device)
    writer = Writer()
    resident_id, changes = writer.admit()
    gp.wrote(written_on(gp.name, changes))
    assert gp.push().status == 200
    computer = home_computer(on_sqlite, new_device, HOME, "elm-computer")
    return Elm(resident_id, writer.observe(resident_id), computer)


def test_a_device_brings_nothing_back_into_a_home_it_does_not_serve(
    on_sqlite: Serving, new_device: Make, elm: Elm
) -> None:
    other = home_computer(on_sqlite, new_device, builders.OTHER_HOME_ID, "oak-computer")
    assert brought_by(other, written_on("gp-laptop", elm.lost)) == {
        "This device does not read the scope in which it lies"
    }
    (own,) = brought_by(other, written_on(other.name, Writer(2).observe(elm.resident_id)))
    assert "does not serve the home" in own


def test_what_others_wrote_and_a_home_reads_is_brought_back_by_its_computer(elm: Elm) -> None:
    assert brought_by(elm.computer, written_on("gp-laptop", elm.lost)) == {"applied"}


def test_what_a_device_wrote_itself_is_judged_as_when_it_is_pushed(elm: Elm) -> None:
    (reason,) = brought_by(elm.computer, written_on(elm.computer.name, elm.lost))
    assert reason == "This device has no grant for the role «GP»"
    own = written_on(elm.computer.name, elm.lost, role="home_nurse")
    again = [change.with_derived_mid() for change in own]
    assert brought_by(elm.computer, again) == {"applied"}


def test_nothing_is_brought_back_in_the_name_of_a_device_that_could_not_have_written_it(
    on_sqlite: Serving, new_device: Make, elm: Elm
) -> None:
    (unknown,) = brought_by(elm.computer, written_on("nobodys-laptop", elm.lost))
    assert unknown == "It was written on a device that is not known here"
    second = home_computer(on_sqlite, new_device, HOME, "second-computer")
    forged = [each.with_derived_mid() for each in written_on(second.name, elm.lost)]
    assert "no grant for the role «GP»" in brought_by(elm.computer, forged).pop()


def test_a_home_brings_back_nothing_that_only_clinicians_read(elm: Elm) -> None:
    (entry,) = written_on("gp-laptop", elm.lost)
    of_a_newer_program = replace(entry, envelope=replace(entry.envelope, kind="safeguarding_note"))
    (reason,) = brought_by(elm.computer, [of_a_newer_program.with_derived_mid()])
    assert "does not read the scope" in reason


def test_a_text_that_is_not_the_one_that_was_numbered_is_kept_apart(elm: Elm) -> None:
    lost = written_on("gp-laptop", elm.lost)
    (reason,) = brought_by(elm.computer, lost, hash="0" * 64)
    assert reason == "Its text is not the one that was sent under this identity"
    again = [each.with_derived_mid() for each in lost]
    assert brought_by(elm.computer, again, hash=again[0].body_hash) == {"applied"}


# Snapshots


def test_a_snapshot_leaves_out_replaced_values_and_still_proves_the_whole_chain(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    writer = Writer()
    resident_id, changes = writer.admit()
    action = Action(text="Weigh weekly")
    action_id, first = writer.write(action, resident_id)
    for day, words, state in (
        (1, "Weigh daily", ActionState.DONE),
        (2, "Weigh twice daily", ActionState.OPEN),
    ):
        every_group = {
            "text": words, "owner": words, "due": date(2026, 12, day), "state": state
        }  # fmt: skip
        _, more = writer.write(action.model_copy(update=every_group), resident_id, action_id)
        changes += more
    gp.wrote([*changes[:3], *first, *changes[3:]])
    gp.sync()
    nurse = home_computer(running, new_device, HOME, "elm-computer")
    nurse.hello()
    for sensitivity in ("identity", "clinical"):
        nurse.keep(nurse.get(f"/v1/snapshot/{scope(sensitivity)}?epoch={nurse.epoch}").lines)
        mine, theirs = gp.logs[scope(sensitivity)], nurse.logs[scope(sensitivity)]
        assert (theirs.seq, theirs.digest) == (mine.seq, mine.digest)
    texts = "".join(nurse.bodies().values())
    assert "Weigh twice daily" in texts
    assert "Weigh daily" not in texts


def test_a_snapshot_is_taken_up_where_it_was_cut(on_sqlite: Serving, new_device: Make) -> None:
    gp = clinician(on_sqlite, new_device)
    for seed in range(1, 4):
        gp.wrote(Writer(seed).admit(f"Resident {seed}")[1])
    gp.sync()
    name = scope("identity")
    nurse = home_computer(on_sqlite, new_device, HOME, "elm-computer")
    nurse.hello()
    end = gp.logs[name].seq
    nurse.keep(nurse.get(f"/v1/snapshot/{name}?epoch={nurse.epoch}&at=2").lines)
    assert nurse.logs[name].seq == 2
    nurse.keep(nurse.get(f"/v1/snapshot/{name}?epoch={nurse.epoch}&after=2&at={end}").lines)
    assert nurse.logs[name].digest == gp.logs[name].digest


def test_pages_end_at_the_budget_and_go_on_without_a_gap(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    writer = Writer()
    resident_id, changes = writer.admit()
    for pulse in range(60, 120):
        changes += writer.observe(resident_id, pulse=pulse)
    gp.wrote(changes)
    gp.push()
    other = clinician(on_sqlite, new_device, "second-laptop")
    other.hello()
    name, pages = scope("clinical"), 0
    while other.pull(name, budget=1).of("page_end")[-1]["more"]:
        pages += 1
    assert pages >= 1
    assert len(other.logs[name].bodies) == other.logs[name].seq


@pytest.mark.parametrize(("seq", "why"), [(1, "diverged"), (900, "ahead")])
def test_a_cursor_that_is_not_of_this_log_is_told_so_and_the_other_scopes_go_on(
    on_sqlite: Serving, new_device: Make, seq: int, why: str
) -> None:
    gp = clinician(on_sqlite, new_device)
    gp.wrote(Writer().admit()[1])
    gp.push()
    wrong = {"scope": scope("identity"), "seq": seq, "digest": "0" * 64}
    good = gp.start_at(scope("clinical"))
    right = {"scope": scope("clinical"), "seq": 0, "digest": good.digest}
    answer = gp.ask("/v1/pull", epoch=gp.epoch, cursors=[wrong, right])
    assert [each["why"] for each in answer.of("scope_refused")] == [why]
    assert [each["scope"] for each in answer.of("page_end")] == [scope("clinical")]


def test_verify_finds_the_first_number_that_differs(on_sqlite: Serving, new_device: Make) -> None:
    gp = clinician(on_sqlite, new_device)
    for seed in range(1, 6):
        gp.wrote(Writer(seed).admit(f"Resident {seed}")[1])
    gp.sync()
    name = scope("identity")
    asked = [{"scope": name, "seq": seq} for seq in range(gp.logs[name].seq + 2)]
    found = gp.ask("/v1/verify", epoch=gp.epoch, asked=asked).said["digests"]
    assert [each["seq"] for each in found] == list(range(gp.logs[name].seq + 1))
    assert found[-1]["digest"] == gp.logs[name].digest


# Access audit


def audit_lines(count: int, before: str = "", first: int = 1) -> list[dict[str, object]]:
    """Lines as a device's store chains them."""
    lines: list[dict[str, object]] = []
    for n in range(first, first + count):
        values: dict[str, object] = {
            "at": "2026-11-24T07:15:00Z",
            "person_id": "person-gp",
            "role": "gp",
            "action": "view",
            "resident_id": builders.RESIDENT_ID,
            "home_id": None,
            "record_id": None,
            "detail": f"line {n}",
        }
        before = hashlib.sha256((before + canonical_text(values)).encode()).hexdigest()
        lines.append({"n": n, **values, "chain": before})
    return lines


def send_audit(
    device: Device, lines: list[dict[str, object]], after: int, chain: str = ""
) -> Answer:
    head = {
        "t": "audit",
        "incarnation": device.incarnation,
        "after": after,
        "count": len(lines),
        "chain": chain,
    }
    return device.tell("/v1/audit", [compact(head), *map(json.dumps, lines)])


def test_access_audit_is_taken_in_order_and_again_changes_nothing(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    lines = audit_lines(5)
    assert send_audit(gp, lines[:3], 0).said["after"] == 3
    assert send_audit(gp, lines[:3], 0).said["after"] == 3
    assert send_audit(gp, lines[4:], 4).said["code"] == "expect"
    answer = send_audit(gp, lines[3:], 3)
    assert answer.said == {"after": 5, "chain": lines[-1]["chain"]}
    assert gp.hello().said["audit_after"] == 5


def test_a_line_of_audit_that_was_changed_is_named(on_sqlite: Serving, new_device: Make) -> None:
    gp = clinician(on_sqlite, new_device)
    lines = audit_lines(5)
    lines[2]["detail"] = "something else"
    assert send_audit(gp, lines, 0).said["broken_at"] == 3


def test_a_restored_device_begins_its_audit_where_it_still_has_it(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    lines = audit_lines(4)
    gp.incarnation = "second-life"
    answer = send_audit(gp, lines[2:], 2, str(lines[1]["chain"]))
    assert answer.said == {"after": 4, "chain": lines[-1]["chain"]}
