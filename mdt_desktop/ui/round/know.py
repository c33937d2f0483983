"""What is known of one resident for today's decision, in words and in a fixed order, without Qt.

Each block says its date and its source; a block with nothing says so. Nothing is left out because it
is missing, and nothing is worked out here but what the words say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, overload

from typing_extensions import override

from mdt_core.clock import (
    PartialDate,
    clinical_date,
    clinical_short_moment,
    london_day,
)
from mdt_core.errors import InvalidInput
from mdt_core.record import Status
from mdt_core.records.concerns import Concern
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import AllergyStateKind, allergy_words
from mdt_core.records.rounds import RoundEntry
from mdt_core.scores.news2 import News2, evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.store.queries.care_decisions import ceiling_stands, cpr_stands, refusal_words
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept, Signed
from mdt_core.use_cases.no_change import plan_in_force
from mdt_desktop.ui.medicines.requests import request_lines
from mdt_desktop.ui.quoted import quoted

TWO_VERSIONS: Final = "Two versions. Neither is being used as current"
CHECK_THE_MAR: Final = "Check the MAR before you act"
NOT_A_PRESCRIPTION: Final = "This is not a prescription and not a record of doses given"
_PLAN_LINES: Final = 4
_SETS_SHOWN: Final = 2


@dataclass(frozen=True)
class Block:
    """One block: heading, source with date, its lines or why there are none, and all of it."""

    key: str
    heading: str
    source: str = ""
    lines: tuple[str, ...] = ()
    nothing: str = ""
    tone: str = ""
    whole: Sequence[str] = ()


@dataclass(frozen=True)
class SetsInWords(Sequence[str]):
    """Every set with its readings, put into words once somebody reads them: mostly nobody does."""

    taken: tuple[Signed[ObservationSet], ...]
    usual: int | None

    @override
    def __len__(self) -> int:
        return len(self.taken)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> "SetsInWords": ...
    @override
    def __getitem__(self, index: int | slice) -> "str | SetsInWords":
        if isinstance(index, slice):
            return SetsInWords(self.taken[index], self.usual)
        return observation_words(self.taken[index], self.usual, readings=True)


def blocks(page: ResidentPage, *, as_known: str, today: date) -> tuple[Block, ...]:
    """Everything but the open actions, in the fixed order; each with its date and its source."""
    return (
        why_today(page, as_known),
        cpr(page, as_known, today),
        allergies(page, as_known),
        since_last_seen(page),
        last_plan(page),
        observations(page),
        medicines(page, as_known, today),
    )


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def last_entry(page: ResidentPage) -> Signed[RoundEntry] | None:
    """The newest entry that stands, or None."""
    return next((each for each in page.entries if each.status is Status.CURRENT), None)


# Why today


def why_today(page: ResidentPage, as_known: str) -> Block:
    """Every reason of the worklist with the mark of its tier; all concerns stand behind it."""
    since = last_entry(page)
    marked = tuple(reason.marked for reason in page.reasons or ())
    nothing = "No reason on the list"
    return Block(
        "why",
        "Why today",
        source=_begun(as_known),
        lines=marked,
        nothing=f"{nothing} since {_day(since.occurred_at)}" if since else nothing,
        whole=(
            *marked,
            *(concern_words(each) for each in page.concerns),
        ),
    )


def concern_words(concern: Signed[Concern]) -> str:
    """`«eating less since weekend». Home nurse, 23-Nov 07:20. Today`."""
    record = concern.record
    words = str(concern.readable.get("words") or "")
    signs = ", ".join(sign.label for sign in record.soft_signs) if record else ""
    how_soon = f"Asked for: {record.how_soon.label.lower()}" if record else ""
    who = f"{concern.author.name}, {clinical_short_moment(concern.occurred_at)}"
    return quoted(words, ". ".join(part for part in (signs, who, how_soon) if part))


# CPR, ceiling and allergies


def cpr(page: ResidentPage, as_known: str, today: date) -> Block:
    """The decision about CPR and the ceiling of treatment; both versions where two stand."""
    stands = (cpr_stands(page.care, today), ceiling_stands(page.care, today))
    shown = [line for each in stands for line in (each.lines if each.is_two else (each.words,))]
    is_plain = all(each.is_plain for each in stands)
    return Block(
        "cpr",
        "CPR and ceiling",
        source=_begun(as_known),
        lines=tuple(filter(None, (*shown, refusal_words(page.care, today)))),
        tone="" if is_plain else "amber",
        whole=tuple(line for each in stands for line in each.lines),
    )


def allergies(page: ResidentPage, as_known: str) -> Block:
    """One of the four states, with every substance and what it did."""
    line, heads = page.line, page.allergies
    stated = line.allergy_state
    label = next((k.label for k in AllergyStateKind if k.value == stated), stated)
    lines = [f"{label}. {TWO_VERSIONS}" if line.allergy_siblings else label]
    for head in heads if line.allergy_siblings else heads[:1]:
        lines += [allergy_words(each) for each in head.readable.get("allergies", ())]
    known = stated == AllergyStateKind.KNOWN.value or line.allergy_siblings
    quiet = stated == AllergyStateKind.NONE_KNOWN.value and not line.allergy_siblings
    source = _begun(as_known)
    if heads:
        said = (heads[0].record.source if heads[0].record else "") or heads[0].author.name
        source = f"{clinical_date(london_day(heads[0].occurred_at))}, {said}. {source}"
    tone = "red" if known else "" if quiet else "amber"
    return Block("allergies", "Allergies", source=source, lines=tuple(lines), tone=tone)


# Observations


def since_last_seen(page: ResidentPage) -> Block:
    """The observations since the last entry with NEWS2 beside the usual, and the weight."""
    seen = last_entry(page)
    taken = page.observations
    new = [each for each in taken if seen is None or each.recorded_at > seen.recorded_at]
    usual = usual_total(page)
    lines = [observation_words(each, usual) for each in new[:_SETS_SHOWN]]
    if len(new) > len(lines):
        lines.append(f"and {len(new) - len(lines)} more")
    if weight := weight_words(taken):
        lines.append(weight)
    when = _day(seen.occurred_at) if seen else "not seen in a round before"
    nothing = "No observations since then" if seen else "No observations recorded"
    if not new and taken:
        nothing = f"{nothing}. Last {observation_words(taken[0], usual)}"
    return Block(
        "since",
        "Since last seen",
        when,
        lines=tuple(lines),
        nothing=nothing,
        whole=SetsInWords(taken, usual),
    )


def observations(page: ResidentPage) -> Block:
    """The head of the chart: how many sets there are, and when and by whom the last was taken."""
    usual = usual_total(page)
    if not page.observations:
        return Block("chart", "Observations", nothing="No observations recorded")
    last, number = page.observations[0], len(page.observations)
    when = f"last {clinical_short_moment(last.occurred_at)}, {last.author.name}"
    return Block(
        "chart",
        "Observations",
        f"{number} {'set' if number == 1 else 'sets'}, {when}",
        whole=SetsInWords(page.observations, usual),
    )


def usual_total(page: ResidentPage) -> int | None:
    """NEWS2 of the set that a clinician marked as usual."""
    usual = page.usual
    score = score_of(usual.record) if usual and usual.record else None
    return score.total if score else None


def score_of(taken: ObservationSet) -> News2 | None:
    """NEWS2 of a set; None where a reading cannot be."""
    try:
        return evaluate(news2_input(taken))
    except InvalidInput:
        return None


def observation_words(
    taken: Signed[ObservationSet], usual: int | None, *, readings: bool = False
) -> str:
    """`24-Nov 07:15 NEWS2 3. Usual 1. Up 2. Parts 0 1 0 0 1 0 1`."""
    when = clinical_short_moment(taken.occurred_at)
    if taken.record is None:
        return f"{when} observations that this program cannot read whole"
    score = score_of(taken.record)
    words = f"NEWS2 {score.words(usual)}" if score else "NEWS2: a reading cannot be"
    if score and score.total is not None:
        parts = " ".join("-" if points is None else str(points) for _, points in score.parts)
        words = f"{words}. Parts {parts}"
    more = f". {_readings(taken.record)}. {taken.author.name}" if readings else ""
    return f"{when} {words}{more}"


def _readings(taken: ObservationSet) -> str:
    air = {True: "on oxygen", False: "on air", None: ""}[taken.on_oxygen]
    pressure = f"{taken.systolic}/{taken.diastolic or '?'}" if taken.systolic else None
    said = (
        ("breaths", taken.respirations),
        ("SpO2", f"{taken.oxygen_percent} % {air}".strip() if taken.oxygen_percent else None),
        ("blood pressure", pressure),
        ("pulse", taken.pulse),
        ("", taken.consciousness.label if taken.consciousness else None),
        ("temperature", f"{taken.temperature} °C" if taken.temperature else None),
        ("weight", f"{taken.weight_kg} kg" if taken.weight_kg else None),
    )
    return ", ".join(f"{what} {read}".strip() for what, read in said if read is not None)


def weight_words(taken: tuple[Signed[ObservationSet], ...]) -> str:
    """`22-Nov weight 48.2 kg (51.0 kg on 12-Aug-2026)`; the earlier one at least 28 days back."""
    weighed = [each for each in taken if each.record and each.record.weight_kg is not None]
    if not weighed or weighed[0].record is None:
        return ""
    last = weighed[0]
    words = f"{_day(last.occurred_at)} weight {weighed[0].record.weight_kg} kg"
    for each in weighed[1:]:
        if each.record and (last.occurred_at - each.occurred_at).days >= _A_MONTH_DAYS:
            before = clinical_date(london_day(each.occurred_at))
            return f"{words} ({each.record.weight_kg} kg on {before})"
    return words


_A_MONTH_DAYS: Final = 28


# The last plan and the medicines


def last_plan(page: ResidentPage) -> Block:
    """What was decided last, not what only carried it on: who, when, and its first lines."""
    entry = plan_in_force(page.entries)
    if entry is None:
        return Block("plan", "Last plan", nothing="No plan was signed in a round before")
    source = f"{clinical_date(london_day(entry.occurred_at))}, {entry.author.name}"
    lines = str(entry.readable["plan"]).splitlines()
    whole = (f"{source}:", *lines) if len(lines) > _PLAN_LINES else ()
    return Block("plan", "Last plan", source, tuple(lines[:_PLAN_LINES]), whole=whole)


def medicines(page: ResidentPage, as_known: str, today: date) -> Block:
    """How many lines there are, from where, how many nobody has checked, and what is asked for."""
    lines = page.medicines
    head = page.medicine_list
    unverified = sum(not (each.record and each.record.is_verified) for each in lines)
    source = "Source and date of the list not recorded"
    if head and head.record:
        source = (
            f"As of {clinical_date(london_day(head.record.as_of))} from the"
            f" {head.record.source_name or head.record.source.label}"
        )
    count = f"{len(lines)} on the list, {unverified} not verified" if lines else ""
    asked = tuple(f"Asked for: {words}" for words in request_lines(page.requests, today))
    return Block(
        "medicines",
        "Medicines",
        f"{source}. {_begun(as_known)}. {CHECK_THE_MAR}",
        (*filter(None, (count,)), *asked),
        nothing="No medicines on the list",
        tone="amber" if any(each.has_siblings for each in lines) else "",
        whole=(source, *map(medicine_words, lines), *asked, NOT_A_PRESCRIPTION) if lines else asked,
    )


def medicine_words(line: Kept[MedicineLine]) -> str:
    """One line as written, with its state where that is not active, and whether it was checked."""
    said = line.readable
    keys = ("medicine", "form", "strength", "dose", "route", "frequency", "instructions")
    parts = [str(said[key]) for key in keys if said.get(key)]
    record = line.record
    return ". ".join(filter(None, (" ".join(parts), *_standing(line, record))))


def _standing(line: Kept[MedicineLine], record: MedicineLine | None) -> Iterator[str]:
    if record is None:
        yield "Not readable as a whole"
        return
    if record.as_needed:
        yield "When needed"
    if record.state.value != "active":
        yield record.state.label
    if record.started:
        yield f"Since {PartialDate(record.started).display()}"
    yield "Checked" if record.is_verified else "Not verified"
    if line.has_siblings:
        yield TWO_VERSIONS


def _day(at: datetime) -> str:
    return clinical_date(london_day(at))
