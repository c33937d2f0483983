"""A measured figure beside its floor and its goal, and the table and JSON that tell them.

Floor and figure are taken in the same run on the same machine, so that the ratio means something on
any machine. Nothing here asserts: a missed goal is printed, and the person decides.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_WIDEST = 58


@dataclass(frozen=True)
class Figure:
    """One line of the table; `ratio` is figure to floor, `is_met` None where there is no goal."""

    what: str
    measured: str
    floor: str
    ratio: float | None
    goal: str = ""
    is_met: bool | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in a word."""
        return {True: "met", False: "NOT MET", None: ""}[self.is_met]


def against_floor(
    what: str, seconds: float, floor: str, floor_s: float, *, times: float, plus_ms: float = 0.0
) -> Figure:
    """A time that may take some times its floor and a little more."""
    goal = f"{times:g}x" + (f" + {plus_ms:g} ms" if plus_ms else "")
    is_met = seconds <= times * floor_s + plus_ms / 1000
    told = f"{floor} {as_time(floor_s)}"
    return Figure(what, as_time(seconds), told, seconds / floor_s, goal, is_met)


def within(what: str, seconds: float, floor: str, floor_s: float, *, at_most_ms: float) -> Figure:
    """A time with a goal of its own, shown beside its floor."""
    is_met = seconds <= at_most_ms / 1000
    told = f"{floor} {as_time(floor_s)}"
    return Figure(what, as_time(seconds), told, seconds / floor_s, f"{at_most_ms:g} ms", is_met)


def per_second(
    what: str, each_s: float, floor: str, floor_s: float, *, times: float | None = None
) -> Figure:
    """How many a second, against how many the floor does; the ratio is in time taken."""
    ratio = each_s / floor_s
    goal, is_met = (f"{times:g}x", ratio <= times) if times is not None else ("", None)
    told = f"{floor} {1 / floor_s:,.0f}/s"
    return Figure(what, f"{1 / each_s:,.0f}/s", told, ratio, goal, is_met)


def in_bytes(what: str, each: float, floor: str, floor_bytes: float, *, times: float) -> Figure:
    """Bytes for one change, against the bytes of its text."""
    ratio = each / floor_bytes
    told = f"{floor} {floor_bytes:,.0f} B"
    return Figure(what, f"{each:,.0f} B", told, ratio, f"{times:g}x", ratio <= times)


def megabytes_within(what: str, peak: float, floor: str, before: float, most: float) -> Figure:
    """Memory of a process at its peak, beside what it held before it began."""
    told = f"{floor} {before:,.0f} MB"
    ratio = peak / before if before else None
    return Figure(what, f"{peak:,.0f} MB", told, ratio, f"{most:g} MB", peak <= most)


def as_time(seconds: float) -> str:
    """A time with a unit in which it can be read."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.2f} ms" if seconds >= 1e-4 else f"{seconds * 1e6:.1f} µs"


def table(figures: Sequence[Figure]) -> str:
    """All figures, one a line, in columns."""
    head = ("what", "measured", "floor", "ratio", "goal", "")
    rows = [head, *(_cells(figure) for figure in figures)]
    widths = [min(_WIDEST, max(len(row[at]) for row in rows)) for at in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
             for row in rows]  # fmt: skip
    missed = sum(figure.is_met is False for figure in figures)
    ending = f"{missed} missed." if missed else "all met."
    return "\n".join(
        [*lines, "", f"Of {sum(f.is_met is not None for f in figures)} goals {ending}"]
    )


def write_json(figures: Sequence[Figure], about: dict[str, str], file: Path) -> None:
    """Writes the figures for another program to compare."""
    told = {"about": about, "figures": [asdict(figure) for figure in figures]}
    file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _cells(figure: Figure) -> tuple[str, ...]:
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
    return (figure.what, figure.measured, figure.floor, ratio, figure.goal, figure.verdict)
