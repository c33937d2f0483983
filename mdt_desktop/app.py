"""The entrance of the client: builds the program on a workspace folder and runs it until it is closed.

It starts the log, hands every fault that nobody caught to the program, and closes what it opened.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtWidgets import QApplication

from mdt_core.london import system_clock
from mdt_desktop import logs, paths
from mdt_desktop.application import Application, Probe
from mdt_desktop.qt import style
from mdt_desktop.qt.collector import GuiThreadCollector
from mdt_desktop.qt.painted import once_painted
from mdt_desktop.ui.frame.system_lock import system_bus

__all__ = ["Application", "build", "main"]

_WAITED_S: Final = 0.0005
"""So long a thread keeps Python to itself when the window wants it: Python's own 5 ms, waited for at
each of some hundred steps of making a screen, are a window that takes no key."""


@contextmanager
def build(
    folder: Path,
    *,
    clock: Callable[[], datetime] = system_clock,
    random: Callable[[int], bytes] = os.urandom,
    probe: Probe | None = None,
    practice: bool = False,
) -> Iterator[Application]:
    """Gives the program, shown, on a workspace folder; afterwards everything is closed."""
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else style.new_application()
    app.setApplicationName("mdt")
    waited = sys.getswitchinterval()
    sys.setswitchinterval(_WAITED_S)
    collector = GuiThreadCollector(is_loading=True)
    end_log = logs.start(paths.log_file(folder))
    application = Application(
        app,
        folder,
        clock=clock,
        random=random,
        probe=probe,
        practice=practice,
        bus=system_bus(sys.platform),
    )
    application.loading.ended.connect(collector.set_apart)
    before = sys.excepthook

    def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            before(kind, error, trace)
            return
        application.tell_fault(error)

    sys.excepthook = _hook
    try:
        application.start()
        once_painted(application.window, partial(_hear_network, application))
        yield application
    finally:
        application.close()
        sys.excepthook = before
        collector.end()
        sys.setswitchinterval(waited)
        end_log()


def _hear_network(application: Application) -> None:
    from mdt_desktop.ui.frame.network import NetworkReturn  # noqa: PLC0415 - see `once_painted`

    network = NetworkReturn(application)
    network.returned.connect(application.exchange)
    network.begin()


def main(arguments: Sequence[str] | None = None) -> int:
    """Opens the client on this account's workspace, or on the folder of `--profile`."""
    parser = argparse.ArgumentParser(prog="mdt-desktop", description=main.__doc__)
    parser.add_argument("--profile", type=Path, help="the folder of the workspace")
    parser.add_argument(
        "--practice", action="store_true", help="a new workspace is for made-up residents only"
    )
    given = parser.parse_args(arguments)
    folder = given.profile or paths.default_workspace(os.environ, Path.home())
    with build(folder.absolute(), practice=given.practice) as application:
        return application.run()
