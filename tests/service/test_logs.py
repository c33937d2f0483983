"""What the service writes to its log is on the list of what may stand there, or it would be left out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import mdt_service
from mdt_service.logs import ALLOWED

_LOGS = re.compile(r"\blog\.(info|warning|error)$")


def written() -> Iterator[tuple[str, str]]:
    """The file and the name of each field that a call of a log names."""
    for file in Path(mdt_service.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _LOGS.search(ast.unparse(call.func)):
                yield from ((file.name, each.arg or "**") for each in call.keywords)


def test_every_field_that_is_written_to_the_log_is_let_through() -> None:
    found = sorted(set(written()))
    assert len(found) > 10
    assert [each for each in found if each[1] not in ALLOWED] == []
