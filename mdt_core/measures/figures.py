"""A figure from its cases: value, interval, counts, and the words for each of them. Pure.

Without anything to count there is no figure, and it is never 0. A share is of what is known; a median is of
what has come to its end, and says how much has not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mdt_core.measures.definition import LEAST_SHOWN, PER, Case, Definition, Form
from mdt_core.measures.intervals import count_limits, wilson

NOTHING: Final = "Nothing to count"
NO_DAYS: Final = "No resident-days recorded here"
FEWER: Final = f"Fewer than {LEAST_SHOWN}"
NOT_SHOWN: Final = "Not shown"
TOO_SMALL: Final = (
    f"Where several homes are compared, counts of people under {LEAST_SHOWN} are not shown, nor is the"
    " next smallest where the rest would give them away. Choose one home to see its own figures."
)


@dataclass(frozen=True)
class Figure:
    """`part` of `whole`, with the value and its limits; for days the median and the quartiles.

    `whole` is what is known, the resident-days, or what has come to its end. `beside` is not known, or
    has not come to its end; `late` of it is overdue. `has_few_beside` keeps back how few those are.
    """

    form: Form
    part: int
    whole: int
    beside: int = 0
    late: int = 0
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    has_few_beside: bool = False

    @property
    def is_small(self) -> bool:
        """Whether it rests on a count of people that could point at somebody."""
        others = self.whole - self.part if self.form is Form.SHARE else 0
        return any(0 < count < LEAST_SHOWN for count in (self.part, others))

    @property
    def limits(self) -> tuple[Decimal, Decimal] | None:
        """Both limits; None where there is no figure."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def figure(definition: Definition, cases: Sequence[Case], days: int = 0) -> Figure:
    """The figure of these cases; `days` are the resident-days of a rate."""
    if definition.form is Form.SHARE:
        return _share(cases)
    return _rate(cases, days) if definition.form is Form.RATE else _median(cases, definition.form)


def _share(cases: Sequence[Case]) -> Figure:
    known = [each for each in cases if each.met is not None]
    part, whole, beside = sum(bool(each.met) for each in known), len(known), len(cases) - len(known)
    if not whole:
        return Figure(Form.SHARE, 0, 0, beside)
    low, high = (_tenth(Decimal(100 * limit)) for limit in wilson(part, whole))
    value = _tenth(Decimal(100 * part) / whole)
    return Figure(Form.SHARE, part, whole, beside, value=value, low=low, high=high)


def _rate(cases: Sequence[Case], days: int) -> Figure:
    part = sum(each.met is True for each in cases)
    beside = sum(each.met is None for each in cases)
    if not days:
        return Figure(Form.RATE, part, 0, beside)
    low, high = (_tenth(Decimal(limit * PER) / days) for limit in count_limits(part))
    value = _tenth(Decimal(part * PER) / days)
    return Figure(Form.RATE, part, days, beside, value=value, low=low, high=high)


def _median(cases: Sequence[Case], form: Form) -> Figure:
    ended = sorted(each.took for each in cases if each.took is not None)
    still = [each for each in cases if each.took is None]
    late = sum(each.is_late for each in still)
    number = len(ended)
    middle, low, high = (quantile(ended, quarter) for quarter in (2, 1, 3))
    return Figure(form, number, number, len(still), late, middle, low, high)


def quantile(ranked: Sequence[Decimal], quarter: int) -> Decimal | None:
    """A quartile by linear interpolation between the ranks that enclose it; None of nothing."""
    if not ranked:
        return None
    place, rest = divmod((len(ranked) - 1) * quarter, 4)
    above = ranked[min(place + 1, len(ranked) - 1)]
    return _tenth(ranked[place] + (above - ranked[place]) * rest / 4)


def _tenth(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


# Words


def value_words(each: Figure) -> str:
    """`62.5 %`, `3.4 per 1,000 resident-days`, `2.5 days`; words where there is none."""
    if each.value is None:
        return NO_DAYS if each.form is Form.RATE else NOTHING
    return f"{each.value} {each.form.label}"


def range_words(each: Figure) -> str:
    """The interval, or the middle half of what took days; empty where there is none."""
    if each.low is None or each.high is None:
        return ""
    if each.form.is_median:
        return f"Middle half {each.low} to {each.high}"
    return f"95 % interval {each.low} to {each.high}"


def count_words(each: Figure) -> str:
    """What the figure is formed from, with what is not known or has not ended."""
    if not each.whole and not each.beside:
        return ""
    joined = {
        Form.SHARE: f"of {each.whole:,}",
        Form.RATE: f"in {each.whole:,}",
        Form.EACH: "counted",
    }
    said = f"{each.part:,} {joined.get(each.form, 'ended')}"
    if not each.beside:
        return said
    what = "still open" if each.form.is_time else "not known"
    if each.has_few_beside:
        return f"{said}; {FEWER.lower()} {what}"
    if not each.form.is_time:
        return f"{said}; {each.beside:,} {what}"
    late = f", {each.late:,} of them overdue" if each.late else ""
    return f"{said}; {each.beside:,} {what}{late}"


def verdict_words(definition: Definition, each: Figure) -> str:
    """The question of a measure with its answer; empty for one that asks none."""
    if not definition.question or not each.whole:
        return ""
    without = each.whole - each.part
    answer = f"No: {without:,} of {each.whole:,} are not" if without else f"Yes: all {each.whole:,}"
    return f"{definition.question} {answer}"


def overlap_words(before: Figure, after: Figure) -> str:
    """Whether two intervals overlap, and what that allows to be said."""
    if before.form.is_median:
        return "No interval is formed of a median: the middle halves stand beside it."
    if before.limits is None or after.limits is None:
        return "Without a figure on both sides nothing can be compared."
    (low, high), (then_low, then_high) = before.limits, after.limits
    if high < then_low or then_high < low:
        return "The intervals do not overlap: chance alone seldom does that. It does not say why."
    return "The intervals overlap: the difference may be chance."
