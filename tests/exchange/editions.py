"""Editions of a homes directory for tests: invented homes, in the columns of real editions."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mdt_core.exchange.tables.homes_directory import (
    EditionFile,
    import_homes,
)
from mdt_core.exchange.tables.homes_report import HomesReport
from mdt_core.records.homes import Home
from mdt_core.store.unit_of_work import About
from tests.exchange.imports import cards
from tests.support.memory_store import GP, MemoryStore

FIRST = ("name", "type", "address", "postcode", "area_name")
LATER = ("name", "cqc_id", "type", "address", "postcode", "telephone", "provider", "area_name")
NURSING, RESIDENTIAL = "Nursing homes", "Residential homes"
ELM = ("Elm House", NURSING, "1 Elm Road, Sale", "M33 1AA", "Trafford")
OAK = ("Oak Lodge", RESIDENTIAL, "Oak Lodge, Oak Lane, Sale", "M33 2BB", "Trafford")
AWAY = ("Away House", NURSING, "9 Far Road, Rochdale", "OL16 2AY", "Rochdale")


def later(
    row: Sequence[str], number: str, provider: str = "Elm Care Ltd", **to: str
) -> Sequence[str]:
    name, kind, address, postcode, area = row
    values = {"name": name, "address": address.replace(", ", ","), "postcode": postcode, **to}
    return (
        values["name"],
        number,
        kind,
        values["address"],
        values["postcode"],
        "1617486414",
        provider,
        area,
    )


def edition(folder: Path, day: str, headers: Sequence[str], *rows: Sequence[str]) -> EditionFile:
    path = folder / f"{day}_homes.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    return EditionFile(path)


def run(memory: MemoryStore, *editions: EditionFile, **more: Any) -> HomesReport:  # noqa: ANN401
    return import_homes(memory.store, by=GP, editions=editions, area="Trafford", **more)


def homes(memory: MemoryStore) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in cards(memory, "home")}


def open_homes(memory: MemoryStore) -> list[str]:
    return sorted(each["name"] for each in cards(memory, "home") if each["status"] == "open")


def history(home: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    members = home.get("registrations", [])
    return sorted(((m["listed_from"], m["name"], m.get("listed_until")) for m in members), key=str)


def edit(memory: MemoryStore, home_id: str, **to: object) -> None:
    with memory.store.deed(GP) as unit:
        unit.write(unit.card(Home, home_id).model_copy(update=to), About(), record_id=home_id)
        unit.commit()
