"""Running an import in a test, and asking the store what it brought."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from mdt_core.actor import Actor
from mdt_core.exchange.fhir_import import import_fhir
from mdt_core.exchange.import_report import ImportReport, Progress
from mdt_core.store import card_body
from mdt_core.store.tables import ChangeRow, RecordRow
from mdt_core.sync.change import Change, change_from_text
from tests.exchange.bundles import Json, saved
from tests.support.memory_store import GP, MemoryStore

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]
RECORD = RecordRow.__table__  # type: ignore[attr-defined]


def unheard(_progress: Progress) -> None:
    """Progress that nobody looks at."""


def run(memory: MemoryStore, *paths: Path, by: Actor = GP) -> ImportReport:
    return import_fhir(memory.store, by=by, paths=paths, progress=unheard, cancelled=lambda: False)


def take(memory: MemoryStore, folder: Path, content: Json, *, by: Actor = GP) -> ImportReport:
    return run(memory, saved(folder, content), by=by)


def taken_id(report: ImportReport) -> str:
    assert [each.reason for each in report.refused] == []
    return report.taken[0].resident_id


def reason(report: ImportReport) -> str:
    assert report.taken == ()
    return report.refused[0].reason


def changes(memory: MemoryStore) -> list[Change]:
    with memory.store.reading() as connection:
        rows = connection.execute(select(CHANGE.c.mid, CHANGE.c.body).order_by(CHANGE.c.n)).all()
    return [change_from_text(row.mid, row.body) for row in rows]


def cards(memory: MemoryStore, kind: str) -> list[dict[str, Any]]:
    """The values of every card of a kind, with `id` and `has_siblings`."""
    with memory.store.reading() as connection:
        rows = connection.execute(select(RECORD).where(RECORD.c.kind == kind)).all()
    return [
        {
            **card_body.values_of(card_body.state_from_text(row.body)),
            "id": row.id,
            "has_siblings": row.has_siblings,
        }
        for row in rows
    ]


def card(memory: MemoryStore, kind: str) -> dict[str, Any]:
    [only] = cards(memory, kind)
    return only


def standing(memory: MemoryStore, kind: str) -> list[dict[str, Any]]:
    """The bodies of the statements of a kind that hold now, oldest first."""
    query = (
        select(CHANGE.c.mid, CHANGE.c.body)
        .join(RECORD, RECORD.c.mid == CHANGE.c.mid)
        .where(RECORD.c.kind == kind, RECORD.c.status == "current")
        .order_by(RECORD.c.occurred_at, CHANGE.c.n)
    )
    with memory.store.reading() as connection:
        rows = connection.execute(query).all()
    return [dict(change_from_text(row.mid, row.body).body or {}) for row in rows]
