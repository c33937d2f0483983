"""`mdt sync save-bundle` and `take-answer`: an exchange by files, for a home without a network."""

from argparse import Namespace

from mdt_core.clock import utc_text
from mdt_core.errors import InvalidInput
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.sync.bundle import save_bundle, take_answer
from mdt_desktop.sync.report import Report
from mdt_desktop.sync.tie import Course, Tie


def run(given: Namespace, terminal: Terminal) -> int:
    """Does the verb that was typed; 3 where something waits for a person or for the next file."""
    with unlocked(given, terminal) as session:
        tie = Tie(
            session.workspace,
            terminal.keyring(),
            terminal.clock,
            terminal.random,
            session.actor,
        )
        if given.verb == "sync save-bundle":
            return _save(given, terminal, tie)
        return _take(given, terminal, tie)


def _save(given: Namespace, terminal: Terminal, tie: Tie) -> int:
    if given.file.exists():
        raise InvalidInput(
            f"There is a file {given.file} already, and it was left as it is.",
            next_step="Name another one.",
        )
    saved = save_bundle(tie, given.file)
    if given.json:
        told = {"bundle": str(given.file), "changes": saved.changes, "left": saved.left}
        terminal.say_json({**told, "number": saved.counter})
        return exit_codes.DONE
    terminal.say(f"Saved as {given.file}, with {saved.changes} of what waits to be sent.")
    if saved.left:
        terminal.say(f"{saved.left} did not fit and go with the next.")
    terminal.say("Nothing counts as sent before the answer of the service was taken in.")
    terminal.say("Only the service can open it. Delete it from the stick afterwards.")
    return exit_codes.DONE


def _take(given: Namespace, terminal: Terminal, tie: Tie) -> int:
    taken = take_answer(tie, given.file, Course())
    if taken.ended.error is not None:
        raise taken.ended.error
    report = taken.ended.report or Report()
    if given.json:
        terminal.say_json(
            {
                "sent": report.sent,
                "got": report.got,
                "refused": report.refused,
                "agreed": report.agreed,
                "answered_at": utc_text(taken.answered_at),
                "is_whole": taken.is_whole,
                "words": list(report.sentences()),
            }
        )
    else:
        at = f"{taken.answered_at:%Y-%m-%d %H:%M} UTC"
        terminal.say(f"Sent {report.sent}, got {report.got}, as of {at}.", *report.sentences())
        if not taken.is_whole:
            terminal.say("There is more than one file holds: save the next bundle.")
    return exit_codes.DONE if report.agreed and not report.refused else exit_codes.REFUSED
