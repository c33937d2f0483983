"""What the screen of two versions says: each with who, when and where, and the words that differ.

Free of Qt. In the order of writing, and nothing is called newer or better; values are said by the
labels of their definition.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_moment
from mdt_core.differences import Run, differences
from mdt_core.fields import FieldSpec, fields_of
from mdt_core.record import settlers
from mdt_core.record_words import stored_words
from mdt_core.records.actions import Action
from mdt_core.records.homes import Home
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.residents import AllergyState
from mdt_core.records.settlements import Settlement
from mdt_core.store.merged_medicines import TWO_LISTS
from mdt_core.store.queries.homes import ResidentLine, homes, resident_by_id
from mdt_core.store.queries.statements import Signed, card_by_id, statements
from mdt_core.store.queries.version_details import Version, Versions, versions_of
from mdt_core.store.queries.versions import Unsettled, unsettled
from mdt_core.store.store import Reading, Store
from mdt_core.use_cases.residents import open_resident
from mdt_core.use_cases.settling import CODES, differing_fields, fields_class, may_combine
from mdt_desktop.ui.person_words import nhs_number_words
from mdt_desktop.ui.resident.words import author_words
from mdt_desktop.ui.versions.anew_fields import Rows, is_list_of_parts

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TAKEN_AWAY: Final = "Taken away"
NOT_SAID: Final = "Not recorded"
IN_ORDER: Final = "In the order in which they were written. Words that differ stand in a frame"
NOTHING_IN_COMMON: Final = "Neither author had seen anything that the other had"
SETTLED: Final = "Nothing of this stands in two versions any more"
TWO_RECORDS: Final = (
    "Two records of this person list different medicines. Which of them hold is said on the resident's"
    " page, at «Joined to this record»"
)
TWO_STAYS: Final = "Two stays are going on at once. One of them is to be ended"
_UNTIL: Final = {
    MedicineLine: "check the MAR before you act",
    AllergyState: "ask the resident or the family and look at the GP record before you act on either",
}
_UNTIL_ANY: Final = (
    "look at the signed original, or ask who wrote it. If you cannot, follow your organisation's"
    " policy"
)


@dataclass(frozen=True)
class Line:
    """One field of a version: its label and its words as runs."""

    label: str
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Column:
    """One version as shown; without a letter it is what all authors had seen."""

    mid: str
    letter: str
    who: str
    when: str
    where: str
    lines: tuple[Line, ...]

    @property
    def heading(self) -> str:
        """`Version A`."""
        return f"Version {self.letter}"

    def spoken(self) -> str:
        """The whole version as one text."""
        said = ". ".join(f"{line.label}: {line.words}" for line in self.lines)
        return f"{self.heading}. {said}. {self.who}. {self.when}. {self.where}"


@dataclass(frozen=True)
class VersionsRead:
    """One thing in two versions, read whole; None of it where nothing stands any more."""

    line: ResidentLine | None
    versions: Versions | None
    others: int
    may_settle: bool
    may_ask: bool
    lead: str
    home_names: tuple[tuple[str, str], ...]
    settled: tuple[Signed[Settlement], ...] = ()

    @property
    def whom(self) -> str:
        """Whom the deed names: the family name, or the home."""
        if self.line is not None:
            return self.line.family_name.upper()
        of = self.versions.of if self.versions else None
        return dict(self.home_names).get((of.home_id if of else "") or "", "this home")


def read_versions(store: Store, by: Actor, resident_id: str, key: str) -> VersionsRead:
    """Opens the resident, which is audited, and reads what is to be settled (no key: the first)."""
    if resident_id:
        open_resident(store, by=by, resident_id=resident_id)
    return read_versions_again(store, by, resident_id, key)


def read_versions_again(store: Store, by: Actor, resident_id: str, key: str) -> VersionsRead:
    """Reads the same of a resident who is open already; raises NotFound or NotAllowed."""
    with store.reading() as connection:
        found = unsettled(connection, by, resident_id=resident_id or None)
        of = next((each for each in found if key in ("", each.key)), None)
        line = resident_by_id(connection, resident_id) if resident_id else None
        home_id = line.home_id if line else of.home_id if of else None
        others = len(found) - (1 if of else 0) if resident_id else 0
        may_read = access.may_read(by, Settlement, home_id)
        return VersionsRead(
            line,
            versions_of(connection, of, store.device) if of else None,
            others,
            may_settle=of is not None and of.may_be_settled_by(by),
            may_ask=bool(resident_id) and access.may_write(by, Action, home_id),
            lead=_lead(connection, home_id),
            home_names=tuple((each.id, each.name) for each in homes(connection, by)),
            settled=statements(connection, Settlement, resident_id, limit=20)
            if resident_id and may_read
            else (),
        )


def _lead(connection: Reading, home_id: str | None) -> str:
    kept = card_by_id(connection, Home, home_id) if home_id else None
    return (kept.record.clinical_lead or "") if kept and kept.record else ""


# Words


def heading_words(versions: Versions) -> str:
    """Of what, and that neither is used; of what can wait, that it can."""
    number = len(versions.versions)
    said = "Two versions" if number <= 2 else f"{number} versions"  # noqa: PLR2004 - two
    of = versions.of
    if not of.is_safety:
        return f"{said} of: {of.what}. This can be settled when convenient"
    none = "Neither" if number <= 2 else "None of them"  # noqa: PLR2004 - both
    return f"{said} of: {of.what}. {none} is being used as current"


def nothing_words(read: VersionsRead) -> str:
    """That nothing is left to choose from; two stays at once are ended, not chosen between."""
    if read.line is not None and TWO_LISTS in read.line.two_versions:
        return TWO_RECORDS
    has_two_stays = read.line is not None and "stay" in read.line.two_versions
    return TWO_STAYS if has_two_stays else SETTLED


def until_words(of: Unsettled) -> str:
    """What to look at until it is settled; empty where it is no matter of safety."""
    if not of.is_safety:
        return ""
    return f"Until this is settled: {_UNTIL.get(of.record_class, _UNTIL_ANY)}."


def who_settles_words(of: Unsettled) -> str:
    """Who may settle it, said to who may not."""
    named = settlers(of.record_class, of.group) & Settlement.writers
    return f"This is settled by {access.listed(named)}. You can read both and ask"


def columns_of(read: VersionsRead) -> tuple[Column, ...]:
    """The versions in order of writing, what differs first in each, changed words marked."""
    versions = read.versions
    if versions is None:
        return ()
    names = dict(read.home_names)
    told = [_facts(versions, each, names) for each in versions.versions]
    labels = list(dict.fromkeys(label for facts in told for label in facts))
    runs = {label: differences([facts.get(label, "") for facts in told]) for label in labels}
    return tuple(
        _column(each, LETTERS[place], _lines(labels, runs, place))
        for place, each in enumerate(versions.versions)
    )


def both_had_seen(read: VersionsRead) -> Column | None:
    """The last thing that all authors had seen, or None."""
    versions = read.versions
    if versions is None or versions.both_seen is None:
        return None
    facts = _facts(versions, versions.both_seen, dict(read.home_names))
    lines = tuple(Line(label, (Run(words, is_changed=False),)) for label, words in facts.items())
    return _column(versions.both_seen, "", lines)


def choices_of_way(read: VersionsRead) -> tuple[tuple[str, str], ...]:
    """What can be chosen, none beforehand: each version, writing anew, and putting texts together."""
    versions = read.versions
    if versions is None:
        return ()
    found = [(each.mid, f"{each.letter} is right") for each in columns_of(read)]
    if asked_anew(versions):
        none = "Neither" if len(found) <= 2 else "None"  # noqa: PLR2004 - two
        found.append(("anew", f"{none}: write anew"))
    if may_combine(versions):
        found.append(("combined", "Put the texts together"))
    return tuple(found)


def asked_anew(versions: Versions) -> tuple[FieldSpec, ...]:
    """The fields that are asked for when it is written anew: those in which the versions differ."""
    differing = set(differing_fields(versions))
    return tuple(
        spec
        for spec in fields_of(fields_class(versions.of))
        if spec.name in differing and spec.name not in CODES and _is_for_people(spec.name)
    )


def rows_of_all(versions: Versions) -> dict[str, Rows]:
    """The rows of every version, each once, for the lists in which they differ.

    Two that carry one identifier and are not the same are two rows; a person removes what is wrong.
    """
    names = [spec.name for spec in asked_anew(versions) if is_list_of_parts(spec)]
    told = [version.value or {} for version in versions.versions]
    return {
        name: _each_once([row for said in told for row in said.get(name, ())]) for name in names
    }


def _each_once(rows: Sequence[Mapping[str, Any]]) -> Rows:
    once = [row for place, row in enumerate(rows) if row not in rows[:place]]
    taken = {row["id"] for row in once if "id" in row}
    free = (f"p{number}" for number in count(1) if f"p{number}" not in taken)
    seen: set[str] = set()
    found = []
    for row in once:
        is_again = row.get("id") in seen
        seen.add(row.get("id", ""))
        found.append({**row, "id": next(free)} if is_again else dict(row))
    return found


def _is_for_people(name: str) -> bool:
    return name == "home_id" or not (name == "id" or name.endswith("_id"))


def together(versions: Versions) -> dict[str, str]:
    """The differing texts one below another, for a person to go over."""
    texts = {spec.name: [] for spec in asked_anew(versions)}  # type: dict[str, list[str]]
    for version in versions.versions:
        for name, said in texts.items():
            text = str((version.value or {}).get(name) or "")
            if text and text not in said:
                said.append(text)
    return {name: "\n".join(said) for name, said in texts.items()}


def settled_words(signed: Signed[Settlement]) -> str:
    """One that was settled: of what, how, why, whom they asked, who and when."""
    said = signed.record
    when = f"{author_words(signed.author)}, {clinical_moment(signed.recorded_at)}"
    if said is None:
        return when
    return f"{said.what}. {said.way.label}. {said.why}. Asked: {said.asked}. {when}"


def _column(version: Version, letter: str, lines: tuple[Line, ...]) -> Column:
    who = version.author.name if version.is_imported else author_words(version.author)
    happened, written = version.occurred_at, version.recorded_at
    when = clinical_moment(written)
    if happened != written:
        when = f"{when}, about {clinical_moment(happened)}"
    return Column(version.mid, letter, who, f"Written {when}", _where(version), lines)


def _where(version: Version) -> str:
    if version.is_imported:
        return "By import"
    if not version.is_written_here:
        return "Got from another computer"
    return "Written on this computer, sent" if version.is_numbered else "Written on this computer"


def _lines(
    labels: Sequence[str], runs: Mapping[str, tuple[tuple[Run, ...], ...]], place: int
) -> tuple[Line, ...]:
    """What differs in any version first; what one does not say is said to be so."""
    differing = [label for label in labels if _differs(runs[label])]
    order = [*differing, *(label for label in labels if label not in differing)]
    return tuple(
        Line(label, runs[label][place] or (Run(NOT_SAID, is_changed=label in differing),))
        for label in order
    )


def _differs(runs: tuple[tuple[Run, ...], ...]) -> bool:
    return any(run.is_changed for each in runs for run in each)


def _facts(versions: Versions, version: Version, home_names: Mapping[str, str]) -> dict[str, str]:
    if version.value is None:
        return {versions.of.thing: TAKEN_AWAY}
    known = {spec.name: spec for spec in fields_of(fields_class(versions.of))}
    return dict(_said(version.value, known, home_names))


def _said(
    value: Mapping[str, Any], known: Mapping[str, FieldSpec], home_names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    order = [name for name in known if name in value]
    for name in (*order, *(name for name in value if name not in known)):
        spec = known.get(name)
        label = spec.label if spec else name.replace("_", " ").capitalize()
        words = _words(name, value[name], spec, home_names)
        if words:
            yield label, words


def _words(name: str, raw: object, spec: FieldSpec | None, home_names: Mapping[str, str]) -> str:
    if name == "nhs_number":
        return nhs_number_words(str(raw))
    if name == "home_id":
        return home_names.get(str(raw), "A home that is not on this device")
    if spec is None:
        return str(raw)
    return stored_words(raw, spec)
