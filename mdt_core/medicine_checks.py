"""What a medicines list asks to be looked at: high-risk medicines, many at once, sick-day groups, burden.

Pure rules over data files with version and source. A check is a prompt to look, never a finding or an
instruction; brand names are not known to it, so that no check never means «safe». Sources: NHSBSA
metrics for polypharmacy, DAMN and ACAP, as in clinical.md 1.6; NICE SC1 (2014) for covert giving.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from mdt_core.anticholinergic import (
    BURDEN,
    NO_BURDEN_LIST,
    BurdenList,
    Taken,
    parts_of,
    shipped_burden_list,
    total_of,
    total_words,
    unlisted_words,
)
from mdt_core.blood_thinners import blood_thinners_among
from mdt_core.errors import MdtError
from mdt_core.medicine_names import begins_with
from mdt_core.records.medicine_reviews import CovertAdministration, CovertState
from mdt_core.records.medicines import MedicineLine

NOT_CHECKED: Final = (
    "Only generic names at the beginning of a line are known. Brand names, doses and interactions are"
    " not checked"
)
_TWO: Final = 2
_STRONG: Final = 2
"""From this score on, a medicine counts as of medium or high burden."""


@dataclass(frozen=True)
class HighRisk:
    """A group of medicines, by generic names, and what has to be recorded with them."""

    group: str
    names: tuple[str, ...]
    record: tuple[str, ...]


@dataclass(frozen=True)
class MedicineRules:
    """The groups and limits with their version, who approved them, and where they are from."""

    version: str
    approved_by: str
    approved_on: str
    source: str
    polypharmacy: tuple[int, ...]
    anticholinergic_high: int
    high_risk: tuple[HighRisk, ...]
    damn: Mapping[str, tuple[str, ...]]
    covert_words: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every generic name that stands in a group, each once."""
        groups = (*(each.names for each in self.high_risk), *self.damn.values())
        return tuple(dict.fromkeys(name for names in groups for name in names))


@dataclass(frozen=True)
class Check:
    """One thing to look at, and where the rule is from."""

    words: str
    source: str = ""
    is_note: bool = False
    """Said beside the prompts: it asks for nothing."""


@cache
def shipped_rules() -> MedicineRules:
    """The rules that come with the program, until the organisation approves its own."""
    return rules_from(Path(__file__).with_name("medicine_rules.json").read_text("utf-8"))


def rules_from(text: str) -> MedicineRules:
    """Reads rules from JSON; raises MdtError for a file that lacks a part or has one too many."""
    raw = json.loads(text)
    try:
        groups = tuple(
            HighRisk(each["group"], tuple(each["names"]), tuple(each["record"]))
            for each in raw["high_risk"]
        )
        damn = {group: tuple(names) for group, names in raw["damn"].items()}
        lists = {name: tuple(raw[name]) for name in ("polypharmacy", "covert_words")}
        return MedicineRules(**{**raw, **lists, "high_risk": groups, "damn": damn})
    except (AttributeError, KeyError, TypeError) as wrong:
        raise MdtError(f"the medicine rules do not fit: {wrong}") from wrong


def checks(
    lines: Sequence[MedicineLine],
    *,
    covert: CovertAdministration | None,
    today: date,
    rules: MedicineRules | None = None,
    burden: BurdenList | None = None,
) -> tuple[Check, ...]:
    """What to look at in the lines in force; `covert` is the standing word on hidden medicines."""
    known, scores = rules or shipped_rules(), burden or shipped_burden_list()
    names = tuple(dict.fromkeys(line.medicine for line in lines))
    words = (
        *_covert(lines, covert, today, known),
        *_high_risk(names, known),
        *_together(names, known),
        *_many(names, known),
    )
    found = tuple(Check(each, f"{known.version}: {known.source}") for each in words)
    return (*found, *_burden(lines, scores, known)) if names else ()


def _covert(
    lines: Iterable[MedicineLine],
    covert: CovertAdministration | None,
    today: date,
    rules: MedicineRules,
) -> Iterator[str]:
    hidden = [line.medicine for line in lines if _is_hidden(line, rules)]
    is_authorised = covert is not None and covert.state is CovertState.AUTHORISED
    due = covert.review_due if covert is not None and is_authorised else None
    if due is not None and due < today:
        yield "Covert administration: its review day is past"
    allowed = covert.medicines if covert is not None and is_authorised else ()
    for medicine in hidden:
        if not any(begins_with(medicine, (name,)) for name in allowed):
            yield f"{medicine}: given covertly by its instructions, no authority recorded for it"


def _is_hidden(line: MedicineLine, rules: MedicineRules) -> bool:
    said = " ".join(filter(None, (line.instructions, line.route, line.dose))).casefold()
    return any(word in said for word in rules.covert_words)


def _high_risk(names: Iterable[str], rules: MedicineRules) -> Iterator[str]:
    for medicine in names:
        for group in rules.high_risk:
            if begins_with(medicine, group.names):
                record = "; ".join(group.record)
                yield f"{medicine}: high-risk ({group.group.lower()}). Recorded? {record}"


def _together(names: Sequence[str], rules: MedicineRules) -> Iterator[str]:
    groups = {
        group: [name for name in names if begins_with(name, generics)]
        for group, generics in rules.damn.items()
    }
    held = {group: found for group, found in groups.items() if found}
    if len(held) >= _TWO:
        which = ", ".join(name for found in held.values() for name in found)
        yield f"Sick-day medicines (DAMN), {len(held)} groups: {which}. What to do on a sick day?"
    thinners = blood_thinners_among(names)
    if len(thinners) >= _TWO:
        yield f"Blood thinners together (ACAP): {', '.join(thinners)}. Are both still meant?"


def _many(names: Sequence[str], rules: MedicineRules) -> Iterator[str]:
    reached = max((limit for limit in rules.polypharmacy if len(names) >= limit), default=None)
    if reached is not None:
        yield f"{len(names)} medicines: {reached} or more (every line of the list is counted)"


def _burden(
    lines: Iterable[MedicineLine], known: BurdenList, rules: MedicineRules
) -> Iterator[Check]:
    """The total always stands with what is not in the list: it may be more than it says."""
    if not known.is_installed:
        yield Check(NO_BURDEN_LIST, is_note=True)
        return
    parts = parts_of((Taken(line.medicine, line.code or "") for line in lines), known)
    missing = unlisted_words(parts)
    left_out = f". Not in the list, not counted: {missing}" if missing else ""
    source = f"{known.words}: {known.source} ({known.licence})"
    total = total_of(parts)
    said = f"{BURDEN}{':' if total is None else ''} {total_words(parts)}{left_out}"
    yield Check(said, source, is_note=(total or 0) < rules.anticholinergic_high)
    strong = [each.medicine for each in parts if (each.points or 0) >= _STRONG]
    if len(strong) >= _TWO:
        yield Check(f"Anticholinergics of medium or high burden: {', '.join(strong)}", source)
