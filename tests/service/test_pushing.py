"""What a push answers, and that sending it again, cut or mixed up, changes nothing."""

import pytest

from mdt_core.sync.change import Change
from mdt_core.sync.wire import NDJSON, change_line, document
from tests.service.device import Device
from tests.service.serving import Serving
from tests.service.ward import HOME, Make, Writer, by_home_nurse, clinician, home_computer, scope
from tests.support import builders


@pytest.fixture
def gp(running: Serving, new_device: Make) -> Device:
    return clinician(running, new_device)


@pytest.fixture
def written() -> list[Change]:
    writer = Writer()
    resident_id, admitted = writer.admit()
    return [*admitted, *writer.observe(resident_id), *writer.observe(resident_id, pulse=90)]


def results(answer: object) -> list[str]:
    return [each["result"] for each in answer.of("answer")]  # type: ignore[attr-defined]


def test_a_push_sent_again_is_answered_with_the_same_numbers_and_adds_nothing(
    gp: Device, written: list[Change]
) -> None:
    gp.wrote(written)
    lines = gp.push_lines(gp.outbox, 0)
    first = gp.tell("/v1/push", lines)
    again = gp.tell("/v1/push", lines)
    assert results(first) == ["applied"] * len(written)
    assert results(again) == ["duplicate"] * len(written)
    places = [(each["scope"], each["seq"]) for each in first.of("answer")]
    assert [(each["scope"], each["seq"]) for each in again.of("answer")] == places


def test_a_push_that_overlaps_the_last_one_takes_only_what_is_new(
    gp: Device, written: list[Change]
) -> None:
    gp.wrote(written)
    gp.tell("/v1/push", gp.push_lines(gp.outbox[:2], 0))
    after = gp.outbox[0][0]
    answer = gp.tell("/v1/push", gp.push_lines(gp.outbox[1:], after))
    assert results(answer) == ["duplicate", *["applied"] * (len(written) - 2)]
    assert answer.said["after"] == gp.outbox[-1][0]


def test_a_push_that_leaves_changes_out_is_told_where_to_go_on(
    gp: Device, written: list[Change]
) -> None:
    gp.wrote(written)
    gp.tell("/v1/push", gp.push_lines(gp.outbox[:1], 0))
    answer = gp.tell("/v1/push", gp.push_lines(gp.outbox[3:], gp.outbox[2][0]))
    assert (answer.status, answer.said["code"]) == (409, "expect")
    assert answer.said["after"] == gp.outbox[0][0]


def test_another_change_under_a_known_counter_is_a_fork(gp: Device, written: list[Change]) -> None:
    gp.wrote(written)
    gp.tell("/v1/push", gp.push_lines(gp.outbox[:2], 0))
    forked = [(gp.outbox[0][0], written[3]), gp.outbox[1]]
    answer = gp.tell("/v1/push", gp.push_lines(forked, 0))
    assert (answer.status, answer.said["code"]) == (409, "fork")


def test_a_restored_store_that_lost_the_middle_of_its_outbox_is_a_fork(
    gp: Device, written: list[Change]
) -> None:
    gp.wrote(written)
    gp.tell("/v1/push", gp.push_lines(gp.outbox[:3], 0))
    without_second = [gp.outbox[0], gp.outbox[2], gp.outbox[3]]
    answer = gp.tell("/v1/push", gp.push_lines(without_second, 0))
    assert (answer.status, answer.said["code"]) == (409, "fork")


def test_after_a_fork_a_new_incarnation_goes_on_and_loses_nothing(
    gp: Device, written: list[Change]
) -> None:
    gp.wrote(written)
    gp.tell("/v1/push", gp.push_lines(gp.outbox[:2], 0))
    gp.incarnation, gp.after = "second-life", 0
    gp.sync()
    assert results(gp.tell("/v1/push", gp.push_lines(gp.outbox, 0))) == ["duplicate"] * len(written)
    assert gp.bodies() == {change.mid: change.text for change in written}


def test_the_incarnation_of_another_device_is_refused(
    running: Serving, gp: Device, new_device: Make, written: list[Change]
) -> None:
    gp.wrote(written)
    gp.push()
    other = clinician(running, new_device, "second-laptop")
    other.incarnation = gp.incarnation
    other.wrote(written)
    assert other.push().said["code"] == "malformed"


def test_the_same_import_on_two_devices_is_one_change(
    running: Serving, gp: Device, new_device: Make, written: list[Change]
) -> None:
    other = clinician(running, new_device, "second-laptop")
    gp.wrote(written)
    gp.push()
    other.wrote(written)
    assert results(other.push()) == ["duplicate"] * len(written)


def test_two_people_who_wrote_one_group_apart_are_told_of_the_conflict(
    running: Serving, gp: Device, new_device: Make
) -> None:
    first, second = Writer(1), Writer(2)
    resident_id, admitted = first.admit()
    second.memory.receive(*admitted)
    nurse = home_computer(running, new_device, HOME, "home-computer")
    changed = builders.resident(nhs_number=None, source_identifiers=(), family_name="Smyth")
    _, one = first.write(changed, resident_id, resident_id)
    _, two = second.write(
        changed.model_copy(update={"family_name": "Smithe"}), resident_id, resident_id
    )
    gp.wrote([*admitted, *one])
    gp.push()
    nurse.wrote(by_home_nurse(two))
    assert results(nurse.push()) == ["conflict"]


def test_an_empty_push_is_answered(gp: Device) -> None:
    assert results(gp.tell("/v1/push", gp.push_lines([], 0))) == []


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["{}"], "not of this protocol"),
        ([], "first line"),
        (['{"t":"push"}'], "incarnation"),
    ],
    ids=["no header", "nothing", "half a header"],
)
def test_a_message_that_is_no_push_is_refused_in_words(
    gp: Device, lines: list[str], words: str
) -> None:
    answer = gp.tell("/v1/push", lines)
    assert (answer.status, answer.said["code"]) == (400, "malformed")
    assert words in answer.said["words"]


def test_another_number_of_lines_than_said_is_refused(gp: Device, written: list[Change]) -> None:
    gp.wrote(written)
    answer = gp.tell("/v1/push", gp.push_lines(gp.outbox, 0, count=2))
    assert (answer.status, answer.said["code"]) == (400, "malformed")


def test_counters_that_do_not_grow_are_refused(gp: Device, written: list[Change]) -> None:
    gp.wrote(written)
    answer = gp.tell("/v1/push", gp.push_lines([gp.outbox[1], gp.outbox[0]], 0))
    assert (answer.status, answer.said["code"]) == (400, "malformed")


def test_more_than_five_hundred_changes_are_refused_in_words(
    gp: Device, written: list[Change]
) -> None:
    many = [(n, written[0]) for n in range(1, 502)]
    lines = gp.push_lines(many, 0)
    lines = [lines[0], *(change_line({"n": n, "mid": "m"}, "{}") for n, _ in many)]
    answer = gp.post("/v1/push", document(lines), NDJSON)
    assert (answer.status, answer.said["code"]) == (413, "too_large")
    assert "500" in answer.said["words"]


def test_numbers_have_no_gap_after_pushes_from_two_devices(
    running: Serving, gp: Device, new_device: Make
) -> None:
    other = clinician(running, new_device, "second-laptop")
    for number, device in enumerate((gp, other, gp, other)):
        writer = Writer(10 + number)
        resident_id, admitted = writer.admit()
        device.wrote([*admitted, *writer.observe(resident_id)])
        device.push()
    gp.sync()
    other.sync()
    assert gp.logs[scope("identity")].seq == len(gp.logs[scope("identity")].bodies)
    assert gp.bodies() == other.bodies()
    assert {s: log.digest for s, log in gp.logs.items()} == {
        s: log.digest for s, log in other.logs.items()
    }
