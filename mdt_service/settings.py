"""How the service is run, read from the environment; the command line may say otherwise.

Everything has a default that works on one machine: SQLite in the folder it is started in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mdt_core.errors import InvalidInput
from mdt_core.sync.protocol import NEWEST, OLDEST

OFF = "off"


@dataclass(frozen=True)
class Settings:
    """What a deployment chooses. Times in seconds; `threads` work at once, `waiting` may queue.

    On devices what was got less than `green_hours` ago is as of now, and after `amber_hours` old.
    A device that was not met for `lease_days` shows no record until it was; after `lease_remind_days`
    its people are told. `workers` is how many processes serve one port; each has threads and a queue of its own.
    Every `escalate_minutes` overdue actions are escalated; 0: never by itself.
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
    green_hours: int = 4
    amber_hours: int = 24
    lease_days: int = 30
    lease_remind_days: int = 7
    escalate_minutes: int = 15
    protocol_oldest: int = OLDEST
    protocol_newest: int = NEWEST


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings from the variables that the guide in `packaging` names, each MDT_ and a field's name.

    Raises InvalidInput, naming the variable, for what is no number, and where amber comes before green, or
    the end of a lease before its reminder.
    """
    usual = Settings()
    green = _number(environment, "MDT_GREEN_HOURS", usual.green_hours)
    amber = _number(environment, "MDT_AMBER_HOURS", usual.amber_hours)
    if amber < green:
        raise InvalidInput("This must not be less than MDT_GREEN_HOURS", where="MDT_AMBER_HOURS")
    ends = _number(environment, "MDT_LEASE_DAYS", usual.lease_days)
    reminds = _number(environment, "MDT_LEASE_REMIND_DAYS", min(usual.lease_remind_days, ends))
    if ends < reminds:
        raise InvalidInput(
            "This must not be less than MDT_LEASE_REMIND_DAYS", where="MDT_LEASE_DAYS"
        )
    return Settings(
        database=environment.get("MDT_DATABASE", usual.database),
        host=environment.get("MDT_HOST", usual.host),
        port=_number(environment, "MDT_PORT", usual.port),
        workers=_number(environment, "MDT_WORKERS", usual.workers),
        threads=_number(environment, "MDT_THREADS", usual.threads),
        waiting=_number(environment, "MDT_WAITING", usual.waiting),
        green_hours=green,
        amber_hours=amber,
        lease_days=ends,
        lease_remind_days=reminds,
        escalate_minutes=_minutes_or_off(environment, usual.escalate_minutes),
    )


def _minutes_or_off(environment: Mapping[str, str], usual: int) -> int:
    is_off = environment.get("MDT_ESCALATE_MINUTES") == OFF
    return 0 if is_off else _number(environment, "MDT_ESCALATE_MINUTES", usual)


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    given = environment.get(name, "")
    if not given:
        return usual
    if not given.isascii() or not given.isdigit() or int(given) == 0:
        raise InvalidInput("This must be a whole number above nought", where=name)
    return int(given)
