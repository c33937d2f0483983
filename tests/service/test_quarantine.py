"""What cannot be accepted is kept with the reason, blocks nothing, and is settled by a person."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.records.rounds import Round
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change
from mdt_core.sync.wire import NDJSON, change_line, compact, document
from mdt_service.handlers import keeping
from mdt_service.hub import quarantine
from mdt_service.hub.scopes import Grant
from tests.service.device import Answer, Device
from tests.service.serving import Serving
from tests.service.ward import HOME, OTHER_HOME, Make, Writer, clinician, home_computer
from tests.support.memory_store import GP, changes_made

MID = "01a20c68-6d20-7000-8000-000000000001"
TOO_LONG = '{"k":"' + "x" * (64 * 1024) + '"}'


def raw_push(device: Device, *lines: tuple[int, str, str]) -> Answer:
    """A push of texts as they are, whatever they are."""
    head = {
        "t": "push",
        "incarnation": device.incarnation,
        "after": device.after,
        "count": len(lines),
        "epoch": device.epoch,
    }
    made = [change_line({"n": n, "mid": mid}, body) for n, mid, body in lines]
    answer = device.post("/v1/push", document([compact(head), *made]), NDJSON)
    device.after = answer.said.get("after", device.after)
    return answer


def admitted() -> list[Change]:
    return Writer().admit()[1]


def with_key(text: str, **keys: object) -> str:
    """The text with keys of the envelope put in or (None) taken out, canonical again."""
    found = {**json.loads(text), **keys}
    kept = {key: value for key, value in found.items() if value is not None}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


BAD: dict[str, Callable[[str], str]] = {
    "no json": lambda _: "{not json",
    "a list": lambda _: "[1]",
    "not canonical": lambda text: text.replace(",", ", ", 1),
    "a float": lambda text: with_key(text, weight=36.8),
    "a number too large": lambda text: with_key(text, weight=2**60),
    "no kind": lambda text: with_key(text, kind=None),
    "a kind with spaces": lambda text: with_key(text, kind="a fall"),
    "no such change kind": lambda text: with_key(text, k="delete"),
    "a release": lambda text: with_key(text, k="release", groups=None),
    "a record id that is none": lambda text: with_key(text, id="1"),
    "a resident that is none": lambda text: with_key(text, resident_id="x" * 5_000),
    "no groups": lambda text: with_key(text, groups={}),
    "too long": lambda _: TOO_LONG,
    "a nul": lambda text: text.replace("Smith", "Smi\\u0000th"),
    "half a character": lambda text: text.replace("Smith", "Smi\\ud800th"),
    "too deep": lambda _: "[" * 100_000,
    "a key twice": lambda text: text.replace('"k":', '"k":"set","k":', 1),
    "a body that is null": lambda _: "null",
}


def test_changes_that_cannot_be_read_are_kept_as_they_came_and_those_behind_them_pass(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    good = admitted()
    bad = {how: spoil(good[0].text) for how, spoil in BAD.items()}
    lines = [(n, f"{MID[:-2]}{n:02}", text) for n, text in enumerate(bad.values(), 1)]
    behind = [(n, change.mid, change.text) for n, change in enumerate(good, 100)]
    answer = raw_push(gp, *lines, *behind)
    assert answer.status == 200, answer.said
    answers = answer.of("answer")
    for how, each in zip(bad, answers, strict=False):
        assert (each["result"], bool(each.get("reason"))) == ("quarantined", True), how
    assert [each["result"] for each in answers[len(bad) :]] == ["applied"] * len(good)
    with running.parts.database.reading() as connection:
        kept = [quarantine.find(connection, each.id) for each in quarantine.listed(connection)]
    assert [body for _, body in kept] == [
        None if text == "null" else text.encode() for text in bad.values()
    ]


def test_what_is_kept_apart_is_answered_alike_when_it_is_sent_again(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    first = raw_push(gp, (1, MID, "{}")).of("answer")
    gp.after = 0
    assert raw_push(gp, (1, MID, "{}")).of("answer") == first
    with running.parts.database.reading() as connection:
        assert len(quarantine.listed(connection)) == 1


def test_two_texts_under_one_identity_are_both_kept(running: Serving, new_device: Make) -> None:
    gp = clinician(running, new_device)
    good = admitted()[0]
    other = with_key(good.text, recorded_at="2026-11-24T08:00:00Z")
    answer = raw_push(gp, (1, good.mid, good.text), (2, good.mid, other))
    assert answer.of("answer")[0]["result"] == "applied"
    later = raw_push(gp, (3, good.mid, with_key(good.text, device="another")))
    assert later.of("answer")[0]["result"] == "quarantined"
    with running.parts.database.reading() as connection:
        assert len(quarantine.listed(connection)) == 2


def refused(answer: Answer) -> str:
    (only,) = answer.of("answer")
    assert only["result"] == "quarantined", only
    return str(only["reason"])


def test_a_home_cannot_write_about_a_resident_of_another_home(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    nurse = home_computer(on_sqlite, new_device, OTHER_HOME, "oak-computer")
    writer = Writer()
    resident_id, changes = writer.admit()
    gp.wrote(changes)
    gp.push()
    nurse.wrote(writer.observe(resident_id))
    assert "does not serve the home" in refused(nurse.push())


def test_nobody_signs_under_a_role_that_the_device_has_not(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    nurse = home_computer(on_sqlite, new_device, HOME, "elm-computer")
    writer = Writer()
    resident_id, changes = writer.admit()
    gp.wrote(changes)
    gp.push()
    nurse.wrote(writer.observe(resident_id))
    assert "no grant for the role «GP»" in refused(nurse.push())


def test_a_resident_is_not_written_over_by_what_names_another(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    person, other = admitted()[0], Writer(2).admit()[0]
    answer = raw_push(gp, (1, person.mid, with_key(person.text, resident_id=other)))
    assert refused(answer) == "A resident's record must be about that resident"


def test_a_record_of_one_resident_is_not_written_on_as_anothers(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp, writer = clinician(on_sqlite, new_device), Writer()
    (_, one), (other, two) = writer.admit(), writer.admit("Jones")
    told = enumerate((*one, *two), 1)
    raw_push(gp, *((n, each.mid, each.text) for n, each in told))
    stay = with_key(one[-1].text, resident_id=other)
    answer = raw_push(gp, (len(one) + len(two) + 1, MID, stay))
    assert refused(answer) == "The record under this id is about another resident"


def test_the_header_of_a_round_does_not_change_its_home(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp, writer = clinician(on_sqlite, new_device), Writer()
    header = Round(home_id=HOME, held_on=date(2026, 11, 24))
    with changes_made(writer.memory) as made, writer.memory.store.deed(GP) as unit:
        round_id = unit.write(header, About(home_id=HOME))
        later = header.model_copy(update={"planned_minutes": 90})
        unit.write(later, About(home_id=OTHER_HOME), record_id=round_id)
        unit.commit()
    gp.wrote(made)
    here, elsewhere = gp.push().of("answer")
    assert here["result"] == "applied"
    assert elsewhere["reason"] == "It names another home than the record under this id"


def test_a_grant_for_one_person_does_not_count_for_another(
    on_sqlite: Serving, new_device: Make
) -> None:
    device = new_device(on_sqlite)
    device.enrol(on_sqlite.code(Grant("*", Role.GP, "somebody-else")))
    device.wrote(admitted()[:1])
    assert refused(device.push())


def test_a_refused_claim_leaves_no_trace_of_where_a_resident_lives(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    liar = home_computer(on_sqlite, new_device, OTHER_HOME, "oak-computer")
    changes = admitted()
    liar.wrote(changes)
    assert {each["result"] for each in liar.push().of("answer")} == {"quarantined"}
    gp.wrote(changes)
    answers = gp.push().of("answer")
    assert {each["result"] for each in answers} == {"applied"}
    assert all(HOME in each["scope"] for each in answers)


def test_a_statement_signed_under_the_id_of_another_is_kept_apart(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    writer = Writer()
    resident_id, changes = writer.admit()
    entry = writer.observe(resident_id)
    second = writer.observe(resident_id, pulse=99)[0]
    gp.wrote([*changes, *entry])
    gp.push()
    record_id = entry[0].envelope.record_id
    text = with_key(second.text, id=record_id)
    assert "signed already" in refused(raw_push(gp, (90, second.mid, text)))


def test_a_known_statement_that_does_not_hold_is_kept_apart(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    writer = Writer()
    resident_id, changes = writer.admit()
    gp.wrote(changes)
    gp.push()
    entry = writer.observe(resident_id)[0]
    body = {**json.loads(entry.text)["body"], "pulse": 9_000}
    assert "does not hold" in refused(
        raw_push(gp, (90, entry.mid, with_key(entry.text, body=body)))
    )


def test_words_of_a_newer_program_are_taken_as_they_are(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    newer = with_key(admitted()[0].text, kind="robot_visit", words_of_tomorrow=["x"])
    answer = raw_push(gp, (1, MID, newer))
    assert answer.of("answer")[0]["result"] == "applied"
    gp.sync()
    assert gp.bodies()[MID] == newer


# The revoked device


def test_what_a_revoked_device_sends_late_is_kept_and_it_reads_no_more(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    gp.hello()
    keeping.revoke(running.service, gp.name, "Stolen from a car")
    gp.wrote(admitted())
    answers = gp.push().of("answer")
    assert {each["result"] for each in answers} == {"quarantined"}
    assert "Stolen from a car" in answers[0]["reason"]
    assert gp.pull("ref").said["code"] == "revoked"
    hello = gp.hello().said
    assert (hello["is_revoked"], hello["scopes"]) == (True, [])
    assert hello["quarantined"] == len(answers)


def test_a_person_takes_what_was_kept_and_devices_then_get_it(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    other = clinician(running, new_device, "second-laptop")
    changes = admitted()
    keeping.revoke(running.service, gp.name, "Lost")
    gp.wrote(changes)
    gp.push()
    with running.parts.database.reading() as connection:
        numbers = [each.id for each in quarantine.listed(connection)]
    for number in numbers:
        keeping.take_from_quarantine(running.service, number, by="Dr Shah")
    other.sync()
    assert other.bodies().keys() == {change.mid for change in changes}
    with running.parts.database.reading() as connection:
        assert quarantine.listed(connection) == ()
        assert {each.settled_how for each in quarantine.listed(connection, with_settled=True)} == {
            "taken by Dr Shah"
        }


def test_what_can_never_be_taken_stays_until_it_is_set_aside_with_a_reason(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    raw_push(gp, (1, MID, "{}"))
    with pytest.raises(InvalidInput, match="cannot be taken"):
        keeping.take_from_quarantine(on_sqlite.service, 1, by="Dr Shah")
    with pytest.raises(InvalidInput, match="reason"):
        keeping.set_aside(on_sqlite.service, 1, by="Dr Shah", why=" ")
    keeping.set_aside(on_sqlite.service, 1, by="Dr Shah", why="Empty by a fault of a test")
    with on_sqlite.parts.database.reading() as connection:
        assert quarantine.waiting(connection) == 0


def test_one_change_that_breaks_the_fold_is_found_and_the_others_pass(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    writer = Writer()
    resident_id, changes = writer.admit()
    entry = writer.observe(resident_id)[0]
    with on_sqlite.parts.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON record WHEN NEW.kind = 'observation_set'"
            " BEGIN SELECT RAISE(ABORT, 'a fault of ours'); END"
        )
    gp.wrote([*changes[:2], entry, *changes[2:]])
    answers = gp.push().of("answer")
    by_mid = {each["mid"]: each for each in answers}
    assert by_mid.pop(entry.mid)["result"] == "quarantined"
    assert {each["result"] for each in by_mid.values()} == {"applied"}
    assert "a fault of ours" not in on_sqlite.logged.getvalue()
    assert '"event": "fault"' in on_sqlite.logged.getvalue()
