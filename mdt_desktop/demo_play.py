"""The main job played in the real windows where nobody can look: unlock, home, round, write, sign, print.

Each step is done by the keys and clicks a person would use, said on the terminal, and kept as a picture;
the round sheet is saved as a PDF and turned into a picture. Nothing is faked: what cannot be done in
the window stops the play with what could be read instead.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from mdt_core.clock import clinical_date, london_day, system_clock
from mdt_core.demo import PRACTICE_PASSPHRASE

NOTE: Final = (
    "Sleepier since the weekend and eating half her meals. No cough, no fever. Chest clear.\n"
    "Daughter visited yesterday and agrees that she is not as usual."
)
PLAN: Final = (
    "Offer drinks every hour while awake and write down what is taken.\n"
    "Weigh on Friday. Observations twice a day until the next round."
)

Say = Callable[[str], None]


def play(folder: Path, *, home: str, into: Path, say: Say) -> None:
    """Plays the main job on a practice workspace; leaves pictures and the PDF in `into`.

    Raises NotOnScreen where a step cannot be done.
    """
    from PySide6.QtCore import qInstallMessageHandler  # noqa: PLC0415 - Qt only once the

    from mdt_desktop.app import build  # noqa: PLC0415   platform is chosen

    into.mkdir(parents=True, exist_ok=True)
    for old in (*into.glob("*.png"), *into.glob("*.pdf")):
        old.unlink()
    qInstallMessageHandler(_drop)
    with build(folder):
        today = london_day(system_clock())
        pdf = Play(into, say).main_job(passphrase=PRACTICE_PASSPHRASE, home=home, today=today)
    say(f"      Its first page: {picture_of_page(pdf, into).name}")


class Play:
    """One playing of the main job; `into` receives the pictures and the PDF."""

    def __init__(self, into: Path, say: Say) -> None:
        from mdt_desktop import player  # noqa: PLC0415 - Qt only once the platform is chosen

        self._player, self._into, self._say = player, into, say
        self._steps = 0

    def step(self, words: str, picture: str) -> None:
        """Says what was done and keeps what it looks like."""
        self._steps += 1
        path = self._into / f"{self._steps:02}-{picture}.png"
        self._player.picture(path)
        self._say(f"  {self._steps:2}. {words}  ({path.name})")

    def main_job(self, *, passphrase: str, home: str, today: date) -> Path:
        """Plays it; returns the PDF. Raises NotOnScreen where a step cannot be done."""
        self._unlock(passphrase)
        self._open_home(home)
        self._start_round()
        self._write_and_sign()
        return self._save_sheet(today)

    def _unlock(self, passphrase: str) -> None:
        hands = self._player
        hands.wait_for("Passphrase of")
        self.step("The locked window", "locked")
        hands.type_text(passphrase)
        hands.press("Return")
        hands.wait_for("Today, ", seconds=60)
        self.step("Unlocked: what today brings", "today")

    def _open_home(self, home: str) -> None:
        hands = self._player
        hands.press("Ctrl+K")
        hands.type_text(home)
        hands.wait_for("1 found")
        self.step("Found the home by its name", "find")
        hands.press("Return")
        hands.wait_for("Start round")
        self.step(f"Opened {home}", "home")

    def _start_round(self) -> None:
        hands = self._player
        hands.click("Start round")
        hands.wait_for("Why today")
        hands.wait_until_usable("Next round")
        self.step("Started the round at the first resident", "round")

    def _write_and_sign(self) -> None:
        hands = self._player
        hands.focus("Note")
        hands.press("Alt+2")
        hands.type_text(NOTE)
        hands.focus("Plan")
        hands.type_text(PLAN)
        hands.focus("Actions")
        hands.type_text("bloods FBC U+E @home fri !")
        hands.press("Return")
        hands.click("Next round")
        hands.wait_for("Draft saved")
        self.step("Wrote a note, a plan and an action; the draft is kept", "written")
        hands.press("Ctrl+Return")
        hands.wait_for("Saved ")
        hands.wait_for("1 of ")
        hands.wait_for("Why today")
        hands.wait_until_usable("Sign for ")
        self.step("Signed; the next resident is open", "signed")

    def _save_sheet(self, today: date) -> Path:
        hands = self._player
        hands.press("Ctrl+P")  # the button stands under «More» where the row is full
        hands.wait_for(clinical_date(today))
        hands.wait_for("Version 1")
        hands.wait_for_drawing("Page 1 of")
        self.step("The round sheet as it will be printed", "sheet")
        target = (self._into / "round-sheet.pdf").absolute()
        target.unlink(missing_ok=True)
        hands.click("Save PDF")
        hands.wait_for("Save PDF")
        hands.name_file(target)
        hands.wait_for(f"as {target}")
        self.step("Saved the sheet as a PDF", "saved")
        return target


def _drop(_kind: object, _context: object, words: str) -> None:
    """Says what Qt says, but for the one sentence with which unseen windows greet every page."""
    if "propagateSizeHints" not in words:
        sys.stderr.write(f"{words}\n")


def picture_of_page(pdf: Path, into: Path) -> Path:
    """Turns the first page into a picture beside it."""
    import pypdfium2  # noqa: PLC0415 - loaded when there is something to show

    with pypdfium2.PdfDocument(pdf) as document:
        image = document[0].render(scale=2).to_pil()
    path = into / "round-sheet-page-1.png"
    image.save(path)
    return path
