"""Running a list import in a test: the rows as a CSV, read by the mapping that is proposed."""

from collections.abc import Sequence
from typing import Any

from mdt_core.exchange.tables import resident_list
from mdt_core.exchange.tables.list_report import ListReport, Preview
from mdt_core.exchange.tables.mapping import propose
from mdt_core.exchange.tables.resident_list import (
    dry_run,
    list_file,
    take,
    terms_of,
)
from mdt_core.exchange.tables.resident_plan import Terms
from mdt_core.exchange.tables.sheet import sheet_from
from mdt_core.records.residents import Resident
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.places import save_home
from tests.exchange.tables import HEADERS, csv_text
from tests.support.builders import home
from tests.support.memory_store import GP, MemoryStore

ROSE = ("", "Moss", "Rose", "1944-07-01", "F", "", "", "")
NAMES = ("NHS No.", "Surname", "Forename", "DOB", "Sex")


def file(content: str | bytes, memory: MemoryStore) -> resident_list.ListFile:
    data = content.encode() if isinstance(content, str) else content
    sheet = sheet_from(data, "list.csv")
    return list_file(sheet, propose(sheet).mapping, memory.clock)


def trial(
    memory: MemoryStore,
    *rows: Sequence[Any],
    terms: Terms | None = None,
    headers: Sequence[str] = HEADERS,
) -> Preview:
    read = file(csv_text(rows, headers), memory)
    return dry_run(memory.store, by=GP, file=read, terms=terms or terms_of())


def took(
    memory: MemoryStore,
    *rows: Sequence[Any],
    terms: Terms | None = None,
    headers: Sequence[str] = HEADERS,
) -> ListReport:
    read = file(csv_text(rows, headers), memory)
    return take(memory.store, by=GP, file=read, terms=terms or terms_of())


def reasons(found: Preview | ListReport) -> list[str]:
    return [each.reason for each in found.refused]


def elm_house(memory: MemoryStore) -> str:
    home_id, _ = save_home(memory.store, by=GP, home=home())
    return home_id


def edit(memory: MemoryStore, resident_id: str, **to: object) -> None:
    with memory.store.deed(GP) as unit:
        changed = unit.card(Resident, resident_id).model_copy(update=to)
        unit.write(changed, About(resident_id=resident_id), record_id=resident_id)
        unit.commit()


def with_cell(row: tuple[str, ...], header: str, text: str) -> tuple[str, ...]:
    place_of = HEADERS.index(header)
    return (*row[:place_of], text, *row[place_of + 1 :])
