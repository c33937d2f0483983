"""The routes of the protocol, as one table: what each takes, does and answers.

The same table makes the routes and their OpenAPI description, so that neither can be without the
other. Each deed is a handler's; here its message is read and its answer written.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter

from mdt_core.sync import protocol as p
from mdt_core.sync.requests import Code, Identity, Message, Number
from mdt_core.sync.wire import NDJSON, document, message_of
from mdt_service import refusals
from mdt_service.api import authentication, reading
from mdt_service.api.desk import JSON, Call, Reply, Terms, Work, say
from mdt_service.handlers import auditing, greeting, pages, push, recovery
from mdt_service.handlers.greeting import Versions
from mdt_service.handlers.pages import Told, line_of
from mdt_service.handlers.push import Pushed

_NUMBER: TypeAdapter[int] = TypeAdapter(Number)
_NAME: TypeAdapter[str] = TypeAdapter(Identity)

SIGNED = (Code.MALFORMED, Code.NOT_ENROLLED, Code.BAD_SIGNATURE, Code.COUNTER)
ALWAYS = (Code.TOO_SLOW, Code.TOO_LARGE, Code.SLOW_DOWN, Code.OURS, Code.UNAVAILABLE, Code.FULL)
READS = (Code.REVOKED, Code.EPOCH, Code.TOO_OLD)


@dataclass(frozen=True)
class Query:
    """One value in the address, and what it means."""

    name: str
    means: str
    schema: str = "integer"
    is_needed: bool = False


@dataclass(frozen=True)
class Route:
    """One route: its deed, what it takes and gives, and the refusals of its own."""

    method: str
    path: str
    summary: str
    work: Work
    terms: Terms
    takes: tuple[type[Message], ...] = ()
    gives: tuple[type[Message], ...] = ()
    gives_media: str = JSON
    refuses: tuple[Code, ...] = ()
    queries: tuple[Query, ...] = ()


# Small questions


def _hello(call: Call) -> Reply:
    incarnation = _NAME.validate_python(call.query.get("incarnation", ""))
    versions = Versions(call.settings.protocol_oldest, call.settings.protocol_newest)
    return say(greeting.hello(call.service, call.by, incarnation, versions))


def _verify(call: Call) -> Reply:
    asked = p.Verify.model_validate_json(call.body)
    return say(greeting.verify(call.service, call.by, asked))


def _enrol(call: Call) -> Reply:
    asked = p.Enrol.model_validate_json(call.body)
    authentication.require_own_key(call.signed, asked.public_key)
    if asked.device_id != call.signed.device_id:
        raise refusals.malformed("The device in the header is another one than in the message")
    return say(greeting.enrol(call.service, asked))


def _make_code(call: Call) -> Reply:
    asked = p.NewCode.model_validate_json(call.body)
    return say(greeting.make_code(call.service, call.by, asked))


# Documents


def _push(call: Call) -> Reply:
    first, lines = reading.head_and_lines(call.body)
    header = p.PushHeader.model_validate(message_of(first))
    reading.require_count(header.count, lines, p.MOST_CHANGES)
    offered = reading.offered_in(lines)
    pushed = push.push(call.service, call.by, header, offered, on_fault=call.on_fault)
    return _answers(pushed)


def _recover(call: Call) -> Reply:
    first, lines = reading.head_and_lines(call.body)
    header = p.RecoverHeader.model_validate(message_of(first))
    if not lines or "t" not in message_of(lines[0]):
        reading.require_count(header.count, lines, p.MOST_CHANGES)
        offered = reading.offered_in(lines)
        pushed = recovery.bring_back(call.service, call.by, header, offered, on_fault=call.on_fault)
        return _answers(pushed)
    reading.require_count(header.count, lines, p.MOST_HELD)
    held = [p.Held.model_validate(message_of(line)) for line in lines]
    epoch, missing = recovery.missing(call.service, call.by, header, held)
    head = p.PushHead(epoch=epoch, after=0)
    return Reply(document(map(line_of, (head, *missing))), NDJSON)


def _answers(pushed: Pushed) -> Reply:
    head = p.PushHead(epoch=pushed.epoch, after=pushed.after)
    lines = map(line_of, (head, *pushed.answers))
    return Reply(document(lines), NDJSON, len(pushed.answers))


def _pull(call: Call) -> Reply:
    asked = p.Pull.model_validate_json(call.body)
    return _told(pages.pull(call.service, call.by, asked))


def _snapshot(call: Call) -> Reply:
    scope, epoch = call.path["scope"], call.query.get("epoch", "")
    resident = call.query.get("resident")
    if resident is not None:
        skip = _number(call, "skip") or 0
        told = pages.resident_history(
            call.service, call.by, scope, resident, epoch=epoch, skip=skip
        )
        return _told(told)
    after, at = _number(call, "after") or 0, _number(call, "at")
    return _told(pages.snapshot(call.service, call.by, scope, epoch=epoch, after=after, at=at))


def _number(call: Call, name: str) -> int | None:
    given = call.query.get(name)
    return None if given is None else _NUMBER.validate_python(given)


def _told(told: Told) -> Reply:
    return Reply(document(told.lines), NDJSON, told.changes)


def _audit(call: Call) -> Reply:
    first, lines = reading.head_and_lines(call.body)
    header = p.AuditHeader.model_validate(message_of(first))
    reading.require_count(header.count, lines, p.MOST_AUDIT)
    read = [p.AuditLine.model_validate(message_of(line)) for line in lines]
    return say(auditing.take_audit(call.service, call.by, header, read))


ROUTES = (
    Route(
        "GET",
        "/v1/hello",
        "Who speaks, since when, and what this device may read",
        _hello,
        Terms(is_open_to_old=True),
        gives=(p.Hello,),
        refuses=SIGNED,
        queries=(Query("incarnation", "The life of the device's store", "string", is_needed=True),),
    ),
    Route(
        "POST",
        "/v1/push",
        "Takes the changes of a device's outbox, in order",
        _push,
        Terms(NDJSON, is_open_to_old=True),
        takes=(p.PushHeader, p.PushLine),
        gives=(p.PushHead, p.PushAnswer),
        gives_media=NDJSON,
        refuses=(*SIGNED, Code.WRONG_TYPE, Code.EXPECT, Code.FORK, Code.EPOCH),
    ),
    Route(
        "POST",
        "/v1/pull",
        "Gives the next changes of the scopes asked for",
        _pull,
        Terms(JSON),
        takes=(p.Pull,),
        gives=(p.PageHead, p.PageStart, p.LoggedChange, p.PageEnd, p.ScopeRefused),
        gives_media=NDJSON,
        refuses=(*SIGNED, *READS, Code.WRONG_TYPE),
    ),
    Route(
        "GET",
        "/v1/snapshot/{scope}",
        "Gives a scope's log for a first load, or the history of one resident it adopted",
        _snapshot,
        Terms(),
        gives=(p.PageHead, p.PageStart, p.LoggedChange, p.PageEnd, p.ResidentEnd),
        gives_media=NDJSON,
        refuses=(*SIGNED, *READS, Code.NOT_GRANTED),
        queries=(
            Query("epoch", "The epoch of the last hello", "string", is_needed=True),
            Query("after", "The last number that the client holds; 0 to begin"),
            Query("at", "The last number wanted; the end of the log unless named"),
            Query("resident", "One adopted resident, in place of the scope's log", "string"),
            Query("skip", "With resident: how many changes were passed over before"),
        ),
    ),
    Route(
        "POST",
        "/v1/recover",
        "After a restore: which changes are missing here, and their return",
        _recover,
        Terms(NDJSON),
        takes=(p.RecoverHeader, p.Held, p.PushLine),
        gives=(p.PushHead, p.Missing, p.PushAnswer),
        gives_media=NDJSON,
        refuses=(*SIGNED, *READS, Code.WRONG_TYPE),
    ),
    Route(
        "POST",
        "/v1/verify",
        "Gives the digests of logs at the places asked for",
        _verify,
        Terms(JSON),
        takes=(p.Verify,),
        gives=(p.Verified,),
        refuses=(*SIGNED, *READS, Code.WRONG_TYPE),
    ),
    Route(
        "POST",
        "/v1/audit",
        "Takes the access audit of a device",
        _audit,
        Terms(NDJSON, is_open_to_old=True),
        takes=(p.AuditHeader, p.AuditLine),
        gives=(p.Audited,),
        refuses=(*SIGNED, Code.WRONG_TYPE, Code.EXPECT),
    ),
    Route(
        "POST",
        "/v1/enrol",
        "Enrols a device by its one-time code",
        _enrol,
        Terms(JSON, needs_enrolment=False),
        takes=(p.Enrol,),
        gives=(p.Enrolled,),
        refuses=(
            *(Code.MALFORMED, Code.NOT_ENROLLED, Code.BAD_SIGNATURE),
            *(Code.CODE_REFUSED, Code.TOO_OLD, Code.WRONG_TYPE),
        ),
    ),
    Route(
        "POST",
        "/v1/admin/codes",
        "Makes a one-time code for a new device",
        _make_code,
        Terms(JSON),
        takes=(p.NewCode,),
        gives=(p.MadeCode,),
        refuses=(*SIGNED, Code.NOT_GRANTED, Code.TOO_OLD, Code.WRONG_TYPE),
    ),
)
"""Every route of the protocol."""


def messages() -> Iterable[type[Message]]:
    """Every message that goes over the wire."""
    found = {each for route in ROUTES for each in (*route.takes, *route.gives)}
    return sorted(found, key=lambda each: each.__name__)
