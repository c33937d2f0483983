"""Whatever a network or a stranger does to a message: nothing of it is used, and words come back."""

import json
import socket
import zlib

import pytest
import zstandard

from mdt_core.sync.change import Change
from mdt_core.sync.protocol import LARGEST_PUSH
from mdt_core.sync.requests import Code
from mdt_core.sync.wire import (
    NDJSON,
    NotReadable,
    TooLarge,
    accepted,
    document,
    lines_of,
    packed,
    split_change,
    unpacked,
)
from mdt_service.api.problems import STATUS
from mdt_service.hub import log
from mdt_service.settings import Settings
from tests.service.device import Answer, Device
from tests.service.serving import Serving, serving
from tests.service.ward import Make, Writer, clinician, scope

BOMB_BYTES = 64 * 1024 * 1024


@pytest.fixture
def gp(on_sqlite: Serving, new_device: Make) -> Device:
    return clinician(on_sqlite, new_device)


def admitted() -> list[Change]:
    return Writer().admit()[1]


def sent_as(device: Device, body: bytes, encoding: str, media: str = NDJSON) -> Answer:
    """A push whose bytes and headers are given; signed, so that only these are at fault."""
    headers = device.headers("POST", "/v1/push", body)
    headers |= {"Content-Type": media, "Content-Encoding": encoding}
    return device.sent("POST", "/v1/push", body, headers)


def test_a_document_cut_at_any_byte_is_not_read() -> None:
    whole = document(['{"t":"push","count":1}', '{"n":1,"mid":"m","body":{"k":"event"}}'])
    assert len(lines_of(whole)) == 2
    for end in range(len(whole)):
        with pytest.raises(NotReadable):
            lines_of(whole[:end])


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_a_packed_document_cut_at_any_byte_is_not_read(encoding: str) -> None:
    whole, how = packed(
        document([f'{{"n":{n},"mid":"m","body":{{}}}}' for n in range(60)]), encoding
    )
    assert how == encoding
    for end in range(len(whole)):
        with pytest.raises(NotReadable):
            lines_of(unpacked(whole[:end], encoding, most=LARGEST_PUSH))


def test_a_document_with_one_bit_turned_is_not_read() -> None:
    whole = document(['{"n":1,"mid":"m","body":{"k":"event","words":"abc"}}'])
    for place in range(len(whole)):
        turned = bytearray(whole)
        turned[place] ^= 1
        with pytest.raises(NotReadable):
            lines_of(bytes(turned))


@pytest.mark.parametrize("cut", [0, 1, 10, 100, -2, -1])
def test_a_push_cut_on_its_way_changes_nothing(on_sqlite: Serving, gp: Device, cut: int) -> None:
    gp.wrote(admitted())
    body = document(gp.push_lines(gp.outbox, 0))[:cut]
    answer = sent_as(gp, body, "identity")
    assert (answer.status, answer.said["code"]) == (400, "malformed")
    with on_sqlite.parts.database.reading() as connection:
        assert log.scopes_known(connection) == ()
    assert gp.push().status == 200


def test_a_connection_cut_in_the_middle_of_a_push_changes_nothing(
    on_sqlite: Serving, gp: Device
) -> None:
    gp.wrote(admitted())
    body = document(gp.push_lines(gp.outbox, 0))
    headers = gp.headers("POST", "/v1/push", body)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head += f"Content-Type: {NDJSON}\r\nContent-Length: {len(body)}\r\nHost: service\r\n\r\n"
    host, port = on_sqlite.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"POST /v1/push HTTP/1.1\r\n" + head.encode() + body[:200])
    assert {each["result"] for each in gp.push().of("answer")} == {"applied"}


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_a_bomb_is_refused_before_it_opens(gp: Device, encoding: str) -> None:
    bomb, _ = packed(bytes(BOMB_BYTES), encoding)
    assert len(bomb) < LARGEST_PUSH
    answer = sent_as(gp, bomb, encoding)
    assert (answer.status, answer.said["code"]) == (413, "too_large")


def test_a_window_larger_than_eight_mebibytes_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27)
    frame = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    data = frame.compress(bytes(LARGEST_PUSH)) + frame.flush()
    with pytest.raises(NotReadable):
        unpacked(data, "zstd", most=LARGEST_PUSH * 2)


def test_a_body_over_the_limit_is_refused_by_its_length_and_by_its_bytes(gp: Device) -> None:
    body = b"x" * (LARGEST_PUSH + 1)
    assert sent_as(gp, body, "identity").status == 413
    headers = gp.headers("POST", "/v1/push", body) | {"Content-Type": NDJSON}
    parts = (body[i : i + 65_536] for i in range(0, len(body), 65_536))
    response = gp.http.post("/v1/push", content=parts, headers=headers)
    assert response.status_code == 413
    assert "1024 KiB" in response.json()["words"]


@pytest.mark.parametrize("media", ["application/json", "text/html", ""])
def test_another_content_type_is_refused(gp: Device, media: str) -> None:
    answer = sent_as(gp, document(gp.push_lines([], 0)), "identity", media)
    assert (answer.status, answer.said["code"]) == (415, "wrong_type")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(b"plain", "zstd"), (b"plain", "gzip"), (b"plain", "br"), (zlib.compress(b"x"), "gzip")],
    ids=["not zstd", "not gzip", "unknown", "deflate"],
)
def test_what_is_not_packed_as_it_says_is_refused(gp: Device, body: bytes, encoding: str) -> None:
    answer = sent_as(gp, body, encoding)
    assert (answer.status, answer.said["code"]) == (400, "malformed")


@pytest.mark.parametrize("encoding", ["zstd", "gzip", "identity"])
def test_every_packing_carries_the_same_words(
    on_sqlite: Serving, new_device: Make, encoding: str
) -> None:
    gp = clinician(on_sqlite, new_device)
    gp.encoding = encoding
    writer = Writer()
    resident_id, changes = writer.admit()
    changes += writer.observe(resident_id)
    gp.wrote(changes)
    gp.sync()
    assert gp.bodies() == {change.mid: change.text for change in changes}
    answer = gp.get(f"/v1/snapshot/{scope('identity')}?epoch={gp.epoch}")
    assert answer.headers["content-encoding"] == encoding


def test_a_request_that_drips_is_ended(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('drip') / 'service.db'}"
    with serving(url, settings=Settings(body_s=0.2)) as served:
        host, port = served.address.removeprefix("http://").split(":")
        head = "POST /v1/push HTTP/1.1\r\nHost: s\r\nMdt-Protocol: 1\r\nContent-Length: 100\r\n\r\n"
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.sendall(head.encode() + b"x")
            answered = b""
            while b"}" not in answered:
                answered += connection.recv(4096)
    assert b" 408 " in answered
    assert b"too_slow" in answered


def test_best_packing_is_chosen_of_those_allowed() -> None:
    assert accepted("gzip, deflate, zstd;q=0.9") == "zstd"
    assert accepted("gzip") == "gzip"
    assert accepted("br") == "identity"


def test_the_body_of_a_change_is_cut_out_of_its_line_as_it_is() -> None:
    text = '{"k":"event","body":{"n":1},"words":"é, \\"body\\":"}'
    head, body = split_change(b'{"n":7,"mid":"m","body":' + text.encode() + b"}")
    assert head == {"n": 7, "mid": "m"}
    assert body is not None
    assert body.decode() == text
    assert json.loads(body)["words"] == 'é, "body":'


def test_more_than_the_limit_is_never_opened() -> None:
    with pytest.raises(TooLarge):
        unpacked(b"12345", "identity", most=4)


def test_every_code_has_its_status() -> None:
    assert STATUS.keys() == set(Code)
