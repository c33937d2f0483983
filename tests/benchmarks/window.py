"""From the start of a process to the first paint: the unlock window against a bare Qt window."""

from pathlib import Path

from tests.benchmarks.figures import Figure


def first_paint(folder: Path, number: int) -> list[Figure]:
    return []
