"""The words about bundle files: what waits for an answer, what was saved, what an answer came to. No Qt."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from mdt_desktop.sync.bundle import Taken
from mdt_desktop.sync.bundle_book import Saved
from mdt_desktop.ui.sync.words import counted, when_words

ABOUT: Final = (
    "Where this computer has no network, what waits can go to the service as a file on a stick, and the"
    " answer comes back the same way. Only the service can open the bundle, and only this computer its"
    " answer: whoever finds the stick reads nothing. Still, keep it with you, and delete both files from"
    " it once the answer was taken in."
)
NOTHING_SAVED: Final = "No bundle waits for an answer."
TAKING: Final = "Taking the answer in…"
SAVING: Final = "Saving the bundle…"


def waiting_bundles(saved: Sequence[Saved], now: datetime) -> tuple[str, ...]:
    """Each bundle whose answer was not taken in yet, with when it was saved and what is in it."""
    if not saved:
        return (NOTHING_SAVED,)
    return tuple(
        f"Saved {when_words(each.made_at, now)} with {_held(each)}: its answer was not taken in yet."
        for each in saved
    )


def saved_words(saved: Saved, path: Path) -> str:
    """What was saved where, that nothing is sent by it, and what to do with it."""
    left = ""
    if saved.left:
        left = f" {counted(saved.left)} did not fit and {_goes(saved.left)} with the next."
    return (
        f"Saved as {path} with {_held(saved)}.{left} Nothing counts as sent before the answer was taken"
        " in. Take the file to whoever looks after the service, and bring the answer back"
    )


def taken_words(taken: Taken, now: datetime) -> str:
    """What an answer came to, and of when it is."""
    report = taken.ended.report
    if report is None:
        return ""
    at = when_words(taken.answered_at, now)
    more = "" if taken.is_whole else " There is more than one file holds: save the next bundle."
    return (
        f"The answer of {at} was taken in: {counted(report.sent)} sent, {counted(report.got)} got."
        f" What is shown is as the service knew it then.{more}"
    ).removesuffix(".")


def _held(saved: Saved) -> str:
    return counted(saved.changes) if saved.changes else "no change, to get what is new"


def _goes(number: int) -> str:
    return "goes" if number == 1 else "go"
