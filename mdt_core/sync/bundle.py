"""The bundle file: the requests or the answers of sync, carried by hand where there is no network.

A file is one line that says what it is, one line of JSON in clear, the sealed content, and a signature
of all before it. In clear stand the device, its counter, the moment, and a mark of the service: no word
about anybody. Inside are requests and answers exactly as they go over the wire, one after the other,
each with its headers and its body. What is in them is for whoever asks or answers; it is not read here.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from mdt_core.errors import InvalidInput
from mdt_core.sync import sealing
from mdt_core.sync.requests import Identity, Message, Number

VERSION = 1
SUFFIX = ".mdtbundle"

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of a whole file, which is held in memory while it is read."""
LARGEST_CONTENT = 48 * 1024 * 1024
"""Bytes of requests or answers after which no more are put into a file; the next one goes on."""

_MAGIC = b"MDT bundle file\n"
_LONGEST_HEAD = 2_000

Sign: TypeAlias = Callable[[bytes], bytes]
"""Gives the 64 bytes of a signature of the text."""


class BundleRefused(InvalidInput):
    """A bundle file that cannot be used; nothing of it was."""

    title = "Bundle file"


class BundleHead(Message):
    """What stands in clear."""

    kind: Literal["requests", "answers"]
    version: Annotated[int, Field(ge=1)] = VERSION
    device: Identity
    """The device that asks, or that is answered."""
    counter: Number
    """Of the first request: a file of requests and its answer bear the same, a later file a larger one."""
    at: Annotated[str, Field(max_length=40)]
    """When it was made."""
    service: Annotated[str, Field(max_length=16)]
    """The mark of the service that is asked, or that answers."""


@dataclass(frozen=True)
class Part:
    """One request, or one answer with the request that it is of, as over the wire."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    status: int = 0
    """Of an answer; 0 for a request."""


@dataclass(frozen=True)
class Bundle:
    """A file as it was read: nothing is proven yet but its outer form."""

    head: BundleHead
    about: bytes
    content: bytes
    signature: bytes

    def is_signed_by(self, signer: str) -> bool:
        """Whether every byte is as the holder of that key signed it."""
        return sealing.is_signed(self.about + self.content, self.signature, signer)

    def opened(self, secret: bytes) -> tuple[str, Iterator[Part]]:
        """For whom to seal the answer, and the parts; raises BundleRefused where it cannot be opened."""
        found = sealing.opened(self.content, secret=secret, about=self.about)
        if found is None:
            raise BundleRefused(
                "This file was sealed for another reader, so it cannot be opened here.",
                next_step="Check whether it is the right file.",
            )
        return _content(found)


def mark_of(reader: str) -> str:
    """A short mark of a service, by the key for which files to it are sealed."""
    return hashlib.sha256(reader.encode("ascii")).hexdigest()[:16]


# Writing


def made(
    head: BundleHead, parts: Iterable[Part], *, reader: str, answer_for: str, sign: Sign
) -> bytes:
    """A whole file for the reader; `answer_for` is the key for which the answer is to be sealed."""
    about = _MAGIC + head.model_dump_json().encode("utf-8") + b"\n"
    lines = [_line({"answer_for": answer_for}), *(_written(part) for part in parts)]
    content = sealing.sealed(
        b"".join([*lines, _line({"end": len(lines)})]), reader=reader, about=about
    )
    return about + content + sign(about + content)


def _written(part: Part) -> bytes:
    head = {
        "method": part.method,
        "target": part.target,
        "headers": part.headers,
        "status": part.status,
        "size": len(part.body),
    }
    return _line(head) + part.body


def _line(head: object) -> bytes:
    return json.dumps(head, separators=(",", ":")).encode("ascii") + b"\n"


# Reading


def read(data: bytes, *, kind: Literal["requests", "answers"]) -> Bundle:
    """The outer form of a file; raises BundleRefused, in words, for what is none of that kind."""
    if len(data) > LARGEST_FILE:
        raise BundleRefused(f"The file is larger than any bundle ({LARGEST_FILE // 2**20} MiB).")
    if not data.startswith(_MAGIC):
        raise BundleRefused(
            "This is not a bundle file of this program.",
            next_step=f"Choose the file whose name ends in {SUFFIX}.",
        )
    end = data.find(b"\n", len(_MAGIC), len(_MAGIC) + _LONGEST_HEAD) + 1
    if not end or len(data) <= end + sealing.SIGNATURE_BYTES:
        raise cut()
    head = _head(data[len(_MAGIC) : end])
    if head.kind != kind:
        raise _other_kind(kind)
    return Bundle(
        head, data[:end], data[end : -sealing.SIGNATURE_BYTES], data[-sealing.SIGNATURE_BYTES :]
    )


def cut() -> BundleRefused:
    """The refusal of a file that is not as it was made."""
    return BundleRefused(
        "The file was cut or changed since it was made, so nothing of it was used.",
        next_step="Copy it again from where it was saved, or save a new one.",
    )


def _head(line: bytes) -> BundleHead:
    try:
        found = json.loads(line)
        version = found.get("version") if isinstance(found, dict) else None
        if isinstance(version, int) and version > VERSION:
            raise _newer()
        return BundleHead.model_validate(found)
    except (ValueError, RecursionError):
        raise cut() from None


def _newer() -> BundleRefused:
    return BundleRefused(
        "The file was made by a newer program than this one.",
        next_step="Update this program, then take the same file in.",
    )


def _other_kind(wanted: str) -> BundleRefused:
    if wanted == "answers":
        return BundleRefused(
            "This file is what a computer saved for the service, not the service's answer.",
            next_step="Take it to the service. The answer that comes back is taken in here.",
        )
    return BundleRefused(
        "This file is an answer of the service, not what a computer saved for it.",
        next_step="Take it in on the computer that saved the bundle.",
    )


def _content(content: bytes) -> tuple[str, Iterator[Part]]:
    first, at = _next(content, 0)
    return str(first.get("answer_for", "")), _parts(content, at)


def _parts(content: bytes, at: int) -> Iterator[Part]:
    count = 1
    while True:
        head, at = _next(content, at)
        if "end" in head:
            if head["end"] != count or at != len(content):
                raise _not_whole()
            return
        try:
            size = int(head["size"])
            body = content[at : at + size]
            if size < 0 or len(body) != size:
                raise _not_whole()
            headers = {str(name): str(value) for name, value in head["headers"].items()}
            part = Part(
                str(head["method"]), str(head["target"]), headers, body, int(head["status"])
            )
        except (KeyError, ValueError, TypeError, AttributeError):
            raise _not_whole() from None
        at, count = at + size, count + 1
        yield part


def _next(content: bytes, at: int) -> tuple[dict[str, Any], int]:
    end = content.find(b"\n", at)
    try:
        head = json.loads(content[at:end]) if end >= 0 else None
    except (ValueError, RecursionError):
        head = None
    if not isinstance(head, dict):
        raise _not_whole()
    return head, end + 1


def _not_whole() -> BundleRefused:
    return BundleRefused("What is sealed in the file is not whole, so nothing of it was used.")
