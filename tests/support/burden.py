"""A made-up anticholinergic list for tests: it is nobody's published one."""

import json
from pathlib import Path
from typing import Any, Final

from mdt_desktop.ui.medicines.burden import LIST_FILE

OWN_LIST: Final[dict[str, Any]] = {
    "name": "Borough list",
    "version": "own/1",
    "source": "Own",
    "licence": "CC BY 4.0",
    "approved_by": "Dr Lee",
    "approved_on": "2026-11-01",
}
"""What the list is; without the points."""


def install_list(folder: Path, **points: int) -> None:
    """Puts the list into the folder of a workspace."""
    text = json.dumps({**OWN_LIST, "scores": points})
    (folder / LIST_FILE).write_text(text, "utf-8")
