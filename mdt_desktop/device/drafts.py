"""Unsigned forms, saved while a person types; local to this device and to that person.

Each call is a short transaction of its own, so that a draft never waits for the deed it belongs to.
Signing removes a draft inside the deed, by `UnitOfWork.discard_draft`. What could not be written is
held in memory, so that a form can be left while the disk is full; who ends a session can take it over.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, delete, select
from sqlalchemy.dialects.sqlite import insert

from mdt_core.clock import parse_utc, utc_text
from mdt_core.store.tables import DraftRow

DRAFT = DraftRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class SavedDraft:
    """A form as it was left; `body` is JSON text that the form itself understands."""

    person_id: str
    kind: str
    resident_id: str
    body: str
    saved_at: datetime


@dataclass(frozen=True)
class DraftStore:
    """The drafts of all persons of one workspace; each is asked for by its own person alone."""

    engine: Engine
    _held: dict[tuple[str, str, str], SavedDraft] = field(
        default_factory=dict, compare=False, repr=False
    )

    def save(self, person_id: str, kind: str, resident_id: str, body: str, at: datetime) -> None:
        """Keeps the form in place of what was kept before; raises StoreProblem, and holds it then."""
        of = (person_id, kind, resident_id)
        self._held[of] = SavedDraft(*of, body, at)
        values = {
            "person_id": person_id,
            "kind": kind,
            "resident_id": resident_id,
            "body": body,
            "saved_at": utc_text(at),
        }
        keep = insert(DRAFT).values(values)
        keep = keep.on_conflict_do_update(
            index_elements=[DRAFT.c.person_id, DRAFT.c.kind, DRAFT.c.resident_id],
            set_={"body": keep.excluded.body, "saved_at": keep.excluded.saved_at},
        )
        with self._writing() as connection:
            connection.execute(keep)
        self.let_go(*of)

    @property
    def held(self) -> tuple[SavedDraft, ...]:
        """What could not be written: the newest text of each form."""
        return tuple(self._held.values())

    def hold(self, drafts: Iterable[SavedDraft]) -> None:
        """Takes over what an earlier session of this workspace could not write."""
        for each in drafts:
            self._held[each.person_id, each.kind, each.resident_id] = each

    def write_held(self) -> None:
        """Tries again to write all that is held; raises StoreProblem, and holds on to the rest."""
        for each in self.held:
            self.save(each.person_id, each.kind, each.resident_id, each.body, each.saved_at)

    def let_go(self, person_id: str, kind: str, resident_id: str) -> None:
        """Forgets what is held in memory; what is written stays."""
        self._held.pop((person_id, kind, resident_id), None)

    def load(self, person_id: str, kind: str, resident_id: str) -> SavedDraft | None:
        """Gives this person's draft of a form for a resident, None where there is none."""
        if held := self._held.get((person_id, kind, resident_id)):
            return held
        query = select(DRAFT).where(_is(person_id, kind, resident_id))
        with self.engine.begin() as connection:
            row = connection.execute(query).one_or_none()
        return _saved(row) if row else None

    def of_person(self, person_id: str) -> tuple[SavedDraft, ...]:
        """Gives all drafts of a person, the one saved last first."""
        newest_first = (DRAFT.c.saved_at.desc(), DRAFT.c.kind, DRAFT.c.resident_id)
        query = select(DRAFT).where(DRAFT.c.person_id == person_id).order_by(*newest_first)
        with self.engine.begin() as connection:
            written = [_saved(row) for row in connection.execute(query)]
        held = [each for each in self._held.values() if each.person_id == person_id]
        newer = {(each.kind, each.resident_id) for each in held}
        kept = [each for each in written if (each.kind, each.resident_id) not in newer]
        return tuple(sorted([*held, *kept], key=lambda each: each.saved_at, reverse=True))

    def begun_by_others(self, person_id: str, kind: str, *, since: datetime) -> frozenset[str]:
        """For whom somebody else keeps such a form since a moment: ids alone, never its words."""
        query = (
            select(DRAFT.c.resident_id)
            .where(DRAFT.c.person_id != person_id, DRAFT.c.kind == kind)
            .where(DRAFT.c.saved_at >= utc_text(since))
        )
        with self.engine.begin() as connection:
            return frozenset(connection.execute(query).scalars())

    def discard(self, person_id: str, kind: str, resident_id: str) -> None:
        """Removes a draft; one that is not there is no error."""
        self.let_go(person_id, kind, resident_id)
        with self._writing() as connection:
            connection.execute(delete(DRAFT).where(_is(person_id, kind, resident_id)))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            writes = connection.execution_options(writes=True)
            with writes.begin():
                yield writes


def _is(person_id: str, kind: str, resident_id: str) -> ColumnElement[bool]:
    return and_(
        DRAFT.c.person_id == person_id, DRAFT.c.kind == kind, DRAFT.c.resident_id == resident_id
    )


def _saved(row: Row[Any]) -> SavedDraft:
    return SavedDraft(row.person_id, row.kind, row.resident_id, row.body, parse_utc(row.saved_at))
