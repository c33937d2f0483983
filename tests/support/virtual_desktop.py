"""A screen of its own with a session bus and the accessibility bus, as a screen reader needs them.

Xvfb, dbus-daemon and at-spi2-core are programs of the system; `missing()` says which are not here.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_LAUNCHERS = (
    Path("/usr/libexec/at-spi-bus-launcher"),
    Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"),
)
_SCREEN = "1280x900x24"


def missing() -> str:
    """What a virtual desktop needs and this machine lacks, in words; empty where all is here."""
    lacking = [name for name in ("Xvfb", "dbus-daemon") if shutil.which(name) is None]
    lacking += [] if any(path.exists() for path in _LAUNCHERS) else ["at-spi2-core"]
    return ", ".join(lacking)


@contextmanager
def virtual_desktop(folder: Path) -> Iterator[dict[str, str]]:
    """Starts the screen and the buses, and gives the environment in which programs find them."""
    with ExitStack() as running:
        display = _display(running)
        environment = {
            **os.environ,
            "DISPLAY": display,
            "XDG_RUNTIME_DIR": str(folder),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        # the session bus starts the accessibility bus when it is first asked for, and hands on its
        # own environment: a registry that does not find the screen loses every key without a word
        command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        bus = running.enter_context(_started(command, environment))
        assert bus.stdout is not None
        yield {**environment, "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip()}


def _display(running: ExitStack) -> str:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", _SCREEN, "-nolisten", "tcp"]
    running.enter_context(_started(command, inherited=(writing,)))
    os.close(writing)
    with os.fdopen(reading) as told:
        return f":{told.readline().strip()}"


@contextmanager
def _started(
    command: list[str], environment: dict[str, str] | None = None, inherited: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[str]]:
    program = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=inherited,
        text=True,
    )
    try:
        yield program
    finally:
        program.terminate()
        program.wait(timeout=10)
        if program.stdout is not None:
            program.stdout.close()
