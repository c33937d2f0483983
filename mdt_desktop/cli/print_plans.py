"""`mdt print care-plans`: a paper of each resident's plan in a home, each a PDF of its own in a folder.

Each copy is recorded before it is written. One that cannot be printed - two versions stand - does not stop
the others: it is told by its room with the reason, and the exit code says so. Files are named by room.
"""

from argparse import Namespace
from pathlib import Path
from typing import Any, Final

from mdt_core.documents.contents import PaperLook
from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.errors import KnownError
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.places import home_named
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.private_files import write_privately
from mdt_desktop.session import Session
from mdt_desktop.ui.paper.presenter import file_in
from mdt_desktop.ui.plan_paper.presenter import Whose, make, may_be_skipped, people
from mdt_desktop.ui.sync.words import paper_freshness

PAPERS: Final = {
    "care-plan": PlanPaperKind.CLINICAL,
    "plain": PlanPaperKind.PLAIN,
    "transfer": PlanPaperKind.TRANSFER,
}


def run(given: Namespace, terminal: Terminal) -> int:
    """Writes one file after another, telling how far it is."""
    kind, folder = PAPERS[given.paper], given.output.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    refused: list[dict[str, str]] = []
    with unlocked(given, terminal) as session:
        home = home_named(session, given.home)
        everybody = people(session.store, session.actor, "", home.id)
        for number, whose in enumerate(everybody, start=1):
            try:
                written.append(_one(session, whose, kind, folder, written))
            except KnownError as error:
                if not may_be_skipped(error):
                    raise
                refused.append({"room": whose.room, "why": error.message})
            terminal.tell(f"{number} of {len(everybody)}")
    _say(given, terminal, folder, written, refused)
    return exit_codes.REFUSED if refused else exit_codes.DONE


def _one(
    session: Session, whose: Whose, kind: PlanPaperKind, folder: Path, written: list[Path]
) -> Path:
    waiting = session.waiting()
    got = session.tie.got_at(whose.home_id)
    made = make(
        session.store,
        session.drafts,
        by=session.actor,
        whose=whose,
        kind=kind,
        look=PaperLook(),
        waiting=waiting,
        practice=session.is_practice,
        is_draft=False,
        fresh=paper_freshness(got, waiting, session.clock()),
    )
    path = file_in(folder, made, written)
    made.record(session.store, by=session.actor, how="saved", copies=1)
    write_privately(path, made.pdf)
    return path


def _say(
    given: Namespace,
    terminal: Terminal,
    folder: Path,
    written: list[Path],
    refused: list[dict[str, str]],
) -> None:
    if given.json:
        said: dict[str, Any] = {
            "folder": str(folder),
            "files": [path.name for path in written],
            "refused": refused,
        }
        terminal.say_json(said)
        return
    number = "1 file" if len(written) == 1 else f"{len(written)} files"
    terminal.say(f"{folder}: {number}.")
    for each in refused:
        terminal.say(f"not printed  room {each['room'] or 'not known'}: {each['why']}")
