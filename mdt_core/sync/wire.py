"""Framing of the wire: lines of JSON, closed by a count and a hash, packed by zstd or gzip.

A document is lines that each end in a line feed; the last one counts those before it and hashes
their bytes, so that whatever was cut or mixed up is known before anything of it is used. In the line
of a change the body comes last and is the very text that is stored and hashed: it is cut out of the
line and never written anew. What may not be told from the line alone is not decided here.
"""

import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import zstandard
from pydantic_core import from_json

from mdt_core.errors import InvalidInput

NDJSON = "application/x-ndjson"
ZSTD = "zstd"
GZIP = "gzip"
PLAIN = "identity"

_LEVEL = 3
_LARGEST_WINDOW = 8 * 1024 * 1024
_WORTH_PACKING = 512
_BODY = ',"body":'
_GZIP_FRAME = 31  # zlib's number for «with a gzip header»


class NotReadable(InvalidInput):
    """A document that is cut, mixed up, or not of this protocol; nothing of it was used."""

    title = "Sync"


class TooLarge(NotReadable):
    """A document that is larger, or opens to more, than is allowed."""


# Documents


def document(lines: Iterable[str]) -> bytes:
    """The lines with the closing line, as bytes; a line may not hold a line feed."""
    text = "".join(f"{line}\n" for line in lines)
    data = text.encode("utf-8")
    count, digest = text.count("\n"), hashlib.sha256(data).hexdigest()
    closing = f'{{"t":"end","count":{count},"sha256":"{digest}"}}\n'
    return data + closing.encode("ascii")


def lines_of(data: bytes) -> list[bytes]:
    """The lines of a document but the closing one; raises NotReadable unless it is whole."""
    before, found, closing = data.removesuffix(b"\n").rpartition(b"\n")
    whole = before + found
    ends = _json(closing) if data.endswith(b"\n") else {}
    if ends.get("t") != "end":
        raise NotReadable("The message was cut before its end")
    if ends.get("sha256") != hashlib.sha256(whole).hexdigest():
        raise NotReadable("The message is not as it was sent")
    lines = whole.split(b"\n")[:-1]
    if ends.get("count") != len(lines):
        raise NotReadable("The message does not hold as many lines as it says")
    return lines


def message_of(line: bytes) -> dict[str, Any]:
    """A line as a JSON object; raises NotReadable for anything else."""
    found = _json(line)
    if not found:
        raise NotReadable("A line of the message is not of this protocol")
    return found


def _json(line: bytes) -> dict[str, Any]:
    try:
        found = from_json(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


# Lines of changes


def change_line(head: Mapping[str, int | str], body: str | None) -> str:
    """The line of a change: its head, then the body as the text that it is (None: taken out)."""
    return f"{compact(head)[:-1]}{_BODY}{'null' if body is None else body}}}"


def split_change(line: bytes) -> tuple[dict[str, Any], bytes | None]:
    """The head of a change's line and the bytes of its body; raises NotReadable where it is none.

    The body is not looked into: whether it can be taken is decided change by change.
    """
    head, found, rest = line.partition(_BODY.encode("ascii"))
    if not found or not rest.endswith(b"}"):
        raise NotReadable("A line of the message is not a change")
    body = rest[:-1]
    return message_of(head + b"}"), None if body == b"null" else body


def compact(value: Mapping[str, Any]) -> str:
    """JSON without spaces, on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Packing


def accepted(header: str) -> str:
    """The best packing that an Accept-Encoding header allows."""
    named = {part.partition(";")[0].strip().lower() for part in header.split(",")}
    return ZSTD if ZSTD in named else GZIP if GZIP in named else PLAIN


def packed(data: bytes, encoding: str) -> tuple[bytes, str]:
    """The data packed, and how; what is too small to gain by it stays plain."""
    if encoding == PLAIN or len(data) < _WORTH_PACKING:
        return data, PLAIN
    if encoding == ZSTD:
        return zstandard.ZstdCompressor(level=_LEVEL).compress(data), ZSTD
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP_FRAME)
    return packer.compress(data) + packer.flush(), GZIP


def unpacked(data: bytes, encoding: str, *, most: int) -> bytes:
    """The data as it was before packing; never opens more than `most` bytes.

    Raises TooLarge where there is more, NotReadable where it is not packed as it says.
    """
    if encoding in ("", PLAIN):
        opened = data
    elif encoding == ZSTD:
        opened = _from_zstd(data, most)
    elif encoding == GZIP:
        opened = _from_gzip(data, most)
    else:
        raise NotReadable(f"«{encoding[:20]}» is no packing that is known here")
    if len(opened) > most:
        raise TooLarge(f"The message opens to more than {most // 1024} KiB")
    return opened


def _from_zstd(data: bytes, most: int) -> bytes:
    opener = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    try:
        with opener.stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
            return reader.read(most + 1)
    except zstandard.ZstdError:
        raise NotReadable("The message is not packed as it says (zstd)") from None


def _from_gzip(data: bytes, most: int) -> bytes:
    opener = zlib.decompressobj(_GZIP_FRAME)
    try:
        opened = opener.decompress(data, most + 1)
    except zlib.error:
        raise NotReadable("The message is not packed as it says (gzip)") from None
    if len(opened) <= most and not opener.eof:
        raise NotReadable("The message was cut before its end")
    return opened
