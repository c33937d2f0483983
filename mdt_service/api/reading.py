"""Takes a request's body in, within its limits of size and time, and opens it; decides nothing else."""

import asyncio
from collections.abc import Sequence

from starlette.requests import ClientDisconnect, Request

from mdt_core.sync.protocol import PushLine
from mdt_core.sync.requests import PROTOCOL_HEADER, Code, Problem
from mdt_core.sync.wire import TooLarge, lines_of, split_change, unpacked
from mdt_service import refusals
from mdt_service.handlers.intake import Offered
from mdt_service.refusals import Refusal


async def read_body(request: Request, *, most: int, seconds: float) -> bytes:
    """The body as sent; raises TooLarge, or Refusal where it does not come in time."""
    claimed = request.headers.get("content-length", "")
    if claimed.isdigit() and int(claimed) > most:
        raise too_large(most)
    try:
        async with asyncio.timeout(seconds):
            return await _read(request, most)
    except TimeoutError:
        words = f"The request did not arrive within {seconds:.0f} seconds"
        raise Refusal(Problem(code=Code.TOO_SLOW, words=words)) from None
    except ClientDisconnect:
        raise refusals.malformed("The request was cut before its end") from None


async def _read(request: Request, most: int) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise too_large(most)
    return bytes(body)


def too_large(most: int) -> TooLarge:
    """A body over its limit."""
    return TooLarge(f"The message is larger than {most // 1024} KiB", next_step="Send less at once")


def opened(request: Request, body: bytes, *, media: str | None, most: int) -> bytes:
    """The body as it was before packing; raises Refusal for another content type than `media`."""
    if media is None:
        return b""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != media:
        words = f"The content type must be {media}"
        raise Refusal(Problem(code=Code.WRONG_TYPE, words=words))
    encoding = request.headers.get("content-encoding", "").strip().lower()
    return unpacked(body, encoding, most=most)


def protocol_of(request: Request) -> int:
    """The version that the client speaks; raises Refusal where it says none."""
    given = request.headers.get(PROTOCOL_HEADER, "")
    if not (given.isascii() and given.isdigit() and len(given) < 6):  # noqa: PLR2004
        raise refusals.malformed(f"The header {PROTOCOL_HEADER} must name a version")
    return int(given)


# Documents


def head_and_lines(data: bytes) -> tuple[bytes, list[bytes]]:
    """The first line of a document and the others; raises NotReadable unless it is whole."""
    lines = lines_of(data)
    if not lines:
        raise refusals.malformed("The message has no first line")
    return lines[0], lines[1:]


def require_count(claimed: int, lines: Sequence[bytes], most: int) -> None:
    """Raises where a document holds another number of lines than it says, or too many."""
    if len(lines) > most:
        raise TooLarge(f"More than {most} lines in one message", next_step="Send less at once")
    if claimed != len(lines):
        raise refusals.malformed("The message does not hold as many lines as its first one says")


def offered_in(lines: Sequence[bytes]) -> list[Offered]:
    """The changes of a push, each with the very bytes of its body."""
    found = []
    for line in lines:
        head, body = split_change(line)
        named = PushLine.model_validate(head)
        found.append(Offered(named.n, named.mid, body, named.hash))
    return found
