"""`mdt sync`: how this workspace and its service stand, one exchange now, and enrolment by a code."""

from argparse import Namespace
from datetime import datetime

from mdt_core.clock import utc_text
from mdt_core.errors import Refused
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.session import Session
from mdt_desktop.sync.engine import Report
from mdt_desktop.sync.status import SyncStatus
from mdt_desktop.sync.tie import Course, Tie


def run(given: Namespace, terminal: Terminal) -> int:
    """Does the verb that was typed; 3 where something waits for a person, 4 where it was not done."""
    with unlocked(given, terminal) as session:
        tie = _tie(session, terminal)
        if given.verb == "sync enrol":
            return _enrol(given, terminal, tie)
        if given.verb == "sync now":
            return _exchange(given, terminal, tie)
        return _status(given, terminal, tie)


def _tie(session: Session, terminal: Terminal) -> Tie:
    return Tie(
        session.workspace,
        terminal.keyring(),
        terminal.clock,
        terminal.random,
        session.actor,
    )


def _enrol(given: Namespace, terminal: Terminal, tie: Tie) -> int:
    tie.enrol(given.address, given.code, str(given.ca) if given.ca else "")
    if given.json:
        terminal.say_json({"enrolled": given.address})
    else:
        terminal.say(f"This computer is enrolled with {given.address}.")
        terminal.say("Run «mdt sync now» to send what waits and to get its homes.")
    return exit_codes.DONE


def _exchange(given: Namespace, terminal: Terminal, tie: Tie) -> int:
    if not tie.status().is_linked:
        raise _not_enrolled()
    ended = tie.exchange(Course())
    if ended.error is not None:
        raise ended.error
    report = ended.report or Report()
    needs_somebody = not report.agreed or bool(report.refused)
    if given.json:
        terminal.say_json(
            {
                "sent": report.sent,
                "got": report.got,
                "refused": report.refused,
                "agreed": report.agreed,
                "words": list(report.sentences()),
            }
        )
    else:
        terminal.say(f"Sent {report.sent}, got {report.got}.", *report.sentences())
        if report.agreed and not report.refused:
            terminal.say("Both ends hold the same.")
    return exit_codes.REFUSED if needs_somebody else exit_codes.DONE


def _status(given: Namespace, terminal: Terminal, tie: Tie) -> int:
    status = tie.status()
    if given.json:
        terminal.say_json(
            {
                "service": status.address or None,
                "waiting": status.waiting,
                "oldest": _text(status.oldest),
                "refused": status.refused,
                "agreed_at": _text(status.agreed_at),
                "opens_until": _text(status.lease.until if status.lease else None),
            }
        )
    else:
        terminal.say(*_status_lines(status))
    return exit_codes.REFUSED if status.refused else exit_codes.DONE


def _status_lines(status: SyncStatus) -> list[str]:
    if not status.is_linked:
        return [
            "This workspace is enrolled with no service: what is written stays on this computer."
        ]
    lines = [f"Service: {status.address}", f"Waiting to be sent: {status.waiting}"]
    if status.oldest is not None:
        lines.append(f"The oldest was written {_said(status.oldest)}")
    if status.refused:
        lines.append(f"Kept apart at the service for a person: {status.refused}")
    agreed = _said(status.agreed_at) if status.agreed_at else "never"
    lines.append(f"Both ends last held the same: {agreed}")
    if status.lease is not None:
        lines.append(f"Without the service it opens until: {_said(status.lease.until)}")
    return lines


def _said(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _text(at: datetime | None) -> str | None:
    return None if at is None else utc_text(at)


def _not_enrolled() -> Refused:
    return Refused(
        "This workspace is enrolled with no service.",
        next_step="Ask for a one-time code, then: mdt sync enrol ADDRESS CODE",
    )
