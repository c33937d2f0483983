"""The log of the service: one JSON line an event, with fields that are allowed by name and no others.

A field that is not on the list is left out and counted, so that no patient's word can come in by a
new line of code. Of an exception only its kind and its places in the code are written.
"""

import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import FilteringBoundLogger

ALLOWED = frozenset(
    {
        *("event", "level", "timestamp"),
        *("route", "method", "status", "code", "ms", "device", "bytes_in", "bytes_out"),
        *("changes", "results", "scopes", "reference", "fault", "places"),
        *("host", "port", "database", "epoch", "version", "number"),
    }
)
LONGEST = 300

Event = MutableMapping[str, Any]


def only_allowed(_logger: object, _name: str, event: Event) -> Event:
    """Leaves out what is not on the list, and shortens what is long."""
    kept = {name: _short(value) for name, value in event.items() if name in ALLOWED}
    left_out = len(event) - len(kept)
    return {**kept, "left_out": left_out} if left_out else kept


def _short(value: object) -> object:
    return value[:LONGEST] if isinstance(value, str) else value


def make_log(out: TextIO | None = None) -> FilteringBoundLogger:
    """A logger that writes JSON lines to `out` (stderr unless given)."""
    made: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(out or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
    )
    return made


def places_of(fault: BaseException) -> list[str]:
    """Where in the code an exception came by, without what it says."""
    return [
        f"{place.filename.rpartition('/')[2]}:{place.lineno} {place.name}"
        for place in traceback.extract_tb(fault.__traceback__)
    ]
