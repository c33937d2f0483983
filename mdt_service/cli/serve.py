"""`mdt-service serve`: listens until it is told to stop, then ends what is under way and stops."""

import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from typing_extensions import override

from mdt_core.errors import InvalidInput, StoreProblem
from mdt_core.roles import Role
from mdt_service import practice
from mdt_service.app import Parts, create_app, open_parts
from mdt_service.cli import workers
from mdt_service.cli.workers import config_of
from mdt_service.handlers import keeping
from mdt_service.hub import postgresql
from mdt_service.hub.log import scopes_known
from mdt_service.hub.migrations import is_migrated
from mdt_service.hub.scopes import EVERY_HOME, Grant, home_in
from mdt_service.hub.walls import EVERYTHING
from mdt_service.settings import Settings

Say = Callable[[str], None]


def run(settings: Settings, say: Say) -> int:
    """Serves until stopped; raises StoreProblem where the tables are not those of this program."""
    if settings.workers < 1:
        raise InvalidInput("At least one process must serve", where="Workers")
    signal.signal(signal.SIGTERM, _stop)  # uvicorn hands the signal on once it has stopped
    parts = open_parts(settings)
    try:
        prepare(parts, say)
        if settings.workers > 1:
            parts.database.close()
            workers.run(settings, say)
        else:
            _Server(config_of(create_app(parts), settings), say).run()
    except KeyboardInterrupt:
        return 0
    finally:
        parts.database.close()
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, say: Say) -> None:
        super().__init__(config)
        self._say = say

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for each in (bound for server in self.servers for bound in server.sockets):
            host, port = each.getsockname()[:2]
            self._say(f"Listening at http://{host}:{port}")


def prepare(parts: Parts, say: Say) -> None:
    """What must hold before the first request, and what people should know."""
    if parts.settings.workers > 1 and parts.database.is_sqlite:
        raise StoreProblem(
            "SQLite is served by one process",
            next_step="Use PostgreSQL, or leave the number of workers at 1",
        )
    if parts.settings.is_practice:
        _prepare_practice(parts, say)
    elif not is_migrated(parts.database):
        raise StoreProblem(
            "This database has not the tables of this program",
            next_step="Run mdt-service init first",
        )
    else:
        warn_of_sqlite(parts, say)
        _require_walls(parts)


def _prepare_practice(parts: Parts, say: Say) -> None:
    keeping.begin(parts.service)
    say("A practice service: its home and people are made up. Never send real data to it.")
    if practice.fill(parts.service):
        say("The home was made anew.")
    grant = Grant(EVERY_HOME, Role.GP)
    made = keeping.make_code(parts.service, [grant], made_by="practice")
    say(f"Code for one new device, as a GP of every home: {made.code} (15 minutes)")


def _require_walls(parts: Parts) -> None:
    """On PostgreSQL nobody is answered by a service that may pass the walls between homes."""
    if parts.database.is_sqlite:
        return
    with parts.database.reading() as connection:
        why = postgresql.why_no_walls(connection)
    if why:
        raise StoreProblem(
            why, next_step=f"Connect as a login that was granted {postgresql.SERVICE_ROLE}"
        )


def warn_of_sqlite(parts: Parts, say: Say) -> None:
    """SQLite has no row-level security: with several homes the queries are the only wall."""
    if not parts.database.is_sqlite:
        return
    with parts.database.reading(EVERYTHING) as connection:
        homes = {home for scope in scopes_known(connection) if (home := home_in(scope))}
    if len(homes) > 1:
        say(
            f"Warning: {len(homes)} homes on SQLite, which has no second wall between them."
            " Use PostgreSQL for more than one home."
        )
