"""A person at the real client in another process: keys, clicks, reading the screen, and kill -9."""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_CHECKOUT = Path(__file__).resolve().parents[2]


class Client:
    """One running client. Use it with `with`; leaving kills what is still running."""

    def __init__(
        self,
        folder: Path,
        log: Path,
        environment: Mapping[str, str] | None = None,
        driven: str = "tests.support.driven_client",
    ) -> None:
        on = environment or {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", driven, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=_CHECKOUT,
            env={**on, "PYTHONPATH": str(_CHECKOUT)},
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.kill()

    def do(self, deed: str, **details: Any) -> dict[str, Any]:  # noqa: ANN401
        """One command; fails the test with what the client said if it cannot be done."""
        self.send(deed, **details)
        answer = self.answer()
        assert "error" not in answer, answer["error"]
        return answer

    def send(self, deed: str, **details: Any) -> None:  # noqa: ANN401
        """Sends a command without waiting for its answer, so that a kill can fall into it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": deed, **details}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The next answer."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the client ended; see its log"
        found: dict[str, Any] = json.loads(line)
        return found

    def press(self, keys: str) -> None:
        """A key or combination, as in `Ctrl+Return`."""
        self.do("press", keys=keys)

    def type(self, text: str) -> None:
        """Text where the focus is."""
        self.do("type", text=text)

    def click(self, name: str) -> None:
        """The button of that name (or whose name begins so)."""
        self.do("click", name=name)

    def focus(self, name: str) -> None:
        """Goes to the field of that name."""
        self.do("focus", name=name)

    def name_file(self, path: Path) -> None:
        """Names the file in the dialog that asks for one, and accepts."""
        self.do("name_file", path=str(path))

    def screen(self) -> str:
        """Everything that can be read now."""
        return str(self.do("read")["screen"])

    def wait_for(self, words: str, seconds: float = 20) -> str:
        """Reads the screen until it holds the words."""
        return self._until(lambda screen: words in screen, f"«{words}» did not appear", seconds)

    def press_until(self, keys: str, words: str, seconds: float = 20) -> str:
        """Presses a key that is not taken while an answer is on its way, until the words appear."""

        def holds(screen: str) -> bool:
            if words not in screen:
                self.press(keys)
            return words in screen

        return self._until(holds, f"«{words}» did not appear", seconds)

    def wait_until_kept_after(self, second: str) -> str:
        """Reads the screen until a draft was saved later than a second, as in `10:42:07`.

        What leaving the field before has saved bears no later second than that in which typing began.
        """

        def is_kept(screen: str) -> bool:
            return any(at > second for at in re.findall(r"Draft saved (\d\d:\d\d:\d\d)", screen))

        return self._until(is_kept, f"no draft was saved after {second}", 20)

    def wait_until(self, holds: Callable[[str], bool], otherwise: str, seconds: float = 20) -> str:
        """Reads the screen until it is as wanted."""
        return self._until(holds, otherwise, seconds)

    def _until(self, holds: Any, otherwise: str, seconds: float) -> str:  # noqa: ANN401
        end = time.monotonic() + seconds
        while True:
            screen = self.screen()
            if holds(screen):
                return screen
            assert time.monotonic() < end, f"{otherwise}; the screen says:\n{screen}"
            time.sleep(0.02)

    def picture(self, path: Path) -> None:
        """A picture of the window."""
        self.do("picture", path=str(path))

    def kill(self) -> None:
        """Ends the process at once, as a power cut or crash would; nothing is asked."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._log):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
