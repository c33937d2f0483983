"""What a record says, field by field in the words of its definition: label, and the answer as people read it.

Pure, and the same for every kind, so that paper and lists write no word twice. A question without an
answer is left out: whoever shows them says «not recorded» where that matters. Nothing is shortened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from mdt_core.clock import PartialDate, clinical_date, clinical_moment, long_date, long_moment
from mdt_core.fields import Choice, FieldSpec, fields_of
from mdt_core.record import Part


@dataclass(frozen=True)
class Answer:
    """One answered question; `rows` are the parts of a list, each with answers of its own."""

    name: str
    label: str
    words: str = ""
    rows: tuple[tuple["Answer", ...], ...] = ()


def answers(record: Part, *, long_dates: bool = False) -> tuple[Answer, ...]:
    """Every answered question of a record, in the order of its definition.

    `long_dates` writes them for people (`1 January 2027`), otherwise for clinicians (`01-Jan-2027`).
    """
    return tuple(_answers(record, long_dates=long_dates))


def _answers(record: Part, *, long_dates: bool) -> Iterator[Answer]:
    for spec in fields_of(type(record)):
        value = getattr(record, spec.name)
        if value in (None, "", ()):
            continue
        if isinstance(value, tuple) and isinstance(value[0], Part):
            rows = tuple(answers(each, long_dates=long_dates) for each in value)
            yield Answer(spec.name, spec.label, rows=rows)
        else:
            yield Answer(spec.name, spec.label, _words(value, spec, long_dates=long_dates))


def _words(value: object, spec: FieldSpec, *, long_dates: bool) -> str:
    if isinstance(value, tuple):
        return "; ".join(_words(each, spec, long_dates=long_dates) for each in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, PartialDate):
        return long_date(value.earliest) if long_dates and value.is_full else value.display()
    if isinstance(value, datetime):
        return long_moment(value) if long_dates else clinical_moment(value)
    if isinstance(value, date):
        return long_date(value) if long_dates else clinical_date(value)
    return f"{value} {spec.unit}".strip()
