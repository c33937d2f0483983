"""`mdt import fhir`: residents' records from files, with progress, cancelling and counts."""

from argparse import Namespace

from mdt_core.exchange.fhir_import import import_fhir
from mdt_core.exchange.import_report import ImportReport, Progress
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.cancelling import noticing_cancel
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal

_TELL_EVERY = 10


def run(given: Namespace, terminal: Terminal) -> int:
    """Imports and tells the counts; 3 where something was refused."""
    with unlocked(given, terminal) as session, noticing_cancel() as cancel:
        report = import_fhir(
            session.store,
            by=session.actor,
            paths=given.paths,
            progress=lambda now: _tell_progress(terminal, now),
            cancelled=cancel.is_set,
        )
    if given.json:
        terminal.say_json(report.as_json())
    else:
        _say(terminal, report)
    if report.was_cancelled:
        return exit_codes.CANCELLED
    return exit_codes.REFUSED if report.refused else exit_codes.DONE


def _tell_progress(terminal: Terminal, now: Progress) -> None:
    if now.done % _TELL_EVERY == 0 or now.done == now.total:
        terminal.tell(
            f"{now.done} of {now.total} files, {now.residents} residents {now.file}".strip()
        )


def _say(terminal: Terminal, report: ImportReport) -> None:
    records = report.records
    terminal.say(
        f"created    {report.created} residents",
        f"updated    {report.updated}",
        f"unchanged  {report.unchanged}",
        f"refused    {len(report.refused)}",
        f"records    {records.created} created, {records.updated} updated, "
        f"{records.unchanged} unchanged",
    )
    terminal.say(*(f"  refused  {each.file}: {each.reason}" for each in report.refused))
    if report.not_taken:
        terminal.say("not taken")
        terminal.say(*(f"  {count:>6}  {name}" for name, count in report.not_taken.items()))
    if report.was_cancelled:
        terminal.say("Cancelled. What is counted above is in; the rest is not.")
