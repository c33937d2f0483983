"""The one finder of what lies beside the packages: `resources/` and `db/`.

The checkout, the frozen bundle, the .deb and the container all keep the two folders beside the
packages, so nothing else needs to know where the program was put.
"""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """Path of a file under `resources/`; raises FileNotFoundError where it is missing."""
    return _existing(_ROOT / "resources", parts)


def database_file(*parts: str) -> Path:
    """Path of a file or folder under `db/`; raises FileNotFoundError where it is missing."""
    return _existing(_ROOT / "db", parts)


def _existing(base: Path, parts: tuple[str, ...]) -> Path:
    path = base.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing from this installation")
    return path
