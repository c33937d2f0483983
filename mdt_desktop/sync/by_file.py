"""The service's answers out of a file, in place of a network: pages of the logs from wherever this stands.

The exchange asks as ever, and is given what the service would have answered. Nothing is decided about a
record here, and nothing is proven: the exchange proves what it is given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx2
from pydantic import ValidationError
from typing_extensions import override

from mdt_core.sync import bundle, protocol, wire
from mdt_core.sync.bundle import Part
from mdt_core.sync.requests import Code, Problem
from mdt_desktop.sync.client import JSON
from mdt_desktop.sync.into_file import HELLO, PULL, PUSH, response
from mdt_desktop.sync.trouble import SyncTrouble, whole

_SNAPSHOT = "/v1/snapshot/"
_PAGE_END = '{"t":"page_end"'


class NotInFile(SyncTrouble):
    """What has to be asked next is no part of the answer in the file."""

    title = "Bundle file"


@dataclass
class _Log:
    """A piece of one log: the lines of its changes by number, and the places where pages ended."""

    lines: dict[int, bytes] = field(default_factory=dict)
    ends: list[protocol.PageEnd] = field(default_factory=list)

    def after(self, seq: int) -> list[protocol.PageEnd]:
        """The ends that lie beyond a number."""
        return [end for end in self.ends if end.seq > seq]


class Answers(httpx2.BaseTransport):
    """What the service answered; raises BundleRefused where the file does not hold answers."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.is_spent = False
        """Whether the file ended before the logs did: the rest comes with the next one."""
        self.hello: protocol.Hello | None = None
        self._hello: Part | None = None
        self._taken: dict[tuple[int, str], str] = {}
        self._push_head = ""
        self._refusals: dict[str, Part] = {}
        self._page_head = ""
        self._logs: dict[str, _Log] = {}
        self._refused_scopes: dict[str, str] = {}
        self._histories: dict[tuple[str, str, str], Part] = {}
        try:
            with whole():
                for part in parts:
                    self._index(part)
        except ValidationError:
            raise bundle.cut() from None

    @override
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        target = request.url.raw_path.decode("ascii")
        path = urlsplit(target).path
        if path == HELLO and self._hello is not None and self._hello.target == target:
            return _as_it_came(request, self._hello)
        if path == PUSH:
            return self._pushed(request)
        if path == PULL:
            return self._pulled(request)
        if path.startswith(_SNAPSHOT):
            return self._history(request, target)
        raise _ask_again()

    # Reading it

    def _index(self, part: Part) -> None:
        path = urlsplit(part.target).path
        if path == HELLO:
            self._hello = part
        if part.status != httpx2.codes.OK:
            self._refusals.setdefault(path, part)
        elif path == HELLO:
            self.hello = protocol.Hello.model_validate_json(_opened(part))
        elif path == PUSH:
            self._index_push(wire.lines_of(_opened(part)))
        elif path == PULL:
            self._index_pages(wire.lines_of(_opened(part)))
        elif path.startswith(_SNAPSHOT):
            self._histories[_named(part.target)] = part

    def _index_push(self, lines: Sequence[bytes]) -> None:
        self._push_head = lines[0].decode("utf-8")
        for line in lines[1:]:
            found = protocol.PushAnswer.model_validate_json(line)
            self._taken[found.n, found.mid] = line.decode("utf-8")

    def _index_pages(self, lines: Sequence[bytes]) -> None:
        self._page_head = self._page_head or lines[0].decode("utf-8")
        log = _Log()
        for line in lines[1:]:
            if not line.startswith(b'{"t":'):
                log.lines[int(wire.split_change(line)[0]["seq"])] = line
                continue
            told = wire.message_of(line)
            scope = str(told.get("scope"))
            if told["t"] == "page":
                log = self._logs.setdefault(scope, _Log())
            elif told["t"] == "page_end":
                end = protocol.PageEnd.model_validate(told)
                self._logs.setdefault(scope, _Log()).ends.append(end)
            elif told["t"] == "scope_refused":
                self._refused_scopes[scope] = line.decode("utf-8")

    # Giving it

    def _pushed(self, request: httpx2.Request) -> httpx2.Response:
        """What became of just these changes; a refusal stands for one request alone."""
        asked = [_change_of(line) for line in wire.lines_of(_body(request))[1:]]
        if all(each in self._taken for each in asked):
            lines = [self._push_head, *(self._taken[each] for each in asked)]
            return response(request, wire.document(lines), wire.NDJSON)
        refused = self._refusals.pop(PUSH, None)
        if refused is None:
            raise _ask_again()
        return _as_it_came(request, refused)

    def _pulled(self, request: httpx2.Request) -> httpx2.Response:
        refused = self._refusals.pop(PULL, None)
        if refused is not None:
            return _as_it_came(request, refused)
        asked = protocol.Pull.model_validate_json(_body(request))
        lines, size = [self._page_head], 0
        for cursor in asked.cursors:
            page = self._page(cursor, has_room=size < protocol.LARGEST_PAGE)
            size += sum(map(len, page)) if len(page) > 1 else 0
            lines += page
        has_more = any(line.startswith(_PAGE_END) for line in lines)
        self.is_spent = has_more and not size
        return response(request, wire.document(lines), wire.NDJSON)

    def _page(self, cursor: protocol.Cursor, *, has_room: bool) -> list[str]:
        """The lines of one scope from a place on, up to where a page of the service ended."""
        if cursor.scope in self._refused_scopes:
            return [self._refused_scopes[cursor.scope]]
        log = self._logs.get(cursor.scope, _Log())
        ends = log.after(cursor.seq)
        self._require_not_older(cursor, log)
        if not ends and not (log.ends and log.ends[-1].more):
            return []
        if not ends or not has_room:
            return [_end(cursor.scope, cursor.seq, cursor.digest)]
        end, is_last = ends[0], len(ends) == 1
        told = [log.lines[n] for n in range(cursor.seq + 1, end.seq + 1) if n in log.lines]
        more = end.more or not is_last
        return [
            protocol.PageStart(scope=cursor.scope).model_dump_json(),
            *(line.decode("utf-8") for line in told),
            end.model_copy(update={"more": more}).model_dump_json(),
        ]

    def _require_not_older(self, cursor: protocol.Cursor, log: _Log) -> None:
        heads = self.hello.scopes if self.hello else ()
        known = [head.seq for head in heads if head.scope == cursor.scope]
        if cursor.seq > max([*known, *(end.seq for end in log.ends)], default=0):
            raise older()

    def _history(self, request: httpx2.Request, target: str) -> httpx2.Response:
        found = self._histories.get(_named(target))
        if found is not None:
            return _as_it_came(request, found)
        words = "The resident has moved on since"
        data = Problem(code=Code.NOT_GRANTED, words=words).model_dump_json().encode("utf-8")
        return response(request, data, JSON, status=httpx2.codes.FORBIDDEN)


def older() -> NotInFile:
    """The refusal of an answer that was made before what is here was got."""
    return NotInFile(
        "This answer is older than what this computer has got since. Nothing of it is needed.",
        next_step="Save a new bundle if something still waits.",
    )


def _ask_again() -> NotInFile:
    return NotInFile(
        "The service has to be asked again before this can be finished. What waits is kept here.",
        next_step="Save a new bundle and take it to the service: it holds what is needed.",
    )


def _as_it_came(request: httpx2.Request, part: Part) -> httpx2.Response:
    media = part.headers.get("Content-Type", "")
    encoding = part.headers.get("Content-Encoding", "")
    return response(request, part.body, media, status=part.status, encoding=encoding)


def _opened(part: Part) -> bytes:
    encoding = part.headers.get("Content-Encoding", "")
    return wire.unpacked(part.body, encoding, most=protocol.LARGEST_ANSWER)


def _body(request: httpx2.Request) -> bytes:
    encoding = request.headers.get("Content-Encoding", "")
    return wire.unpacked(request.read(), encoding, most=protocol.LARGEST_ANSWER)


def _change_of(line: bytes) -> tuple[int, str]:
    head: dict[str, Any] = wire.split_change(line)[0]
    return int(head["n"]), str(head["mid"])


def _end(scope: str, seq: int, digest: str) -> str:
    return protocol.PageEnd(scope=scope, seq=seq, digest=digest, more=True).model_dump_json()


def _named(target: str) -> tuple[str, str, str]:
    """Whose history a request asks for: the scope, the resident, and from where."""
    parts = urlsplit(target)
    asked = parse_qs(parts.query)
    first = {name: values[0] for name, values in asked.items()}
    scope = unquote(parts.path.removeprefix(_SNAPSHOT))
    return scope, first.get("resident", ""), first.get("skip", "0")
