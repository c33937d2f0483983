"""What is sent to the service, and what comes back of it, as lines and in pieces of a push's size."""

from collections.abc import Iterator, Sequence

from mdt_core.sync import protocol, wire
from mdt_desktop.device.sync_book import Waiting

PUSH_BYTES = 700 * 1024
"""Of bodies in one push: heads and closing line have room beside them."""


def push_line(each: Waiting) -> str:
    """The line of one change of a push."""
    head: dict[str, int | str] = {"n": each.n, "mid": each.mid}
    return wire.change_line(head | {"hash": each.hash} if each.hash else head, each.body)


def answers_of(lines: Sequence[bytes]) -> list[protocol.PushAnswer]:
    """The answers in what came back: the first line only says how far the service is."""
    return [protocol.PushAnswer.model_validate_json(line) for line in lines[1:]]


def batches(waiting: Sequence[Waiting]) -> Iterator[Sequence[Waiting]]:
    """Pieces of at most a push's size, in order."""
    batch: list[Waiting] = []
    size = 0
    for each in waiting:
        size += len(each.body.encode("utf-8"))
        if batch and size > PUSH_BYTES:
            yield batch
            batch, size = [], len(each.body.encode("utf-8"))
        batch.append(each)
    if batch:
        yield batch
