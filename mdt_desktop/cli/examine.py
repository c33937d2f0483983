"""`mdt doctor`: what is well in the workspace and what is not."""

from argparse import Namespace

from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.device.doctor import Weight, examine

_MARKS = {Weight.WELL: "well", Weight.ATTENTION: "LOOK", Weight.SERIOUS: "WRONG"}


def run(given: Namespace, terminal: Terminal) -> int:
    """Examines and tells each finding; 3 where something is seriously wrong."""
    with unlocked(given, terminal) as session:
        findings = examine(session.workspace, terminal.clock())
    if given.json:
        told = [
            {"name": f.name, "weight": f.weight.value, "words": f.words, "next_step": f.next_step}
            for f in findings
        ]
        terminal.say_json({"findings": told})
    else:
        for finding in findings:
            terminal.say(f"{_MARKS[finding.weight]:<6} {finding.name}: {finding.words}")
            if finding.next_step:
                terminal.say(f"       {finding.next_step}")
    serious = any(finding.weight is Weight.SERIOUS for finding in findings)
    return exit_codes.REFUSED if serious else exit_codes.DONE
