"""Many devices at once, after four weeks without the service: how long each push of 50 takes.

Run as `python -m tests.benchmarks.sync_crowd ADDRESS FILE CLIENTS SPREAD_S PUSHES`; FILE names
each enrolled device with a home's changes. Everything is packed beforehand, so that this process does
little meanwhile; signing is part of a push. With a spread of 0 all begin in the same instant.
"""

import json
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter, sleep

import mdt_core.records  # noqa: F401 - registers every kind
from mdt_core.sync.change import change_from_text
from mdt_core.sync.wire import NDJSON, document, packed
from tests.service.device import Device

PER_PUSH = 50
_OK = 200


@dataclass
class Member:
    """One device with its pushes ready."""

    device: Device
    begins_at: float
    bodies: list[tuple[bytes, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self, go: threading.Event) -> None:
        """Pushes everything, one after another, from its moment on."""
        go.wait()
        sleep(self.begins_at)
        for body, encoding in self.bodies:
            began = perf_counter()
            self._push(body, encoding)
            self.seconds.append(perf_counter() - began)

    def _push(self, body: bytes, encoding: str) -> None:
        headers = self.device.headers("POST", "/v1/push", body)
        headers |= {"Content-Type": NDJSON, "Content-Encoding": encoding}
        try:
            answer = self.device.sent("POST", "/v1/push", body, headers)
        except Exception as error:  # noqa: BLE001 - counted, whatever it is
            self.failed.append(repr(error))
            return
        results = {each["result"] for each in answer.of("answer")}
        if answer.status != _OK or results - {"applied", "conflict"}:
            self.failed.append(f"{answer.status} {answer.said.get('words', '')} {sorted(results)}")


def prepared(address: str, told: dict[str, object], begins_at: float, pushes: int) -> Member:
    """Packs what an enrolled device has to say."""
    member = Member(Device(address, str(told["name"])), begins_at)
    answer = member.device.hello()
    assert answer.status == _OK, answer.said
    lines: list[list[str]] = told["changes"]  # type: ignore[assignment]
    member.device.wrote(change_from_text(mid, text) for mid, text in lines)
    after = 0
    for at in range(pushes):
        queued = member.device.outbox[at * PER_PUSH : (at + 1) * PER_PUSH]
        data = document(member.device.push_lines(queued, after))
        member.bodies.append(packed(data, "zstd"))
        after = queued[-1][0]
    return member


def main(address: str, file: str, clients: int, spread_s: float, pushes: int) -> None:
    """Lets so many devices push, and tells the times in seconds and what failed."""
    random = Random(1)
    told = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    members = [
        prepared(address, each, random.random() * spread_s, pushes) for each in told[:clients]
    ]
    go = threading.Event()
    threads = [threading.Thread(target=member.run, args=(go,)) for member in members]
    for thread in threads:
        thread.start()
    began = perf_counter()
    go.set()
    for thread in threads:
        thread.join()
    took = perf_counter() - began
    seconds = [each for member in members for each in member.seconds]
    failed = [each for member in members for each in member.failed]
    print(json.dumps({"seconds": seconds, "failed": failed, "took": took}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]))
