"""Writes the lines of residents beside the answering of requests: when nobody waits, or once a minute."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from anyio.to_thread import run_sync
from structlog.typing import FilteringBoundLogger

from mdt_service.hub import lines
from mdt_service.hub.database import Database

EVERY_S = 2.0
LATEST_S = 60.0
"""After so long they are written however much there is to do."""


@dataclass
class LineKeeper:
    """The loop of one process; several processes take turns."""

    database: Database
    is_quiet: Callable[[], bool]
    log: FilteringBoundLogger
    waited_s: float = 0.0

    async def run(self) -> None:
        """Goes on until it is cancelled; a database that is away is asked again."""
        while True:
            await asyncio.sleep(EVERY_S)
            self.waited_s += EVERY_S
            try:
                await self.look()
            except Exception as trouble:  # noqa: BLE001 - requests are answered all the same
                self.log.info("lines wait", fault=type(trouble).__name__)

    async def look(self) -> None:
        """Writes what is due while nobody waits; all of it where that has not been for a minute."""
        is_late = self.waited_s >= LATEST_S
        while is_late or self.is_quiet():
            self.waited_s = 0.0
            if not await run_sync(lines.keep_some, self.database):
                return
