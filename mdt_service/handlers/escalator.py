"""Escalates overdue actions beside the answering of requests, every so many minutes; some processes or one.

After a start it looks soon, so that what came due while the service was down is told at once.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from anyio.to_thread import run_sync
from structlog.typing import FilteringBoundLogger

from mdt_service.handlers import escalating
from mdt_service.service import Service

FIRST_S = 30.0


@dataclass(frozen=True)
class Escalator:
    """The loop of one process; which of several tells a rung is settled by the database.

    `told` hears after each look how many were written and when, in seconds since 1970.
    """

    service: Service
    log: FilteringBoundLogger
    told: Callable[[int, float], None]
    every_s: float
    first_s: float

    async def run(self) -> None:
        """Goes on until it is cancelled; a database that is away is asked again."""
        await asyncio.sleep(self.first_s)
        while True:
            try:
                await self.look()
            except Exception as trouble:  # noqa: BLE001 - requests are answered all the same
                self.log.info("escalations wait", fault=type(trouble).__name__)
            await asyncio.sleep(self.every_s)

    async def look(self) -> None:
        """Tells what is due, a few people at a time: a stop waits for no more than these."""
        people = await run_sync(escalating.waiting, self.service)
        number = 0
        for chunk in escalating.chunks(people):
            number += await run_sync(escalating.tell, self.service, chunk)
        self.told(number, self.service.clock().timestamp())
        if number:
            self.log.info("escalated", number=number)
