"""Quick texts for one person: their own, the team's, and the shipped wordings not replaced by these.

Also the blanks that stop that person's signature. Nobody sees somebody else's own wordings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.quick_text import Origin, Snippet, blanks_of, shipped_blanks, shipped_texts
from mdt_core.records.quick_texts import QuickText, QuickTextState, Whose
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import Kept, kept

_ORDER = (Origin.MINE, Origin.TEAM, Origin.SHIPPED)


@dataclass(frozen=True)
class QuickTextLine:
    """One quick text as listed; `id` is empty for a shipped one.

    Of one with two versions neither is offered until somebody writes it anew.
    """

    id: str
    snippet: Snippet
    approved_by: str
    review_on: date | None
    is_withdrawn: bool = False
    has_two_versions: bool = False

    @property
    def is_offered(self) -> bool:
        """Whether typing its name offers it."""
        return not self.is_withdrawn and not self.has_two_versions

    def is_review_due(self, today: date) -> bool:
        """Whether the day of its review has come."""
        return self.review_on is not None and self.review_on <= today


def quick_texts(connection: Connection, actor: Actor) -> tuple[QuickTextLine, ...]:
    """Every quick text that a person sees, withdrawn ones too: mine, the team's, the shipped; by name."""
    lines = [_line(each) for each in _kept(connection, actor)]
    team = {line.snippet.name for line in lines if _is_of(line, Origin.TEAM) and line.is_offered}
    shipped = shipped_texts()
    lines += [
        QuickTextLine("", each, shipped.approved_by, shipped.review_on)
        for each in shipped.snippets
        if each.name not in team
    ]
    return tuple(sorted(lines, key=_place))


def offered(lines: Iterable[QuickTextLine]) -> tuple[Snippet, ...]:
    """What typing a `;` offers."""
    return tuple(line.snippet for line in lines if line.is_offered)


def known_blanks(connection: Connection, actor: Actor) -> frozenset[str]:
    """The blanks of everything that a person can have inserted, withdrawn wordings too."""
    return shipped_blanks() | blanks_of(_text(each) for each in _kept(connection, actor))


def _kept(connection: Connection, actor: Actor) -> list[Kept[QuickText]]:
    if not access.may_read(actor, QuickText, None):
        return []
    rows = connection.execute(select(RECORD).where(RECORD.c.kind == QuickText.kind))
    found = (kept(QuickText, row) for row in rows)
    return [each for each in found if each.record and _is_seen(each.record, actor)]


def _is_seen(record: QuickText, actor: Actor) -> bool:
    return record.whose is Whose.TEAM or record.owner == actor.person_id


def _text(each: Kept[QuickText]) -> str:
    return each.record.text if each.record else ""


def _line(each: Kept[QuickText]) -> QuickTextLine:
    record = each.record
    if record is None:  # those that cannot be read were left out by `_kept`
        raise TypeError
    origin = Origin.TEAM if record.whose is Whose.TEAM else Origin.MINE
    return QuickTextLine(
        each.id,
        Snippet(record.name, record.text, origin),
        record.approved_by or "",
        record.review_on,
        is_withdrawn=record.state is QuickTextState.WITHDRAWN,
        has_two_versions=each.has_siblings,
    )


def _is_of(line: QuickTextLine, origin: Origin) -> bool:
    return line.snippet.origin is origin


def _place(line: QuickTextLine) -> tuple[bool, int, str, str]:
    return (line.is_withdrawn, _ORDER.index(line.snippet.origin), line.snippet.name, line.id)
