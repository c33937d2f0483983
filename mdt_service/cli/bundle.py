"""`mdt-service bundle`: takes in the file of a home without a network, writes its answer, lists both.

Each file is written down with who takes it in before anything of it is taken, and again with what it came
to, in the same database as what it brought, also where the same one comes again.
"""

import hashlib
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from mdt_core.clock import utc_text
from mdt_core.errors import InvalidInput
from mdt_core.sync.bundle import LARGEST_CONTENT, LARGEST_FILE, BundleHead, BundleRefused
from mdt_core.sync.protocol import Result
from mdt_service.api import bundles
from mdt_service.api.bundles import Answered, Desk
from mdt_service.app import Parts
from mdt_service.hub import bundles as kept
from mdt_service.hub.bundles import Taken
from mdt_service.logs import places_of

Say = Callable[[str], None]

_NEW = {Result.APPLIED.value, Result.CONFLICT.value}


def describe(command: ArgumentParser) -> None:
    """What may be typed after «bundle»."""
    acts = command.add_subparsers(dest="act", required=True, metavar="ACT")
    take = acts.add_parser("take", help="take in a bundle file and write its answer")
    take.add_argument("file", type=Path, metavar="FILE", help="what the home's computer saved")
    take.add_argument(
        "--answer", type=Path, required=True, metavar="FILE", help="where the answer is written"
    )
    take.add_argument("--by", required=True, help="who takes it in")
    acts.add_parser("list", help="every file that was taken in, by whom, and what it came to")


def run(given: Namespace, parts: Parts, say: Say) -> None:
    """Does what was typed; raises BundleRefused or InvalidInput, in words."""
    if given.act == "take":
        take(parts, given.file, given.answer, by=given.by, say=say)
    else:
        tell(parts, say)


def take(
    parts: Parts, file: Path, answer: Path, *, by: str, say: Say, room: int = LARGEST_CONTENT
) -> None:
    """Takes a file in, writes down that it came, and writes the answer."""
    if not by.strip():
        raise InvalidInput("A name is needed", where="By")
    if answer.exists():
        raise InvalidInput(
            f"There is a file {answer} already, and it was left as it was",
            next_step="Name another one for the answer",
        )
    data = _bytes_of(file)

    def on_fault(error: Exception) -> str:
        reference = parts.service.random(4).hex()
        fault = type(error).__name__
        parts.log.error("fault", reference=reference, fault=fault, places=places_of(error))
        return reference

    at = utc_text(parts.service.clock())

    def write_down(head: BundleHead, came_to: str = kept.BEGUN) -> None:
        taken = Taken(
            device_id=head.device,
            counter=head.counter,
            hash=hashlib.sha256(data).hexdigest(),
            made_at=head.at,
            taken_at=at,
            taken_by=by.strip(),
            came_to=came_to,
        )
        parts.service.database.deed(lambda deed: kept.keep(deed, taken))

    desk = Desk(parts.service, parts.settings, on_fault, room, write_down)
    answered = bundles.answer(desk, data)
    head, came_to = answered.head, words_of(answered)
    write_down(head, came_to)
    parts.log.info("bundle", device=head.device, number=head.counter, results=answered.results)
    _write(answer, answered.data)
    say(f"Made by {head.device} at {head.at}. {came_to}")
    say(f"The answer is {answer}. Only that computer can open it.")


def words_of(answered: Answered) -> str:
    """What a file came to, in counts."""
    results = answered.results
    new = sum(results.get(each, 0) for each in _NEW)
    known = results.get(Result.DUPLICATE.value, 0)
    apart = results.get(Result.QUARANTINED.value, 0)
    said = [f"Taken: {new} new, {known} known before, {apart} kept apart for a person."]
    if answered.refusals:
        said.append(f"Refused whole: {', '.join(answered.refusals)}.")
    said.append(f"Given back: {answered.given}.")
    if not answered.is_whole:
        said.append("There is more than one file holds: the next one goes on from there.")
    return " ".join(said)


def tell(parts: Parts, say: Say) -> None:
    """Lists what was taken in, the oldest first."""
    with parts.database.reading() as connection:
        found = kept.listed(connection)
    for each in found:
        say(f"{each.taken_at}  {each.device_id}  number {each.counter}  by {each.taken_by}")
        say(f"    made {each.made_at}. {each.came_to}")
    if not found:
        say("No file was taken in.")


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as read:
            return read.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BundleRefused(f"The file {file} could not be read ({error.strerror})") from None


def _write(path: Path, data: bytes) -> None:
    """A new file that its owner alone may read; raises InvalidInput where it cannot be written."""
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as to:
            to.write(data)
    except OSError as error:
        raise InvalidInput(
            f"The answer could not be written to {path} ({error.strerror})",
            next_step="Take the same file in again with another name for the answer",
        ) from None
