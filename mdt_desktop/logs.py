"""The log of the program: by area, without a word about a resident.

Callers log ids and counts. As a second net a filter takes out whatever looks like an NHS number or
stands in braces, and of an exception only its kind and the places in our code are written, never its
text. Nothing is sent anywhere.
"""

import faulthandler
import logging
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from typing_extensions import override

ROOT: Final = "mdt"
_LARGEST_BYTES: Final = 1_000_000
_OLD_FILES: Final = 3
_TAKEN_OUT: Final = "[taken out]"
_SEPARATOR: Final = r"[\s.\-\u00a0\u2010-\u2015]?"
_TEN_DIGITS: Final = re.compile(rf"(?<!\d)\d(?:{_SEPARATOR}\d){{9}}(?!\d)")
_BRACED: Final = re.compile(r"\{[^{}]*\}")

Trace = TracebackType | None
Random = Callable[[int], bytes]


def logger(area: str) -> logging.Logger:
    """Gives the logger of an area, as `mdt.window`."""
    return logging.getLogger(f"{ROOT}.{area}")


def redacted(text: str) -> str:
    """Gives the text without anything like an NHS number and without what stands in braces."""
    before = ""
    while before != text:  # braces may lie inside braces
        before, text = text, _BRACED.sub(_TAKEN_OUT, text)
    return _TEN_DIGITS.sub(_TAKEN_OUT, text)


class NoPatientData(logging.Filter):
    """Takes out of each record what must not be written; never stops one."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(record.getMessage()), ()
        return True


class _Formatter(logging.Formatter):
    """Writes of an exception its kind and where it was, not what it says."""

    @override
    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, Trace] | tuple[None, None, None],
    ) -> str:
        kind, _, trace = ei
        places = [
            f'  File "{place.filename}", line {place.lineno}, in {place.name}'
            for place in traceback.extract_tb(trace)
        ]
        return "\n".join((*places, kind.__name__ if kind else ""))

    @override
    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler's text would hold the message
        return redacted(super().format(record))


class _LogFile(logging.FileHandler):
    """Begins a new file when one is full and keeps the last few, as `name.1` to `name.3`.

    `logging.handlers` does it as well, and loads sockets and queues that the locked window waits for.
    """

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self.stream is not None and self.stream.tell() >= _LARGEST_BYTES:
                self._begin_anew()
        except OSError:
            self.handleError(record)
        super().emit(record)

    def _begin_anew(self) -> None:
        self.close()
        for number in range(_OLD_FILES - 1, 0, -1):
            old = self._old(number)
            if old.exists():
                old.replace(self._old(number + 1))
        Path(self.baseFilename).replace(self._old(1))
        self.stream = self._open()

    def _old(self, number: int) -> Path:
        return Path(f"{self.baseFilename}.{number}")


def start(path: Path) -> Callable[[], None]:
    """Begins to write the log to a file of its owner; the function given back ends it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _LogFile(path, encoding="utf-8")
    handler.addFilter(NoPatientData())
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger(ROOT)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    crash = path.with_name(path.name + ".crash").open("a", encoding="utf-8")
    faulthandler.enable(crash)

    def _end() -> None:
        root.removeHandler(handler)
        handler.close()
        _end_crash_log(crash)

    return _end


def _end_crash_log(crash: TextIO) -> None:
    faulthandler.disable()
    if sys.__stderr__ is not None:
        faulthandler.enable(sys.__stderr__)
    crash.close()


def report(error: BaseException, random: Random) -> str:
    """Writes an error of ours to the log and gives the reference number that people are told."""
    reference = random(4).hex().upper()
    kind = type(error)
    logger("fault").error("reference %s", reference, exc_info=(kind, error, error.__traceback__))
    return reference


def fault_words(reference: str) -> str:
    """Gives what people read when the program met an error of its own."""
    return (
        "The program met a fault of its own, so this was not done. What you typed is still here."
        f" Reference {reference}. Tell whoever looks after this computer."
    )
