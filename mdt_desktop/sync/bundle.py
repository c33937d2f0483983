"""An exchange by file for a home without a network: a bundle is saved, carried, and its answer taken in.

A bundle holds the requests that an exchange would make, sealed for the service and signed by this
computer; what waits goes on waiting until the answer was taken in. The answer is taken in by the very
exchange that a network has, which asks the file. What is known afterwards is as old as the answer: that
moment, and not the one of taking it in, stands as when things were got.
"""

import base64
import hashlib
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mdt_core.clock import parse_utc, utc_text
from mdt_core.errors import KnownError, Refused
from mdt_core.store.deed_log import add_audit
from mdt_core.sync import bundle, protocol, sealing
from mdt_core.sync.bundle import Bundle, BundleHead, BundleRefused
from mdt_desktop.device import sync_book
from mdt_desktop.private_files import write_privately
from mdt_desktop.sync import first_load
from mdt_desktop.sync.bundle_book import Saved, kept_in, text_of
from mdt_desktop.sync.by_file import Answers, NotInFile, older
from mdt_desktop.sync.client import ServiceClient
from mdt_desktop.sync.engine import Exchange
from mdt_desktop.sync.facts import ANSWERED, AUDITED, BUNDLES, EPOCH, LIFE, READER, SIGNER
from mdt_desktop.sync.into_file import Recorder
from mdt_desktop.sync.lines import PUSH_BYTES, push_line
from mdt_desktop.sync.link import Link, client_of, keep_counter, link_of
from mdt_desktop.sync.tie import APP_VERSION, Course, Ended, Tie

MOST_AUDIT = 40 * protocol.MOST_AUDIT
"""Lines of access audit in one bundle; the rest goes with the next."""


@dataclass(frozen=True)
class Taken:
    """What an answer came to, and when the service made it."""

    ended: Ended
    answered_at: datetime
    is_whole: bool = True
    """Whether the file held everything; the rest comes with the next one."""


def file_name(at: datetime) -> str:
    """The name under which a bundle is offered to be saved; it says nothing about anybody."""
    return f"bundle {at:%Y-%m-%d %H%M}{bundle.SUFFIX}"


# Saving


def save_bundle(tie: Tie, path: Path, *, room: int = bundle.LARGEST_CONTENT) -> Saved:
    """Saves what waits, and the places up to which the logs are here; raises KnownError in words.

    No more changes are put in once so many bytes are; the rest goes with the next bundle. Nothing counts
    as sent by it, and what was in an earlier bundle without an answer is in it again.
    """
    link = _link(tie)
    facts, stands = _standing(tie)
    if not (facts.get(READER) and facts.get(SIGNER)):
        raise Refused(
            "The service has not told this computer its key for files.",
            next_step="Connect to it over a network once. After that, files can go by hand.",
        )
    recorder = Recorder()
    client = client_of(tie.workspace, link, APP_VERSION, transport=recorder)
    try:
        saved = _ask(tie, client, recorder, facts, room)
    finally:
        keep_counter(tie.workspace, client.counter)
        client.close()
    saved = replace(saved, counter=link.counter + 1, stands=stands)
    data = _file(tie, link, recorder, saved, facts)
    kept = kept_in(facts)
    number = f"number {saved.counter}, changes {saved.changes}"
    _keep(tie, {BUNDLES: text_of([*kept, saved])}, "bundle_saved", number)
    try:
        write_privately(path, data)
    except KnownError:
        _keep(tie, {BUNDLES: text_of(kept)}, "bundle_not_saved", number)
        raise
    return saved


def _ask(
    tie: Tie, client: ServiceClient, recorder: Recorder, facts: dict[str, str], room: int
) -> Saved:
    """Makes the requests of an exchange, in its order; hello comes once the pushes are done."""
    life, epoch = tie.workspace.state.incarnation, facts.get(EPOCH, "")
    upto = changes = 0
    after = None if facts.get(LIFE) == life else 0
    while recorder.size < room:
        with tie.workspace.store.reading() as connection:
            some = sync_book.next_waiting(
                connection, most=protocol.MOST_CHANGES, most_bytes=PUSH_BYTES, after=upto
            )
            if some and after is None:
                after = sync_book.last_taken_before(connection, some[0].n)
        if not some:
            break
        header = protocol.PushHeader(
            incarnation=life, after=after or 0, count=len(some), epoch=epoch
        )
        client.push(header, [push_line(each) for each in some])
        upto = after = some[-1].n
        changes += len(some)
    _ask_audit(tie, client, life, facts)
    client.hello(life)
    with tie.workspace.store.reading() as connection:
        places = sync_book.places(connection).values()
        waiting = sync_book.counts(connection).waiting
    cursors = tuple(
        protocol.Cursor(scope=each.scope, seq=each.seq, digest=each.digest) for each in places
    )
    client.pull(protocol.Pull(epoch=epoch, cursors=cursors))
    return Saved(
        counter=0,
        at=utc_text(tie.clock()),
        life=life,
        upto=upto,
        changes=changes,
        left=max(0, waiting - changes),
        stands="",
        secret=base64.b64encode(tie.random(sealing.KEY_BYTES)).decode("ascii"),
    )


def _ask_audit(tie: Tie, client: ServiceClient, life: str, facts: dict[str, str]) -> None:
    known, _, number = facts.get(AUDITED, "").partition(" ")
    after = int(number) if known == life else 0
    for _page in range(MOST_AUDIT // protocol.MOST_AUDIT):
        with tie.workspace.store.reading() as connection:
            lines = sync_book.audit_after(connection, after, most=protocol.MOST_AUDIT)
        if not lines:
            return
        header = protocol.AuditHeader(incarnation=life, after=after, count=len(lines))
        read = [protocol.AuditLine.model_validate(each) for each in lines]
        client.audit(header, [each.model_dump_json() for each in read])
        after = read[-1].n


def _file(tie: Tie, link: Link, recorder: Recorder, saved: Saved, facts: dict[str, str]) -> bytes:
    head = BundleHead(
        kind="requests",
        device=tie.workspace.state.device_id,
        counter=saved.counter,
        at=saved.at,
        service=bundle.mark_of(facts[READER]),
    )
    return bundle.made(
        head,
        recorder.parts,
        reader=facts[READER],
        answer_for=sealing.reader_key(base64.b64decode(saved.secret)),
        sign=lambda text: base64.b64decode(link.key.sign(text)),
    )


# Taking the answer in


def take_answer(tie: Tie, path: Path, course: Course) -> Taken:
    """Takes in what the service answered, by an exchange that asks the file.

    Raises KnownError, in words, for a file that is none, is not whole, or answers nothing that is
    asked here; nothing is changed then.
    """
    link = _link(tie)
    facts, stands = _standing(tie)
    read = bundle.read(_bytes_of(path), kind="answers")
    saved = _question_of(read, tie, facts)
    if saved.stands != stands:
        raise older()
    _, parts = read.opened(base64.b64decode(saved.secret))
    answers = Answers(parts)
    _require_same_epoch(answers, facts)
    number = f"number {saved.counter}, answered {read.head.at}"
    loading = {first_load.FACT: ""} if facts.get(first_load.FACT) else {}
    # what a snapshot began is read on by the pages here
    _keep(tie, loading, "answer_begun", number)
    at = parse_utc(read.head.at)
    client = client_of(tie.workspace, link, APP_VERSION, transport=answers)
    exchange = Exchange(
        tie.workspace.store,
        client,
        saved.life,
        lambda: at,
        course.tell,
        lambda: course.goes_on() and not answers.is_spent,
        snapshot_from=sys.maxsize,
        upto=saved.upto,
    )
    try:
        report = exchange.run()
    except Exception as error:  # noqa: BLE001 - handed on whole, with what came in before it
        return Taken(Ended(error=error, told=exchange.told), at)
    finally:
        client.close()
    if course.goes_on():
        came = f"{number}, sent {report.sent}, got {report.got}"
        _keep(tie, _answered(tie, saved, answers, facts), "answer_taken", came)
    return Taken(Ended(report=report, told=report.told), at, is_whole=not answers.is_spent)


def _question_of(read: Bundle, tie: Tie, facts: dict[str, str]) -> Saved:
    """The bundle that this file answers; raises BundleRefused where it answers none of this computer."""
    head = read.head
    if head.device != tie.workspace.state.device_id:
        raise BundleRefused(
            "This answer is for another computer, and only that one can open it.",
            next_step="Take it in there.",
        )
    if head.service != bundle.mark_of(facts.get(READER, "")):
        raise BundleRefused(
            "This answer is of another service than the one this computer is connected with.",
            next_step="Check which service the bundle was taken to.",
        )
    if not read.is_signed_by(facts.get(SIGNER, "")):
        raise bundle.cut()
    if head.counter <= int(facts.get(ANSWERED) or 0):
        raise BundleRefused(
            "This answer, or a later one, was taken in already. Nothing was changed.",
            next_step="Take in the newest answer, or save a new bundle.",
        )
    found = [each for each in kept_in(facts) if each.counter == head.counter]
    if not found or found[0].life != tie.workspace.state.incarnation:
        raise BundleRefused(
            "This computer does not wait for this answer: it was put back from a backup since, or too"
            " many bundles were saved after the one that is answered.",
            next_step="Save a new bundle. What waits here is in it again.",
        )
    return found[0]


def _require_same_epoch(answers: Answers, facts: dict[str, str]) -> None:
    hello = answers.hello
    if hello is None or hello.is_revoked or hello.epoch == facts.get(EPOCH):
        return
    raise NotInFile(
        "The service was put back from a backup since this computer last spoke with it. What it lost"
        " cannot be brought back by files. Nothing is lost here.",
        next_step="Connect this computer to the service over a network once, where there is one.",
    )


def _answered(tie: Tie, saved: Saved, answers: Answers, facts: dict[str, str]) -> dict[str, str]:
    """What is known after an answer; the keys of this bundle and of those before it are forgotten."""
    _, stands = _standing(tie)
    later = [
        replace(each, stands=stands) for each in kept_in(facts) if each.counter > saved.counter
    ]
    told = {BUNDLES: text_of(later), ANSWERED: str(saved.counter)}
    if answers.hello is not None:
        told[AUDITED] = f"{saved.life} {answers.hello.audit_after}"
    return told


# What is kept


def _link(tie: Tie) -> Link:
    link = link_of(tie.workspace, tie.keyring)
    if link is None:
        raise Refused(
            "This computer is not connected to a service.",
            next_step="Connect it once, where there is a network. After that, files can go by hand.",
        )
    return link


def _standing(tie: Tie) -> tuple[dict[str, str], str]:
    """What is known of the service, and a mark of how far each log was got and when."""
    with tie.workspace.store.reading() as connection:
        places = sorted(map(str, sync_book.places(connection).values()))
        facts = sync_book.facts(connection)
    return facts, hashlib.sha256("\n".join(places).encode("utf-8")).hexdigest()


def _keep(tie: Tie, told: dict[str, str], action: str, detail: str) -> None:
    """Writes what is known, and in the same transaction who did what."""
    with sync_book.writing(tie.workspace.engine) as connection:
        sync_book.keep_facts(connection, told)
        about = dict.fromkeys(("resident_id", "home_id", "record_id"))
        add_audit(connection, tie.by, tie.clock(), action, **about, detail=detail)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(bundle.LARGEST_FILE + 1)
    except OSError as error:
        raise BundleRefused(
            f"The file {path} could not be read ({error.strerror}).",
            next_step="Put the stick in again, or copy the file to this computer first.",
        ) from None
