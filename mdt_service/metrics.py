"""What the service measures of itself, for Prometheus; numbers only, nothing about a person.

Where several processes serve one port they keep their measures in a shared folder, and whichever is
asked tells those of all.
"""

import os
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder; set before a process that shares its measures begins."""

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Metrics:
    """One set of measures for one service, so that two in one process do not mix."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    changes: Counter = field(init=False)
    told: Counter = field(init=False)
    faults: Counter = field(init=False)
    waiting: Gauge = field(init=False)
    quarantined: Gauge = field(init=False)
    duplicates: Gauge = field(init=False)
    escalated: Counter = field(init=False)
    looked: Gauge = field(init=False)

    def __post_init__(self) -> None:
        made = {
            "requests": Counter(
                "mdt_requests", "Requests answered", ("route", "status"), registry=self.registry
            ),
            "seconds": Histogram(
                "mdt_request_seconds",
                "Time to answer",
                ("route",),
                buckets=_SECONDS,
                registry=self.registry,
            ),
            "changes": Counter(
                "mdt_changes", "Changes pushed, by result", ("result",), registry=self.registry
            ),
            "told": Counter("mdt_changes_told", "Changes given out", registry=self.registry),
            "faults": Counter("mdt_faults", "Faults of the service", registry=self.registry),
            "waiting": Gauge(
                "mdt_waiting",
                "Requests at work or waiting",
                registry=self.registry,
                multiprocess_mode="livesum",
            ),
            "quarantined": Gauge(
                "mdt_quarantined",
                "Changes that wait for a person",
                registry=self.registry,
                multiprocess_mode="livemostrecent",
            ),
            "duplicates": Gauge(
                "mdt_possible_duplicates",
                "Pairs of records that may be one person and wait for a person",
                ("urgency",),
                registry=self.registry,
                multiprocess_mode="livemostrecent",
            ),
            "escalated": Counter(
                "mdt_escalated",
                "Escalations of overdue actions that were written",
                registry=self.registry,
            ),
            "looked": Gauge(
                "mdt_escalation_looked_at_seconds",
                "When overdue actions were last looked for, in seconds since 1970",
                registry=self.registry,
                multiprocess_mode="livemostrecent",
            ),
        }
        for name, measure in made.items():
            object.__setattr__(self, name, measure)

    def text(self) -> bytes:
        """Everything measured, in Prometheus' text format."""
        folder = os.environ.get(SHARED_FOLDER)
        if folder is None:
            return generate_latest(self.registry)
        shared = CollectorRegistry()
        MultiProcessCollector(shared, folder)  # type: ignore[no-untyped-call]  # it has no types
        return generate_latest(shared)
