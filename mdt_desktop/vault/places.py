"""What the locked window knows of a vault before anything that reads slots is loaded."""

from pathlib import Path

FILE_NAME = "slots.json"
COPY_NAME = "slots.json.bak"
PIN_DIGITS = 6


def slot_files(folder: Path) -> tuple[Path, ...]:
    """Return those of the two copies that exist, whatever their state."""
    both = (folder / FILE_NAME, folder / COPY_NAME)
    return tuple(path for path in both if path.exists())


def has_workspace(folder: Path) -> bool:
    """Say whether the folder holds slot files, in whatever state."""
    return bool(slot_files(folder))
