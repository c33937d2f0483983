"""Words that a person added for spelling: in the encrypted store, on this device alone, never sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.sqlite import insert

from mdt_desktop.device.tables import OwnWordRow

OWN_WORD = OwnWordRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class OwnWords:
    """The own words of all persons of one workspace; each is asked for by its own person alone."""

    engine: Engine

    def of_person(self, person_id: str) -> tuple[str, ...]:
        """A person's words, in order."""
        query = select(OWN_WORD.c.word).where(OWN_WORD.c.person_id == person_id)
        with self.engine.begin() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def add(self, person_id: str, word: str) -> None:
        """Keeps a word; one that is kept already is no error."""
        keep = insert(OWN_WORD).values(person_id=person_id, word=word).on_conflict_do_nothing()
        with self._writing() as connection:
            connection.execute(keep)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            writes = connection.execution_options(writes=True)
            with writes.begin():
                yield writes
