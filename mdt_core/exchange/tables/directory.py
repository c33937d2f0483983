"""The homes directory of one area as a source: what it itself said of each home, and how it says more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from mdt_core.actor import Actor
from mdt_core.exchange.import_report import RecordCounts
from mdt_core.exchange.tables.known_homes import KnownHome, known_home
from mdt_core.exchange.tables.list_voice import ListVoice, Said
from mdt_core.records.homes import Home
from mdt_core.store import card_body
from mdt_core.store.queries.imports import homes_said_by
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Author
from mdt_core.sync.fold import CardState, fold_card

_NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class Directory:
    """The directory of one area as a source, on one store."""

    store: Store
    by: Actor
    area: str

    @property
    def source(self) -> Author:
        """Who signs what the directory says."""
        area = self.area.casefold()
        name = f"Imported from the homes directory of {self.area}"
        return Author(f"import:homes-directory:{area}", name, "")

    def values(self) -> dict[str, dict[str, Any]]:
        """What the directory itself last said of each home."""
        with self.store.reading() as connection:
            said = homes_said_by(connection, self.source.id)
        found: dict[str, dict[str, Any]] = {}
        for home_id, changes in said.items():
            state = CardState()
            for change in changes:
                state = fold_card(state, change)
            found[home_id] = card_body.values_of(state)
        return found

    def known(self) -> dict[str, KnownHome]:
        """The homes as the directory itself last described them, by id."""
        return {home_id: known_home(home_id, said) for home_id, said in self.values().items()}

    def say(self, said: Sequence[tuple[str, Said]], as_of: date, detail: str) -> list[RecordCounts]:
        """Says something of each home, in one transaction."""
        at = datetime.combine(as_of, _NOON)
        counts: list[RecordCounts] = []
        with self.store.importing(self.by, self.source, at) as unit:
            unit.require_write(Home, None)
            voice = ListVoice(unit, self.source, at)
            for home_id, groups in said:
                plan = voice.plan(Home, home_id, groups, About())
                voice.append(plan)
                counts.append(plan.counts)
            unit.audit("import", About(), detail=detail)
            unit.commit()
        return counts
