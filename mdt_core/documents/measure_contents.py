"""What the report of a measure says, on the screen, on paper and in a file alike; it names nobody."""

from collections.abc import Iterator
from itertools import combinations

from mdt_core.clock import clinical_date
from mdt_core.documents.d2a_contents import Figures
from mdt_core.fields import Choice
from mdt_core.measures.definition import Definition, Form
from mdt_core.measures.figures import (
    NOT_SHOWN,
    TOO_SMALL,
    Figure,
    count_words,
    overlap_words,
    range_words,
    value_words,
    verdict_words,
)
from mdt_core.measures.overview import TITLE, Overview
from mdt_core.measures.tables import Cut, MeasureTable, Order, Row

FROM_HERE = (
    "Formed from what is recorded on this computer, up to the end of yesterday. What was before a home"
    " used this program, and what other homes keep, is not in it."
)
OF_NOW = "Measures of plans, reviews, registrations and vaccinations are of today."
NO_JUDGEMENT = (
    "An interval says how far chance alone may have moved a figure: rows whose intervals overlap are not"
    " told apart by it. Homes differ in whom they care for."
)

_MOST_APART = 3
_ALL_OVERLAP = "Every interval overlaps every other: the order tells none of them apart."


def about_words(table: MeasureTable) -> str:
    """The days and the homes that the figures are of."""
    period = table.asked.period
    days = f"{clinical_date(period.first)} to {clinical_date(period.last)}"
    if table.since is not None:
        days = f"{days}, recorded here from {clinical_date(table.since)} on"
    return f"{'As things stand now' if table.definition.is_standing else days}. {table.total.label}"


def overview_words(found: Overview) -> str:
    """The days and the homes of every measure together."""
    period = found.asked.period
    days = f"{clinical_date(period.first)} to {clinical_date(period.last)}"
    return f"{days}. {found.label}"


def overview_sections(found: Overview) -> tuple[Figures, ...]:
    """One line for each measure, then how each is counted."""
    lines = tuple((each.definition.title, full_words(each.figure)) for each in found.lines)
    how = (
        (each.definition.title, f"{each.definition.counted}. Over: {each.definition.over}")
        for each in found.lines
    )
    return (
        Figures(TITLE, lines, f"{FROM_HERE} {OF_NOW}"),
        Figures("How each is counted", tuple(how)),
    )


def definition_lines(definition: Definition) -> tuple[tuple[str, str], ...]:
    """What is counted, over what, what is left out, and from which records."""
    interval = {
        Form.SHARE: "95 %, Wilson's score interval",
        Form.RATE: "95 %, exact for counts under 10, Byar's approximation from 10 on",
        Form.EACH: "None is formed; a quarter lies below the middle half, a quarter above",
    }.get(
        definition.form, "None is formed; a quarter took less than the middle half, a quarter more"
    )
    return (
        ("Counted", definition.counted),
        ("Over", definition.over),
        ("Left out", definition.left_out),
        ("From the records", definition.from_words),
        ("Interval", interval),
    )


def full_words(figure: Figure | None) -> str:
    """A figure with its interval and its counts in one line."""
    if figure is None:
        return NOT_SHOWN
    said = (value_words(figure), range_words(figure), count_words(figure))
    return ". ".join(filter(None, said))


def compared_words(table: MeasureTable) -> tuple[tuple[str, str], ...]:
    """The figure before a day and from it on, and whether chance may have done it."""
    found = table.compared
    if found is None:
        return ()
    day = clinical_date(found.day)
    return (
        (f"Before {day}", full_words(found.before)),
        (f"From {day} on", full_words(found.after)),
        ("Difference", overlap_words(found.before, found.after)),
    )


def ranking_words(table: MeasureTable) -> str:
    """How many rows of a ranking are told apart by their intervals, and which; empty for no ranking."""
    if table.asked.order is Order.NAME or table.asked.cut is Cut.MONTH:
        return ""
    pairs = [
        (one.label, other.label, _are_apart(one.figure, other.figure))
        for one, other in combinations(table.rows, 2)
        if one.figure and other.figure and one.figure.limits and other.figure.limits
    ]
    if not pairs or table.definition.form.is_time:
        return ""
    apart = [f"{one} and {other}" for one, other, are_apart in pairs if are_apart]
    if not apart:
        return f"{table.asked.order.label}. {_ALL_OVERLAP}"
    named = "; ".join(apart[:_MOST_APART])
    more = len(apart) - _MOST_APART
    rest = f"; and {more} more pairs" if more > 0 else ""
    return (
        f"{table.asked.order.label}. Intervals of {len(apart)} of {len(pairs)} pairs do not overlap:"
        f" {named}{rest}. The places of the others tell nothing apart."
    )


def _are_apart(one: Figure, other: Figure) -> bool:
    """Whether two intervals do not overlap."""
    if one.limits is None or other.limits is None:
        return False
    return one.limits[1] < other.limits[0] or other.limits[1] < one.limits[0]


def reason_lines(table: MeasureTable) -> tuple[tuple[str, str], ...]:
    """What is counted beside the figure, the most frequent first."""
    return tuple((reason, f"{number:,}") for reason, number in table.reasons.items())


def heading_of(cut: Choice) -> str:
    """The heading over the rows."""
    return f"By {cut.label[0].lower()}{cut.label[1:]}"


def sections_of(table: MeasureTable) -> tuple[Figures, ...]:
    """The whole report."""
    return tuple(_sections(table))


def _sections(table: MeasureTable) -> Iterator[Figures]:
    total = table.total.figure
    verdict = verdict_words(table.definition, total) if total else ""
    asked = (("Answer", verdict),) if verdict else ()
    whole = (*asked, (table.total.label, full_words(total)))
    yield Figures(table.definition.title, whole, FROM_HERE)
    if table.rows:
        kept_back = f" {TOO_SMALL}" if table.is_kept_back else ""
        rows = tuple(map(_line, table.rows))
        how = "" if table.asked.cut is Cut.MONTH else NO_JUDGEMENT
        ranked = f" {ranking_words(table)}".rstrip()
        yield Figures(heading_of(table.asked.cut), rows, f"{how}{ranked}{kept_back}".strip())
    if table.compared:
        yield Figures("Before and after", compared_words(table))
    if table.reasons:
        yield Figures("Beside the figure", reason_lines(table))
    yield Figures("How this is counted", definition_lines(table.definition))


def _line(row: Row) -> tuple[str, str]:
    return row.label, full_words(row.figure)
