"""Which logs are read for the first time by snapshot, and how far: arithmetic, without a request.

A snapshot leaves out the words of values that were replaced since, and its numbers, hashes and digests
are the log's own. Small logs are read by pull, which brings many of them in one answer.
"""

import json
from collections.abc import Mapping

from mdt_desktop.device.sync_book import Place

FACT = "first_load"

FROM = 1_000
"""Changes of a log from which a snapshot is worth a request of its own."""


def loading(
    facts: Mapping[str, str],
    heads: Mapping[str, int],
    places: Mapping[str, Place],
    *,
    least: int = FROM,
) -> dict[str, int]:
    """The logs to read by snapshot, each with the number up to which: those begun, and those new."""
    begun: dict[str, int] = json.loads(facts.get(FACT) or "{}")
    found = {
        scope: min(upto, heads[scope])
        for scope, upto in begun.items()
        if scope in heads and places[scope].seq < min(upto, heads[scope])
    }
    new = {scope: head for scope, head in heads.items() if head >= least and not places[scope].seq}
    return {**found, **new}


def fact(found: Mapping[str, int]) -> dict[str, str]:
    """What is kept of it, so that a load that was cut goes on."""
    return {FACT: json.dumps(dict(sorted(found.items()))) if found else ""}
