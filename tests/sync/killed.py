"""Takes a bundle file in as `mdt-service bundle take` does, and is killed at one of its looks at the clock.

Run as `python -m tests.sync.killed URL FILE ANSWER LOOKS`: it looks once when it begins, once for each
request in the file, before that request is answered, and once when all are. POSIX only.
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from mdt_core.clock import system_clock
from mdt_service.app import Parts
from mdt_service.cli import bundle
from mdt_service.hub.database import open_database
from mdt_service.settings import Settings


def main(url: str, file: str, answer: str, looks: int) -> None:
    """Takes the file in, unless its clock is looked at so often."""
    left = iter(range(looks))

    def clock() -> datetime:
        if next(left) == looks - 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return system_clock()

    parts = Parts(Settings(database=url), open_database(url), clock)
    bundle.take(parts, Path(file), Path(answer), by="Joy Adeyemi", say=lambda _words: None)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
