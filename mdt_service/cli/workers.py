"""Several processes behind one port, for PostgreSQL: Python computes on one core in each process.

The first process binds the port, starts the others, begins a new one where one died, and stops them
all when it is told to. They share nothing but the database and a folder with their measures.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from mdt_service.api.listening import Listening
from mdt_service.app import create_app, open_parts
from mdt_service.metrics import SHARED_FOLDER
from mdt_service.settings import Settings

BACKLOG = 2_048
KEEP_ALIVE_S = 75
UNANSWERED_S = 60
"""After how long a process that says nothing is replaced: on a busy machine one begins slowly."""


def config_of(app: Any, settings: Settings, **more: Any) -> uvicorn.Config:  # noqa: ANN401 - uvicorn's own
    """How one process listens, whether it is the only one or not."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=Listening,
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=settings.stop_s,
        **more,
    )


def run(settings: Settings, say: Callable[[str], None]) -> None:
    """Serves with several processes until told to stop."""
    folder = tempfile.mkdtemp(prefix="mdt-measures-")
    os.environ[SHARED_FOLDER] = folder  # read by each process as it begins
    config = config_of(
        partial(worker_app, settings),
        settings,
        factory=True,
        workers=settings.workers,
        timeout_worker_healthcheck=UNANSWERED_S,
    )
    listening = config.bind_socket()
    listening.listen(BACKLOG)  # who connects before a process is ready waits in the queue
    host, port = listening.getsockname()[:2]
    say(f"Listening at http://{host}:{port} with {settings.workers} processes")
    try:
        Multiprocess(config, sockets=[listening]).run()
    finally:
        listening.close()
        shutil.rmtree(folder, ignore_errors=True)


def worker_app(settings: Settings) -> Any:  # noqa: ANN401 - the application, as uvicorn calls it
    """The application of one of the processes, made in that process."""
    return create_app(open_parts(settings))
