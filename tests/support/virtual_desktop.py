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
    lacking += [] if _launcher() else ["at-spi2-core"]
    return ", ".join(lacking)


def _launcher() -> Path | None:
    return next((path for path in _LAUNCHERS if path.exists()), None)


@contextmanager
def virtual_desktop(folder: Path) -> Iterator[dict[str, str]]:
    """Starts the screen and the buses, and gives the environment in which programs find them."""
    with ExitStack() as running:
        display = _display(running)
        bus = running.enter_context(_started(["dbus-daemon", "--session", "--nofork",
                                              "--print-address=1"]))  # fmt: skip
        assert bus.stdout is not None
        environment = {
            **os.environ,
            "DISPLAY": display,
            "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip(),
            "XDG_RUNTIME_DIR": str(folder),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        launcher = [str(_launcher()), "--launch-immediately"]
        running.enter_context(_started(launcher, environment))
        yield environment


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
