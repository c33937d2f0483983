"""What a version of a series says otherwise than the one it replaced, word by word; free of Qt.

Says nothing of which is right. What the earlier version said and this one leaves out is named too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mdt_core.differences import Run, differences
from mdt_core.record import Statement, Status
from mdt_core.store.queries.statements import Signed
from mdt_desktop.ui.resident.words import facts_of, moment_words


@dataclass(frozen=True)
class ChangedFact:
    """One answer that is another than before: its words, those that are new marked; empty if gone."""

    label: str
    runs: tuple[Run, ...]
    before: str


@dataclass(frozen=True)
class Changed:
    """Since when, and what is another."""

    since: str
    facts: tuple[ChangedFact, ...]

    @property
    def words(self) -> str:
        """What a screen reader says of it."""
        if not self.facts:
            return f"Nothing changed since {self.since}"
        told = ", ".join(each.label for each in self.facts)
        return f"Changed since {self.since}: {told}"


def version_before(
    signed: Signed[Any], statement: type[Statement], told: Sequence[tuple[Signed[Any], type[Any]]]
) -> Signed[Any] | None:
    """The newest version of a series that was replaced, signed before this one; None for other kinds."""
    if not statement.is_series or signed.status is not Status.CURRENT:
        return None
    earlier = [
        each
        for each, kind in told
        if kind is statement
        and each.status is Status.SUPERSEDED
        and each.recorded_at <= signed.recorded_at
    ]
    return max(earlier, key=lambda each: (each.recorded_at, each.mid), default=None)


def changed(signed: Signed[Any], before: Signed[Any]) -> Changed:
    """Answer by answer, by its label."""
    now = {fact.label: fact.words for fact in facts_of(signed)}
    then = {fact.label: fact.words for fact in facts_of(before)}
    labels = [*now, *(label for label in then if label not in now)]
    facts = tuple(
        _one(label, now.get(label, ""), then.get(label, ""))
        for label in labels
        if now.get(label, "") != then.get(label, "")
    )
    return Changed(moment_words(before), facts)


def _one(label: str, now: str, then: str) -> ChangedFact:
    runs = differences((now, then))[0] if then else (Run(now, is_changed=True),)
    return ChangedFact(label, runs if now else (), then)
