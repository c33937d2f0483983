"""What the full record of a fall shows beside its questions: the quick record, medicines, facts. No Qt.

Medicines are those in force at the time of the fall as last known, with the date and source of the
list; where there is no list that is said, never «none».
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.answers import Answer as RecordAnswer
from mdt_core.answers import answers as answers_of_record
from mdt_core.clock import clinical_date, clinical_moment, london_day
from mdt_core.errors import NotFound
from mdt_core.fields import Choice, fields_of
from mdt_core.kinds import dump
from mdt_core.records.fall_answers import HeadSign, MedicinesKnown
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.falls import Fall, HeadStruck
from mdt_core.records.medicines import ListSource
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.statements import Signed
from mdt_core.store.store import Store
from mdt_core.sync.change import Author
from mdt_core.use_cases.fall_details import details_of, medicines_then
from mdt_core.use_cases.falls import FULL_RECORD_WITHIN
from mdt_core.use_cases.head_injury import head_injury_facts
from mdt_desktop.ui.fall.presenter import CHECK_MAR, Answer, answers

NOT_KNOWN: Final = (
    f"Medicines then: not known, no list is recorded. This is not «none». {CHECK_MAR}"
)
CANNOT_BE_READ: Final = "One of them cannot be read whole here. Update this program before you sign"
_NO_SOURCE: Final = "date and source of the list not recorded"


@dataclass(frozen=True)
class OnFile:
    """The fall that is written up, and what was on file of its time."""

    fall_id: str
    heading: str
    answers: tuple[Answer, ...] = ()
    medicines: Mapping[str, Any] = field(default_factory=dict)
    head: str = ""
    due: str = ""
    earlier: str = ""
    standing: Mapping[str, Any] = field(default_factory=dict)
    """What the full record that stands says, as a draft keeps it; empty where there is none.

    Of two what both say alike, with the rows of both: where they differ somebody has to answer anew.
    """
    seen: tuple[str, ...] = ()
    """The full records that stand, which what is signed here replaces."""
    apart: tuple[str, ...] = ()
    """Where two that stand differ, what each says; empty where there are not two."""

    @property
    def medicine_words(self) -> str:
        """The medicines in force at the fall, those that matter for bleeding first."""
        return medicine_words(self.medicines)

    @property
    def is_alarming(self) -> bool:
        """Whether the line stands in amber: something thins the blood, or nothing is known."""
        found = self.medicines
        thins = found.get("anticoagulants") or found.get("antiplatelets")
        return bool(thins) or not found.get("medicines_as_of")


def read_on_file(store: Store, by: Actor, resident_id: str, fall_id: str) -> OnFile:
    """Reads the fall and what was on file of its time; raises NotFound or NotAllowed."""
    with store.reading() as connection:
        page = resident_page(connection, by, resident_id)
        access.require_read(by, FallDetail, page.line.home_id)
        fall = next((each for each in page.falls if each.id == fall_id), None)
        if fall is None:
            raise NotFound("This fall is not, or no longer, in this record")
        earlier = details_of(connection, resident_id).get(fall_id, ())
        medicines = medicines_then(connection, resident_id, fall.occurred_at)
    told = fall.record
    return OnFile(
        fall_id=fall_id,
        heading=f"Fall of {clinical_moment(fall.occurred_at)}",
        answers=answers(told) if told else (),
        medicines=medicines,
        head=told.head.value if told and told.head else "",
        due=due_words(fall, earlier, store.clock()),
        earlier=_earlier_words(earlier),
        standing=_answers_of(earlier),
        seen=tuple(each.mid for each in earlier),
        apart=tuple(_differing_words(earlier)) if len(earlier) > 1 else (),
    )


def is_imported(author: Author) -> bool:
    """Whether a list told of a fall; no full record of it is due on any clock."""
    return author.id.startswith("import:")


def due_words(fall: Signed[Fall], details: tuple[Signed[FallDetail], ...], now: datetime) -> str:
    """How the full record of a fall stands: signed when and by whom, due when, or overdue."""
    if details:
        newest = details[0]
        two = " Two versions stand side by side." if len(details) > 1 else ""
        at = clinical_moment(newest.recorded_at)
        return f"Full record signed {at}, {newest.author.name}.{two}"
    if is_imported(fall.author):
        return "No full record; imported from a list, so that none is due"
    due = fall.recorded_at + FULL_RECORD_WITHIN
    hours = int(abs((due - now).total_seconds()) // 3600)
    if now > due:
        return f"Full record overdue by {_hours(hours)}, was due {clinical_moment(due)}"
    return f"Full record due in {_hours(hours)}, by {clinical_moment(due)}"


def _hours(number: int) -> str:
    if not number:
        return "less than 1 hour"
    return f"{number} {'hour' if number == 1 else 'hours'}"


def _earlier_words(details: tuple[Signed[FallDetail], ...]) -> str:
    if not details:
        return ""
    told = [f"of {clinical_moment(each.recorded_at)} by {each.author.name}" for each in details]
    if len(told) == 1:
        return f"A full record {told[0]} stands. What you sign replaces it."
    both = "both" if len(told) == 2 else "all of them"  # noqa: PLR2004 - two
    return (
        f"{len(told)} full records stand side by side: {'; '.join(told)}. What you sign replaces"
        f" {both}."
    )


def _answers_of(details: tuple[Signed[FallDetail], ...]) -> Mapping[str, Any]:
    """What the full records of this fall say alike, for correcting them; rows of all of them."""
    records = [each.record for each in details if each.record is not None]
    if not records or len(records) < len(details):
        return {}
    told = [dump(each) for each in records]
    names = [name for name in FallDetail.model_fields if name not in FallDetail.by_the_deed]
    agreed = {name: _agreed([said.get(name) for said in told]) for name in names}
    return {name: value for name, value in agreed.items() if value not in (None, [])}


def _agreed(values: list[Any]) -> Any:  # noqa: ANN401 - any JSON value
    """One answer that all give; of lists every row, each once; None where they differ."""
    if any(isinstance(each, list) for each in values):
        rows = [row for each in values for row in each or ()]
        return [row for place, row in enumerate(rows) if row not in rows[:place]]
    return values[0] if all(each == values[0] for each in values) else None


def _differing_words(details: tuple[Signed[FallDetail], ...]) -> Iterator[str]:
    """`Minutes on the floor: 20 min (Grace Obi) or 60 min (Ben Cole)`; rows word for word."""
    if any(each.record is None for each in details):
        yield CANNOT_BE_READ
        return
    told = [(each.author.name, _said(each.record)) for each in details if each.record]
    for spec in fields_of(FallDetail):
        words = [said.get(spec.name, "not recorded") for _, said in told]
        if spec.name not in FallDetail.by_the_deed and len(set(words)) > 1:
            both = (f"{each} ({name})" for each, (name, _) in zip(words, told, strict=True))
            yield f"{spec.label}: {' or '.join(both)}"


def _said(record: FallDetail) -> dict[str, str]:
    return {each.name: _in_words(each) for each in answers_of_record(record)}


def _in_words(answer: RecordAnswer) -> str:
    rows = (", ".join(each.words for each in row) for row in answer.rows)
    return answer.words or "; ".join(rows)


def medicine_words(found: Mapping[str, Any]) -> str:
    """The medicines of a full record in one line, with date and source."""
    if found.get("medicines_known") is not MedicinesKnown.LISTED:
        return NOT_KNOWN
    parts = []
    for name, title in (("anticoagulants", "Anticoagulant"), ("antiplatelets", "Antiplatelet")):
        if found.get(name):
            parts.append(f"{title}: {', '.join(found[name])}")
    if not parts:
        parts.append("No anticoagulant or antiplatelet found by name")
    number = len(found.get("medicines") or ())
    listed = f"{number} {'medicine' if number == 1 else 'medicines'} in force then"
    return f"{'. '.join(parts)}. {listed}, {_list_words(found)}. {CHECK_MAR}"


def _list_words(found: Mapping[str, Any]) -> str:
    as_of, source = found.get("medicines_as_of"), found.get("medicines_source")
    if as_of is None or not isinstance(source, ListSource):
        return _NO_SOURCE
    return f"list as of {clinical_date(london_day(as_of))} ({source.label})"


def head_words(on_file: OnFile, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts beside *The head*, by what is answered so far."""
    head = _answer(HeadStruck, values.get("head"))
    signs = [_answer(HeadSign, each) for each in values.get("head_signs") or ()]
    return head_injury_facts(
        head,
        [each for each in signs if each is not None],
        on_file.medicines.get("anticoagulants") or (),
        on_file.medicines.get("antiplatelets") or (),
        is_list_known=on_file.medicines.get("medicines_known") is MedicinesKnown.LISTED,
    )


def _answer(answers_of: type[Choice], value: object) -> Any:  # noqa: ANN401 - one of that list
    return next((each for each in answers_of if each.value == value), None)
