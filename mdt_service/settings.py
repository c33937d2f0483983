"""How the service is run, read from the environment; the command line may say otherwise.

Everything has a default that works on one machine: SQLite in the folder it is started in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mdt_core.errors import InvalidInput
from mdt_core.sync.protocol import NEWEST, OLDEST


@dataclass(frozen=True)
class Settings:
    """What a deployment chooses. Times in seconds; `threads` work at once, `waiting` may queue.

    `workers` is how many processes serve one port; each has threads and a queue of its own.
    """

    database: str = "sqlite:///mdt-service.db"
    host: str = "127.0.0.1"
    port: int = 8420
    workers: int = 1
    threads: int = 8
    waiting: int = 256
    at_once_per_device: int = 2
    enrolments_per_minute: int = 20
    body_s: float = 60.0
    stop_s: int = 30
    is_practice: bool = False
    protocol_oldest: int = OLDEST
    protocol_newest: int = NEWEST


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings from MDT_DATABASE, MDT_HOST, MDT_PORT, MDT_WORKERS, MDT_THREADS, MDT_WAITING.

    Raises InvalidInput, naming the variable, for what is no number.
    """
    usual = Settings()
    return Settings(
        database=environment.get("MDT_DATABASE", usual.database),
        host=environment.get("MDT_HOST", usual.host),
        port=_number(environment, "MDT_PORT", usual.port),
        workers=_number(environment, "MDT_WORKERS", usual.workers),
        threads=_number(environment, "MDT_THREADS", usual.threads),
        waiting=_number(environment, "MDT_WAITING", usual.waiting),
    )


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    given = environment.get(name, "")
    if not given:
        return usual
    if not given.isascii() or not given.isdigit() or int(given) == 0:
        raise InvalidInput("This must be a whole number above nought", where=name)
    return int(given)
