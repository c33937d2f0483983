"""The most memory that a process ever held, as Linux tells it; elsewhere nought.

Not `getrusage`, whose peak a child takes over from the process that began it.
"""

from pathlib import Path


def peak_megabytes(pid: int | str = "self") -> float:
    """The peak of a process in MB."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def children_of(pid: int) -> tuple[int, ...]:
    """The processes that a process began and that live."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return tuple(map(int, listed.read_text().split())) if listed.exists() else ()
