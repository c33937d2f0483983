"""The protocol of sync, version 1: every message, limit and code, and the only description of the wire.

Small questions and answers are one JSON object each; pushes, pages, snapshots, recoveries and audit
are documents of lines as in `wire`. Inside a version fields are only ever added and readers ignore
what they do not know. What every request shares - headers, signature, refusals - is in `requests`.
The service speaks the versions OLDEST to NEWEST; a client older than that is told to update, yet may
always push. docs/sync-protocol.md tells the same in prose and is checked against this module.
Nothing here sends, stores or decides.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from mdt_core.sync.canonical import LARGEST_CHANGE
from mdt_core.sync.requests import Hash, Identity, Message, Number

NEWEST = 1
OLDEST = max(1, NEWEST - 2)

MOST_CHANGES = 500
"""Most changes of one push."""

LARGEST_PUSH = 1024 * 1024
"""Most bytes of one push, as sent and as opened."""

LARGEST_PAGE = 1024 * 1024
"""Bytes of changes after which an answer ends; a client may ask for less."""

LARGEST_ANSWER = LARGEST_PAGE + LARGEST_PUSH
"""What a client opens at most: a page is ended by the change that passes the limit."""

MOST_HELD = 5_000
"""Most identities that one recovery asks about."""

MOST_AUDIT = 500
"""Most lines of access audit in one request."""

LARGEST_SKEW_S = 120
"""Seconds between the clocks of client and service from which a person is told."""


# Enrolment and hello


class Enrol(Message):
    """POST /v1/enrol, signed by the key it brings: the one-time code and who the device is."""

    code: Annotated[str, Field(min_length=1, max_length=60)]
    device_id: Identity
    device_name: Annotated[str, Field(max_length=100)] = ""
    public_key: Annotated[str, Field(max_length=100)]
    """The raw Ed25519 public key, 32 bytes in base64."""
    app_version: Annotated[str, Field(max_length=40)] = ""


class Enrolled(Message):
    """The answer: the device is known from now on; ask hello for its scopes."""

    device_id: str
    epoch: str
    server_time: str
    is_practice: bool = False


class NewCode(Message):
    """POST /v1/admin/codes by an administrator's device: what the new device will be granted."""

    home_id: Annotated[str, Field(max_length=100)]
    """A home's id, or «*» for every home."""
    roles: Annotated[tuple[str, ...], Field(min_length=1, max_length=20)]
    person_id: Identity | None = None
    """The only author whose changes count under the grants; None for whoever uses the device."""
    days: Annotated[int, Field(ge=1, le=3_660)] | None = None
    """After how many days the grants end; None: when they are revoked."""


class MadeCode(Message):
    """The answer: the code, shown once, as text and as QR."""

    code: str
    expires_at: str


class ScopeHead(Message):
    """One scope that a device may read, and how far its log goes."""

    scope: str
    seq: Number
    digest: Hash


class Limits(Message):
    """What the service takes and gives at most."""

    changes: int = MOST_CHANGES
    push_bytes: int = LARGEST_PUSH
    page_bytes: int = LARGEST_PAGE
    change_bytes: int = LARGEST_CHANGE
    held: int = MOST_HELD
    audit_lines: int = MOST_AUDIT


class Lease(Message):
    """How long a device may be used that does not meet the service again, by the service's clock."""

    until: str
    """From then on it shows no record until it has met the service. What it has to send it may send."""
    remind_at: str
    """From then on its people are told."""


class Hello(Message):
    """GET /v1/hello?incarnation=: who speaks, since when, what the device may read, how far it got."""

    protocol_oldest: int
    protocol_newest: int
    server_time: str
    epoch: str
    device_id: str
    is_revoked: bool = False
    is_practice: bool = False
    """Whether this is a practice service, which real data must never reach."""
    scopes: tuple[ScopeHead, ...] = ()
    grants: str
    """A short mark of the scopes; a page that bears another one asks for a new hello."""
    after: Number = 0
    """The last n of this incarnation that was taken."""
    audit_after: Number = 0
    """The last line of access audit of this incarnation that was taken."""
    quarantined: int = 0
    """Changes of this device that wait for a person at the service."""
    limits: Limits = Limits()
    other_life_at: str | None = None
    """When another store of this device began after this one: one of the two is a copy."""
    bundle_reader: str = ""
    """The key for which bundle files to this service are sealed; empty where it takes none."""
    bundle_signer: str = ""
    """The key that signs the service's answers in files."""
    green_hours: Annotated[int, Field(ge=1)] = 4
    amber_hours: Annotated[int, Field(ge=1)] = 24
    """What was got longer ago than this is told as old in words; under `green_hours` it is as of now."""
    lease: Lease | None = None
    """Issued anew with each hello; that of a revoked device ended when it was revoked."""


# Push


class PushHeader(Message):
    """First line of POST /v1/push.

    `after` is the n of the change before the first one here in the outbox's order (0: none), so
    that n may leave gaps and a missing change still shows.
    """

    t: Literal["push"] = "push"
    incarnation: Identity
    after: Number
    count: Annotated[int, Field(ge=0)]
    epoch: str
    sv: Number = 0


class PushLine(Message):
    """One change of a push; its body follows in the same line. `hash` is of what came from a log before."""

    n: Number
    mid: Identity
    hash: Hash | None = None


class Result(StrEnum):
    """What became of one change."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    """It was here already, under the number named."""
    CONFLICT = "conflict"
    """Applied; another value stands beside it, to be settled by a person."""
    QUARANTINED = "quarantined"
    """Kept apart for a person, with the reason; it has no number."""


class PushAnswer(Message):
    """One line for each change, in the order of the push; sent after the commit."""

    t: Literal["answer"] = "answer"
    n: Number
    mid: str
    result: Result
    scope: str | None = None
    seq: Number | None = None
    reason: str | None = None


class PushHead(Message):
    """First line of the answer to a push or a recovery."""

    t: Literal["answers"] = "answers"
    epoch: str
    after: Number
    """The last n of this incarnation that was taken."""


# Pull and snapshot


class Cursor(Message):
    """How far a client got in a scope; seq 0 goes with the chain's start."""

    scope: Annotated[str, Field(max_length=200)]
    seq: Number
    digest: Hash


class Pull(Message):
    """POST /v1/pull: the cursors of the scopes wanted, and how many bytes of changes at most."""

    epoch: str
    cursors: Annotated[tuple[Cursor, ...], Field(max_length=20_000)]
    budget: Annotated[int, Field(ge=1)] = LARGEST_PAGE


class PageHead(Message):
    """First line of an answer to a pull or of a snapshot."""

    t: Literal["pages"] = "pages"
    epoch: str
    server_time: str
    grants: str


class PageStart(Message):
    """The changes that follow lie in this scope."""

    t: Literal["page"] = "page"
    scope: str


class LoggedChange(Message):
    """One numbered change; its body follows in the same line.

    Without a body (null) `hash` stands for it: it was redacted, replaced, or its resident left.
    """

    seq: Number
    mid: str
    hash: Hash | None = None


class PageEnd(Message):
    """The cursor after the changes of this scope, and whether there is more to ask for."""

    t: Literal["page_end"] = "page_end"
    scope: str
    seq: Number
    digest: Hash
    more: bool


class ResidentEnd(Message):
    """Last line of one resident's history: how much was told, and whether to ask on with `skip`."""

    t: Literal["resident_end"] = "resident_end"
    resident_id: str
    skip: Number
    more: bool


class ScopeRefusal(StrEnum):
    """Why one scope of a pull was not answered; the others were."""

    NOT_GRANTED = "not_granted"
    AHEAD = "ahead"
    """The client names a number that was never given here."""
    DIVERGED = "diverged"
    """The digest is another one: find the first difference by verify."""


class ScopeRefused(Message):
    """A scope that was not answered."""

    t: Literal["scope_refused"] = "scope_refused"
    scope: str
    why: ScopeRefusal
    words: str


# Recover, verify, audit


class RecoverHeader(Message):
    """First line of POST /v1/recover; then either held identities or changes to bring back."""

    t: Literal["recover"] = "recover"
    incarnation: Identity
    epoch: str
    count: Annotated[int, Field(ge=0)]


class Held(Message):
    """An identity that the client holds with its body."""

    t: Literal["held"] = "held"
    mid: Identity


class Missing(Message):
    """An identity that the service lacks: bring it."""

    t: Literal["missing"] = "missing"
    mid: str


class At(Message):
    """A place in a log."""

    scope: Annotated[str, Field(max_length=200)]
    seq: Number


class Verify(Message):
    """POST /v1/verify: which digests to tell."""

    epoch: str
    asked: Annotated[tuple[At, ...], Field(max_length=1_000)]


class Verified(Message):
    """The digests that are known; a place that is not granted or not reached is left out."""

    epoch: str
    digests: tuple[ScopeHead, ...]


class AuditHeader(Message):
    """First line of POST /v1/audit; `after` is the line before the first one here (0: none)."""

    t: Literal["audit"] = "audit"
    incarnation: Identity
    after: Number
    chain: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
    """The chain of the line before; empty where there is none."""
    count: Annotated[int, Field(ge=0)]


class AuditLine(Message):
    """One line of a device's access audit, as it stands there; no clinical text."""

    n: Number
    at: str
    person_id: str
    role: str
    action: str
    resident_id: str | None = None
    home_id: str | None = None
    record_id: str | None = None
    detail: Annotated[str, Field(max_length=2_000)] = ""
    chain: Hash


class Audited(Message):
    """How far the audit was taken, and the first line whose chain does not follow (None: whole)."""

    after: Number
    chain: str
    broken_at: Number | None = None


# The service about itself


class Health(Message):
    """GET /health and GET /ready."""

    status: Literal["ok", "starting", "stopping", "no database", "not migrated"]
    version: str = ""
