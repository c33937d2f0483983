"""Tables for tests, made as care systems and Excel make them."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

HEADERS = ("NHS No.", "Surname", "Forename", "DOB", "Sex", "Room", "Stay type", "Admitted")
JOAN = ("999 000 0018", "Smith", "Joan", "1938-02-03", "F", "12", "Permanent", "2026-03-02")
ALAN = ("9990000026", "Bell", "Alan", "1941-11-30", "M", "14", "Respite", "2026-10-05")


def csv_text(rows: Iterable[Sequence[Any]], headers: Sequence[str] = HEADERS) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headers, *rows])
    return text.getvalue()


def saved_csv(
    folder: Path, *rows: Sequence[Any], headers: Sequence[str] = HEADERS, name: str = "list.csv"
) -> Path:
    path = folder / name
    path.write_bytes(csv_text(rows, headers).encode())
    return path


def workbook(*rows: Sequence[Any], title: str = "Residents") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same workbook with its parts changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return made.getvalue()
