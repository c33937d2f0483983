"""Where the program keeps things on each system, and the names of the files of one workspace.

Nothing here makes, reads or writes a file.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_FOLDER: Final = "mdt"
_WORKSPACE: Final = "workspace"


def default_workspace(environment: Mapping[str, str], home: Path, system: str = "") -> Path:
    """Gives the folder of this account's workspace; `system` is as in `sys.platform`."""
    match system or sys.platform:
        case "win32":
            data = environment.get("LOCALAPPDATA", "")
            base = Path(data) if data else home / "AppData" / "Local"
        case "darwin":
            base = home / "Library" / "Application Support"
        case _:
            data = environment.get("XDG_DATA_HOME", "")
            base = Path(data) if Path(data).is_absolute() else home / ".local" / "share"
    return base / _FOLDER / _WORKSPACE


def settings_file(workspace: Path) -> Path:
    """Where the look and the name of a workspace are kept: beside its folder, never inside."""
    return workspace.with_name(f"{workspace.name}.settings.json")


def log_file(workspace: Path) -> Path:
    """Where the log is kept: beside the folder of the workspace."""
    return workspace.with_name(f"{workspace.name}.log")
