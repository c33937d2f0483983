"""The minutes of one organisation as they are looked at, saved and recorded. No Qt; reportlab is loaded late."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mdt_core.actor import Actor
from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.documents.minutes_contents import Minutes
from mdt_core.fields import field_of
from mdt_core.records.case_discussions import MINUTED, CaseDiscussion
from mdt_core.store.queries.meetings import AgendaRow, MeetingPart
from mdt_core.store.store import Store
from mdt_core.use_cases.minutes import meeting_minutes, record_minutes_out
from mdt_desktop.ui.meeting.presenter import MeetingRead

WHOLE = "The whole case"
ACTIONS = "Actions"


@dataclass(frozen=True)
class CopyFor:
    """Which copy is on show: of which home's part, for whom, and what is blacked out in it."""

    meeting: str
    part_id: str
    home_id: str
    organisation: str
    blacked: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class MadeMinutes:
    """A copy that is made."""

    of: CopyFor
    minutes: Minutes
    look: PaperLook
    pdf: bytes

    @property
    def file_name(self) -> str:
        """The name of its file: the day and the beginning of its number, and nobody."""
        day, number = self.minutes.held_on.isoformat(), self.minutes.document_id[:8]
        draft = "-draft" if self.minutes.is_draft else ""
        return f"mdt-minutes{draft}-{day}-{number}.pdf"

    def record(self, store: Store, *, by: Actor, how: str, copies: int) -> None:
        """Records that the copy went out."""
        record_minutes_out(
            store, by=by, home_id=self.of.home_id, minutes=self.minutes, how=how, copies=copies
        )


def make(
    store: Store,
    *,
    by: Actor,
    of: CopyFor,
    look: PaperLook,
    waiting: int,
    practice: bool,
    fresh: Freshness | None,
) -> MadeMinutes:
    """Gathers the minutes of one organisation and sets them; raises NotFound or NotPrinted in words."""
    from mdt_core.documents.minutes import render_minutes  # noqa: PLC0415 - reportlab

    minutes = meeting_minutes(
        store,
        by=by,
        meeting=of.meeting,
        part_id=of.part_id,
        organisation=of.organisation,
        waiting=waiting,
        practice=practice,
        blacked=of.blacked,
        fresh=fresh,
    )
    return MadeMinutes(of, minutes, look, render_minutes(minutes, look=look))


def may_be_blacked(row: AgendaRow) -> tuple[tuple[str, str], ...]:
    """What of a case can be blacked out: each as its key and its words."""
    case = row.case
    if case is None:
        return ()
    said = [name for name in MINUTED if case.readable.get(name)]
    parts = [(f"{case.id}/{name}", field_of(CaseDiscussion, name).label) for name in said]
    return ((case.id, WHOLE), *parts, (f"{case.id}/actions", ACTIONS))


def not_discussed_words(read: MeetingRead) -> str:
    """`Not discussed: room 4, room 9`; empty where every case is signed."""
    left = [read.where(row) for row in read.rows if row.case is None]
    return f"Not discussed: {', '.join(left)}" if left else ""


def approved_words(part: MeetingPart) -> str:
    """Who approved, empty before."""
    return f"Approved by {part.minutes.author.name}" if part.minutes else ""


Blacked = Mapping[str, Mapping[str, frozenset[str]]]
"""By the id of a part, then by organisation."""
