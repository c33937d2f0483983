"""Enrolment by a one-time code, signatures, counters, versions, and how much may be asked at once."""

import threading
from pathlib import Path
from queue import Queue

import pytest

from mdt_core.clock import utc_text
from mdt_core.roles import Role
from mdt_core.sync.requests import Code
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.service.device import Answer, Device
from tests.service.serving import Serving, serving
from tests.service.ward import HOME, OTHER_HOME, Make, Writer, clinician
from tests.support.memory_store import TestClock

GP_EVERYWHERE = Grant(EVERY_HOME, Role.GP)


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.said["code"]


# Enrolment


def test_a_code_enrols_one_device_and_no_second_one(running: Serving, new_device: Make) -> None:
    code = running.code(GP_EVERYWHERE)
    assert len(code.replace("-", "")) == 20
    enrolled = new_device(running, "first").enrol(code.lower().replace("-", " "))
    assert enrolled.status == 200
    assert enrolled.said["server_time"] == utc_text(running.parts.clock())
    assert refusal(new_device(running, "second").enrol(code)) == (403, "code_refused")


def test_a_code_is_good_for_a_quarter_of_an_hour(
    on_sqlite: Serving, new_device: Make, clock: TestClock
) -> None:
    code = on_sqlite.code(GP_EVERYWHERE)
    clock.advance(minutes=15)
    assert refusal(new_device(on_sqlite).enrol(code)) == (403, "code_refused")


def test_five_wrong_tries_end_a_code(running: Serving, new_device: Make) -> None:
    code = running.code(GP_EVERYWHERE)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    device = new_device(running)
    for _ in range(5):
        assert refusal(device.enrol(wrong)) == (403, "code_refused")
    assert refusal(device.enrol(code)) == (403, "code_refused")


def test_codes_are_not_tried_faster_than_people_type(on_sqlite: Serving, new_device: Make) -> None:
    device = new_device(on_sqlite)
    answers = [device.enrol("AAAA-AAAA-AAAA-AAAA-AAAA") for _ in range(21)]
    assert refusal(answers[19]) == (403, "code_refused")
    assert refusal(answers[20]) == (429, "slow_down")
    assert int(answers[20].headers["retry-after"]) > 0


def test_an_enrolment_must_be_signed_by_the_key_that_it_brings(
    on_sqlite: Serving, new_device: Make
) -> None:
    thief, owner = new_device(on_sqlite, "thief"), new_device(on_sqlite, "owner")
    answer = thief.ask(
        "/v1/enrol",
        code=on_sqlite.code(GP_EVERYWHERE),
        device_id="thief",
        public_key=owner.public_key,
    )
    assert refusal(answer) == (401, "bad_signature")


def test_a_key_that_is_none_is_refused(on_sqlite: Serving, new_device: Make) -> None:
    device = new_device(on_sqlite)
    code = on_sqlite.code(GP_EVERYWHERE)
    answer = device.ask("/v1/enrol", code=code, device_id=device.name, public_key="AAAA")
    assert answer.status in (400, 401)


def test_an_administrators_device_gives_codes_for_what_it_administers(
    running: Serving, new_device: Make
) -> None:
    office = new_device(running, "office")
    office.enrol(running.code(Grant(HOME, Role.ADMINISTRATOR)))
    made = office.ask("/v1/admin/codes", home_id=HOME, roles=["home_nurse"])
    assert made.status == 200
    assert new_device(running, "nurse").enrol(made.said["code"]).status == 200
    for home_id in (OTHER_HOME, EVERY_HOME):
        refused = office.ask("/v1/admin/codes", home_id=home_id, roles=["gp"])
        assert refusal(refused) == (403, "not_granted")


def test_nobody_but_an_administrator_gives_codes(on_sqlite: Serving, new_device: Make) -> None:
    gp = clinician(on_sqlite, new_device)
    asked = gp.ask("/v1/admin/codes", home_id=HOME, roles=["gp"])
    assert refusal(asked) == (403, "not_granted")


# Signatures and counters


def test_a_device_that_was_never_enrolled_is_refused(on_sqlite: Serving, new_device: Make) -> None:
    assert refusal(new_device(on_sqlite).hello()) == (401, "not_enrolled")


def test_a_request_without_a_signature_is_refused(on_sqlite: Serving, new_device: Make) -> None:
    device = clinician(on_sqlite, new_device)
    answer = device.sent("GET", "/v1/hello?incarnation=a", b"", {"Mdt-Protocol": "1"})
    assert refusal(answer) == (401, "not_enrolled")


@pytest.mark.parametrize("what", ["method and target", "body", "counter"])
def test_a_signature_is_of_one_request_alone(
    on_sqlite: Serving, new_device: Make, what: str
) -> None:
    gp = clinician(on_sqlite, new_device)
    target, body = "/v1/hello?incarnation=a", b""
    headers = gp.headers("GET", target, body)
    if what == "counter":
        headers["Mdt-Counter"] = "99"
    elif what == "body":
        body = b"{}"
    else:
        target = "/v1/hello?incarnation=b"
    assert refusal(gp.sent("GET", target, body, headers)) == (401, "bad_signature")


def test_a_request_that_comes_twice_is_answered_twice_and_an_older_one_is_not(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    target = "/v1/hello?incarnation=a"
    old, new = gp.headers("GET", target, b""), gp.headers("GET", target, b"")
    assert gp.sent("GET", target, b"", new).status == 200
    assert gp.sent("GET", target, b"", new).status == 200
    replayed = gp.sent("GET", target, b"", old)
    assert refusal(replayed) == (401, "counter")
    assert replayed.said["counter"] == int(new["Mdt-Counter"])


def test_the_counter_of_a_push_outlives_the_service(tmp_path: Path, new_device: Make) -> None:
    url = f"sqlite:///{tmp_path / 'service.db'}"
    with serving(url) as served:
        gp = clinician(served, new_device)
        gp.wrote(Writer().admit()[1])
        gp.push()
    with serving(url) as again:
        restored = Device(again.address, gp.name, epoch=gp.epoch)
        answer = restored.hello()
        restored.close()
    assert refusal(answer) == (401, "counter")
    assert answer.said["counter"] == gp.counter


# Versions


def test_a_program_too_old_to_pull_still_pushes_says_hello_and_sends_its_audit(
    tmp_path: Path, new_device: Make
) -> None:
    settings = Settings(protocol_oldest=3, protocol_newest=5)
    with serving(f"sqlite:///{tmp_path / 'service.db'}", settings=settings) as served:
        gp = new_device(served)
        gp.protocol = 3
        gp.enrol(served.code(GP_EVERYWHERE))
        gp.protocol = 1
        gp.wrote(Writer().admit()[1])
        hello = gp.hello()
        assert (hello.said["protocol_oldest"], hello.said["protocol_newest"]) == (3, 5)
        assert gp.push().status == 200
        assert refusal(gp.pull("ref")) == (426, "too_old")


def test_a_request_that_names_no_version_is_refused(on_sqlite: Serving, new_device: Make) -> None:
    gp = clinician(on_sqlite, new_device)
    headers = gp.headers("GET", "/v1/hello?incarnation=a", b"")
    del headers["Mdt-Protocol"]
    answer = gp.sent("GET", "/v1/hello?incarnation=a", b"", headers)
    assert refusal(answer) == (400, "malformed")


# How much at once


def test_more_at_once_than_may_wait_is_asked_to_come_again(
    tmp_path: Path, new_device: Make
) -> None:
    settings = Settings(threads=1, waiting=1)
    with serving(f"sqlite:///{tmp_path / 'service.db'}", settings=settings) as served:
        devices = [clinician(served, new_device, f"laptop-{n}") for n in range(6)]
        answered: Queue[Answer] = Queue()
        threads = [
            threading.Thread(target=lambda device=each: answered.put(device.push()))
            for each in devices
        ]
        with served.parts.database.engine.connect() as blocking:
            blocking.execution_options(writes=True).begin()
            for thread in threads:
                thread.start()
            answers = [answered.get(timeout=20) for _ in range(4)]
            blocking.rollback()
        answers += [answered.get(timeout=20) for _ in range(2)]
        for thread in threads:
            thread.join()
    codes = [answer.said.get("code") for answer in answers]
    assert codes.count(Code.UNAVAILABLE) == 4
    refused = next(each for each in answers if each.status == 503)
    assert refused.headers["retry-after"] == "5"


def test_the_service_says_what_it_is_and_how_it_does(running: Serving, new_device: Make) -> None:
    gp = clinician(running, new_device)
    gp.wrote(Writer().admit()[1])
    gp.push()
    for path in ("/health", "/ready"):
        assert gp.http.get(path).json()["status"] == "ok"
    measured = gp.http.get("/metrics").text
    assert 'mdt_requests_total{route="/v1/push",status="200"} 1.0' in measured
    assert gp.http.get("/nothing").json()["code"] == "not_found"


def test_no_word_about_a_resident_is_in_the_log_or_the_measures(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    writer = Writer()
    resident_id, changes = writer.admit("Canaryname")
    gp.wrote([*changes, *writer.observe(resident_id)])
    gp.sync()
    gp.get(f"/v1/snapshot/Canaryname?epoch={gp.epoch}")
    told = running.logged.getvalue() + gp.http.get("/metrics").text
    assert '"route": "/v1/push"' in told
    assert "Canaryname" not in told
    assert resident_id not in told


def test_before_its_tables_are_made_the_service_is_not_ready(
    tmp_path: Path, new_device: Make
) -> None:
    with serving(f"sqlite:///{tmp_path / 'service.db'}") as served:
        with served.parts.database.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM alembic_version")
        response = new_device(served).http.get("/ready")
    assert (response.status_code, response.json()["status"]) == (503, "not migrated")
