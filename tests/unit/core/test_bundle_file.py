"""The bundle file itself: what goes in comes out, for its reader alone, and every other file is refused."""

import json
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from mdt_core.sync import bundle, sealing
from mdt_core.sync.bundle import BundleHead, BundleRefused, Part

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sync-protocol.md"
SERVICE, DEVICE, ANSWER, STRANGER = (Random(seed).randbytes(32) for seed in range(4))
HEAD = BundleHead(
    kind="requests",
    device="device-1",
    counter=7,
    at="2026-11-24T07:15:00Z",
    service=bundle.mark_of(sealing.reader_key(SERVICE)),
)
PART = Part("POST", "/v1/push", {"Mdt-Counter": "7"}, b'{"words":"Okonkwo"}\n')

parts = some.builds(
    Part,
    method=some.sampled_from(["GET", "POST"]),
    target=some.text(max_size=40),
    headers=some.dictionaries(some.text(max_size=10), some.text(max_size=20), max_size=3),
    body=some.binary(max_size=200),
    status=some.integers(0, 599),
)


def file_of(*inside: Part, head: BundleHead = HEAD) -> bytes:
    """A file of the device for the service."""
    return bundle.made(
        head,
        inside,
        reader=sealing.reader_key(SERVICE),
        answer_for=sealing.reader_key(ANSWER),
        sign=partial(sealing.signature, secret=DEVICE),
    )


@given(some.lists(parts, max_size=4))
@settings(max_examples=30)
def test_what_goes_in_comes_out_as_it_was(inside: list[Part]) -> None:
    read = bundle.read(file_of(*inside), kind="requests")
    assert read.head == HEAD
    assert read.is_signed_by(sealing.signer_key(DEVICE))
    answer_for, found = read.opened(SERVICE)
    assert (answer_for, list(found)) == (sealing.reader_key(ANSWER), inside)


def test_only_its_reader_opens_it_and_only_its_maker_signed_it() -> None:
    read = bundle.read(file_of(PART), kind="requests")
    with pytest.raises(BundleRefused, match="sealed for another reader"):
        read.opened(STRANGER)
    assert not read.is_signed_by(sealing.signer_key(STRANGER))
    assert not read.is_signed_by("no key")


def test_a_head_that_was_changed_opens_nothing() -> None:
    changed = file_of(PART).replace(b'"counter":7', b'"counter":8')
    read = bundle.read(changed, kind="requests")
    assert read.head.counter == 8
    assert not read.is_signed_by(sealing.signer_key(DEVICE))
    with pytest.raises(BundleRefused, match="sealed for another reader"):
        read.opened(SERVICE)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda _data: b"", "not a bundle file"),
        (lambda data: data[:30], "cut or changed"),
        (lambda data: data.replace(b'"version":1', b'"version":2'), "newer program"),
        (lambda data: data.replace(b'"version":1', b'"version":0'), "cut or changed"),
        (lambda data: data.replace(b'"device":"device-1"', b'"device":""'), "cut or changed"),
        (lambda data: data.replace(b'"kind"', b'"sort"'), "cut or changed"),
        (lambda data: data.replace(b"requests", b"answers"), "an answer of the service"),
        (lambda data: data.ljust(bundle.LARGEST_FILE + 1, b"x"), "larger than any bundle"),
    ],
    ids=["empty", "cut", "newer", "version 0", "no device", "no kind", "answer", "too large"],
)
def test_what_is_no_bundle_of_requests_is_refused_in_words(
    harm: Callable[[bytes], bytes], words: str
) -> None:
    with pytest.raises(BundleRefused, match=words):
        bundle.read(harm(file_of(PART)), kind="requests")


FIRST, END = b'{"answer_for":"x"}\n', b'{"end":2}\n'


def head_of(**told: object) -> bytes:
    """The line before a part's body."""
    whole = {"method": "GET", "target": "/", "headers": {}, "status": 0, "size": 0}
    return json.dumps({**whole, **told}).encode() + b"\n"


NOT_WHOLE = {
    "nothing": b"",
    "no line": b"{}",
    "no object": b"[]\n",
    "no end": FIRST,
    "another count": FIRST + END,
    "more behind": FIRST + b'{"end":1}\nmore',
    "no head": FIRST + b'{"method":"GET"}\n' + END,
    "body cut": FIRST + head_of(size=99) + b"abc\n" + END,
    "size below nought": FIRST + head_of(size=-1) + END,
    "headers in a list": FIRST + head_of(headers=[]) + END,
}


@pytest.mark.parametrize("inside", NOT_WHOLE.values(), ids=NOT_WHOLE)
def test_a_content_that_is_not_whole_is_refused(inside: bytes) -> None:
    about = file_of().partition(b"}\n")[0] + b"}\n"
    content = sealing.sealed(inside, reader=sealing.reader_key(SERVICE), about=about)
    data = about + content + sealing.signature(about + content, DEVICE)
    with pytest.raises(BundleRefused, match="is not whole"):
        list(bundle.read(data, kind="requests").opened(SERVICE)[1])


def test_the_page_of_the_protocol_tells_the_file_as_it_is() -> None:
    page = PAGE.read_text("utf-8").partition("\n## Without a network\n")[2].partition("\n## ")[0]
    first = file_of().partition(b"\n")[0].decode()
    limit = f"{bundle.LARGEST_CONTENT // 2**20} MiB"
    told = [f"`{name}`" for name in BundleHead.model_fields]
    told += [f"`{each.name}`" for each in fields(Part) if each.name != "body"]
    assert [words for words in (f"`{first}`", limit, *told) if words not in page] == []
