"""Reads an answer to a pull and proves that it follows on what is here, number by number.

Nothing of an answer is used unless every page of it holds: the numbers are without a gap, the hash
of each text is its own, and the chain ends in the digest that the service named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mdt_core.errors import InvalidInput
from mdt_core.store.intake import Logged
from mdt_core.sync import chain, wire
from mdt_core.sync.change import Change, change_from_text
from mdt_desktop.device.sync_book import Numbered, Place
from mdt_desktop.sync.trouble import LogDoesNotFollow, whole


@dataclass(frozen=True)
class Page:
    """The changes of one scope that follow on a place, and the place where they end."""

    place: Place
    logged: tuple[Logged, ...]
    without_text: tuple[Numbered, ...] = ()
    """Changes whose text was taken out: redacted, replaced, or their resident left."""
    count: int = 0
    more: bool = False


@dataclass(frozen=True)
class Answer:
    """A whole answer: its pages, and the scopes that were not answered with the words why."""

    grants: str
    """A short mark of the scopes that the device may read now."""
    pages: tuple[Page, ...]
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Reading:
    """One page while it is read."""

    scope: str
    seq: int
    digest: str
    logged: list[Logged] = field(default_factory=list)
    without_text: list[Numbered] = field(default_factory=list)
    count: int = 0

    def take(self, line: bytes) -> None:
        head, body = wire.split_change(line)
        mid, seq = str(head.get("mid", "")), head.get("seq")
        if seq != self.seq + 1:
            raise _fault(self.scope, f"number {seq} follows on {self.seq}")
        body_hash = str(head.get("hash", "")) if body is None else self._keep(mid, seq, body)
        self.digest = chain.link(self.digest, seq, mid, body_hash)
        self.seq, self.count = seq, self.count + 1
        if body is None:
            self.without_text.append(Numbered(mid, self.scope, seq, body_hash))

    def _keep(self, mid: str, seq: int, body: bytes) -> str:
        change = _change(self.scope, mid, body)
        self.logged.append(Logged(change, self.scope, seq))
        return change.body_hash

    def ended(self, told: Mapping[str, Any]) -> Page:
        if (told.get("seq"), told.get("digest")) != (self.seq, self.digest):
            raise _fault(self.scope, f"the digest at number {self.seq} is another one")
        return Page(
            place=Place(self.scope, self.seq, self.digest),
            logged=tuple(self.logged),
            without_text=tuple(self.without_text),
            count=self.count,
            more=bool(told.get("more")),
        )


def read_answer(lines: Iterator[bytes], asked: Mapping[str, Place]) -> Answer:
    """The pages of an answer; raises LogDoesNotFollow where one does not follow on its place."""
    with whole():
        return _read_answer(lines, asked)


def _read_answer(lines: Iterator[bytes], asked: Mapping[str, Place]) -> Answer:
    head = wire.message_of(next(lines, b""))
    pages: list[Page] = []
    refused: dict[str, str] = {}
    page: _Reading | None = None
    for line in lines:
        told = _told(line)
        match told.get("t"):
            case "page":
                page = _begun(str(told.get("scope")), asked)
            case "page_end":
                ending = page or _begun(str(told.get("scope")), asked)
                pages.append(ending.ended(told))
                page = None
            case "scope_refused":
                refused[str(told.get("scope"))] = str(told.get("words"))
            case None if page is not None:
                page.take(line)
    if page is not None:
        raise _fault(page.scope, "its end is missing")
    return Answer(str(head.get("grants", "")), tuple(pages), refused)


def read_history(lines: Iterator[bytes]) -> tuple[list[Logged], int | None]:
    """What is told of one resident under any scope, and where to ask on (None: it is all told).

    It is no part of a log that is read here, so its numbers are kept and not chained.
    """
    with whole():
        return _read_history(lines)


def _read_history(lines: Iterator[bytes]) -> tuple[list[Logged], int | None]:
    found: list[Logged] = []
    scope, more = "", None
    for line in lines:
        told = _told(line)
        match told.get("t"):
            case "page":
                scope = str(told.get("scope"))
            case "resident_end":
                more = int(told["skip"]) if told.get("more") else None
            case None:
                head, body = wire.split_change(line)
                if body is not None:
                    change = _change(scope, str(head.get("mid", "")), body)
                    found.append(Logged(change, scope, int(head["seq"])))
    return found, more


def _told(line: bytes) -> Mapping[str, Any]:
    """A line that is no change, as an object; a change, which has no `t`, is not opened here."""
    return wire.message_of(line) if line.startswith(b'{"t":') else {}


def _begun(scope: str, asked: Mapping[str, Place]) -> _Reading:
    place = asked.get(scope)
    if place is None:
        raise _fault(scope, "nobody asked for it")
    return _Reading(scope, place.seq, place.digest)


def _change(scope: str, mid: str, body: bytes) -> Change:
    try:
        return change_from_text(mid, body.decode("utf-8"))
    except (InvalidInput, UnicodeDecodeError):
        raise _fault(scope, f"the change {mid[:36]} cannot be read") from None


def _fault(scope: str, what: str) -> LogDoesNotFollow:
    return LogDoesNotFollow(
        f"What the service sent does not follow on what is here ({scope[:80]}: {what})."
        " Nothing of it was kept.",
        next_step="It is tried again. If it stays so, send the report for support.",
    )
