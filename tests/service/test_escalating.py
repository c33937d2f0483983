"""Overdue actions that the service escalates by itself: each rung once, over holidays, restores and moves."""

import io
import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx2
import pytest
from typing_extensions import override

from mdt_core.errors import InvalidInput
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.merges import ResidentMerge
from mdt_core.sync.change import Author, Change, change_from_text
from mdt_core.sync.wire import change_line
from mdt_service.cli.run import main
from mdt_service.handlers import escalating, keeping, redacting
from mdt_service.hub.database import open_database
from mdt_service.logs import make_log
from mdt_service.metrics import Metrics
from mdt_service.settings import Settings, from_environment
from tests.service.device import Device
from tests.service.serving import Serving, serving
from tests.service.serving import running as run
from tests.service.test_recovery import recover
from tests.service.ward import (
    HOME,
    OTHER_HOME,
    Make,
    Writer,
    clinician,
    home_computer,
    scope,
)
from tests.support import builders
from tests.support.memory_store import TestClock

CHRISTMAS_EVE = date(2026, 12, 24)
BLOODS = Action(text="Repeat the bloods", owner="Grace Obi", due=CHRISTMAS_EVE)


def morning(day: int, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, 8, 0, tzinfo=UTC)


def texts(device: Device) -> list[tuple[str, str]]:
    """The escalations that a device holds, with their mids, in order."""
    held = (each for log in device.logs.values() for each in log.bodies.items())
    return [(mid, text) for mid, text in held if text and '"kind":"escalation"' in text]


def escalations(device: Device) -> list[dict[str, Any]]:
    return [json.loads(text) for _, text in texts(device)]


def told(device: Device) -> list[str]:
    device.sync()
    return [each["body"]["to_whom"] for each in escalations(device)]


def overdue(device: Device, writer: Writer, action: Action = BLOODS) -> tuple[str, str]:
    """A resident with an action, on the service; their ids."""
    resident_id, admitted = writer.admit()
    action_id, written = writer.write(action, resident_id)
    device.wrote([*admitted, *written])
    device.sync()
    return resident_id, action_id


def test_an_action_is_escalated_once_for_each_rung_and_a_service_that_was_down_tells_the_highest(
    running: Serving, new_device: Make, clock: TestClock
) -> None:
    gp = clinician(running, new_device)
    resident_id, action_id = overdue(gp, Writer())
    clock.now = morning(24)
    assert escalating.escalate(running.service) == 0
    clock.now = morning(26)
    assert [escalating.escalate(running.service) for _ in range(2)] == [1, 0]
    clock.now = morning(29)
    assert escalating.escalate(running.service) == 0
    clock.now = morning(11, 1, 2027)
    assert [escalating.escalate(running.service) for _ in range(2)] == [1, 0]
    assert told(gp) == ["Owner: Grace Obi", "Clinical lead"]
    last = escalations(gp)[-1]
    assert last["author"] == {"id": "service", "name": "The service", "role": ""}
    assert last["resident_id"] == resident_id
    assert last["home_id"] == HOME
    assert last["body"] == {
        "action_due": "2026-12-24",
        "action_id": action_id,
        "channel": "clinical_lead",
        "ladder_version": "2",
        "rung_days": 5,
        "sent_at": "2027-01-11T08:00:00Z",
        "situation": "Not done by 24-Dec-2026: Repeat the bloods",
        "to_whom": "Clinical lead",
        "trigger": "overdue_action",
    }
    assert keeping.verify_logs(running.service) == []


def test_nothing_is_told_of_what_is_done_of_the_dead_or_before_its_day(
    on_sqlite: Serving, new_device: Make, clock: TestClock
) -> None:
    gp, writer = clinician(on_sqlite, new_device), Writer()
    resident_id, action_id = overdue(gp, writer)
    stopped = replace_action(BLOODS, state=ActionState.STOPPED, outcome="Refused")
    gp.wrote(writer.write(stopped, resident_id, action_id)[1])
    gp.wrote(writer.write(Action(text="No day"), resident_id)[1])
    gp.wrote(writer.write(replace_action(BLOODS, due=date(2027, 2, 1)), resident_id)[1])
    dead_id, _ = overdue(gp, writer)
    dead = builders.resident(is_deceased=True, nhs_number=None, source_identifiers=())
    gp.wrote(writer.write(dead, dead_id, dead_id)[1])
    gp.sync()
    clock.now = morning(30)
    assert escalating.waiting(on_sqlite.service) == ()
    assert escalating.escalate(on_sqlite.service) == 0


def replace_action(action: Action, **values: object) -> Action:
    return action.model_copy(update=values)


def test_another_due_day_begins_anew(
    on_sqlite: Serving, new_device: Make, clock: TestClock
) -> None:
    gp, writer = clinician(on_sqlite, new_device), Writer()
    resident_id, action_id = overdue(gp, writer)
    clock.now = morning(30)
    escalating.escalate(on_sqlite.service)
    later = replace_action(BLOODS, due=date(2026, 12, 31))
    gp.wrote(writer.write(later, resident_id, action_id)[1])
    gp.sync()
    assert escalating.escalate(on_sqlite.service) == 0
    clock.now = morning(2, 1, 2027)
    assert escalating.escalate(on_sqlite.service) == 1
    assert told(gp) == ["Team lead", "Owner: Grace Obi"]


def test_it_is_told_in_the_home_where_the_resident_lives_now(
    on_sqlite: Serving, new_device: Make, clock: TestClock
) -> None:
    gp, writer = clinician(on_sqlite, new_device), Writer()
    resident_id, _ = overdue(gp, writer)
    old = home_computer(on_sqlite, new_device, HOME, "old-home")
    new = home_computer(on_sqlite, new_device, OTHER_HOME, "new-home")
    stay = builders.stay(home_id=OTHER_HOME)
    gp.wrote(writer.write(stay, resident_id)[1])
    gp.sync()
    clock.now = morning(30)
    escalating.escalate(on_sqlite.service)
    assert (told(old), told(new)) == ([], ["Team lead"])
    assert escalations(new)[0]["home_id"] == OTHER_HOME
    assert scope("clinical", OTHER_HOME) in new.logs


def test_of_two_records_that_were_joined_it_is_told_of_the_one_that_the_action_is_of(
    on_sqlite: Serving, new_device: Make, clock: TestClock
) -> None:
    gp, writer = clinician(on_sqlite, new_device), Writer()
    kept_id, admitted = writer.admit(home_id=OTHER_HOME)
    gp.wrote(admitted)
    other_id, _ = overdue(gp, writer)
    for one, another in ((kept_id, other_id), (other_id, kept_id)):
        joined = ResidentMerge(
            other_id=another, kept_id=kept_id, decision="d-1", why="One passport", asked="Ann"
        )
        gp.wrote(writer.sign(joined, one))
    gp.sync()
    clock.now = morning(30)
    assert [escalating.escalate(on_sqlite.service) for _ in range(2)] == [1, 0]
    other_home = home_computer(on_sqlite, new_device, OTHER_HOME, "other-home")
    assert (told(gp), told(other_home)) == (["Team lead"], [])
    (said,) = escalations(gp)
    assert (said["resident_id"], said["home_id"]) == (other_id, HOME)


def test_two_processes_at_once_tell_each_rung_once(
    running: Serving, new_device: Make, clock: TestClock
) -> None:
    gp = clinician(running, new_device)
    for seed in range(1, 4):
        overdue(gp, Writer(seed))
    clock.now = morning(30)
    other = open_database(running.parts.settings.database)
    second = replace(running.parts, database=other, random=Random(8).randbytes).service
    ready, numbers = threading.Barrier(2), []

    def look(service: Any) -> None:  # noqa: ANN401 - either of the two
        people = escalating.waiting(service)
        ready.wait(20)
        numbers.append(escalating.tell(service, people))

    threads = [threading.Thread(target=look, args=(s,)) for s in (running.service, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    other.close()
    assert sum(numbers) == 3
    assert told(gp) == ["Team lead"] * 3


# Who signs as the service


def test_no_device_signs_as_the_service(
    on_sqlite: Serving, new_device: Make, clock: TestClock
) -> None:
    gp, writer = clinician(on_sqlite, new_device), Writer()
    resident_id, _ = overdue(gp, writer)
    (honest,) = writer.observe(resident_id)
    envelope = replace(honest.envelope, author=Author("service", "The service", ""))
    gp.wrote([Change(honest.mid, honest.change_kind, envelope, honest.body)])
    gp.hello()
    (answer,) = gp.push().of("answer")
    assert answer["reason"] == "Only the service itself signs as the service"
    clock.now = morning(30)
    assert escalating.escalate(on_sqlite.service) == 1


def test_what_a_restored_service_had_told_is_brought_back_and_not_told_again(
    on_sqlite: Serving, new_device: Make, clock: TestClock, tmp_path: Path
) -> None:
    gp = clinician(on_sqlite, new_device)
    overdue(gp, Writer())
    backup = f"sqlite:///{tmp_path / 'restored.db'}"
    with on_sqlite.parts.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"VACUUM INTO '{tmp_path / 'restored.db'}'")
    clock.now = morning(30)
    escalating.escalate(on_sqlite.service)
    gp.sync()
    ((mid, text),) = texts(gp)
    with serving(backup, clock=clock) as restored:
        again = Device(restored.address, gp.name, counter=gp.counter + 1_000)
        again.epoch = keeping.new_epoch(restored.service)
        spoiled = text.replace('"id":"service"', '"id":"someone"')
        (refused,) = recover(again, change_line({"n": 0, "mid": mid}, spoiled)).of("answer")
        assert refused["result"] == "quarantined"
        other = change_from_text(mid, text).with_derived_mid()
        (answer,) = recover(again, change_line({"n": 0, "mid": other.mid}, text)).of("answer")
        assert answer["result"] == "applied"
        again.close()
        assert escalating.escalate(restored.service) == 0
        assert escalating.waiting(restored.service) == ()


def test_words_that_were_redacted_are_not_told_again(
    on_sqlite: Serving, new_device: Make, clock: TestClock
) -> None:
    gp = clinician(on_sqlite, new_device)
    overdue(gp, Writer())
    clock.now = morning(30)
    escalating.escalate(on_sqlite.service)
    gp.sync()
    ((mid, _),) = texts(gp)
    redacting.redact(on_sqlite.service, mid, by="Ann", why="Another person")
    assert escalating.escalate(on_sqlite.service) == 0


def test_who_redacts_an_action_is_told_which_escalation_says_its_words(
    on_sqlite: Serving, new_device: Make, clock: TestClock
) -> None:
    gp, writer = clinician(on_sqlite, new_device), Writer()
    resident_id, _ = overdue(gp, writer)
    action_id, written = writer.write(BLOODS, resident_id)
    gp.wrote(written)
    gp.sync()
    clock.now = morning(30)
    escalating.escalate(on_sqlite.service)
    gp.sync()
    (quoting,) = (mid for mid, text in texts(gp) if action_id in text)
    assert f"The escalation {quoting} may say the same words" in redacted(on_sqlite, written[0].mid)
    assert "may say" not in redacted(on_sqlite, quoting)


def redacted(served: Serving, mid: str) -> str:
    """What the command says that takes the words of a change out."""
    said = io.StringIO()
    typed = ["--database", served.parts.settings.database, "redact", mid, "--by", "Ann"]
    assert main([*typed, "--why", "Another person"], environment={}, out=said) == 0
    return said.getvalue()


# By itself


def test_the_service_looks_by_itself_and_by_a_command(
    on_sqlite: Serving, new_device: Make, clock: TestClock
) -> None:
    gp = clinician(on_sqlite, new_device)
    overdue(gp, Writer(), replace_action(BLOODS, due=date(2093, 12, 24)))
    said = io.StringIO()
    typed = ["--database", on_sqlite.parts.settings.database, "escalate"]
    assert main(typed, environment={}, out=said) == 0
    assert said.getvalue() == "Nothing is to be escalated.\n"
    clock.now = morning(30, year=2093)
    heard = _Heard()
    parts = replace(on_sqlite.parts, log=make_log(heard), metrics=Metrics(), look_after_s=0.0)
    with run(parts) as address:
        assert heard.was_written.wait(20)
        measured = httpx2.get(f"{address}/metrics").text
    assert '"number": 1' in heard.getvalue()
    assert "mdt_escalated_total 1.0" in measured
    assert f"mdt_escalation_looked_at_seconds {clock.now.timestamp():.7e}" in measured
    assert told(gp) == ["Team lead"]


class _Heard(io.StringIO):
    """A log that says when something was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.was_written = threading.Event()

    @override
    def write(self, words: str) -> int:
        number = super().write(words)
        self.was_written.set()
        return number


def test_how_often_is_a_setting_and_it_can_be_switched_off() -> None:
    assert Settings().escalate_minutes == 15
    assert from_environment({"MDT_ESCALATE_MINUTES": "5"}).escalate_minutes == 5
    assert from_environment({"MDT_ESCALATE_MINUTES": "off"}).escalate_minutes == 0
    with pytest.raises(InvalidInput, match="MDT_ESCALATE_MINUTES"):
        from_environment({"MDT_ESCALATE_MINUTES": "0"})
