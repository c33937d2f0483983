"""What is worked out of an assessment, in words: total, every part, and the acknowledgement it owes.

Asked by the form while it is filled in and by everything that shows what was recorded, so that both say
the same. A kind without a score says nothing. The record alone is asked.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from mdt_core.fields import fields_of
from mdt_core.record import Record
from mdt_core.record_words import Fact
from mdt_core.records.assessments import DeliriumScreen, FrailtyLevel, PainAssessment
from mdt_core.records.medicine_reviews import MedicineReview
from mdt_core.records.needs import Degree, EverydayNeeds
from mdt_core.records.nutrition import Hydration, MustScreen
from mdt_core.scores.must import arm_words, bmi, height_cm, loss_percent, must_score, shown
from mdt_core.scores.sums import Sum, SumTable, table_named

ABBEY: Final[SumTable] = table_named("abbey.json")
FOUR_AT: Final[SumTable] = table_named("four_at.json")
NOT_FOR_UNDER_65: Final = "The scale is not meant for people under 65"


def worked_out(record: Record) -> tuple[Fact, ...]:
    """The facts that follow from what was recorded; none for a kind that has no score."""
    for kind, told in _TOLD.items():
        if isinstance(record, kind):
            return tuple(told(record))
    return ()


def _scored(score: Sum) -> Iterator[Fact]:
    yield Fact(score.table.name, score.words)
    yield Fact("Parts", score.parts)


def _must(screen: MustScreen) -> Iterator[Fact]:
    yield from _scored(must_score(screen))
    figure, height, loss = bmi(screen), height_cm(screen), loss_percent(screen)
    if figure is not None:
        yield Fact("BMI", f"{shown('bmi', figure)} kg/m², height {height:f} cm")
    if arm := arm_words(screen):
        yield Fact("BMI", arm)
    if loss:
        yield Fact("Unplanned loss", f"{shown('loss', loss)} %")
    yield Fact("Screening tool", must_score(screen).table.notice)


def _pain(pain: PainAssessment) -> Iterator[Fact]:
    answers = {item.name: getattr(pain, item.name) for item in ABBEY.items}
    if any(each is not None for each in answers.values()):
        yield from _scored(ABBEY.evaluate(answers))
        yield Fact("Scale", ABBEY.notice)


def _delirium(screen: DeliriumScreen) -> Iterator[Fact]:
    yield from _scored(FOUR_AT.evaluate({i.name: getattr(screen, i.name) for i in FOUR_AT.items}))
    yield Fact("Test", FOUR_AT.notice)


def _frailty(level: FrailtyLevel) -> Iterator[Fact]:
    if level.under_65:
        yield Fact("Look", NOT_FOR_UNDER_65)


def _drinking(day: Hydration) -> Iterator[Fact]:
    if day.taken_ml is None or day.target_ml is None:
        return
    short = day.target_ml - day.taken_ml
    so_far = f"{day.taken_ml} of {day.target_ml} ml"
    yield Fact("Of the aim", f"{so_far}, {short} ml to go" if short > 0 else f"{so_far}, reached")


def _everyday(needs: EverydayNeeds) -> Iterator[Fact]:
    """Where more help is needed than is usual: what a change in the person shows first."""
    pairs = [(spec, getattr(needs, f"usual_{spec.name}", None)) for spec in fields_of(type(needs))]
    more = [
        f"{spec.label} (usually: {usual.label.lower()})"
        for spec, usual in pairs
        if usual is not None and _is_more(getattr(needs, spec.name), usual)
    ]
    if more:
        yield Fact("More help than usual", "; ".join(more))


def _is_more(now: Degree | None, usual: Degree) -> bool:
    order = tuple(Degree)
    return now is not None and order.index(now) > order.index(usual)


def _decided(review: MedicineReview) -> Iterator[Fact]:
    said = [f"{number} {decision.past}" for decision, number in review.decided]
    if said:
        yield Fact("Decided", ", ".join(said))


_TOLD: Final[Mapping[type[Record], Callable[[Any], Iterator[Fact]]]] = {
    MustScreen: _must,
    PainAssessment: _pain,
    DeliriumScreen: _delirium,
    FrailtyLevel: _frailty,
    Hydration: _drinking,
    EverydayNeeds: _everyday,
    MedicineReview: _decided,
}
