"""What a form holds between keystrokes: raw values, the problems with them, and the record they make.

A draft is frozen; typing makes a new one. It is bound to one person, one kind and one resident and is
never applied to another. Values are JSON values as typed: text stays text until it is signed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from mdt_core.errors import InvalidInput
from mdt_core.fields import asked_in, field_of, fields_of
from mdt_core.kinds import checked
from mdt_core.medicine_decision import refusals
from mdt_core.record import Record, kind_named
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import RoundEntry, SeeAgain

R = TypeVar("R", bound=Record)

SEEN_HEADS: Final = "seen_heads"
"""Under this name `extra` keeps what of a series stood on the screen when the form was opened."""

_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a form cannot be signed yet: the field and what to do, in words."""

    field: str
    words: str


@dataclass(frozen=True)
class Draft(Generic[R]):
    """A form of one kind for one resident. `extra` holds what is signed with it (new actions ...)."""

    record_class: type[R]
    resident_id: str
    values: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    extra: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)

    def with_value(self, name: str, value: Any) -> "Draft[R]":  # noqa: ANN401 - any JSON value
        """The draft with one field as typed; an empty value clears the field."""
        field_of(self.record_class, name)
        values = {key: kept for key, kept in self.values.items() if key != name}
        if value not in (None, "", (), []):
            values[name] = value
        return replace(self, values=MappingProxyType(values))

    def with_extra(self, name: str, value: Any) -> "Draft[R]":  # noqa: ANN401 - any JSON value
        """The draft with one of the things signed along with it."""
        return replace(self, extra=MappingProxyType({**self.extra, name: value}))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered, so that there is nothing to keep."""
        entered = (kept for name, kept in self.extra.items() if name != SEEN_HEADS)
        return not self.values and not any(entered)

    @property
    def seen_heads(self) -> tuple[str, ...] | None:
        """The changes of the series that the person saw; None where the form does not say."""
        seen = self.extra.get(SEEN_HEADS)
        return None if seen is None else tuple(seen)

    def has_seen(self, mid: str) -> bool:
        """Whether a change stood on the screen; so did everything where the form does not say."""
        seen = self.seen_heads
        return seen is None or mid in seen

    def having_seen(self, heads: Iterable[str]) -> "Draft[R]":
        """The draft as begun with these changes of the series on the screen."""
        return self.with_extra(SEEN_HEADS, sorted(heads))

    def problems(self) -> tuple[Problem, ...]:
        """Why it cannot be signed yet; empty when it can."""
        rules = _RULES.get(self.record_class.kind)
        asked = tuple(rules(self.values)) if rules else ()
        if asked:
            return asked
        try:
            self.record()
        except InvalidInput as error:
            return (Problem(self._field_in(error.message), error.message),)
        return ()

    def _field_in(self, words: str) -> str:
        """The field that a problem begins with, empty for one of the whole record."""
        specs = fields_of(self.record_class)
        found = [spec for spec in specs if words.startswith((f"{spec.label} ", f"{spec.label}:"))]
        return max(found, key=lambda spec: len(spec.label)).name if found else ""

    def record(self) -> R:
        """The record that the values make; raises InvalidInput naming what is wrong.

        What is not asked while the answers are these (`OnlyIf`) is not said, whatever was typed.
        """
        asked = {spec.name for spec in asked_in(self.record_class, self.values)}
        hidden = self.record_class.model_fields.keys() - asked
        said = {name: value for name, value in self.values.items() if name not in hidden}
        return checked(self.record_class, said)

    def as_text(self) -> str:
        """The draft as it is kept in the encrypted store."""
        return json.dumps({"values": dict(self.values), "extra": dict(self.extra)})


def draft_from_text(kind: str, resident_id: str, text: str) -> Draft[Any]:
    """A draft as it was kept; raises InvalidInput for a kind that this program does not know."""
    record_class = kind_named(kind)
    if record_class is None:
        raise InvalidInput("This draft was written by a newer program", next_step="Update first")
    raw = json.loads(text)
    return Draft(
        record_class, resident_id, MappingProxyType(raw["values"]), MappingProxyType(raw["extra"])
    )


def _entry_rules(values: Mapping[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    if not values.get("how"):
        found.append(Problem("how", "Choose how this person was seen"))
    if not any(str(values.get(name, "")).strip() for name in ("note", "plan")):
        found.append(Problem("note", "Write a note or a plan before you sign"))
    if not values.get("see_again"):
        found.append(Problem("see_again", "Choose when to see this person again"))
    if values.get("see_again") == SeeAgain.ON_DATE.value and not values.get("see_again_on"):
        found.append(Problem("see_again_on", "Give the date to see this person again"))
    found += [Problem("medicines", words) for words in refusals(values.get("medicines", ()))]
    return found


def _observation_rules(values: Mapping[str, Any]) -> list[Problem]:
    measured = {
        "respirations", "oxygen_percent", "systolic", "diastolic", "pulse", "consciousness",
        "temperature", "weight_kg", "soft_signs", "not_taken", "note",
    }  # fmt: skip
    if not measured & values.keys():
        return [
            Problem("respirations", "Enter at least one observation, or say why none was taken")
        ]
    return []


_RULES = {RoundEntry.kind: _entry_rules, ObservationSet.kind: _observation_rules}
