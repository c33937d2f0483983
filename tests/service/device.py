"""A device as the protocol describes it: keys, signed requests, an outbox, pages checked and kept.

Small on purpose: what a client must do at the least, written once more by hand, so that the tests do
not ask the service's own code what the wire looks like.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mdt_core.sync import chain
from mdt_core.sync.change import Change
from mdt_core.sync.wire import (
    NDJSON,
    change_line,
    compact,
    document,
    lines_of,
    packed,
    split_change,
    unpacked,
)

LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back: its status, and its one object or its lines."""

    status: int
    headers: Any
    said: dict[str, Any]
    lines: tuple[bytes, ...] = ()

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The lines of one kind."""
        return [found for line in self.lines if (found := json.loads(line)).get("t") == kind]


@dataclass
class Log:
    """What a device keeps of one scope."""

    seq: int
    digest: str
    bodies: dict[str, str | None] = field(default_factory=dict)


@dataclass
class Device:
    """One device; its store is a dictionary, its clock and key repeat."""

    address: str
    name: str = "laptop"
    incarnation: str = ""
    counter: int = 0
    epoch: str = ""
    after: int = 0
    n: int = 0
    protocol: int = 1
    encoding: str = "zstd"
    key: Ed25519PrivateKey = field(init=False)
    logs: dict[str, Log] = field(default_factory=dict)
    outbox: list[tuple[int, Change]] = field(default_factory=list)
    adopted: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        seed = hashlib.sha256(self.name.encode()).digest()
        self.key = Ed25519PrivateKey.from_private_bytes(seed)
        self.incarnation = self.incarnation or f"life-of-{self.name}"
        self.http = httpx2.Client(base_url=self.address, timeout=30)

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    def close(self) -> None:
        self.http.close()

    # Requests

    def headers(self, method: str, target: str, body: bytes) -> dict[str, str]:
        self.counter += 1
        text = "\n".join(
            (
                "mdt-1",
                method,
                target,
                hashlib.sha256(body).hexdigest(),
                str(self.counter),
                self.name,
            )
        )
        signature = base64.b64encode(self.key.sign(text.encode())).decode()
        return {
            "Mdt-Device": self.name,
            "Mdt-Counter": str(self.counter),
            "Mdt-Signature": signature,
            "Mdt-Protocol": str(self.protocol),
            "Mdt-App": "tests 1",
            "Accept-Encoding": self.encoding,
        }

    def get(self, target: str) -> Answer:
        return self.sent("GET", target, b"", self.headers("GET", target, b""))

    def post(self, target: str, data: bytes, media: str) -> Answer:
        body, encoding = packed(data, self.encoding)
        headers = self.headers("POST", target, body)
        headers |= {"Content-Type": media, "Content-Encoding": encoding}
        return self.sent("POST", target, body, headers)

    def ask(self, target: str, **message: object) -> Answer:
        return self.post(target, json.dumps(message).encode(), "application/json")

    def tell(self, target: str, lines: Iterable[str]) -> Answer:
        return self.post(target, document(lines), NDJSON)

    def sent(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        with self.http.stream(method, target, content=body, headers=headers) as response:
            raw = b"".join(response.iter_raw())
            data = unpacked(raw, response.headers.get("content-encoding", ""), most=LARGEST)
            media = response.headers.get("content-type", "")
            if media == NDJSON:
                lines = tuple(lines_of(data))
                return Answer(response.status_code, response.headers, json.loads(lines[0]), lines)
            return Answer(response.status_code, response.headers, json.loads(data))

    # The cycle

    def enrol(self, code: str) -> Answer:
        answer = self.ask(
            "/v1/enrol",
            code=code,
            device_id=self.name,
            device_name=self.name,
            public_key=self.public_key,
        )
        self.epoch = answer.said.get("epoch", "")
        return answer

    def hello(self) -> Answer:
        answer = self.get(f"/v1/hello?incarnation={self.incarnation}")
        if answer.status == 200:
            self.epoch = answer.said["epoch"]
        return answer

    def wrote(self, changes: Iterable[Change]) -> None:
        """Puts changes in the outbox; counters leave gaps, as a store's numbers do."""
        for change in changes:
            self.n += 1 + self.n % 2
            self.outbox.append((self.n, change))

    def push_lines(
        self, queued: Sequence[tuple[int, Change]], after: int, **header: object
    ) -> list[str]:
        head = {
            "t": "push",
            "incarnation": self.incarnation,
            "after": after,
            "count": len(queued),
            "epoch": self.epoch,
            **header,
        }
        lines = [change_line({"n": n, "mid": change.mid}, change.text) for n, change in queued]
        return [compact(head), *lines]

    def push(self, most: int = 500) -> Answer:
        """Pushes what was not taken yet, at most so many."""
        queued = [each for each in self.outbox if each[0] > self.after][:most]
        answer = self.tell("/v1/push", self.push_lines(queued, self.after))
        if answer.status == 200:
            self.after = answer.said["after"]
        return answer

    def start_at(self, scope: str) -> Log:
        return self.logs.setdefault(scope, Log(0, chain.start_of(scope)))

    def pull(self, *scopes: str, budget: int = 1 << 20) -> Answer:
        """One pull of these scopes (all that are known unless named); keeps what came."""
        wanted = scopes or tuple(self.logs)
        cursors = [
            {"scope": each, "seq": self.start_at(each).seq, "digest": self.start_at(each).digest}
            for each in wanted
        ]
        answer = self.ask("/v1/pull", epoch=self.epoch, cursors=cursors, budget=budget)
        if answer.status == 200:
            self.keep(answer.lines)
        return answer

    def sync(self) -> None:
        """Push until empty, then pull until there is no more; anew where the scopes changed."""
        self.hello()
        while any(n > self.after for n, _ in self.outbox):
            assert self.push().status == 200
        mark, pages = "", self.pull_known()
        while pages.said["grants"] != mark or any(end["more"] for end in pages.of("page_end")):
            mark, pages = pages.said["grants"], self.pull_known()
        for resident_id, scope in sorted(self.adopted):
            self.fetch(resident_id, scope)

    def pull_known(self) -> Answer:
        """A pull of every scope that hello names now."""
        return self.pull(*(each["scope"] for each in self.hello().said["scopes"]))

    def fetch(self, resident_id: str, scope: str) -> None:
        skip, more = 0, True
        while more:
            target = f"/v1/snapshot/{scope}?epoch={self.epoch}&resident={resident_id}&skip={skip}"
            answer = self.get(target)
            assert answer.status == 200, answer.said
            self.keep(answer.lines, is_whole=False)
            end = answer.of("resident_end")[0]
            skip, more = end["skip"], end["more"]
        self.adopted.discard((resident_id, scope))

    def keep(self, lines: Sequence[bytes], *, is_whole: bool = True) -> None:
        """Keeps pages as a client must: number after number, the chain checked to its end."""
        scope = ""
        for line in lines:
            if not line.startswith(b'{"seq"'):
                said = json.loads(line)
                scope = said.get("scope", scope)
                if said["t"] == "page_end":
                    log = self.start_at(scope)
                    assert (log.seq, log.digest) == (said["seq"], said["digest"])
                continue
            head, body = split_change(line)
            text = None if body is None else body.decode()
            log = self.start_at(scope)
            if is_whole:
                self._link(log, head, text)
            log.bodies[head["mid"]] = text
            if text is not None and '"k":"adopt"' in text:
                self.adopted.add((json.loads(text)["id"], scope))

    def _link(self, log: Log, head: dict[str, Any], text: str | None) -> None:
        assert head["seq"] == log.seq + 1
        body_hash = head["hash"] if text is None else hashlib.sha256(text.encode()).hexdigest()
        log.digest = chain.link(log.digest, head["seq"], head["mid"], body_hash)
        log.seq = head["seq"]

    # What it holds

    def bodies(self) -> dict[str, str]:
        """Every text it holds that a person wrote, by mid; not what the service said of moves."""
        return {
            mid: body
            for log in self.logs.values()
            for mid, body in log.bodies.items()
            if body is not None and '"device":"service"' not in body
        }
