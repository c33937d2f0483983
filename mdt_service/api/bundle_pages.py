"""The pulls that a file stands for: every log that the device may read, from its places to the end.

A client asks page after page, and asks for the history of each resident who came; in a file it cannot.
So the same routes are asked here in its place, as it would have asked them, until there is no more or
the file is full.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from mdt_core.sync import chain, protocol, wire
from mdt_core.sync.change import ChangeKind
from mdt_core.sync.requests import Code
from mdt_service.api.desk import Call, Reply
from mdt_service.api.routes import ROUTES
from mdt_service.refusals import Refusal

PULL = "/v1/pull"
SNAPSHOT = "/v1/snapshot/{scope}"

_WORK = {route.path: route.work for route in ROUTES}
_ADOPT = f'"k":"{ChangeKind.ADOPT.value}"'.encode("ascii")

Given = tuple[str, str, Reply]
"""One answer: the method and the target of its request, and what a route replied."""


@dataclass
class Pages:
    """The answers of one file; `room` is how many bytes of lines there may be."""

    call: Call
    hello: protocol.Hello | None
    room: int
    given: int = 0
    is_whole: bool = True

    def all(self) -> Iterator[Given]:
        """Every answer in the order in which a client would have asked; raises as the route does."""
        wanted = self._begun()
        is_first = True
        while wanted or is_first:
            is_first = False
            if self.room <= 0:
                self.is_whole = False
                return
            asked = self._asked.model_copy(update={"cursors": tuple(wanted.values())})
            body = asked.model_dump_json().encode("utf-8")
            reply = self._told(_WORK[PULL](replace(self.call, body=body)))
            lines = wire.lines_of(reply.data)
            wanted = {end.scope: _cursor(end) for end in _ends(lines) if end.more}
            yield "POST", PULL, reply
            for scope, resident_id in _adopted(lines):
                yield from self._history(scope, resident_id)

    @property
    def _asked(self) -> protocol.Pull:
        return protocol.Pull.model_validate_json(self.call.body)

    def _begun(self) -> dict[str, protocol.Cursor]:
        """The places of the device, and the start of each log that it does not know of yet."""
        known = {each.scope: each for each in self._asked.cursors}
        if self.hello is None or self.hello.is_revoked:
            return known
        readable = [each.scope for each in self.hello.scopes]
        return {
            scope: known.get(scope)
            or protocol.Cursor(scope=scope, seq=0, digest=chain.start_of(scope))
            for scope in readable
        }

    def _history(self, scope: str, resident_id: str) -> Iterator[Given]:
        """What any log holds of a resident who came; one who has moved on since has none here."""
        skip: int | None = 0
        while skip is not None:
            query = {"resident": resident_id, "epoch": self._asked.epoch, "skip": str(skip)}
            target = f"/v1/snapshot/{quote(scope, safe='')}?{urlencode(query)}"
            try:
                reply = _WORK[SNAPSHOT](replace(self.call, query=query, path={"scope": scope}))
            except Refusal as refused:
                if refused.problem.code is Code.NOT_GRANTED:
                    return
                raise
            reply = self._told(reply)
            last = protocol.ResidentEnd.model_validate_json(wire.lines_of(reply.data)[-1])
            skip = last.skip if last.more else None
            yield "GET", target, reply

    def _told(self, reply: Reply) -> Reply:
        self.room -= len(reply.data)
        self.given += reply.changes
        return reply


def _cursor(end: protocol.PageEnd) -> protocol.Cursor:
    return protocol.Cursor(scope=end.scope, seq=end.seq, digest=end.digest)


def _ends(lines: list[bytes]) -> Iterator[protocol.PageEnd]:
    for line in lines:
        if line.startswith(b'{"t":"page_end"'):
            yield protocol.PageEnd.model_validate_json(line)


def _adopted(lines: list[bytes]) -> Iterator[tuple[str, str]]:
    """The scopes of an answer with the residents who came to them."""
    scope = ""
    for line in lines:
        if line.startswith(b'{"t":"page"'):
            scope = protocol.PageStart.model_validate_json(line).scope
        elif not line.startswith(b'{"t":') and _ADOPT in line:
            body = wire.split_change(line)[1]
            told = wire.message_of(body) if body else {}
            if told.get("k") == ChangeKind.ADOPT.value:
                yield scope, str(told["id"])
