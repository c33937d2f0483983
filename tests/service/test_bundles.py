"""What an enrolled device may not do by a file: a file opens no door that the network has shut."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random

import pytest

from mdt_core.sync import bundle, sealing
from mdt_core.sync.bundle import BundleHead, BundleRefused, Part
from mdt_core.sync.wire import NDJSON, document, lines_of, unpacked
from mdt_service.api import bundles
from mdt_service.api.bundles import Answered, Desk
from tests.service.device import LARGEST, Device
from tests.service.serving import Serving
from tests.service.ward import Make, Writer, clinician

ANSWER = Random(5).randbytes(32)


@dataclass
class Asked:
    """Requests of a device, signed as it signs them, on their way into a file."""

    device: Device
    parts: list[Part] = field(default_factory=list)

    def get(self, target: str) -> None:
        self.parts.append(Part("GET", target, self.device.headers("GET", target, b"")))

    def post(self, target: str, data: bytes, media: str) -> None:
        headers = self.device.headers("POST", target, data) | {"Content-Type": media}
        self.parts.append(Part("POST", target, headers, data))

    def push(self) -> None:
        device = self.device
        lines = device.push_lines(device.outbox, device.after)
        self.post("/v1/push", document(lines), NDJSON)

    def hello(self) -> None:
        self.get(f"/v1/hello?incarnation={self.device.incarnation}")


def taken(
    served: Serving, by: Device, parts: Sequence[Part], answer_for: str = ""
) -> tuple[Answered, list[Part]]:
    """What the service makes of a file of that device, and the parts of its answer."""
    reader = by.hello().said["bundle_reader"]
    head = BundleHead(
        kind="requests", device=by.name, counter=1, at="", service=bundle.mark_of(reader)
    )
    data = bundle.made(
        head,
        parts,
        reader=reader,
        answer_for=answer_for or sealing.reader_key(ANSWER),
        sign=partial(_signature, by),
    )
    desk = Desk(served.service, served.parts.settings, lambda error: type(error).__name__)
    answered = bundles.answer(desk, data)
    read = bundle.read(answered.data, kind="answers")
    assert read.is_signed_by(by.hello().said["bundle_signer"])
    return answered, list(read.opened(ANSWER)[1])


def _signature(by: Device, text: bytes) -> bytes:
    return by.key.sign(text)


def said(part: Part) -> dict[str, object]:
    data = unpacked(part.body, part.headers.get("Content-Encoding", ""), most=LARGEST)
    found: dict[str, object] = json.loads(
        lines_of(data)[0] if NDJSON in part.headers.values() else data
    )
    return found


def test_a_push_in_a_file_is_answered_as_over_the_network(
    running: Serving, new_device: Make
) -> None:
    gp = clinician(running, new_device)
    gp.hello()
    gp.wrote(Writer().admit()[1])
    asked = Asked(gp)
    asked.push()
    asked.hello()
    answered, parts = taken(running, gp, asked.parts)
    assert answered.results == {"applied": len(gp.outbox)}
    assert [part.status for part in parts] == [200, 200]
    assert said(parts[1])["after"] == gp.n
    again, _ = taken(running, gp, asked.parts)
    assert again.results == {"duplicate": len(gp.outbox)}
    gp.pull_known()
    assert len(gp.bodies()) == len(gp.outbox)


def test_requests_of_others_unsigned_ones_and_other_routes_are_refused_one_by_one(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp, other = (clinician(on_sqlite, new_device, name) for name in ("gp", "other"))
    asked, foreign = Asked(gp), Asked(other)
    foreign.hello()
    asked.post("/v1/admin/codes", b'{"home_id":"*","roles":["gp"]}', "application/json")
    asked.get("/v1/nowhere")
    asked.hello()
    spoilt = Part("GET", "/v1/hello?incarnation=x", asked.parts[2].headers)
    bare = Part("GET", "/v1/hello?incarnation=x")
    answered, parts = taken(on_sqlite, gp, [*foreign.parts, *asked.parts, spoilt, bare])
    assert [part.status for part in parts] == [400, 400, 400, 200, 401, 401]
    assert answered.refusals == ["malformed"] * 3 + ["bad_signature", "not_enrolled"]


def test_a_file_that_could_not_be_answered_is_refused_before_anything_of_it_is_taken(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    gp.hello()
    gp.wrote(Writer().admit()[1])
    asked = Asked(gp)
    asked.push()
    for answer_for in ("no key", base64.b64encode(b"short").decode()):
        with pytest.raises(BundleRefused):
            taken(on_sqlite, gp, asked.parts, answer_for)
    assert gp.hello().said["after"] == 0


def test_a_push_that_is_larger_than_any_is_refused_in_its_place(
    on_sqlite: Serving, new_device: Make
) -> None:
    gp = clinician(on_sqlite, new_device)
    gp.hello()
    asked = Asked(gp)
    asked.post("/v1/push", b"x" * (1 << 21), NDJSON)
    asked.hello()
    answered, parts = taken(on_sqlite, gp, asked.parts)
    assert [part.status for part in parts] == [413, 200]
    assert answered.refusals == ["too_large"]
