"""The bundles that were saved and are not answered yet, as one fact of the store. Nothing is asked here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from mdt_core.clock import parse_utc
from mdt_core.store.store import Reading
from mdt_desktop.device import sync_book
from mdt_desktop.sync.facts import BUNDLES

MOST_KEPT = 8
"""Bundles whose answers are waited for; of older ones the key is forgotten."""


@dataclass(frozen=True)
class Saved:
    """One bundle that was saved and is not answered yet; `secret` opens its answer and no other."""

    counter: int
    at: str
    life: str
    upto: int
    """The last change in it."""
    changes: int
    left: int
    """Changes that did not fit."""
    stands: str
    """A mark of what had been got here before it was saved: an answer follows on that."""
    secret: str

    @property
    def made_at(self) -> datetime:
        """When it was saved."""
        return parse_utc(self.at)


def outstanding(connection: Reading) -> tuple[Saved, ...]:
    """The bundles whose answers are waited for, the oldest first."""
    return kept_in(sync_book.facts(connection))


def kept_in(facts: Mapping[str, str]) -> tuple[Saved, ...]:
    """The same, out of what is known of the service."""
    return tuple(Saved(**each) for each in json.loads(facts.get(BUNDLES) or "[]"))


def text_of(saved: Iterable[Saved]) -> str:
    """What is kept of them: the newest, since each has the key to its answer."""
    return json.dumps([asdict(each) for each in saved][-MOST_KEPT:])
