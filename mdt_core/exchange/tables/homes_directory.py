"""Import of the homes directory through the years: editions in time order, history kept.

Nothing is merged by itself: a new name or CQC location in the same building is returned as a
question, and `accept_succession` carries out a person's yes. The same editions again write nothing.
What people wrote of a home (its round, its status, its rooms) stays.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import ImportRefused, KnownError, NotFound, Refused
from mdt_core.exchange.import_report import Progress, RecordCounts
from mdt_core.exchange.tables.edition import Edition, day_in_name, read_edition
from mdt_core.exchange.tables.homes_report import EditionTaken, HomesReport, LineNotTaken
from mdt_core.exchange.tables.known_homes import KnownHome, known_home, newest_day
from mdt_core.exchange.tables.list_voice import ListVoice, Said
from mdt_core.exchange.tables.listing import Statement, home_ids, not_covered, statements
from mdt_core.exchange.tables.sheet import read_sheet
from mdt_core.exchange.tables.succession import Succession, successions
from mdt_core.records.homes import Home, HomeStatus
from mdt_core.store import card_body
from mdt_core.store.queries.imports import homes_said_by, lives_in
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Author
from mdt_core.sync.fold import CardState, fold_card

MOST_CHANGES = 200
"""Most changes of one transaction; a home takes one."""

_NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class EditionFile:
    """An edition on disk and its day; None where the file name tells it."""

    path: Path
    as_of: date | None = None


@dataclass(frozen=True)
class _Directory:
    """The directory of one area as a source, on one store."""

    store: Store
    by: Actor
    area: str

    @property
    def source(self) -> Author:
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


def import_homes(
    store: Store,
    *,
    by: Actor,
    editions: Iterable[EditionFile],
    area: str,
    accepted: Iterable[tuple[str, str]] = (),
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> HomesReport:
    """Imports editions in time order; `accepted` are pairs (old, new) that a person said yes to.

    An edition older than what is here is only compared. Raises NotAllowed where the person may not
    write homes. Cancelling is noticed between two editions and leaves what is done.
    """
    access.require_write(by, Home, None)
    run = _Run(_Directory(store, by, area))
    was_cancelled = run.run(list(editions), progress or _unheard, cancelled or _never)
    replaced: dict[str, str] = {}
    for old_id, new_id in () if was_cancelled else accepted:
        living = replaced.get(old_id, old_id)
        replaced[new_id] = living
        accept_succession(store, by=by, area=area, old_id=living, new_id=new_id)
        run.updated.update((living, new_id))
    questions = open_successions(store, by=by, area=area)
    return run.report(questions, was_cancelled=was_cancelled)


def open_successions(store: Store, *, by: Actor, area: str) -> tuple[Succession, ...]:
    """The successions that nobody has accepted yet."""
    access.require_read(by, Home, None)
    directory = _Directory(store, by, area)
    values = directory.values()
    addresses = {home_id: str(said.get("address", "")) for home_id, said in values.items()}
    known = [known_home(home_id, said) for home_id, said in values.items()]
    return tuple(successions(known, addresses))


def accept_succession(store: Store, *, by: Actor, area: str, old_id: str, new_id: str) -> None:
    """Lets the old home go on under the new registration; the new card is closed and says so.

    Raises NotFound where this is no open question, Refused where residents live in the new card.
    """
    questions = open_successions(store, by=by, area=area)
    asked = [each for each in questions if (each.old_id, each.new_id) == (old_id, new_id)]
    if not asked:
        raise NotFound("These two homes are not, or no longer, offered as one")
    with store.reading() as connection:
        residents = lives_in(connection, new_id)
    if residents:
        raise Refused(
            f"{residents} residents live in the newer of the two.",
            next_step="Move them to the older one first.",
        )
    directory = _Directory(store, by, area)
    new = directory.values()[new_id]
    both = [(old_id, _goes_on_as(new)), (new_id, _went_to(asked[0], new))]
    detail = f"Homes directory, {new_id} accepted as the succession of {old_id}"
    directory.say(both, asked[0].as_of, detail)


def _goes_on_as(new: Mapping[str, Any]) -> Said:
    names = ("name", "home_type", "address", "provider", "cqc_location_id")
    phone = {"reach": {"phone": new["phone"]}} if new.get("phone") else {}
    return {
        "identity": {name: new.get(name) for name in names},
        "status": {"status": new.get("status"), "status_reason": new.get("status_reason")},
        **phone,
        **{
            f"registrations/{each['id']}": {name: each[name] for name in each if name != "id"}
            for each in new.get("registrations", ())
        },
    }


def _went_to(asked: Succession, new: Mapping[str, Any]) -> Said:
    reason = f"The same home as «{asked.old_name}», which goes on under this name"
    gone = {f"registrations/{each['id']}": None for each in new.get("registrations", ())}
    return {"status": {"status": HomeStatus.CLOSED.value, "status_reason": reason}, **gone}


def _unheard(_progress: Progress) -> None:
    """Progress that nobody asked for."""


def _never() -> bool:
    return False


@dataclass
class _Run:
    """One import while it goes on."""

    directory: _Directory
    created: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    refused: list[LineNotTaken] = field(default_factory=list)
    taken: list[EditionTaken] = field(default_factory=list)
    not_taken: Counter[str] = field(default_factory=Counter)
    records: RecordCounts = field(default_factory=RecordCounts)

    def run(
        self,
        files: Sequence[EditionFile],
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> bool:
        """Takes the editions, oldest first; returns whether it was cancelled."""
        editions = self._read(files)
        for done, edition in enumerate(editions):
            if cancelled():
                return True
            progress(Progress(done, len(editions), edition.file, len(self.created)))
            self._take(edition)
        progress(Progress(len(editions), len(editions), "", len(self.created)))
        return False

    def _read(self, files: Sequence[EditionFile]) -> list[Edition]:
        found: list[Edition] = []
        for file in files:
            try:
                found.append(self._edition(file))
            except KnownError as refused:
                self.refused.append(LineNotTaken(file.path.name, 0, "", str(refused)))
        return sorted(found, key=lambda each: (each.as_of, each.file))

    def _edition(self, file: EditionFile) -> Edition:
        as_of = file.as_of or day_in_name(file.path.name)
        if as_of is None:
            message = "The day of this edition is not in its name."
            raise ImportRefused(message, next_step="Say of which day it is.")
        return read_edition(read_sheet(file.path), as_of, self.directory.area)

    def _take(self, edition: Edition) -> None:
        for line in edition.refused:
            self.refused.append(LineNotTaken(edition.file, line.row, line.column, line.reason))
        self.not_taken.update(edition.not_taken)
        known = self.directory.known()
        newest = newest_day(known.values())
        if newest is not None and edition.as_of < newest:
            self._compare(edition, known, newest)
        else:
            self._say(edition, list(statements(edition, known)))
        self.taken.append(EditionTaken(edition.file, edition.as_of, len(edition.entries)))

    def _compare(self, edition: Edition, known: Mapping[str, KnownHome], newest: date) -> None:
        self.touched.update(home_ids(edition, known))
        for entry in not_covered(edition, known.values()):
            reason = f"A newer edition ({newest.isoformat()}) is here. Import the oldest first."
            self.refused.append(LineNotTaken(edition.file, entry.row, "", reason))

    def _say(self, edition: Edition, said: Sequence[Statement]) -> None:
        detail = f"Homes directory of {edition.as_of}, SHA-256 {edition.sha256}"
        for start in range(0, len(said), MOST_CHANGES):
            part = said[start : start + MOST_CHANGES]
            counts = self.directory.say(
                [(each.home_id, each.said) for each in part], edition.as_of, detail
            )
            for each, count in zip(part, counts, strict=True):
                self._count(each.home_id, count)

    def _count(self, home_id: str, count: RecordCounts) -> None:
        self.records += count
        self.touched.add(home_id)
        self.created.update({home_id} if count.created else ())
        self.updated.update({home_id} if count.updated else ())

    def report(self, questions: tuple[Succession, ...], *, was_cancelled: bool) -> HomesReport:
        """What came of it."""
        updated = self.updated - self.created
        return HomesReport(
            created=len(self.created),
            updated=len(updated),
            unchanged=len(self.touched - self.created - updated),
            refused=tuple(self.refused),
            not_taken=dict(+self.not_taken),
            records=self.records,
            editions=tuple(self.taken),
            successions=questions,
            was_cancelled=was_cancelled,
        )
