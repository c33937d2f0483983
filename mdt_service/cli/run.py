"""`mdt-service`: from what was typed to the deed and what is said about it."""

import atexit
import os
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from mdt_core.clock import utc_text
from mdt_core.errors import KnownError, StoreProblem
from mdt_service.app import Parts, open_parts
from mdt_service.cli import arguments, bundle, serve
from mdt_service.handlers import administering, escalating, keeping, redacting
from mdt_service.hub import devices, grants, quarantine
from mdt_service.hub.codes import grants_from
from mdt_service.hub.migrations import is_migrated
from mdt_service.settings import Settings, from_environment

DONE = 0
FOUND_WRONG = 1
REFUSED = 2

Say = Callable[[str], None]


def main(
    typed: Sequence[str],
    *,
    environment: Mapping[str, str] = os.environ,
    out: TextIO | None = None,
    error: TextIO | None = None,
) -> int:
    """Does what was typed; returns the exit code: 0 done, 1 found something wrong, 2 refused."""
    given = arguments.parser().parse_args(typed)

    def say(words: str) -> None:
        print(words, file=out or sys.stdout, flush=True)

    try:
        settings = _settings(given, environment)
        if given.command == "serve":
            return serve.run(settings, say)
        return _with_parts(given, settings, say)
    except KnownError as refused:
        print(f"mdt-service: {refused}", file=error or sys.stderr)
        return REFUSED


def _settings(given: Namespace, environment: Mapping[str, str]) -> Settings:
    settings = from_environment(environment)
    is_practice = getattr(given, "practice", False)
    if is_practice and not (given.database or environment.get("MDT_DATABASE")):
        folder = Path(tempfile.mkdtemp(prefix="mdt-practice-service-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        given.database = f"sqlite:///{folder / 'practice.db'}"
    chosen = {
        "database": given.database,
        "host": getattr(given, "host", None),
        "port": getattr(given, "port", None),
        "workers": getattr(given, "workers", None),
        "is_practice": is_practice,
    }
    return replace(settings, **{name: value for name, value in chosen.items() if value is not None})


def _with_parts(given: Namespace, settings: Settings, say: Say) -> int:
    parts = open_parts(settings)
    try:
        if given.command == "init":
            say(f"Ready. Epoch {keeping.begin(parts.service)}.")
            return DONE
        if not is_migrated(parts.database):
            raise StoreProblem(
                "This database has not the tables of this program",
                next_step="Run mdt-service init first",
            )
        return _COMMANDS[given.command](given, parts, say)
    finally:
        parts.database.close()


def _enrol(given: Namespace, parts: Parts, say: Say) -> int:
    wanted = grants_from(given.home, given.role, given.person)
    made = keeping.make_code(parts.service, wanted, made_by="mdt-service", days=given.days)
    say(f"{made.code}")
    say(f"Type this code on the new device before {made.expires_at}. It works once.")
    return DONE


def _administrator(given: Namespace, parts: Parts, say: Say) -> int:
    code, ends = administering.make_sign_in_code(parts.service, given.name)
    say(code)
    say(f"Open /admin at the service's address and type it before {utc_text(ends)}. It works once.")
    return DONE


def _devices(_given: Namespace, parts: Parts, say: Say) -> int:
    with parts.database.reading() as connection:
        for each in devices.all_devices(connection):
            state = (
                f"revoked {each.revoked_at}: {each.revoked_why}" if each.is_revoked else "in use"
            )
            say(f"{each.id}  {each.name}  last seen {each.last_seen:%Y-%m-%d %H:%M}  {state}")
    return DONE


def _revoke(given: Namespace, parts: Parts, say: Say) -> int:
    keeping.revoke(parts.service, given.device, given.why)
    say("Revoked. What this device still sends is kept in quarantine.")
    return DONE


def _grants(given: Namespace, parts: Parts, say: Say) -> int:
    if given.act == "give":
        wanted = grants_from(given.home, given.role, given.person)
        keeping.give(parts.service, given.device, wanted, None)
        say("Granted.")
    elif given.act == "end":
        keeping.take_back(parts.service, given.number)
        say("Ended.")
    else:
        _list_grants(parts, say)
    return DONE


def _list_grants(parts: Parts, say: Say) -> None:
    with parts.database.reading() as connection:
        for each in grants.all_grants(connection):
            whose = f"  only {each.grant.person_id}" if each.grant.person_id else ""
            ends = f"  until {each.until}" if each.until else ""
            ended = f"  ended {each.revoked_at}" if each.revoked_at else ""
            words = f"{each.id}  {each.device_id}  {each.grant.role.value} in {each.grant.home_id}"
            say(f"{words}{whose}{ends}{ended}")


def _quarantine(given: Namespace, parts: Parts, say: Say) -> int:
    if given.act == "take":
        answer = keeping.take_from_quarantine(parts.service, given.number, by=given.by)
        say(f"Taken as number {answer.seq} of {answer.scope}.")
    elif given.act == "set-aside":
        keeping.set_aside(parts.service, given.number, by=given.by, why=given.why)
        say("Set aside. Its text is kept.")
    else:
        _list_quarantine(given, parts, say)
    return DONE


def _list_quarantine(given: Namespace, parts: Parts, say: Say) -> None:
    with parts.database.reading() as connection:
        kept = quarantine.listed(connection, with_settled=given.settled)
    for each in kept:
        settled = f"  settled {each.settled_at}: {each.settled_how}" if each.settled_at else ""
        say(f"{each.id}  {each.mid}  from {each.device_id}  {each.received_at}{settled}")
        say(f"    {each.reason}")
    if not kept:
        say("Nothing waits.")


def _redact(given: Namespace, parts: Parts, say: Say) -> int:
    quoted = redacting.quoted_in(parts.service, given.mid)
    placed = redacting.redact(parts.service, given.mid, by=given.by, why=given.why)
    say(
        f"The words are gone, by number {placed.seq} of {placed.scope}. Devices follow as they come."
    )
    for each in quoted:
        say(f"The escalation {each} may say the same words: redact it too.")
    say("Backups still hold them: after restoring one of before, redact again.")
    return DONE


def _escalate(_given: Namespace, parts: Parts, say: Say) -> int:
    number = escalating.escalate(parts.service)
    say(f"{number} escalated." if number else "Nothing is to be escalated.")
    return DONE


def _verify(_given: Namespace, parts: Parts, say: Say) -> int:
    problems = keeping.verify_logs(parts.service)
    for each in problems:
        say(each)
    if not problems:
        say("Every log is whole.")
    return FOUND_WRONG if problems else DONE


def _new_epoch(_given: Namespace, parts: Parts, say: Say) -> int:
    say(f"Epoch {keeping.new_epoch(parts.service)}. Devices will bring back what is missing.")
    return DONE


def _bundle(given: Namespace, parts: Parts, say: Say) -> int:
    bundle.run(given, parts, say)
    return DONE


_COMMANDS: dict[str, Callable[[Namespace, Parts, Say], int]] = {
    "enrol": _enrol,
    "administrator": _administrator,
    "devices": _devices,
    "revoke": _revoke,
    "grants": _grants,
    "quarantine": _quarantine,
    "redact": _redact,
    "bundle": _bundle,
    "escalate": _escalate,
    "verify": _verify,
    "new-epoch": _new_epoch,
}
