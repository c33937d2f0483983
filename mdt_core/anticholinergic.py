"""Anticholinergic burden from a list that a site puts in itself: none is shipped, and none is guessed.

Pure. A total is of the medicines in the list alone: whatever is not in it is named and is never
counted as 0. Points are by medicine, not by dose, and a medicine on two lines counts once. Which list
may be used is decided, with its licence, by who deploys the program (clinical.md 1.9, 2026).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from mdt_core.clock import clinical_date
from mdt_core.errors import MdtError
from mdt_core.medicine_names import begins_with, first_word
from mdt_core.record_words import Fact
from mdt_core.records.medicine_reviews import (
    BurdenPart,
    MedicineReview,
    ReviewDecision,
    ReviewedMedicine,
)

NO_BURDEN_LIST: Final = "Anticholinergic burden: not worked out, as no list is installed"
BURDEN: Final = "Anticholinergic burden"
_MOST: Final = 3
_HEAD: Final = ("name", "version", "source", "licence", "approved_by", "approved_on")
_COLUMNS: Final = ("medicine", "code", "points", *_HEAD)


@dataclass(frozen=True)
class BurdenList:
    """Points by generic name, and names by dm+d code; without a version nothing is installed."""

    name: str
    version: str
    approved_by: str
    approved_on: str
    source: str
    licence: str
    scores: Mapping[str, int]
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_installed(self) -> bool:
        """Whether there is a list to work with."""
        return bool(self.version and self.scores)

    @property
    def words(self) -> str:
        """Name, version and approver, as they are kept with a review."""
        day = clinical_date(date.fromisoformat(self.approved_on))
        approved = f"approved by {self.approved_by} on {day}"
        return f"{self.name}, version {self.version}, {approved}"

    @cached_property
    def _by_first_word(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name in self.scores:
            found[first_word(name)] = (*found.get(first_word(name), ()), name)
        return found

    def entry_of(self, medicine: str, code: str = "") -> str | None:
        """The name under which a medicine stands in the list, by its code or as it begins; or None."""
        by_code = self.codes.get(code)
        if by_code is not None:
            return by_code
        return begins_with(medicine, self._by_first_word.get(first_word(medicine), ()))


@dataclass(frozen=True)
class Taken:
    """A medicine that is taken before or after the decisions of a review; with its dm+d code if known."""

    medicine: str
    code: str = ""
    is_before: bool = True
    is_after: bool = True


@dataclass(frozen=True)
class ListedLine:
    """A line of the medicines list as a review meets it."""

    id: str
    medicine: str
    code: str = ""


# What it comes to


def parts_of(taken: Iterable[Taken], known: BurdenList) -> tuple[BurdenPart, ...]:
    """Each medicine once with its points; those not in the list without any."""
    found: dict[tuple[bool, str], list[Taken]] = {}
    for each in taken:
        entry = known.entry_of(each.medicine, each.code)
        key = (entry is not None, entry or each.medicine.casefold())
        found.setdefault(key, []).append(each)
    return tuple(
        BurdenPart(
            medicine=" and ".join(dict.fromkeys(each.medicine for each in same)),
            points=known.scores[key] if is_listed else None,
            is_before=any(each.is_before for each in same),
            is_after=any(each.is_after for each in same),
        )
        for (is_listed, key), same in found.items()
    )


def taken_at(lines: Sequence[ListedLine], decided: Sequence[ReviewedMedicine]) -> Iterator[Taken]:
    """What is taken before and after a review: the list as it stood, and its decisions applied.

    A line on which nothing was decided goes on. What a medicine is switched to is taken as it was
    written under «How»; unwritten, it is named as not said.
    """
    left = list(decided)
    for line in lines:
        row = next((each for each in left if _is_of(each, line)), None)
        if row is not None:
            left.remove(row)
        yield Taken(line.medicine, line.code, is_after=row is None or _goes_on(row))
        yield from _instead(row)
    for row in left:
        is_new = row.decision is ReviewDecision.START
        yield Taken(row.medicine, is_before=not is_new, is_after=is_new or _goes_on(row))
        yield from _instead(row)


def _is_of(row: ReviewedMedicine, line: ListedLine) -> bool:
    is_new = row.decision is ReviewDecision.START
    return row.id == line.id or (
        not is_new and row.medicine.strip().casefold() == line.medicine.strip().casefold()
    )


def _goes_on(row: ReviewedMedicine) -> bool:
    return row.decision not in (ReviewDecision.STOP, ReviewDecision.SWITCH)


def _instead(row: ReviewedMedicine | None) -> Iterator[Taken]:
    if row is None or row.decision is not ReviewDecision.SWITCH:
        return
    said = (row.how or "").strip()
    said = said[3:].strip() if said.casefold().startswith("to ") else said
    yield Taken(said or f"what {row.medicine} is switched to (not said)", is_before=False)


# In words


def total_of(parts: Iterable[BurdenPart]) -> int | None:
    """The sum of the points; None where no medicine is in the list."""
    points = [each.points for each in parts if each.points is not None]
    return sum(points) if points else None


def total_words(parts: Sequence[BurdenPart]) -> str:
    """`5 (3 for amitriptyline 10 mg, 2 for tramadol)`; in words where there is nothing to count."""
    if not parts:
        return "no medicine"
    total = total_of(parts)
    if total is None:
        return "no total, as none of these medicines is in the list"
    told = (f"{each.points} for {each.medicine}" for each in parts if each.points is not None)
    return f"{total} ({', '.join(told)})"


def unlisted_words(parts: Iterable[BurdenPart]) -> str:
    """The medicines that are not in the list, by name; empty where all are."""
    return ", ".join(each.medicine for each in parts if each.points is None)


def burden_facts(review: MedicineReview) -> tuple[Fact, ...]:
    """The burden before and after a review as it was shown then; nothing where none was kept."""
    if not review.burden_list or not review.burden:
        return ()
    before, after = before_and_after(review.burden)
    missing = unlisted_words(review.burden)
    return (
        Fact(f"{BURDEN} before", total_words(before)),
        Fact(f"{BURDEN} after", f"{total_words(after)}. {BY_MEDICINE}"),
        *((Fact("Not in the list, not counted", missing),) if missing else ()),
        Fact("List", review.burden_list),
    )


BY_MEDICINE: Final = "Points are by medicine, whatever the dose"


def before_and_after(
    parts: Iterable[BurdenPart],
) -> tuple[tuple[BurdenPart, ...], tuple[BurdenPart, ...]]:
    """The parts taken before the review, and those taken after it."""
    every = tuple(parts)
    return tuple(p for p in every if p.is_before), tuple(p for p in every if p.is_after)


# Reading a list


@cache
def shipped_burden_list() -> BurdenList:
    """An empty list: which list may be used is decided, with its licence, by who deploys it."""
    return burden_list_from(Path(__file__).with_name("anticholinergic.json").read_text("utf-8"))


def burden_list_from(text: str) -> BurdenList:
    """Reads a list from JSON.

    Raises MdtError for a file that lacks a part or has one too many, a list that does not say what it
    is and who approved it, and a score that is not 0 to 3.
    """
    raw: dict[str, Any] = json.loads(text)
    try:
        found = BurdenList(
            **{**raw, "scores": dict(raw["scores"]), "codes": dict(raw.get("codes", {}))}
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise MdtError(f"the anticholinergic list does not fit: {wrong}") from wrong
    return _checked(found)


def burden_list_from_csv(text: str) -> BurdenList:
    """Reads a list from CSV with a row a medicine, each with what the list is; raises MdtError.

    The columns are medicine, code (of dm+d, several parted by spaces), points, name, version, source,
    licence, approved_by and approved_on; the last six are the same in every row.
    """
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    missing = [each for each in _COLUMNS if not rows or each not in rows[0]]
    if missing:
        raise MdtError(f"the anticholinergic list has no column {missing[0]}, or no row")
    heads = {tuple((row[name] or "").strip() for name in _HEAD) for row in rows}
    if len(heads) > 1:
        raise MdtError("the anticholinergic list says in different rows that it is different lists")
    scores: dict[str, int] = {}
    codes: dict[str, str] = {}
    for row in rows:
        name, points = (row["medicine"] or "").strip(), (row["points"] or "").strip()
        if name in scores or points not in {"0", "1", "2", "3"}:
            raise MdtError(f"«{name}» of the anticholinergic list stands twice or is not 0 to 3")
        scores[name] = int(points)
        codes.update(dict.fromkeys((row["code"] or "").split(), name))
    said = dict(zip(_HEAD, heads.pop(), strict=True))
    return _checked(BurdenList(**said, scores=scores, codes=codes))


def _checked(found: BurdenList) -> BurdenList:
    if found.scores and not all(str(getattr(found, name)).strip() for name in _HEAD):
        raise MdtError(
            "the anticholinergic list does not say its name, version, source and licence, and who"
            " approved it on which day"
        )
    if found.scores and not _is_day(found.approved_on):
        raise MdtError(
            "the day of approval of the anticholinergic list is not written as 2026-11-01"
        )
    if any(type(score) is not int or not 0 <= score <= _MOST for score in found.scores.values()):
        raise MdtError("a score of the anticholinergic list is not 0 to 3")
    nameless = [name for name in found.scores if not first_word(name)]
    folded = {name.casefold() for name in found.scores}
    if nameless or len(folded) < len(found.scores):
        raise MdtError("a medicine of the anticholinergic list has no name, or stands twice")
    if not set(found.codes.values()) <= found.scores.keys():
        raise MdtError("a code of the anticholinergic list is of a medicine that is not in it")
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
